"""What the story says: one plain sentence a stage, a second one with the numbers, and the formula filled
in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from operator import mul
from typing import Final

import numpy as np

from netviz.language.grammar import a_digit
from netviz.network.connections import edge_ends, edges_out_of
from netviz.training.experiments.backprop import worth_telling
from netviz.training.figures import said
from netviz.viewmodels.agreeing import EQUAL, FEWEST, digits_for
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words import number_sentences
from netviz.viewmodels.story.words.called import called
from netviz.viewmodels.story.words.names import layer_name, still, the_neuron
from netviz.viewmodels.story.words.numbers import (
    activation,
    digits_that_differ,
    from_to,
    in_brackets,
    percent,
    percents,
    plain,
    short,
    signed,
    subscript,
)

SATURATED_SLOPE: Final = 0.01  # of an output: at most 0.25
HALF_WAY: Final = 0.5
MOST_NEAR_ONE: Final = 15  # digits of an output whose distance from 1 is what matters


@dataclass(frozen=True)
class Words:
    """The text of a moment."""

    title: str
    caption: str
    detail: str = ""
    formula: tuple[str, ...] = ()

    def on(self, moment: StoryMoment) -> StoryMoment:
        """The moment with this text."""
        return replace(
            moment, title=self.title, caption=self.caption, detail=self.detail, formula=self.formula
        )


def heading(story: Story) -> str:
    """`Teach it this 3`; `Teach it this 3 as a 7` where it is known to be another."""
    c = called(story)
    if c.numbers:
        return f"Teach it {c.this}: {c.right}"
    if not c.digits:
        return f"Teach it: {c.this} is {c.a(story.trace.own)}"
    if story.known is not None:
        return f"Teach it this {story.known} as {a_digit(story.trace.own)}"
    return f"Teach it {c.this}"


def look(story: Story) -> Words:
    """Stage 0."""
    trace, spec = story.trace, story.spec
    caption, detail = number_sentences.look_words(story) if trace.numbers else _look(story)
    lines = ["every neuron: z = Σ w·a + b"]
    lines += [f"a = {activation.formula}" for activation in dict.fromkeys(spec.activation_functions)]
    lines.append(f"outputs: {spec.loss_function.output_formula}")
    return Words(f"The {called(story).flows} flows in", caption, detail, tuple(lines))


def _look(story: Story) -> tuple[str, str]:
    """Which class it is, and which the network says."""
    c, outputs = called(story), story.trace.before.a[-1]
    answer, label = int(outputs.argmax()), story.trace.own
    if story.known is not None:
        caption = f"It is known as {c.a(int(story.known))}; you teach it as {c.a(label)}."
    elif story.step == 0:
        sees = f"sees {c.a(label)} and answers" if c.digits else "answers"
        caption = f"An untrained network {sees} at random."
    elif not c.digits:
        says = "so" if answer == label else c.a(answer)
        caption = f"{_first(c.this)} is {c.a(label)}, and the network says {says}."
    elif answer == label:
        caption = f"The network sees {a_digit(label)} and reads it as {a_digit(label)}."
    else:
        caption = f"The network sees {c.a(label)} and takes it for {c.a(answer)}."
    called_so = str(answer) if c.digits else c.a(answer)
    detail = f"Its answer: {called_so}, with {percent(float(outputs[answer]))}."
    if answer != label:
        detail += f" {_first(c.the(label))} gets {percent(float(outputs[label]))}."
    return caption, detail


def output(story: Story) -> Words:
    """Stage 1: the wish."""
    trace = story.trace
    label, pick = trace.own, story.picks[story.last]
    assert pick is not None
    c = called(story)
    caption, detail = number_sentences.output_words(story) if c.numbers else _output(story, label, pick)
    slope = float(trace.slope[-1][pick])
    if slope < SATURATED_SLOPE and abs(float(trace.wish_a[-1][pick])) > HALF_WAY:
        name = _first(c.the(pick))
        detail += (
            f" {name} is saturated: its slope is only {plain(slope)}, so hardly any of its wish passes back."
        )
    about_a = float(trace.wish_a[-1][pick])
    formula = _output_formula(story, pick, float(trace.target[pick]), about_a)
    return Words("What each output wants", caption, detail, formula)


def _output(story: Story, label: int, pick: int) -> tuple[str, str]:
    """Which output should be fully active."""
    c, own = called(story), float(story.trace.before.a[-1][label])
    the = c.the(label)
    caption = f"Only {the} should be fully active. This is how far each output is from what we want."
    if story.little_left:
        caption = f"There is little left to learn here: {the} already has {percent(own)}."
    elif pick != label:
        caption = f"Only {the} should be fully active, so {c.the(pick)} should be silent."
    loss = plain(story.trace.loss_before)
    others = "the others want 0" if len(story.trace.target) > 2 else "the other wants 0"
    detail = f"{_first(the)} is at {activation(own)} and wants 1, {others}. The loss is {loss}."
    return caption, f"{detail} A wish is minus a gradient."


def _output_formula(story: Story, pick: int, target: float, about_a: float) -> tuple[str, ...]:
    """An output's wish, the loss, and the wish about its sum where that is another number."""
    trace, function = story.trace, story.spec.loss_function
    a, own = float(trace.before.a[-1][pick]), float(trace.before.a[-1][trace.own])
    digits, equal = digits_for(lambda a: target - a, a, gives=about_a, most=MOST_NEAR_ONE)
    own_digits, own_equal = FEWEST, EQUAL
    if function.of_own is not None:
        own_digits, own_equal = digits_for(function.of_own, own, gives=trace.loss_before, most=MOST_NEAR_ONE)
        if pick == trace.own and EQUAL == equal == own_equal:
            # One number, one spelling.
            digits = own_digits = max(digits, own_digits)
    shown = in_brackets(a, digits)
    written = function.formula.format(label=subscript(trace.own), a=plain(own, own_digits))
    lines = [
        f"wish = y − a = {short(target) if target else 0} − {shown} {equal} {signed(about_a)}",
        f"L = {written} {own_equal} {plain(trace.loss_before)}",
    ]
    if function.slope:
        about_z = float(trace.wish_z[-1][pick])
        slope = float(trace.slope[-1][pick])
        digits, equal = digits_for(mul, about_a, slope, gives=about_z)
        factors = f"{in_brackets(about_a, digits)} · {plain(slope, digits)}"
        lines.append(f"δ = wish · {function.slope} = {factors} {equal} {signed(about_z)}")
    return tuple(lines)


