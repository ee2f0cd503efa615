"""Undo and redo, and what is said of a network that goes with them."""

from __future__ import annotations

from collections.abc import Callable

from netviz.app.run.networks import ABOUT, ReplacedNetwork
from netviz.app.run.recordings import Recordings
from netviz.app.run.undo import History
from netviz.app.window.banner import Banner
from netviz.training.trainer.trainer import Trainer


class TakingBack:
    """The two ways along the stack."""

    def __init__(self, stack: History, trainer: Trainer, recordings: Recordings, banner: Banner) -> None:
        self._stack = stack
        self._trainer = trainer
        self._recordings = recordings
        self._banner = banner

    def undo(self) -> None:
        """Take back what was done last in this room."""
        self._tell_of(self._stack.index() - 1, self._stack.undo_here, "Took back", "Redo brings it again")

    def redo(self) -> None:
        """Do again what was taken back last in this room."""
        self._tell_of(self._stack.index(), self._stack.redo_here, "Did again", "Undo brings it back")

    def _tell_of(self, index: int, do: Callable[[], None], did: str, way_back: str) -> None:
        """Take back or do again; where another network comes with that, what becomes of the one that goes."""
        command, before = self._stack.command(index), self._stack.index()
        steps, file = self._trainer.status.step, self._recordings.file
        do()
        if self._stack.index() == before or not isinstance(command, ReplacedNetwork):
            return
        if steps == 0:
            stays = ""
        elif not self._recordings.keeps:
            stays = f" The run of {steps:,} steps is in no file."
        elif file is None or self._recordings.holds(file):
            stays = f" The run of {steps:,} steps stays under File > Runs."
        else:
            stays = f" The run of {steps:,} steps stays in {file.name}."
        self._banner.say(f"{did}: {command.text()}.{stays} {way_back}.", about=ABOUT)
