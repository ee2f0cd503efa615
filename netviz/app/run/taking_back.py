"""Undo and redo, and what is said of a network, and of the steps, that go with them."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from netviz.app.run.lessons import TaughtSteps
from netviz.app.run.networks import ABOUT, ChangedNetwork, ReplacedNetwork
from netviz.app.run.recordings import Recordings
from netviz.app.run.undo import History
from netviz.app.window.banner import Banner
from netviz.language.grammar import counted
from netviz.training.trainer.trainer import Trainer


class TakingBack:
    """The two ways along the stack. Steps that go with what is taken back are named before and after."""

    def __init__(self, stack: History, trainer: Trainer, recordings: Recordings, banner: Banner) -> None:
        self._stack = stack
        self._trainer = trainer
        self._recordings = recordings
        self._banner = banner
        self._words = ""
        stack.going.connect(self._going)
        stack.gone.connect(self._gone)

    def undo(self) -> None:
        """Take back what was done last in this room."""
        self._stack.undo_here()

    def redo(self) -> None:
        """Do again what was taken back last in this room."""
        self._stack.redo_here()

    @property
    def undo_words(self) -> str:
        """What would be taken back here; empty for nothing."""
        if not self._stack.can_undo_here:
            return ""
        command = self._stack.command(self._stack.index() - 1)
        return self._stack.undoText() + self._since(command, undo=True)

    @property
    def redo_words(self) -> str:
        """What would be done again here; empty for nothing."""
        if not self._stack.can_redo_here:
            return ""
        return self._stack.redoText() + self._since(self._stack.command(self._stack.index()), undo=False)

    def _since(self, command: QUndoCommand, *, undo: bool) -> str:
        """The steps that were made since, and that go with it."""
        if not isinstance(command, (ChangedNetwork, TaughtSteps)):
            return ""
        step = self._trainer.status.step
        n, instead = (step - command.end, 0) if undo else (command.since, step - command.start)
        words = counted(n, " and the step after it", " and the {n} steps after it") if n > 0 else ""
        if instead > 0:
            words += counted(
                instead, ", in place of the step made since", ", in place of the {n} steps made since"
            )
        return words

    def _going(self, command: QUndoCommand, undo: bool) -> None:
        """Where another network comes, or steps go: what becomes of the one that goes."""
        since, steps = self._since(command, undo=undo), self._trainer.status.step
        self._words = ""
        if undo and isinstance(command, (ChangedNetwork, TaughtSteps)):
            command.since = max(steps - command.end, 0)
        if not since and not isinstance(command, ReplacedNetwork):
            return
        stays = self._recordings.stays(steps, self._trainer.log)
        stays = f" {stays}." if stays else ""
        did, way_back = (
            ("Took back", "Redo brings it again") if undo else ("Did again", "Undo brings it back")
        )
        self._words = f"{did}: {command.text()}{since}.{stays} {way_back}."

    def _gone(self) -> None:
        # What was said of the network before is withdrawn when another one comes.
        if self._words:
            self._banner.say(self._words, about=ABOUT)
