"""Digits as dots in two dimensions: point at one to see it, draw a loop around many to collect them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEasingCurve, QEvent, QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import ink_image, mix
from netviz.panels.kit.own_keys import keeps
from netviz.panels.test.charts.dots import Points, apart, fitted, inside, rimmed
from netviz.panels.test.read_examples import ReadExamples, none_read
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.answer import Classes
from netviz.tasks.input import Picture
from netviz.viewmodels.hues import hue

DURATION: Final = 450  # ms from one map to the next
_REACH: Final = 12.0  # pixels around the pointer
_AIR: Final = np.array((8.0, 10.0))  # around a label's name
_LONG: Final = 2  # letters of a name; longer ones are written smaller
_WIDEST_NAME: Final = 120.0
_MOST_NAMES: Final = 40
_MOST_CELLS: Final = 4  # numbers of what is no picture
_WIDEST_POPUP: Final = 240.0
_MARGIN: Final = 22
_CLICK: Final = 5.0  # a movement this short is a click, not a loop
_POPUP: Final = 92
RIM: Final = 5.0  # how much wider than its dot
GAP: Final = 2.0


class DigitScatter(Themed, QWidget):
    """Dots coloured by label; a misread digit has a rim. Each label is written where its dots lie.

    Arrow keys walk to the nearest dot in that direction, Enter picks it, Esc lets the collected ones go.
    """

    picked = Signal(int)  # index in the test set
    collected = Signal(object)  # NDArray of places among the dots; empty when let go

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = none_read()
        self._from: NDArray[np.float64] = np.zeros((0, 2))
        self._to: NDArray[np.float64] = np.zeros((0, 2))
        self._now: NDArray[np.float64] = np.zeros((0, 2))
        self._collected: NDArray[np.intp] = np.zeros(0, np.intp)
        self._loop: list[QPointF] = []
        self._pointed: int | None = None
        self._selected: int | None = None
        self.reduced_motion = False
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(DURATION)
        self._motion.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.valueChanged.connect(self._advance)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Map of examples")

    @property
    def collected_places(self) -> NDArray[np.intp]:
        """The dots within the last loop."""
        return self._collected

    def show_map(self, points: Points, digits: ReadExamples) -> None:
        """Points (n, 2) for these n digits. The same number of dots glides to where they are now."""
        before = self._now
        self._digits = digits
        self._to = fitted(points)
        moves = len(before) == len(self._to) and not self.reduced_motion and self.isVisible()
        self._motion.stop()
        if not moves or not len(before):
            self._collected = self._collected[:0] if len(before) != len(self._to) else self._collected
            self._now = self._to
            self.update()
            return
        self._from = before
        self._motion.start()

    def set_selected(self, index: int | None) -> None:
        """The digit with this index in the test set lies on the pad."""
        self._selected = index
        self.update()

    def let_go(self) -> None:
        """Forget the collected dots."""
        self._loop = []
        self._collected = self._collected[:0]
        self.collected.emit(self._collected)
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(560, 480)

    def minimumSizeHint(self) -> QSize:
        return units.size(260, 220)

    def position(self, place: int) -> QPointF:
        """Where this dot is now, in pixels."""
        x, y = self._pixels()[place]
        return QPointF(float(x), float(y))

    # -- geometry -------------------------------------------------------------------------------------------

    def _pixels(self) -> NDArray[np.float64]:
        """The dots' places (n, 2). Both axes have one scale, so that distances can be compared."""
        room = np.array((units.wide(self) / 2 - _MARGIN, units.high(self) / 2 - _MARGIN))
        reach = np.maximum(np.abs(self._now).max(axis=0, initial=0), 1e-9)
        scale = max(float((room / reach).min()), 1.0) if len(self._now) else 1.0
        middle = np.array((units.wide(self) / 2, units.high(self) / 2))
        pixels: NDArray[np.float64] = middle + self._now * np.array((scale, -scale))
        return pixels

    def _nearest(self, position: QPointF) -> int | None:
        if not len(self._now):
            return None
        away = np.square(self._pixels() - (position.x(), position.y())).sum(axis=1)
        place = int(away.argmin())
        return place if away[place] <= _REACH**2 else None

    # -- events ---------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._loop = [units.place(event.position())]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._loop and event.buttons() & Qt.MouseButton.LeftButton:
            self._loop.append(units.place(event.position()))
            self._pointed = None
            self.update()
            return
        self._point(self._nearest(units.place(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        loop, self._loop = self._loop, []
        if event.button() != Qt.MouseButton.LeftButton or not loop:
            return
        reach = max((point - loop[0]).manhattanLength() for point in loop)
        if reach < _CLICK:
            place = self._nearest(units.place(event.position()))
            if place is not None:
                self._pick(place)
            elif len(self._collected):
                self.let_go()
            return
        self._collected = inside(self._pixels(), loop)
        self.update()
        self.collected.emit(self._collected)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        walks = keeps(event, (*_WAYS, *_PICKING))
        lets_go = len(self._collected) > 0 and keeps(event, (Qt.Key.Key_Escape.value,))
        return walks or lets_go or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape.value and len(self._collected):
            self.let_go()
        elif key in _WAYS and len(self._now):
            self._walk(_WAYS[key])
        elif key in _PICKING and self._pointed is not None:
            self._pick(self._pointed)
        else:
            super().keyPressEvent(event)

    def _walk(self, way: tuple[int, int]) -> None:
        pixels = self._pixels()
        if self._pointed is None:
            middle = np.array((units.wide(self) / 2, units.high(self) / 2))
            self._point(int(np.square(pixels - middle).sum(axis=1).argmin()))
            return
        ahead = (pixels - pixels[self._pointed]) @ np.array(way, np.float64)
        away = np.square(pixels - pixels[self._pointed]).sum(axis=1)
        # Within 45 degrees of the way.
        reachable = (ahead > 0.5) & (2 * ahead**2 >= away)
        if reachable.any():
            self._point(int(np.where(reachable, away, np.inf).argmin()))

    def _point(self, place: int | None) -> None:
        if place != self._pointed:
            self._pointed = place
            self.setCursor(Qt.CursorShape.CrossCursor if place is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def _pick(self, place: int) -> None:
        self._selected = int(self._digits.index[place])
        self.update()
        self.picked.emit(self._selected)

    def _advance(self, share: float) -> None:
        self._now = self._from + (self._to - self._from) * float(share)
        self.update()

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        p, digits = self._palette, self._digits
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not len(digits):
                return
            pixels = self._pixels()
            size = 5.0 if units.wide(self) < 900 else 6.0
            lit = np.zeros(len(digits), bool)
            lit[self._collected] = True
            for bright in (False, True):
                if bright and not len(self._collected):
                    break
                dim = not bright and bool(len(self._collected))
                self._paint_dots(painter, pixels, lit == bright, size, dim=dim)
            self._paint_names(painter, pixels)
            chosen = next((k for k, index in enumerate(digits.index) if index == self._selected), None)
            for place, colour in ((self._pointed, p.text), (chosen, p.accent)):
                if place is not None:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(QColor(colour), 2))
                    painter.drawEllipse(QPointF(*pixels[place]), size + 2, size + 2)
            if len(self._loop) > 1:
                painter.setPen(QPen(QColor(p.accent), 1.4))
                veil = QColor(p.accent)
                veil.setAlphaF(0.08)
                painter.setBrush(veil)
                painter.drawPolygon(QPolygonF(self._loop))
            if self._pointed is not None:
                self._paint_popup(painter, QPointF(*pixels[self._pointed]), self._pointed)

    def _paint_dots(
        self,
        painter: QPainter,
        pixels: NDArray[np.float64],
        which: NDArray[np.bool_],
        size: float,
        *,
        dim: bool,
    ) -> None:
        p, digits = self._palette, self._digits
        wrong = rimmed(digits)
        for rim in (False, True):
            for digit in np.unique(digits.label).tolist():
                chosen = which & (digits.label == digit) & (wrong == rim)
                points = QPolygonF([QPointF(x, y) for x, y in pixels[chosen]])
                colour = mix(hue(classes_of(digits), digit, p), p.panel, 0.78 if dim else 0.0)
                if rim:
                    edge = mix(p.text, p.panel, 0.7 if dim else 0.0)
                    # A line of the ground between: a rim is seen around a dot as dark as itself.
                    for ink, wide in ((edge, size + RIM), (QColor(p.panel), size + GAP)):
                        painter.setPen(_round_pen(ink, wide))
                        painter.drawPoints(points)
                painter.setPen(_round_pen(colour, size))
                painter.drawPoints(points)

    def _paint_names(self, painter: QPainter, pixels: NDArray[np.float64]) -> None:
        """Each label where the middle of its dots is, with the page's colour around it."""
        p, labels, classes = self._palette, self._digits.label, classes_of(self._digits)
        there, counts = np.unique(labels, return_counts=True)
        # Of very many only the most frequent: all of them would hide the dots.
        there = there[np.sort(np.argsort(-counts, kind="stable")[:_MOST_NAMES])].tolist()
        long = max(len(classes.name(label)) for label in there) > _LONG
        font = sized(self.font(), 15 if long else 22, QFont.Weight.Bold)
        metrics = QFontMetricsF(font)
        names = [
            metrics.elidedText(classes.name(label), Qt.TextElideMode.ElideRight, _WIDEST_NAME)
            for label in there
        ]
        sizes = np.array([(metrics.horizontalAdvance(name), metrics.capHeight()) for name in names])
        middles = np.array([np.median(pixels[labels == label], axis=0) for label in there])
        places = apart(middles, sizes + _AIR)
        # None hangs over an edge.
        room = np.array((units.wide(self), units.high(self))) - sizes / 2 - 4
        places = np.clip(places, sizes / 2 + 4, np.maximum(room, sizes / 2 + 4))
        for label, name, (x, y), (wide, high) in zip(there, names, places, sizes, strict=True):
            path = QPainterPath()
            path.addText(QPointF(x - wide / 2, y + high / 2), font, name)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(p.panel), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPath(path)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mix(hue(classes, label, p), p.text, 0.25))
            painter.drawPath(path)

    def _paint_popup(self, painter: QPainter, at: QPointF, place: int) -> None:
        p, digits = self._palette, self._digits
        label, answer = digits.names(place)
        right = label == answer
        font = sized(self.font(), 12)
        metrics = QFontMetricsF(font)
        words: tuple[str, ...] = (f"labelled {label}", "read rightly" if right else f"it reads {answer}")
        pictured = isinstance(digits.task.input, Picture)
        if not pictured:
            words = (*words, *digits.telling(place, _MOST_CELLS))
        widest = max(map(metrics.horizontalAdvance, words))
        wide, above = (
            max(_POPUP if pictured else 0, min(widest + 12, _WIDEST_POPUP)),
            _POPUP if pictured else 6,
        )
        high = above + 16 * len(words) + 2
        left = at.x() + 14 if at.x() + 14 + wide < units.wide(self) else at.x() - 14 - wide
        top = min(max(at.y() - high / 2, 2), units.high(self) - high - 2)
        box = QRectF(left, top, wide, high)
        painter.setPen(QPen(QColor(p.line), 1))
        painter.setBrush(QColor(p.panel))
        painter.drawRoundedRect(box, 6, 6)
        if pictured:
            image: QImage = ink_image(digits.picture(place), p)
            painter.drawImage(QRectF(left + (wide - 84) / 2, top + 4, 84, 84), image)
        painter.setFont(font)
        painter.setPen(QColor(p.text))
        for k, text in enumerate(words):
            line = QRectF(left + 4, top + above - 2 + 16 * k, wide - 8, 16)
            painter.drawText(
                line,
                Qt.AlignmentFlag.AlignCenter,
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide - 8),
            )


def classes_of(read: ReadExamples) -> Classes:
    """The classes of these."""
    answer = read.task.answer
    assert isinstance(answer, Classes)
    return answer


def _round_pen(colour: QColor, size: float) -> QPen:
    return QPen(colour, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


_WAYS: Final = {
    Qt.Key.Key_Left.value: (-1, 0),
    Qt.Key.Key_Right.value: (1, 0),
    Qt.Key.Key_Up.value: (0, -1),
    Qt.Key.Key_Down.value: (0, 1),
}
_PICKING: Final = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)
