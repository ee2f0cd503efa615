"""What a neuron does, as a sketch."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.themed import Themed

# Activation of each source, its weight, and the height at which it stands.
_SOURCES: Final = ((0.9, 0.8, 20.0), (0.35, -0.6, 56.0), (0.65, 0.35, 92.0))

_SUM: Final = "z = Σ wᵢ·aᵢ + b"
_ACTIVATION: Final = "a = φ(z)"


class NeuronSketch(Themed, QWidget):
    """Three activations, three weights, one sum: an example, and none of the network's own numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # It gives way, and is hidden then: what its page needs is needed without it.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName("Sketch of a neuron")
        self.setToolTip(
            "A neuron adds up what comes in, each activation times its weight, and its bias; "
            "the function φ makes its own activation of the sum."
        )

    def sizeHint(self) -> QSize:
        return units.size(226, 164)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = min(float(units.wide(self)), 260.0)
            left, neuron = 22.0, QPointF(width - 62, 56)
            small = sized(self.font(), 12)
            for _, w, y in _SOURCES:
                pen = QPen(QColor(p.negative if w < 0 else p.positive), 1 + 4 * abs(w))
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                if w < 0 and p.dashed("negative"):
                    pen.setDashPattern([2.4, 1.2])
                painter.setPen(pen)
                painter.drawLine(QPointF(left, y), neuron)
            rim = QPen(QColor(p.rim), 1.4)
            painter.setPen(rim)
            for a, _, y in _SOURCES:
                painter.setBrush(mix(p.low, p.high, a))
                painter.drawEllipse(QPointF(left, y), 9, 9)
            painter.drawLine(neuron, QPointF(width - 22, neuron.y()))
            painter.setBrush(mix(p.low, p.high, 0.5))
            painter.drawEllipse(neuron, 15, 15)
            painter.setPen(QColor(p.muted))
            painter.setFont(small)
            centre = Qt.AlignmentFlag.AlignCenter
            painter.drawText(QRectF(0, 0, 13, 112), centre, "aᵢ")
            painter.drawText(QRectF((left + neuron.x()) / 2 - 10, 12, 20, 16), centre, "wᵢ")
            painter.drawText(QRectF(width - 20, neuron.y() - 8, 14, 16), centre, "a")
            painter.setPen(QColor(p.text))
            painter.setFont(sized(self.font(), 14))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            for box, words in formula_lines(width, float(units.high(self))):
                painter.drawText(box, flags, words)


def formula_lines(width: float, height: float) -> tuple[tuple[QRectF, str], ...]:
    """Where the formula stands in a sketch of this size: a line that does not fit whole is not begun."""
    below, line = 116.0, 22.0
    if height >= below + 2 * line:
        places = (QRectF(0, below, width, line), QRectF(0, below + line, width, line))
        return (places[0], _SUM), (places[1], _ACTIVATION)
    if height >= below + line:
        return ((QRectF(0, below, width, line), f"{_SUM},  {_ACTIVATION}"),)
    return ()
