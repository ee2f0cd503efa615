"""All that is looked for in data alone, whatever the network."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

from netviz.tasks.examples import Data
from netviz.tasks.tabular.data import TableData
from netviz.training.jobs.work import Work
from netviz.training.measure.health.balance import Balance, balance
from netviz.training.measure.health.constants import Column, constant_columns, empty_ones
from netviz.training.measure.health.duplicates import Duplicates, duplicates
from netviz.training.measure.health.leaks import Leak, leaks
from netviz.training.measure.health.places import Places

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Health:
    """What was found. `left_out`: each example that was not read, and why, and what else of a table was left
    out; `balance`: None where numbers are answered.
    """

    duplicates: Duplicates
    balance: Balance | None
    left_out: tuple[str, ...]
    empty: Places
    constant: tuple[Column, ...]
    leaks: tuple[Leak, ...]


def examine_data(data: Data) -> Work[Health]:
    """Look at all examples; none is changed."""
    twice = yield from _part(duplicates(data), 0.0, 0.5)
    empty, constant = empty_ones(data), constant_columns(data)
    yield 0.6
    leaking = yield from _part(leaks(data), 0.6, 0.4)
    omitted = data.omitted if isinstance(data, TableData) else ()
    return Health(twice, balance(data), (*data.troubles, *omitted), empty, constant, leaking)


def _part(work: Work[Result], begin: float, share: float) -> Generator[float, None, Result]:
    while True:
        try:
            done = next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield begin + share * done
