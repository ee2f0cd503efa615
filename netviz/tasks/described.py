"""A task as files hold it: one of the table by its id, one of a person's own as a table of plain values.

So a network can be drawn, told and asked where its examples are gone. What comes back may be anything: it is
bounded and checked before something is made of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from netviz.network.activations import ACTIVATIONS
from netviz.network.initialisers import INITIALISERS
from netviz.network.optimisers import OPTIMISERS
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.answer import MOST_CLASSES, Answer, Classes, Numbers
from netviz.tasks.columns import Columns, columns_from
from netviz.tasks.hues import hues
from netviz.tasks.input import Input, Measures, Picture
from netviz.tasks.task import AnyTask, Task

MOST_INPUTS: Final = 1 << 20
_MOST_NAMES: Final = 10_000
_LONGEST: Final = 120  # characters of a name
_LONGEST_TEXT: Final = 1000
_LONGEST_ID: Final = 40
_MOST_HIDDEN: Final = 64
_LARGEST: Final = 1 << 20


class DescriptionError(ValueError):
    """What describes no task; the message is the end of a sentence about its file."""


class Kind(NamedTuple):
    """How inputs or answers of this class are written as plain values, and made of what may be anything."""

    of: type[Any]
    write: Callable[[Any], dict[str, Any]]
    read: Callable[[Mapping[str, Any]], Any]


def written(task: AnyTask) -> str | dict[str, Any]:
    """What stands in a file for it, fit for JSON."""
    if task.id in TASKS and task_named(task.id) == task:
        return task.id
    return {
        "id": task.id,
        "input": _written(task.input, INPUTS),
        "answer": _written(task.answer, ANSWERS),
        "example": task.example,
        "examples": task.examples,
        "label": task.label,
        "about": task.about,
        "hidden": list(task.hidden),
        "activation": task.activation,
        "initialiser": task.initialiser,
        "optimiser": task.optimiser,
        "batch_size": task.batch_size,
        "rate": task.rate,
        "l2": task.l2,
        "epochs": task.epochs,
        "validate_every": task.validate_every,
    }


def read(value: object) -> AnyTask:
    """The task that stands in a file. Raises DescriptionError."""
    if isinstance(value, str):
        if value in TASKS:
            return task_named(value)
        name = repr(value) if len(value) <= _LONGEST_ID and value.isprintable() else "no name"
        raise DescriptionError(f"its task is {name}, which this version does not know")
    if not isinstance(value, dict):
        raise DescriptionError("its task is no name, which this version does not know")
    own = text(value, "id", _LONGEST_ID)
    if own in TASKS or not own:
        raise DescriptionError("its task has the name of another one")
    rate, every = value.get("rate"), value.get("validate_every")
    hidden = value.get("hidden")
    if not isinstance(hidden, list) or len(hidden) > _MOST_HIDDEN:
        raise DescriptionError("its task's hidden layers are none")
    return Task(
        id=own,
        input=_read(value, "input", INPUTS),
        answer=_read(value, "answer", ANSWERS),
        example=text(value, "example"),
        examples=text(value, "examples"),
        hidden=tuple(_whole(n, 1, "hidden layer") for n in hidden),
        label=text(value, "label"),
        about=text(value, "about", _LONGEST_TEXT),
        activation=_one_of(value, "activation", ACTIVATIONS),
        initialiser=_one_of(value, "initialiser", INITIALISERS),
        optimiser=_one_of(value, "optimiser", OPTIMISERS),
        batch_size=whole(value, "batch_size", 1),
        rate=None if rate is None else number(rate, "rate", above=0),
        l2=_not_below_zero(value.get("l2", 0.0), "l2"),
        epochs=whole(value, "epochs", 1),
        validate_every=None if every is None else _whole(every, 1, "validate every"),
    )


# ---- values that may be anything, for every kind


def text(table: Mapping[str, Any], key: str, most: int = _LONGEST) -> str:
    """A text of one line. Raises DescriptionError."""
    return _line(table.get(key), key, most)


def texts(table: Mapping[str, Any], key: str, most: int) -> tuple[str, ...]:
    """Texts of one line, one at least. Raises DescriptionError."""
    found = table.get(key)
    if not isinstance(found, list) or not 0 < len(found) <= most:
        raise DescriptionError(f"its task's {key} are none, or more than {most:,}")
    return tuple(_line(name, key, _LONGEST) for name in found)


def numbers(table: Mapping[str, Any], key: str, n: int) -> tuple[float, ...]:
    """n finite numbers. Raises DescriptionError."""
    found = table.get(key)
    if not isinstance(found, list) or len(found) != n:
        raise DescriptionError(f"its task's {key} is not a number for each name")
    return tuple(number(value, key) for value in found)


def whole(table: Mapping[str, Any], key: str, least: int, most: int = _LARGEST) -> int:
    """A whole number in this range. Raises DescriptionError."""
    return _whole(table.get(key), least, key, most)


def number(value: object, what: str, above: float = -math.inf) -> float:
    """A finite number. Raises DescriptionError."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if not plain or not abs(value) < 1e300 or value <= above:  # type: ignore[operator, arg-type]
        raise DescriptionError(f"its task's {what} is no number that can be used")
    return float(value)  # type: ignore[arg-type]


