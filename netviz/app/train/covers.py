"""What can stand in the place of the network in Train: the loss landscape, or two networks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from netviz.app.program.parts import Parts
from netviz.app.train.landscape.feed import LandscapeFeed
from netviz.app.train.two_networks.feed import TwoNetworks
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data, Examples

LANDSCAPE: Final = "landscape"  # what stands in the window then; the room stays Train
TWO_NETWORKS: Final = "two networks"


class Cover(Protocol):
    """A page of its own, with what it shows."""

    @property
    def is_open(self) -> bool:
        """Whether somebody looks."""

    def make(self) -> QWidget:
        """The page, made at the first look."""

    def open(self) -> None:
        """Somebody looks."""

    def close(self) -> None:
        """Nobody does any more."""


class Covers(QObject):
    """One of them at most is open."""

    left = Signal()  # a person is done with the one that is open
    made = Signal(object)  # QWidget: a page that nobody had opened before

    def __init__(
        self,
        parts: Parts,
        recording: Callable[[], Path | None],
        choose: Callable[[Examples, int], None],
        go: Callable[[str], None],
    ) -> None:
        """`recording`, `choose` and `go`: see TwoNetworks."""
        super().__init__()
        self._window = parts.window
        self.landscape = LandscapeFeed(parts, recording, parts.window.places)
        self.two = TwoNetworks(parts, recording, choose, go)
        self.landscape.left.connect(self.left)
        self.two.left.connect(self.left)
        self._all: dict[str, Cover] = {LANDSCAPE: self.landscape, TWO_NETWORKS: self.two}
        self._standing: set[str] = set()

    def shows(self, name: str) -> bool:
        """Whether this one is open."""
        return self._all[name].is_open

    @property
    def any_open(self) -> bool:
        """Whether one of them is."""
        return any(cover.is_open for cover in self._all.values())

    def open(self, name: str) -> None:
        """This one, instead of any other."""
        self.close()
        if name not in self._standing:
            self._standing.add(name)
            page = self._all[name].make()
            self._window.places.stand(page, "middle", (name,))
            self.made.emit(page)
        self._window.places.open(name)
        self._window.begin_at_top_left()
        self._all[name].open()

    def close(self) -> None:
        """The network stands there again, or what else is wanted."""
        for cover in self._all.values():
            cover.close()

    def provide(self, data: Data) -> None:
        """The examples are there."""
        self.landscape.provide(data)
        self.two.provide(data)

    def miss(self, data: DataName | None) -> None:
        """The run's own examples are not there; None where they are."""
        self.landscape.miss(data)
        self.two.miss(data)

    def give_back(self) -> None:
        """The program ends."""
        self.two.give_back()
