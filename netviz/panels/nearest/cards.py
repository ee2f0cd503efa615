"""Examples side by side, the nearest first: as a picture, as its strongest numbers, or as a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import ink_image
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.columns import Columns, Numeric
from netviz.tasks.input import Input, Measures, Picture
from netviz.tasks.spam.mail import Mail

MOST: Final = 12
_TEXT: Final = 12
_LINE: Final = 16.0
_GAP: Final = 8.0
_NARROW, _WIDE = 62.0, 108.0  # of a card at least: with a picture, with words
_LARGEST: Final = 104.0  # a picture's side
_NOUGHT: Final = 1e-6  # what is stored is rounded
_MOST_LINES: Final = 4


@dataclass(frozen=True, eq=False)
class Like:
    """An example that is like what lies there: as it is stored, (n,), what is right for it, and how far away
    it is.
    """

    row: int
    stored: NDArray[Any]
    right: str
    ink: str
    distance: float


class Cards(Themed, QWidget):
    """As many as there is room for, up to MOST."""

    picked = Signal(int)  # the row of the example

    def __init__(self, reads: Input, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reads = reads
        self._shown: tuple[Like, ...] = ()
        self._least = _NARROW if isinstance(reads, Picture | Measures) else _WIDE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        units.hold(self, least_width=3 * _WIDE, least_height=86)
        self.setAccessibleName("The nearest examples")

    def show_like(self, shown: Sequence[Like]) -> None:
        """These, the nearest first."""
        self._shown = tuple(shown)
        self.setAccessibleDescription(
            ", ".join(f"{like.right} at {figure(like.distance)}" for like in self._seen)
        )
        self.update()

    @property
    def _seen(self) -> tuple[Like, ...]:
        room = int((units.wide(self) + _GAP) // (self._least + _GAP))
        return self._shown[: max(min(room, MOST), 1)]

    @property
    def _card(self) -> float:
        """How wide one is: all of them together take the whole width, within limits."""
        share = (units.wide(self) + _GAP) / max(len(self._seen), 1) - _GAP
        return max(self._least, min(share, _LARGEST if self._least == _NARROW else 2 * _WIDE))

    def sizeHint(self) -> QSize:
        return units.size(MOST * (self._least + _GAP), 110)

    def _box(self, place: int) -> QRectF:
        return QRectF(place * (self._card + _GAP), 0, self._card, units.high(self))

    def _at(self, point: QPointF) -> Like | None:
        for place, like in enumerate(self._seen):
            if self._box(place).contains(units.place(point)):
                return like
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        like = self._at(event.position())
        if like is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(like.row)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            like = self._at(QPointF(event.pos()))
            words = ""
            if like is not None:
                words = "\n".join(
                    [
                        f"Training example {like.row + 1:,}: {like.right}.",
                        f"Its distance is {figure(like.distance)}.",
                        *lines(self._reads, like.stored, _MOST_LINES * 2),
                        "A click puts it before the network.",
                    ]
                )
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), _TEXT))
            for place, like in enumerate(self._seen):
                self._paint(painter, self._box(place), like)

    def _paint(self, painter: QPainter, box: QRectF, like: Like) -> None:
        p = self._palette
        metrics = QFontMetricsF(painter.font())
        above = QRectF(box.left(), box.top(), box.width(), _LINE)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(like.ink))
        painter.drawEllipse(QPointF(above.left() + 4, above.center().y()), 3.5, 3.5)
        painter.setPen(QColor(p.text))
        words = above.adjusted(12, 0, 0, 0)
        painter.drawText(
            words, left, metrics.elidedText(like.right, Qt.TextElideMode.ElideRight, words.width())
        )
        middle = QRectF(box.left(), above.bottom() + 2, box.width(), box.height() - 2 * _LINE - 4)
        side = min(middle.width(), middle.height(), _LARGEST)
        square = isinstance(self._reads, Picture) or (
            isinstance(self._reads, Measures) and self._reads.n == 2
        )
        area = QRectF(middle.left(), middle.top(), side, side)
        under = area.bottom() + 2 if square else box.bottom() - _LINE
        painter.setPen(QColor(p.muted))
        painter.drawText(QRectF(box.left(), under, box.width(), _LINE), left, figure(like.distance))
        if isinstance(self._reads, Picture):
            painter.drawImage(area, ink_image(self._reads.of(np.asarray(like.stored, np.uint8)), p))
            self._frame(painter, area)
        elif square:
            self._paint_place(painter, area, like)
        else:
            room = int(middle.height() // _LINE)
            for k, line in enumerate(lines(self._reads, like.stored, room)):
                row = QRectF(middle.left(), middle.top() + k * _LINE, middle.width(), _LINE)
                painter.drawText(
                    row, left, metrics.elidedText(line, Qt.TextElideMode.ElideRight, row.width())
                )

    def _paint_place(self, painter: QPainter, area: QRectF, like: Like) -> None:
        """Where a point lies in the plane."""
        assert isinstance(self._reads, Measures)
        self._frame(painter, area)
        low, high = np.array(self._reads.low), np.array(self._reads.high)
        x, y = np.clip((like.stored - low) / (high - low), 0, 1).tolist()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(like.ink))
        painter.drawEllipse(QPointF(area.left() + x * area.width(), area.bottom() - y * area.height()), 3, 3)

    def _frame(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(QColor(self._palette.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))


def figure(distance: float) -> str:
    """A distance as it is written."""
    return f"{distance:.3g}" if distance < 1000 else f"{distance:,.0f}"


def lines(reads: Input, stored: NDArray[Any], most: int) -> list[str]:
    """An example in words: of a message its strongest words, of a row its numbers; none of a picture."""
    if isinstance(reads, Picture):
        return []
    if isinstance(reads, Columns):
        raw = reads.raw(stored)
        if isinstance(reads, Mail):
            strongest = [k for k in np.argsort(-stored, kind="stable").tolist() if raw[k] > _NOUGHT]
            return [f"{reads.name(k).removeprefix('word ')} {raw[k]:.3g}" for k in strongest[:most]]
        cells = zip(reads.columns, raw.tolist(), strict=True)
        return [
            f"{value:.4g} {column.unit or column.name}"
            if isinstance(column, Numeric)
            else ("–" if np.isnan(value) else column.categories[int(value)])
            for column, value in list(cells)[:most]
        ]
    return [f"{reads.name(k)} {value:.3g}" for k, value in enumerate(stored.tolist()[:most])]
