"""A process of its own reads what a thread would read, and none is left behind, however either ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from netviz.app.page.live import apart, reader, wire
from netviz.app.page.live.apart import Apart, EndedError, FaultError
from netviz.app.page.live.looker import Looker
from netviz.app.page.live.reader import LiveReader
from netviz.app.page.live.shared import Shared, seen
from netviz.app.page.live.sight import Sight, Wish
from netviz.network.first_weights import initialise
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.page.cameras import Camera
from netviz.tasks.examples import DataError
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.pages.page import Page
from tests.pages.photo import page
from tests.pages.settings import desk

ROOM = (300, 200)
Processes = list[subprocess.Popen[bytes]]


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Processes]:
    """Each that was started; in the end none of them runs, and all are waited for."""
    started: Processes = []
    real = subprocess.Popen

    def noted(*given: object, **named: object) -> subprocess.Popen[bytes]:
        started.append(real(*given, **named))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(apart.subprocess, "Popen", noted)
    yield started
    assert all(process.returncode is not None for process in started)


@pytest.fixture(scope="module")
def scene(digits: DataSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pictures of a sheet, which lies in another way on each."""
    folder = tmp_path_factory.mktemp("scene")
    for k in range(2):
        made = page(replace(desk(1), n=4, width=640, turned=3.0 + 4 * k), digits.test)
        made.picture.save(folder / f"{k}.png")
    return folder


def alike(one: Sight, other: Sight) -> None:
    assert (one.name, one.shown.size, one.read.numbers) == (other.name, other.shown.size, other.read.numbers)
    np.testing.assert_array_equal(one.shown.pixels, other.shown.pixels)
    assert not one.shown.pixels.flags.writeable
    for mark, its in zip(one.read.marks, other.read.marks, strict=True):
        told = (mark.box, mark.likeness, mark.is_digit, mark.piece.top, mark.piece.left)
        assert told == (its.box, its.likeness, its.is_digit, its.piece.top, its.piece.left)
        np.testing.assert_array_equal(mark.corners, its.corners)
        np.testing.assert_array_equal(mark.pixels, its.pixels)
        np.testing.assert_array_equal(mark.piece.ink, its.piece.ink)
    sheet, same = one.read.straightened, other.read.straightened
    pairs = [(sheet.colours, same.colours), (sheet.back, same.back), (one.read.ink, other.read.ink)]
    pairs += [(sheet.outline, same.outline), (sheet.beyond, same.beyond)]  # type: ignore[list-item]
    pairs += [(one.read.evened.contrast, other.read.evened.contrast)]
    for array, expected in pairs:
        assert (array is None) == (expected is None)
        if array is not None:
            np.testing.assert_array_equal(array, expected)
            assert array.dtype == expected.dtype
    assert one.read.evened.noise == other.read.evened.noise
    assert one.read.evened.light_on_dark == other.read.evened.light_on_dark


