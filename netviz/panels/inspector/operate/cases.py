"""The examples that broke, or were mended, a line for each class: small pictures, points, or a few words."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
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

from netviz.panels.inspector.operate.outcome import Case
from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import ink_image
from netviz.panels.nearest.cards import lines
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.answer import Classes
from netviz.tasks.input import Measures, Picture
from netviz.tasks.task import AnyTask
from netviz.viewmodels.hues import hue

_TEXT: Final = 12
_SIDE: Final = 30.0
_GAP: Final = 4.0
_LINE: Final = 18.0
_WORDS: Final = 120.0  # of an example that is told in words
_MORE: Final = 40.0
_NAME: Final = 74.0  # of a class and its number, before its pictures


class Cases(Themed, QWidget):
    """As many of each class as a line has room for; how many more there are is said behind them."""

    picked = Signal(int)  # the row of the example

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: AnyTask | None = None
        self._groups: list[tuple[int, list[Case]]] = []
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Examples that are answered another way now")

    def show_cases(self, task: AnyTask, cases: tuple[Case, ...]) -> None:
        """These, by their class."""
        self._task, self._at = task, 0
        ordered = sorted(cases, key=lambda case: (case.label, case.row))
        self._groups = [(label, list(some)) for label, some in groupby(ordered, key=lambda case: case.label)]
        self.setAccessibleDescription(
            ", ".join(f"{len(some)} of {self._name(label)}" for label, some in self._groups)
        )
        self.updateGeometry()
        self.update()

    @property
    def _square(self) -> bool:
        reads = None if self._task is None else self._task.input
        return isinstance(reads, Picture) or (isinstance(reads, Measures) and reads.n == 2)

    @property
    def _cell(self) -> float:
        return _SIDE if self._square else min(_WORDS, max(self._room - _MORE - _GAP, 40.0))

    @property
    def _room(self) -> float:
        return units.wide(self) - _NAME

    def _name(self, label: int) -> str:
        return "" if self._task is None else self._task.answer.name(label)

    @property
    def _height(self) -> float:
        return (_SIDE if self._square else 2 * _LINE) + _GAP

    def sizeHint(self) -> QSize:
        return units.size(200, max(len(self._groups), 1) * self._height)

    def minimumSizeHint(self) -> QSize:
        return units.size(80, max(len(self._groups), 1) * self._height)

    def _seen(self, some: list[Case]) -> list[Case]:
        room = int((self._room + _GAP) // (self._cell + _GAP))
        if len(some) > room:
            room = int((self._room - _MORE) // (self._cell + _GAP))
        return some[: max(room, 1)]

    def _places(self) -> list[tuple[QRectF, Case]]:
        found = []
        for k, (_, some) in enumerate(self._groups):
            for place, case in enumerate(self._seen(some)):
                left = _NAME + place * (self._cell + _GAP)
                found.append((QRectF(left, k * self._height, self._cell, self._height - _GAP), case))
        return found

    # ---- events

    def _under(self, point: QPointF) -> Case | None:
        here = units.place(point)
        return next((case for box, case in self._places() if box.contains(here)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        case = self._under(event.position())
        if case is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(case.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        seen = self._places()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if seen and event.key() in steps:
            self._at = min(max(self._at + steps[Qt.Key(event.key())], 0), len(seen) - 1)
            self.update()
        elif seen and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(seen[min(self._at, len(seen) - 1)][1].row)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            case = self._under(QPointF(event.pos()))
            words = ""
            if case is not None and self._task is not None:
                which = f"Validation {self._task.example} {case.row + 1:,}: it is {self._name(case.label)}"
                told = lines(self._task.input, case.stored, 8)
                words = "\n".join(
                    (
                        f"{which}, and {case.answer} is answered now.",
                        *told,
                        "A click puts it before the network.",
                    )
                )
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._task is None:
            return
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), _TEXT))
            for k, (label, some) in enumerate(self._groups):
                self._paint_head(painter, k * self._height, label, some)
            for place, (box, case) in enumerate(self._places()):
                self._paint_case(painter, box, case)
                if self.hasFocus() and place == self._at:
                    painter.setPen(QPen(QColor(p.accent), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(box)

    def _paint_head(self, painter: QPainter, top: float, label: int, some: list[Case]) -> None:
        p, answer = self._palette, self._task.answer if self._task is not None else None
        if isinstance(answer, Classes):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue(answer, label, p)))
            painter.drawEllipse(QPointF(4, top + (self._height - _GAP) / 2), 3.5, 3.5)
        painter.setPen(QColor(p.text))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        words = QRectF(12, top, _NAME - 16, self._height - _GAP)
        metrics = QFontMetricsF(painter.font())
        number = f" · {len(some):,}"
        room = words.width() - metrics.horizontalAdvance(number)
        name = metrics.elidedText(self._name(label), Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, left, f"{name}{number}")
        seen = len(self._seen(some))
        if seen < len(some):
            x = _NAME + seen * (self._cell + _GAP)
            painter.setPen(QColor(p.muted))
            box = QRectF(x, top, units.wide(self) - x, self._height - _GAP)
            painter.drawText(box, left, f"+{len(some) - seen:,}")

    def _paint_case(self, painter: QPainter, box: QRectF, case: Case) -> None:
        assert self._task is not None
        p, reads = self._palette, self._task.input
        if isinstance(reads, Picture):
            painter.drawImage(box, ink_image(reads.of(np.asarray(case.stored, np.uint8)), p))
        elif isinstance(reads, Measures) and self._square:
            low, high = np.array(reads.low), np.array(reads.high)
            x, y = np.clip((case.stored - low) / (high - low), 0, 1).tolist()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.text))
            painter.drawEllipse(
                QPointF(box.left() + x * box.width(), box.bottom() - y * box.height()), 2.5, 2.5
            )
        else:
            metrics = QFontMetricsF(painter.font())
            painter.setPen(QColor(p.text))
            for k, line in enumerate(lines(reads, case.stored, 2)):
                row = QRectF(box.left() + 4, box.top() + k * _LINE, box.width() - 8, _LINE)
                told = metrics.elidedText(line, Qt.TextElideMode.ElideRight, row.width())
                painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, told)
        painter.setPen(QPen(QColor(p.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
