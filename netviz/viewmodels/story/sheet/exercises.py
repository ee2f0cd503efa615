"""What each stage of a story asks: a few numbers that can be found by hand from those beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from netviz.network.connections import edge_ends, edge_index, edges_into, edges_out_of
from netviz.viewmodels.naming import output_name
from netviz.viewmodels.story.sheet.sums import largest, softmax, sum_into, sum_of
from netviz.viewmodels.story.sheet.working import (
    ASKED,
    Blank,
    Exercise,
    Known,
    Line,
    Number,
    Working,
    agreeing,
    factor,
    given,
    whole,
    with_decimals,
    written,
)
from netviz.viewmodels.story.stages import Stage
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.names import edge_name, neuron_name, the_neuron

_SMALLEST: Final = 8  # decimals of a weight that anybody adds to


class Sheet(NamedTuple):
    """The exercises of each stage, and the answers in their order."""

    stages: tuple[tuple[Exercise, ...], ...]
    answers: tuple[tuple[str, str], ...]


def sheet_of(story: Story) -> Sheet:
    """What a worksheet asks on a story, stage by stage; answers as `[3]` and the number."""
    working = Working()
    stages = tuple(tuple(_stage(story, stage, working)) for stage in story.stages)
    return Sheet(stages, tuple((blank.text, blank.answer) for blank in working.blanks))


def _stage(story: Story, stage: Stage, working: Working) -> list[Exercise]:
    match stage.kind:
        case "look":
            return _look(story, working)
        case "output":
            return _output(story, working)
        case "weights":
            return _weights(story, stage.column, working)
        case "wish":
            return _wish(story, stage.column, working)
        case "layer":
            return [*_wish(story, stage.column, working), *_weights(story, stage.column, working)]
        case "step":
            return _step(story, working)
        case "many":
            return _many(story, working)
        case "again":
            return _again(story, working)


def _look(story: Story, working: Working) -> list[Exercise]:
    """A neuron's sum and its activation, and the outputs'."""
    trace, spec, last = story.trace, story.spec, story.last
    lines: list[Exercise] = []
    if last > 1:
        column = last - 1
        index = story.picks[column]
        if index is None:
            index = int(np.abs(trace.before.a[column]).argmax())
        lines.append(sum_into(story, column, index, working))
        function = spec.activation_functions[column - 1]
        near = np.array([float(working.blanks[-1].value)])
        fired = np.empty_like(near)
        function.apply(near, fired)
        a = working.asked(Decimal(float(fired[0])))
        lines.append(Line((f"a = φ(z) = {function.formula}; z is {working.blanks[-2].text}.\na = ", a)))
    loss = spec.loss_function
    if loss.sums_to_one:
        return [*lines, *softmax(story, working)]
    if trace.numbers:
        lines.append(sum_into(story, last, 0, working))
        return lines
    z = given(float(trace.before.z[-1][trace.own]))
    a = working.asked(Decimal(float(loss.output(np.array([float(z.value)]))[0])))
    name = output_name(spec.sizes[-1], trace.own, story.task)
    lines.append(Line((f"Output {name}: {loss.output_formula}; z is {z.text}.\na = ", a)))
    return lines


def _output(story: Story, working: Working) -> list[Exercise]:
    """Wishes of two outputs, the loss, and the δ where it is another number."""
    trace, spec, own = story.trace, story.spec, story.trace.own
    loss = spec.loss_function
    n = spec.sizes[-1]
    lines: list[Exercise] = []
    a = np.asarray(trace.before.a[-1], np.float64)
    told = [own]
    if n > 1:
        told.append(next(int(k) for k in np.argsort(-a, kind="stable") if k != own))
    told += [k for k in (story.picks[story.last],) if k is not None and k not in told]
    wishes: list[Known] = []
    for k in told:
        target = given(float(trace.target[k])) if trace.numbers else whole(int(trace.target[k]))
        (value,) = agreeing([float(a[k])], partial(_less, target.value), float(trace.wish_a[-1][k]))
        wish = working.exact(target.value - value.value)
        wishes.append(wish)
        name = output_name(n, k, story.task)
        lines.append(Line((f"Output {name}: wish = y − a\n= {target.text} − {factor(value)} = ", wish)))
        if not loss.slope:
            working.deltas[story.last, k] = wish
            continue
        (slope,) = agreeing(
            [float(trace.slope[-1][k])],
            partial(_times, wish.value),
            float(trace.wish_z[-1][k]),
        )
        delta = working.asked(wish.value * slope.value)
        working.deltas[story.last, k] = delta
        lines.append(
            _ask(
                f"Its slope {loss.slope} is {slope.text}.\nδ = wish · slope = {wish.text} · {slope.text}",
                delta,
            )
        )
    # What has overflowed, or is as good as 0, is no number to compute with.
    if np.isfinite(trace.loss_before) and (loss.of_own is None or a[own] > 0):
        lines.append(_loss(story, wishes, working))
    return lines


def _loss(story: Story, wishes: Sequence[Known], working: Working) -> Line:
    """−ln a, or half the squares of the wishes."""
    trace, function = story.trace, story.spec.loss_function
    own = float(trace.before.a[-1][trace.own])
    if function.of_own is not None:
        (a,) = agreeing([own], lambda v: -v[0].ln(), trace.loss_before)
        return Line((f"L = −ln a = −ln {a.text} = ", working.asked(-a.value.ln())))
    squares = [wish.value * wish.value for wish in wishes]
    left = 2 * trace.loss_before - float(sum(squares))
    text = " + ".join(f"{wish.text}²" for wish in wishes)
    others = len(trace.target) - len(wishes)
    total = sum(squares, Decimal(0))
    if others:
        rest = with_decimals(max(left, 0.0), 5)
        total += rest.value
        text += f" + rest {rest.text}"
    return Line((f"L = ½ · ({text}) = ", working.asked(total / 2)))


def _weights(story: Story, column: int, working: Working) -> list[Exercise]:
    """The change of one weight, and the weight afterwards."""
    trace, spec = story.trace, story.spec
    index = story.picks[column]
    if index is None or not trace.passes_back(column, index):
        return []
    source = story.loudest_source(column, index)
    change = float(trace.changes_into(column, index)[source])
    if change == 0:
        return []
    about_z = float(trace.wish_z[column][index])
    rate = _setting(trace.rate)
    known = working.deltas.get((column, index))
    values = [float(trace.before.a[column - 1][source])] + ([] if known else [about_z])
    found = agreeing(values, lambda v: rate.value * v[0] * (known.value if known else v[1]), change)
    a, delta = found[0], known or found[1]
    moved = working.asked(rate.value * a.value * delta.value)
    name = edge_name(spec, edge_index(spec, column, source, index), story.task)
    lines: list[Exercise] = [
        Line((f"{name}: Δw = η · a · δ\n= {rate.text} · {factor(a)} · {factor(delta)} = ", moved))
    ]
    places = max(ASKED - 1 - moved.value.adjusted(), 3)
    if places <= _SMALLEST:
        weight = with_decimals(float(trace.parameters[edges_into(spec, column, index)[source]]), places)
        lines.append(
            Line(
                (
                    f"The new weight: w + Δw\n= {weight.text} + {moved.text} = ",
                    working.exact(weight.value + moved.value),
                )
            )
        )
    return lines


def _wish(story: Story, column: int, working: Working) -> list[Exercise]:
    """A neuron's wish as a sum of what comes back, and its δ."""
    trace, spec = story.trace, story.spec
    index = story.picks[column]
    if index is None:
        return []
    weights = np.asarray(trace.parameters[edges_out_of(spec, column, index)], np.float64)
    about_z = np.asarray(trace.wish_z[column + 1], np.float64)
    pairs, terms = largest(weights, about_z)
    known = [working.deltas.get((column + 1, k)) for k in pairs]
    rest = float((weights * about_z).sum() - sum(w * x for w, x in terms))
    name = _first(the_neuron(spec, column, index, story.task))
    after = ", ".join(neuron_name(spec, column + 1, k, story.task) for k in pairs)
    lines: list[Exercise] = [
        sum_of(
            f"{name}: wish = Σ w · δ, over {after}{' …' if len(about_z) > len(pairs) else ''}",
            terms,
            rest,
            len(about_z) > len(pairs),
            None,
            working,
            known,
        )
    ]
    wish = working.blanks[-1]
    slope = float(trace.slope[column][index])
    text = spec.activation_functions[column - 1].slope
    if slope in (0.0, 1.0):
        shown: Number = whole(int(slope))
    else:
        (shown,) = agreeing([slope], partial(_times, wish.value), float(trace.wish_z[column][index]))
    delta = working.asked(wish.value * shown.value)
    working.deltas[column, index] = delta
    slope_said = f"Its slope φ′(z) is {text}: here {shown.text}."
    lines.append(_ask(f"{slope_said}\nδ = wish · slope = {wish.text} · {factor(shown)}", delta))
    return lines


