"""Words in a scene: titles, names, readings, and what is said beside the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class Word:
    """Words in a box of their own, on a ground where they stand over something."""

    box: QRectF
    words: str
    ink: QColor
    font: QFont
    flags: int = LEFT
    ground: QColor | None = None
    rim: QColor | None = None
    pad: float = 0.0


class Writing(QGraphicsItem):
    """Words in a scene."""

    def __init__(self, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.words: tuple[Word, ...] = ()

    def write(self, words: Sequence[Word]) -> None:
        """These in the place of what stood there."""
        if tuple(words) != self.words:
            self.prepareGeometryChange()
            self.words = tuple(words)
            self.update()

    def boundingRect(self) -> QRectF:
        box = QRectF()
        for word in self.words:
            box = box.united(word.box)
        return box.adjusted(-1, -1, 1, 1)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for word in self.words:
            if word.ground is not None:
                painter.setPen(Qt.PenStyle.NoPen if word.rim is None else QPen(word.rim, 1))
                painter.setBrush(word.ground)
                painter.drawRoundedRect(word.box, 3, 3)
            painter.setPen(word.ink)
            painter.setFont(word.font)
            painter.drawText(word.box.adjusted(word.pad, 0, -word.pad, 0), word.flags, word.words)
