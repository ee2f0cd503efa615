"""One of several runs side by side: what it differs in, its network, and how well it does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.fields import ChoiceBox
from netviz.panels.kit.figures import plain
from netviz.panels.train.foot import SignButton
from netviz.panels.train.further import Extra, Further
from netviz.panels.train.variations import Variation
from netviz.rendering import units
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.themed import Themed
from netviz.training.config import TrainingConfig
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.score import ACCURACY, Score

LETTERS: Final = "ABCD"
NOTHING_YET: Final = "not trained yet"


def inks(palette: Palette) -> tuple[str, str, str, str]:
    """A colour for each run."""
    return palette.runs


class Lane(Themed, QFrame):
    """A narrow column. `changed` when another value was chosen or typed."""

    changed = Signal()
    removed = Signal()
    kept = Signal()

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.place = place
        self._variation: Variation | None = None
        self.letter = QLabel(LETTERS[place], self)
        self.edit = QLineEdit(self)
        self.box = ChoiceBox(self)
        self.cross = SignButton("×", f"Remove run {LETTERS[place]}", f"Remove run {LETTERS[place]}.", self)
        self.plus = SignButton(
            "+",
            f"Another setting of run {LETTERS[place]}",
            f"Let run {LETTERS[place]} differ in another setting, too.",
            self,
        )
        self.further = Further(LETTERS[place], self)
        self.complaint = QLabel(self)
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.change = QLabel(self)
        self.change.setProperty("role", "small")
        self.change.setWordWrap(True)
        self.change.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.canvas = GraphCanvas(self)
        units.hold(self.canvas, least_width=120, least_height=120)
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.numbers = QLabel(self)
        self.numbers.setProperty("role", "value")
        self.numbers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.keep = SmallButton(
            f"Keep run {LETTERS[place]}",
            f"Go on with run {LETTERS[place]} alone: its network takes the place of the one in the training "
            "room. Undo brings that one back.",
            text="Keep",
            parent=self,
        )
        self.keep.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.letter)
        head.addWidget(self.edit, 1)
        head.addWidget(self.box, 1)
        head.addWidget(self.plus)
        head.addWidget(self.cross)
        below = QHBoxLayout()
        below.addWidget(self.numbers, 1)
        below.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.further)
        column.addWidget(self.complaint)
        column.addWidget(self.change)
        column.addWidget(self.canvas, 1)
        column.addLayout(below)
        self.edit.setMaxLength(200)
        units.hold(self.box, least_width=70)
        units.hold(self.edit, least_width=50)
        self.edit.editingFinished.connect(self._typed)
        self.box.activated.connect(self.changed)
        self.cross.clicked.connect(self.removed)
        self.plus.clicked.connect(self._add)
        self.further.changed.connect(self._differ)
        self.keep.clicked.connect(self.kept)
        self.show_numbers(None, None, diverged=False)
        self.apply_palette(self._palette)

    def ask(
        self, config: TrainingConfig, variation: Variation, value: str, extras: tuple[Extra, ...] = ()
    ) -> None:
        """Let the person say in what this run differs from `config`; `extras`: in what else."""
        self._variation = variation
        self.further.ask(config, variation.name, () if variation.told else extras)
        self.plus.setVisible(not variation.told)
        self.plus.setEnabled(not self.further.full)
        words = variation.words
        self.edit.setVisible(words is None)
        self.box.setVisible(words is not None)
        tip = f"{variation.name} of run {LETTERS[self.place]}."
        for widget in (self.edit, self.box):
            widget.setToolTip(tip)
            widget.setAccessibleName(f"{variation.name} of run {LETTERS[self.place]}")
        if words is None:
            self.edit.setText(value)
            self.edit.setModified(False)
        else:
            self.box.clear()
            for key, shown in words.items():
                self.box.addItem(shown, key)
            self.box.setCurrentIndex(self.box.findData(value))
        self.complain(None)

    def value(self) -> str:
        """What is written or chosen there."""
        if self._variation is not None and self._variation.words is not None:
            return str(self.box.currentData())
        return self.edit.text().strip()

    def complain(self, sentence: str | None) -> None:
        """Why this can't be trained; None: it can."""
        self.complaint.setText(sentence or "")
        self.complaint.setVisible(bool(sentence))

    def show_change(self, words: str) -> None:
        """How it differs from the first run."""
        self.change.setText(words)
        self.change.setToolTip(words)

    def show_numbers(
        self,
        loss: float | None,
        accuracy: float | None,
        *,
        diverged: bool,
        measured_at: int | None = None,
        score: Score = ACCURACY,
    ) -> None:
        """The newest smoothed loss and validation accuracy; `measured_at`: the step of the accuracy, where
        that is not the one whose network is shown.
        """
        of = "" if measured_at is None else f" at step {measured_at:,}"
        if diverged:
            lines = ["diverged"]
        else:
            lines = [NOTHING_YET if loss is None else f"loss {plain(loss, 3)}"]
            if accuracy is not None:
                word = "validation" if score.share else f"validation {score.name}"
                words = f"{word} {score.write(accuracy)}"
                # Where there is no room for when that was, the plot below says it.
                fits = self.numbers.fontMetrics().horizontalAdvance(words + of) <= self.numbers.width()
                lines.append(words + of if fits else words)
        # Always two lines, so that the picture above keeps its place.
        self.numbers.setText("\n".join([*lines, ""][:2]))
        good = (
            "the share of the validation examples that is answered rightly"
            if score.share
            else f"validation {score.name}"
        )
        self.numbers.setToolTip(f"Loss of the mini-batches, smoothed, and {good}.")

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        ink = inks(palette)[self.place]
        self.letter.setStyleSheet(f"color: {ink}; font-weight: 700;")

    def _add(self) -> None:
        self.further.add()
        self._differ()

    def _differ(self) -> None:
        self.plus.setEnabled(not self.further.full)
        self.changed.emit()

    def _typed(self) -> None:
        if self.edit.isModified():
            self.edit.setModified(False)
            self.changed.emit()
