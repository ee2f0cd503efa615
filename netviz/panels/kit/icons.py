"""Small line icons, drawn: they take any colour and stay sharp at any scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from netviz.rendering.fonts import TEXT_SIZES

SIZE: Final = 16


def _play(painter: QPainter, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.setPen(QPen(colour, 1.4, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(QPolygonF([QPointF(4.5, 3), QPointF(13, 8), QPointF(4.5, 13)]))


def _pause(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(3.4, 2.4, 3.4, 11.2), 1, 1)
    painter.drawRoundedRect(QRectF(9.2, 2.4, 3.4, 11.2), 1, 1)


def _step(painter: QPainter, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.setPen(QPen(colour, 1.2, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(QPolygonF([QPointF(3, 3.5), QPointF(9.8, 8), QPointF(3, 12.5)]))
    painter.drawRoundedRect(QRectF(11.4, 3.4, 1.4, 9.2), 0.6, 0.6)


def _reset(painter: QPainter, colour: QColor) -> None:
    painter.drawArc(QRectF(2.8, 2.8, 10.4, 10.4), 130 * 16, 290 * 16)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(2.2, 1.9), QPointF(2.2, 6.4), QPointF(6.7, 6.4)]))


def _undo(painter: QPainter, colour: QColor) -> None:
    path = QPainterPath(QPointF(3, 6))
    path.lineTo(9.5, 6)
    path.cubicTo(14.4, 6, 14.4, 13, 9.5, 13)
    path.lineTo(6, 13)
    painter.drawPath(path)
    painter.drawPolyline(QPolygonF([QPointF(6.2, 2.8), QPointF(3, 6), QPointF(6.2, 9.2)]))


def _clear(painter: QPainter, colour: QColor) -> None:
    painter.drawLine(QPointF(2.6, 4.4), QPointF(13.4, 4.4))
    painter.drawPolyline(QPolygonF([QPointF(6, 4.2), QPointF(6, 2.4), QPointF(10, 2.4), QPointF(10, 4.2)]))
    painter.drawPolyline(
        QPolygonF([QPointF(4, 4.6), QPointF(4.7, 13.6), QPointF(11.3, 13.6), QPointF(12, 4.6)])
    )
    painter.drawLine(QPointF(6.8, 7), QPointF(6.9, 11))
    painter.drawLine(QPointF(9.2, 7), QPointF(9.1, 11))


def _erase(painter: QPainter, colour: QColor) -> None:
    painter.drawPolygon(
        QPolygonF(
            [QPointF(9.4, 2.4), QPointF(13.8, 6.8), QPointF(7.2, 13.4), QPointF(5, 13.4), QPointF(2.4, 10.6)]
        )
    )
    painter.drawLine(QPointF(5.6, 6.6), QPointF(9.8, 10.8))
    painter.drawLine(QPointF(8.6, 13.4), QPointF(13.6, 13.4))


def _play_back(painter: QPainter, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.setPen(QPen(colour, 1.4, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(QPolygonF([QPointF(11.5, 3), QPointF(3, 8), QPointF(11.5, 13)]))


def _flag(painter: QPainter, colour: QColor) -> None:
    painter.drawLine(QPointF(4, 2.2), QPointF(4, 13.8))
    painter.drawPolyline(QPolygonF([QPointF(4, 2.8), QPointF(12.8, 5.6), QPointF(4, 8.6)]))


def _branch(painter: QPainter, colour: QColor) -> None:
    path = QPainterPath(QPointF(4.4, 5.6))
    path.lineTo(4.4, 10.4)
    path.moveTo(4.4, 10.2)
    path.cubicTo(4.4, 7.6, 11.6, 9.4, 11.6, 6.4)
    painter.drawPath(path)
    for centre in (QPointF(4.4, 3.8), QPointF(4.4, 12.2), QPointF(11.6, 4.6)):
        painter.drawEllipse(centre, 1.8, 1.8)


_ICONS: Final[dict[str, Callable[[QPainter, QColor], None]]] = {
    "play": _play,
    "play_back": _play_back,
    "pause": _pause,
    "step": _step,
    "reset": _reset,
    "undo": _undo,
    "clear": _clear,
    "erase": _erase,
    "flag": _flag,
    "branch": _branch,
}


def paint_icon(painter: QPainter, name: str, corner: QPointF, colour: QColor) -> None:
    """Draw an icon of SIZE×SIZE logical pixels with its top left at `corner`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(corner)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(colour, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    _ICONS[name](painter, colour)
    painter.restore()


def icon(name: str, colour: str) -> QIcon:
    """An icon for a button in every text size, at one, two and three device pixels a pixel."""
    result = QIcon()
    for ratio in (1, 2, 3):
        # Qt makes no pixmap larger than it is.
        for side in {SIZE, *(SIZE * percent // 100 for percent in TEXT_SIZES)}:
            pixmap = QPixmap(side * ratio, side * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as painter:
                painter.scale(side / SIZE, side / SIZE)
                paint_icon(painter, name, QPointF(0, 0), QColor(colour))
            result.addPixmap(pixmap)
    return result
