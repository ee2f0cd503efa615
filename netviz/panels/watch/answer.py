"""What the network reads, and what else it might have been."""

from __future__ import annotations

from textwrap import fill
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.language.grammar import a_digit
from netviz.panels.kit.figures import digits_width, percent, sized
from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed
from netviz.training.judge import MEASURE, NONE_AT_ALL, THIS_IS_NONE, Judgement
from netviz.viewmodels.probe import Right

_ROW: Final = 16
_TOP: Final = 20
_MOST_ROWS: Final = 9
_LEFT: Final = 82  # the big digit's part
_WRITTEN_OUT: Final = 21
_MOST_OF_NAMES: Final = 0.8  # of the room beside a runner-up's share


_TIP: Final = (
    "The output with the highest probability is the answer; the others follow in order. "
    "A picked example brings its label along, so the answer is marked right or wrong."
)


class Answer(Themed, QWidget):
    """The answer as a huge digit with its percentage, and the runners-up in order with bars.

    As many runners-up as there is room for. All of it is painted, so a new answer costs one repaint and moves
    nothing.
    """

    def __init__(self, names: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        """`names`: of the outputs; none are called by their number."""
        super().__init__(parent)
        self._names = names
        self._written_out = any(len(name) > 1 for name in names)
        self._probabilities: NDArray[np.float64] | None = None
        self._order: tuple[int, ...] = ()
        self._label: int | None = None
        self._rows: tuple[tuple[object, ...], ...] = ()  # as they were written last
        self._given: tuple[NDArray[np.floating] | None, int | None] = (None, None)
        self._told: NDArray[np.floating] | None = None
        self._title = "It reads"
        self._judgement: Judgement | None = None
        units.hold(self, least_height=_TOP + 4 * _ROW)
        units.hold(self, most_height=_TOP + _MOST_ROWS * _ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setProperty("read", True)
        self.setToolTip(_TIP)
        self.setAccessibleName("Answer: nothing to read yet")

    def show_probabilities(
        self, probabilities: NDArray[np.floating] | None, right: Right | None = None
    ) -> None:
        """Show float (10,) (any number of outputs); None while there is nothing to read.

        `right`: the digit's true label where it is known; the answer is then marked right or wrong.
        """
        label = None if right is None else int(right)
        self._given = (probabilities, label)
        if self._told is None:
            self._show(probabilities, label)

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Whether what lies there is a digit at all; None while nothing does. It comes before the answer."""
        before, self._judgement = self._judgement, judgement
        if self._refused(before) != self._refused(judgement):
            self.setToolTip(_TIP if self._refused(judgement) is None else f"{_TIP}\n\n{fill(MEASURE, 72)}")
            self._say()
            self.update()

    @staticmethod
    def _refused(judgement: Judgement | None) -> str | None:
        """What it is said to be, where it is no digit."""
        return None if judgement is None or judgement.is_digit else judgement.words

    def show_told(self, probabilities: NDArray[np.floating] | None, title: str = "It reads") -> None:
        """Show the answer of a network that is only told about, under a title of its own; None: that of the
        network as it is, again.
        """
        if probabilities is self._told and title == self._title:
            return
        self._told = probabilities
        title = title if probabilities is not None else "It reads"
        if title != self._title:
            self._title = title
            self.update(units.covered(self._place(0)))
        given, label = self._given
        self._show(given if probabilities is None else probabilities, label)

    def _show(self, probabilities: NDArray[np.floating] | None, label: int | None) -> None:
        if probabilities is None:
            self._probabilities, self._order, self._label = None, (), None
            self._say()
        else:
            values = np.array(probabilities, np.float64).ravel()
            # Stable, so that equal probabilities stand in the order of their digits; nan goes last.
            order = tuple(int(i) for i in np.argsort(-values, kind="stable"))
            before = (self._order, self._label)
            self._probabilities, self._order, self._label = values, order, label
            if before != (order, label):
                self._say()
        # While a network trains the last digits seldom change, and painting takes a millisecond.
        shares = () if self._probabilities is None else tuple(map(percent, self._probabilities.tolist()))
        rows = tuple((k, shares[k], label if row == 0 else k == label) for row, k in enumerate(self._order))
        written, self._rows = self._rows, rows
        if len(written) != len(rows):
            self.update()
            return
        for row, (old, new) in enumerate(zip(written, rows, strict=True)):
            if old != new:
                self.update(units.covered(self._place(row)))

    def _say(self) -> None:
        """What a screen reader reads out."""
        if not self._order:
            self.setAccessibleName("Answer: nothing to read yet")
            return
        said, none = self._sentence(self._order[0], self._label), self._refused(self._judgement)
        self.setAccessibleName(said if none is None else f"{NONE_AT_ALL}, {none}. {said}")

    def _place(self, row: int) -> QRectF:
        """Of the answer (row 0) or a runner-up."""
        if row == 0:
            return QRectF(0, 0, _LEFT, units.high(self))
        return QRectF(_LEFT, _TOP + (row - 1) * _ROW, units.wide(self) - _LEFT, _ROW)

    def sizeHint(self) -> QSize:
        return units.size(190, _TOP + 4 * _ROW)

    def _name(self, output: int) -> str:
        return self._names[output] if output < len(self._names) else str(output)

    def _is(self, output: int) -> str:
        """`a 3`; a name that is written out stands alone."""
        return self._name(output) if self._written_out else a_digit(self._name(output))

    def _sentence(self, answer: int, label: int | None) -> str:
        name = self._name(answer)
        if label is None:
            return f"Answer: {name}"
        return (
            f"Answer: {name}, right" if answer == label else f"Answer: {name}, wrong, it is {self._is(label)}"
        )

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            small = sized(self.font(), 12)
            painter.setFont(small)
            painter.setPen(QColor(self._palette.muted))
            painter.drawText(QRectF(0, 0, _LEFT, 16), Qt.AlignmentFlag.AlignLeft, self._title)
            if self._probabilities is None:
                painter.setFont(sized(self.font(), 44, QFont.Weight.Bold))
                painter.setPen(mix(self._palette.panel, self._palette.muted, 0.45))
                painter.drawText(QRectF(0, 15, _LEFT, 50), Qt.AlignmentFlag.AlignLeft, "–")
                return
            if units.asked(event).left() < _LEFT:
                self._paint_answer(painter)
            none = self._refused(self._judgement)
            if none is not None:
                self._paint_refusal(painter, none)
                return
            painter.setFont(small)
            painter.setPen(QColor(self._palette.muted))
            painter.drawText(
                QRectF(_LEFT + 4, 0, units.wide(self) - _LEFT - 4, 16), Qt.AlignmentFlag.AlignLeft, "or else"
            )
            self._paint_runners_up(painter, small, units.asked(event))

    def _paint_answer(self, painter: QPainter) -> None:
        p = self._palette
        assert self._probabilities is not None
        answer = self._order[0]
        share = float(self._probabilities[answer])
        name = self._name(answer)
        painter.setFont(self._fitting(name))
        known = self._refused(self._judgement) is None
        painter.setPen(QColor(p.text) if known else mix(p.panel, p.muted, 0.6))
        painter.drawText(
            QRectF(0, 12, _LEFT if self._written_out else 40, 26 if self._written_out else 54),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _LEFT),
        )
        painter.setFont(sized(self.font(), 14))
        painter.setPen(QColor(p.muted))
        line = QRectF(0, 64, _LEFT, 20)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, percent(share))
        if self._label is not None:
            self._paint_verdict(painter, answer == self._label)

    def _fitting(self, name: str) -> QFont:
        """As large as can be for this name in its room."""
        if not self._written_out:
            return sized(self.font(), 44, QFont.Weight.Bold)
        sizes = (_WRITTEN_OUT, 18, 16, 14, Type.CAPTION)
        fonts = [sized(self.font(), size, QFont.Weight.Bold) for size in sizes]
        return next((font for font in fonts if digits_width(font, name) <= _LEFT - 4), fonts[-1])

    def _paint_refusal(self, painter: QPainter, none: str) -> None:
        """In the place of the runners-up."""
        p = self._palette
        room = QRectF(_LEFT + 4, 0, units.wide(self) - _LEFT - 4, units.high(self))
        wrap = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.setFont(sized(self.font(), 14, QFont.Weight.DemiBold))
        painter.setPen(QColor(p.text))
        words = f"{THIS_IS_NONE}."
        taken = painter.boundingRect(room, wrap, words)
        painter.drawText(room, wrap, words)
        painter.setFont(sized(self.font(), 12))
        painter.setPen(QColor(p.muted))
        painter.drawText(
            room.adjusted(0, taken.height() + 3, 0, 0), wrap, f"A second, small network finds its ink {none}."
        )

    def _paint_verdict(self, painter: QPainter, right: bool) -> None:
        p = self._palette
        centre = QPointF(9, 51) if self._written_out else QPointF(48, 30)
        # Filled with a tick, or open with a cross: told apart without the colour.
        ink = QColor(p.accuracy if right else p.text)
        painter.setBrush(ink if right else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1.4))
        painter.drawEllipse(centre, 7.6, 7.6)
        sign = QPen(QColor(p.panel) if right else ink, 1.8)
        sign.setCapStyle(Qt.PenCapStyle.RoundCap)
        sign.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(sign)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = centre.x(), centre.y()
        if right:
            painter.drawPolyline(
                QPolygonF([QPointF(x - 3.6, y + 0.2), QPointF(x - 1, y + 2.8), QPointF(x + 3.8, y - 2.6)])
            )
        else:
            painter.drawLine(QPointF(x - 2.8, y - 2.8), QPointF(x + 2.8, y + 2.8))
            painter.drawLine(QPointF(x - 2.8, y + 2.8), QPointF(x + 2.8, y - 2.8))
        small = sized(self.font(), 12)
        painter.setFont(small)
        painter.setPen(QColor(p.text))
        words = "right" if right or self._label is None else f"is {self._is(self._label)}"
        room = QRectF(22 if self._written_out else 36, 42, 0, 18)
        room.setRight(_LEFT)
        if self._label is not None and digits_width(small, words) > room.width():
            words = self._name(self._label)  # the cross says the rest
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width())),
        )

    def _paint_runners_up(self, painter: QPainter, font: QFont, anew: QRectF) -> None:
        p = self._palette
        assert self._probabilities is not None
        rows = min(max(int((units.high(self) - _TOP) / _ROW), 1), _MOST_ROWS, len(self._order) - 1)
        number = digits_width(font, "00.0\u00a0%") + 2
        strong = sized(font, 12, QFont.Weight.Bold)  # of the one that is right
        widest = max((digits_width(strong, name) for name in self._names), default=digits_width(font, "0"))
        widest = min(widest, _MOST_OF_NAMES * (units.wide(self) - _LEFT - number))
        left, right = _LEFT + 4 + widest + 6, units.wide(self) - number - 4
        for row in range(rows):
            if not self._place(row + 1).intersects(anew):
                continue
            output = self._order[row + 1]
            share = float(self._probabilities[output])
            top = _TOP + row * _ROW
            centre = top + _ROW / 2
            is_label = output == self._label
            painter.setPen(QColor(p.text))
            digit = QRectF(_LEFT + 4, top, max(widest, 12) + 2, _ROW)
            painter.setFont(strong if is_label else font)
            painter.drawText(
                digit,
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                painter.fontMetrics().elidedText(
                    self._name(output), Qt.TextElideMode.ElideRight, int(digit.width())
                ),
            )
            painter.setFont(font)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.line))
            painter.drawRoundedRect(QRectF(left, centre - 2, right - left, 4), 2, 2)
            if share > 0.002:
                painter.setBrush(QColor(p.text))
                painter.drawRoundedRect(
                    QRectF(left, centre - 2, max((right - left) * min(share, 1), 4), 4), 2, 2
                )
            painter.setPen(QColor(p.muted))
            place = QRectF(right + 4, top, number, _ROW)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent(share)
            )