def weights(story: Story, column: int) -> Words:
    """Stages 2 and 4: black arrows into the spotlight of a column."""
    trace, spec = story.trace, story.spec
    pick = story.picks[column]
    assert pick is not None
    title = f"The weights into {the_neuron(spec, column, pick, story.task)}"
    if not trace.passes_back(column, pick):
        return Words(
            title,
            f"This neuron is {still(spec, column)}: it passes nothing back, and its own weights stay as they "
            "are.",
            "Its slope φ′(z) is 0 here, so its wish can't be acted on.",
        )
    changes = trace.changes_into(column, pick)
    before = trace.before.a[column - 1]
    source = story.loudest_source(column, pick)
    change = float(changes[source])
    source_name = the_neuron(spec, column - 1, source, story.task)
    if column == story.last:
        caption = "Weights from active neurons change most: the change is proportional to the activation."
    else:
        caption = "So its own weights change, again by how active the neuron before them is."
    verb = "grows" if change > 0 else "falls"
    picked = story.edge is not None and edge_ends(spec, story.edge) == (column, source, pick)
    if picked:
        detail = f"The weight from {source_name} {verb} by {plain(abs(change))}."
        if change == 0:
            detail = f"{_first(source_name)} is not active, so this weight stays as it is."
    else:
        detail = f"The weight from {source_name} changes most: it {verb} by {plain(abs(change))}."
        if column == 1 and called(story).pixels:
            detail = (
                f"The weight from every pixel with ink {verb}, the more ink the more: by "
                f"{plain(abs(change))} at most."
            )
        quiet = int((before == 0).sum())
        if quiet:
            inputs = "pixels are empty" if called(story).pixels else "inputs are 0"
            what = inputs if column == 1 else "neurons before it are off"
            detail += f" {quiet} of {len(before)} {what} and change nothing."
    return Words(title, caption, detail, (_delta_w(story, column, source, pick),))


