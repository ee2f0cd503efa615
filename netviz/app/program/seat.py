"""The program in the window: another task's run has a program of its own, which takes its place there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from netviz.app.program.composition import Program
from netviz.app.program.giving_back import take_out
from netviz.app.program.opening import Opening
from netviz.viewmodels.playing.later import Later


class Seat(QObject):
    """Holds the one that stands there. Window, look and settings stay; all else is made anew, so nothing of
    one task can be left over in another.
    """

    exchanged = Signal()

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._later = Later(self)
        self.program = program
        self._hear()

    def save_as(self) -> None:
        """Ask where to save the run that stands there now."""
        self.program.documents.save_as()

    def _hear(self) -> None:
        # Not in the middle of what the program that goes is doing.
        self.program.left_for.connect(lambda opening: self._later.do(lambda: self._exchange(opening)))

    def _exchange(self, opening: Opening) -> None:
        before = self.program
        opening = opening._replace(folder=before.opening.folder)
        take_out(before)
        self.program = Program(before.settings, before.appearance, opening, before.window)
        if opening.lecture is not None:
            opening.lecture.cover(self.program.window)
        self._hear()
        # What is there when a program starts is not looked through for garbage again: the rest goes first.
        self._later.do(self._begin)

    def _begin(self) -> None:
        self.program.start()
        self.exchanged.emit()
