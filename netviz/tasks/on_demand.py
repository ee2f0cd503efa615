"""Functions and classes that are loaded when they are first called: what reads tables and pictures, and what
another task than the usual one needs, takes its time to load.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OnDemand:
    """The function or class of this name in that module: what it takes and gives says the type of what holds
    this. It is of the same room, or of one that the room may import.
    """

    module: str
    function: str

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """What it gives for these, and what it raises."""
        return getattr(importlib.import_module(self.module), self.function)(*arguments, **named)
