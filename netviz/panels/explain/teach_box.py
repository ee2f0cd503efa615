"""Making the told step: what the digit is, the rate, Apply and Undo."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.fields import ChoiceBox
from netviz.panels.kit.roles import give_role
from netviz.panels.settings.rate_box import RateBox
from netviz.rendering import units
from netviz.training.experiments.backprop import STORY_RATE, Right
from netviz.training.experiments.lesson import MANY

"""How many steps the larger Apply makes."""

TITLE: Final = "Teach it, at a rate of its own"
_SPACING: Final = 6
_WIDEST_LABEL: Final = 108  # somebody's own classes may have names as long as they like


class TeachBox(QWidget):
    """The last thing to press in this room, so it stands below what there is to see, and is quiet until the
    step was told.
    """

    apply_clicked = Signal(int)  # steps: 1 or MANY
    undo_clicked = Signal()
    label_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.example = "digit"
        self.label = ChoiceBox(self)
        self.label.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        units.hold(self.label, most_width=_WIDEST_LABEL)
        self.label.setToolTip("What is right: the answer that the network should learn to give.")
        self.label.setAccessibleName("Teach it that this is a")
        self.rate = RateBox(
            STORY_RATE,
            "The learning rate η of the told step alone: how far every weight moves along its wish. Training "
            "keeps to its own",
            "Learning rate of the step",
            self,
        )
        self.buttons = QWidget(self)
        self.apply = QPushButton("Apply", self.buttons)
        self.apply_many = QPushButton(f"×{MANY}", self.buttons)
        self.apply_many.setAccessibleName(f"Apply {MANY} times")
        self.undo = QPushButton("Undo", self.buttons)
        self.undo.setToolTip(
            "Take the last Apply back: every weight, and the optimiser's state.  Once it was trained on, "
            "Edit > Undo takes it back with the steps since."
        )
        self.title = _words("section", TITLE, self)
        self.taught = _words("small", "", self)
        for words in (self.title, self.taught):
            words.setWordWrap(True)
        self.taught.hide()
        self._lay_out()
        self.apply.clicked.connect(lambda: self.apply_clicked.emit(1))
        self.apply_many.clicked.connect(lambda: self.apply_clicked.emit(MANY))
        self.undo.clicked.connect(self.undo_clicked)
        self.label.activated.connect(lambda k: self.label_chosen.emit(k - 1) if k > 0 else None)
        self.set_can(apply=False, undo=False)
        self.set_told(told=False)

    def set_outputs(self, labels: tuple[str, ...]) -> None:
        """The labels that a digit may be given."""
        now = self.label.currentIndex()
        self.label.clear()
        self.label.addItem("…")
        self.label.addItems(list(labels))
        # A name stands alone: this is spam.
        self._about_label.setText("This is" if any(len(label) > 1 for label in labels) else "This is a")
        # It stands there while nobody has said which it is; it can't be chosen.
        model = self.label.model()
        assert isinstance(model, QStandardItemModel)
        model.item(0).setEnabled(False)
        self.label.setCurrentIndex(now if 0 <= now <= len(labels) else 0)

    def hide_label(self) -> None:
        """What is right is said elsewhere."""
        for widget in (self._about_label, self.label):
            widget.hide()

    def show_label(self, label: Right | None) -> None:
        """What the digit is; None while nobody has said. No signal."""
        self.label.setCurrentIndex(0 if label is None or isinstance(label, float) else label + 1)

    def set_can(self, *, apply: bool, undo: bool, why: str = "") -> None:
        """What is possible now, and why nothing can be applied."""
        self.apply.setEnabled(apply)
        self.apply_many.setEnabled(apply)
        self.undo.setEnabled(undo)
        once = "Make this one step for real: every weight and bias moves as told."
        many = f"Make {MANY} such steps on this one {self.example}, each with its own gradient."
        self.apply.setToolTip(once if apply or not why else why)
        self.apply_many.setToolTip(many if apply or not why else why)

    def set_told(self, *, told: bool) -> None:
        """Whether the step was told: from then on Apply is what comes next."""
        give_role(self.apply, "primary" if told else "")

    def show_taught(self, text: str) -> None:
        """What the last Apply did; empty where nothing was applied."""
        self.taught.setText(text)
        self.taught.setVisible(bool(text))

    def take_buttons(self) -> None:
        """They stand here (again)."""
        self._column.addWidget(self.buttons)
        self.buttons.show()

    def _lay_out(self) -> None:
        settings, buttons = QHBoxLayout(), QHBoxLayout(self.buttons)
        settings.setSpacing(_SPACING)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(_SPACING)
        self._about_label = _words("muted", "This is a", self)
        for words, field in ((self._about_label, self.label), (_words("muted", "rate η", self), self.rate)):
            settings.addWidget(words)
            settings.addWidget(field, 1)
        for button in (self.apply, self.apply_many, self.undo):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_SPACING)
        # What was taught stands above: the buttons stay where they are.
        column.addWidget(self.taught)
        column.addWidget(self.title)
        column.addLayout(settings)
        self.take_buttons()


def _words(role: str, text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", role)
    return label
