"""Where a run was changed by hand: a mark on everything that shows steps, with what was changed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from netviz.training.changes import Change
from netviz.viewmodels.palette import Palette

NEAR: Final = 6.0  # units within which the pointer means a mark
_MOST: Final = 3  # that are told at once
_SIDE: Final = 3.5  # of a mark's triangle


def words_of(changes: tuple[Change, ...]) -> str:
    """What was changed, a line each with its step; of many the last ones."""
    told = [_line(change) for change in changes[-_MOST:]]
    if len(changes) > _MOST:
        told.insert(0, f"{len(changes) - _MOST} more just before")
    return "\n".join(told)


def near(changes: tuple[Change, ...], step: float, reach: float) -> tuple[Change, ...]:
    """Those whose mark is at most so many steps from this one; all of a lesson counts as its mark."""
    return tuple(change for change in changes if change.step - reach <= step <= change.last + reach)


def paint_mark(painter: QPainter, x: float, top: float, bottom: float, palette: Palette) -> None:
    """A dotted line from a small triangle at its top."""
    ink = QColor(palette.muted)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    corners = QPointF(x - _SIDE, top), QPointF(x + _SIDE, top), QPointF(x, top + 1.6 * _SIDE)
    painter.drawPolygon(QPolygonF(corners))


def _line(change: Change) -> str:
    if change.kind == "taught":
        return f"{change.words}, after step {change.step:,}"
    return f"After step {change.step:,}: {change.words[0].lower()}{change.words[1:]}"
