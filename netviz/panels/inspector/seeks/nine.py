"""Up to nine examples in their order: pictures and points side by side, rows of a table line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from netviz.panels.inspector.seeks.found import figure
from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import ink_image, mix
from netviz.panels.nearest.cards import lines
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.input import Input, Measures, Picture

NINE: Final = 9
_TEXT: Final = 12
_LINE: Final = 16.0
_ROW: Final = 20.0
_GAP: Final = 6.0
_LARGEST: Final = 64.0
_LEAST: Final = 40.0
_IN_A_ROW: Final = (9, 5, 3)
_VALUE: Final = 52.0
_RIGHT: Final = 84.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FAR = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, eq=False)
class Shown:
    """A training example: its row, as it is stored, what is right for it with its colour, z and a."""

    row: int
    stored: NDArray[Any]
    right: str
    ink: str
    z: float
    a: float


class Nine(Themed, QWidget):
    """A click on one picks it, and so do the arrow keys with Return."""

    picked = Signal(int)  # the row of the example

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reads: Input | None = None
        self._shown: tuple[Shown, ...] = ()
        self._at = 0
        self._pointed: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)

    def show_examples(self, reads: Input, shown: Sequence[Shown]) -> None:
        """These, the first one first."""
        lines_before = self._reads is None or self._side_by_side != _side_by_side(reads)
        self._reads, self._shown = reads, tuple(shown)
        self._at = min(self._at, max(len(shown) - 1, 0))
        self.setAccessibleDescription("; ".join(map(self._words, self._shown)))
        if lines_before:
            units.hold(self, least_height=self._height, most_height=self._height)
        self.update()

    def box(self, place: int) -> QRectF:
        """Where this one is, in units."""
        if self._side_by_side:
            row, column = divmod(place, self._in_a_row)
            across, down = self._side + _GAP, self._tile + _GAP
            return QRectF(column * across, row * down, self._side, self._tile)
        return QRectF(0, place * _ROW, units.wide(self), _ROW)

    # ---- size

    @property
    def _side_by_side(self) -> bool:
        return self._reads is None or _side_by_side(self._reads)

    @property
    def _in_a_row(self) -> int:
        return next(
            n for n in _IN_A_ROW if n == _IN_A_ROW[-1] or units.wide(self) >= n * (_LEAST + _GAP) - _GAP
        )

    @property
    def _side(self) -> float:
        share = (units.wide(self) + _GAP) / self._in_a_row - _GAP
        return min(max(share, _LEAST), _LARGEST)

    @property
    def _tile(self) -> float:
        return self._side + 2 * _LINE + 4

    @property
    def _height(self) -> float:
        if not self._side_by_side:
            return NINE * _ROW
        rows = -(-NINE // self._in_a_row)
        return rows * (self._tile + _GAP) - _GAP

    def sizeHint(self) -> QSize:
        return units.size(NINE * (44 + _GAP), self._height)

    def minimumSizeHint(self) -> QSize:
        return units.size(_IN_A_ROW[-1] * (_LEAST + _GAP) - _GAP, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        units.hold(self, least_height=self._height, most_height=self._height)
        super().resizeEvent(event)

    # ---- hands

    def _place_at(self, point: QPointF) -> int | None:
        here = units.place(point)
        return next((k for k in range(len(self._shown)) if self.box(k).contains(here)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointed = self._place_at(event.position())
        if pointed != self._pointed:
            self._pointed = pointed
            self.setCursor(
                Qt.CursorShape.ArrowCursor if pointed is None else Qt.CursorShape.PointingHandCursor
            )
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = place
            self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps and self._shown:
            self._at = min(max(self._at + steps[key], 0), len(self._shown) - 1)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._shown:
            self._pick()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _pick(self) -> None:
        self.picked.emit(self._shown[self._at].row)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            words = ""
            if place is not None and self._reads is not None:
                shown = self._shown[place]
                words = "\n".join(
                    [
                        f"{self._words(shown)}.",
                        *lines(self._reads, shown.stored, 8),
                        "A click puts it before the network.",
                    ]
                )
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    @staticmethod
    def _words(shown: Shown) -> str:
        return f"Training example {shown.row + 1:,}: {shown.right}, z {figure(shown.z)}, a {figure(shown.a)}"

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        reads = self._reads
        if reads is None:
            return
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), _TEXT))
            for place, shown in enumerate(self._shown):
                box = self.box(place)
                if place == self._pointed or (self.hasFocus() and place == self._at):
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(mix(self._palette.panel, self._palette.text, 0.08))
                    painter.drawRoundedRect(box.adjusted(-2, 0, 2, 0), 3, 3)
                if self._side_by_side:
                    self._paint_tile(painter, box, shown, reads)
                else:
                    self._paint_row(painter, box, shown, reads)
                if self.hasFocus() and place == self._at:
                    painter.setPen(QPen(QColor(self._palette.accent), 1.5))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(box.adjusted(-1, 1, 1, -1), 3, 3)

    def _paint_tile(self, painter: QPainter, box: QRectF, shown: Shown, reads: Input) -> None:
        p = self._palette
        area = QRectF(box.left(), box.top(), box.width(), box.width())
        if isinstance(reads, Picture):
            painter.drawImage(area, ink_image(reads.of(np.asarray(shown.stored, np.uint8)), p))
        painter.setPen(QPen(QColor(p.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        if isinstance(reads, Measures):
            low, high = np.array(reads.low), np.array(reads.high)
            x, y = np.clip((shown.stored - low) / (high - low), 0, 1).tolist()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shown.ink))
            painter.drawEllipse(
                QPointF(area.left() + x * area.width(), area.bottom() - y * area.height()), 3, 3
            )
        metrics = QFontMetricsF(painter.font())
        line = QRectF(box.left(), area.bottom() + 2, box.width(), _LINE)
        painter.setPen(QColor(p.text))
        painter.drawText(line, _CENTRE, _fitting(metrics, shown.right, line.width()))
        painter.setPen(QColor(p.muted))
        painter.drawText(line.translated(0, _LINE), _CENTRE, figure(shown.z))

    def _paint_row(self, painter: QPainter, box: QRectF, shown: Shown, reads: Input) -> None:
        p, metrics = self._palette, QFontMetricsF(painter.font())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shown.ink))
        painter.drawEllipse(QPointF(box.left() + 4, box.center().y()), 3.5, 3.5)
        painter.setPen(QColor(p.text))
        right = QRectF(box.left() + 13, box.top(), _RIGHT - 13, box.height())
        painter.drawText(right, _LEFT, _fitting(metrics, shown.right, right.width()))
        painter.setPen(QColor(p.muted))
        middle = QRectF(box.left() + _RIGHT + 6, box.top(), box.width() - _RIGHT - _VALUE - 10, box.height())
        painter.drawText(middle, _LEFT, _whole(metrics, lines(reads, shown.stored, 8), middle.width()))
        painter.setPen(QColor(p.text))
        value = QRectF(box.right() - _VALUE, box.top(), _VALUE, box.height())
        painter.drawText(value, _FAR, figure(shown.z))


def _side_by_side(reads: Input) -> bool:
    return isinstance(reads, Picture) or (isinstance(reads, Measures) and reads.n == 2)


def _whole(metrics: QFontMetricsF, parts: list[str], room: float) -> str:
    """As many of these as there is room for, none cut."""
    words = ""
    for part in parts:
        longer = f"{words} · {part}" if words else part
        if metrics.horizontalAdvance(longer) > room:
            break
        words = longer
    return words


def _fitting(metrics: QFontMetricsF, words: str, room: float) -> str:
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
