"""One edge between its two neurons."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.inspector.facts import EdgeFacts
from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix, share_of
from netviz.rendering import units
from netviz.rendering.themed import Themed

_RADIUS: Final = 13.0


class EdgePicture(Themed, QWidget):
    """The line in its colour, as thick as it is strong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: EdgeFacts | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The weight between its two neurons")
        self.setToolTip(
            "The thicker the line, the larger the weight; a blue line excites, a red one holds back."
        )

    def show_facts(self, facts: EdgeFacts) -> None:
        """Show this edge."""
        self._facts = facts
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(226, 62)

    def paintEvent(self, event: QPaintEvent) -> None:
        facts, p = self._facts, self._palette
        if facts is None:
            return
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            start, end = QPointF(30, 22), QPointF(units.wide(self) - 30, 22)
            pen = QPen(QColor(p.negative if facts.w < 0 else p.positive if facts.w > 0 else p.muted))
            pen.setWidthF(1 + 5 * share_of(facts.w, facts.reference))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if facts.w < 0 and p.dashed("negative"):
                pen.setDashPattern([2.4, 1.2])
            painter.setPen(pen)
            painter.drawLine(start, end)
            painter.setPen(QPen(QColor(p.rim), 1.4))
            shade = 0.0
            if facts.a is not None and facts.input_reference:
                shade = share_of(facts.a, facts.input_reference)
            painter.setBrush(mix(p.low, p.high, shade))
            painter.drawEllipse(start, _RADIUS, _RADIUS)
            painter.setBrush(QColor(p.low))
            painter.drawEllipse(end, _RADIUS, _RADIUS)
            painter.setFont(sized(self.font(), 12))
            painter.setPen(QColor(p.muted))
            for centre, name in ((start, facts.source), (end, facts.target)):
                box = QRectF(0, 40, 90, 16)
                box.moveLeft(min(max(centre.x() - 45, 0.0), units.wide(self) - 90.0))
                side = Qt.AlignmentFlag.AlignLeft if centre is start else Qt.AlignmentFlag.AlignRight
                painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, name)
