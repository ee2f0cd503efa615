"""A card of the first steps: one gesture, how far one is, and a way to skip."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netviz.rendering.themed import Themed
from netviz.rendering.units import begin, size

GLAD_MS: Final = 4000


class Dots(Themed, QWidget):
    """One for each card: those behind one filled, the present one ringed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at, self._of = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_place(self, at: int, of: int) -> None:
        """Card `at` (0 …) of `of`."""
        self._at, self._of = at, of
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return size(14 * self._of, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = self._palette
        with begin(self) as painter:
            painter.setRenderHint(painter.RenderHint.Antialiasing)
            for k in range(self._of):
                painter.setPen(QPen(QColor(p.text if k <= self._at else p.line), 1.4))
                painter.setBrush(QColor(p.text) if k < self._at else Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(7 + 14 * k, 7), 3.6, 3.6)


class PathCard(Themed, QFrame):
    """Values in, signals out: it knows no gesture."""

    skip_clicked = Signal()
    end_clicked = Signal()
    shown_way = Signal()  # "Take me there"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glad = QTimer(self, singleShot=True, interval=GLAD_MS)
        self._glad.timeout.connect(self.update)
        self._dots = Dots(self)
        self._title, self._words = QLabel(self), QLabel(self)
        self._title.setProperty("role", "title")
        self._words.setProperty("role", "spoken")
        for label in (self._title, self._words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.way = QPushButton("Take me there", self)
        self.skip = QPushButton("Skip", self)
        self.end = QPushButton("Skip all", self)
        for button in (self.skip, self.end):
            button.setProperty("role", "quiet")
        for button in (self.way, self.skip, self.end):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._dots)
        head.addStretch(1)
        # Three beside each other are wider than the card.
        foot.addWidget(self.skip)
        foot.addStretch(1)
        foot.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addWidget(self.way)
        column.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.skip.clicked.connect(self.skip_clicked)
        self.end.clicked.connect(self.end_clicked)
        self.way.clicked.connect(self.shown_way)
        self.setAccessibleName("First steps")
        self.hide()

    @property
    def text(self) -> tuple[str, str]:
        """Its title and its words."""
        return self._title.text(), self._words.text()

    @property
    def glad(self) -> bool:
        """Whether something has just been reached."""
        return self._glad.isActive()

    def show_card(
        self, at: int, of: int, title: str, words: str, *, way: bool = False, glad: bool = False
    ) -> None:
        """Card `at` of `of`; behind the last it only ends. `way`: with a button that makes the gesture."""
        self._dots.show_place(at, of)
        self._title.setText(title)
        self._words.setText(words)
        self.way.setVisible(way)
        self.skip.setVisible(at < of)
        self.end.setText("Skip all" if at < of else "Done")
        self.setAccessibleDescription(
            f"{at + 1} of {of}. {title}. {words}" if at < of else f"{title}. {words}"
        )
        if glad:
            self._glad.start()
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = self._palette
        with begin(self) as painter:
            painter.setRenderHint(painter.RenderHint.Antialiasing)
            scale = painter.transform().m11()
            box = QRectF(0, 0, self.width() / scale, self.height() / scale).adjusted(1, 1, -1, -1)
            colour = QColor(p.accuracy if self.glad else p.text)
            ground = QColor(colour)
            ground.setAlphaF(0.14 if self.glad else 0.04)
            painter.setPen(QPen(colour, 1.6 if self.glad else 1.0))
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 8, 8)
