"""How the network is looked at: what its lines show, how many of them, and what is in focus."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from netviz.panels.inspector.facts import Facts
from netviz.panels.inspector.working import in_words
from netviz.panels.watch.view_bar import ViewBar
from netviz.rendering.canvas import GraphCanvas
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.playing.playback import Playback
from netviz.viewmodels.scene import Focus, View

Wish = Literal["auto", "weight", "contribution", "change", "marked"]

_VIEW: Final[dict[Wish, View]] = {
    "auto": "auto",
    "weight": "weight",
    "contribution": "contribution",
    "change": "change",
    "marked": "change",
}


class Explorer(QObject):
    """Remembers what the person wants to see; the presenter draws it."""

    changed = Signal()
    view_changed = Signal(str)  # a Wish

    def __init__(self, canvas: GraphCanvas, bar: ViewBar) -> None:
        super().__init__()
        self._canvas = canvas
        self._bar = bar
        self._wish: Wish = "auto"
        self._share = 1.0
        self._mark: Snapshot | None = None
        self._hovered: Focus | None = None
        self._picked: Focus | None = None
        self._said = ""
        canvas.hovered.connect(self._hover)
        bar.view_chosen.connect(self.set_view)
        bar.share_chosen.connect(self.set_share)

    # ---- what to draw

    @property
    def view(self) -> View:
        """What the lines show."""
        return _VIEW[self._wish]

    @property
    def share(self) -> float:
        """Of each layer's edges only this share is drawn, the strongest."""
        return self._share

    @property
    def focus(self) -> Focus | None:
        """The neuron or edge that stands out: what is pointed at, or else what a click has kept."""
        return self._picked if self.pointed is not None else self._hovered or self._picked

    @property
    def pointed(self) -> Focus | None:
        """An edge of the kept neuron that is pointed at."""
        kept, edge = self._picked, self._hovered
        if kept is None or kept.source is not None or edge is None or edge.source is None:
            return None
        ends = ((edge.column, edge.index), (edge.column - 1, edge.source))
        return edge if (kept.column, kept.index) in ends else None

    @property
    def kept(self) -> Focus | None:
        """What a click has kept."""
        return self._picked

    @property
    def hovered(self) -> Focus | None:
        """What is pointed at, in the graph or beside it."""
        return self._hovered

    @property
    def told_focus(self) -> Focus | None:
        """What the inspector tells of."""
        return self._hovered or self._picked

    def since(self, playback: Playback) -> Snapshot | None:
        """The step that changes are counted from."""
        mark, shown = self._mark, playback.shown
        if self._wish != "marked" or mark is None or shown is None:
            return playback.first
        # A marked step of another network is no place to count from.
        return mark if (mark.run, mark.generation) == (shown.run, shown.generation) else playback.first

    # ---- what the person wants

    def set_view(self, wish: Wish) -> None:
        """Show this from now on."""
        if wish != self._wish:
            self._wish = wish
            self._bar.show_view(wish)
            self.view_changed.emit(wish)
            self.changed.emit()

    def set_share(self, share: float) -> None:
        """Draw so many of the edges."""
        self._share = share
        self._bar.show_share(share)
        self.changed.emit()

    def mark(self, snapshot: Snapshot | None) -> None:
        """Count changes from here on, and show them."""
        self._mark = snapshot
        self.set_view("marked")
        self.changed.emit()

    def pick(self, focus: Focus | None) -> None:
        """Keep this in focus; None lets go."""
        self._picked = focus
        self._canvas.keep(focus)
        self.changed.emit()

    def point_at(self, focus: Focus | None) -> None:
        """This is pointed at beside the graph: let it stand out there."""
        if focus != self._hovered:
            self._hover(focus)

    def let_go(self) -> None:
        """Forget what was pointed at and what was kept."""
        self._hovered = None
        self.pick(None)

    def say(self, facts: Facts | None) -> None:
        """Tell a screen reader what is in focus, where the network has the keys."""
        words = "" if facts is None else in_words(facts)
        if words == self._said:
            return
        self._said = words
        self._canvas.setAccessibleDescription(words)
        if words and self._canvas.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, words))

    def _hover(self, focus: Focus | None) -> None:
        self._hovered = focus
        self.changed.emit()
