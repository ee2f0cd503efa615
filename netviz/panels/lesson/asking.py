"""What a step asks at its end: answers to choose from, a number, something to do; and what is said to it."""

from __future__ import annotations

from typing import Final
from zlib import crc32

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netviz.lessons.lesson import Ask, Check, Do, Number
from netviz.panels.kit.wrapped import Wrapped
from netviz.viewmodels.playing.later import Later

RIGHT: Final = "✓ "
WRONG: Final = "✗ "
ACROSS, DOWN = 10, 7  # pixels around the words of an answer


class Asking(QFrame):
    """Values in, signals out."""

    chosen = Signal(int)  # an answer, from 0
    given = Signal(str)  # a number, as it was typed
    asked = Signal()  # whether it is done
    replied = Signal()  # a reply stands there now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question, self._reply = Wrapped(parent=self), Wrapped(parent=self)
        self._question.setProperty("role", "section")
        self._reply.setProperty("role", "spoken")
        for label in (self._question, self._reply):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QLabel(self)
        self._progress.setProperty("role", "muted")
        self.answers: list[QPushButton] = []
        self._choices = QVBoxLayout()
        self._choices.setSpacing(6)
        self.field, self.check = QLineEdit(self), QPushButton("Check", self)
        self.field.setAccessibleName("Your number")
        self.field.returnPressed.connect(self._give)
        self.check.clicked.connect(self._give)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._question)
        column.addLayout(self._choices)
        column.addLayout(row)
        column.addWidget(self._progress)
        column.addWidget(self._reply)
        self.ask(None)

    def ask(self, check: Check | None) -> None:
        """Ask this; nothing, where a step only tells."""
        # What goes with the keys would hand them to whatever comes next in the window.
        for widget in (*self.answers, self.field, self.check):
            widget.clearFocus()
        for button in self.answers:
            self._choices.removeWidget(button)
            button.clicked.disconnect()
            button.hide()
            button.deleteLater()
        self.answers = []
        self.setVisible(check is not None)
        self.field.setVisible(isinstance(check, Number))
        self.check.setVisible(isinstance(check, Number | Do))
        self.check.setText("Done?" if isinstance(check, Do) else "Check")
        self.field.clear()
        self.show_progress("")
        self._reply.clear()
        self._reply.hide()
        match check:
            case Ask(question=question, answers=answers):
                self._question.setText(question)
                for k, answer in enumerate(answers):
                    self._offer(k, answer.words)
                # In an order of its own, and always the same: in a file the right one mostly stands first.
                for k in sorted(range(len(answers)), key=lambda k: crc32(answers[k].words.encode())):
                    self._choices.addWidget(self.answers[k])
            case Number(question=question):
                self._question.setText(question)
            case Do(task=task):
                self._question.setText(task)
        self.updateGeometry()

    def _offer(self, k: int, words: str) -> None:
        button = AnswerButton(words, self)
        button.clicked.connect(lambda: self._choose(k))
        self.answers.append(button)

    def _choose(self, k: int) -> None:
        # It stays in sight which one the reply speaks of.
        for at, button in enumerate(self.answers):
            button.setChecked(at == k)
        self.chosen.emit(k)

    def _give(self) -> None:
        if self.field.isVisible():
            self.given.emit(self.field.text())
        else:
            self.asked.emit()

    def reply(self, words: str, *, right: bool | None) -> None:
        """Say this; `right` None: neither right nor wrong."""
        sign = "" if right is None else RIGHT if right else WRONG
        self._reply.setText(f"{sign}{words}")
        self._reply.setVisible(bool(words))
        self._reply.setAccessibleName(words)
        self.updateGeometry()
        self.replied.emit()

    def reply_place(self) -> QWidget:
        """Where a reply stands, to be brought into view."""
        return self._reply

    def show_progress(self, words: str) -> None:
        """How far one is with what is to be done; empty: nothing can be counted."""
        self._progress.setText(words)
        self._progress.setVisible(bool(words))

    @property
    def progress(self) -> str:
        """How far one is, as it stands there."""
        return self._progress.text()

    @property
    def said(self) -> str:
        """The reply that stands there."""
        return self._reply.text()


class AnswerButton(QPushButton):
    """An answer; its words wrap, which a button's own do not."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._later = Later(self)
        self.setProperty("role", "answer")
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._label = label = Wrapped(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(ACROSS, DOWN, ACROSS, DOWN)
        inside.addWidget(label)

    def sizeHint(self) -> QSize:
        return QSize(self._label.sizeHint().width() + 2 * ACROSS, self._needed())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._needed())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.text_resized()

    def text_resized(self) -> None:
        """The style sheet's least height is that of one line, and a layout asks for no more."""
        self.setMinimumHeight(self._needed())
        if self.height() != self._needed():
            # A layout that is at work, with the width from before in mind, hears of it only afterwards.
            self._later.do(self.updateGeometry)

    def _needed(self) -> int:
        """As high as the words are at the width that the button has."""
        return self._label.heightForWidth(max(self.width() - 2 * ACROSS, 1)) + 2 * DOWN
