"""Help > Lessons: the list, and the lesson in a window of its own while this one waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from netviz.app.lessons.classroom import Classroom
from netviz.app.lessons.look import SharedLook
from netviz.files.errors import FileError
from netviz.lessons.lesson import Lesson
from netviz.lessons.shelf import lessons
from netviz.panels.lesson.shelf import Shelf
from netviz.viewmodels.playing.later import Later

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

ABOUT: Final = "lessons"


class School(QObject):
    """One lesson at a time. Training rests meanwhile, and goes on afterwards."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._later = Later(self)
        self._program = program
        self.classroom: Classroom | None = None
        self.shelf: Shelf | None = None
        self._trained = False

    def open(self) -> None:
        """Show the list."""
        banner = self._program.window.banner
        try:
            found = lessons()
        except FileError as error:
            banner.say(str(error), error=True, about=ABOUT)
            return
        banner.withdraw(ABOUT)
        self.shelf = shelf = Shelf(found, self._program.settings.lesson_places, self._program.window)
        shelf.chosen.connect(lambda k, at: self.begin(found[k], at))
        shelf.open()

    def begin(self, lesson: Lesson, at: int = 0) -> None:
        """Go into this lesson."""
        program = self._program
        self._trained = program.presenter.training
        program.intents.pause()
        program.settings.geometry = program.window.saveGeometry()
        self.classroom = room = Classroom(lesson, program.settings, SharedLook(program.appearance), at)
        room.going.connect(program.window.show)
        room.left.connect(self._left)
        room.start()
        program.window.hide()

    def close(self) -> None:
        """The program ends."""
        if self.classroom is not None:
            self.classroom.end()
            self.classroom = None

    def _left(self, listed: bool) -> None:
        # Not while the lesson's own window hears the click.
        self._later.do(lambda: self._come_back(listed))

    def _come_back(self, listed: bool) -> None:
        self.close()
        if self._trained:
            self._program.intents.train()
        if listed:
            self.open()
