"""How a task's examples are found, by a function that is loaded when it is asked."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data


@dataclass(frozen=True)
class Finder:
    """The function of this name in that module: it reads tables or pictures, which whoever only names
    tasks needs not.
    """

    module: str
    function: str

    def __call__(self, name: DataName) -> Data:
        """The examples of this name. Raises DataError."""
        find: Callable[[DataName], Data] = getattr(importlib.import_module(self.module), self.function)
        return find(name)