def _step(story: Story, working: Working) -> list[Exercise]:
    """What the gradient promised, and what the step did."""
    trace = story.trace
    rate = _setting(trace.rate)
    steepness = float(np.square(np.asarray(trace.change, np.float64)).sum()) / trace.rate**2
    before, after = trace.loss_before, trace.loss_after
    if not np.isfinite([steepness, before, after]).all():
        return []
    squares = given(steepness)
    fall = max(abs(before - after), 1e-12)
    places = min(max(ASKED - 1 - Decimal(fall).adjusted(), 3), _SMALLEST)
    was, now = with_decimals(before, places), with_decimals(after, places)
    promised = (
        f"The squares of all gradients add up to {squares.text}. A tiny step lowers the loss by "
        f"η · Σ g²\n= {rate.text} · {squares.text}"
    )
    return [
        _ask(promised, working.asked(rate.value * squares.value)),
        _ask(
            f"The loss before minus the loss after:\n{was.text} − {now.text}",
            working.exact(was.value - now.value),
        ),
    ]


def _many(story: Story, working: Working) -> list[Exercise]:
    """The mean of what all examples of a mini-batch want, and the change that it makes."""
    batch = story.batch
    assert batch is not None
    edge = story.told_edge
    wishes = batch.trace.edge_wishes(*edge_ends(story.spec, edge))
    up, down = float(wishes[wishes > 0].sum()), float(wishes[wishes < 0].sum())
    n = whole(len(wishes))
    numbers = agreeing([up, down], lambda v: (v[0] + v[1]) / n.value, float(wishes.mean()))
    more, less = numbers
    mean = working.asked((more.value + less.value) / n.value)
    rate = _setting(batch.trace.rate)
    name = edge_name(story.spec, edge, story.task)
    average = (
        f"{name}: all wishes for more add up to {more.text}, all for less to {less.text}. "
        f"The average:\n({more.text} + {factor(less)}) ÷ {n.text}"
    )
    return [
        _ask(average, mean),
        _ask(f"Δw = η · average\n= {rate.text} · {mean.text}", working.asked(rate.value * mean.value)),
    ]


def _again(story: Story, working: Working) -> list[Exercise]:
    """How many examples the short training took, and how much the loss fell in a step."""
    run = story.rehearsal
    assert run is not None
    steps, size = whole(run.steps), whole(run.batch_size)
    first, now = (given(float(run.loss[k]), ASKED + 1) for k in (0, run.steps))
    taken = f"{steps.text} steps of {size.text} {story.task.examples} each take:\n{steps.text} · {size.text}"
    fall = f"In a step the loss fell, on average, by:\n({first.text} − {now.text}) ÷ {steps.text}"
    return [
        _ask(taken, working.exact(steps.value * size.value)),
        _ask(fall, working.asked((first.value - now.value) / steps.value)),
    ]


def _ask(text: str, blank: Blank) -> Line:
    return Line((f"{text} = ", blank))


def _less(start: Decimal, values: Sequence[Decimal]) -> Decimal:
    return start - values[0]


def _times(other: Decimal, values: Sequence[Decimal]) -> Decimal:
    return other * values[0]


def _setting(value: float) -> Number:
    """A rate as it is set."""
    exact = Decimal(f"{value:g}")
    return Number(written(exact), exact)


def _first(name: str) -> str:
    return name[0].upper() + name[1:]
