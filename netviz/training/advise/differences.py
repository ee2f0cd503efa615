"""What two configurations differ in, in words."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from netviz.network.activations import activation_named
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation_settings import Augmentation
from netviz.training.config import TrainingConfig
from netviz.training.figures import said
from netviz.training.setting import ChosenSetting
from netviz.training.settings import SCHEDULE, SETTINGS

_ARROW: Final = " → "


def differences(one: TrainingConfig, other: TrainingConfig) -> tuple[str, ...]:
    """A phrase for each setting that differs, as `learning rate 0.005 → 0.01`; none for equal ones."""
    found = _of_layers(one.spec, other.spec)
    for row in SETTINGS:
        # Another kind of schedule says it all.
        if row.path[0] == "schedule" and row is not SCHEDULE and one.schedule.kind != other.schedule.kind:
            continue
        before, after = row.get(one), row.get(other)
        if before != after:
            labels = row.kind.options if isinstance(row, ChosenSetting) else {}
            one_is, other_is = (labels.get(value, value) for value in (before, after))
            found.append(_phrase(row.word, one_is, other_is, row.nothing))
    for field in fields(Augmentation):
        before, after = (getattr(config.augmentation, field.name) for config in (one, other))
        if before != after:
            found.append(_phrase(field.name, before, after))
    return tuple(found)


def what_changed(one: TrainingConfig, other: TrainingConfig) -> str:
    """The same in one line; `Nothing` for equal ones."""
    found = differences(one, other)
    if not found:
        return "Nothing"
    line = " · ".join(found)
    return line[0].upper() + line[1:]


def _of_layers(one: NetworkSpec, other: NetworkSpec) -> list[str]:
    found = []
    if one.sizes != other.sizes:
        found.append(f"layers {one}{_ARROW}{other}")
    if one.activations != other.activations:
        before, after = (_kinds(spec.activations) for spec in (one, other))
        # Another depth needs other activations; they are named only where their kinds differ.
        if before != after and one.activations and other.activations:
            found.append(f"activation {before}{_ARROW}{after}")
    return found


def _kinds(activations: tuple[str, ...]) -> str:
    kinds = activations if len(set(activations)) > 1 else activations[:1]
    return "-".join(activation_named(kind).label for kind in kinds)


def _phrase(name: str, before: object, after: object, nothing: str = "none") -> str:
    return f"{name} {_written(before, nothing)}{_ARROW}{_written(after, nothing)}"


def _written(value: object, nothing: str) -> str:
    if value is None:
        return nothing
    if isinstance(value, float):
        return said(value)
    return f"{value:,}" if isinstance(value, int) else str(value).replace("_", " ")
