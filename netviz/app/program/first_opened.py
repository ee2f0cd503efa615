"""A part of the program that is made when somebody opens it for the first time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class FirstOpened(Generic[T]):
    """Called, it gives the part, and makes it where it is not there yet; then the part is told what it has
    missed: of each kind the newest, in the order in which it was said.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._said: dict[str, Callable[[T], object]] = {}
        self.made: T | None = None
        """None until then: for those who only want to know what it is at."""

    def __call__(self) -> T:
        if self.made is None:
            made = self._make()
            self.made = made
            for say in self._said.values():
                say(made)
        return self.made

    def tell(self, kind: str, say: Callable[[T], object]) -> None:
        """Say this to it now, or as soon as it is there."""
        if self.made is not None:
            say(self.made)
            return
        self._said.pop(kind, None)
        self._said[kind] = say
