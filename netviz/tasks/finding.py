"""Where examples come from: whoever needs a task's examples, or somebody's own, asks here by their name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from netviz.tasks.all_tasks import TASKS, finder_of, unknown
from netviz.tasks.data_name import OWN_PICTURES, OWN_TABLE, DataName
from netviz.tasks.examples import Data, DataError, the_same
from netviz.tasks.hand.named import is_of_hand
from netviz.tasks.on_demand import OnDemand

# Tasks of somebody's own are made from their data, or from what a file says of them.
_FIND: Final[dict[str, Callable[[DataName], Data]]] = {
    **{task: finder_of(task) for task in TASKS},
    OWN_PICTURES: OnDemand("netviz.tasks.pictures.own", "find_own"),
    OWN_TABLE: OnDemand("netviz.tasks.tabular.table", "find_table"),
}

_FIND_HAND: Final[Callable[[DataName], Data]] = OnDemand("netviz.tasks.hand.data", "find_hand")
_SHUFFLED: Final[Callable[[Data, DataName], Data]] = OnDemand("netviz.tasks.shuffled", "find_shuffled")


def find(name: DataName) -> Data:
    """The examples of this name. Raises DataError: which they are, and why they are not to be had."""
    base = name.unshuffled
    if base is not None:
        return the_same(_SHUFFLED(find(base), name), name, "others lie there now")
    if is_of_hand(name):
        return _FIND_HAND(name)
    if name.task not in _FIND:
        raise DataError(unknown(name.task))
    return _FIND[name.task](name)


def load(task: str) -> Data:
    """The examples of this task (one of TASKS) that come with the program, or that it makes."""
    return find(DataName(task=task))
