"""Other settings for the network that stands there, so that they can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from netviz.app.run.networks import Networks
from netviz.app.run.undo import Remembering
from netviz.training.advise.differences import what_changed
from netviz.training.config import TrainingConfig
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.intents import Intents


class Configuring:
    """Asks for settings. What a wheel or a slider turns at one step is one thing to take back."""

    def __init__(self, intents: Intents, trainer: Trainer, networks: Networks) -> None:
        self._intents = intents
        self._trainer = trainer
        self._networks = networks

    @property
    def config(self) -> TrainingConfig:
        """The settings of now."""
        return self._intents.config

    def configure(self, config: TrainingConfig) -> None:
        """These from the next step on."""
        before = self._intents.config
        self._intents.configure(config)
        changed = _changed(before, config)
        if not changed:
            return
        last, step = self._networks.last_done, self._trainer.status.step
        goes_on = isinstance(last, ChangedSettings) and last.goes_on(changed, before, step)
        if isinstance(last, ChangedSettings) and goes_on and not self._networks.can_redo:
            last.renew(config)
        else:
            self._networks.remember(ChangedSettings(self._intents, before, config, step))


class ChangedSettings(Remembering):
    """Pushed after the fact. Undo sets back what it changed, and leaves all other settings and the steps."""

    def __init__(self, intents: Intents, before: TrainingConfig, after: TrainingConfig, step: int) -> None:
        super().__init__("")
        self._intents = intents
        self._before, self._after, self._step = before, after, step
        self._first = True
        self.renew(after)

    def goes_on(self, changed: Iterable[str], before: TrainingConfig, step: int) -> bool:
        """Whether another change of these settings, from `before` on, is part of this one."""
        return step == self._step and before == self._after and set(changed) == set(self.changed_fields)

    def renew(self, after: TrainingConfig) -> None:
        """Another value in the place of the one that was set."""
        self._after = after
        words = what_changed(self._before, after)
        self.setText(words[:1].lower() + words[1:])

    @property
    def changed_fields(self) -> tuple[str, ...]:
        """The names of the settings that it changed."""
        return _changed(self._before, self._after)

    def undo(self) -> None:
        """The values from before."""
        self._set(self._before)

    def redo(self) -> None:
        """The values from after."""
        if not self._first:
            self._set(self._after)
        self._first = False

    def _set(self, config: TrainingConfig) -> None:
        values = {name: getattr(config, name) for name in self.changed_fields}
        self._intents.configure(replace(self._intents.config, **values))


def _changed(one: TrainingConfig, other: TrainingConfig) -> tuple[str, ...]:
    # Another shape has a step of its own, and another seed begins another network.
    names = (field.name for field in fields(TrainingConfig) if field.name not in ("spec", "seed"))
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))
