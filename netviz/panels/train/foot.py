"""The foot of a column: how many neurons the layer has, with buttons that change it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix
from netviz.panels.kit.own_keys import keeps
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed
from netviz.rendering.units import area, begin, pixels, size

HEIGHT: Final = 22
WITH_WORDS: Final = 130
WITH_BUTTONS: Final = 74
"""Pixels between two columns; where there are fewer, words and buttons come when one points there."""
SETTLES_MS: Final = 350
"""Several clicks in a row are one change of the network: it comes so long after the last of them."""
_PIXELS: Final = 5.0  # of a drag for each neuron, or for each 1/32 of them
_TEXT_SIZE: Final = Type.CAPTION


_COUNT_KEYS: Final = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
)


class SignButton(Themed, QAbstractButton):
    """A small round button with a plus, a minus or a cross, or a broader one with a plus and a word."""

    def __init__(self, sign: str, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, _, self._word = sign.partition(" ")
        self._narrow = False
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.text_resized()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        if not self._word or self._narrow:
            return size(HEIGHT, HEIGHT)
        return size(QFontMetricsF(sized(self.font(), _TEXT_SIZE)).horizontalAdvance(self._word) + 30, HEIGHT)

    def show_word(self, shown: bool) -> None:
        """With its word, or where there is no room without."""
        if shown == self._narrow:
            self._narrow = not shown
            self.setFixedSize(self.sizeHint())
            self.update()

    def event(self, event: QEvent) -> bool:
        return keeps(event, (Qt.Key.Key_Space,)) or super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = self._palette
        with begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            over = self.underMouse() and self.isEnabled()
            box = area(self).adjusted(2.5, 2.5, -2.5, -2.5)
            pressed = self.isDown() and self.isEnabled()
            painter.setBrush(QColor(p.accent) if pressed else mix(p.panel, p.text, 0.08 if over else 0.0))
            lit = self.hasFocus() or pressed
            edge = QColor(p.accent) if lit else mix(p.line, p.text, 0.3 if over else 0.1)
            painter.setPen(QPen(edge, 1.5 if self.hasFocus() else 1))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            ink = QColor(p.accent_text) if pressed else QColor(p.text)
            painter.setPen(QPen(ink if self.isEnabled() else mix(p.muted, p.panel, 0.5), 1.5))
            c, r = box.center(), 4.0
            if self._word and not self._narrow:
                painter.setFont(sized(self.font(), _TEXT_SIZE))
                painter.drawText(box.adjusted(18, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._word)
                c = QPointF(box.left() + 10, c.y())
            if self._sign == "×":
                r = 3.0
                painter.drawLine(c + QPointF(-r, -r), c + QPointF(r, r))
                painter.drawLine(c + QPointF(-r, r), c + QPointF(r, -r))
                return
            painter.drawLine(c - QPointF(r, 0), c + QPointF(r, 0))
            if self._sign == "+":
                painter.drawLine(c - QPointF(0, r), c + QPointF(0, r))


class Count(Themed, QWidget):
    """A number of neurons that is dragged up or down, or changed by the arrow keys and the wheel."""

    moved = Signal(int)  # the number that is wanted now
    settled = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._n = 1
        self._grabbed: tuple[float, int] | None = None
        self._wheel = 0
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return size(QFontMetricsF(self._font()).horizontalAdvance(self._words) + 10, HEIGHT)

    def show_number(self, n: int, words: str) -> None:
        """So many neurons, written as `words`."""
        if (n, words) != (self._n, self._words):
            self._n, self._words = n, words
            self.setFixedSize(self.sizeHint())
            self.update()

    def event(self, event: QEvent) -> bool:
        return keeps(event, _COUNT_KEYS) or super().event(event)

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self.setFixedSize(self.sizeHint())

    def _font(self) -> QFont:
        return sized(self.font(), _TEXT_SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = self._palette
        with begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.hasFocus():
                painter.setPen(QPen(QColor(p.accent), 1.5))
                painter.drawRoundedRect(area(self).adjusted(1, 2, -1, -2), 6, 6)
            lively = self._grabbed is not None or self.underMouse() or self.hasFocus()
            painter.setPen(QColor(p.text if lively else p.muted))
            painter.setFont(sized(self.font(), _TEXT_SIZE))
            painter.drawText(area(self), Qt.AlignmentFlag.AlignCenter, self._words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.globalPosition().y(), self._n

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            begun, n = self._grabbed
            up = (begun - event.globalPosition().y()) / _PIXELS
            self.moved.emit(max(n + round(up * max(1.0, n / 32)), 1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._grabbed is not None:
            self._grabbed = None
            self.settled.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel += event.angleDelta().y()
        notches = int(self._wheel / 120)
        if notches:
            self._wheel -= 120 * notches
            self.moved.emit(max(self._n + notches, 1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        many = max(8, self._n // 4)
        by = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: many,
            Qt.Key.Key_PageDown: -many,
        }.get(Qt.Key(event.key()))
        if by is not None:
            self.moved.emit(max(self._n + by, 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settled.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.settled.emit()
        self.update()
        super().focusOutEvent(event)


class Foot(Themed, QWidget):
    """`− hidden 1 · 16 +`; the cross that takes the layer away appears where one points."""

    resized = Signal(int)  # this many neurons, once the person has settled on them
    removed = Signal()

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        """`place`: 1 for the first hidden layer."""
        super().__init__(parent)
        self._place = place
        self._n = self._wanted = 1
        self._room = float(WITH_WORDS)
        self._caption = 0.0
        self._middle = (0.0, 0.0)
        layer = f"hidden layer {place}"
        self.minus = SignButton("−", f"One neuron less in {layer}", f"One neuron less in {layer}.", self)
        self.plus = SignButton("+", f"One neuron more in {layer}", f"One neuron more in {layer}.", self)
        self.cross = SignButton("×", f"Remove {layer}", f"Remove {layer}; undo brings it back.", self)
        self.count = Count(self)
        self.count.setToolTip("Drag up for more neurons, down for fewer; arrow keys and the wheel do it too.")
        self._settles = QTimer(self, singleShot=True, interval=SETTLES_MS)
        self._settles.timeout.connect(self._settle)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 1, 0)
        row.setSpacing(0)
        for widget in (self.minus, self.count, self.plus, self.cross):
            row.addWidget(widget)
        for button in (self.minus, self.plus):
            button.setAutoRepeat(True)
        self.minus.clicked.connect(lambda: self._move(self._wanted - 1))
        self.plus.clicked.connect(lambda: self._move(self._wanted + 1))
        self.cross.clicked.connect(self.removed)
        self.count.moved.connect(lambda n: self._move(n, wait=self.count._grabbed is not None))
        self.count.settled.connect(self._settle)
        self.count.remove_wanted.connect(self.removed)
        self._write()

    def stand(self, x: float, y: float) -> None:
        """With the number's middle at `x`, from `y` down, in units."""
        self._middle = (x, y)
        self._place_itself()

    @property
    def wanted(self) -> int:
        """How many neurons are asked for."""
        return self._wanted

    @property
    def named(self) -> bool:
        """Whether it has room for its layer's name; else that stands above the column."""
        return self._room >= WITH_WORDS

    def show_layer(self, n: int, room: float, caption: float) -> None:
        """The layer has `n` neurons; columns stand `room` units apart, and the caption that it covers is
        `caption` units wide.
        """
        busy = self._settles.isActive() or self._wanted != self._n
        if (n, room, caption) != (self._n, self._room, self._caption):
            self._n, self._room, self._caption = n, room, caption
            if not busy:
                self._wanted = n
            self._write()

    def refuse(self) -> None:
        """What was asked for can't be: the number goes back."""
        self._wanted = self._n
        self._write()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._write()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._write()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor(self._palette.page))
            painter.setPen(QPen(QColor(self._palette.line), 1))
            painter.drawRoundedRect(area(self).adjusted(0.5, 0.5, -0.5, -0.5), HEIGHT / 2, HEIGHT / 2)

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self._write()

    def _move(self, wanted: int, *, wait: bool = False) -> None:
        self._wanted = max(wanted, 1)
        self._write()
        if wait:
            self._settles.stop()
        else:
            self._settles.start()

    def _settle(self) -> None:
        self._settles.stop()
        if self._wanted != self._n:
            self.resized.emit(self._wanted)

    def _write(self) -> None:
        pointed = self.underMouse()
        words = f"{self._wanted:,}"
        if pointed or self.named:
            words = f"hidden {self._place} · {words}"
        self.setMinimumWidth(pixels(self._caption + 6))
        self.count.show_number(self._wanted, words)
        self.count.setAccessibleName(f"Hidden layer {self._place}: {self._wanted:,} neurons")
        self.minus.setEnabled(self._wanted > 1)
        for button in (self.minus, self.plus):
            button.setVisible(pointed or self._room >= WITH_BUTTONS or self._has_focus_inside())
        self.cross.setVisible(pointed or self._has_focus_inside())
        self._row.invalidate()
        self.adjustSize()
        self._place_itself()
        if pointed:
            self.raise_()

    def _place_itself(self) -> None:
        # The number stays under the column, and every button where it is, whether the cross is there or not.
        x, y = self._middle
        beside = self.cross.width() if self.cross.isVisibleTo(self) else 0
        self.move(round(pixels(x) - (self.width() - beside) / 2), pixels(y))

    def _has_focus_inside(self) -> bool:
        return any(part.hasFocus() for part in (self.minus, self.count, self.plus, self.cross))