def test_a_process_reads_what_a_thread_reads_and_what_it_can_t_is_told_of(
    scene: Path, tmp_path: Path, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = Looker(), Apart()
    for wish in (Wish(scene, False, ROOM), Wish(scene, False, ROOM), Wish(scene, True, (2000, 2000))):
        one, other = there.look(wish), here.look(wish, lambda: None)
        if wish.mirrored:  # the one before was begun before anybody knew
            other = here.look(wish, lambda: None)
        alike(one, other)
        assert len(one.read.marks) >= 4
    there.let_go()
    void = tmp_path / "void"
    void.mkdir()
    with pytest.raises(DataError, match="void holds no pictures"):
        there.look(Wish(void, False, ROOM))
    with pytest.raises(DataError, match="Cam"):
        there.look(Wish(Camera("Cam", "v4l2", str(tmp_path / "none")), False, ROOM))
    with pytest.raises(FaultError, match="TypeError"):  # a fault, with its traceback
        there.look(Wish(scene, False, ("wide", "high")))  # type: ignore[arg-type]
    again = Looker()
    again.look(Wish(scene, False, ROOM), lambda: None)  # over which there was the fault
    alike(there.look(Wish(scene, False, ROOM)), again.look(Wish(scene, False, ROOM), lambda: None))
    there.close()
    assert len(processes) == 1


def test_arrays_that_are_too_large_for_their_place_follow_their_line(scene: Path) -> None:
    wish = Wish(scene, False, ROOM)
    one, places = Looker().look(wish, lambda: None), Shared(8 * 2**20)
    memory = np.frombuffer(seen(places.key, places.size), np.uint8)
    nothing = replace(one, read=replace(one.read, marks=(), numbers=()))
    for sight in (one, nothing):
        told, beyond = wire.sight_told(sight, memory)
        assert not beyond
        alike(wire.sight_in(wire.told_in(wire.line(told)), memory), sight)
        told, beyond = wire.sight_told(sight, memory[:1000])
        assert told["bytes"] == len(beyond) > 1000
        alike(wire.sight_in(told, beyond), sight)
    del memory
    places.close()
    camera = Wish(Camera("Cam", "v4l2", "/dev/video0"), True, (1, 2))
    assert wire.wish_in(wire.told_in(wire.line(wire.wish_told(camera)))) == camera


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_process_that_ends_is_told_of_and_whether_it_crashed(scene: Path, processes: Processes) -> None:
    for number, crashed in ((signal.SIGKILL, False), (signal.SIGSEGV, True)):
        there = Apart()
        processes[-1].send_signal(number)
        with pytest.raises(EndedError) as told:
            there.look(Wish(scene, False, ROOM))
        assert told.value.crashed is crashed
        there.close()


def test_where_no_process_can_be_had_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((apart, "Shared"), (apart.subprocess, "Popen")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, _refused)
            with pytest.raises(EndedError):
                Apart()
    monkeypatch.setattr(apart.sys, "executable", "")
    with pytest.raises(EndedError):
        Apart()


def _refused(*_given: object, **_named: object) -> None:
    raise OSError("there is none")


ENDS = """
import os, signal, sys
from pathlib import Path
from netviz.app.page.live.apart import Apart
from netviz.app.page.live.sight import Wish
there = Apart()
there.look(Wish(Path(sys.argv[1]), False, (300, 200)))
print(there._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="another system says it in another way")
def test_it_ends_with_the_program_however_that_ends(scene: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ENDS, str(scene)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == -signal.SIGKILL
    stat = Path(f"/proc/{int(ended.stdout)}/stat")
    for _ in range(400):
        # Where nobody waits for what is left of it, it stands there as a zombie.
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.05)
    else:
        raise AssertionError("it is still there")
    assert ended.stderr == ""


def test_the_process_loads_no_window(scene: Path) -> None:
    code = "import netviz.app.page.live.child, sys; print('PySide6' in sys.modules, 'av' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]


@pytest.fixture
def snapshot() -> Snapshot:
    spec = NetworkSpec.dense((784, 8, 10))
    parameters = np.zeros(spec.n_parameters, np.float32)
    initialise(spec, parameters, 0)
    return Snapshot("run", 0, 7, spec, parameters)


@pytest.fixture
def live(qtbot: QtBot, snapshot: Snapshot) -> Iterator[LiveReader]:
    made = LiveReader(lambda: snapshot, lambda: ROOM)
    yield made
    made.close()


def several(qtbot: QtBot, live: LiveReader, n: int) -> list[Page]:
    """So many pictures."""
    seen: list[Page] = []
    live.seen.connect(lambda page, _answers: seen.append(page))
    qtbot.waitUntil(lambda: len(seen) >= n)
    return seen


def descriptors() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


@pytest.mark.parametrize("times", [2, pytest.param(10, marks=pytest.mark.long)])
def test_begun_and_ended_again_and_again_live_leaves_nothing(
    qtbot: QtBot, live: LiveReader, scene: Path, processes: Processes, times: int
) -> None:
    threads, open_files = set[threading.Thread](), 0
    for k in range(times):
        live.start(scene)
        assert len(processes) == k  # begun on another thread than the window's
        several(qtbot, live, 3)
        live.stop()
        live.go_on()  # it was only frozen: the same process goes on
        several(qtbot, live, 2)
        live.end()
        qtbot.waitUntil(lambda: live._jobs is not None and not live._jobs.busy)
        if k == 0:
            threads, open_files = set(threading.enumerate()), descriptors()
    assert len(processes) == times
    assert set(threading.enumerate()) == threads
    assert descriptors() == open_files


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_without_its_process_live_goes_on_in_the_thread_but_not_over_what_crashed_it(
    qtbot: QtBot, live: LiveReader, scene: Path, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    failed: list[str] = []
    live.told.connect(told.append)
    live.failed.connect(failed.append)
    live.start(scene)
    several(qtbot, live, 2)
    processes[-1].kill()
    qtbot.waitUntil(lambda: bool(told))
    assert "read on without it" in told[0]
    several(qtbot, live, 3)
    assert len(processes) == 1
    # Chosen again, another begins.
    live.start(scene)
    several(qtbot, live, 2)
    assert len(processes) == 2
    processes[-1].send_signal(signal.SIGSEGV)
    qtbot.waitUntil(lambda: bool(failed))
    assert failed == [reader._crashed(scene)]
    assert not live.running
    # Where none can be had, the thread reads from the first picture on.
    monkeypatch.setattr(apart, "Shared", _refused)
    live.start(scene)
    several(qtbot, live, 2)
    assert (len(processes), len(told), len(failed)) == (2, 2, 1)
