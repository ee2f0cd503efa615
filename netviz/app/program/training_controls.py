"""Train, pause, step, reset and the pace: buttons and keys, and what they show."""

from __future__ import annotations

from collections.abc import Callable

from netviz.app.program.rooms import Rooms
from netviz.app.run.networks import Networks
from netviz.app.window.actions import ActionSet
from netviz.panels.watch.controls import Controls
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.intents import Intents


class TrainingControls:
    """The buttons in the bar, and the actions that do the same."""

    def __init__(
        self, controls: Controls, trainer: Trainer, intents: Intents, networks: Networks, rooms: Rooms
    ) -> None:
        self._controls = controls
        self._trainer = trainer
        self._intents = intents
        self._networks = networks
        self._rooms = rooms
        self._actions: ActionSet | None = None
        controls.train_toggled.connect(self._train)
        controls.step_clicked.connect(rooms.step)
        controls.reset_clicked.connect(networks.reset)
        controls.pace_changed.connect(intents.set_pace)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {
            "training.toggle": lambda: self._train(self._trainer.status.phase != "training"),
            "training.step": self._rooms.step,
            "training.reset": self._networks.reset,
            "training.faster": self._intents.faster,
            "training.slower": self._intents.slower,
        }

    def furnish(self, actions: ActionSet) -> None:
        """The actions are made."""
        self._actions = actions

    def show_pace(self) -> None:
        """Something was asked for: perhaps another pace."""
        self._controls.set_pace(self._intents.pace)

    def show_phase(self, phase: str) -> None:
        """The trainer trains, or rests."""
        self._controls.show_phase(phase)
        assert self._actions is not None
        self._actions["training.toggle"].setText("Pause" if phase == "training" else "Train")

    def _train(self, wanted: bool) -> None:
        if wanted:
            self._rooms.train()
        else:
            self._intents.pause()
