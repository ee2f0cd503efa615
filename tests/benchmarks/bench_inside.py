"""The window while it trains at full speed, with each tab of the page "Look inside" open, and without it.

How long a tick takes of the window's processor, with what the tab does at it and with its frame; beside it
what the tab alone takes, told anew and painted. The wall times mean something only on a machine that does
nothing else.

    xvfb-run -a -s "-screen 0 1920x1080x24 +extension GLX" env QT_QPA_PLATFORM=xcb PYTHONPATH=. \
        .venv/bin/python tests/benchmarks/bench_inside.py [--layers 784-128-64-10] [--tabs sum,layer]
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from netviz.app.files.task_of import task_of
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_application, make_program
from netviz.panels.inspector.layer.picture import MatrixPicture
from netviz.panels.inspector.page.page import InsidePage
from netviz.panels.inspector.sum.function import FunctionCurve
from netviz.panels.inspector.sum.picture import TermPicture
from netviz.panels.inspector.sum.rows import TermRows
from netviz.panels.inspector.sum.steps import _Table
from netviz.viewmodels.scene import Focus
from tests.benchmarks.bench_landscape_page import HOME, Watched, command, quantiles, spend

told: list[float] = []
painted: list[float] = []


def measured(kind: type, name: str, into: list[float]) -> None:
    """Count what this method takes of the processor."""
    method: Callable[..., Any] = getattr(kind, name)

    def timed(self: object, *given: Any) -> None:
        used = time.thread_time()
        method(self, *given)
        into.append(time.thread_time() - used)

    setattr(kind, name, timed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", default="784-16-16-10")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--tabs", default="sum,layer")
    asked = parser.parse_args()
    file = HOME / "run.netviz"
    assert command(["train", "--layers", asked.layers, "--epochs", "1", "--save", str(file)]) == 0
    measured(InsidePage, "show_inside", told)
    for kind in (TermRows, TermPicture, FunctionCurve, _Table, MatrixPicture):
        measured(kind, "paintEvent", painted)
    app = make_application()
    settings = Settings(HOME / "settings.ini")
    settings.full, settings.first_steps, settings.pace = True, 99, None
    program = make_program(app, settings, file, task_of(file))
    ready: list[bool] = []
    program.ready.connect(lambda: ready.append(True))
    program.start()
    program.window.resize(1366, 768)
    while not ready:
        spend(0.1)
    assert program.others is not None
    inside = program.others.inside
    program.choice.random()
    program.intents.train()
    ticks = Watched(program.clock)
    spend(3)
    for tab in ("", *asked.tabs.split(",")):
        inside.close()
        if tab:
            program.presenter.explorer.pick(Focus(1, 4))
            inside.open(tab)
        spend(2)
        for values in (ticks.processor, ticks.wall, ticks.apart, told, painted):
            values.clear()
        began, step = time.perf_counter(), program.trainer.status.step
        ticks.on = True
        spend(asked.seconds)
        ticks.on = False
        rate = (program.trainer.status.step - step) / (time.perf_counter() - began)
        load = os.getloadavg()[0]
        print(
            f"{asked.layers}, {tab or 'closed'}, {len(ticks.wall)} ticks, {rate:.0f} steps/s, load {load:.1f}"
        )
        for name, values in (("a tick", ticks.processor), ("told", told), ("painted", painted)):
            if values:
                print(f"  {name}: {quantiles(values)}", flush=True)
        print(f"  wall of a tick: {quantiles(ticks.wall)}; apart: {quantiles(ticks.apart)}", flush=True)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
