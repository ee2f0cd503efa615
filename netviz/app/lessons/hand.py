"""What somebody has done since a step of a lesson began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from netviz.app.screen.filled_paper import FilledPaper

if TYPE_CHECKING:
    from netviz.app.program.composition import Program


class Hand(QObject):
    """Counts drawings: one on an empty sheet, or in place of an example, is a new one."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = 0
        self._fresh = True
        self._began = 0
        self._program: Program | None = None

    def watch(self, program: Program) -> None:
        """This program is in the window now."""
        self._program = program
        program.paper.settled.connect(self._settled)
        program.paper.changed.connect(self._changed)

    def begin(self) -> None:
        """A step of the lesson begins."""
        self.drawn, self._fresh = 0, True
        self._began = 0 if self._program is None else self._program.trainer.status.step

    def steps(self, program: Program) -> int:
        """Steps of training since then; of a network that was made since, all of its own."""
        now = program.trainer.status.step
        return now - self._began if now >= self._began else now

    def _settled(self) -> None:
        program = self._program
        if program is not None and self._fresh and not program.paper.example().empty:
            self.drawn += 1
            self._fresh = False

    def _changed(self) -> None:
        program = self._program
        if program is None:
            return
        paper = program.paper
        if isinstance(paper, FilledPaper) and paper.touched:
            self._settled()  # what is typed is read at every key
        elif paper.sheet.empty and not paper.changing:
            self._fresh = True
