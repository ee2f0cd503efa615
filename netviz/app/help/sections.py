"""What stands on the help page: headings, a few sentences each, and which picture."""

from __future__ import annotations

import html
from dataclasses import dataclass
from math import log
from typing import Final

from netviz.app.help import drawings as drawings
from netviz.language.grammar import all_of, counted
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.viewmodels.palette import Palette

_NAMED: Final = 4  # inputs: more are not listed


@dataclass(frozen=True)
class Section:
    """A heading, a few sentences (rich text) and a picture."""

    heading: str
    words: str
    drawing: drawings.Drawing


def sections(palette: Palette, spec: NetworkSpec, task: AnyTask) -> tuple[Section, ...]:
    """The page; its words follow the theme and the task, its figures are those of the network on screen."""
    return (*_what_it_is(palette, task), *_how_it_learns(palette, spec, task), *_around_it())


def _reads(task: AnyTask) -> Section:
    reads = task.input
    if isinstance(reads, Picture):
        return Section(
            "What it reads",
            f"""{html.escape(task.about)} On the left is what the network sees. To the network it is {reads.n}
            numbers from 0 (paper) to 1 (ink), nothing else.""",
            drawings.draw_image,
        )
    names = [html.escape(reads.name(k)) for k in range(min(reads.n, _NAMED))]
    named = all_of(names) if reads.n <= _NAMED else f"{', '.join(names)} and so on"
    return Section(
        "What it reads",
        f"""{html.escape(task.about)} To the network it is
        {counted(reads.n, "one number", "{n} numbers")}, nothing else: {named}.""",
        drawings.draw_points,
    )


def _answers(task: AnyTask) -> Section:
    if task.answer.kind == "numbers":
        words = """The last column has one neuron for each number that is answered. Its sum is the answer, as
            it
            is. An untrained network answers too: it guesses."""
    else:
        words = """The last column has one neuron for each class. Softmax turns their sums into probabilities
            that add up to 1: <b>p<sub>i</sub> = e<sup>z<sub>i</sub></sup> /
            Σ e<sup>z<sub>k</sub></sup></b>. The largest is the answer. An untrained network answers
            too: it guesses."""
    numbers = task.answer.kind == "numbers"
    return Section("The answer", words, drawings.draw_neuron if numbers else drawings.draw_softmax)


def _is_wrong(task: AnyTask) -> Section:
    n = task.answer.n
    if task.answer.kind == "numbers":
        words = """How wrong the network is, as one number: half the squared distance from its answer to the
            right
            one, averaged over a mini-batch. R² is simpler to read: 1 where nothing is left to explain, 0
            where
            the answer is no better than always the mean."""
    else:
        words = f"""How wrong the network is, as one number: −ln of the probability it gave to the right
            class,
            averaged over a mini-batch. Sure and right is nearly 0; guessing among {n} is ln {n} ≈
            {log(n):.1f}.
            Accuracy is simpler: the share of {task.examples} that it answered rightly."""
    return Section("The loss", words, drawings.draw_loss)


def _what_it_is(palette: Palette, task: AnyTask) -> tuple[Section, ...]:
    high = "brighter" if palette.dark else "darker"
    return (
        _reads(task),
        Section(
            "A neuron",
            """Every circle adds up what arrives: each activation <i>a</i> of the column before, times the
            weight <i>w</i> of its edge, plus a number of its own, the bias <i>b</i>. Then a function φ
            decides what goes on: <b>z = Σ w·a + b</b>, then <b>a = φ(z)</b>. The usual φ here is ReLU: a sum
            above 0 passes as it is, a sum below 0 becomes 0. Point at a neuron to see its sum.""",
            drawings.draw_neuron,
        ),
        Section(
            "A weight, blue or red",
            """Every line is one weight. <b>Blue is positive</b>: the more active the neuron on its left, the
            more it pushes the one on its right up. <b>Red is negative</b>: it pushes down. Where a number on
            the left is below 0, both push the other way. The stronger the line, the larger the weight. While
            something lies there and training rests, the lines from the inputs show contributions instead:
            input times weight, which is what decided <i>here</i>.""",
            drawings.draw_weights,
        ),
        Section(
            "Shading",
            f"""The {high} a neuron, the higher its activation. Full shade stands for a high activation of its
            layer, measured on 500 examples; the legend gives the number. A dashed rim means an activation
            below
            zero.""",
            drawings.draw_shades,
        ),
        _answers(task),
    )


