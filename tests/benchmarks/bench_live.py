"""A film read live beside a trainer at full speed, in the real window.

    python -m tests.benchmarks.bench_live [--seconds 12] [--layers 128,64] [--still] [--json]

The film, 1280×720, H.264: a sheet with 24 digits on a desk, which turns to and fro, each picture with noise
of its own (or the same sheet lying still). In turns of so many seconds: training alone, Live beside it, Live
alone. Printed are pictures a second that came to boxes and answers, processor time for each (of the process
that reads, of the window's thread, of the thread between them), steps a second, and the machine's load, for
whatever else it does counts too: what each waits for a processor tells how much.
"""

import argparse
import json
import math
import os
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
from PIL import Image

from netviz.app.page.room import PageRoom
from netviz.app.program.composition import Program
from netviz.app.program.settings import FIRST_STEPS, Settings
from netviz.app.program.start import make_application, make_program
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import load_digits
from netviz.training.config import TrainingConfig
from tests.benchmarks.bench_memory import wait
from tests.pages.photo import page
from tests.pages.settings import desk

SIZE = (1280, 720)
WINDOW = (1366, 768)
RATE = 30
PLACES = 24  # of the sheet, while it turns once to and fro
PICTURES = 96


def film(path: Path, *, moving: bool) -> None:
    """Make it."""
    digits, random = load_digits().test, np.random.default_rng(0)
    setting = replace(desk(1), n=24, width=SIZE[0], noise=0.0)
    turns = [4 + 7 * math.sin(2 * math.pi * k / PLACES) if moving else 4.0 for k in range(PLACES)]
    made = {
        turn: _colours(page(replace(setting, turned=turn), digits, SIZE[1]).picture) for turn in set(turns)
    }
    with av.open(str(path), "w") as written:
        stream = written.add_stream("libx264", rate=RATE)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        for k in range(PICTURES):
            noisy = made[turns[k % PLACES]] + random.normal(0, 4, (SIZE[1], SIZE[0], 3)).astype(np.float32)
            frame = av.VideoFrame.from_ndarray(np.clip(noisy, 0, 255).astype(np.uint8), "rgb24")
            written.mux(stream.encode(frame))
        written.mux(stream.encode(None))


def _colours(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGB"), np.float32)


READER = "reader"


def spent() -> dict[str, float]:
    """Seconds of processor time of each thread, by its name, and of the process that reads; and how long each
    has waited for a processor that others had.
    """
    found: dict[str, float] = {}
    parts = [(thread.name, Path(f"/proc/self/task/{thread.native_id}")) for thread in threading.enumerate()]
    for child in children():
        parts += [(READER, task) for task in Path(f"/proc/{child}/task").iterdir()]
    for name, task in parts:
        told = (task / "schedstat").read_text().split()
        for what, nanoseconds in ((name, told[0]), (f"{name} waits", told[1])):
            found[what] = found.get(what, 0.0) + int(nanoseconds) / 1e9
    return found


def children() -> list[int]:
    """The processes that this one has started, and that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # ended since
            continue
        if int(parent) == os.getpid() and state != "Z":
            found.append(int(stat.parent.name))
    return found


class Turn:
    """What happens in some seconds."""

    def __init__(self, program: Program, room: PageRoom, seconds: float) -> None:
        seen: list[int] = []
        count: Callable[..., None] = lambda page, _answers: seen.append(page.n_digits)  # noqa: E731
        room.live.seen.connect(count)
        step, before, began = program.trainer.status.step, spent(), time.perf_counter()
        wait(lambda: time.perf_counter() - began > seconds)
        took, after = time.perf_counter() - began, spent()
        room.live.seen.disconnect(count)
        self.pictures = len(seen)
        self.rate = len(seen) / took
        self.digits = float(np.median(seen)) if seen else 0.0
        self.steps = (program.trainer.status.step - step) / took
        self.threads = {name: after[name] - before.get(name, 0.0) for name in after}
        self.took = took

    def each(self, name: str) -> float:
        """Milliseconds of this thread for each picture."""
        return 1000 * self.threads.get(name, 0.0) / max(1, self.pictures)


def measured(program: Program, path: Path, layers: tuple[int, ...], seconds: float) -> dict[str, float]:
    """The figures."""
    program.networks.begin(TrainingConfig(NetworkSpec.dense((784, *layers, 10))))
    wait(lambda: program.trainer.status.config.spec.sizes[1:-1] == layers)
    assert program.later is not None
    room = program.later.page
    assert room is not None
    program.intents.train()
    wait(lambda: program.trainer.status.step > 2000)
    room.open()  # so that the same is on screen, but that nothing moves
    alone = Turn(program, room, seconds)
    room.look_through(path)
    wait(lambda: room.page is not None and room.page.n_digits > 0)
    both = Turn(program, room, seconds)
    program.intents.pause()
    wait(lambda: program.trainer.status.phase == "paused")
    live = Turn(program, room, seconds)
    room.close()
    wait(lambda: not children())
    found = {
        "pictures a second beside training": both.rate,
        "pictures a second alone": live.rate,
        "steps a second without Live": alone.steps,
        "steps a second with Live": both.steps,
        "digits on a picture": both.digits,
        "load of the machine": os.getloadavg()[0],
    }
    for words, turn in (("beside training", both), ("alone", live)):
        for name, who in (
            (READER, "the reading process"),
            ("live", "the thread"),
            ("MainThread", "the window"),
        ):
            found[f"ms of {who} a picture, {words}"] = turn.each(name)
            found[f"ms that {who} waits for a processor, {words}"] = turn.each(f"{name} waits")
    return found


def main() -> None:
    """One run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--layers", default="128,64")
    parser.add_argument("--still", action="store_true", help="the sheet lies still")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        film(path, moving=not arguments.still)
        os.environ["XDG_DATA_HOME"] = str(Path(folder) / "data")
        app = make_application()
        settings = Settings(Path(folder) / "netviz.ini")
        settings.first_steps = FIRST_STEPS
        settings.full = True
        settings.pace = None
        program = make_program(app, settings)
        ready: list[int] = []
        program.ready.connect(lambda: ready.append(1))
        program.start()
        wait(lambda: bool(ready))
        program.window.resize(*WINDOW)
        layers = tuple(int(size) for size in arguments.layers.split(","))
        found = measured(program, path, layers, arguments.seconds)
        program.close()
    if arguments.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:>68}: {value:,.1f}")


if __name__ == "__main__":
    main()