def wish(story: Story, column: int) -> Words:
    """Stage 3: the wishes of a hidden layer, and the neuron that can do most about it."""
    trace, spec = story.trace, story.spec
    pick = story.picks[column]
    title = f"One layer back: {layer_name(spec, column)}"
    if pick is None:
        return Words(
            title,
            "Nothing comes back to this layer, so the story of the layers stops here.",
            f"Every neuron here is {still(spec, column)}, or nobody after it wants a change: no weight "
            "before it moves.",
        )
    name = the_neuron(spec, column, pick, story.task)
    about_a, about_z = float(trace.wish_a[column][pick]), float(trace.wish_z[column][pick])
    more = about_a > 0
    if not trace.passes_back(column, pick):
        caption = (
            f"This neuron should fire {'more' if more else 'less'}, but it is {still(spec, column)}: "
            "it passes nothing back."
        )
        detail = f"{_first(name)} has φ′(z) = 0: no small change of its weights would change its activation."
        return Words(title, caption, detail, _sum_of_shares(story, column, pick))
    the = called(story).the(trace.own)
    if trace.numbers:
        caption = number_sentences.helps(story, more=more)
    elif float(trace.before.a[column][pick]) < 0:
        caption = f"This neuron should be {'higher' if more else 'lower'} to help {the}."
    elif more:
        caption = f"This neuron helps {the}: it should fire more."
    else:
        caption = f"This neuron hurts {the}: it should fire less."
    n = spec.sizes[column + 1]
    after = f"all {n} {'outputs' if column + 1 == story.last else 'neurons after it'}"
    if n == 1:
        after = "the one output"
    detail = f"The wishes of {after} add up to {signed(about_a)} for {name}"
    detail += "." if dict(story.chosen).get(column) == pick else f". {_why(story, column, pick)}"
    if column + 1 == story.last:
        detail += " This way back is called backpropagation."
    lines = _sum_of_shares(story, column, pick)
    slope = float(trace.slope[column][pick])
    return Words(
        title,
        caption,
        detail,
        (
            *lines,
            *_delta(spec.activation_functions[column - 1].slope, about_a, slope, about_z),
        ),
    )


def _delta(written: str, about_a: float, slope: float, about_z: float) -> tuple[str, str]:
    """The slope, and `δ = wish · φ′(z)` with its numbers where the slope is not 1."""
    digits, equal = digits_for(mul, about_a, slope, gives=about_z)
    factors = f" = {in_brackets(about_a, digits)} · {in_brackets(slope, digits)}" if slope != 1 else ""
    return (
        f"φ′(z) = {written}: here {short(slope, digits)}",
        f"δ = wish · φ′(z){factors} {equal} {signed(about_z)}",
    )


def _why(story: Story, column: int, pick: int) -> str:
    """Why the story of a layer is told on this neuron (see `spotlight`): a sentence."""
    if worth_telling(story.trace, column)[pick]:
        return "The story follows it: of this layer’s clearly active neurons, it is asked to change most."
    return "The story follows it: of all neurons in this layer, it is asked to change most."


def first_layer(story: Story, column: int) -> Words:
    """Stage 5: the wish of the first hidden layer and its weights from the pixels."""
    about, own = wish(story, column), weights(story, column)
    pick = story.picks[column]
    assert pick is not None
    name = the_neuron(story.spec, column, pick, story.task)
    value = float(story.trace.wish_a[column][pick])
    why = "" if dict(story.chosen).get(column) == pick else f" {_why(story, column, pick)}"
    fires = f"{_first(name)} should fire {'more' if value > 0 else 'less'} ({signed(value)})"
    detail = f"{fires}.{why} {own.detail}"
    if not story.trace.passes_back(column, pick):
        return Words(
            f"The first layer: {layer_name(story.spec, column)}", about.caption, own.caption, about.formula
        )
    return Words(
        f"The first layer: {layer_name(story.spec, column)}",
        f"And so on, backwards, down to the {'pixels' if called(story).pixels else 'inputs'}.",
        detail,
        (*about.formula[-1:], *own.formula),
    )