def _how_it_learns(palette: Palette, spec: NetworkSpec, task: AnyTask) -> tuple[Section, ...]:
    arrow = "white" if palette.dark else "black"
    return (
        _is_wrong(task),
        Section(
            "Training",
            """One step takes a mini-batch of training examples, works out for each weight which way the loss
            falls, and moves it a little that way: <b>w ← w − η · ∂L/∂w</b>. η is the learning rate. A weight
            that had no part in these, as that of an input of 0, has the gradient 0.
            Validation examples never move a weight, so what comes of them tells learning from memorising.
            Test
            examples are kept for the examination: open <b>Test</b>. In <b>Train</b> all of it can be changed
            while it runs, the network's shape too:
            what it has learnt stays where it fits.""",
            drawings.draw_step,
        ),
        Section(
            f"{spec.n_parameters:,} dimensions",
            f"""This network has {spec.n_edges:,} weights and {spec.n_parameters - spec.n_edges:,} biases:
            {spec.n_parameters:,} numbers that can be turned, and the loss depends on every one of them. So it
            is a function of {spec.n_parameters:,} variables, a landscape in as many dimensions; the picture
            has two. Training looks for a low place in it, a minimum, by many small adjustments, each a step
            downhill for one mini-batch. It ends in a low place, seldom in the lowest.""",
            drawings.draw_landscape,
        ),
        Section("Why deep?", _why_deep(spec, task), drawings.draw_layers),
        Section(
            "Why a weight moves",
            f"""Open <b>Explain a step</b>. The right output <i>wishes</i> to be more active, the others less.
            Each sends its wish back along its edges; at every neuron the wishes add up, layer by layer, down
            to the inputs. A {arrow} arrow on an edge is the change of its weight: activation before it, times
            wish after it, times η. Apply makes the step, Undo takes it back. Neurons are named by layer and
            place, counted from 1 at the top: <b>2·6</b> is the sixth neuron of hidden layer 2.""",
            drawings.draw_wish,
        ),
    )


def _around_it() -> tuple[Section, ...]:
    return (
        Section(
            "The run",
            """Every run is recorded from the step at which it begins here. Drag along the strip under the
            network, and all that is on screen shows that step, as does a click on a plot in <b>Train</b>;
            <b>J</b> shows the
            newest again. A flag keeps a step, a branch begins a new run from exactly there. <i>File &gt;
            Runs</i> lists them all; after a crash the next start offers to go on.""",
            drawings.draw_run,
        ),
        Section(
            "Where this comes from",
            """<b>Artificial intelligence</b> is the attempt to let machines do what takes wits. In
            <b>machine learning</b>, one part of it, nobody writes the rules: a model is fitted to data, and
            then answers about data that it has not seen. <b>Deep learning</b> is one technique of many for
            that, with networks of several layers. It filters spam, reads text in pictures, sorts what a
            search finds, and sees for phones and cars. Its data are prepared by people, as the digits that
            come with netviz were, or come from sensors such as a camera.""",
            drawings.draw_image,
        ),
        Section(
            "Like a brain?",
            """The idea is borrowed: a nerve cell fires when enough arrives over its synapses, some of which
            excite and some hold back; and from the eye, layer after layer of cells goes from light to shapes.
            Much is <i>not</i> like that. Cells send pulses in time, not numbers in steps; nobody knows that a
            brain learns by anything like backpropagation; and it needs far fewer examples.""",
            drawings.draw_origin,
        ),
        Section("Other problems", _others(), drawings.draw_points),
    )


def _others() -> str:
    """All tasks that there are."""
    rows = (task_named(name) for name in TASKS)
    listed = "<br>".join(f"<b>{html.escape(row.label)}</b>: {html.escape(row.about)}" for row in rows)
    return f"""<i>File &gt; New</i> has them, each with a network to begin with.<br>{listed}"""


def _why_deep(spec: NetworkSpec, task: AnyTask) -> str:
    """Of the network on screen."""
    hidden = spec.n_layers - 1
    measures = "<i>Train &gt; Compare runs… &gt; Why layers?</i> measures"
    if hidden == 0:
        return f"""This network has no hidden layer: each output is one weighted sum of the inputs, as if one
            stencil were laid over them. With hidden layers in between, neurons can look for pieces first, and
            later ones combine them. {measures} what that brings."""
    many = counted(hidden, "This network has one hidden layer.", "This network has {n} hidden layers.")
    first = f"{many} Neurons of the first see the inputs alone."
    if isinstance(task.input, Picture):
        first = f"""{many} Neurons of the first see pixels: <i>Train &gt; First layer</i> shows what each
            looks
            for, pieces of strokes at best."""
    then = counted(
        hidden,
        "The outputs see no input, only what these found, and combine it.",
        "Neurons of the next see no input, only what the first found, and combine it.",
    )
    return f"""{first} {then} A piece that many answers have in common, as the bow of a 2 and a 3, need be
            learnt
        only once. That is the idea; how much it helps here, {measures}."""
