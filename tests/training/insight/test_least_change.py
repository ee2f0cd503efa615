"""The least change with which a network answers otherwise: against the exact one of linear networks."""

import numpy as np
import pytest

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.tasks.finding import load
from netviz.training.insight.least_change import Beyond, OtherClass, least_change
from netviz.training.insight.spread import bounds_of
from netviz.training.jobs.work import finish
from netviz.training.snapshot import Snapshot
from tests.training.insight import plain


def test_of_a_linear_network_it_is_the_least_there_is(few_digits: Digits) -> None:
    """The pixels whose weights differ most are filled or emptied, one after the other, until it tips."""
    spec = NetworkSpec.dense((784, 10))
    parameters = plain.network(spec, 3)
    parameters.flags.writeable = False
    snapshot = Snapshot("run", 1, 0, spec, parameters, task=few_digits.task)
    x = few_digits.inputs([5], np.float64)[0]
    z = plain.sums(spec, parameters, x, 1)
    given, wanted = np.argsort(z)[::-1][:2]
    found = finish(
        least_change(snapshot, few_digits.stored[5], finish(bounds_of(few_digits)), OtherClass(int(wanted)))
    )
    assert found is not None
    W = parameters[:7840].reshape(784, 10).astype(np.float64)
    g = W[:, wanted] - W[:, given]
    room = np.where(g > 0, 1 - x, x)
    needed, least = float(z[given] - z[wanted]), 0.0
    for pixel in np.argsort(-np.abs(g)):
        part = min(room[pixel], needed / abs(g[pixel]))
        needed, least = needed - part * abs(g[pixel]), least + part
        if needed <= 0:
            break
    assert least <= found.more + found.less + 1e-9
    assert found.more + found.less <= 1.03 * least + 0.05
    assert found.outputs.argmax() == wanted


@pytest.mark.parametrize("task", ["moons", "spam", "penguins", "curve"])
def test_the_changed_example_is_really_answered_so_and_keeps_to_the_data(task: str) -> None:
    examples = load(task).training
    snapshot, spread = plain.trained(examples.task, examples, 8), finish(bounds_of(examples))
    reads = examples.task.input
    for row in (0, 1, 2):
        stored = examples.stored[row]
        z = plain.sums(snapshot.spec, snapshot.parameters, reads.scaled(stored, np.float64), 2)
        if task == "curve":
            goal = Beyond(0, float(z[0]) - 0.2 * np.sign(z[0]), -int(np.sign(z[0])))
        else:
            goal = OtherClass(int(z.argmin()))  # type: ignore[assignment]
        found = finish(least_change(snapshot, stored, spread, goal))
        assert found is not None, (row, z)
        after = forward_pass(snapshot.spec, snapshot.parameters, reads.scaled(found.stored))
        assert np.array_equal(after.a[-1], found.outputs)
        assert goal.margin(after.z[-1].astype(np.float64))[0] > 0
        assert found.stored.dtype == reads.dtype
        x = examples.inputs(dtype=np.float64)
        assert (found.stored >= x.min(axis=0) - 1e-6).all()
        assert (found.stored <= x.max(axis=0) + 1e-6).all()
        assert found.added == pytest.approx(found.stored - stored.astype(np.float64), abs=1e-6)
        if task == "penguins":
            assert not found.added[4:].any()  # island and sex stay as they are
        halfway = stored + found.added * 0.9
        assert goal.margin(plain.sums(snapshot.spec, snapshot.parameters, halfway, 2))[0] < 0.01


def test_where_nothing_helps_none_is_found() -> None:
    """A network that answers the same to everything."""
    examples = load("moons").training
    spec = examples.task.network
    parameters = np.zeros(spec.n_parameters, np.float32)
    parameters[-2] = 1
    snapshot = Snapshot("run", 1, 0, spec, parameters, task=examples.task)
    spread = finish(bounds_of(examples))
    assert finish(least_change(snapshot, examples.stored[0], spread, OtherClass(1))) is None
