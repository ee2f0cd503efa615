"""Where panels stand around the network, and in which rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Protocol, runtime_checkable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from netviz.app.program.settings import PANELS
from netviz.panels.kit.card import Card
from netviz.rendering.units import pixels

__all__ = ["Card", "Places", "Size"]

GAP: Final = 12
NEAREST: Final = "nearest"
"""A panel that is there only when somebody asks for it."""
NARROW: Final = 1_090  # units: what folds has no room beside the card at the left, and would scroll sideways
Side = Literal["left", "right", "above", "below", "middle"]


class Size(NamedTuple):
    """Of a card beside or below the network: a share of the window's width or height, within pixels. `tight`
    is the least in a narrow window.
    """

    smallest: int
    largest: int
    share: float
    tight: int | None = None

    def of(self, whole: int) -> int:
        """Pixels in a window that measures `whole`; the limits are pixels at a text size of 100 %."""
        least = self.tight if self.tight is not None and whole < pixels(NARROW) else self.smallest
        return max(pixels(least), min(round(whole * self.share), pixels(self.largest)))


@runtime_checkable
class Folds(Protocol):
    """What puts its parts below each other where the window is narrow."""

    def fold(self, *, narrow: bool) -> None:
        """Called when the window has another size."""


@dataclass(frozen=True, eq=False)
class _Standing:
    widget: QWidget
    side: Side
    rooms: frozenset[str]
    panel: str | None
    size: Size | None
    only_full: bool
    simple_size: Size | None


class Places(QWidget):
    """The body of the window: cards left, the network in the middle, cards above, right of and below it.

    "middle" takes the place of the network and of what stands right of it and below.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: list[_Standing] = []
        self._shown = {**dict.fromkeys(PANELS, True), NEAREST: False}
        self._room = ""
        self._full = True
        self._insisted: set[QWidget] = set()
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        self._below, self._middle = QVBoxLayout(), QHBoxLayout()
        self._above, self._network = QVBoxLayout(), QHBoxLayout()
        upright = QVBoxLayout()
        for row in (self._left, self._right, self._below, self._middle, self._above, self._network, upright):
            row.setSpacing(GAP)
        upright.addLayout(self._above)
        upright.addLayout(self._network, 1)
        self._middle.addLayout(upright, 1)
        self._middle.addLayout(self._right)
        self._beside = QVBoxLayout()
        self._beside.setSpacing(GAP)
        self._beside.addLayout(self._middle, 1)
        self._beside.addLayout(self._below)
        body = QHBoxLayout(self)
        body.setContentsMargins(GAP, GAP, GAP, GAP)
        body.setSpacing(GAP)
        body.addLayout(self._left)
        body.addLayout(self._beside, 1)

    def stand(
        self,
        widget: QWidget,
        side: Side,
        rooms: tuple[str, ...],
        *,
        panel: str | None = None,
        size: Size | None = None,
        only_full: bool = False,
        simple_size: Size | None = None,
    ) -> None:
        """Show `widget` at this side in these rooms; `panel`, one of PANELS or NEAREST, hides and shows it.

        `only_full`: in Watch only where everything is wanted; `simple_size`: its size there where it is not.
        """
        self._standing.append(
            _Standing(widget, side, frozenset(rooms), panel, size, only_full, simple_size or size)
        )
        if side == "middle":
            self._network.addWidget(widget, 1)
        else:
            sides = {"left": self._left, "right": self._right, "above": self._above, "below": self._below}
            sides[side].addWidget(widget)
        self._arrange()

    def open(self, room: str) -> None:
        """Show what stands in this room, and nothing else."""
        self._room = room
        self._arrange()

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide one of PANELS, or NEAREST."""
        self._shown[name] = shown
        self._arrange()

    @property
    def room(self) -> str:
        """The one that is open."""
        return self._room

    def stand_above(self, widget: QWidget) -> None:
        """One that stood elsewhere for a while stands above the network again."""
        self._above.addWidget(widget)

    @property
    def simple(self) -> bool:
        """Whether only what one needs first stands here."""
        return not self._full and self._room == "watch"

    def show_full(self, full: bool) -> None:
        """Whether Watch shows everything."""
        self._full = full
        self._arrange()

    def insist(self, widget: QWidget, wanted: bool) -> None:
        """Show this one although only Full has it, for as long as it says what else could not be seen."""
        if (widget in self._insisted) != wanted:
            self._insisted ^= {widget}
            self._arrange()

    def share_room(self, width: int, height: int) -> None:
        """Larger windows have larger panels, within reason."""
        narrow = width < pixels(NARROW)
        for standing in self._standing:
            if isinstance(standing.widget, Folds):
                standing.widget.fold(narrow=narrow)
            size = standing.simple_size if self.simple else standing.size
            if size is not None and standing.side == "below":
                standing.widget.setFixedHeight(size.of(height))
            elif size is not None:
                standing.widget.setFixedWidth(size.of(width))

    def _arrange(self) -> None:
        # What goes away goes first, so that the network is not squeezed for a moment.
        wanted = [
            (
                s.widget,
                self._room in s.rooms
                and (s.panel is None or self._shown[s.panel])
                and not (self.simple and s.only_full and s.widget not in self._insisted),
            )
            for s in self._standing
        ]
        for widget, shown in sorted(wanted, key=lambda pair: pair[1]):
            widget.setVisible(shown)
