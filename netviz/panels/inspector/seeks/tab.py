"""The tab "Looks for": what excites a neuron most and least, and what was made to excite it."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.columns.effects import Effect, EffectList
from netviz.panels.inspector.facts import NeuronFacts, describe
from netviz.panels.inspector.incoming import WeightImage
from netviz.panels.inspector.page.tab import Shown as OnScreen
from netviz.panels.inspector.page.tab import Tab
from netviz.panels.inspector.seeks.found import Found, PutExample, PutMade, figure, right_of
from netviz.panels.inspector.seeks.made import MadeInput, written
from netviz.panels.inspector.seeks.means import Mean, Means
from netviz.panels.inspector.seeks.nine import Nine, Shown
from netviz.panels.kit.figures import compact, percent
from netviz.panels.kit.nothing import Nothing
from netviz.panels.kit.wrapped import Wrapped
from netviz.rendering import units
from netviz.rendering.themed import theme_now
from netviz.tasks.answer import Numbers
from netviz.tasks.columns import Categories, Columns
from netviz.tasks.input import Measures, Picture
from netviz.training.figures import answered, significant
from netviz.training.insight.favourite import DEVIATIONS, smoothness
from netviz.training.insight.responses import Ranked, Responses
from netviz.viewmodels.scene import Focus

WORDS: Final = 10
_INK: Final = (
    "Made by gradient ascent, not drawn by anybody, and held to what is like ink: every pixel from 0 to 1, "
    "together no more than the mean training {example} has ({ink} full pixels), {smooth}and none much darker "
    "than it usually is there: at most its mean and {deviations} standard deviations."
)
_MORE: Final = " A real {example} can reach more, as nothing holds it to this."


class SeeksTab(Tab):
    """Shows what its feed has found. `wanted`: a PutExample or a PutMade."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Found | None = None
        self._neuron: Focus | None = None
        self.head = Wrapped("", self)
        self.head.setProperty("role", "muted")
        self._nothing, self._page = Nothing(parent=self), QWidget(self)
        self._build(self._page)
        self._page.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self._nothing, 1)
        column.addWidget(self._page)
        column.addStretch(0)

    def _build(self, page: QWidget) -> None:
        self.most, self.least = Nine("The nine that excite it most", page), Nine("The nine least", page)
        for nine in (self.most, self.least):
            nine.picked.connect(lambda row: self.wanted.emit(PutExample(row)))
        self.made = MadeInput(page)
        self.weights = WeightImage(page)
        units.hold(self.weights, least_height=194)
        self._weights_title = _section("Its weights, as a picture", page)
        self.pushes = EffectList(WORDS, page)
        self.pushes.setAccessibleName("The words that push it most")
        self._made_title = _section("", page)
        self._made_words = Wrapped("", page)
        self._made_words.setProperty("role", "muted")
        self.put = QPushButton("Put it before the network", page)
        self.put.setToolTip(
            "What was made goes before the network, as an example would.  Undo takes it back."
        )
        self.put.clicked.connect(lambda: self.wanted.emit(PutMade(self._found)) if self._found else None)
        self.means = Means(page)
        self._means_title = _section("", page)
        self._on = Wrapped("", page)
        self._on.setProperty("role", "muted")
        pictures = QHBoxLayout()
        pictures.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        _fill(left, self._made_title, self.made)
        _fill(right, self._weights_title, self.weights)
        for side in (left, right):
            side.setSpacing(4)
            side.addStretch(1)
        pictures.addLayout(left, 1)
        pictures.addLayout(right, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        _fill(column, _section("Excites it most", page), self.most)
        _fill(column, _section("Excites it least", page), self.least)
        column.addSpacing(4)
        column.addLayout(pictures)
        _fill(column, self.pushes, self._made_words)
        column.addWidget(self.put, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        _fill(column, self._means_title, self.means, self._on)
        column.addStretch(1)

    # ---- what is shown

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
        self.head.setText("")
        self._nothing.say(title, words)
        self._page.hide()
        self._nothing.show()

    def show_found(self, found: Found) -> None:
        """This was found out."""
        responses, task = found.responses, found.examples.task
        self._found = found
        if not responses.finite:
            self.say("There is nothing to see", "This network’s weights have grown beyond all numbers.")
            return
        self.head.setText(
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
        self._nothing.hide()
        self._page.show()

    def _show_made(self, found: Found) -> None:
        made, pushes = found.made, found.pushes
        for widget, there in ((self.made, made), (self.put, made), (self.pushes, pushes)):
            widget.setVisible(there is not None)
        if made is not None:
            self._made_title.setText("Made to excite it")
            self.made.show_input(found.examples.task.input, made.x)
            self._made_words.setText(_made_words(found))
        elif pushes is not None:
            self._made_title.setText("The ten words that push it most")
            reads = found.examples.task.input
            order = np.argsort(-np.abs(pushes.z), kind="stable")[:WORDS].tolist()
            full = max(float(np.abs(pushes.z).max()), 1e-9)
            effects = tuple(
                Effect(
                    reads.name(k).removeprefix("word "), figure(float(pushes.z[k])), float(pushes.z[k]) / full
                )
                for k in order
            )
            palette = theme_now()
            self.pushes.show_effects(effects, (palette.negative, palette.positive))
            self._made_words.setText(
                "How far z moves where one word alone is written into an empty message, as often as it "
                "stands on average in the training messages that have it. To the right it excites, to the "
                "left it holds back."
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


def _fill(column: QVBoxLayout, *widgets: QWidget) -> None:
    for widget in widgets:
        column.addWidget(widget)


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
    reads = task.input
    begin = "With it z is {z}; with the best training {example} it is {best}. "
    if isinstance(reads, Measures):
        begin = "At {place} z is {z}; with the best training {example} it is {best}. "
    if isinstance(reads, Picture):
        how = _INK
    elif isinstance(reads, Columns):
        categories = any(isinstance(column, Categories) for column in reads.columns)
        how = "Made by gradient ascent, not measured: each number is kept within the training data’s range."
        if categories:
            how += " Each column of categories names one of them."
    else:
        how = "Found by gradient ascent, within the range of the training {examples}."
        if isinstance(reads, Measures) and reads.n == 2:
            how += " The whole plane stands in the neuron itself, as its surface."
    if made.z < float(found.responses.most.z[0]):
        how += _MORE
    smooth = smoothness(reads) if isinstance(reads, Picture) else 0.0
    gaps = {
        "ink": f"{found.spread.total:.0f}",
        "smooth": f"blurred over {smooth:.1f} pixels, " if smooth else "",
        "deviations": _deviations(),
        "z": figure(made.z),
        "best": best,
        "place": ", ".join(f"{name} = {value}" for name, value in written(reads, made.x)),
    }
    return task.filled(begin + how, **gaps)


def _deviations() -> str:
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
            "{answer} is answered to {share} of the training {examples}.",
            answer=answer,
            share=percent(responses.on),
        )
    function = spec.activation_functions[responses.column - 1]
    rule = f"a above {compact(function.on_above)}"
    if function.bounded:
        rule += ", the middle of its range"
    return mean + task.filled(
        "It is on for {share} of the training {examples} (on: {rule}).",
        share=percent(responses.on),
        rule=rule,
    )
