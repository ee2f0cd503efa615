"""The sentences of a story's stage, for a picture of it: without them nobody knows what the arrows mean."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from netviz.rendering.fonts import Type, label_font, picture_family
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import Scene

WIDTH: Final = 1100.0  # of a picture in which type has its usual size; wider ones have larger type
MARGIN: Final = 20.0
MOST: Final = 0.4  # of the picture's height

_FONTS: Final = ((Type.FIGURE, True), (Type.SAID, False), (Type.CAPTION, False))


def caption_height(scene: Scene, width: int, height: int) -> int:
    """How many pixels the sentences take at the top of a picture; 0 where none of a stage is told."""
    moment = scene.moment
    if moment is None or not moment.n_stages or not moment.caption:
        return 0
    return round(min(_needed(moment, width / _scale(width)) * _scale(width), MOST * height))


def paint_caption(painter: QPainter, scene: Scene, width: int, high: int) -> None:
    """The sentences in the topmost `high` pixels, where `caption_height` has given any."""
    moment = scene.moment
    if moment is None or not high:
        return
    palette: Palette = scene.palette
    painter.save()
    painter.setOpacity(1.0)
    scale = min(_scale(width), high / _needed(moment, width / _scale(width)))
    painter.fillRect(QRectF(0, 0, width, high), QColor(palette.panel))
    painter.scale(scale, scale)
    wide, below = width / scale, high / scale
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.drawLine(QPointF(0, below), QPointF(wide, below))
    y = MARGIN
    for (size, strong), text, colour in zip(
        _FONTS, _sentences(moment), (palette.text, palette.muted, palette.muted), strict=True
    ):
        if not text:
            continue
        font = label_font(picture_family(), size, strong=strong)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        room = QRectF(MARGIN, y, wide - 2 * MARGIN, 10_000)
        painter.drawText(room, Qt.TextFlag.TextWordWrap, text)
        y += QFontMetricsF(font).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() + 6
    painter.restore()


def _sentences(moment: StoryMoment) -> tuple[str, str, str]:
    """What is said, and what stands beside the picture on the screen."""
    return moment.caption, moment.detail, " ".join(moment.notes) if moment.notes_beside else ""


def _scale(width: int) -> float:
    return width / WIDTH


def _needed(moment: StoryMoment, wide: float) -> float:
    high = 2 * MARGIN
    for (size, strong), text in zip(_FONTS, _sentences(moment), strict=True):
        if not text:
            continue
        metrics = QFontMetricsF(label_font(picture_family(), size, strong=strong))
        room = QRectF(0, 0, wide - 2 * MARGIN, 10_000)
        high += metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() + 6
    return high
