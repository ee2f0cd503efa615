"""What two configurations differ in, in words."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig

_WORDS: Final = {
    "l1": "L1",
    "l2": "L2",
    "clip_norm": "gradient clipping",
    "validate_every": "validation every",
}
_NOTHING: Final = {"clip_norm": "none", "validate_every": "quarter epoch"}
_ARROW: Final = " → "


def differences(one: TrainingConfig, other: TrainingConfig) -> tuple[str, ...]:
    """A phrase for each setting that differs, as `learning rate 0.005 → 0.01`; none for equal ones."""
    found = [*_of_networks(one.spec, other.spec)]
    for field in fields(TrainingConfig):
        before, after = getattr(one, field.name), getattr(other, field.name)
        if before == after or field.name == "spec":
            continue
        if field.name in ("schedule", "augmentation"):
            found += _of_parts(field.name, before, after)
        else:
            found.append(_phrase(_words(field.name), before, after, _NOTHING.get(field.name, "none")))
    return tuple(found)


def what_changed(one: TrainingConfig, other: TrainingConfig) -> str:
    """The same in one line; `Nothing` for equal ones."""
    found = differences(one, other)
    if not found:
        return "Nothing"
    line = " · ".join(found)
    return line[0].upper() + line[1:]


def _of_networks(one: NetworkSpec, other: NetworkSpec) -> list[str]:
    found = []
    if one.sizes != other.sizes:
        found.append(f"layers {one}{_ARROW}{other}")
    if one.activations != other.activations:
        before, after = (_kinds(spec.activations) for spec in (one, other))
        # Another depth needs other activations; they are named only where their kinds differ.
        if before != after and one.activations and other.activations:
            found.append(f"activation {before}{_ARROW}{after}")
    for name in ("loss", "initialiser"):
        before, after = getattr(one, name), getattr(other, name)
        if before != after:
            found.append(_phrase(name, before, after, "none"))
    return found


def _kinds(activations: tuple[str, ...]) -> str:
    kinds = activations if len(set(activations)) > 1 else activations[:1]
    return "-".join(kind.replace("_", " ") for kind in kinds)


def _of_parts(name: str, before: object, after: object) -> list[str]:
    """Of a schedule or an augmentation: its kind alone where that says it, else each part."""
    found = []
    for part in before.__dataclass_fields__:  # type: ignore[attr-defined]
        old, new = getattr(before, part), getattr(after, part)
        if old == new:
            continue
        if part == "kind":
            return [_phrase(name, old, new, "none")]
        words = f"{name}’s {part}" if name == "schedule" else part
        found.append(_phrase(words, old, new, "none"))
    return found


def _words(name: str) -> str:
    return _WORDS.get(name, name.replace("_", " "))


def _phrase(name: str, before: object, after: object, nothing: str) -> str:
    return f"{name} {_written(before, nothing)}{_ARROW}{_written(after, nothing)}"


def _written(value: object, nothing: str) -> str:
    if value is None:
        return nothing
    if isinstance(value, float):
        return f"{value:.6g}"
    return f"{value:,}" if isinstance(value, int) else str(value).replace("_", " ")
