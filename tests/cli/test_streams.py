"""Streams that a shell has closed, or that lead where there is no room: the work is done, or one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from netviz.tasks.digits.resources import resource

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")

NETWORK = resource("examples", "trained-784-16-16-10.netviz")
COMMANDS = {
    "--version": "--version",
    "--help": "--help",
    "train --help": "train --help",
    "test": f"test {NETWORK} --json",
    "train": "train --layers 4 --steps 5 --save new.netviz",
    "render": f"render {NETWORK} --out new.png --size 64x64",
    "film": f"render {NETWORK} --steps : --seconds 1 --size 64x64 --out new.gif",
    "doctor": "doctor",
}
WRITES = {"train": "new.netviz", "render": "new.png", "film": "new.gif"}


def told(words: str, streams: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m netviz {words} {streams}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )


STREAMS = (">&-", "2>&-", "<&-", ">&- 2>&-", "2>/dev/full")


def case(command: str, streams: str) -> object:
    """One command with each stream, each with nobody to hear it; the others in `make test-long`."""
    now = command in ("--version", "--help", "test") or (streams == ">&- 2>&-" and command != "film")
    return pytest.param(command, streams, marks=() if now else pytest.mark.long)


@pytest.mark.parametrize(("command", "streams"), [case(c, s) for c in COMMANDS for s in STREAMS])
def test_the_work_is_done_though_nobody_can_hear_of_it(command: str, streams: str, tmp_path: Path) -> None:
    done = told(COMMANDS[command], streams, tmp_path)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    if command in WRITES:
        (file,) = tmp_path.iterdir()
        assert file.name == WRITES[command]
        assert b"samples/s" not in file.read_bytes()  # what was said is not in the file


@pytest.mark.parametrize("command", COMMANDS)
def test_an_output_without_room_is_one_sentence(command: str, tmp_path: Path) -> None:
    done = told(COMMANDS[command], ">/dev/full", tmp_path)
    # What a command makes is there all the same.
    assert [file.name for file in tmp_path.iterdir()] == [WRITES[k] for k in WRITES if k == command]
    if command == "render":  # it has nothing to say
        assert done.returncode == 0
        return
    assert done.returncode == 2
    assert (
        done.stderr.splitlines()[-1]
        == "netviz: its output could not be written: there is no room left there."
    )
    assert "Traceback" not in done.stderr


def test_an_error_never_goes_to_the_output(tmp_path: Path) -> None:
    done = told(f"predict {NETWORK} nofile.png", "2>&-", tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""


def test_somebody_without_a_home_can_record(tmp_path: Path) -> None:
    code = (
        "import os\nos.environ.pop('HOME', None)\n"
        "import pwd\ndef none(_uid): raise KeyError\npwd.getpwuid = none\n"
        "from netviz.training.recording.recovery import runs_folder\nprint(runs_folder())\n"
    )
    environment = {"PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("netviz/runs")
