"""The table of all tasks, a row each: whoever needs a task asks here by its id."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from netviz.language.grammar import one_of
from netviz.tasks.curve import points as curve
from netviz.tasks.data_name import USUAL_TASK, DataName
from netviz.tasks.digits.digits import find_digits
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.examples import Data
from netviz.tasks.maker import Maker
from netviz.tasks.on_demand import OnDemand
from netviz.tasks.penguins.task import PENGUINS
from netviz.tasks.pictures.fashion import FASHION, find_fashion, why_missing
from netviz.tasks.pictures.small import DIGITS_8, DIGITS_16, find_small
from netviz.tasks.plane.points import SHAPES
from netviz.tasks.spam.task import SPAM
from netviz.tasks.task import AnyTask


class Row(NamedTuple):
    """A task, and how its examples are found by their name: those that come with the program, where the name
    holds no sum. Raises DataError. `maker`: who makes them, where they are made. `missing`: why
    there are none on this machine, in a sentence; empty where there are.
    """

    task: AnyTask
    find: Callable[[DataName], Data]
    maker: Maker | None = None
    missing: Callable[[], str] = str


_ROWS: Final = (
    Row(DIGITS, find_digits),
    Row(DIGITS_8, partial(find_small, DIGITS_8)),
    Row(DIGITS_16, partial(find_small, DIGITS_16)),
    Row(FASHION, find_fashion, missing=why_missing),
    *(Row(maker.task, maker.find, maker) for maker in (*(shape.maker for shape in SHAPES), curve.MAKER)),
    Row(SPAM, OnDemand("netviz.tasks.spam.rows", "find")),
    Row(PENGUINS, OnDemand("netviz.tasks.penguins.rows", "find")),
)
_ALL: Final = {row.task.id: row for row in _ROWS}

TASKS: Final = tuple(_ALL)
"""Their ids, in the order in which they are offered."""
USUAL: Final = USUAL_TASK
"""What a file or a person means that names none."""


DEFAULT: Final[AnyTask] = DIGITS
"""The task itself of that id."""


def task_named(name: str) -> AnyTask:
    """The task of that id (one of TASKS)."""
    return _ALL[name].task


def maker_of(task: AnyTask) -> Maker | None:
    """Who makes this task's examples; None where nobody does."""
    row = _ALL.get(task.id)
    return row.maker if row is not None and row.task == task else None


def why_none(task: str) -> str:
    """Why this task (one of TASKS) has no examples on this machine; empty where it has."""
    return _ALL[task].missing()


def finder_of(task: str) -> Callable[[DataName], Data]:
    """Who finds the examples of this task (one of TASKS)."""
    return _ALL[task].find


def unknown(name: str) -> str:
    """What is wrong with this id, in a sentence; empty where it is one of TASKS."""
    if name in _ALL:
        return ""
    return f"Task: there is no “{name}”; {one_of(TASKS)} would be right."
