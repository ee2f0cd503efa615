"""Where panels stand around the network, and in which rooms."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, Protocol, runtime_checkable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from netviz.app.program.settings import PANELS
from netviz.panels.kit.card import Card
from netviz.rendering.units import pixels

__all__ = ["Card", "Places", "Size"]

GAP: Final = 12
NEAREST: Final = "nearest"
"""A panel that is there only when somebody asks for it."""
INSIDE: Final = "inside"
"""Another one: the page that takes the place of what stands right of the network."""
WITH_NETWORK: Final = frozenset(("watch", "train", "explain"))
NARROW: Final = 1_090  # units: what folds has no room beside the card at the left, and would scroll sideways
Side = Literal["left", "right", "far", "above", "below", "middle"]


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


class _Standing(NamedTuple):
    widget: QWidget
    side: Side
    rooms: frozenset[str]
    panel: str | None
    size: Size | None
    only_full: bool
    simple_size: Size | None
    spans: bool
    presented: frozenset[str]
    only_presented: bool


class Places(QWidget):
    """The body of the window: cards left, the network in the middle, cards above, right of and below it.

    "middle" takes the place of the network and of what stands right of it and below. "far" stands at the
    right of all that, as high as the body; while something does, cards at the right, plots below and, where
    that is too narrow, those at the left give way.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: list[_Standing] = []
        self._shown = {**dict.fromkeys(PANELS, True), NEAREST: False, INSIDE: False}
        self._room = ""
        self._full = True
        self._narrow = False
        self._presents = False
        self._insisted: set[QWidget] = set()
        self._far, self._foot = QHBoxLayout(), QVBoxLayout()
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
        both = QHBoxLayout()
        both.setSpacing(GAP)
        both.addLayout(self._beside, 1)
        both.addLayout(self._far)
        above_foot = QVBoxLayout()
        above_foot.setSpacing(GAP)
        above_foot.addLayout(both, 1)
        above_foot.addLayout(self._foot)
        body.addLayout(above_foot, 1)

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
        spans: bool = False,
        presented: tuple[str, ...] | None = (),
    ) -> None:
        """Show `widget` at this side in these rooms; `panel`, one of PANELS, NEAREST or INSIDE, hides
        and shows it.

        `only_full`: in Watch only where everything is wanted; `simple_size`: its size there where it is not.
        `spans`: beside what stands "far" it has too little room, and stands below both. `presented`: in
        which rooms it stands in a presentation as well, besides those without a network where it does not
        stand at the left; None: only there.
        """
        here = frozenset(rooms)
        # What can be hidden, or stands beside others, has no place on a wall but where it is said.
        alone = frozenset() if side == "left" else here - WITH_NETWORK
        also = here if presented is None else alone | set(presented)
        self._standing.append(
            _Standing(
                widget,
                side,
                here,
                panel,
                size,
                only_full,
                simple_size or size,
                spans,
                also,
                presented is None,
            )
        )
        if side == "middle":
            self._network.addWidget(widget, 1)
        else:
            sides = {
                "left": self._left,
                "right": self._right,
                "far": self._far,
                "above": self._above,
                "below": self._below,
            }
            sides[side].addWidget(widget)
        self._arrange()

    def open(self, room: str) -> None:
        """Show what stands in this room, and nothing else."""
        self._room = room
        self._arrange()

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide one of PANELS, NEAREST or INSIDE."""
        self._shown[name] = shown
        self._arrange()

    def has(self, name: str) -> bool:
        """Whether this panel has a place in this room."""
        return any(s.panel == name and self._room in s.rooms for s in self._standing)

    def gives_way(self, name: str) -> bool:
        """Whether this panel gives its place to what is looked into."""
        return any(s.panel == name and self._room in s.rooms and self._gives_way(s) for s in self._standing)

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

    @property
    def presents(self) -> bool:
        """Whether it is a presentation."""
        return self._presents

    def present(self, presents: bool) -> None:
        """Whether only what is seen from the back of a hall stands here."""
        self._presents = presents
        self._arrange()

    def _stands(self, standing: _Standing) -> bool:
        """Whether it has a place in this room, presented or not."""
        if self._presents:
            return self._room in standing.presented
        shown = standing.panel is None or self._shown[standing.panel]
        return shown and self._room in standing.rooms and not standing.only_presented

    def share_room(self, width: int, height: int) -> None:
        """Larger windows have larger panels, within reason."""
        narrow = width < pixels(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            if self._shown[INSIDE]:
                self._arrange()
        for standing in self._standing:
            if isinstance(standing.widget, Folds):
                standing.widget.fold(narrow=narrow)
            size = standing.simple_size if self.simple else standing.size
            if size is not None and standing.side == "below":
                standing.widget.setFixedHeight(size.of(height))
            elif size is not None:
                standing.widget.setFixedWidth(size.of(width))

    @property
    def _inside(self) -> bool:
        return self._shown[INSIDE] and self._room == "watch"

    def _stand_below(self) -> None:
        """What spans has the foot of both where something stands far, else its place below the network."""
        to = self._foot if self._inside else self._below
        below = [s for s in self._standing if s.side == "below"]
        for place, standing in enumerate(below):
            if standing.spans and to.indexOf(standing.widget) < 0:
                for layout in (self._foot, self._below):
                    layout.removeWidget(standing.widget)
                to.insertWidget(0 if to is self._foot else place, standing.widget)

    def _gives_way(self, standing: _Standing) -> bool:
        """Whether what is looked into has its place."""
        if not self._inside:
            return False
        upright = standing.side == "right" or (standing.side == "left" and self._narrow)
        return upright or standing.panel in ("curves", NEAREST)

    def _arrange(self) -> None:
        self._stand_below()
        # What goes away goes first, so that the network is not squeezed for a moment.
        wanted = [
            (
                s.widget,
                self._stands(s)
                and not self._gives_way(s)
                and not (self.simple and s.only_full and s.widget not in self._insisted),
            )
            for s in self._standing
        ]
        for widget, shown in sorted(wanted, key=lambda pair: pair[1]):
            widget.setVisible(shown)
