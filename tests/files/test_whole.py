"""The one way to write: what was there stays whole, links and permissions stay, nothing is left behind."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from netviz.files import whole
from netviz.files.errors import FileError
from netviz.files.whole import check_folder, check_place, making_folder, replacing, write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions, links and signals")


def too_long(folder: Path) -> Path:
    return folder / ("a" * 300)


def no_folder(folder: Path) -> Path:
    return folder / "none" / "x.png"


def the_folder(folder: Path) -> Path:
    return folder


def dot(folder: Path) -> Path:
    return folder / "."


def a_circle(folder: Path) -> Path:
    (folder / "one").symlink_to(folder / "two")
    (folder / "two").symlink_to(folder / "one")
    return folder / "one"


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def a_device(_folder: Path) -> Path:
    return Path("/dev/full")


def below_a_file(folder: Path) -> Path:
    (folder / "file").write_bytes(b"x")
    return folder / "file" / "x.png"


BAD = (too_long, no_folder, the_folder, dot, a_circle, a_pipe, a_device, below_a_file)


@posix
@pytest.mark.parametrize("bad", BAD, ids=lambda make: make.__name__)
def test_a_bad_place_is_one_sentence_before_and_while_writing(
    bad: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = bad(tmp_path)
    before = sorted(tmp_path.iterdir())
    for work in (check_place, lambda place: write_whole(place, b"new")):
        with pytest.raises(FileError) as caught:
            work(path)
        words = str(caught.value)
        assert words.endswith(".")
        assert "Errno" not in words
        assert ".part" not in words
    assert sorted(tmp_path.iterdir()) == before


@posix
@pytest.mark.parametrize("name", ["plain.png", "ώχ ü 1.5.png", "-rf", "a" * 255, "あ" * 85, b"\xff.png"])
def test_every_name_that_the_system_takes_is_written(name: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(name)
    assert check_place(path) == path.resolve()
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert len(list(tmp_path.iterdir())) == 1


@posix
def test_a_link_stays_and_its_target_is_written_also_where_that_is_not_there_yet(tmp_path: Path) -> None:
    target, link = tmp_path / "real.png", tmp_path / "link.png"
    link.symlink_to(target.name)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_stay(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "x.gif"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_whole(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "ro.gif"
    path.write_bytes(b"old")
    # Root may write everything, so the system's answer to anybody else is given here.
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    with pytest.raises(FileError, match="may not"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device"), ValueError("no paint")])
def test_a_fault_in_between_leaves_the_old_file_and_nothing_else(fault: Exception, tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"old")

    def half() -> None:
        with replacing(path) as part:
            part.write_bytes(b"half")
            part.with_name(part.name + "-journal").write_bytes(b"SQLite's")
            raise fault

    with pytest.raises((FileError, ValueError)):
        half()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with making_folder(tmp_path / "frames") as part:
        (part / "1.png").write_bytes(b"x")
        assert not (tmp_path / "frames").exists()
    assert [p.name for p in (tmp_path / "frames").iterdir()] == ["1.png"]
    with pytest.raises(FileError, match="no empty folder"):
        check_folder(tmp_path / "frames")
    with pytest.raises(KeyError), making_folder(tmp_path / "other") as part:
        raise KeyError
    assert [p.name for p in tmp_path.iterdir()] == ["frames"]


def test_what_a_killed_process_left_goes_after_a_day(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".netviz-0123456789abcdef.part", tmp_path / ".netviz-fedcba9876543210.part"
    for part in (old, fresh):
        part.write_bytes(b"x")
    long_ago = time.time() - 2 * 86_400
    os.utime(old, (long_ago, long_ago))
    write_whole(tmp_path / "x.png", b"new")
    assert {p.name for p in tmp_path.iterdir()} == {"x.png", fresh.name}


_WRITES_AND_WAITS = """
import sys, time
from pathlib import Path
from netviz.cli.process.signals import ending_at_signals
from netviz.files.whole import replacing, making_folder
path = Path(sys.argv[1])
with ending_at_signals():
    with making_folder(path.with_name("frames")) as folder, replacing(path) as part:
        part.write_bytes(b"half")
        print("ready", flush=True)
        time.sleep(60)
"""


@posix
@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_no_signal_leaves_anything_behind(which: signal.Signals, tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"old")
    child = subprocess.Popen(
        [sys.executable, "-c", _WRITES_AND_WAITS, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests in the background has shut SIGINT out, and its children inherit that.
        preexec_fn=lambda: signal.signal(which, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    child.send_signal(which)
    child.communicate(timeout=60)
    assert child.returncode != 0
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("way", ["replacing(path / 'film')", "making_folder(path / 'frames')"])
def test_a_program_that_ends_without_waiting_for_its_threads_leaves_nothing(way: str, tmp_path: Path) -> None:
    """A film in the window that does not hear in time that it is given up."""
    code = (
        "import sys, threading\nfrom pathlib import Path\n"
        "from netviz.files.whole import making_folder, replacing\n"
        "path, begun = Path(sys.argv[1]), threading.Event()\n"
        "def film():\n"
        f"    with {way} as part:\n"
        "        file = part / 'frame' if part.is_dir() else part\n"
        "        file.write_bytes(b'half')\n"
        "        part.with_name(part.name + '-journal').write_bytes(b'half')\n"
        "        begun.set()\n"
        "        threading.Event().wait()\n"
        "threading.Thread(target=film, daemon=True).start()\n"
        "begun.wait()\nassert len(list(path.iterdir())) == 2\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_name_beside_is_short_whatever_the_target_is_called(tmp_path: Path) -> None:
    with whole.beside(tmp_path / ("a" * 255)) as part:
        assert len(part.name) < 64
