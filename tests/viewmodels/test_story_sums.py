"""The shown formulas are recomputed from their shown digits, as a reader would."""

import re
from functools import cache
from math import log, prod

import numpy as np
import pytest
from numpy.typing import NDArray

from netviz.network.activations import ACTIVATIONS
from netviz.network.losses import LOSSES
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.resources import resource
from netviz.tasks.digits.task import DIGITS
from netviz.training.recording.run_file import read_run
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.story.arrows.shares import shares_moment, tells_a_wish
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.prepare import prepare
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import Story

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = r"\(?[+−]?[0-9.]+(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\)?"


def number(text: str) -> tuple[float, float]:
    """A shown number and half a unit of its last digit."""
    mantissa, _, power = text.strip("()+").replace("−", "-").strip("+").partition("·10")
    scale = 10.0 ** int(power.translate(RAISED) or 0)
    decimals = len(mantissa.partition(".")[2])
    return float(mantissa) * scale, 0.5 * 10.0**-decimals * scale


def computed(line: str) -> tuple[float, str] | None:
    """What the numbers of a line make, and what stands as their result; None where a line has no sum of
    numbers alone.
    """
    parts = re.split(r" [=≈] ", line.split(": ")[-1])
    if len(parts) < 2:
        return None
    *_, factors, result = parts
    if re.fullmatch(rf"[01] − {NUMBER}", factors):
        whole, a = factors.split(" − ", 1)
        return float(whole) - number(a)[0], result
    if match := re.fullmatch(rf"−ln ({NUMBER})", factors):
        return -log(number(match[1])[0]), result
    if re.fullmatch(rf"{NUMBER}( · {NUMBER})+", factors):
        return prod(number(part)[0] for part in factors.split(" · ")), result
    if re.fullmatch(rf"{NUMBER}·{NUMBER}( \+ {NUMBER}·{NUMBER})*", factors):
        terms = (re.fullmatch(rf"({NUMBER})·({NUMBER})", term) for term in factors.split(" + "))
        return sum(prod(number(part)[0] for part in term.groups()) for term in terms if term), result
    return None


def check(story: Story) -> tuple[int, int]:
    """How many sums hold, and how many say that they are about right."""
    equal = about = 0
    for k in range(len(story.stages)):
        moments = [moment(story, k + REST)]
        if tells_a_wish(story, k) is not None:
            moments.append(shares_moment(story, k, 1.0))
        for line in (line for now in moments for line in now.formula):
            if " ≈ " in line:
                about += 1
            elif " = " in line and (sum_ := computed(line)) is not None:
                shown, half = number(sum_[1])
                assert abs(sum_[0] - shown) <= half * (1 + 1e-9), line
                equal += 1
    return equal, about


def a_story(spec: NetworkSpec, parameters: NDArray[np.float32], digits: DataSet, k: int) -> Story:
    return prepare(
        Snapshot("told", 0, k, spec, parameters),
        digits.test.images[k],
        int(digits.test.labels[k]),
        make_layout(spec, 820, 510),
        images=digits.training.images[:500],
        labels=digits.training.labels[:500],
        seed=k,
        step=k,
        reads=DIGITS.input,
    )


@cache
def untrained(spec: NetworkSpec) -> NDArray[np.float32]:
    network = Network(spec)
    network.initialise(0)
    return network.parameters.copy()


def test_every_sum_of_a_trained_network_comes_out_as_it_is_shown(digits: DataSet) -> None:
    model = read_run(resource("examples", "trained-784-16-16-10.netviz"))
    sums = [check(a_story(model.spec, np.asarray(model.parameters), digits, k)) for k in range(12)]
    equal, about = (sum(column) for column in zip(*sums, strict=True))
    assert equal >= 12 * 6
    assert about <= equal // 50


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_sum_of_every_kind_of_network(digits: DataSet, activation: str, loss: str) -> None:
    spec = NetworkSpec((784, 12, 8, 10), (activation,) * 2, loss)
    equal = about = 0
    for k in range(3):
        now = check(a_story(spec, untrained(spec), digits, k))
        equal, about = equal + now[0], about + now[1]
    assert equal >= 3 * 6
    assert about <= 1


def test_a_wish_of_two_shares_is_their_sum(digits: DataSet) -> None:
    spec = NetworkSpec((784, 12, 2, 10), ("tanh",) * 2)
    lines = [
        line
        for k in range(3)
        for story in [a_story(spec, untrained(spec), digits, k)]
        for stage in range(len(story.stages))
        for line in moment(story, stage + REST).formula
        if line.startswith("wish = Σ") and "…" not in line
    ]
    for line in lines:
        assert " ≈ " in line or computed(line) is not None, line
    assert sum(check(a_story(spec, untrained(spec), digits, 1)))


def test_what_is_computed_by_this_test_can_be_wrong() -> None:
    for wrong in ("wish = y − a = 1 − 0.912 = +0.0881", "Δw = η · a · δ = 0.005 · 5.26 · 0.530 = +0.0140"):
        sum_ = computed(wrong)
        assert sum_ is not None
        shown, half = number(sum_[1])
        assert abs(sum_[0] - shown) > half
