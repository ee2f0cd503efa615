"""Named numbers line by line, each with its value in the example and a bar to either side."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.inspector.why.keys import PointingKeys
from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.themed import Themed

_ROW: Final = 19.0
_GAP: Final = 10.0
_LEAST_BAR: Final = 50.0
_LEAST_NAME: Final = 60.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FAR = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Bar(NamedTuple):
    """`place`: the input that it is about; `value` in the example, in words; `size`, written as `number`."""

    place: int
    name: str
    value: str
    size: float
    number: str


class Bars(Themed, QWidget):
    """So many lines at most; more are counted in a last one."""

    pointed = Signal(object)  # the input: int | None

    def __init__(self, name: str, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._bars: tuple[Bar, ...] = ()
        self._at: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        PointingKeys(self, lambda: self._at, self._point_at, self._go)

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """These, in their order."""
        high = self._high
        self._bars = bars
        words = "; ".join(f"{bar.name} {bar.value} {bar.number}" for bar in self._seen)
        self.setAccessibleDescription(words)
        if high != self._high:
            self.updateGeometry()
        self.update()

    @property
    def _seen(self) -> tuple[Bar, ...]:
        return self._bars if len(self._bars) <= self._lines else self._bars[: self._lines - 1]

    @property
    def _high(self) -> float:
        return max(min(len(self._bars), self._lines), 1) * _ROW

    def sizeHint(self) -> QSize:
        return units.size(300, self._high)

    def minimumSizeHint(self) -> QSize:
        return units.size(220, self._high)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = int(units.place(event.position()).y() // _ROW)
        self._point_at(at if 0 <= at < len(self._seen) else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def _go(self, at: int | None, _right: int, down: int) -> int | None:
        last = len(self._seen) - 1
        if last < 0:
            return None
        return 0 if at is None else min(max(at + down, 0), last)

    def _point_at(self, at: int | None) -> None:
        if at != self._at:
            self._at = at
            self.pointed.emit(None if at is None else self._seen[at].place)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), 12))
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        p, width, metrics = self._palette, units.wide(self), QFontMetricsF(painter.font())
        seen = self._seen
        number = max((metrics.horizontalAdvance(bar.number) for bar in seen), default=0.0) + 1
        value = max((metrics.horizontalAdvance(bar.value) for bar in seen), default=0.0) + 1
        name = max((metrics.horizontalAdvance(bar.name) for bar in seen), default=0.0) + 1
        name = max(min(name, width - value - number - _LEAST_BAR - 3 * _GAP), _LEAST_NAME)
        begin = name + value + 2 * _GAP
        room = max(width - begin - number - _GAP, 10.0)
        middle = begin + room / 2
        full = max((abs(bar.size) for bar in self._bars), default=0.0) or 1.0
        for k, bar in enumerate(seen):
            top = k * _ROW
            if k == self._at:
                painter.fillRect(QRectF(0, top, width, _ROW), mix(p.panel, p.text, 0.07))
            painter.setPen(QColor(p.text))
            words = metrics.elidedText(bar.name, Qt.TextElideMode.ElideMiddle, name)
            painter.drawText(QRectF(0, top, name, _ROW), _LEFT, words)
            painter.drawText(QRectF(width - number, top, number, _ROW), _FAR, bar.number)
            painter.setPen(QColor(p.muted))
            painter.drawText(QRectF(name + _GAP, top, value, _ROW), _FAR, bar.value)
            length = bar.size / full * room / 2
            box = QRectF(min(middle, middle + length), top + 4, abs(length), _ROW - 8)
            painter.fillRect(box, QColor(p.positive if bar.size > 0 else p.negative))
        if seen:
            painter.setPen(QPen(QColor(p.line), 1))
            painter.drawLine(QPointF(middle, 0), QPointF(middle, len(seen) * _ROW))
        if self.hasFocus() and self._at is None:
            painter.setPen(QPen(QColor(p.accent), 1.2))
            painter.drawRect(QRectF(0.6, 0.6, width - 1.2, units.high(self) - 1.2))
        if len(self._bars) > len(seen):
            painter.setPen(QColor(p.muted))
            row = QRectF(0, len(seen) * _ROW, width, _ROW)
            painter.drawText(row, _LEFT, f"and {len(self._bars) - len(seen):,} more, each of less")
