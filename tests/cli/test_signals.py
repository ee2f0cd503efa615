"""Signals end a command with its work whole: a training saves, a window keeps its run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from netviz.training.recording.recovery import find_unfinished
from netviz.training.recording.run_file import read_run
from netviz.training.saved.model_file import load_model

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
RUN = "run.netviz"


def hear_all() -> None:
    """Whoever runs the tests in the background has shut SIGINT out, and its children inherit that."""
    for which, _ in SIGNALS:
        signal.signal(which, signal.SIG_DFL)


def start(*arguments: object, **more: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "netviz", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_all,  # noqa: PLW1509 - no thread of the tests holds a lock here
        **more,
    )


def wait_for(there: Callable[[], bool], child: subprocess.Popen[str]) -> None:
    """However long it takes, as long as the command lives."""
    while not there():
        assert child.poll() is None, "the command ended before that"
        time.sleep(0.05)


def wait_for_line(child: subprocess.Popen[str], words: str) -> None:
    assert child.stdout is not None
    while words not in (line := child.stdout.readline()):
        assert line, "the command ended before it said so"


@pytest.mark.parametrize(
    ("name", "which", "status"),
    [
        # Each signal with one of both files; with the other in `make test-long`.
        pytest.param(name, *one, marks=() if (name == RUN) == (one[0] is signal.SIGINT) else pytest.mark.long)
        for name in ("w.safetensors", RUN)
        for one in SIGNALS
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_a_training_finishes_its_step_saves_and_says_which_signal(
    which: signal.Signals, status: int, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    child = start("train", "--epochs", 500, "--save", path)
    wait_for_line(child, "samples/s")
    time.sleep(0.3)
    child.send_signal(which)
    _, said = child.communicate(timeout=100)
    assert child.returncode == status
    assert ("Ctrl-C" if which is signal.SIGINT else which.name) in said
    assert (read_run(path).step if path.suffix == ".netviz" else load_model(path).session_state().step) > 0
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("which", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.long)])
def test_a_film_that_is_ended_leaves_nothing(which: signal.Signals, tmp_path: Path) -> None:
    child = start("explain", "--out", tmp_path / "frames")
    wait_for(lambda: bool(list(tmp_path.glob(".netviz-*.part/*"))), child)
    child.send_signal(which)
    _, said = child.communicate(timeout=100)
    assert child.returncode == 128 + which
    assert "interrupted" in said
    assert list(tmp_path.iterdir()) == []


def test_what_a_cut_off_training_has_left_is_named(tmp_path: Path) -> None:
    path = tmp_path / "k.netviz"
    child = start("train", "--steps", 5, "--save", path)
    child.communicate(timeout=100)
    assert child.returncode == 0
    child = start("train", "--epochs", 500, "--save", path)
    wait_for((tmp_path / "k.unfinished.netviz").exists, child)
    child.kill()
    child.communicate()
    child = start("train", "--resume", path, "--steps", 5)
    _, said = child.communicate(timeout=100)
    assert child.returncode == 0
    assert "k.unfinished.netviz is of a training that was cut off" in said


@pytest.mark.parametrize(
    ("which", "status"),
    # The window hears all of them in one way: the others in `make test-long`.
    [pytest.param(*one, marks=() if one[0] is signal.SIGTERM else pytest.mark.long) for one in SIGNALS],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_window_closes_without_a_question_and_its_run_is_offered_again(
    which: signal.Signals, status: int, tmp_path: Path
) -> None:
    home = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "CACHE")}
    films = tmp_path / "films"
    films.mkdir()
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\n"
        "from netviz.files.whole import replacing\n"
        "from netviz.rendering.files.film_file import Cancelled\n"
        "from netviz.app.program.composition import Program\n"
        "from netviz.app.program.start import run\n"
        "def film(progress):\n"
        f"    with replacing(Path({str(films / 'film.gif')!r})) as part:\n"
        "        part.write_bytes(b'half')\n"
        "        while not progress.cancelled:\n"
        "            time.sleep(0.01)\n"
        "        raise Cancelled\n"
        "begin = Program.start\n"
        "def start(self):\n"
        "    begin(self)\n"
        "    def look():\n"
        "        if self.later is None:\n"  # films come behind the first picture
        "            return\n"
        "        if self.trainer.status.step:\n"
        "            timer.stop()\n"
        "            self.later.film.begin(Path('film.gif'), film, str)\n"
        "            print('training', flush=True)\n"
        "        elif self.trainer.status.phase != 'training':\n"
        "            self.intents.train()\n"
        "    timer = self._timer = QTimer(self.window)\n"
        "    timer.timeout.connect(look)\n"
        "    timer.start(50)\n"
        "Program.start = start\n"
        "sys.exit(run())\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_all,  # noqa: PLW1509
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
    )
    wait_for_line(child, "training")
    wait_for(lambda: bool(list(films.iterdir())), child)
    time.sleep(1.5)
    child.send_signal(which)
    _, said = child.communicate(timeout=100)
    assert child.returncode == status
    assert "Traceback" not in said
    (left,) = find_unfinished(tmp_path / "data" / "netviz" / "runs")
    assert left.last_step > 0
    assert list(films.iterdir()) == []  # of the film that was being written
