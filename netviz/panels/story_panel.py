"""The card beside the story: what each output wants, the loss, the formula with its numbers, and applying
the step.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.fields import ChoiceBox
from netviz.rendering import units
from netviz.rendering.arrows.wants import ROW, SMALLEST_ROW, loss_texts, paint_wants
from netviz.training.backprop import STORY_RATE
from netviz.viewmodels.moment import OutputRow, StoryMoment
from netviz.viewmodels.naming import COUNTED
from netviz.viewmodels.palette import LIGHT, Palette

MANY: Final = 100
"""How many steps the larger Apply makes."""

WITH_TITLES_FROM: Final = 372  # pixels of height; a lower panel does without its titles

_SPACING: Final = 4
_ROWS: Final = 10

LARGE_FORMULA_FROM: Final = 520
LONGEST_LARGE_LOSS: Final = 17  # characters that the panel has room for


TERMS: Final = {
    "η": "η (eta): the learning rate, how far a weight moves along its wish.",
    "δ": "δ (delta): a neuron’s wish about its sum z: its wish about its activation, times the slope there.",
    "φ′": "φ′(z): the slope of the activation function at z; of a ReLU 1 where it is on, 0 where it is off.",
    "∂L/∂w": "−∂L/∂w: how the loss falls as the weight grows; what an example wishes of this weight.",
    "Δw": "Δw: the change of a weight w.",
    "Σ": "Σ: the sum over all neurons of the layer.",
    "ln": "ln: the natural logarithm; L: the loss.",
}
"""What the signs in a formula mean."""


class WantsView(QWidget):
    """`0.17 → 1` and an arrow, for each output."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._rows: tuple[OutputRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        units.hold(self, least_height=SMALLEST_ROW * _ROWS)
        self.setAccessibleName("What each output wants")

    def show_rows(self, rows: tuple[OutputRow, ...]) -> None:
        """Show these."""
        if rows != self._rows:
            self._rows = rows
            told = (
                f"{row.label}: from {row.activation:.2f} to {row.target:.{2 if row.moved else 0}f}"
                for row in rows
            )
            self.setAccessibleDescription("; ".join(told))
            self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(260, (ROW * max(len(self._rows), _ROWS)))

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_wants(painter, units.area(self), self._rows, self._palette, self.font().family())


