"""A configuration as a table of plain values, fit for JSON, and back. What comes back may be anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from typing import Any, Final, TypeVar

from netviz.network.spec import NetworkSpec
from netviz.tasks import described
from netviz.tasks.all_tasks import USUAL
from netviz.tasks.digits.augmentation_settings import Augmentation
from netviz.tasks.task import Task
from netviz.training.config import NEWER, TrainingConfig
from netviz.training.schedules import Schedule

_T = TypeVar("_T")
_LONGEST: Final = 40  # characters of a value; more are no setting and fill a sentence


class TableError(ValueError):
    """A table that is no configuration; the message is the end of a sentence about its file."""


def to_table(config: TrainingConfig) -> dict[str, Any]:
    """The configuration as a table of numbers, words, lists and tables."""
    values = {
        field.name: _value(value)
        for field in fields(config)
        if (value := getattr(config, field.name)) != field.default or field.metadata != NEWER
    }
    return {**values, "task": described.written(config.task)}


def from_table(table: object) -> TrainingConfig:
    """The configuration, checked. A field that is missing has its default.

    Raises TableError where this is no configuration, ConfigError or SpecError where it is one that can't be
    trained.
    """
    if not isinstance(table, dict) or not isinstance(table.get("spec"), dict):
        raise TableError("its configuration is missing")
    spec = spec_from_table(table["spec"])
    spec.checked()
    try:
        task = described.read(table.get("task", USUAL))
    except described.DescriptionError as error:
        raise TableError(str(error)) from error
    rest = {name: value for name, value in table.items() if name not in ("spec", "task")}
    parts: dict[str, Any] = {}
    for name, kind in (("schedule", Schedule), ("augmentation", Augmentation)):
        if name in rest:
            parts[name] = _plain(kind, rest.pop(name), name)
    config = _plain(TrainingConfig, rest, "configuration", spec=spec, task=task, **parts)
    config.check()
    return config


def spec_from_table(shape: object) -> NetworkSpec:
    """A network's shape, not yet checked. Raises TableError."""
    if not isinstance(shape, dict):
        raise TableError("its layers are no table")
    sizes, activations = shape.get("sizes"), shape.get("activations")
    if not isinstance(sizes, list) or not all(map(_is_size, sizes)):
        raise TableError("its layer sizes are no whole numbers")
    if not isinstance(activations, list) or not all(isinstance(name, str) for name in activations):
        raise TableError("its activations are no names")
    words = [_word(name) for name in (*activations, shape.get("loss"), shape.get("initialiser"))]
    return NetworkSpec(tuple(sizes), tuple(words[:-2]), words[-2], words[-1])


def _value(value: Any) -> Any:
    plain = not is_dataclass(value) or isinstance(value, type | Task)
    return value if plain else asdict(value)


def _plain(kind: Callable[..., _T], table: object, what: str, **parts: Any) -> _T:
    """A `kind` from a table of numbers, words, truth values and None; the ranges are checked elsewhere."""
    if not isinstance(table, dict):
        raise TableError(f"its {what} is no table")
    known = {field.name for field in fields(kind)} - parts.keys()  # type: ignore[arg-type]
    for name, value in table.items():
        if name not in known:
            raise TableError(f"its {what} has fields that this version does not know")
        if not (value is None or isinstance(value, int | float) or _word(value)) or _is_long(value):
            raise TableError(f"its {name.replace('_', ' ')} is no setting")
    return kind(**table, **parts)


def _is_long(value: object) -> bool:
    # Python refuses to write whole numbers of some thousands of digits.
    return abs(value) >= 10**_LONGEST if isinstance(value, int) else len(str(value)) > _LONGEST


def _is_size(value: object) -> bool:
    """Whether this is a whole number that fits into a sentence; the spec says which ones can be."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53


def _word(value: object) -> str:
    """A name that may stand in a sentence; empty where it is none."""
    return value if isinstance(value, str) and len(value) <= _LONGEST and value.isprintable() else ""
