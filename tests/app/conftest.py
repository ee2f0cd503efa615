"""A program with settings of its own, started and ended by the test."""

import threading
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
from tests.app.kept import KeptWindow


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

kept: list[KeptWindow] = []  # the one that tests share, or none


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
    at_full_speed(tmp_path / "netviz.ini")
    programs: list[Program] = []

    def start_program(file: Path | None = None, **changes: object) -> Program:
        program = made(qapp, tmp_path, file)
        programs.append(program)
        ask(program, answers)
        begin(qtbot, program)
        ask(program, answers)
        return program

    yield start_program
    end_programs(qapp, programs)


@pytest.fixture
def again(
    qtbot: QtBot,
    qapp: QApplication,
    digits: DataSet,
    tmp_path_factory: pytest.TempPathFactory,
    answers: Answers,
) -> Iterator[StartProgram]:
    """`again()` gives the window that such tests share, as `start()` would. For tests in which it neither
    closes nor opens again, and which look at nothing that is remembered.
    """

    def begin_again() -> Program:
        if not kept:
            patch, before = pytest.MonkeyPatch(), set(threading.enumerate())
            folder = tmp_path_factory.mktemp("kept")
            hurry(patch, digits, folder)
            at_full_speed(folder / "netviz.ini")
            program = made(qapp, folder)

            def end() -> None:
                kept.clear()
                end_programs(qapp, [program])
                patch.undo()

            leftovers.share(set(threading.enumerate()) - before, end)
            begin(qtbot, program)
            kept.append(KeptWindow(program))
        program = kept[0].as_new(qtbot)
        ask(program, answers)
        return program

    yield begin_again
    if kept:
        kept[0].program.intents.pause()


def hurry(patch: pytest.MonkeyPatch, digits: DataSet, folder: Path) -> None:
    """A program that keeps what it keeps in this folder, reads no digits, and whose picture soon rests: what
    only eyes need time for is over in a few frames. It looks more often at what is recorded.
    """
    patch.setenv("XDG_DATA_HOME", str(folder / "data"))
    patch.setattr("sys.setswitchinterval", lambda _seconds: None)
    patch.setattr("netviz.app.program.loading.load_digits", lambda: digits)
    patch.setattr("netviz.viewmodels.references.SETTLING_TIME", 0.05)
    patch.setattr("netviz.viewmodels.playing.flow.SECONDS", 0.05)
    patch.setattr("netviz.app.run.past.time_travel.LOOK_MS", 100)


def made(app: QApplication, folder: Path, file: Path | None = None) -> Program:
    """A program whose settings lie in this folder; nothing moves by itself."""
    settings = Settings(folder / "netviz.ini")
    settings.pulses = False
    return make_program(app, settings, file, DEFAULT if file is None else task_of(file))


def begin(qtbot: QtBot, program: Program) -> None:
    """Start it, and wait until all is loaded and rests: the first in a process reads all of the program."""
    with qtbot.waitSignal(program.ready, timeout=90_000):
        program.start()
    if program.window.isVisible():
        qtbot.waitUntil(lambda: not program.clock.ticking, timeout=10_000)


def ask(program: Program, answers: Answers) -> None:
    """What it would ask the person is asked there."""
    program.documents.dialogs = answers  # type: ignore[assignment]
    if program.later is not None:
        program.later.pictures.dialogs = answers  # type: ignore[assignment]


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
