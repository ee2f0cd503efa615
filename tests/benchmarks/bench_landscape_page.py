"""The window while it trains at full speed: with the page about the loss landscape, and without it.

A minute with the page open: how long ticks take (processor and wall), and how far they are apart. Then the
page is closed and opened by turns: steps a second, and what a step takes of the trainer's processor. The wall
times mean something only on a machine that does nothing else.

    xvfb-run -a -s "-screen 0 1920x1080x24 +extension GLX" env QT_QPA_PLATFORM=xcb PYTHONPATH=. \
        .venv/bin/python tests/benchmarks/bench_landscape_page.py [--layers 784-128-64-10] [--surface]
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HOME = Path(tempfile.mkdtemp())
os.environ["XDG_DATA_HOME"] = str(HOME)

from netviz.app.files.task_of import task_of  # noqa: E402
from netviz.app.program.composition import Program  # noqa: E402
from netviz.app.program.settings import Settings  # noqa: E402
from netviz.app.program.start import make_application, make_program  # noqa: E402
from netviz.cli.main import main as command  # noqa: E402
from netviz.viewmodels.playing.clock import FrameClock  # noqa: E402
from tests.waiting import let_work  # noqa: E402


class Watched:
    """Ticks that are measured: seconds of the processor, of the clock, and since the one before began; `all`
    is what the window's thread took of the processor from one to the next, painting included.
    """

    def __init__(self, clock: FrameClock) -> None:
        self.on = False
        self.processor: list[float] = []
        self.wall: list[float] = []
        self.apart: list[float] = []
        self.all: list[float] = []
        self._last: float | None = None
        self._used = 0.0
        self._clock = clock
        clock._timer.timeout.disconnect()
        clock._timer.timeout.connect(self._beat)

    def rest(self) -> None:
        """What is between now and the tick before is nobody's."""
        self._last = None

    def _beat(self) -> None:
        began, used = time.perf_counter(), time.thread_time()
        self._clock._beat()
        if self.on:
            self.processor.append(time.thread_time() - used)
            self.wall.append(time.perf_counter() - began)
            if self._last is not None:
                self.apart.append(began - self._last)
                self.all.append(used - self._used)
        self._last, self._used = began, used


def spend(seconds: float) -> None:
    let_work(int(seconds * 1000))


def quantiles(values: list[float]) -> str:
    ms: NDArray[np.float64] = np.array(values) * 1000
    at = [float(np.percentile(ms, q)) for q in (50, 99, 99.9)]
    return f"p50 {at[0]:.1f}, p99 {at[1]:.1f}, p99.9 {at[2]:.1f}, maximum {ms.max():.1f} ms"


def trainers_clock() -> int:
    (ident,) = [t.ident for t in threading.enumerate() if t.name == "trainer" and t.ident]
    return time.pthread_getcpuclockid(ident)


def look(program: Program, *, opened: bool, surface: bool) -> None:
    if opened:
        program.training.look_around()
        if surface:
            program.training.landscape.page.as_.button("surface").click()
    else:
        program.rooms.open("train")
    spend(2)


def stretch(program: Program, clock: int, seconds: float) -> tuple[float, float]:
    """Steps a second, and microseconds of the trainer's processor a step."""
    step, began, used = program.trainer.status.step, time.perf_counter(), time.clock_gettime(clock)
    spend(seconds)
    steps = program.trainer.status.step - step
    return steps / (time.perf_counter() - began), (time.clock_gettime(clock) - used) / steps * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", default="784-16-16-10")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--stretch", type=float, default=20)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--surface", action="store_true")
    asked = parser.parse_args()
    file = HOME / "run.netviz"
    assert command(["train", "--layers", asked.layers, "--epochs", "1", "--save", str(file)]) == 0
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
    program.rooms.open("train")
    look(program, opened=True, surface=asked.surface)
    program.intents.train()
    ticks = Watched(program.clock)
    spend(3)
    clock = trainers_clock()
    before = os.getloadavg()[0]
    ticks.on = True
    spend(asked.seconds)
    ticks.on = False
    print(
        f"{asked.layers}, {'surface' if asked.surface else 'map'}, {len(ticks.wall)} ticks, load {before:.1f}"
    )
    for name, values in (("processor", ticks.processor), ("wall", ticks.wall), ("apart", ticks.apart)):
        print(f"  {name}: {quantiles(values)}", flush=True)
    kept: list[float] = []
    for pair in range(asked.pairs):
        found = {}
        for opened in (False, True) if pair % 2 else (True, False):
            look(program, opened=opened, surface=asked.surface)
            found[opened] = stretch(program, clock, asked.stretch)
        kept.append(found[True][0] / found[False][0])
        print(
            f"  closed {found[False][0]:.0f} steps/s, {found[False][1]:.0f} µs a step; "
            f"open {found[True][0]:.0f}, {found[True][1]:.0f} µs: {kept[-1]:.0%} kept, "
            f"load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    print(json.dumps({"kept": [round(value, 3) for value in kept]}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
