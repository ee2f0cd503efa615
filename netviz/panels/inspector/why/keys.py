"""Pointing with the arrow keys at what a pointer can rest on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from netviz.panels.kit.own_keys import keeps

_WAYS: Final = {
    Qt.Key.Key_Up.value: (0, -1),
    Qt.Key.Key_Down.value: (0, 1),
    Qt.Key.Key_Left.value: (-1, 0),
    Qt.Key.Key_Right.value: (1, 0),
}  # how far to the right, and how far down
_ESCAPE: Final = Qt.Key.Key_Escape.value


class PointingKeys(QObject):
    """`at` is the place that is pointed at, None without; `to` points at another; `go` is where a way leads
    from there. Esc, and whoever takes the keys, let go.
    """

    def __init__(
        self,
        widget: QWidget,
        at: Callable[[], int | None],
        to: Callable[[int | None], None],
        go: Callable[[int | None, int, int], int | None],
    ) -> None:
        super().__init__(widget)
        self._widget, self._at, self._to, self._go = widget, at, to, go
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt."""
        # Esc is the window's, unless something is pointed at here.
        keys = (*_WAYS, _ESCAPE) if self._at() is not None else tuple(_WAYS)
        if keeps(event, keys):
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in keys:
            way = _WAYS.get(event.key())
            self._to(None if way is None else self._go(self._at(), *way))
            return True
        if event.type() == QEvent.Type.FocusOut:
            self._to(None)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._widget.update()
        return super().eventFilter(watched, event)