class StoryPanel(QWidget):
    """Values in, signals out."""

    apply_clicked = Signal(int)  # steps: 1 or MANY
    undo_clicked = Signal()
    label_chosen = Signal(int)
    rate_chosen = Signal(float)
    misread_clicked = Signal()  # teach it a digit that it misreads

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ChoiceBox(self)
        self._label.setToolTip("What this digit is: the answer that the network should learn to give.")
        self._label.setAccessibleName("Teach it that this is a")
        self._rate = QDoubleSpinBox(self)
        self._rate.setDecimals(4)
        self._rate.setRange(0.0001, 1.0)
        self._rate.setSingleStep(0.005)
        self._rate.setValue(STORY_RATE)
        self._rate.setKeyboardTracking(False)
        self._rate.setToolTip(
            "The learning rate η of the told step: how far every weight moves along its wish."
        )
        self._rate.setAccessibleName("Learning rate of the step")
        self._wants = WantsView(self)
        self._titles = (self._words("section", "Teach it"), self._words("section", "What each output wants"))
        self._about = ""
        self._fitted: tuple[str, str, bool, bool] | None = None  # what the room was shared out for
        self._about_loss = self._words("muted")
        self._loss_row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._loss = self._words("big")
        self._formula = self._words("small")
        self._formula.setWordWrap(True)
        self._formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._apply = QPushButton("Apply", self)
        self._apply.setProperty("role", "primary")
        self._apply.setToolTip("Make this one step for real: every weight and bias moves as told.")
        self._apply_many = QPushButton(f"×{MANY}", self)
        self._apply_many.setToolTip(f"Make {MANY} such steps on this one digit, each with its own gradient.")
        self._apply_many.setAccessibleName(f"Apply {MANY} times")
        self._taught = self._words("small")
        self._taught.setWordWrap(True)
        self._undo = QPushButton("Undo", self)
        self._undo.setToolTip("Take the last Apply back: every weight, and the optimiser's state.")
        self._misread = QPushButton("Take a digit it misreads", self)
        self._misread.setProperty("role", "quiet")
        self._misread.setToolTip("There is more to learn from a mistake.")
        # Beside the title, whose line it must not make higher.
        units.hold(self._misread, height=20)
        self._misread.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self._apply.clicked.connect(lambda: self.apply_clicked.emit(1))
        self._apply_many.clicked.connect(lambda: self.apply_clicked.emit(MANY))
        self._undo.clicked.connect(self.undo_clicked)
        self._misread.clicked.connect(self.misread_clicked)
        self._label.activated.connect(lambda k: self.label_chosen.emit(k - 1) if k > 0 else None)
        self._rate.valueChanged.connect(self.rate_chosen)
        self.set_outputs(tuple(str(k) for k in range(10)))
        self.show_label(None)
        self.set_can(apply=False, undo=False)

    def set_outputs(self, labels: tuple[str, ...]) -> None:
        """The labels that a digit may be given."""
        now = self._label.currentIndex()
        self._label.clear()
        self._label.addItem("…")
        self._label.addItems(list(labels))
        self._label.setCurrentIndex(now if 0 <= now <= len(labels) else 0)

    def show_label(self, label: int | None) -> None:
        """What the digit is; None while nobody has said. No signal."""
        self._label.setCurrentIndex(0 if label is None else label + 1)

    def show_rate(self, rate: float) -> None:
        """The told step's rate; no signal."""
        self._rate.blockSignals(True)
        self._rate.setValue(rate)
        self._rate.blockSignals(False)

    def set_can(self, *, apply: bool, undo: bool) -> None:
        """What is possible now."""
        self._apply.setEnabled(apply)
        self._apply_many.setEnabled(apply)
        self._undo.setEnabled(undo)

    def show_nothing(self) -> None:
        """There is no story to tell."""
        self._wants.show_rows(())
        self._about = ""
        for label in (self._about_loss, self._loss, self._formula):
            label.clear()
        self._misread.hide()
        self.show_taught("")

    def show_taught(self, text: str) -> None:
        """What the last Apply did; empty where nothing was applied."""
        self._taught.setText(text)
        self._fit()

    def show_moment(self, moment: StoryMoment, *, little_left: bool = False) -> None:
        """Its wishes, loss and formula; `little_left`: offer a digit that the network misreads."""
        self._wants.show_rows(moment.outputs)
        self._titles[1].setText(moment.about_outputs)
        if moment.loss is None:
            before = after = ""
        else:
            before, after = loss_texts(moment.loss)
        self._about = "Loss of the mini-batch" if moment.curve is not None else "Loss on this digit"
        self._loss.setText(f"{before} → {after}" if after else before or "–")
        formula = "\n".join(moment.formula)
        if formula != self._formula.text():
            self._formula.setText(formula)
            signs = [words for sign, words in TERMS.items() if sign in formula]
            self._formula.setToolTip("\n".join([*signs, COUNTED] if signs else []))
        self._misread.setVisible(little_left)
        # Measuring the formula repaints it, so not for every figure that changes.
        if self._fitted != (self._about, formula, self._has_large_loss, little_left):
            self._fit()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._wants.apply_palette(palette)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Do without what matters least until all the rest has room: nothing may lie on something else.

        The titles go first, then the loss takes one line instead of two, then the formula goes (the caption
        tells the same in words), and at last what the last Apply did.
        """
        self._fitted = (
            self._about,
            self._formula.text(),
            self._has_large_loss,
            not self._misread.isHidden(),
        )
        for without in range(5):
            self._shorten(without)
            if self._needed() <= self.height():
                return

    def _shorten(self, without: int) -> None:
        for title in self._titles:
            title.setVisible(without < 1 and units.high(self) >= WITH_TITLES_FROM)
        _give_role(self._formula, "said" if units.high(self) >= LARGE_FORMULA_FROM else "small")
        one_line = without >= 2
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._loss_row.setDirection(right if one_line else down)
        self._about_loss.setText(self._about.split()[0] if one_line and self._about else self._about)
        large = not one_line and self._has_large_loss
        _give_role(self._loss, "big" if large else "title")
        self._loss.setToolTip(self._about)
        self._formula.setVisible(without < 3 and bool(self._formula.text()))
        self._taught.setVisible(without < 4 and bool(self._taught.text()))

    @property
    def _has_large_loss(self) -> bool:
        """Whether the loss is short enough for large figures."""
        return len(self._loss.text()) <= LONGEST_LARGE_LOSS

    def _needed(self) -> int:
        """The height, in pixels, that everything shown needs at this width."""

        def height(widget: QWidget) -> int:
            if widget.isHidden():
                return 0
            return (
                widget.heightForWidth(self.width())
                if widget.hasHeightForWidth()
                else widget.sizeHint().height()
            )

        losses = height(self._about_loss), height(self._loss)
        down = self._loss_row.direction() is QBoxLayout.Direction.TopToBottom
        rows = (
            max(height(self._titles[0]), height(self._misread)),
            max(height(self._label), height(self._rate)),
            max(height(button) for button in (self._apply, self._apply_many, self._undo)),
            height(self._taught),
            height(self._titles[1]),
            self._wants.minimumHeight(),
            sum(losses) + _SPACING if down else max(losses),
            height(self._formula),
        )
        # Between any two of them, and once more below the buttons.
        return sum(rows) + _SPACING * (sum(row > 0 for row in rows) + 1)

    def _words(self, role: str, text: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", role)
        return label

    def _lay_out(self) -> None:
        settings = QHBoxLayout()
        settings.setSpacing(6)
        for words, field in (("This is a", self._label), ("rate η", self._rate)):
            settings.addWidget(self._words("muted", words))
            settings.addWidget(field, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self._apply, self._apply_many, self._undo):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_SPACING)
        title = QHBoxLayout()
        title.addWidget(self._titles[0], 1)
        title.addWidget(self._misread)
        column.addLayout(title)
        column.addLayout(settings)
        column.addLayout(buttons)
        column.addWidget(self._taught)
        column.addSpacing(_SPACING)
        column.addWidget(self._titles[1])
        column.addWidget(self._wants)
        self._loss_row.setSpacing(_SPACING)
        self._loss_row.addWidget(self._about_loss)
        self._loss_row.addWidget(self._loss, 1)
        column.addLayout(self._loss_row)
        column.addWidget(self._formula)
        column.addStretch(1)
        self._misread.hide()
        self._taught.hide()


def _give_role(label: QLabel, role: str) -> None:
    """Dress a label as another role of the stylesheet."""
    if role != label.property("role"):
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
