"""The tab: what the last operation did; what can be done to what is kept, to layers; ready experiments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netviz.network.connections import edge_index
from netviz.panels.inspector.operate.break_it import EXPERIMENTS, LABELS
from netviz.panels.inspector.operate.effect_view import Headline, Turned
from netviz.panels.inspector.operate.factor import Factor
from netviz.panels.inspector.operate.figures import Figures, figures_of
from netviz.panels.inspector.operate.outcome import Decided, Look, Outcome, Relabel, Undone, Wanted
from netviz.panels.inspector.operate.whole import WholeLayers
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.terms import TermLabel
from netviz.training.experiments.operations.operation import Operation
from netviz.training.experiments.operations.single import (
    DeleteNeuron,
    ScaleEdge,
    ScaleNeuron,
    SilenceEdge,
    SilenceNeuron,
)
from netviz.training.figures import plain
from netviz.viewmodels.scene import Focus

_SILENT: Final = (
    "All its outgoing weights become 0: it still computes, but nobody hears it. Training may change that."
)
_DELETED: Final = "The neuron goes, with all its edges: the network is smaller."
_EDGE_SILENT: Final = "Its weight becomes 0: nothing passes. Training may change that."
_TWICE: Final = "An edge’s weight, or a neuron’s incoming weights and bias, twice as large."
_TURNED: Final = "An edge’s weight, or a neuron’s incoming weights and bias, with the other sign."
_INPUT: Final = (
    "An input has no weights and no bias of its own; silent, the network sees it no more. It belongs to what "
    "is read, so it can’t be deleted."
)
_OUTPUT: Final = (
    "An output has no outgoing weights, so it can’t be silenced; it is one of the answers, so it can’t be "
    "deleted either."
)
_FACTOR: Final = "An edge’s weight, or a neuron’s incoming weights and bias, times this number."
_WEIGHT: Final = (
    "In the network, too: drag the line up or down, or turn Alt and the wheel. An edge can’t be deleted: "
    "each neuron of a layer is joined to all."
)
_BIAS: Final = (
    "Its bias and its strongest weights. In the network, too: drag the neuron up or down for its bias, or "
    "turn Alt and the wheel. Click a line to change any other weight."
)


class OperateTab(Tab):
    """Each button is one operation, which Undo takes back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self._asks = False
        self.question = Question(self)
        self.question.decided.connect(lambda where: self.wanted.emit(Decided(where)))
        self.question.hide()
        self.effect = Headline(self)
        self.effect.undone.connect(lambda: self.wanted.emit(Undone()))
        self.turned = Turned(self)
        self.effect.seen.connect(self._go_down)
        self.turned.picked.connect(lambda row: self.wanted.emit(Look(row)))
        self._about = _section("", self)
        self._note = TermLabel("", ("weight", "bias"), self)
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self.figures = Figures(self)
        self.figures.wanted.connect(self._want)
        self.silence = self._button("Silence", _SILENT, self._silence)
        self.delete = self._button("Delete", _DELETED, self._delete)
        self.double = self._button("× 2", _TWICE, lambda: self._scale(2))
        self.turn = self._button("× −1", _TURNED, lambda: self._scale(-1))
        self.factor = Factor(_FACTOR, self)
        self.factor.wanted.connect(self._scale)
        self.layers = WholeLayers(self)
        self.layers.wanted.connect(self._want)
        self._shuffled = False
        self.labels = SmallButton("Labels", "", text=" ", parent=self)
        self.labels.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.labels.clicked.connect(lambda: self.wanted.emit(Relabel(not self._shuffled)))
        self._labels_words = QLabel(self)
        self._labels_words.setProperty("role", "muted")
        self._labels_words.setWordWrap(True)
        self.show_labels(shuffled=False)
        self._measured = QLabel(self)
        self._measured.setWordWrap(True)
        self._measured.hide()
        self.experiments = {
            row.id: SmallButton(row.title, row.expected, text=row.title, parent=self) for row in EXPERIMENTS
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.silence, self.delete, self.double, self.turn):
            buttons.addWidget(button)
        column.addWidget(self.question)
        column.addWidget(self.effect)
        column.addSpacing(6)
        column.addWidget(self._about)
        column.addWidget(self.figures)
        column.addLayout(buttons)
        column.addWidget(self.factor)
        column.addWidget(self._note)
        column.addSpacing(6)
        column.addWidget(_section("A layer, or all", self))
        column.addWidget(self.layers)
        column.addSpacing(6)
        column.addWidget(_section("Break it", self))
        column.addLayout(self._broken())
        column.addSpacing(6)
        column.addWidget(self.turned)
        column.addStretch(1)

    # ---- values in

    def show_inside(self, shown: Shown) -> None:
        self._shown = shown
        self.layers.show_spec(shown.snapshot.spec)
        focus = shown.focus
        self.figures.show_figures(figures_of(shown.snapshot, focus))
        last = len(shown.snapshot.spec.sizes) - 1
        edge = focus is not None and focus.source is not None
        hidden = focus is not None and not edge and 0 < focus.column < last
        neuron = focus is None or focus.column > 0
        self._about.setText("This edge" if edge else _neuron(shown) if neuron else "This input")
        self.silence.setEnabled(focus is not None and (edge or focus.column < last) and not self._asks)
        self.silence.setToolTip(_EDGE_SILENT if edge else _SILENT)
        self.delete.setVisible(not edge)
        self.delete.setEnabled(hidden and not self._asks)
        for part in (self.double, self.turn, self.factor):
            part.setEnabled(focus is not None and focus.column > 0 and not self._asks)
        why = self._noted(focus, last)
        self.delete.setToolTip(_DELETED if hidden else f"{_DELETED}\n{why}")
        self._note.set_words(why)

    @staticmethod
    def _noted(focus: Focus | None, last: int) -> str:
        if focus is None:
            return "Click a neuron or a line in the network to operate on it."
        if focus.source is not None:
            return _WEIGHT
        if focus.column == 0:
            return _INPUT
        if focus.column == last:
            return _OUTPUT
        return _BIAS

    def show_outcome(self, shown: Shown, outcome: Outcome) -> None:
        """How good the network is, and what the last operation did."""
        self.effect.show_outcome(outcome)
        self.turned.show_outcome(shown.task, outcome)
        self._measured.setVisible(bool(outcome.measured))
        self._measured.setText(outcome.measured)

    def show_labels(self, *, shuffled: bool) -> None:
        """Whether the training labels are shuffled now."""
        self._shuffled = shuffled
        title, expected = LABELS[shuffled]
        self.labels.setText(title)
        self.labels.setAccessibleName(title)
        self.labels.setToolTip(expected)
        self.labels.updateGeometry()
        self._labels_words.setText(f"Expected: {expected}")

    def ask(self, change: str) -> None:
        """Ask whether this change is made in this run, or in a new one; empty: no more. All else waits."""
        asks, self._asks = not self._asks and bool(change), bool(change)
        self.question.about.setText(change)
        self.question.setVisible(self._asks)
        for part in (self.figures, self.layers, self.labels, *self.experiments.values()):
            part.setEnabled(not self._asks)
        if self._shown is not None:
            self.show_inside(self._shown)
        if asks:
            self.question.new.setFocus()

    def _go_down(self) -> None:
        """To the examples, where the tab is higher than its place."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.verticalScrollBar().setValue(self.turned.y())
        self.turned.cases.setFocus()

    # ---- operations

    def _want(self, operation: Operation, expected: str = "") -> None:
        self.wanted.emit(Wanted(operation, expected))

    def _focus(self) -> tuple[Focus, int | None] | None:
        """What is kept, and which edge that is."""
        shown = self._shown
        if shown is None or shown.focus is None:
            return None
        focus = shown.focus
        if focus.source is None:
            return focus, None
        return focus, edge_index(shown.snapshot.spec, focus.column, focus.source, focus.index)

    def _silence(self) -> None:
        match self._focus():
            case (focus, None):
                self._want(SilenceNeuron(focus.column, focus.index))
            case (_, int(edge)):
                self._want(SilenceEdge(edge))

    def _delete(self) -> None:
        match self._focus():
            case (focus, None):
                self._want(DeleteNeuron(focus.column, focus.index))

    def _scale(self, factor: float) -> None:
        match self._focus():
            case (focus, None):
                self._want(ScaleNeuron(focus.column, focus.index, factor))
            case (_, int(edge)):
                self._want(ScaleEdge(edge, factor))

    # ---- made once

    def _button(self, text: str, tip: str, does: Callable[[], None]) -> SmallButton:
        button = SmallButton(text, tip, text=text, parent=self)
        button.clicked.connect(lambda _checked=False: does())
        return button

    def _broken(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for k, row in enumerate(EXPERIMENTS):
            button = self.experiments[row.id]
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, row=row: self._break(row.id))
            words = QLabel(f"Expected: {row.expected}", self)
            words.setProperty("role", "muted")
            words.setWordWrap(True)
            grid.addWidget(button, k, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, k, 1)
        grid.addWidget(self.labels, len(EXPERIMENTS), 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._labels_words, len(EXPERIMENTS), 1)
        grid.addWidget(self._measured, len(EXPERIMENTS) + 1, 0, 1, 2)
        return grid

    def _break(self, name: str) -> None:
        row = next(row for row in EXPERIMENTS if row.id == name)
        if self._shown is not None:
            self._want(row.make(self._shown.snapshot.spec), row.expected)


class Question(QFrame):
    """Asked once of each run, before the first operation."""

    decided = Signal(str)  # Where

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.about = _section("", self)  # the change that waits
        title = _section("In this run, or in a new one?", self)
        words = TermLabel(
            "This run goes on as a changed network, and its timeline says so. A new run begins here as a "
            "copy and is changed; this one stays as it is, under File > Runs.",
            (),
            self,
        )
        words.setWordWrap(True)
        self.this = SmallButton("Change this run", "Undo takes a change back.", text="This run", parent=self)
        self.new = SmallButton("Change a new run", "It branches off here.", text="A new run", parent=self)
        self.this.clicked.connect(lambda: self.decided.emit("run"))
        self.new.clicked.connect(lambda: self.decided.emit("new"))
        self.no = SmallButton("Change nothing", "All stays as it is.", text="Not now", parent=self)
        self.no.clicked.connect(lambda: self.decided.emit("no"))
        row = QHBoxLayout()
        row.addWidget(self.this)
        row.addWidget(self.new)
        row.addWidget(self.no)
        column = QVBoxLayout(self)
        column.addWidget(self.about)
        column.addWidget(title)
        column.addWidget(words)
        column.addLayout(row)


def _neuron(shown: Shown) -> str:
    """With what it adds up to and gives for what is drawn."""
    focus, forward = shown.focus, shown.forward
    if focus is None or forward is None or focus.column == 0:
        return "This neuron"
    z, a = forward.z[focus.column - 1][focus.index], forward.a[focus.column][focus.index]
    return f"This neuron: z = {plain(float(z))}, a = {plain(float(a))}"


def _section(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("role", "section")
    label.setWordWrap(True)
    return label
