"""How long a redraw of the plots takes, whatever the length of the run: 1,000, 100,000 and 20 million steps.

A page of two plots, 998 or 1,500 pixels wide, as it stands in the window. A redraw is one plot: from the
folded log to the picture on screen. Scrolling moves both plots of the page in each frame. All is processor
time of the thread of the window, so that other programs disturb little.

    xvfb-run -a -s "-screen 0 1920x1080x24" env PYTHONPATH=. .venv/bin/python tests/benchmarks/bench_plots.py
"""

import argparse
import statistics
import time

import numpy as np
from PySide6.QtWidgets import QApplication

from netviz.network.spec import NetworkSpec
from netviz.panels.plots.board import Plots
from netviz.training.measure.measures import MAX_MEASURES, Histogram, Measures, StepMeasures
from netviz.training.measure.metrics import MetricLog
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.palette import LIGHT

STEPS = (1_000, 100_000, 20_000_000)
SIZES = ((998, 268), (1500, 388))
SPEC = NetworkSpec.dense((784, 128, 64, 10))
STALL_MS = 20.0


def filled(steps: int) -> MetricLog:
    """The log of a run, filled in blocks: twenty million calls would take a minute."""
    log, rng = MetricLog(), np.random.default_rng(0)
    at = 0
    while at < steps:
        n = min(len(log._steps) - log._n, steps - at - 1)
        if n > 0:
            step = np.arange(at + 1, at + n + 1)
            base = 0.12 + 2.2 / step**0.45
            part = slice(log._n, log._n + n)
            log._steps[part] = step
            log._losses[part] = base * rng.lognormal(0, 0.35, n)
            log._accuracies[part] = np.clip(1 - 0.28 * base - rng.normal(0, 0.03, n), 0, 1)
            log._n += n
        at += n + 1
        log.append(at, 0.2, 0.95)
    for step in range(max(steps // 2000, 1), steps, max(steps // 2000, 1)):
        log.add_validation(step, 0.2 + 2 / step**0.4, 0.9)
    layers, bins = SPEC.n_layers, 40
    ends = np.full(layers, 1, np.float32)
    for step in np.unique(np.linspace(1, steps, MAX_MEASURES).astype(int)):
        counts = np.tile(rng.multinomial(1000, np.full(bins, 1 / bins)).astype(np.int32), (layers, 1))
        spread = Histogram(-ends * float(rng.uniform(0.5, 1)), ends, counts)
        figures = rng.lognormal(-3, 1, layers).astype(np.float32)
        shares = rng.uniform(0, 0.2, layers - 1).astype(np.float32)
        of_step = StepMeasures(figures, figures / 100)
        log.measures.add(Measures(int(step), SPEC, of_step, shares, shares, spread, spread))
    return log


def settle(application: QApplication, plots: Plots) -> list[float]:
    """Let everything be drawn; how long the window was held each time, in milliseconds."""
    held = []
    while True:
        start = time.thread_time()
        plots.draw_next()
        application.processEvents()
        held.append(1e3 * (time.thread_time() - start))
        if plots.settled:
            return held


def redraws(application: QApplication, plots: Plots, page: str, turns: int) -> list[float]:
    plots.open(page)
    settle(application, plots)
    held = []
    for _ in range(turns):
        plots._sources.measures._made.clear()  # as if something new had been measured
        plots._mark_page()
        held += settle(application, plots)
    return held


def scroll(application: QApplication, plots: Plots, frames: int) -> list[float]:
    """Milliseconds of each frame in which both plots move."""
    plots.open("curves")
    plots.show_all()
    first, last = plots._window.range
    plots._window.show(first, first + (last - first) * 0.99)
    settle(application, plots)
    taken = []
    for k in range(frames):
        start = time.thread_time()
        plots._drag((1 if k % 20 < 10 else -1) * (last - first) / 2000)
        settle(application, plots)
        taken.append(1e3 * (time.thread_time() - start))
    plots.show_all()
    return taken


def line(name: str, times: list[float]) -> str:
    p50, p95 = statistics.median(times), float(np.percentile(times, 95))
    return f"{name:<34}{p50:>9.1f}{p95:>9.1f}{max(times):>9.1f} ms"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=30)
    arguments = parser.parse_args()
    application = QApplication([])
    rng = np.random.default_rng(1)
    parameters = rng.normal(0, 0.05, SPEC.n_parameters).astype(np.float32)
    print(f"{'':<34}{'p50':>9}{'p95':>9}{'worst':>9}")
    for steps in STEPS:
        log = filled(steps)
        for width, height in SIZES:
            plots = Plots(LIGHT)
            plots.resize(width, height)
            plots.show()
            start = time.thread_time()
            plots.pull(log)
            pulled = [1e3 * (time.thread_time() - start)]
            plots.show_network(Snapshot("run", 0, steps, SPEC, parameters))
            settle(application, plots)
            at = f"{steps:,} steps, {width} px: "
            print(line(at + "first pull", pulled))
            names = (("curves", "curves"), ("gradients", "gradients"), ("histograms", "histograms"))
            for page, name in (*names, ("first layer", "images")):
                print(line(at + name, redraws(application, plots, page, arguments.turns)), flush=True)
            print(line(at + "scrolling", scroll(application, plots, 2 * arguments.turns)), flush=True)
            plots.close()
    application.quit()


if __name__ == "__main__":
    main()
