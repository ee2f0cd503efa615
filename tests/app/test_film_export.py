"""A film that is being written: what ends it, and what is said of it then."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.files.whole import replacing
from netviz.rendering.files.film_file import Cancelled
from netviz.training.jobs.thread import Progress
from tests.app.conftest import StartProgram


class Slow:
    """A film of which one picture takes as long as one likes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.painted = threading.Event()
        self.looks = True  # whether it is cancelled once the picture is painted

    def __call__(self, progress: Progress) -> float:
        with replacing(self.path) as part:
            part.write_bytes(b"half a film")
            assert self.painted.wait(60)
            if self.looks and progress.cancelled:
                raise Cancelled
        return 3.0


@pytest.fixture
def film(tmp_path: Path) -> Slow:
    folder = tmp_path / "films"
    folder.mkdir()
    return Slow(folder / "slow.gif")


def begin(qtbot: QtBot, program: Program, film: Slow) -> None:
    program.later.film.begin(film.path, film, lambda seconds: f"{film.path.name}: {seconds:g} seconds.")
    qtbot.waitUntil(lambda: bool(list(film.path.parent.iterdir())), timeout=20_000)
    assert program.later.film.running


def test_who_closes_while_a_film_is_written_is_asked(
    qtbot: QtBot, start: StartProgram, film: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    window, answers, asked = program.window, [False, True], []

    def give_up(name: str) -> bool:
        asked.append(name)
        return answers.pop(0)

    monkeypatch.setattr(program.later.film.dialogs, "give_up_film", give_up)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
    begin(qtbot, program, film)
    qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["slow.gif"]
    assert window.isVisible()
    assert program.later.film.running
    threading.Timer(0.2, film.painted.set).start()
    window.close()
    assert asked == ["slow.gif"] * 2
    assert not window.isVisible()
    assert list(film.path.parent.iterdir()) == []


def test_cancelled_means_that_there_is_no_file_and_is_said_when_it_is_so(
    qtbot: QtBot, start: StartProgram, film: Slow
) -> None:
    program = start()
    banner, bar = program.window.banner, program.window.bar.progress
    begin(qtbot, program, film)
    bar.cancelled.emit()
    assert not program.later.film.running
    qtbot.wait(100)
    assert not banner.sentences  # its last picture is still being painted
    film.painted.set()
    qtbot.waitUntil(lambda: "no file was written" in banner.text, timeout=20_000)
    assert list(film.path.parent.iterdir()) == []

    # In the last moment it is too late, and the file is there.
    film.painted.clear()
    film.looks = False
    begin(qtbot, program, film)
    bar.cancelled.emit()
    film.painted.set()
    qtbot.waitUntil(lambda: banner.text.startswith("slow.gif: 3 seconds."), timeout=20_000)
    assert film.path.exists()
    assert len(banner.sentences) == 1
