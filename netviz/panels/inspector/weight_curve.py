"""The loss as a function of one weight: a curve with a ball on it, its slope, and the step that descends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.language.grammar import counted
from netviz.panels.kit.figures import plain, signed, sized
from netviz.panels.kit.own_keys import keeps
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed
from netviz.training.figures import significant
from netviz.training.landscape.one_weight import OneWeight

_HIGH: Final = 132.0
_LEFT, _RIGHT, _TOP, _BELOW = 8.0, 8.0, 18.0, 18.0
_TANGENT: Final = 46.0  # units to either side
_LEAST_ARROW: Final = 16.0
_FLAT: Final = 1e-4  # of the loss: what changes by less makes hardly a difference
_KEYS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Escape)


@dataclass(frozen=True, eq=False)
class Told:
    """A curve of the network of `step`, and the learning rate that plain descent would take."""

    curve: OneWeight
    rate: float
    step: int


class _Curve(Themed, QWidget):
    tried = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told: Told | None = None
        self.at: int | None = None  # the value that is tried
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The loss by this weight")
        self.setToolTip(
            "Drag to try another value of this weight; the arrow keys do the same, Home lets go. The network "
            "keeps its own."
        )

    def sizeHint(self) -> QSize:
        return units.size(226, _HIGH)

    # ---- hand and keys

    def _try(self, at: int | None) -> None:
        if at != self.at:
            self.at = at
            self.update()
            self.tried.emit()

    def _try_at(self, event: QMouseEvent) -> None:
        told = self.told
        if told is not None:
            values, box = told.curve.values, self.box
            share = (units.place(event.position()).x() - box.left()) / box.width()
            self._try(told.curve.nearest(values[0] + share * (values[-1] - values[0])))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._try_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._try_at(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._try(None)

    def event(self, event: QEvent) -> bool:
        # Esc is the window's, unless a value is tried here.
        wanted = _KEYS if self.at is not None else _KEYS[:3]
        if self.told is not None and keeps(event, wanted):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        told, key = self.told, event.key()
        if told is None or key not in _KEYS:
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Home, Qt.Key.Key_Escape):
            self._try(None)
            return
        now = told.curve.middle if self.at is None else self.at
        step = 1 if key == Qt.Key.Key_Right else -1
        self._try(min(max(now + step, 0), len(told.curve.values) - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # ---- painting

    @property
    def box(self) -> QRectF:
        """Where the curve lies, in units."""
        return units.area(self).adjusted(_LEFT, _TOP, -_RIGHT, -_BELOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        told, p = self.told, self._palette
        if told is None:
            return
        curve, box = told.curve, self.box
        known = curve.loss[np.isfinite(curve.loss)]
        if not len(known):
            return
        low, high = float(known.min()), float(known.max())
        span = max(high - low, _FLAT * max(high, 1e-9))
        x = box.left() + (curve.values - curve.values[0]) / (curve.values[-1] - curve.values[0]) * box.width()
        y = box.bottom() - (curve.loss - low) / span * box.height()
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), Type.CAPTION))
            self._paint_axes(painter, box, (low, high))
            path = QPainterPath()
            for k in np.flatnonzero(np.isfinite(y)):
                point = QPointF(float(x[k]), float(y[k]))
                if path.elementCount() and np.isfinite(y[k - 1]):
                    path.lineTo(point)
                else:
                    path.moveTo(point)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(p.loss), 2))
            painter.drawPath(path)
            here = QPointF(float(x[curve.middle]), float(y[curve.middle]))
            if np.isfinite(here.y()):
                self._paint_slope(painter, told, here, box, span)
            if self.at is not None and np.isfinite(y[self.at]):
                self._paint_tried(painter, QPointF(float(x[self.at]), float(y[self.at])), box)

    def _paint_axes(self, painter: QPainter, box: QRectF, ends: tuple[float, float]) -> None:
        p, told = self._palette, self.told
        assert told is not None
        values, flag = told.curve.values, Qt.AlignmentFlag
        painter.setPen(QPen(QColor(p.accent if self.hasFocus() else p.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(QColor(p.muted))
        above = QRectF(box.left(), 0, box.width(), _TOP - 2)
        least, most = (significant(end, 4) for end in ends)
        painter.drawText(above, flag.AlignLeft | flag.AlignTop, f"loss {least} to {most}")
        below = QRectF(box.left(), box.bottom() + 3, box.width(), _BELOW - 2)
        painter.drawText(below, flag.AlignLeft | flag.AlignTop, plain(float(values[0]), 2))
        painter.drawText(below, flag.AlignRight | flag.AlignTop, plain(float(values[-1]), 2))
        painter.drawText(below, flag.AlignHCenter | flag.AlignTop, "this weight")

    def _paint_slope(self, painter: QPainter, told: Told, here: QPointF, box: QRectF, span: float) -> None:
        """The tangent, the ball, and where descent takes it."""
        p, curve = self._palette, told.curve
        across = box.width() / float(curve.values[-1] - curve.values[0])
        rise = -curve.slope / span * box.height() / across  # units up for each unit to the right, downwards
        way = QPointF(1, rise) / float(np.hypot(1, rise)) * _TANGENT
        painter.save()
        painter.setClipRect(units.area(self))
        painter.setPen(QPen(QColor(p.muted), 1.4, Qt.PenStyle.DashLine))
        painter.drawLine(here - way, here + way)
        step = step_units(told, box.width())
        if step:
            tip = here + QPointF(step, 0)
            sign = 1 if step > 0 else -1
            painter.setPen(QPen(QColor(p.change), 2.2))
            painter.setBrush(QColor(p.change))
            painter.drawLine(here, tip)
            painter.drawPolygon([tip, tip + QPointF(-7 * sign, -4), tip + QPointF(-7 * sign, 4)])
        painter.setPen(QPen(QColor(p.panel), 2))
        painter.setBrush(QColor(p.text))
        painter.drawEllipse(here, 6, 6)
        painter.restore()

    def _paint_tried(self, painter: QPainter, at: QPointF, box: QRectF) -> None:
        p = self._palette
        painter.setPen(QPen(QColor(p.text), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(at.x(), box.top()), QPointF(at.x(), box.bottom()))
        painter.setPen(QPen(QColor(p.text), 1.8))
        painter.setBrush(QColor(p.panel))
        painter.drawEllipse(at, 5, 5)


def enlarged(told: Told, width: float) -> int:
    """How many times the step is drawn: a power of ten that makes it as long as can be seen."""
    values = told.curve.values
    length = abs(told.rate * told.curve.slope) / float(values[-1] - values[0]) * width
    factor = 1
    while 0 < length * factor < _LEAST_ARROW and factor < 10**9:
        factor *= 10
    return factor


def step_units(told: Told, width: float) -> float:
    """How long the step is drawn, to the right or to the left; never beyond the curve."""
    values = told.curve.values
    length = -told.rate * told.curve.slope / float(values[-1] - values[0]) * width
    if not np.isfinite(length):
        return 0.0
    return float(np.clip(length * enlarged(told, width), -width / 2, width / 2))


class WeightCurve(QWidget):
    """The curve, and what it says in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve = _Curve(self)
        self.words = QLabel(self)
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.curve)
        column.addWidget(self.words)
        self.curve.tried.connect(self._write)
        self.show_told(None)

    def show_told(self, told: Told | None) -> None:
        """Another curve; None while it is being worked out. What is tried stays, of the same weight."""
        before = self.curve.told
        if told is None or before is None or told.curve.place != before.curve.place:
            self.curve.at = None
        self.curve.told = told
        self.curve.update()
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()  # how many times as long the step is drawn

    def _write(self) -> None:
        told, at = self.curve.told, self.curve.at
        if told is None:
            self.words.setText("How the loss depends on this weight is being worked out.")
            return
        curve = told.curve
        now = float(curve.loss[curve.middle])
        if at is not None and at != curve.middle:
            self.words.setText(
                f"With {plain(float(curve.values[at]))} here and all else as it is, the loss would be "
                f"{significant(float(curve.loss[at]), 4)}; it is {significant(now, 4)}."
            )
            return
        of = counted(
            curve.n_examples,
            "The loss on one training example",
            "The loss over {n} training examples",
        )
        words = f"{of} if this weight alone were another. Its slope here is {signed(curve.slope, 4)}"
        move, factor = -told.rate * curve.slope, enlarged(told, self.curve.box.width())
        if not move:
            words += ", so descent leaves it."
        else:
            drawn = f", drawn {factor:,} times as long" if factor > 1 else ""
            words += (
                f", so plain descent with the rate {significant(told.rate, 2)} moves it by {signed(move, 6)} "
                f"(the arrow{drawn})."
            )
        if np.ptp(curve.loss) < _FLAT * abs(now):
            words += " It makes hardly a difference to these examples."
        self.words.setText(words)
