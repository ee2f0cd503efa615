"""The window while it trains at full speed, with each view of what is inside open, and without any.

How long the window's thread works from tick to tick ("all of a tick": painting and what jobs brought back are
in it), what of that the tick itself takes, and what a tab of "Look inside" takes, told anew and painted. The
wall times mean something only on a machine that does nothing else; the processor's do on a busy one, too.

    xvfb-run -a -s "-screen 0 1920x1080x24 +extension GLX" env QT_QPA_PLATFORM=xcb PYTHONPATH=. \
        .venv/bin/python tests/benchmarks/bench_inside.py [--layers 784-128-64-10] [--views sum,layer]
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from netviz.app.files.task_of import task_of
from netviz.app.program.composition import Program
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_application, make_program
from netviz.panels.inspector.layer.picture import MatrixPicture
from netviz.panels.inspector.page.page import InsidePage
from netviz.panels.inspector.page.rows import PAGES
from netviz.panels.inspector.sum.function import FunctionCurve
from netviz.panels.inspector.sum.picture import TermPicture
from netviz.panels.inspector.sum.rows import TermRows
from netviz.panels.inspector.sum.steps import _Table
from netviz.panels.landscape.page import MAP, SURFACE
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


class Views:
    """Opens each of them, in the window as it is."""

    def __init__(self, program: Program) -> None:
        self._program = program
        assert program.others is not None
        self._inside = program.others.inside
        self._open: dict[str, Callable[[], object]] = {
            "closed": lambda: program.rooms.open("watch"),
            **{row.id: partial(self._look_inside, row.id) for row in PAGES},
            "one weight": self._one_weight,
            "map": lambda: self._landscape(MAP),
            "surface": lambda: self._landscape(SURFACE),
            "two networks": program.training.look_at_two,
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._open)

    def open(self, name: str) -> None:
        """This one alone."""
        self._inside.close()
        self._program.presenter.explorer.let_go()
        self._program.rooms.open("train")
        self._program.training.covers.close()
        if name not in ("map", "surface", "two networks"):
            self._program.rooms.open("watch")
        self._open[name]()

    def _look_inside(self, tab: str) -> None:
        self._program.presenter.explorer.pick(Focus(1, 4))
        self._inside.open(tab)

    def _one_weight(self) -> None:
        self._program.presenter.explorer.pick(Focus(1, 4, source=300))

    def _landscape(self, kind: str) -> None:
        self._program.training.look_around()
        self._program.training.landscape.page.as_.button(kind).click()


def started(layers: str) -> Program:
    """The window with a run of an epoch, which trains on at full speed."""
    file = HOME / "run.netviz"
    assert command(["train", "--layers", layers, "--epochs", "1", "--save", str(file)]) == 0
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
    program.choice.random()
    program.intents.train()
    return program


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", default="784-16-16-10")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--views", default="", help="some of them, with commas; all otherwise")
    asked = parser.parse_args()
    measured(InsidePage, "show_inside", told)
    for kind in (TermRows, TermPicture, FunctionCurve, _Table, MatrixPicture):
        measured(kind, "paintEvent", painted)
    program = started(asked.layers)
    views, ticks = Views(program), Watched(program.clock)
    spend(3)
    for name in filter(None, asked.views.split(",")) if asked.views else views.names:
        views.open(name)
        spend(2)
        for values in (ticks.processor, ticks.wall, ticks.apart, ticks.all, told, painted):
            values.clear()
        ticks.rest()
        began, step = time.perf_counter(), program.trainer.status.step
        ticks.on = True
        spend(asked.seconds)
        ticks.on = False
        rate = (program.trainer.status.step - step) / (time.perf_counter() - began)
        load = os.getloadavg()[0]
        print(f"{asked.layers}, {name}: {len(ticks.wall)} ticks, {rate:.0f} steps/s, load {load:.1f}")
        parts = {"all of a tick": ticks.all, "the tick": ticks.processor, "told": told, "painted": painted}
        for what, values in parts.items():
            if values:
                mean = 1000 * sum(values) / len(values)
                print(f"  {what}: mean {mean:.1f}, {quantiles(values)}", flush=True)
        print(f"  wall of a tick: {quantiles(ticks.wall)}; apart: {quantiles(ticks.apart)}", flush=True)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
