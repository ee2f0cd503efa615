"""The confusion matrix: which digits are read as which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
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

from netviz.panels.kit.buttons import KEYBOARD
from netviz.panels.kit.figures import percent, sized
from netviz.panels.kit.images import legible, mix, readable
from netviz.panels.kit.own_keys import keeps
from netviz.panels.kit.term_spot import TermSpot
from netviz.panels.test.charts.counts import Totals, count_in, shares_right, totals_of, writing
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.answer import Classes

_LEFT: Final = 26  # and the names of the classes beside it
_NARROWEST: Final = 18
_TOP: Final = 36
_RIGHT: Final = 78
_BOTTOM: Final = 28
_WIDEST: Final = 1.5  # a cell's width as a share of its height
_NAMES_APART: Final = 6.0
_SOFTER: Final = 0.75  # power of the share that gives a mistake's shade, so that rare ones are seen too
_STEPS: Final = {
    Qt.Key.Key_Left.value: (0, -1),
    Qt.Key.Key_Right.value: (0, 1),
    Qt.Key.Key_Up.value: (-1, 0),
    Qt.Key.Key_Down.value: (1, 0),
}
_PICKING: Final = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value, Qt.Key.Key_Space.value)

Cell = tuple[int, int]  # label, answer


class ConfusionMatrix(Themed, QWidget):
    """A row for each label, a column for each answer, counts in the cells; recall and precision at the rims.

    Right answers (the diagonal) are tinted by their share of the row; mistakes have a darker scale of their
    own, up to the most frequent one, or they would not be seen beside a thousand right answers.
    """

    cell_picked = Signal(int, int)  # label, answer
    let_go = Signal()  # Esc, while a cell is marked

    def __init__(self, classes: Classes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = classes
        self._counts: NDArray[np.integer[Any]] | None = None
        self._selected: Cell | None = None
        self._hovered: Cell | None = None
        self._place: Cell = (0, 0)
        self._reached_by_keys = False
        self._recall, self._precision = TermSpot("recall", self), TermSpot("precision", self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Confusion matrix")
        self.setAccessibleDescription("Arrow keys walk through the cells, Enter shows a cell's examples.")

    def set_confusion(
        self, counts: NDArray[np.integer[Any]] | None, of: Classes | None = None, totals: Totals | None = None
    ) -> None:
        """`counts[label, answer]` (n, n), `of` these of all classes, with their `totals`; None: no counts."""
        self._counts, self._classes = counts, of or self._classes
        self._totals = totals or totals_of(np.zeros((0, 0), np.intp) if counts is None else counts)
        self._place_terms()
        self.update()

    def set_selected(self, cell: Cell | None) -> None:
        """Mark the cell whose digits are shown."""
        self._selected = cell
        if cell is not None:
            self._place = cell
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_terms()

    def text_resized(self) -> None:
        """Words are larger or smaller now."""
        self._place_terms()

    def _place_terms(self) -> None:
        """The two words at the rims can be asked what they mean."""
        if self._counts is None:
            self._recall.stand_on(None)
            self._precision.stand_on(None)
            return
        _, unit = self._writing(*shares_right(self._counts, self._totals))
        metrics = QFontMetricsF(sized(self.font(), 12))
        for spot, place in zip((self._recall, self._precision), self._rim_names(), strict=True):
            wide = metrics.horizontalAdvance(spot.term)
            left = place.right() - wide - metrics.horizontalAdvance(unit)
            top = place.center().y() - metrics.height() / 2
            spot.stand_on(QRectF(left, top, wide, metrics.height()))

    def _rim_names(self) -> tuple[QRectF, QRectF]:
        """Where "recall" and "precision" stand, to the right."""
        first, last = self._box(0, 0), self._box(self._n() - 1, self._n() - 1)
        wide = _RIGHT - 6
        return (
            QRectF(last.right() + 6, first.top() - 20, wide, 18),
            QRectF(last.right() + 6, last.bottom() + 6, wide, 16),
        )

    def sizeHint(self) -> QSize:
        return units.size(self._left + self._n() * 48 + _RIGHT, _TOP + self._n() * 40 + _BOTTOM)

    def minimumSizeHint(self) -> QSize:
        return units.size(self._left + self._n() * 36 + _RIGHT, _TOP + self._n() * 22 + _BOTTOM)

    def cell_rect(self, label: int, answer: int) -> QRect:
        """Where this cell is."""
        return self._box(label, answer).toRect()

    # -- geometry -------------------------------------------------------------------------------------------

    def _n(self) -> int:
        return self._classes.n if self._counts is None else len(self._counts)

    def _cell(self) -> tuple[float, float]:
        n = self._n()
        high = max((units.high(self) - _TOP - _BOTTOM) / n, 8)
        wide = max((units.wide(self) - self._left - _RIGHT) / n, 8)
        # As wide as the names above them, where there is room.
        return min(wide, max(_WIDEST * high, self._beside + _NAMES_APART)), min(high, _WIDEST * wide)

    def _origin(self) -> QPointF:
        n = self._n()
        wide, high = self._cell()
        return QPointF(
            self._left + max((units.wide(self) - self._left - _RIGHT - n * wide) / 2, 0),
            _TOP + max((units.high(self) - _TOP - _BOTTOM - n * high) / 2, 0),
        )

    @property
    def _beside(self) -> float:
        """Units that the longest name takes."""
        metrics = QFontMetricsF(sized(self.font(), 13, QFont.Weight.DemiBold))
        names = self._classes.names
        longest = max(map(metrics.horizontalAdvance, names), default=0.0)
        return _NARROWEST if all(len(name) == 1 for name in names) else longest + 4

    @property
    def _left(self) -> float:
        return _LEFT + self._beside

    def _box(self, label: int, answer: int) -> QRectF:
        wide, high = self._cell()
        corner = self._origin()
        left, top = round(corner.x() + answer * wide), round(corner.y() + label * high)
        right, bottom = round(corner.x() + (answer + 1) * wide), round(corner.y() + (label + 1) * high)
        return QRectF(left, top, right - left - 2, bottom - top - 2)

    def _cell_at(self, position: QPointF) -> Cell | None:
        wide, high = self._cell()
        corner, n = self._origin(), self._n()
        answer, label = (position.x() - corner.x()) // wide, (position.y() - corner.y()) // high
        inside = 0 <= answer < n and 0 <= label < n
        return (int(label), int(answer)) if inside and self._counts is not None else None

    # -- events ---------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._reached_by_keys = False
        cell = self._cell_at(units.place(event.position()))
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._pick(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._cell_at(units.place(event.position()))
        if hovered != self._hovered:
            self._hovered = hovered
            pointing = hovered is not None and self._count(hovered) > 0
            self.setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self._words_at(QPointF(event.pos()))
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        walks = self._counts is not None and keeps(event, (*_STEPS, *_PICKING))
        lets_go = self._selected is not None and keeps(event, (Qt.Key.Key_Escape.value,))
        return walks or lets_go or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._reached_by_keys = True
        key, n = event.key(), self._n()
        if key in _STEPS:
            down, right = _STEPS[key]
            label, answer = self._place[0] + down, self._place[1] + right
            self._place = (min(max(label, 0), n - 1), min(max(answer, 0), n - 1))
            self.update()
        elif key in _PICKING and self._counts is not None:
            self._pick(self._place)
        elif key == Qt.Key.Key_Escape.value and self._selected is not None:
            self.let_go.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._reached_by_keys = event.reason() in KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _pick(self, cell: Cell) -> None:
        self._place = cell
        self.update()
        if self._count(cell) > 0:
            self.cell_picked.emit(*cell)

    def _count(self, cell: Cell) -> int:
        return 0 if self._counts is None else int(self._counts[cell])

    def _words_at(self, position: QPointF) -> str:
        counts = self._counts
        if counts is None:
            return ""
        cell = self._cell_at(position)
        if cell is not None:
            of = int(self._totals[0][cell[0]])
            label, answer = (self._classes.names[k] for k in cell)
            if cell[0] == cell[1]:
                end = f"{self._count(cell):,} of the {of:,} examples labelled {label} are read rightly."
            else:
                end = f"{self._count(cell):,} of the {of:,} examples labelled {label} are read as {answer}."
            if cell[0] != cell[1] and self._count(cell):
                end += f" Its shade is that share, {percent(self._count(cell) / of)}."
            return end + (" Click to see them." if self._count(cell) else "")
        last = self._box(self._n() - 1, self._n() - 1)
        # The corner below and to the right bears the name of the row below.
        if position.x() > last.right() and position.y() <= last.bottom():
            return "Recall: of all examples with this label, the share that is read rightly."
        if position.y() > last.bottom():
            return "Precision: of all times that it gives this answer, the share that is right."
        return ""

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_cells(painter)
            self._paint_heads(painter)
            if self._counts is not None:
                self._paint_rims(painter, self._counts)
            for cell, pen in self._rings():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(pen)
                painter.drawRoundedRect(self._box(*cell).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _rings(self) -> list[tuple[Cell, QPen]]:
        p, rings = self._palette, []
        if self._hovered is not None and self._count(self._hovered):
            rings.append((self._hovered, QPen(QColor(p.muted), 1)))
        if self._selected is not None and max(self._selected) < self._n():
            rings.append((self._selected, QPen(QColor(p.accent), 2)))
        if self.hasFocus() and self._reached_by_keys:
            dotted = QPen(QColor(p.text), 1)
            dotted.setDashPattern([2, 2])
            rings.append((self._place, dotted))
        return rings

    def _paint_cells(self, painter: QPainter) -> None:
        p, counts, n = self._palette, self._counts, self._n()
        font = sized(self.font(), 12)
        empty = mix(p.panel, p.line, 0.35)
        if counts is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(empty)
            for label in range(n):
                for answer in range(n):
                    painter.drawRoundedRect(self._box(label, answer), 3, 3)
            return
        shares = counts / np.maximum(self._totals[0][:, None], 1)
        mistakes = shares.copy()
        np.fill_diagonal(mistakes, 0)
        most = max(float(mistakes.max()), 1e-9)
        for label in range(n):
            for answer in range(n):
                box, count = self._box(label, answer), int(counts[label, answer])
                painter.setPen(Qt.PenStyle.NoPen)
                fill = (
                    empty if not count else self._shade(label == answer, float(shares[label, answer]), most)
                )
                painter.setBrush(fill)
                painter.drawRoundedRect(box, 3, 3)
                if count:
                    painter.setPen(readable(fill, p))
                    words, fitted = count_in(box.width() - 2, count, font)
                    painter.setFont(fitted)
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _shade(self, right: bool, share: float, most: float) -> QColor:
        """Of a cell that has this share of its row; `most`: the share of the most frequent mistake."""
        p = self._palette
        if right:
            return legible(mix(p.panel, p.accuracy, 0.12 + 0.33 * share))
        return legible(mix(p.panel, p.high, 0.05 + 0.85 * (share / most) ** _SOFTER))

    def _paint_heads(self, painter: QPainter) -> None:
        p, n, beside = self._palette, self._n(), self._beside
        first, last = self._box(0, 0), self._box(n - 1, n - 1)
        painter.setFont(sized(self.font(), 12))
        painter.setPen(QColor(p.muted))
        top = QRectF(first.left(), first.top() - 37, last.right() - first.left(), 16)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, "it reads")
        painter.save()
        painter.translate(first.left() - 14 - beside, (first.top() + last.bottom()) / 2)
        painter.rotate(-90)
        painter.drawText(QRectF(-80, -9, 160, 16), Qt.AlignmentFlag.AlignCenter, "labelled")
        painter.restore()
        for k in range(n):
            row, column = self._box(k, 0), self._box(0, k)
            for box, here in (
                (QRectF(row.left() - 6 - beside, row.top(), beside, row.height()), 0),
                (QRectF(column.left(), column.top() - 20, column.width(), 18), 1),
            ):
                pointed = self._hovered is not None and self._hovered[here] == k
                painter.setPen(QColor(p.text if pointed else p.muted))
                weight = QFont.Weight.DemiBold if pointed else QFont.Weight.Medium
                painter.setFont(sized(self.font(), 13, weight))
                metrics, right = QFontMetricsF(painter.font()), Qt.TextElideMode.ElideRight
                name = metrics.elidedText(self._classes.names[k], right, box.width() + 1)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_rims(self, painter: QPainter, counts: NDArray[np.integer[Any]]) -> None:
        p, n = self._palette, self._n()
        recall, precision = shares_right(counts, self._totals)
        written, unit = self._writing(recall, precision)
        painter.setFont(sized(self.font(), 12))
        painter.setPen(QColor(p.muted))
        right_side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for name, place in zip(("recall", "precision"), self._rim_names(), strict=True):
            painter.drawText(place, right_side, f"{name}{unit}")
        for k in range(n):
            row, column = self._box(k, n - 1), self._box(n - 1, k)
            place = QRectF(row.right() + 6, row.top(), _RIGHT - 6, row.height())
            self._write(painter, place, recall, k, Qt.AlignmentFlag.AlignRight, written)
            place = QRectF(column.left() - 4, column.bottom() + 6, column.width() + 8, 16)
            self._write(painter, place, precision, k, Qt.AlignmentFlag.AlignHCenter, written)

    def _writing(
        self, recall: NDArray[np.floating[Any]], precision: NDArray[np.floating[Any]]
    ) -> tuple[Callable[[float], str], str]:
        """How both rims write a share, and what stands once for all where each lacks it."""
        font, room = sized(self.font(), 12, QFont.Weight.DemiBold), self._cell()[0] + 2
        return writing(np.concatenate((recall, precision)), font, room)

    def _write(
        self,
        painter: QPainter,
        place: QRectF,
        shares: NDArray[np.floating[Any]],
        k: int,
        side: Qt.AlignmentFlag,
        written: Callable[[float], str],
    ) -> None:
        known = shares[np.isfinite(shares)]
        lowest = known.size > 0 and float(shares[k]) == float(known.min()) and known.min() < known.max()
        weight = QFont.Weight.DemiBold if lowest else QFont.Weight.Normal
        painter.setFont(sized(self.font(), 12, weight))
        painter.setPen(QColor(self._palette.text))
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, written(float(shares[k])))
