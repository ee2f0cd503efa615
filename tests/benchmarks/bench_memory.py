"""What the window takes while large networks are trained a step and reset, again and again.

    python tests/benchmarks/bench_memory.py [--times 10] [--layers 1500,1000] [--json]

The real window, with settings and recordings of its own, on the screen that is there (or with
QT_QPA_PLATFORM=offscreen). Each time: Step, then Reset as soon as the step is seen. Figures of the process:
at rest with the network built, the most at any moment, at the end with nothing left to be written, and after
malloc_trim(0).
"""

import argparse
import ctypes
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from netviz.app.program.composition import Program
from netviz.app.program.settings import FIRST_STEPS, Settings
from netviz.app.program.start import make_application, make_program
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig


def megabytes(field: str) -> float:
    """A field of what Linux says of this process, in 10**6 bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    raise LookupError(field)


def wait(until: Callable[[], bool], seconds: float = 120.0) -> None:
    """Let the window live until this is so."""
    loop, timer = QEventLoop(), QTimer(interval=10)
    end = time.monotonic() + seconds

    def look() -> None:
        if until() or time.monotonic() > end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    assert until(), "this did not happen in time"


def step_and_reset(program: Program, layers: tuple[int, ...], times: int) -> dict[str, float]:
    """The figures."""
    config = TrainingConfig(NetworkSpec.dense((784, *layers, 10)), optimiser="adam", learning_rate=1e-3)
    program.networks.begin(config)
    wait(lambda: program.trainer.status.config.spec == config.spec)
    wait(lambda: not program.jobs.busy and not program.clock.ticking)
    found = {"at rest": megabytes("VmRSS")}
    Path("/proc/self/clear_refs").write_text("5")  # the most begins anew
    began = time.monotonic()
    for _ in range(times):
        program.actions["training.step"].trigger()
        wait(lambda: program.trainer.status.step == 1)
        program.actions["training.reset"].trigger()
        wait(lambda: program.trainer.status.step == 0)
    found["seconds"] = time.monotonic() - began
    recorder = program.recordings.recorder
    done = recorder.flush()
    wait(done.done)
    wait(lambda: not program.jobs.busy and not program.clock.ticking)
    found["most"] = megabytes("VmHWM")
    found["end"] = megabytes("VmRSS")
    ctypes.CDLL(None).malloc_trim(0)
    found["trimmed"] = megabytes("VmRSS")
    found["undo entries"] = program.stack.count()
    return found


def main() -> None:
    """One run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--layers", default="1500,1000")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = str(Path(folder) / "data")
        app = make_application()
        settings = Settings(Path(folder) / "netviz.ini")
        settings.first_steps = FIRST_STEPS
        settings.full = True
        program = make_program(app, settings)
        ready: list[int] = []
        program.ready.connect(lambda: ready.append(1))
        program.start()
        wait(lambda: bool(ready))
        layers = tuple(int(size) for size in arguments.layers.split(","))
        found = step_and_reset(program, layers, arguments.times)
        program.close()
    if arguments.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:>14}: {value:,.0f}" + (" MB" if name not in ("seconds", "undo entries") else ""))


if __name__ == "__main__":
    main()
