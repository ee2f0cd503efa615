"""The learning-rate range test in the window: on the job thread, a turn at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from netviz.app.test.turns import Turns
from netviz.panels.train.rate_dialog import RateDialog
from netviz.rendering import units
from netviz.rendering.themed import theme_now
from netviz.tasks.examples import Examples
from netviz.training.experiments.range_test import RangeTest, range_test
from netviz.training.session import SessionState
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.job_bridge import JobBridge


class RateFinder:
    """Tests a copy of the network that stands there; `use` is told of the rate that is taken."""

    def __init__(
        self,
        window: QWidget,
        bridge: JobBridge,
        trainer: Trainer,
        use: Callable[[float], None],
    ) -> None:
        self._window = window
        self._bridge = bridge
        self._trainer = trainer
        self._use = use
        self._digits: Examples | None = None
        self._turns: Turns[float, RangeTest] = Turns(bridge, "range test")
        self._asked: object | None = None
        self.dialog: RateDialog | None = None

    def provide(self, training: Examples) -> None:
        """The training digits are there."""
        self._digits = training

    def open(self) -> None:
        """Show the dialog, and test."""
        if self.dialog is None:
            self.dialog = RateDialog(theme_now(), self._window)
            self.dialog.wanted.connect(self._test)
            self.dialog.left.connect(self._leave)
            self.dialog.use_clicked.connect(self._use)
            units.begin_at(self.dialog, units.size(640, 480))
        self.dialog.show()
        self.dialog.activateWindow()
        self._test()

    def _test(self) -> None:
        dialog, digits = self.dialog, self._digits
        assert dialog is not None
        if digits is None:
            dialog.refuse("The examples are still being loaded.")
            return
        dialog.begin()
        self._asked = token = object()

        def go(state: SessionState) -> None:
            if self._asked is token:
                dialog.show_step(state.step, state.config.schedule.factor_at(state.step))
                self._turns.run(range_test(state, digits), dialog.show_found, dialog.show_share)

        self._bridge.when_done(self._trainer.request_state(), go)

    def _leave(self) -> None:
        self._asked = None
        self._turns.cancel()
