"""What each thing that stands in an example did to the answer: a line each, with a bar to either side."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.rendering import units
from netviz.rendering.fonts import Type, label_font, picture_family
from netviz.rendering.themed import Themed

_LINE: Final = 19.0
_NAME: Final = 0.48  # of the width
_VALUE: Final = 0.22
_ELIDED: Final = Qt.TextElideMode.ElideMiddle


class Effect(NamedTuple):
    """`name` and `value` in words; `size`: how far it moves the answer, -1 to 1, towards the second class
    where it is above 0.
    """

    name: str
    value: str
    size: float


class EffectList(Themed, QWidget):
    """So many lines at most; more are counted in a last one."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.effects: tuple[Effect, ...] = ()
        self._inks = ("#888888", "#888888")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_effects(self, effects: tuple[Effect, ...], inks: tuple[str, str]) -> None:
        """These, the largest first; `inks`: of the first class, and of the second."""
        if (effects, inks) == (self.effects, self._inks):
            return
        self.effects, self._inks = effects, inks
        words = "; ".join(f"{effect.name} {effect.value}" for effect in effects[: self._lines])
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(190, self._lines * _LINE)

    def minimumSizeHint(self) -> QSize:
        return units.size(150, self._lines * _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(label_font(picture_family(), Type.CAPTION))
        width, palette = units.wide(self), self._palette
        shown = self.effects
        if len(shown) > self._lines:
            shown = shown[: self._lines - 1]
        left, room = width * (_NAME + _VALUE) + 8, width * (1 - _NAME - _VALUE) - 8
        middle = left + room / 2
        if shown:
            painter.setPen(QPen(QColor(palette.line), 1))
            painter.drawLine(QPointF(middle, 0), QPointF(middle, len(shown) * _LINE))
        metrics = painter.fontMetrics()
        for line, effect in enumerate(shown):
            top = line * _LINE
            name = metrics.elidedText(effect.name, _ELIDED, round(width * _NAME))
            painter.setPen(QColor(palette.text))
            painter.drawText(QRectF(0, top, width * _NAME, _LINE), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(QColor(palette.muted))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(width * _NAME, top, width * _VALUE, _LINE), right, effect.value)
            length = effect.size * room / 2
            bar = QRectF(min(middle, middle + length), top + 4, abs(length), _LINE - 8)
            painter.fillRect(bar, QColor(self._inks[effect.size > 0]))
        left_over = len(self.effects) - len(shown)
        if left_over:
            painter.setPen(QColor(palette.muted))
            painter.drawText(
                QRectF(0, len(shown) * _LINE, width, _LINE),
                Qt.AlignmentFlag.AlignVCenter,
                f"and {left_over} more, each of less",
            )
