"""The card beside the story: what each output wants, the loss, the formula with its numbers, and at its end
applying the step.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.explain.story_legend import StoryLegend
from netviz.panels.explain.teach_box import TeachBox
from netviz.panels.explain.wants_view import WantsView
from netviz.panels.kit.nothing import Nothing
from netviz.panels.kit.roles import give_role
from netviz.panels.kit.scrolling import Scrolling
from netviz.rendering import units
from netviz.rendering.arrows.wants import loss_texts
from netviz.tasks.answer import Classes, Numbers
from netviz.tasks.input import Measures
from netviz.tasks.task import AnyTask
from netviz.training.figures import said
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.naming import how_named
from netviz.viewmodels.probe import Right
from netviz.viewmodels.story.signs import WEIGHTS

__all__ = ["TERMS", "Offers", "StoryPanel"]

_SPACING: Final = 4
_TIGHT: Final = 2
_GAP: Final = 8
ROOMY_FROM: Final = 760  # units of height: more than all of it ever needs
LONGEST_LARGE_LOSS: Final = 17  # characters that the panel has room for
EMPTY_TITLE: Final = "Teach it one {example}"
EMPTY: Final = (
    "Choose one and say which it is. Then you see here how far each output is from what it should be, and "
    "the loss: one number for how wrong the answer is. From then on, Next leads through the step; Apply "
    "makes it real."
)

EMPTY_OF_NUMBERS: Final = (
    "Place one: its x is read, its y is what should be answered. Then you see here how far the output is "
    "from it, and the loss: one number for how wrong the answer is. From then on, Next leads through the "
    "step; Apply makes it real."
)

EMPTY_OF_ROWS: Final = (
    "“An example” brings one, and what should be answered. Then you see here how far the output is from it, "
    "and the loss: one number for how wrong the answer is. From then on, Next leads through the step; Apply "
    "makes it real."
)

TERMS: Final = {
    "η": "η (eta): the learning rate, how far a weight moves along its wish.",
    "δ": "δ (delta): a neuron’s wish about its sum z: its wish about its activation, times the slope there.",
    "φ′": "φ′(z): the slope of the activation function at z; where it is 0, a wish can’t be acted on.",
    "∂L/∂w": "−∂L/∂w: how the loss falls as the weight grows; what an example wishes of this weight.",
    "Δw": "Δw: the change of a weight w.",
    "Σ": "Σ: the sum over all neurons of the layer.",
    "ln": "ln: the natural logarithm; L: the loss.",
}
"""What the signs in a formula mean."""


class Offers(NamedTuple):
    """What else could be told. `misread`: a digit that the network misreads. `untrained`: this digit on
    untrained weights; `back` from there. `rate`: a smaller one at which the loss falls, None where this does.
    """

    misread: bool = False
    untrained: bool = False
    back: bool = False
    rate: float | None = None


class _Formula(QLabel):
    """Wraps, and can be selected. Qt paints such a text anew when it is measured, so it is measured once."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._measured: dict[tuple[str, str], dict[int, int]] = {}  # text and font: widths and heights
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def heightForWidth(self, width: int) -> int:
        key = (self.text(), self.font().key())
        if key not in self._measured:
            self._measured = {key: {}}
        heights = self._measured[key]
        if width not in heights:
            heights[width] = super().heightForWidth(width)
        return heights[width]


