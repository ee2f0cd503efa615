"""Units: what a widget that paints itself measures in. One unit is a pixel at a text size of 100 %.

At 200 % it is two pixels, so a row, its bar and its words grow together and nothing that fitted is cut.
"""

from __future__ import annotations

from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from netviz.rendering.fonts import text_scale

_FRAME: Final = QSize(20, 60)  # pixels of a dialog's frame, and what the desktop keeps for itself
_HELD: Final = "held_units"
Bound = int | float | None


@runtime_checkable
class FollowsText(Protocol):
    """A widget that has more to do than to be painted anew when the text size changes."""

    def text_resized(self) -> None:
        """Called by whoever changed it."""


def pixels(units: float) -> int:
    """So many units in whole pixels."""
    return round(units * text_scale())


def size(width: float, height: float) -> QSize:
    """A size in units as Qt's, in pixels."""
    return QSize(pixels(width), pixels(height))


def room_for(window: QWidget) -> QSize:
    """What the screen has room for, in pixels, within a frame."""
    return window.screen().availableSize() - _FRAME


def begin_at(window: QWidget, wanted: QSize) -> None:
    """Give a dialog that opens so many pixels, or what the screen has room for."""
    window.resize(wanted.boundedTo(room_for(window)))


def begin(widget: QWidget | QPixmap) -> QPainter:
    """A painter on the widget, or on what is kept for it, that takes units."""
    painter = QPainter(widget)
    painter.scale(text_scale(), text_scale())
    return painter


def wide(widget: QWidget) -> float:
    """How wide it is, in units."""
    return widget.width() / text_scale()


def high(widget: QWidget) -> float:
    """How high it is, in units."""
    return widget.height() / text_scale()


def area(widget: QWidget) -> QRectF:
    """All of it, in units."""
    return QRectF(0, 0, wide(widget), high(widget))


def asked(event: QPaintEvent) -> QRectF:
    """What has to be painted, in units."""
    box, scale = QRectF(event.rect()), text_scale()
    return QRectF(box.x() / scale, box.y() / scale, box.width() / scale, box.height() / scale)


def ratio(widget: QWidget) -> float:
    """Device pixels for each unit."""
    return widget.devicePixelRatioF() * text_scale()


def place(position: QPointF) -> QPointF:
    """Where the pointer is, in units."""
    return position / text_scale()


def covered(box: QRectF | QRect) -> QRect:
    """The pixels that a box in units touches: to be painted anew, say."""
    box, scale = QRectF(box), text_scale()
    return QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale).toAlignedRect()


def hold(
    widget: QWidget,
    *,
    width: Bound = None,
    height: Bound = None,
    least_width: Bound = None,
    least_height: Bound = None,
    most_width: Bound = None,
    most_height: Bound = None,
) -> None:
    """Bound a widget's size, in units; it follows the text size. What is None stays as it was."""
    held = dict(widget.property(_HELD) or {})
    for name, units in (
        ("minimumWidth", least_width if width is None else width),
        ("minimumHeight", least_height if height is None else height),
        ("maximumWidth", most_width if width is None else width),
        ("maximumHeight", most_height if height is None else height),
    ):
        if units is not None:
            held[name] = float(units)
    widget.setProperty(_HELD, held)
    hold_again(widget)


def hold_again(widget: QWidget) -> None:
    """The same bounds at another text size."""
    held: dict[str, float] | None = widget.property(_HELD)
    for name, units in (held or {}).items():
        widget.setProperty(name, pixels(units))
