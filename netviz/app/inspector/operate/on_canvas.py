"""What is kept, turned on the canvas: an edge's weight, or a neuron's bias, dragged or with the wheel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from netviz.app.screen.explorer import Explorer
from netviz.panels.inspector.operate.figures import STEP, Figure, figures_of
from netviz.panels.inspector.page.tab import Shown
from netviz.rendering.units import place
from netviz.viewmodels.scene import Focus

_DRAG_FROM: Final = 5.0  # pixels; less is a click
_A_STEP: Final = 6.0  # pixels


class _Drag(NamedTuple):
    """Pressed here, where the number was this one; `asked` is what it is dragged to, None for a click."""

    at: float
    value: float
    asked: float | None = None


class OnCanvas(QObject):
    """Works while the tab is seen. The wheel alone zooms, as ever: with Alt it turns what is kept, with Ctrl
    where the pointer is on it. Dragged up or down it becomes more or less; dragged anywhere else the page
    moves.
    """

    wanted = Signal(object)  # Operation

    def __init__(self, canvas: QWidget, explorer: Explorer, parent: QObject) -> None:
        super().__init__(parent)
        self._explorer = explorer
        self._shown: Shown | None = None
        self._asked: tuple[Focus, float] | None = None  # the number that was asked for last
        self._of: object = None
        self._drag: _Drag | None = None
        for part in (canvas, *canvas.findChildren(QWidget)):
            part.installEventFilter(self)

    def follow(self, shown: Shown | None) -> None:
        """What is on screen; None: nobody looks."""
        self._shown = shown
        if shown is None:
            self._drag = None
        if shown is None or shown.snapshot.identity != self._of:
            self._of = None if shown is None else shown.snapshot.identity
            self._asked = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt."""
        match event:
            case QWheelEvent() if self._is_turned(event):
                self._turn((event.angleDelta().y() or event.angleDelta().x()) / 120)
                event.accept()
                return True
            case QMouseEvent() if isinstance(watched, QWidget) and self._mouse(watched, event):
                return True
        return super().eventFilter(watched, event)

    @property
    def _figure(self) -> Figure | None:
        """The number that is meant: an edge's weight, a neuron's bias."""
        shown, kept = self._shown, self._explorer.kept
        if shown is None or kept is None or shown.focus != kept:
            return None
        return next(iter(figures_of(shown.snapshot, kept)), None)

    # ---- the wheel

    def _is_turned(self, event: QWheelEvent) -> bool:
        keys = event.modifiers()
        on_it = self._explorer.hovered == self._explorer.kept
        meant = keys & Qt.KeyboardModifier.AltModifier or (
            on_it and keys & Qt.KeyboardModifier.ControlModifier
        )
        return bool(meant) and self._figure is not None

    def _turn(self, notches: float) -> None:
        figure, kept = self._figure, self._explorer.kept
        if figure is None or kept is None:
            return
        known = self._asked is not None and self._asked[0] == kept
        now = self._asked[1] if known and self._asked is not None else figure.value
        self._ask(figure.set_to, round(now + STEP * notches, 4), kept)

    def _ask(self, set_to: Callable[[float], object], value: float, kept: Focus) -> None:
        self._asked = kept, value
        self.wanted.emit(set_to(value))

    # ---- dragging

    def _mouse(self, widget: QWidget, event: QMouseEvent) -> bool:
        """Whether it is ours; a press is the canvas's, too, which makes a click of it."""
        kind, left = event.type(), event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left:
            figure = self._figure if self._explorer.hovered == self._explorer.kept else None
            at = place(event.position()).y()
            self._drag = None if figure is None else _Drag(at, figure.value)
        elif kind == QEvent.Type.MouseMove and self._drag is not None:
            return self._move(widget, event, self._drag)
        elif kind == QEvent.Type.MouseButtonRelease and left and self._drag is not None:
            begun, self._drag = self._drag.asked is not None, None
            if begun:
                widget.setCursor(Qt.CursorShape.PointingHandCursor)
            return begun
        return False

    def _move(self, widget: QWidget, event: QMouseEvent, drag: _Drag) -> bool:
        figure, kept = self._figure, self._explorer.kept
        if not event.buttons() & Qt.MouseButton.LeftButton or figure is None or kept is None:
            self._drag = None
            return False
        up = drag.at - place(event.position()).y()
        if drag.asked is None and abs(up) <= _DRAG_FROM:
            return True
        value = round(drag.value + STEP * int(up / _A_STEP), 4)
        self._drag = drag._replace(asked=value)
        if value != drag.asked:
            widget.setCursor(Qt.CursorShape.SizeVerCursor)
            self._ask(figure.set_to, value, kept)
        return True
