"""Looking at the past is a mode: every room shows it, and Train asks what is meant."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

from netviz.app.program.rooms import Rooms
from netviz.app.run.branches import Branches
from netviz.app.run.past.time_travel import TimeTravel
from netviz.app.window.main_window import MainWindow
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.playing.clock import FrameClock

ABOUT: Final = {
    "watch": "Picture and figures are of this step, settings of the newest; later curves are paler.",
    "train": "Network and figures are of this step; settings and advice are of the newest.",
    "explain": "The story is of this step. Apply needs the newest step, or a branch.",
    "test": "The examples are answered by the network of this step.",
}
"""What it means in each room, and why something is off there."""


class PastMode(QObject):
    """Between the strip and what it does."""

    def __init__(
        self,
        window: MainWindow,
        time: TimeTravel,
        rooms: Rooms,
        branches: Branches,
        trainer: Trainer,
        clock: FrameClock,
    ) -> None:
        super().__init__()
        self._window = window
        self._bar = window.past_bar
        self._time = time
        self._rooms = rooms
        self._branches = branches
        self._trainer = trainer
        self._shown: tuple[object, ...] | None = None
        self._go = rooms.train_on  # what was asked for
        rooms.before_training = self.ask
        rooms.opened.connect(lambda _room: self.look())
        time.moved.connect(self.look)
        clock.tick.connect(self.look)
        self._bar.newest_clicked.connect(time.go_live)
        self._bar.branch_clicked.connect(branches.branch)
        self._bar.train_newest_clicked.connect(self._train_newest)
        self._bar.train_here_clicked.connect(self._train_here)

    def look(self) -> None:
        """Say which step is on screen, if it is one that is past."""
        step = self._time.past_step
        now = None if step is None else (step, self._last, self._rooms.now)
        if now == self._shown:
            return
        self._shown = now
        self._window.show_past(step is not None)
        if step is None:
            self._bar.show_newest()
        else:
            self._bar.show_past(step, self._last, ABOUT[self._rooms.now])

    @property
    def _last(self) -> int:
        """The newest step, while it trains the same as in the timeline below."""
        timeline = self._window.timeline
        return timeline.last if timeline.isVisible() else self._trainer.status.step

    def ask(self, one: bool) -> bool:
        """Somebody wants to train, or to make `one` step: True where it has to be asked first from where."""
        if self._time.past_step is None:
            return False
        self.look()
        self._go = self._rooms.step_on if one else self._rooms.train_on
        self._bar.ask(one=one)
        return True

    def _train_newest(self) -> None:
        self._time.go_live()
        self._go()

    def _train_here(self) -> None:
        self._bar.withdraw()
        self._branches.branch(then=self._go)