def step(story: Story) -> Words:
    """Stage 6."""
    trace = story.trace
    before, after, label = trace.loss_before, trace.loss_after, trace.own
    c = called(story)
    digits = digits_that_differ(before, after)
    was, now = plain(before, digits), plain(after, digits)
    if after < before:
        small = "small " if after > 0.5 * before else ""
        caption = f"One {small}step. The loss on {c.this} went from {was} to {now}."
    elif after > before:
        caption = f"This step was too large: the loss on {c.this} rose from {was} to {now}."
    else:
        caption = f"One step, too small to see: the loss on {c.this} stays at {was}."
    p, q = percents(float(trace.before.a[-1][label]), float(trace.after.a[-1][label]))
    # A change below the last place of its weight is no change.
    moved = int(np.count_nonzero(trace.parameters_after != trace.parameters))
    largest = float(np.abs(trace.change).max())
    detail = (
        f"{moved:,} of {story.spec.n_parameters:,} weights and biases moved, by {plain(largest)} at most. "
    )
    the = _first(c.the(label))
    if c.numbers:
        detail += number_sentences.step_words(story)
    else:
        detail += f"{the} went from {p} to {q}." if p != q else f"{the} stays at {p}."
    if story.smaller is not None:
        rate, lower = story.smaller
        detail += f" With the smaller rate {said(rate)} it would fall to {plain(lower)}."
    detail += _against(story)
    lines = (
        f"w ← w + Δw, rate η = {said(trace.rate)}",
        "Plain gradient descent on this one example: no momentum, no L2.",
    )
    return Words("The step", caption, detail, lines)


def _against(story: Story) -> str:
    """What a step did that nobody wished: an output that rose though it wanted 0, or a neuron that went off;
    empty where there is none.
    """
    trace, spec = story.trace, story.spec
    moved = np.asarray(trace.after.a[-1] - trace.before.a[-1], np.float64)
    moved[trace.own] = 0.0
    k = int(moved.argmax())
    own = float(trace.after.a[-1][trace.own] - trace.before.a[-1][trace.own])
    # The same digits as in the table beside it.
    before, after = from_to(float(trace.before.a[-1][k]), float(trace.after.a[-1][k])).split(" → ")
    if moved[k] > 0 and before != after and not trace.numbers:
        shares = percents(*(float(f.a[-1][trace.own]) for f in (trace.before, trace.after)))
        too = " too" if own > 0 and shares[0] != shares[1] else ""
        rose = f" {_first(called(story).the(k))} rose{too}, from {before} to {after}, though it wants 0:"
        return f"{rose} all outputs share the neurons."
    for column in range(spec.n_layers - 1, 0, -1):
        pick = story.picks[column]
        if pick is not None and spec.activation_functions[column - 1].can_die:
            was, now = (float(f.a[column][pick]) for f in (trace.before, trace.after))
            if was > 0 and now == 0:
                name = _first(the_neuron(spec, column, pick, story.task))
                return f" {name} was at {plain(was)} and is off now: a step can go further than a wish."
    return ""


def _delta_w(story: Story, column: int, source: int, target: int) -> str:
    trace = story.trace
    a, about_z = float(trace.before.a[column - 1][source]), float(trace.wish_z[column][target])
    change = float(trace.changes_into(column, target)[source])
    digits, equal = digits_for(lambda a, d: float(f"{trace.rate:g}") * a * d, a, about_z, gives=change)
    factors = f"{said(trace.rate)} · {in_brackets(a, digits)} · {in_brackets(about_z, digits)}"
    return f"Δw = η · a · δ = {factors} {equal} {signed(change)}"


def _sum_of_shares(story: Story, column: int, index: int) -> tuple[str, ...]:
    """`−∂L/∂a = Σ w · wish`, its two largest terms with their numbers."""
    trace = story.trace
    shares = trace.shares(column, index)
    weights = trace.parameters[edges_out_of(story.spec, column, index)]
    largest = np.argsort(-np.abs(shares), kind="stable")[:2]
    pairs = [(float(weights[j]), float(trace.wish_z[column + 1][j])) for j in largest]
    total = float(trace.wish_a[column][index])
    digits, equal, dots = FEWEST, EQUAL, " + …"
    if len(shares) <= len(largest):
        dots = ""
        digits, equal = digits_for(
            lambda *numbers: sum(map(mul, numbers[::2], numbers[1::2])), *chain(*pairs), gives=total
        )
    terms = [f"{in_brackets(weight, digits)}·{in_brackets(wish, digits)}" for weight, wish in pairs]
    return (f"wish = Σ w · δ = {' + '.join(terms)}{dots} {equal} {signed(total)}",)


def _first(name: str) -> str:
    return name[0].upper() + name[1:]