def _not_below_zero(value: object, what: str) -> float:
    found = number(value, what)
    if found < 0:
        raise DescriptionError(f"its task's {what} is below 0")
    return found


def _whole(value: object, least: int, what: str, most: int = _LARGEST) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise DescriptionError(f"its task's {what.replace('_', ' ')} is no whole number that can be used")
    return value


def _line(value: object, what: str, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise DescriptionError(f"its task's {what} is no text of one line")
    return value


def _one_of(table: Mapping[str, Any], key: str, names: tuple[str, ...]) -> str:
    value = text(table, key)
    if value not in names:
        raise DescriptionError(f"its task's {key} is none that this version knows")
    return value


def _written(thing: Input | Answer, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    name, kind = next((name, kind) for name, kind in kinds.items() if isinstance(thing, kind.of))
    return {"kind": name, **kind.write(thing)}


def _read(table: Mapping[str, Any], key: str, kinds: Mapping[str, Kind]) -> Any:
    found = table.get(key)
    kind = found.get("kind") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(kind, str) or kind not in kinds:
        raise DescriptionError(f"its task's {key} is of a kind that this version does not know")
    return kinds[kind].read(found)


# ---- the kinds


def _picture(table: Mapping[str, Any]) -> Picture:
    rows, columns = whole(table, "rows", 1), whole(table, "columns", 1)
    if rows * columns > MOST_INPUTS:
        raise DescriptionError(f"its pictures have more than {MOST_INPUTS:,} pixels")
    return Picture(rows, columns, whole(table, "most", 1, 255))


def _measures(table: Mapping[str, Any]) -> Measures:
    names = texts(table, "names", _MOST_NAMES)
    low, high = (numbers(table, key, len(names)) for key in ("low", "high"))
    return Measures(text(table, "called"), names, low, high)


def _columns(table: Mapping[str, Any]) -> Columns:
    try:
        return columns_from(dict(table))
    except ValueError as error:
        raise DescriptionError(f"its columns can't be read ({str(error).removesuffix('.')})") from error


def _classes(table: Mapping[str, Any]) -> Classes:
    names = texts(table, "names", MOST_CLASSES)
    return Classes(text(table, "called"), names, hues(len(names)))


def _numbers(table: Mapping[str, Any]) -> Numbers:
    low, high = (number(table.get(key), key) for key in ("low", "high"))
    deviation = number(table.get("deviation"), "deviation", above=0)
    origin = number(table.get("origin", 0.0), "origin")
    unit = number(table.get("unit", 1.0), "unit", above=0)
    names = texts(table, "names", _MOST_NAMES)
    return Numbers(text(table, "called"), names, low, high, deviation, origin, unit)


INPUTS: Final = {
    "picture": Kind(Picture, lambda p: {"rows": p.rows, "columns": p.columns, "most": p.most}, _picture),
    "measures": Kind(
        Measures,
        lambda m: {
            "called": m.called,
            "names": list(m.names),
            "low": list(m.low),
            "high": list(m.high),
        },
        _measures,
    ),
    "columns": Kind(Columns, Columns.to_table, _columns),
}
"""The kinds of input, by the name that a file gives them."""

ANSWERS: Final = {
    "classes": Kind(Classes, lambda c: {"called": c.called, "names": list(c.names)}, _classes),
    "numbers": Kind(
        Numbers,
        lambda n: {
            "called": n.called,
            "names": list(n.names),
            "low": n.low,
            "high": n.high,
            "deviation": n.deviation,
            **({"origin": n.origin, "unit": n.unit} if n.is_scaled else {}),
        },
        _numbers,
    ),
}
"""The kinds of answer."""
