"""What the colours mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.figures import sized
from netviz.panels.images import mix
from netviz.rendering import units
from netviz.viewmodels.palette import LIGHT, Palette
from netviz.viewmodels.story.names import NEGATIVE, POSITIVE

_ROW: Final = 18
_SWATCH: Final = 20
_TEXT: Final = _SWATCH + 6
_COLUMNS: Final = 2
_LINES: Final = {
    "weight": (POSITIVE, NEGATIVE),
    "contribution": ("adds to the sum", "takes from it"),
    "change": ("more positive", "more negative"),
}
_SENTENCES: Final = {
    "weight": "The first line is a positive weight: it excites. The second is a negative one: it holds back.",
    "contribution": "The first line adds to its neuron's sum for this digit; the second takes from it.",
    "change": "The first line's weight has become more positive, the second's more negative.",
}


def full_shade(activations: Sequence[float], *, dark: bool) -> str:
    """At which activation `a` the neurons of each hidden layer have all their shade; about a line."""
    name, values = "Brightest" if dark else "Darkest", [f"{a:.2g}" for a in activations]
    if len(values) == 1:
        return f"{name}: activation {values[0]} (hidden layer)"
    if len(values) == 2:
        return f"{name} in hidden 1 and 2: a = {values[0]}, {values[1]}"
    return f"{name} in hidden 1 to {len(values)}: a = {', '.join(values)}"


class Legend(QWidget):
    """Swatches with words; the words follow the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._lines = "weight"
        self._notes: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Legend")
        self._describe()

    def set_notes(self, notes: tuple[str, ...]) -> None:
        """Sentences about this very picture: how many edges are crisp, which view, what full shade means."""
        if notes != self._notes:
            self._notes = notes
            self._describe()
            self._fit_height()
            self.update()

    def set_lines(self, lines: str) -> None:
        """What a line stands for: "weight", "contribution" or "change"."""
        if lines != self._lines:
            self._lines = lines
            self._describe()
            self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._describe()
        self.update()

    def words(self) -> tuple[str, ...]:
        """The words beside the swatches: row by row, two in a row."""
        shade = "bright" if self._palette.dark else "dark"
        return (*_LINES[self._lines], f"{shade} = active", "below zero")

    def sizeHint(self) -> QSize:
        return units.size(226, (self._swatches_height() + self._notes_height(226)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_height()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self._fit_height()

    def _fit_height(self) -> None:
        units.hold(self, height=self._swatches_height() + self._notes_height(units.wide(self)))

    def _swatches_height(self) -> float:
        return _ROW * len(self.words()) / _COLUMNS

    def _notes_height(self, width: float) -> float:
        if not self._notes:
            return 0.0
        metrics = QFontMetricsF(sized(self.font(), 12))
        box = QRectF(0, 0, max(width, 50), 10_000)
        wrap = int(Qt.TextFlag.TextWordWrap.value)
        return 4.0 + sum(metrics.boundingRect(box, wrap, note).height() + 2 for note in self._notes)

    def _describe(self) -> None:
        shade = "bright" if self._palette.dark else "dark"
        sentences = (
            _SENTENCES[self._lines],
            f"A {shade} neuron is active; a dashed rim means that its activation is below zero.",
        )
        self.setToolTip(" ".join(sentences))
        self.setAccessibleDescription(" ".join((*sentences, *self._notes)))

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        painter = units.begin(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized(self.font(), 12))
        across = units.wide(self) / _COLUMNS
        for at, words in enumerate(self.words()):
            row, column = divmod(at, _COLUMNS)
            painter.save()
            painter.translate(column * across, row * _ROW)
            self._paint_swatch(painter, at, _ROW / 2)
            painter.restore()
            painter.setPen(QColor(p.text))
            box = QRectF(column * across + _TEXT, row * _ROW, across - _TEXT + 8, _ROW)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(sized(self.font(), 12))
        painter.setPen(QColor(p.muted))
        top = self._swatches_height() + 4.0
        wrap = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        for note in self._notes:
            box = painter.boundingRect(QRectF(0, top, units.wide(self), 1000), wrap, note)
            painter.drawText(QRectF(0, top, units.wide(self), box.height() + 1), wrap, note)
            top += box.height() + 2

    def _paint_swatch(self, painter: QPainter, row: int, middle: float) -> None:
        p = self._palette
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if row < 2:
            pen = QPen(QColor(p.negative if row else p.positive), 3)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if row and p.dashed("negative"):
                pen.setDashPattern([2.2, 0.9])
            painter.setPen(pen)
            painter.drawLine(QPointF(0, middle), QPointF(_SWATCH, middle))
        elif row == 2:
            bar = QRectF(0.5, middle - 4.5, _SWATCH - 1, 9)
            ramp = QLinearGradient(bar.topLeft(), bar.topRight())
            ramp.setColorAt(0, QColor(p.low))
            ramp.setColorAt(1, QColor(p.high))
            painter.setBrush(ramp)
            painter.setPen(QPen(mix(p.line, p.muted, 0.6), 1))
            painter.drawRoundedRect(bar, 4.5, 4.5)
        else:
            rim = QPen(QColor(p.rim), 1.4)
            rim.setDashPattern([2, 1.6])
            painter.setPen(rim)
            painter.setBrush(mix(p.low, p.high, 0.15))
            painter.drawEllipse(QPointF(_SWATCH / 2, middle), 6, 6)
