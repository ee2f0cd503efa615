"""The tab "Why": what each input did to the answer, and what would change the network's mind."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.language.grammar import counted
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.panels.inspector.seeks.made import written
from netviz.panels.inspector.why.bars import Bar, Bars
from netviz.panels.inspector.why.explained import (
    Asked,
    Explained,
    PutChanged,
    answer_words,
    empty_words,
    others,
    taken_away,
)
from netviz.panels.inspector.why.pictures import InkPicture, SignedPicture
from netviz.panels.kit.figures import MINUS, plain, signed
from netviz.panels.kit.nothing import Nothing
from netviz.panels.kit.terms import TermLabel
from netviz.panels.kit.wrapped import Wrapped
from netviz.tasks.columns import Categories, Columns
from netviz.tasks.input import Picture
from netviz.tasks.naming import output_name
from netviz.training.insight.attribution import GRADIENT, INTEGRATED, OCCLUSION
from netviz.training.insight.least_change import Change
from netviz.training.insight.spread import groups_of
from netviz.viewmodels.scene import Focus

LINES: Final = 12
_NOUGHT: Final = 5e-4
METHODS: Final = {
    INTEGRATED: "Integrated gradients",
    GRADIENT: "Gradient × input",
    OCCLUSION: "Occlusion",
}
_SAID: Final = {
    INTEGRATED: "Integrated gradients: each share is how far the input is from {empty}, times the mean "
    "gradient on the straight way from there, in {steps} steps. Together they make all of the difference.",
    GRADIENT: "Each share is how far the input is from {empty}, times the gradient where it is now. What "
    "bends on the way is left over.",
    OCCLUSION: "Occlusion: each share is how far z falls without that input alone. What inputs do together "
    "is left over. z₀ is the sum of {empty}. {taken}",
}


class WhyTab(Tab):
    """Shows what its feed has found. `wanted`: an Asked or a PutChanged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explained: Explained | None = None
        self._asked = Asked()
        self._neuron: Focus | None = None
        self._method = INTEGRATED
        self._nothing, self._page = Nothing(parent=self), QWidget(self)
        self._build(self._page)
        self._page.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing, 1)
        column.addWidget(self._page)
        column.addStretch(0)

    def _build(self, page: QWidget) -> None:
        self.head = Wrapped("", page)
        self.head.setProperty("role", "muted")
        self.outputs, self.methods, self.towards = (_list(name, tip, page) for name, tip in _LISTS)
        self.methods.addItems(list(METHODS.values()))
        self.outputs.activated.connect(self._ask_output)
        self.methods.activated.connect(self._choose_method)
        self.towards.activated.connect(self._ask_towards)
        self.picture = SignedPicture("What each pixel did", parent=page)
        self.read = InkPicture("What the network reads", page)
        self.bars = Bars("What each input did", LINES, page)
        self.equation = Wrapped("", page)
        self.equation.setProperty("role", "value")
        self.equation.setTextFormat(Qt.TextFormat.PlainText)
        self._said = TermLabel("", ("integrated gradients", "occlusion", "gradient"), page)
        self._said.setProperty("role", "muted")
        self._said.setWordWrap(True)
        self.change_picture = SignedPicture("Ink to add and to remove", "remove", "add ink", page)
        self.changed = InkPicture("The changed picture", page)
        self.change_bars = Bars("What has to change", LINES, page)
        self.amount = Wrapped("", page)
        self.tried = Wrapped("", page)
        self.tried.setProperty("role", "value")
        self.put = QPushButton("Put it before the network", page)
        self.put.setToolTip("The changed example goes before the network.  Undo takes it back.")
        self.put.clicked.connect(self._put)
        for source in (self.picture, self.bars, self.change_picture, self.change_bars):
            source.pointed.connect(self._point)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        choices = QGridLayout()
        choices.setColumnStretch(1, 1)
        choices.addWidget(QLabel("Answer", page), 0, 0)
        choices.addWidget(self.outputs, 0, 1)
        choices.addWidget(QLabel("By", page), 1, 0)
        choices.addWidget(self.methods, 1, 1)
        column.addWidget(self.head)
        column.addLayout(choices)
        column.addLayout(_beside(self.picture, self.read))
        for widget in (self.bars, self.equation, self._said):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(_section("What would change its mind", page))
        towards = QHBoxLayout()
        towards.addWidget(QLabel("Towards", page))
        towards.addWidget(self.towards, 1)
        column.addLayout(towards)
        column.addLayout(_beside(self.change_picture, self.changed))
        for widget in (self.change_bars, self.amount, self.tried):
            column.addWidget(widget)
        column.addWidget(self.put, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    # ---- what a person does

    def _ask_output(self, place: int) -> None:
        explained = self._explained
        if explained is not None:
            self._asked = Asked(None if place == 0 else place - 1, self._asked.towards)
            self._ask()
            # The graph goes there too.
            index = explained.given if place == 0 else place - 1
            self._neuron = Focus(explained.snapshot.spec.n_layers, index)
            self.chosen.emit(self._neuron)

    def _ask_towards(self, place: int) -> None:
        self._asked = Asked(self._asked.output, int(self.towards.itemData(place)))
        self._ask()

    def _ask(self) -> None:
        self.put.setEnabled(False)  # what is shown is what was asked for before
        self.wanted.emit(self._asked)

    def _choose_method(self, place: int) -> None:
        self._method = list(METHODS)[place]
        if self._explained is not None:
            self._show_shares(self._explained)

    def _put(self) -> None:
        if self._explained is not None and self._explained.change is not None:
            self.wanted.emit(PutChanged(self._explained))

    def _point(self, place: int | None) -> None:
        self.pointed.emit(None if place is None else Focus(0, place))

    # ---- what is shown

    def subject(self, shown: Shown) -> Focus | None:
        """The output that is explained, whichever neuron is kept in the graph."""
        explained, last = self._explained, shown.snapshot.spec.n_layers
        if explained is None or explained.snapshot.spec.sizes != shown.snapshot.spec.sizes:
            return shown.focus
        return Focus(last, explained.why.output)

    def show_inside(self, shown: Shown) -> None:
        """Who goes to an output in the graph asks about that one; all else comes of the feed."""
        neuron, forward = shown.neuron, shown.forward
        before, self._neuron = self._neuron, neuron
        if before is None or neuron is None or neuron == before or forward is None:
            return
        if neuron.column == shown.snapshot.spec.n_layers:
            given = int(forward.a[-1].argmax())
            asked = self._asked._replace(output=None if neuron.index == given else neuron.index)
            if asked != self._asked:
                self._asked = asked
                self._ask()

    def say(self, title: str, words: str = "") -> None:
        """Why there is nothing to see."""
        self._explained = None
        self.head.setText("")
        self._nothing.say(title, words)
        self._page.hide()
        self._nothing.show()
        self.renamed.emit()

    def show_explained(self, explained: Explained) -> None:
        """This was found out."""
        self._explained = explained
        self.put.setEnabled(True)
        snapshot, task = explained.snapshot, explained.snapshot.task
        name = output_name(snapshot.spec.sizes[-1], explained.why.output, task)
        self.head.setText(
            task.filled(
                "What each of the {inputs} did to z of {name} at step {step}, compared with {empty}.",
                inputs=task.input.called,
                name=name,
                step=f"{snapshot.step:,}",
                empty=task.filled(empty_words(task)),
            )
        )
        self._offer(explained)
        self._show_shares(explained)
        self._show_change(explained)
        self._nothing.hide()
        self._page.show()
        self.renamed.emit()

    def _offer(self, explained: Explained) -> None:
        """The answers that can be chosen."""
        task, n_out = explained.snapshot.task, explained.snapshot.spec.sizes[-1]
        names = [output_name(n_out, k, task) for k in range(n_out)]
        first = f"{names[explained.given]}, the answer given" if n_out > 1 else names[0]
        _refill(self.outputs, [(first, -1), *((name, k) for k, name in enumerate(names) if n_out > 1)])
        output = self._asked.output
        self.outputs.setCurrentIndex(0 if output is None or output >= n_out else output + 1)
        options = others(task, explained.z, explained.why.output)
        there = [(option.name, k) for k, option in enumerate(options) if option is not None]
        _refill(self.towards, there)
        self.towards.setCurrentIndex([k for _, k in there].index(explained.towards))

    def _show_shares(self, explained: Explained) -> None:
        why, task = explained.why, explained.snapshot.task
        reads, shares = task.input, why.by(self._method)
        pictures = isinstance(reads, Picture)
        self.picture.setVisible(pictures)
        self.read.setVisible(pictures)
        self.bars.setVisible(not pictures)
        if isinstance(reads, Picture):
            self.picture.show_values(reads, shares.values, why.x)
            self.read.show_ink(reads, explained.example.pixels, "what it reads")
        else:
            values = dict(written(reads, why.x))
            bars = [
                Bar(group[0], name, values.get(name, ""), size, signed(size, 2))
                for name, group in groups_of(reads)
                if abs(size := float(shares.values[group].sum())) >= _NOUGHT
            ]
            self.bars.show_bars(tuple(sorted(bars, key=lambda bar: -abs(bar.size))))
        left = why.remainder(self._method)
        words = (
            f"Σ shares {plain(shares.total, 4)} {_equals(shares.total, why.z, why.z_empty, left)} "
            f"z {plain(why.z, 4)} {MINUS} z₀ {_bracketed(why.z_empty)}"
        )
        self.equation.setText(words + _left_over(left, exact=self._method == INTEGRATED))
        self._said.set_words(
            task.filled(
                _SAID[self._method],
                empty=task.filled(empty_words(task)),
                steps=f"{shares.steps:,}",
                taken=task.filled(taken_away(task)),
            )
        )

    def _show_change(self, explained: Explained) -> None:
        change, task = explained.change, explained.snapshot.task
        reads = task.input
        pictures = isinstance(reads, Picture) and change is not None
        columns = reads.columns if isinstance(reads, Columns) else ()
        bars = " Bars are in deviations of the training data." if columns else ""
        stay = " Categories stay as they are." if any(isinstance(one, Categories) for one in columns) else ""
        for widget in (self.change_picture, self.changed):
            widget.setVisible(pictures)
        self.change_bars.setVisible(change is not None and not pictures)
        self.tried.setVisible(change is not None)
        self.put.setVisible(change is not None)
        if change is None:
            self.amount.setText("No change within the range of the data was found that leads there." + stay)
            return
        answer = answer_words(task, change.outputs)
        if isinstance(reads, Picture):
            self.change_picture.show_values(reads, change.added, explained.why.x)
            self.changed.show_ink(reads, change.stored, "the changed picture")
            self.amount.setText(_ink_words(change))
        else:
            self.change_bars.show_bars(_moves(explained, change))
            self.amount.setText("The least that was found within the range of the data." + bars + stay)
        self.tried.setText(f"Tried: the network now answers {answer}.")


_LISTS: Final = (
    ("Answer", "Whose sum z is shared out among the inputs."),
    ("By", "How it is shared out: three ways, which need not agree."),
    ("Towards", "Which other answer the example is changed towards."),
)


def _beside(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(left, 1)
    row.addWidget(right, 1)
    return row


def _list(name: str, tip: str, page: QWidget) -> QComboBox:
    box = QComboBox(page)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    return box


def _refill(box: QComboBox, items: list[tuple[str, int]]) -> None:
    if [(box.itemText(k), box.itemData(k)) for k in range(box.count())] != items:
        box.clear()
        for words, data in items:
            box.addItem(words, data)


def _section(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("role", "section")
    return label


def _bracketed(number: float) -> str:
    text = plain(number, 4)
    return f"({text})" if text.startswith(MINUS) else text


def _equals(total: float, z: float, z_empty: float, left: float) -> str:
    """Whether the line adds up as it is written, each number rounded by itself."""
    kept = left if abs(left) >= 0.00005 else 0.0
    off = round(total, 4) - (round(z, 4) - round(z_empty, 4) - round(kept, 4))
    return "=" if abs(off) < 0.00005 else "≈"


def _left_over(left: float, *, exact: bool) -> str:
    """What is missing from the equation; nothing where no digit of it would be seen."""
    if abs(left) < 0.00005:
        return ""
    size = plain(abs(left), 4)
    return f", to {size}" if exact else f" {MINUS if left > 0 else '+'} {size} left over"


def _ink_words(change: Change) -> str:
    n = int(np.count_nonzero(change.added))
    return counted(
        n,
        "The least ink that was found: {more} to add and {less} to remove, in one pixel (1 is one from "
        "paper to ink).",
        "The least ink that was found: {more} to add and {less} to remove, in {n} pixels (1 is one from "
        "paper to ink).",
        more=plain(change.more, 2),
        less=plain(change.less, 2),
    )


def _moves(explained: Explained, change: Change) -> tuple[Bar, ...]:
    """Each number that changes, in its own units; bars are in what the network reads."""
    reads = explained.snapshot.task.input
    before, after = written(reads, explained.why.x), written(reads, explained.why.x + change.added)
    bars = []
    for (name, group), (_, old), (_, new) in zip(groups_of(reads), before, after, strict=True):
        size = float(change.added[group].sum())
        if size:
            bars.append(Bar(group[0], name, f"{old} → {new}", size, signed(size, 2)))
    return tuple(sorted(bars, key=lambda bar: -abs(bar.size)))
