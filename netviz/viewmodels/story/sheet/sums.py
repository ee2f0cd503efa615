"""Sums on a worksheet: what flows into a neuron, what comes back to it, and softmax."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases
from netviz.viewmodels.naming import output_name
from netviz.viewmodels.story.sheet.working import (
    ASKED,
    Exercise,
    Known,
    Line,
    Part,
    Table,
    Working,
    agreeing,
    factor,
    rounded,
    with_decimals,
)
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.names import the_neuron

TERMS: Final = 3
"""Of a long sum: all others are given together."""

COLUMNS: Final = 12
"""Outputs in a table; of more the largest stand in it and the rest is given."""

_Z_DECIMALS: Final = (2, 3, 4, 5)
_E_DECIMALS: Final = 4


def sum_into(story: Story, column: int, index: int, working: Working) -> Line:
    """z = w·a + w·a + w·a + the rest + b."""
    trace = story.trace
    flat = np.asarray(trace.parameters, np.float64)
    weights = as_matrix(story.spec, flat, column - 1)[:, index]
    bias = float(biases(story.spec, flat, column - 1)[index])
    before = np.asarray(trace.before.a[column - 1], np.float64)
    name = the_neuron(story.spec, column, index, story.task)
    pairs, terms = largest(weights, before)
    rest = float((weights * before).sum() - sum(weights[k] * before[k] for k in pairs))
    return sum_of(
        f"{name[0].upper()}{name[1:]}: z = Σ w·a + b", terms, rest, len(before) > len(pairs), bias, working
    )


def largest(weights: NDArray[Any], others: NDArray[Any]) -> tuple[list[int], list[tuple[float, float]]]:
    """Which terms of Σ w·x are largest, and their factors."""
    order = np.argsort(-np.abs(weights * others), kind="stable")[:TERMS]
    kept = [int(k) for k in order if weights[k] * others[k] != 0] or [int(order[0])]
    return kept, [(float(weights[k]), float(others[k])) for k in kept]


def sum_of(
    named: str,
    terms: Sequence[tuple[float, float]],
    rest: float,
    has_rest: bool,
    bias: float | None,
    working: Working,
    known: Sequence[Known | None] = (),
) -> Line:
    """A sum of products, whose second factors may be `known` from lines before; asked for as a number."""
    known = known or (None,) * len(terms)
    total = sum(w * x for w, x in terms) + rest + (bias or 0.0)
    alone = [rest] * has_rest + ([] if bias is None else [bias])
    # Alone they are printed to a place below the last one that is asked for.
    places = max(ASKED - (rounded(Decimal(total)).adjusted() if total else 0), 2)
    added = [with_decimals(value, places) for value in alone]
    factors = [value for (w, x), k in zip(terms, known, strict=True) for value in ((w,) if k else (w, x))]

    def products(values: Sequence[Decimal]) -> list[tuple[Decimal, Decimal]]:
        left = iter(values)
        return [(next(left), k.value if k else next(left)) for k in known]

    def compute(values: Sequence[Decimal]) -> Decimal:
        return sum((w * x for w, x in products(values)), sum((n.value for n in added), Decimal(0)))

    numbers = iter(agreeing(factors, compute, total))
    shown: list[tuple[Known, Known]] = [(next(numbers), k or next(numbers)) for k in known]
    text = " + ".join(f"{factor(w)} · {factor(x)}" for w, x in shown)
    names = ["rest"] * has_rest + ([] if bias is None else ["b"])
    text += "".join(f" + {name}\u00a0{factor(number)}" for name, number in zip(names, added, strict=True))
    value = sum((w.value * x.value for w, x in shown), sum((n.value for n in added), Decimal(0)))
    return Line((f"{named}\n= {text}\n= ", working.asked(value)))


def softmax(story: Story, working: Working) -> list[Exercise]:
    """A table of e to the power of each z, its sum, and the right answer's share of it."""
    trace, task = story.trace, story.task
    n, own = story.spec.sizes[-1], trace.own
    z = np.asarray(trace.before.z[-1], np.float64)
    order = np.argsort(-z, kind="stable")
    shown = sorted({int(k) for k in order[: COLUMNS - 1]} | {own}) if n > COLUMNS else list(range(n))
    most = int(order[0])
    decimals = _decimals(z, own, float(trace.before.a[-1][own]))
    top = with_decimals(float(z[most]), decimals)
    hard = [own] if own != most else []
    hard += [int(k) for k in order[1:] if k != own][: 2 - len(hard)]
    names = tuple(output_name(n, k, task) for k in shown)
    below: list[Part] = []
    powers: list[Part] = []
    sums: list[Decimal] = []
    found: dict[int, Known] = {}
    for k in shown:
        step = with_decimals(float(z[k]), decimals).value - top.value
        below.append(with_decimals(float(step), decimals).text)
        power = step.exp()
        if k in hard:
            blank = working.asked(power)
            powers.append(blank)
            found[k] = blank
        else:
            number = with_decimals(float(power), _E_DECIMALS)
            powers.append(number.text)
            found[k] = number
        sums.append(found[k].value)
    rest = ""
    if len(shown) < n:
        others = sum((Decimal(float(z[k])) - top.value).exp() for k in range(n) if k not in shown)
        number = with_decimals(float(others), _E_DECIMALS)
        sums.append(number.value)
        rest = f" (all others together: {number.text})"
    total = working.exact(sum(sums, Decimal(0)))
    own_power = found[own]
    share = working.asked(own_power.value / total.value)
    name = output_name(n, own, task)
    return [
        Table(
            tuple(
                zip(
                    ("output", *names),
                    (f"z − {factor(top)}", *below),
                    ("e to that power", *powers),
                    strict=True,
                )
            )
        ),
        Line((f"The sum of the last column{rest}: ", total)),
        Line((f"Output {name}: a = {own_power.text} ÷ {total.text} = ", share)),
    ]


def _decimals(z: NDArray[np.float64], own: int, a: float) -> int:
    """With how many decimals of the sums softmax gives what the network really answered."""
    for decimals in _Z_DECIMALS:
        powers = np.exp(np.round(z, decimals) - np.round(z.max(), decimals))
        if rounded(Decimal(float(powers[own] / powers.sum()))) == rounded(Decimal(a)):
            return decimals
    return _Z_DECIMALS[0]
