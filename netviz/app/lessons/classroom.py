"""A lesson has a window, a run and settings of its own: what somebody had before stays as it is."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from netviz.app.lessons.guide import Guide
from netviz.app.program.composition import Program
from netviz.app.program.giving_back import give_back
from netviz.app.program.opening import Opening
from netviz.app.program.seat import Seat
from netviz.app.program.settings import FIRST_STEPS, Settings
from netviz.app.window.theme import Appearance
from netviz.files.errors import FileError
from netviz.lessons.lesson import Lesson
from netviz.lessons.reading import read_lesson
from netviz.panels.lesson.shelf import OVER
from netviz.tasks.all_tasks import DEFAULT, task_named
from netviz.tasks.task import AnyTask
from netviz.viewmodels.playing.later import Later

LESSON: Final = "lesson:"
SAVED_MS: Final = 150  # an editor that saves writes, and writes again


class Classroom(QObject):
    """The window with one lesson after the other, until it is left."""

    going = Signal()  # the window is about to close
    left = Signal(bool)  # it is over; whether the list of lessons is wanted now

    def __init__(self, lesson: Lesson, settings: Settings, look: Appearance, at: int = 0) -> None:
        super().__init__()
        self._settings = settings
        self._over = False  # the lesson was gone through to its end
        self._folder = Path(tempfile.mkdtemp(prefix="netviz-lesson-"))
        own = _settings_like(settings, self._folder)
        opening = Opening(_first_task(lesson), bare=True, folder=self._folder / "runs")
        self.seat = Seat(Program(own, look, opening))
        self._watcher = QFileSystemWatcher([str(lesson.path)], self)
        self._later = Later(self)
        self._soon = QTimer(self, singleShot=True, interval=SAVED_MS)
        self._soon.timeout.connect(self._read_anew)
        self._watcher.fileChanged.connect(lambda _path: self._soon.start())
        self.guide = self._lead(lesson, at)
        self._hear()
        self.seat.exchanged.connect(self._hear)

    def start(self) -> None:
        """Open the window."""
        self.seat.program.start()
        self.guide.start()

    @property
    def lesson(self) -> Lesson:
        """The one that is on."""
        return self.guide.lesson

    def end(self) -> None:
        """Nothing of it is kept."""
        self._watcher.deleteLater()
        self._soon.stop()
        self.guide.close()
        give_back(self.seat.program)
        shutil.rmtree(self._folder, ignore_errors=True)

    # ---- inside

    def _lead(self, lesson: Lesson, at: int) -> Guide:
        guide = Guide(self.seat, lesson, at)
        guide.left.connect(lambda: self._leave(listed=False))
        guide.listed.connect(lambda: self._leave(listed=True))
        guide.finished.connect(self._finish)
        guide.link_clicked.connect(self._follow)
        return guide

    def _hear(self) -> None:
        self.seat.program.window.closing.connect(self._closed)

    def _closed(self) -> None:
        self._remember(self.guide.at)
        self.guide.close()
        self.going.emit()
        self._later.do(lambda: self.left.emit(False))

    def _leave(self, *, listed: bool) -> None:
        self._remember(self.guide.at)
        self.going.emit()
        self.left.emit(listed)

    def _finish(self) -> None:
        self._remember(OVER if all(self.guide.done) else 0)
        self._over = True
        self.going.emit()
        self.left.emit(True)

    def _remember(self, at: int) -> None:
        """In the person's own settings: how far one is in it; where it is over, that stays."""
        if self._over:
            return
        self._settings.lesson_places = {**self._settings.lesson_places, self.lesson.name: at}

    def _follow(self, link: str) -> None:
        if link.startswith(LESSON):
            self.begin(self.lesson.path.parent / f"{link.removeprefix(LESSON)}.md", 0)

    def begin(self, path: Path, at: int) -> None:
        """Lead through the lesson in this file from now on, from step `at`."""
        try:
            lesson = read_lesson(path)
        except FileError as error:
            self.guide.card.show_trouble(str(error))
            return
        self._watch(path)
        self._over = False
        self.guide.lead(lesson, min(at, len(lesson.steps) - 1))

    def _watch(self, path: Path) -> None:
        """An editor that saves may put another file in its place, which has to be watched anew."""
        watched = self._watcher.files()
        if watched:
            self._watcher.removePaths(watched)
        self._watcher.addPath(str(path))

    def _read_anew(self) -> None:
        """Whoever writes it sees it at once, at the step that is on."""
        self.begin(self.lesson.path, self.guide.at)


def _first_task(lesson: Lesson) -> AnyTask:
    named = (act.value for step in lesson.steps for act in step.acts if act.word == "task")
    return task_named(next(named, DEFAULT.id))


def _settings_like(settings: Settings, folder: Path) -> Settings:
    """The same look; otherwise as at a first start, with nothing of the person's own."""
    own = Settings(folder / "netviz.ini")
    own.theme, own.colour_blind, own.text_size = settings.theme, settings.colour_blind, settings.text_size
    own.reduced_motion = settings.reduced_motion
    if settings.geometry is not None:
        own.geometry = settings.geometry
    own.first_steps = FIRST_STEPS
    return own
