"""The one thing in which runs side by side may differ, and what is worth trying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from netviz.data.augmentation_settings import DEFAULT_AUGMENTATION, NO_AUGMENTATION
from netviz.data.task import DIGITS
from netviz.network.spec import SpecError
from netviz.panels.fields import NotANumber, read_number, read_whole
from netviz.panels.figures import short
from netviz.panels.train.network_sheet import with_sizes
from netviz.panels.train.step_sheet import SCHEDULE
from netviz.panels.words import ACTIVATION, INITIALISER, LOSS, OPTIMISER
from netviz.training.config import TrainingConfig
from netviz.training.schedules import Schedule


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


def _number(name: str, attribute: str, *tries: float) -> Variation:
    def put(config: TrainingConfig, text: str) -> TrainingConfig:
        changes = {attribute: read_number(name, text)}
        return replace(config, **changes)  # type: ignore[arg-type]

    return Variation(name, lambda c: short(getattr(c, attribute)), put, lambda _now: tuple(map(short, tries)))


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
        return replace(config, spec=with_sizes(config.spec, DIGITS.read_layers(text)))
    except SpecError as error:
        raise NotANumber(str(error)) from None


def _put_activation(config: TrainingConfig, kind: str) -> TrainingConfig:
    spec = config.spec
    return replace(config, spec=replace(spec, activations=(kind,) * len(spec.activations)))


# Without a hidden layer, with one, with two.
WHY_LAYERS: Final = (DIGITS.written(), DIGITS.written(16), DIGITS.written(16, 16))

VARIATIONS: Final[tuple[Variation, ...]] = (
    Variation(
        "Learning rate",
        lambda c: short(c.learning_rate),
        lambda c, text: replace(c, learning_rate=read_number("Learning rate", text)),
        _times,
    ),
    Variation(
        "Batch size",
        lambda c: str(c.batch_size),
        lambda c, text: replace(c, batch_size=read_whole("Batch size", text)),
        lambda _now: ("128", "8", "512", "32"),
    ),
    _choice("Optimiser", OPTIMISER, lambda c: c.optimiser, lambda c, value: replace(c, optimiser=value)),
    _choice(
        "Schedule",
        SCHEDULE,
        lambda c: c.schedule.kind,
        lambda c, value: replace(
            c,
            schedule=replace(
                c.schedule if c.schedule.kind != "constant" else Schedule(), kind=value, start=0
            ),
        ),
    ),
    Variation(
        "Layers",
        lambda c: str(c.spec),
        _put_layers,
        lambda _now: tuple(DIGITS.written(*hidden) for hidden in ((128, 64), (), (32,), (16, 16))),
    ),
    Variation("Why layers?", lambda c: str(c.spec), _put_layers, lambda _now: WHY_LAYERS, told=True),
    _choice("Activation", ACTIVATION, lambda c: (*c.spec.activations, "")[0], _put_activation),
    _choice(
        "Loss",
        LOSS,
        lambda c: c.spec.loss,
        lambda c, value: replace(c, spec=replace(c.spec, loss=value)),
    ),
    _choice(
        "Initialiser",
        INITIALISER,
        lambda c: c.spec.initialiser,
        lambda c, value: replace(c, spec=replace(c.spec, initialiser=value)),
    ),
    _number("Momentum", "momentum", 0.5, 0.99, 0.0, 0.9),
    _number("L2", "l2", 1e-4, 1e-3, 1e-2, 0.0),
    _number("L1", "l1", 1e-5, 1e-4, 1e-3, 0.0),
    _number("Dropout", "dropout", 0.2, 0.5, 0.1, 0.0),
    _number("Label smoothing", "label_smoothing", 0.1, 0.2, 0.05, 0.0),
    _choice(
        "Augmentation",
        {"no": "none", "yes": "usual"},
        lambda c: "no" if c.augmentation.off else "yes",
        lambda c, value: replace(c, augmentation=NO_AUGMENTATION if value == "no" else DEFAULT_AUGMENTATION),
    ),
)
