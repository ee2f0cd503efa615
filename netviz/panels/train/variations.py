"""The one thing in which runs side by side differ, what is worth trying, and what else one may have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from netviz.network.spec import SpecError
from netviz.panels.kit.fields import NotANumber
from netviz.panels.kit.figures import short
from netviz.panels.settings.network_sheet import with_sizes
from netviz.panels.settings.setting_fields import read, written
from netviz.panels.settings.words import ACTIVATION
from netviz.tasks.digits.augmentation_settings import DEFAULT_AUGMENTATION, NO_AUGMENTATION
from netviz.training import settings
from netviz.training.config import TrainingConfig
from netviz.training.schedules import Schedule
from netviz.training.setting import ChosenSetting, NumberSetting


@dataclass(frozen=True, eq=False)
class Variation:
    """`get` writes the setting, `put` reads it (NotANumber where it can't). `words`: what can be chosen, by
    value; None where it is typed. `others(text)`: values to try beside this one, three or more. `told`: an
    experiment: exactly these values stand beside each other, and what comes out is told in a sentence.
    """

    name: str
    get: Callable[[TrainingConfig], str]
    put: Callable[[TrainingConfig, str], TrainingConfig]
    others: Callable[[str], tuple[str, ...]]
    words: dict[str, str] | None = None
    told: bool = False

    def tries(self, config: TrainingConfig) -> tuple[str, ...]:
        """What `config` has, and then what is worth trying beside it."""
        now = self.get(config)
        if self.told:
            return self.others(now)
        return (now, *(value for value in self.others(now) if value != now))


def _typed(row: NumberSetting, others: Callable[[str], tuple[str, ...]] | None = None) -> Variation:
    """A number, and what else to try: the row's own where nothing is said."""
    tries = tuple(map(short, row.tries))
    return Variation(
        row.name,
        lambda config: written(row, config),
        lambda config, text: row.put(config, read(row, text)),
        others or (lambda _now: tries),
    )


def _chosen(row: ChosenSetting) -> Variation:
    return _choice(row.name, row.kind.offered(), row.get, row.put)


def _choice(
    name: str,
    words: dict[str, str],
    get: Callable[[TrainingConfig], str],
    put: Callable[[TrainingConfig, str], TrainingConfig],
) -> Variation:
    return Variation(name, get, put, lambda _now: tuple(words), words)


def _times(now: str) -> tuple[str, ...]:
    """A learning rate's neighbours."""
    rate = float(now)
    return tuple(short(float(f"{rate * factor:.2g}")) for factor in (4, 0.25, 16))


def _put_layers(config: TrainingConfig, text: str) -> TrainingConfig:
    try:
        return replace(config, spec=with_sizes(config.spec, config.task.read_layers(text)))
    except SpecError as error:
        raise NotANumber(str(error)) from None


def _put_activation(config: TrainingConfig, kind: str) -> TrainingConfig:
    spec = config.spec
    return replace(config, spec=replace(spec, activations=(kind,) * len(spec.activations)))


def _shape(now: str, *hidden: int) -> str:
    """The layers of a network with the same ends, and these hidden ones."""
    inputs, *_, outputs = now.split("-")
    return "-".join((inputs, *map(str, hidden), outputs))


def three_depths(now: str) -> tuple[str, ...]:
    """Without a hidden layer, with one, with two."""
    return _shape(now), _shape(now, 16), _shape(now, 16, 16)


VARIATIONS: Final[tuple[Variation, ...]] = (
    _typed(settings.LEARNING_RATE, _times),
    _typed(settings.BATCH_SIZE),
    _chosen(settings.OPTIMISER),
    _choice(
        settings.SCHEDULE.name,
        settings.SCHEDULE.kind.options,
        settings.SCHEDULE.get,
        lambda c, value: replace(
            c,
            schedule=replace(c.schedule if c.schedule.row.has_steps else Schedule(), kind=value, start=0),
        ),
    ),
    Variation(
        "Layers",
        lambda c: str(c.spec),
        _put_layers,
        lambda now: tuple(_shape(now, *hidden) for hidden in ((128, 64), (), (32,), (16, 16))),
    ),
    Variation("Why layers?", lambda c: str(c.spec), _put_layers, three_depths, told=True),
    _choice("Activation", ACTIVATION, lambda c: (*c.spec.activations, "")[0], _put_activation),
    _chosen(settings.LOSS),
    _chosen(settings.INITIALISER),
    _typed(settings.MOMENTUM),
    *map(_typed, settings.REGULARISATION),
    _choice(
        "Augmentation",
        {"no": "none", "yes": "usual"},
        lambda c: "no" if c.augmentation.off else "yes",
        lambda c, value: replace(c, augmentation=NO_AUGMENTATION if value == "no" else DEFAULT_AUGMENTATION),
    ),
)
FURTHER: Final[tuple[Variation, ...]] = (
    *(row for row in VARIATIONS if not row.told),
    *map(
        _typed,
        (
            settings.SEED,
            settings.EXAMPLES,
            settings.CLIP_NORM,
            settings.VALIDATE_EVERY,
            settings.SCHEDULE_STEPS,
            settings.SCHEDULE_DROP,
        ),
    ),
)
"""What a run side by side can have of its own besides."""