class StoryPanel(QWidget):
    """Values in, signals out. What changes from stage to stage stands above, and scrolls where it has too
    little room; what is pressed last stands below it, always at the same place.
    """

    apply_clicked = Signal(int)  # steps: 1 or MANY
    undo_clicked = Signal()
    label_chosen = Signal(int)
    rate_chosen = Signal(float)
    rate_refused = Signal(str)  # a sentence
    rate_done = Signal()  # the keys are for the story again
    misread_clicked = Signal()  # teach it a digit that it misreads
    untrained_clicked = Signal()  # tell this digit on untrained weights
    back_clicked = Signal()  # tell it on the network again

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._above = QWidget(self)
        self._scroll = Scrolling(self._above, steady=True, parent=self)
        self._wants = WantsView(self._above)
        self._title = self._words("section", "What each output wants")
        self._about = ""
        self._legend: StoryLegend | None = None
        self._fitted: tuple[object, ...] | None = None  # what the room was shared out for
        self._about_loss = self._words("muted")
        self._loss_row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._loss = self._words("big")
        self._formula = _Formula(self._above)
        self._formula.setProperty("role", "small")
        self._task = task
        numbers = isinstance(task.answer, Numbers)
        of_numbers = EMPTY_OF_NUMBERS if isinstance(task.input, Measures) else EMPTY_OF_ROWS
        empty = of_numbers if numbers else EMPTY
        self._empty = Nothing(task.filled(EMPTY_TITLE), empty, parent=self._above)
        self._notes = self._words("muted")
        self._notes.setWordWrap(True)
        self._misread = self._offer("Take one it misreads", "There is more to learn from a mistake.")
        self._untrained = self._offer(
            "From an untrained network",
            "Tell this one on weights that have learned nothing yet; the network itself is left as it is.",
        )
        self._back = self._offer("Back to your network", "Tell it on the network as it is.")
        self._smaller = self._offer("", "Tell this step with a rate at which the loss falls.")
        self._offers = Offers()
        self._teach = TeachBox(self)
        self._teach.example = task.example
        self._lay_out()
        self._teach.apply_clicked.connect(self.apply_clicked)
        self._teach.undo_clicked.connect(self.undo_clicked)
        self._teach.label_chosen.connect(self.label_chosen)
        self._teach.rate.rate_chosen.connect(self.rate_chosen)
        self._teach.rate.refused.connect(self.rate_refused)
        self._teach.rate.done.connect(self.rate_done)
        self._misread.clicked.connect(self.misread_clicked)
        self._untrained.clicked.connect(self.untrained_clicked)
        self._back.clicked.connect(self.back_clicked)
        self._smaller.clicked.connect(self._take_smaller)
        if isinstance(task.answer, Classes):
            self.set_outputs(task.answer.names)
        else:
            self._teach.hide_label()  # the cross says what is right
        self.show_nothing()

    def insert_legend(self, legend: StoryLegend) -> None:
        """What the arrows mean stands below all that they are about, and scrolls with it."""
        self._legend = legend
        self._column.addWidget(legend)
        self._fit()

    @property
    def buttons(self) -> QWidget:
        """Apply and Undo: where the card is out of sight they stand elsewhere."""
        return self._teach.buttons

    def take_buttons(self) -> None:
        """They stand in the card (again)."""
        self._teach.take_buttons()

    def set_outputs(self, labels: tuple[str, ...]) -> None:
        """The labels that a digit may be given."""
        self._teach.set_outputs(labels)

    def show_label(self, label: Right | None) -> None:
        """What the digit is; None while nobody has said. No signal."""
        self._teach.show_label(label)

    def show_rate(self, rate: float) -> None:
        """The told step's rate; no signal."""
        self._teach.rate.show_rate(rate)

    def set_can(self, *, apply: bool, undo: bool, why: str = "") -> None:
        """What is possible now; `why` nothing can be applied."""
        self._teach.set_can(apply=apply, undo=undo, why=why)

    def show_nothing(self) -> None:
        """There is no story to tell."""
        self._wants.show_rows(())
        self._wants.hide()
        self._about = ""
        for label in (self._about_loss, self._loss, self._formula, self._notes):
            label.clear()
        self._title.hide()
        self._empty.show()
        if self._legend is not None:
            self._legend.show_signs(WEIGHTS)
        self._teach.set_told(told=False)
        self._show_offers(Offers())
        self.show_taught("")

    def show_taught(self, text: str) -> None:
        """What the last Apply did; empty where nothing was applied."""
        self._teach.show_taught(text)
        self._fit()

    def show_moment(self, moment: StoryMoment, offers: Offers | None = None) -> None:
        """Its wishes, loss and formula, and what else could be told."""
        self._empty.hide()
        self._wants.show()
        self._wants.show_rows(moment.outputs)
        self._title.setText(moment.about_outputs)
        self._title.show()
        before, after = ("", "") if moment.loss is None else loss_texts(moment.loss)
        self._about = (
            "Loss of the mini-batch"
            if moment.curve is not None
            else self._task.filled("Loss on this {example}")
        )
        self._loss.setText(f"{before} → {after}" if after else before or "–")
        # No line ends between a sign and its number.
        formula = "\n".join(moment.formula).replace("= ", "=\N{NO-BREAK SPACE}")
        if formula != self._formula.text():
            self._formula.setText(formula)
            signs = [words for sign, words in TERMS.items() if sign in formula]
            self._formula.setToolTip("\n".join([*signs, how_named(self._task)] if signs else []))
        self._teach.set_told(told=moment.follows_step)
        self._show_offers(offers or Offers())
        # Measuring the formula repaints it, so not for every figure that changes.
        if self._fitted != self._shares_room_for:
            self._fit()

    def show_notes(self, notes: tuple[str, ...]) -> None:
        """What the picture leaves out, enlarges or simplifies."""
        words = "\n".join(notes)
        if words != self._notes.text():
            self._notes.setText(words)
            self._fit()

    def text_resized(self) -> None:
        """Words are larger or smaller now."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_offers(self, offers: Offers) -> None:
        self._offers = offers
        for button, shown in (
            (self._misread, offers.misread),
            (self._untrained, offers.untrained),
            (self._back, offers.back),
            (self._smaller, offers.rate is not None),
        ):
            button.setVisible(shown)
        if offers.rate is not None:
            self._smaller.setText(f"Try the rate {said(offers.rate)}")

    def _take_smaller(self) -> None:
        rate = self._offers.rate
        if rate is not None:
            self.show_rate(rate)
            self.rate_chosen.emit(rate)

    @property
    def _shares_room_for(self) -> tuple[object, ...]:
        loss = self._has_large_loss, len(self._loss.text())
        return self._about, self._formula.text(), self._notes.text(), loss, self._offers

    def _fit(self) -> None:
        """Nothing is left out and nothing lies on anything else: where all of it has no room, the card
        scrolls.
        """
        self._fitted = self._shares_room_for
        roomy = units.high(self) >= ROOMY_FROM
        # The same in every stage, so that no row moves.
        self._wants.set_roomy(roomy=roomy)
        self._column.setSpacing(_SPACING if roomy else _TIGHT)
        give_role(self._formula, "said" if roomy else "small")
        self._about_loss.setText(self._about)
        give_role(self._loss, "big" if roomy and self._has_large_loss else "title")
        self._loss.setToolTip(self._about)
        # In one line where there is little height, as long as both are whole.
        needed = self._about_loss.sizeHint().width() + self._loss.sizeHint().width() + _GAP + Scrolling.BAR
        beside = not roomy and needed <= self.width()
        right, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._loss_row.setDirection(right if beside else down)
        self._loss_row.setSpacing(_GAP if beside else _SPACING)
        for label in (self._formula, self._notes):
            label.setVisible(bool(label.text()))

    @property
    def _has_large_loss(self) -> bool:
        """Whether the loss is short enough for large figures."""
        return len(self._loss.text()) <= LONGEST_LARGE_LOSS

    def _words(self, role: str, text: str = "") -> QLabel:
        label = QLabel(text, self._above)
        label.setProperty("role", role)
        return label

    def _offer(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self._above)
        button.setProperty("role", "link")
        button.setToolTip(tip)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self._above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_SPACING)
        column.addWidget(self._title)
        column.addWidget(self._wants)
        column.addWidget(self._empty)
        self._loss_row.addWidget(self._about_loss)
        self._loss_row.addWidget(self._loss, 1)
        column.addLayout(self._loss_row)
        column.addWidget(self._formula)
        column.addWidget(self._notes)
        for offer in (self._smaller, self._misread, self._untrained, self._back):
            column.addWidget(offer, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(_GAP)
        whole.addWidget(self._scroll, 1)
        beside_bar = QHBoxLayout()
        beside_bar.setContentsMargins(0, 0, Scrolling.BAR, 0)
        beside_bar.addWidget(self._teach)
        whole.addLayout(beside_bar)
