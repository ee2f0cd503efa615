"""Alt and the wheel over the network turn the weight of the edge that is kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from netviz.app.screen.explorer import Explorer
from netviz.network.connections import edge_index
from netviz.panels.inspector.operate.figures import STEP
from netviz.panels.inspector.page.tab import Shown
from netviz.training.experiments.operations.single import SetWeight


class WeightWheel(QObject):
    """Works while the tab is seen. The wheel alone zooms, as ever; with Ctrl too, but on that edge."""

    wanted = Signal(object)  # Operation

    def __init__(self, canvas: QWidget, explorer: Explorer, parent: QObject) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._shown: Shown | None = None
        self._value: tuple[int, float] | None = None  # the weight that was asked for last
        self._of: object = None
        for part in (canvas, *canvas.findChildren(QWidget)):
            part.installEventFilter(self)

    def follow(self, shown: Shown | None) -> None:
        """What is on screen; None: nobody looks."""
        self._shown = shown
        if shown is None or shown.snapshot.identity != self._of:
            self._of = None if shown is None else shown.snapshot.identity
            self._value = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt."""
        if isinstance(event, QWheelEvent) and self._is_meant(event):
            self._turn((event.angleDelta().y() or event.angleDelta().x()) / 120)
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _is_meant(self, event: QWheelEvent) -> bool:
        shown, kept = self._shown, self._explorer.kept
        if shown is None or kept is None or kept.source is None or shown.focus != kept:
            return False
        keys = event.modifiers()
        on_it = self._explorer.hovered == kept
        return bool(
            keys & Qt.KeyboardModifier.AltModifier or (on_it and keys & Qt.KeyboardModifier.ControlModifier)
        )

    def _turn(self, notches: float) -> None:
        shown = self._shown
        assert shown is not None
        assert shown.focus is not None
        assert shown.focus.source is not None
        edge = edge_index(shown.snapshot.spec, shown.focus.column, shown.focus.source, shown.focus.index)
        known = self._value is not None and self._value[0] == edge
        now = self._value[1] if known and self._value is not None else float(shown.snapshot.parameters[edge])
        value = round(now + STEP * notches, 4)
        self._value = edge, value
        self.wanted.emit(SetWeight(edge, value))
