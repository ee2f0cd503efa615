"""What a tab of the page is: what it is given, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from netviz.network.forward import ForwardPass
from netviz.tasks.task import AnyTask
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.probe import NOTHING, Example
from netviz.viewmodels.scene import Focus


@dataclass(frozen=True, eq=False)
class Shown:
    """What is on screen at this tick.

    `forward` is what `snapshot` makes of `example`, z and a of each column (n_neurons,); None while nothing
    lies there, and where the network has diverged. `focus`: the neuron, input or edge that a click keeps, or
    else the one that is pointed at; it is one of the snapshot's network, or None. `training`: another
    snapshot follows soon. `shades`: for each column the activation that has full shade; None where that is
    not known yet.
    """

    snapshot: Snapshot
    forward: ForwardPass | None = None
    focus: Focus | None = None
    example: Example = NOTHING
    training: bool = False
    shades: tuple[float, ...] | None = None

    @property
    def task(self) -> AnyTask:
        """What the network learns."""
        return self.snapshot.task

    @property
    def neuron(self) -> Focus | None:
        """The neuron or input in focus; of an edge the neuron that it leads to."""
        return None if self.focus is None else Focus(self.focus.column, self.focus.index)


class Tab(QWidget):
    """One tab; see the package."""

    pointed = Signal(object)  # Focus | None
    chosen = Signal(object)  # Focus
    wanted = Signal(object)
    renamed = Signal()  # it is about something else now

    def subject(self, shown: Shown) -> Focus | None:
        """What it is about, for the heading of the page."""
        return shown.focus

    def show_inside(self, shown: Shown) -> None:
        """Show this; called at every tick that has something new."""
        raise NotImplementedError

    def show_pointed(self, focus: Focus | None) -> None:
        """The pointer rests on this in the graph."""


class Row(NamedTuple):
    """A tab in the row of tabs; `make` makes it in the place where it stands."""

    id: str
    title: str
    tip: str
    make: Callable[[QWidget], Tab]
