"""Gradients and shares against plain float64 NumPy; integrated gradients add up, whatever the network is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.network.losses import ALL_LOSSES
from netviz.network.spec import NetworkSpec
from netviz.training.insight.attribution import CLOSE, GRADIENT, INTEGRATED, OCCLUSION, why
from netviz.training.insight.exact import Exact, unit
from netviz.training.jobs.thread import Cancelled, Progress
from netviz.training.jobs.work import finish
from tests.formulas import phi
from tests.training.insight import plain


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_sums_and_gradients_are_those_of_plain_numpy(name: str) -> None:
    """Of every column, for many inputs at once."""
    spec = NetworkSpec.dense((5, 7, 6, 3), name)
    parameters = plain.network(spec, 4)
    exact, x = Exact(spec, parameters), np.random.default_rng(5).normal(0, 1, (4, 5))
    for column in (1, 2, 3):
        assert exact.sums(x, column) == pytest.approx(plain.sums(spec, parameters, x, column), abs=1e-12)
        for index in range(spec.sizes[column]):
            value, gradient = exact.slopes(x, column, unit(spec.sizes[column], index))
            assert value == pytest.approx(plain.sums(spec, parameters, x, column)[:, index], abs=1e-12)
            for row in range(len(x)):
                expected = plain.slopes(spec, parameters, x[row], column, index)
                assert gradient[row] == pytest.approx(expected, abs=1e-6)
    z = exact.sums(x, 1)
    assert exact.passed_on(z, 1) == pytest.approx(phi(name)(z), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 9), min_size=2, max_size=5),
    name=st.sampled_from(ACTIVATIONS),
    loss=st.sampled_from(ALL_LOSSES),
    seed=st.integers(0, 999),
    scale=st.sampled_from([0.1, 1.0, 4.0]),
)
def test_integrated_gradients_add_up(sizes: list[int], name: str, loss: str, seed: int, scale: float) -> None:
    """To the sum less that of the empty input, whatever the shape, the activation, and the loss are."""
    spec = NetworkSpec.dense(tuple(sizes), name, loss)
    parameters = plain.network(spec, seed)
    random = np.random.default_rng(seed)
    x, empty = random.normal(0, scale, sizes[0]), random.normal(0, 0.2, sizes[0])
    output = seed % sizes[-1]
    found = finish(why(Exact(spec, parameters), x, empty, output, [[k] for k in range(sizes[0])]))
    at_x, at_empty = (plain.sums(spec, parameters, end, spec.n_layers)[output] for end in (x, empty))
    assert found.z == pytest.approx(at_x, abs=1e-9)
    assert found.z_empty == pytest.approx(at_empty, abs=1e-9)
    assert abs(found.by(INTEGRATED).total - (at_x - at_empty)) <= CLOSE
    for method in (GRADIENT, INTEGRATED, OCCLUSION):
        assert found.by(method).total + found.remainder(method) == pytest.approx(found.difference)


def test_each_share_is_what_its_definition_says() -> None:
    """Integrated gradients against a plain sum of gradients with a hundred times as many steps."""
    spec = NetworkSpec.dense((6, 8, 5, 3), "tanh")
    parameters = plain.network(spec, 2)
    random = np.random.default_rng(8)
    x, empty = random.normal(0, 1, 6), np.full(6, 0.25)
    groups = [[0], [1, 2], [3], [4, 5]]
    found = finish(why(Exact(spec, parameters), x, empty, 1, groups))
    gradient = plain.slopes(spec, parameters, x, 3, 1)
    assert found.by(GRADIENT).values == pytest.approx((x - empty) * gradient, abs=1e-6)
    n = 2000
    path = [empty + (k + 0.5) / n * (x - empty) for k in range(n)]
    mean = sum(plain.slopes(spec, parameters, at, 3, 1) for at in path) / n
    assert found.by(INTEGRATED).values == pytest.approx((x - empty) * mean, abs=1e-3)
    z = plain.sums(spec, parameters, x, 3)[1]
    for group in groups:
        without = x.copy()
        without[group] = empty[group]
        moved = z - plain.sums(spec, parameters, without, 3)[1]
        assert found.by(OCCLUSION).values[group].sum() == pytest.approx(moved, abs=1e-9)


def test_of_a_network_without_hidden_layers_all_three_agree() -> None:
    """z is linear in x: then each input did x·w, and nothing is left over."""
    spec = NetworkSpec.dense((4, 3))
    parameters = plain.network(spec, 1)
    x = np.array([0.5, 0.0, 1.0, 0.25])
    found = finish(why(Exact(spec, parameters), x, np.zeros(4), 2, [[k] for k in range(4)]))
    products = x * parameters[:12].reshape(4, 3)[:, 2]
    for method in (GRADIENT, INTEGRATED, OCCLUSION):
        assert found.by(method).values == pytest.approx(products, abs=1e-12)
        assert found.remainder(method) == pytest.approx(0, abs=1e-12)


def test_it_can_be_cancelled() -> None:
    spec = NetworkSpec.dense((6, 8, 3))
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        finish(why(Exact(spec, plain.network(spec, 1)), np.ones(6), np.zeros(6), 0, [[0]]), progress)


def test_an_activation_is_on_above_the_middle_of_its_range() -> None:
    middles = {name: activation_named(name).on_above for name in ACTIVATIONS}
    assert middles["sigmoid"] == 0.5
    assert {middle for name, middle in middles.items() if name != "sigmoid"} == {0.0}
