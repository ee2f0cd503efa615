"""The terms of a sum as rows, the largest first, and beside them how the sum grows and shrinks."""

from __future__ import annotations

from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.inspector.sum.growth import paint_growth
from netviz.panels.inspector.sum.terms import Terms, adding_up, decimals_for, written
from netviz.panels.inspector.sum.words import others, reading, short, summaries, weight
from netviz.panels.kit.figures import digits_width, plain, signed, sized
from netviz.panels.kit.images import mix, share_of
from netviz.panels.kit.own_keys import keeps
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed
from netviz.tasks.input import Picture

_ROW: Final = 19.0
_HEAD: Final = 19.0
_FOOT: Final = 22.0
_FEWEST: Final = 6  # terms that have a row in any case
_GAP: Final = 8.0
_SORT_EVERY: Final = 0.8  # seconds: rows that changed places at each step could not be read
_KEYS: Final = tuple(
    key.value
    for key in (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    )
)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class TermRows(Themed, QWidget):
    """A row for each of the largest terms, one for all others together, one for the bias, one for the sum.

    The line below says in full what is pointed at, here or in the graph.
    """

    pointed = Signal(object)  # the input's place, int, or None
    picked = Signal(int)  # a click on a row, or Return

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.terms: Terms | None = None
        self.sources: NDArray[np.intp] = np.empty(0, np.intp)  # of the rows, in their order
        self.at: int | None = None  # the row with the pointer or the keys
        self.marked: int | None = None  # the input that is pointed at in the graph
        self.held: int | None = None
        self._sorted = 0.0
        self._sort_due = QTimer(self, singleShot=True, interval=round(_SORT_EVERY * 1000))
        self._sort_due.timeout.connect(self._sort)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The terms of the sum")
        # A tool tip would cover what one points at.
        self.setAccessibleDescription(
            "What each input adds to the sum: its activation times its weight. The arrow keys walk through "
            "the rows, and the line of each lights up in the network; Return goes on to its neuron."
        )
        units.hold(self, least_height=_HEAD + _FOOT + (_FEWEST + 3) * _ROW)

    def sizeHint(self) -> QSize:
        n = 12 if self.terms is None else min(len(self.terms), 30)
        return units.size(300, _HEAD + _FOOT + (n + 3) * _ROW)

    # ---- what is shown

    def show_terms(self, terms: Terms) -> None:
        """Show this sum; rows keep their places for a while, so that they can be read."""
        before = self.terms
        self.terms = terms
        other = before is None or (before.focus, len(before)) != (terms.focus, len(terms))
        if other:
            self.at = self.marked = None
            units.hold(self, most_height=_HEAD + _FOOT + (max(len(terms), _FEWEST) + 3) * _ROW)
        read = before is not None and (before.products is None) == (terms.products is None)
        if not read or other or perf_counter() - self._sorted >= _SORT_EVERY:
            self._sort()
        elif not self._sort_due.isActive():
            self._sort_due.start()
        self.update()

    def mark(self, source: int | None) -> None:
        """This input is pointed at in the graph."""
        if source != self.marked:
            self.marked = source
            self.update()

    def hold_at(self, step: int | None) -> None:
        """While one points, training goes on and this stays at a step; None: it is live."""
        if step != self.held:
            self.held = step
            self.update()

    def _sort(self) -> None:
        """Put the largest first; while a row is pointed at, they stay."""
        if self.terms is None:
            return
        if self.at is not None:
            self._sort_due.start()
            return
        self._sorted = perf_counter()
        room = int((units.high(self) - _HEAD - _FOOT + 0.5) // _ROW)
        n = len(self.terms)
        fits = room - 2 if n <= room - 2 else room - 3
        self.sources = self.terms.largest(max(fits, min(_FEWEST, n)))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sort()

    @property
    def numbers(self) -> list[str]:
        """What stands in each row: of the terms, the rest where there is one, the bias, and the sum."""
        terms = self.terms
        if terms is None:
            return []
        if terms.products is None or terms.z is None:
            parts = [signed(float(terms.weights[k])) for k in self.sources.tolist()]
            return [*parts, *([""] if self._has_rest else []), signed(terms.bias)]
        parts_of = self._parts(terms)
        decimals = decimals_for(np.append(parts_of, terms.z))
        shown = adding_up(
            parts_of, terms.z, decimals, carried_by=len(self.sources) if self._has_rest else None
        )
        return [written(part, decimals) for part in (*shown, sum(shown))]

    @property
    def _has_rest(self) -> bool:
        return self.terms is not None and len(self.sources) < len(self.terms)

    def _parts(self, terms: Terms) -> NDArray[np.float64]:
        """What each row but the last adds, in float64."""
        rest = [terms.rest(self.sources)] if self._has_rest else []
        return np.array([*terms.added[self.sources].tolist(), *rest, terms.bias])

    # ---- hand and keys

    def _point_at(self, at: int | None) -> None:
        if at == self.at:
            return
        self.at = at
        self.update()
        self.pointed.emit(None if at is None else int(self.sources[at]))

    def _row_at(self, event: QMouseEvent) -> int | None:
        row = int((units.place(event.position()).y() - _HEAD) // _ROW)
        return row if 0 <= row < len(self.sources) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._row_at(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            self.picked.emit(int(self.sources[row]))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(None)
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        # Esc is the window's, unless a row has the keys.
        own = (*_KEYS, Qt.Key.Key_Escape.value) if self.at is not None else _KEYS
        if len(self.sources) and keeps(event, own):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), len(self.sources) - 1
        if last < 0 or key not in (*_KEYS, Qt.Key.Key_Escape.value):
            super().keyPressEvent(event)
            return
        match key:
            case Qt.Key.Key_Escape:
                self._point_at(None)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.at is not None:
                    self.picked.emit(int(self.sources[self.at]))
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._point_at(0 if key == Qt.Key.Key_Home else last)
            case _:
                step = 1 if key == Qt.Key.Key_Down else -1
                self._point_at(0 if self.at is None else min(max(self.at + step, 0), last))

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        terms, p = self.terms, self._palette
        if terms is None:
            return
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), Type.CAPTION))
            numbers = self.numbers
            columns = self._columns(painter, terms, numbers)
            self._paint_head(painter, columns)
            for row, source in enumerate(self.sources.tolist()):
                top = _HEAD + row * _ROW
                self._paint_back(painter, row, source, top)
                self._paint_term(painter, terms, source, top, columns)
            self._paint_others(painter, terms, columns)
            painter.setFont(sized(self.font(), Type.CAPTION))
            for row, number in enumerate(numbers):
                negative = number[:1] not in ("+", "") and not number[:1].isdigit()
                last = terms.products is not None and row == len(numbers) - 1
                ink = p.text if last else p.negative_text if negative else p.positive
                painter.setPen(QColor(ink if number[:1] != "0" else p.text))
                painter.drawText(columns["sum"].translated(0, _HEAD + row * _ROW), _RIGHT, number)
            parts = self._parts(terms)
            if terms.products is None and self._has_rest:
                parts[-2] = 0.0  # a sum of weights says nothing
            paint_growth(painter, parts, terms.z, columns["growth"].translated(0, _HEAD), p)
            painter.setPen(QColor(p.text if self._told is not None else p.muted))
            foot = QRectF(0, _HEAD + len(numbers) * _ROW + 4, units.wide(self), _FOOT - 4)
            painter.drawText(foot, _LEFT, self._reading(terms, painter, foot.width()))
            if self.hasFocus() and self.at is None:
                painter.setPen(QPen(QColor(p.accent), 1.2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(units.area(self).adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)

    def _columns(self, painter: QPainter, terms: Terms, numbers: list[str]) -> dict[str, QRectF]:
        metrics, wide = painter.fontMetrics(), units.wide(self)
        font = painter.font()
        names = [metrics.horizontalAdvance(short(terms, k)) for k in self.sources.tolist()]
        name = min(max([*names, metrics.horizontalAdvance("from")]) + 6.0, 0.4 * wide)
        number = max(digits_width(font, text) for text in [*numbers, "+0.000"])
        w = max(digits_width(font, weight(terms, k)) for k in [*self.sources.tolist(), 0])
        a = 0.0
        if terms.inputs is not None:
            a = 15 + max(
                digits_width(font, plain(float(terms.inputs[k]))) for k in [*self.sources.tolist(), 0]
            )
        else:
            number = 0.0 if terms.products is not None else number
        boxes, left = {}, 4.0
        for key, width in (
            ("name", name),
            ("a", a),
            ("w", w if terms.inputs is not None else 0),
            ("sum", number),
        ):
            boxes[key] = QRectF(left, 0, width, _ROW)
            left += width + (_GAP if width else 0)
        boxes["growth"] = QRectF(left + 2, 0, max(wide - left - 6, 10), _ROW)
        return boxes

    def _paint_head(self, painter: QPainter, columns: dict[str, QRectF]) -> None:
        terms, p = self.terms, self._palette
        read = terms is not None and terms.products is not None
        painter.setPen(QColor(p.muted))
        painter.drawText(columns["name"], _LEFT, "from")
        if read:
            painter.drawText(columns["a"], _RIGHT, "a")
            painter.drawText(columns["w"], _RIGHT, "× w")
        painter.drawText(columns["sum"], _RIGHT, "= a·w" if read else "w")
        words = "the sum so far" if read else ""
        if self.held is not None:
            words = f"held at step {self.held:,}"
        if painter.fontMetrics().horizontalAdvance(words) <= columns["growth"].width():
            painter.drawText(columns["growth"], _CENTRE, words)

    def _paint_back(self, painter: QPainter, row: int, source: int, top: float) -> None:
        p = self._palette
        if row == self.at or source == self.marked:
            painter.fillRect(QRectF(0, top, units.wide(self), _ROW), mix(p.panel, p.text, 0.09))

    def _paint_term(
        self, painter: QPainter, terms: Terms, source: int, top: float, columns: dict[str, QRectF]
    ) -> None:
        p = self._palette
        painter.setPen(QColor(p.text))
        box = columns["name"].translated(0, top)
        name = short(terms, source)
        cut = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(box.width()))
        painter.drawText(box, _LEFT, cut)
        if terms.inputs is None:
            return
        a = float(terms.inputs[source])
        box = columns["a"].translated(0, top)
        painter.drawText(box, _RIGHT, plain(a))
        self._paint_shade(painter, QPointF(box.left() + 5, box.center().y()), a, terms)
        box = columns["w"].translated(0, top)
        painter.setPen(QColor(p.muted))
        painter.drawText(box, _RIGHT, weight(terms, source))

    def _paint_shade(self, painter: QPainter, centre: QPointF, a: float, terms: Terms) -> None:
        """The input as the graph shows it: a pixel's ink, or a disc."""
        p, reference = self._palette, terms.facts.input_reference
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if reference:
            painter.setBrush(mix(p.low, p.high, share_of(a, reference)))
        if terms.focus.column == 1 and isinstance(terms.facts.task.input, Picture):
            painter.setPen(QPen(mix(p.line, p.muted, 0.4), 1))
            painter.drawRect(QRectF(centre.x() - 4, centre.y() - 4, 8, 8))
        else:
            painter.setPen(QPen(QColor(p.rim), 1))
            painter.drawEllipse(centre, 4, 4)

    def _paint_others(self, painter: QPainter, terms: Terms, columns: dict[str, QRectF]) -> None:
        """What all others add, the bias, and the sum."""
        p = self._palette
        row = len(self.sources)
        long = QRectF(columns["name"].left(), 0, columns["sum"].left() - columns["name"].left() - 4, _ROW)
        painter.setPen(QColor(p.muted))
        if self._has_rest:
            if self.marked is not None and self.marked not in self.sources:
                self._paint_back(painter, row, self.marked, _HEAD + row * _ROW)
                painter.setPen(QColor(p.muted))
            painter.drawText(
                long.translated(0, _HEAD + row * _ROW),
                _LEFT,
                self._fitting(painter, others(len(terms) - row), long.width()),
            )
            row += 1
        painter.setPen(QColor(p.text))
        painter.drawText(long.translated(0, _HEAD + row * _ROW), _LEFT, "bias b")
        if terms.products is not None:
            top = _HEAD + (row + 1) * _ROW
            painter.setPen(QPen(QColor(p.muted), 1))
            painter.drawLine(QPointF(0, top), QPointF(columns["sum"].right(), top))
            painter.setPen(QColor(p.text))
            painter.drawText(long.translated(0, top), _LEFT, "z, all of it")

    @staticmethod
    def _fitting(painter: QPainter, words: tuple[str, ...], room: float) -> str:
        """The longest that has room, or the shortest."""
        return next((one for one in words if painter.fontMetrics().horizontalAdvance(one) <= room), words[-1])

    # ---- words

    @property
    def _told(self) -> int | None:
        """The input that the line below tells of."""
        if self.at is not None and self.at < len(self.sources):
            return int(self.sources[self.at])
        return self.marked

    def _reading(self, terms: Terms, painter: QPainter, room: float) -> str:
        told = self._told
        if told is None or told >= len(terms):
            return self._fitting(painter, summaries(terms, len(self.sources)), room)
        words = reading(terms, told)
        if painter.fontMetrics().horizontalAdvance(words) > room:
            return words.partition(": ")[2]
        return words
