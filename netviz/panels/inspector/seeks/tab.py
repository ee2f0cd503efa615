"""The tab "Looks for": which examples excite a neuron, what would excite it most, and how it answers classes."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from netviz.language.grammar import counted
from netviz.panels.columns.effects import Effect, EffectList
from netviz.panels.inspector.facts import NeuronFacts, describe
from netviz.panels.inspector.incoming import WeightImage
from netviz.panels.inspector.page.tab import Shown as OnScreen
from netviz.panels.inspector.page.tab import Tab
from netviz.panels.inspector.seeks.found import Found, PutExample, PutMade, figure, right_of
from netviz.panels.inspector.seeks.made import MadeInput
from netviz.panels.inspector.seeks.means import Mean, Means
from netviz.panels.inspector.seeks.nine import Nine, Shown
from netviz.panels.kit.figures import compact, percent
from netviz.panels.kit.nothing import Nothing
from netviz.panels.kit.terms import TermLabel
from netviz.panels.kit.wrapped import Wrapped
from netviz.rendering import units
from netviz.rendering.themed import theme_now
from netviz.tasks.answer import Numbers
from netviz.tasks.columns import Categories, Columns
from netviz.tasks.input import Measures, Picture
from netviz.training.figures import answered, significant
from netviz.training.insight.favourite import DEVIATIONS, SMOOTH
from netviz.training.insight.responses import Ranked, Responses
from netviz.viewmodels.scene import Focus

WORDS: Final = 10


class SeeksTab(Tab):
    """Shows what its feed has found. `wanted`: a PutExample or a PutMade."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Found | None = None
        self._neuron: Focus | None = None
        self._head = Wrapped("", self)
        self._head.setProperty("role", "muted")
        self._stack = QStackedWidget(self)
        self._nothing = Nothing(parent=self._stack)
        self._page = QWidget(self._stack)
        self._build(self._page)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)

    def _build(self, page: QWidget) -> None:
        self.most, self.least = Nine("The nine that excite it most", page), Nine("The nine least", page)
        for nine in (self.most, self.least):
            nine.picked.connect(lambda row: self.wanted.emit(PutExample(row)))
        self.made = MadeInput(page)
        self.weights = WeightImage(page)
        self._weights_title = _section("Its weights, as a picture", page)
        self.pushes = EffectList(WORDS, page)
        self.pushes.setAccessibleName("The words that push it most")
        self._made_title = _section("", page)
        self._made_words = Wrapped("", page)
        self._made_words.setProperty("role", "muted")
        self.put = QPushButton("Put it before the network", page)
        self.put.setProperty("role", "quiet")
        self.put.setToolTip("What was made goes before the network, as an example would.  Undo takes it back.")
        self.put.clicked.connect(lambda: self.wanted.emit(PutMade(self._found)) if self._found else None)
        self.means = Means(page)
        self._means_title = _section("", page)
        self._on = Wrapped("", page)
        self._on.setProperty("role", "muted")
        pictures = QHBoxLayout()
        pictures.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, widgets in ((left, (self._made_title, self.made)), (right, (self._weights_title, self.weights))):
            side.setSpacing(4)
            for widget in widgets:
                side.addWidget(widget)
            side.addStretch(1)
        pictures.addLayout(left, 1)
        pictures.addLayout(right, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (
            _section("Excites it most", page), self.most, _section("Excites it least", page), self.least
        ):  # fmt: skip
            column.addWidget(widget)
        column.addSpacing(4)
        column.addLayout(pictures)
        for widget in (self.pushes, self._made_words):
            column.addWidget(widget)
        column.addWidget(self.put, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        for widget in (self._means_title, self.means, self._on):
            column.addWidget(widget)
        column.addStretch(1)

    # ---- what is shown

    @property
    def head(self) -> str:
        """What is said of all of it: of how many examples, and of which step."""
        return self._head.text()

    def show_inside(self, shown: OnScreen) -> None:
        """The weights are of this very step; the rest comes of the feed."""
        neuron = shown.neuron
        pictures = isinstance(shown.task.input, Picture)
        first = neuron is not None and neuron.column == 1 and pictures
        self._weights_title.setVisible(first)
        self.weights.setVisible(first)
        if neuron is not None and first:
            facts = describe(neuron, shown.snapshot, shown.forward, shown.shades)
            if isinstance(facts, NeuronFacts):
                self.weights.show_facts(facts)

    def say(self, title: str, words: str = "") -> None:
        """Why there is nothing to see."""
        self._found = None
        self._head.setText("")
        self._nothing.say(title, words)
        self._stack.setCurrentWidget(self._nothing)

    def show_found(self, found: Found) -> None:
        """This was found out."""
        responses, task = found.responses, found.examples.task
        self._found = found
        if not responses.finite:
            self.say("There is nothing to see", "This network’s weights have grown beyond all numbers.")
            return
        self._head.setText(
            task.filled(
                "Over {count} training {examples} at step {step}, by the sum z that stands below each one. "
                "A click puts it before the network.",
                count=f"{responses.n:,}",
                step=f"{responses.snapshot.step:,}",
            )
        )
        for nine, ranked in ((self.most, responses.most), (self.least, responses.least)):
            nine.show_examples(task.input, _examples(found, ranked))
        self._show_made(found)
        self._show_means(found)
        self._stack.setCurrentWidget(self._page)

    def _show_made(self, found: Found) -> None:
        made, pushes = found.made, found.pushes
        for widget, there in ((self.made, made), (self.put, made), (self.pushes, pushes)):
            widget.setVisible(there is not None)
        if made is not None:
            self._made_title.setText("Made to excite it most")
            self.made.show_input(found.examples.task.input, made.x)
            self._made_words.setText(_made_words(found))
        elif pushes is not None:
            self._made_title.setText("The ten words that push it most")
            reads = found.examples.task.input
            order = np.argsort(-np.abs(pushes.z), kind="stable")[:WORDS].tolist()
            full = max(float(np.abs(pushes.z).max()), 1e-9)
            effects = tuple(
                Effect(reads.name(k).removeprefix("word "), figure(float(pushes.z[k])), float(pushes.z[k]) / full)
                for k in order
            )
            palette = theme_now()
            self.pushes.show_effects(effects, (palette.negative, palette.positive))
            self._made_words.setText(
                "How far z moves where one word alone is written into an empty message, as often as it stands on "
                "average in the training messages that have it. To the right it excites, to the left it holds back."
            )

    def _show_means(self, found: Found) -> None:
        responses, answer = found.responses, found.examples.task.answer
        name_right, palette = right_of(found.examples.task), theme_now()
        means = []
        for group in responses.groups:
            if group.label is not None:
                means.append(Mean(*name_right(group.label), group.count, group.mean))
            elif isinstance(answer, Numbers):
                words = f"{answered(answer, group.low)} to {answered(answer, group.high)}"
                means.append(Mean(words, palette.muted, group.count, group.mean))
        of_numbers = isinstance(answer, Numbers)
        self._means_title.setText(
            "Mean activation, by the right number" if of_numbers else "Mean activation, by what is right"
        )
        self.means.show_means(tuple(means))
        self._on.setText(_on_words(responses, found))


def _section(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("role", "section")
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _examples(found: Found, ranked: Ranked) -> list[Shown]:
    examples = found.examples
    name_right = right_of(examples.task)
    return [
        Shown(row, examples.stored[row], *name_right(examples.answers[row]), z, a)
        for row, z, a in zip(ranked.rows.tolist(), ranked.z.tolist(), ranked.a.tolist(), strict=True)
    ]


def _made_words(found: Found) -> str:
    """What was made, how, and within what."""
    made, task = found.made, found.examples.task
    assert made is not None
    best = figure(float(found.responses.most.z[0]))
    begin = f"With it z is {figure(made.z)}; with the best training {{example}} it is {best}. "
    reads = task.input
    if isinstance(reads, Picture):
        how = (
            "Made by gradient ascent from blank paper, not drawn by anybody. Kept within: paper and ink (0 to 1); "
            "no more ink than the mean training {example}, {ink} pixels’ worth; smooth, as blurred by {smooth} "
            "pixels; no pixel darker than {deviations} deviations above its mean."
        )
    elif isinstance(reads, Columns):
        categories = any(isinstance(column, Categories) for column in reads.columns)
        how = "Made by gradient ascent, not measured on anybody. Each number is kept within the training rows’ range"
        how += ", and each column names one of its categories." if categories else "."
    else:
        how = "Found by gradient ascent, within the range of the training {examples}."
        if isinstance(reads, Measures) and reads.n == 2:
            how += " The whole plane stands in the neuron itself, as its surface."
    gaps = {
        "ink": f"{found.spread.total:.0f}",
        "smooth": compact(SMOOTH),
        "deviations": counted_deviations(),
    }
    return task.filled(begin + how, **gaps)


def counted_deviations() -> str:
    """`two`."""
    return {1: "one", 2: "two", 3: "three"}[DEVIATIONS]


def _on_words(responses: Responses, found: Found) -> str:
    task, spec = found.examples.task, responses.snapshot.spec
    mean = f"Over all of them the mean is {significant(responses.mean)}. "
    if responses.column == spec.n_layers:
        if np.isnan(responses.on):
            return mean.rstrip()
        answer = task.answer.name(responses.index)
        return mean + task.filled(
            "{answer} is answered to {share} of the training {examples}.", answer=answer, share=percent(responses.on)
        )
    function = spec.activation_functions[responses.column - 1]
    rule = f"a above {compact(function.on_above)}"
    if function.bounded:
        rule += ", the middle of its range"
    return mean + task.filled(
        "It is on for {share} of the training {examples} (on: {rule}).", share=percent(responses.on), rule=rule
    )
