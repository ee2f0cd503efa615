"""A program with settings of its own, started and ended by the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.files.task_of import task_of
from netviz.app.program.composition import Program
from netviz.app.program.giving_back import give_back
from netviz.app.program.seat import Seat
from netviz.app.program.settings import FIRST_STEPS, Settings
from netviz.app.program.start import make_program
from netviz.app.window.dialogs import Unsaved
from netviz.panels.export.picture_dialog import PictureWish
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.digits.digits import DataSet
from tests import leftovers


class Answers:
    """Stands for the person at the dialogs; a question that nobody expects is a mistake."""

    def __init__(self) -> None:
        self.to_open: Path | None = None
        self.to_save: Path | None = None
        self.about_unsaved: Unsaved | None = None
        self.wish: PictureWish | None = None
        self.asked: list[str] = []

    def file_to_open(self, _folder: Path) -> Path | None:
        self.asked.append("open")
        return self.to_open

    def file_to_save(self, _title: str, _suggestion: Path, _kind: str) -> Path | None:
        self.asked.append("save")
        return self.to_save

    def picture(self, width: int, height: int) -> PictureWish | None:
        self.asked.append("picture")
        return self.wish or PictureWish(width, height, "png")

    def unsaved(self, why: str) -> Unsaved:
        assert self.about_unsaved is not None, f"nobody expected to be asked what to do when {why}"
        self.asked.append("unsaved")
        return self.about_unsaved


StartProgram = Callable[..., Program]


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def start(
    qtbot: QtBot,
    qapp: QApplication,
    digits: DataSet,
    tmp_path: Path,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[StartProgram]:
    """`start()` opens the window and waits until digits and plots are there."""
    hurry(monkeypatch, digits, tmp_path)
    programs: list[Program] = []
    at_full_speed(tmp_path / "netviz.ini")

    def start_program(file: Path | None = None, **changes: object) -> Program:
        settings = Settings(tmp_path / "netviz.ini")
        settings.pulses = False
        program = make_program(qapp, settings, file, DEFAULT if file is None else task_of(file))
        programs.append(program)
        program.documents.dialogs = answers  # type: ignore[assignment]
        with qtbot.waitSignal(program.ready, timeout=30_000):
            program.start()
        assert program.later is not None
        program.later.pictures.dialogs = answers  # type: ignore[assignment]
        if program.window.isVisible():
            qtbot.waitUntil(lambda: not program.clock.ticking, timeout=10_000)
        return program

    yield start_program
    end_programs(qapp, programs)


def hurry(patch: pytest.MonkeyPatch, digits: DataSet, folder: Path) -> None:
    """A program that keeps what it keeps in this folder, reads no digits, and whose picture soon rests: what
    only eyes need time for is over in a few frames.
    """
    patch.setenv("XDG_DATA_HOME", str(folder / "data"))
    patch.setattr("sys.setswitchinterval", lambda _seconds: None)
    patch.setattr("netviz.app.program.loading.load_digits", lambda: digits)
    patch.setattr("netviz.viewmodels.references.SETTLING_TIME", 0.05)
    patch.setattr("netviz.viewmodels.playing.flow.SECONDS", 0.05)


def at_full_speed(path: Path) -> None:
    """Let the program with these settings train as fast as it can, nobody watches; and show everything."""
    settings = Settings(path)
    settings.pace = None
    settings.full = True
    settings.first_steps = FIRST_STEPS
    settings.flush()


def end_programs(app: QApplication, programs: list[Program]) -> None:
    """Leave nothing of them for the next test."""
    while programs:
        give_back(programs.pop())
    # Widgets that wait for their end do not survive another style sheet.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.setStyleSheet("")
    leftovers.expect()


@pytest.fixture
def seat(
    qtbot: QtBot, qapp: QApplication, digits: DataSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Seat]:
    """A window that shows digits, with everything loaded."""
    hurry(monkeypatch, digits, tmp_path)
    at_full_speed(tmp_path / "netviz.ini")
    seat = Seat(make_program(qapp, Settings(tmp_path / "netviz.ini")))
    with qtbot.waitSignal(seat.program.ready, timeout=30_000):
        seat.program.start()
    yield seat
    programs = [seat.program]
    seat.program = None  # type: ignore[assignment]
    end_programs(qapp, programs)
