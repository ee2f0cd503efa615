"""What of pyqtgraph's own ways is too dear for a plot that is drawn thirty times a second, as ratios.

Three things are not left to it; each is a line below, with how many times longer pyqtgraph's way takes:

- a plot of its own (`PlotWidget`), which makes a hidden form of buttons for each, against a view with axes;
- a thick line of a thousand points in one pen, against hair lines beside each other;
- a histogram for each step as its image (`ImageItem`), against a pixmap in its scene.

All is processor time of the thread of the window, median of some turns, in turn, so that noise meets both.

    xvfb-run -a env PYTHONPATH=. .venv/bin/python tests/benchmarks/bench_pyqtgraph.py
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from netviz.panels.plots.chart import Chart, Heat, Line
from netviz.panels.plots.figure import Figure
from netviz.panels.plots.scale import Scale
from netviz.viewmodels.palette import LIGHT

WIDE, HIGH = 740, 340
POINTS = 1200
ROWS = 96


def figure() -> Figure:
    """One of ours, on screen."""
    made = Figure()
    made.view.resize(WIDE, HIGH)
    made.view.show()
    return made


def show(made: Figure, chart: Chart) -> None:
    made.show(chart, LIGHT, QSizeF(WIDE, HIGH), QFont(), scale=1.0, ratio=1.0)


def plain() -> tuple[Any, Any]:
    """A plot as pyqtgraph makes it, on screen."""
    widget = pg.PlotWidget()
    widget.resize(WIDE, HIGH)
    box = widget.getPlotItem().getViewBox()
    box.disableAutoRange()
    box.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)
    widget.show()
    return widget, box


def compare(name: str, theirs: Callable[[], object], ours: Callable[[], object], turns: int) -> None:
    """Both in turn; how long each takes, and their ratio."""
    application = QApplication.instance()
    assert application is not None
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(turns):
        for times, act in zip(taken, (theirs, ours), strict=True):
            start = time.thread_time()
            act()
            application.processEvents()
            times.append(1e3 * (time.thread_time() - start))
    a, b = (statistics.median(times) for times in taken)
    print(f"{name:<28}{a:>9.1f} ms{b:>9.1f} ms{a / b:>7.1f} times", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=21)
    turns = parser.parse_args().turns
    application = QApplication([])
    rng = np.random.default_rng(0)
    print(f"{'':<28}{'pyqtgraph':>12}{'here':>12}{'ratio':>9}")
    kept: list[Any] = []
    compare("a plot is made", lambda: kept.append(pg.PlotWidget()), lambda: kept.append(Figure()), turns)
    x = np.linspace(0, 1, POINTS)
    ours, (widget, box) = figure(), plain()
    curve = pg.PlotCurveItem(antialias=True, pen=pg.mkPen("k", width=2))
    box.addItem(curve, ignoreBounds=True)

    def line() -> np.ndarray:
        return np.clip(0.5 + rng.normal(0, 0.1, POINTS), 0, 1)

    compare(
        "a noisy line of 1,200 points",
        lambda: curve.setData(x, line()),
        lambda: show(ours, Chart("", 0, 1, Scale(0, 1), (Line("", "#000000", x, line()),))),
        turns,
    )
    box.removeItem(curve)
    image = pg.ImageItem(axisOrder="row-major")
    box.addItem(image, ignoreBounds=True)

    def heat(shade: np.ndarray) -> Heat:
        edges = np.linspace(0, 1, WIDE + 1)
        ends = np.zeros(WIDE)
        return Heat("#000000", "#FF0000", edges, shade, ends, ends + 1, Scale(0, 1))

    def shade() -> np.ndarray:
        return rng.random((ROWS, WIDE), np.float32)

    def theirs() -> None:
        image.setImage(
            shade(), levels=(0, 1), lut=np.linspace(255, 0, 256).astype(np.uint8).repeat(3).reshape(-1, 3)
        )
        image.setRect(QRectF(0, 0, 1, 1))

    compare(
        "96 × 740 shades",
        theirs,
        lambda: show(ours, Chart("", 0, 1, Scale(0, 1), heat=heat(shade()))),
        turns,
    )
    widget.close()
    application.quit()


if __name__ == "__main__":
    main()
