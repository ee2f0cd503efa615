"""How the run is doing: advice, when it will stop, and what was changed since it began."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.panels.kit.nothing import Nothing
from netviz.panels.kit.terms import TermLabel
from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.words.glossary import ACTIVATION_TERMS

TERMS: Final = (
    "overfitting", "gradient", "validation", "training examples", "dropout", "augmentation", "learning rate",
    "hidden layer", "dead neuron", *ACTIVATION_TERMS,
)  # fmt: skip

TITLE: Final = "Advice"
ALL_WELL: Final = "Nothing to worry about."
NEARLY: Final = "Little to worry about."
LOOKED_AT: Final = (
    "Looked at after each validation: the loss, the gradients and the neurons. What goes wrong is said here, "
    "with what helps."
)
QUIET: Final = "Advice appears here once it trains."
TOO_FEW: Final = "Too few steps for advice yet."
SOON: Final = "Advice is being worked out."


@dataclass(frozen=True, eq=False)
class Hint:
    """Something to worry about: a sentence with its figure, and perhaps what to do about it.

    Hints of the same `kind` are the same trouble with newer figures.
    """

    kind: str
    sentence: str
    fix: str = ""
    accept: Callable[[], None] | None = None


class _HintBox(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accept: Callable[[], None] | None = None
        self.setProperty("role", "hint")
        self.sentence = TermLabel("", TERMS, self)
        self.sentence.setWordWrap(True)
        self.fix = QPushButton(self)
        self.fix.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fix.clicked.connect(self._fix)
        self.fix.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 0, 6)
        column.setSpacing(5)
        column.addWidget(self.sentence)
        column.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignLeft)

    def show_hint(self, hint: Hint) -> None:
        self.sentence.set_words(hint.sentence)
        self.fix.setText(hint.fix)
        self.fix.setToolTip(f"{hint.fix}; undo or the settings take it back.")
        self.fix.setVisible(bool(hint.fix))
        self._accept = hint.accept

    def dress(self, palette: Palette) -> None:
        self.setStyleSheet(
            f'QFrame[role="hint"] {{ border: none; border-left: 3px solid {palette.first_wish}; }}'
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt for the button: Space presses it, whatever it means to the rest of the window."""
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _fix(self) -> None:
        if self._accept is not None:
            self._accept()


class StateCard(Themed, QWidget):
    """Quiet while all is well. It is as high as all that it says: the room scrolls, never this."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: list[_HintBox] = []
        self._too_few = False  # is what it says
        self._looked: int | None = None
        self._newest: int | None = None
        self.title = QLabel(TITLE, self)
        self.title.setProperty("role", "title")
        self.all_well = Nothing(QUIET, parent=self)
        self._hints = QVBoxLayout()
        self._hints.setSpacing(8)
        self.stop = _muted(self)
        self.stop.setToolTip("When training pauses by itself; the page Stop sets it.")
        self.rate = _muted(self)
        self.rate.setToolTip(
            "How the learning rate changes in the course of this run; the page Step sets it."
        )
        self.changed = _muted(self)
        self.changed.setToolTip("What is set otherwise now than at this run's first step.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.all_well, 1)
        column.addLayout(self._hints)
        for words in (self.stop, self.rate, self.changed):
            column.addWidget(words)
        column.addStretch(1)
        self.show_stop("")
        self.show_rate("")
        self.show_changes("")

    def expect(self) -> None:
        """There were too few steps; there are enough by now, and somebody looks at them."""
        if self._too_few:
            self.all_well.say(SOON, self.all_well.words())

    def show_hints(self, hints: tuple[Hint, ...], *, measured: bool, note: str = "", small: str = "") -> None:
        """Show these; `measured`: where there are none, all is well, else nothing is known yet. `note`: what
        is worth seeing though all is well, or how little was known. `small`: a trouble that is none yet.
        """
        while len(self.boxes) > len(hints):
            box = self.boxes.pop()
            self._hints.removeWidget(box)
            box.hide()
            box.deleteLater()
        while len(self.boxes) < len(hints):
            box = _HintBox(self)
            box.dress(self._palette)
            self._hints.addWidget(box)
            self.boxes.append(box)
        for box, hint in zip(self.boxes, hints, strict=True):
            box.show_hint(hint)
        self.all_well.setVisible(not hints)
        self._too_few = bool(note) and not measured
        if not measured:
            self.all_well.say(TOO_FEW if note else QUIET, note)
        else:
            words = " ".join(part for part in (small, note) if part)
            self.all_well.say(NEARLY if small else ALL_WELL, words or LOOKED_AT)

    def show_looked(self, step: int | None) -> None:
        """After which step the run was looked at for what stands here; None where it was not."""
        self._looked = step
        self._name()

    def show_of(self, newest: int | None) -> None:
        """All of it is about the step `newest`, though the network on screen is one that is past; None where
        that is the one on screen.
        """
        self._newest = newest
        self._name()

    def _name(self) -> None:
        step = "" if self._looked is None else f" · at step {self._looked:,}"
        if self._newest is not None:
            step = f" · the newest step, {self._newest:,}"
        self.title.setText(f"{TITLE}{step}")

    def show_stop(self, words: str) -> None:
        """When it will stop; nothing for never."""
        self.stop.setText(words)
        self.stop.setVisible(bool(words))

    def show_rate(self, words: str) -> None:
        """How its learning rate changes; nothing for not at all."""
        self.rate.setText(words)
        self.rate.setVisible(bool(words))

    def show_changes(self, words: str) -> None:
        """What was changed in this run; nothing where nothing was."""
        self.changed.setText(words)
        self.changed.setVisible(bool(words))

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        for box in self.boxes:
            box.dress(palette)


def _muted(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
