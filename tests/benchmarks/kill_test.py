"""Kill a training that is being recorded, again and again, and look at what is left.

    python tests/benchmarks/kill_test.py --times 100

A process trains and records as `netviz train --save` does, at full speed, and notes outside of the
recording how far it is. It is killed (SIGKILL, nothing is flushed) at a random moment of its first seconds.
Then its file must open, hold a finite network and all metrics up to it, and be at most two seconds behind;
and another process must be able to go on with it. Seconds are of that process's own processor time, so that
other work on the machine does not count; on an idle machine they are those of the clock.
"""

import argparse
import json
import mmap
import os
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from netviz.cli.training.keeping import Keeping
from netviz.network.spec import NetworkSpec
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.recording.reader import Recording
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session

ALLOWED = 2.0  # seconds
NOTES = 1 << 16
NOTE = struct.Struct("=dq")
NOTE_EVERY = 0.01  # seconds


class Left(NamedTuple):
    """What a kill left: steps that were trained and that are in the file, and the seconds between them."""

    trained: int
    recorded: int
    seconds: float


def digits() -> Digits:
    """Made up: what is learned from them does not matter here."""
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (2000, 784), np.uint8)
    return Digits(images, generator.integers(0, 10, 2000, np.uint8), "made up")


def train(path: Path, notes: Path, layers: tuple[int, ...]) -> None:
    """Train for ever; how far, and when, goes into `notes`, a mapped file that outlives a kill."""
    one_blas_thread()
    config = TrainingConfig(NetworkSpec.dense((784, *layers, 10)), optimiser="adam", learning_rate=0.001)
    session = Session(config, digits())
    keeping = Keeping(path, session, DataName("made up"))
    recorder, log = keeping.recorder, keeping.log
    assert recorder is not None
    with notes.open("r+b") as file, mmap.mmap(file.fileno(), NOTES * NOTE.size) as room:
        written, next_note = 0, 0.0
        while True:
            result = session.step()
            log.append(*result)
            if result.step >= recorder.due_at:
                recorder.take(session)
            now = time.process_time()
            if now >= next_note and written < NOTES:
                NOTE.pack_into(room, written * NOTE.size, now, result.step)
                written, next_note = written + 1, now + NOTE_EVERY


def kill_once(folder: Path, after: float, layers: tuple[int, ...]) -> Left:
    """Start, kill `after` so many seconds of training, and look at what is left."""
    path, notes = folder / "run.netviz", folder / "notes"
    for file in folder.iterdir():
        file.unlink()
    notes.write_bytes(bytes(NOTES * NOTE.size))
    command = [sys.executable, __file__, "--child", str(path), str(notes), ",".join(map(str, layers))]
    with subprocess.Popen(command) as process:
        while not notes_in(notes):
            assert process.poll() is None, "it ended by itself"
            time.sleep(0.002)
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)
    made = notes_in(notes)
    killed, trained = made[-1]
    if not path.exists():
        # Made whole with the first state, or not at all.
        assert killed - made[0][0] <= ALLOWED, f"no file after {killed - made[0][0]:.2f} s"
        return Left(trained, 0, killed - made[0][0])
    with Recording(path) as recording:
        assert not recording.info.finished
        state = recording.state_before()
        for step in (0, state.step // 2, state.step):
            assert np.isfinite(recording.nearest(step)[1].parameters).all()
        assert len(recording.metrics()) >= state.step
    writer = RecordingWriter(path)
    writer.rewind(state.step)
    writer.close()
    with Recording(path) as recording:
        assert recording.info.finished
        assert recording.last_step == state.step == len(recording.metrics())
    return Left(trained, state.step, killed - moment_of(state.step, made))


def notes_in(notes: Path) -> list[tuple[float, int]]:
    """When which step had been trained."""
    return [(when, step) for when, step in NOTE.iter_unpack(notes.read_bytes()) if step > 0]


def moment_of(step: int, made: list[tuple[float, int]]) -> float:
    """When this step was trained, by the notes before and after it."""
    if step <= made[0][1]:
        return made[0][0]
    for (when, before), (later, after) in pairwise(made):
        if before <= step <= after:
            return when + (later - when) * (step - before) / max(after - before, 1)
    return made[-1][0]


def main() -> None:
    """Print each kill, and the worst; exit status 1 where one lost more than two seconds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="kill within so many seconds")
    parser.add_argument("--layers", default="16,16")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        path, notes, layers = arguments.child
        train(Path(path), Path(notes), tuple(map(int, layers.split(","))))
    layers = tuple(map(int, arguments.layers.split(",")))
    random.seed(arguments.seed)
    lost = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1, arguments.times + 1):
            after = random.uniform(0.0, arguments.seconds)
            left = kill_once(Path(folder), after, layers)
            lost.append(left.seconds)
            print(
                f"{number:>3}  killed after {after:.2f} s at step {left.trained:,}: "
                f"{left.recorded:,} recorded, {left.seconds:.2f} s lost",
                flush=True,
            )
    worst = max(lost)
    print(
        f"{len(lost)} kills, {len(lost)} files that open; lost at most {worst:.2f} s, allowed {ALLOWED:g} s"
    )
    if arguments.json:
        print(json.dumps({"kills": len(lost), "worst_s": round(worst, 3), "allowed_s": ALLOWED}))
    sys.exit(worst > ALLOWED)


if __name__ == "__main__":
    main()
