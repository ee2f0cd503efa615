"""What a network gives all over the plane: the same numbers as one example after the other would."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.network.connections import as_matrix, biases
from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import task_named as named
from netviz.tasks.finding import load
from netviz.training.config import new_config
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.surface import COARSE, FINE, LINE, MOST, cells_of, grid, has_surfaces, surfaces_of


def trained(task: str, *hidden: int, steps: int = 40, activation: str = "relu") -> Snapshot:
    data = load(task)
    spec = NetworkSpec.dense(data.task.sizes(*hidden), activation, data.task.answer.losses[0])
    session = Session(replace(new_config(len(data.training), data.task), spec=spec), data.training)
    for _ in range(steps):
        session.step()
    return session.state().snapshot()


@pytest.mark.parametrize("hidden", [(5, 4), (100, 80)])
def test_each_place_has_what_the_network_gives_there(hidden: tuple[int, ...]) -> None:
    snapshot = trained("clouds", *hidden, activation="tanh")
    spec, found = snapshot.spec, surfaces_of(snapshot)
    assert found is not None
    assert found.identity == snapshot.identity
    assert found.values.shape == (spec.n_neurons, COARSE, COARSE)
    cells = cells_of(spec.n_neurons)
    assert cells == (FINE if len(hidden) and hidden[0] < 50 else COARSE)
    assert found.outputs.shape == (cells, cells, 3)
    step, at = cells // COARSE, np.linspace(-2.2, 2.2, 2 * cells + 1)[1::2]
    for row, column in ((0, 0), (3, 20), (COARSE - 1, 7)):
        y, x = (at[step * place + step // 2] for place in (row, column))
        forward = forward_pass(spec, snapshot.parameters, np.array([x, y], np.float32))
        for k, (where, a) in enumerate(zip(spec.neuron_slices, forward.a, strict=True)):
            np.testing.assert_allclose(found.values[where, row, column] * found.largest[k], a, atol=2e-5)
        np.testing.assert_allclose(
            found.outputs[step * row + step // 2, step * column + step // 2], forward.a[-1], atol=2e-5
        )
    # A column's largest is drawn at full colour, outputs as the probabilities that they are.
    for k, where in enumerate(spec.neuron_slices[:-1]):
        assert np.abs(found.values[where]).max() == pytest.approx(1), k
    assert found.largest[-1] == 1
    assert found.share(np.array([2.2, -2.2])) == pytest.approx((1, 0))


def test_a_curve_bends_where_the_first_neurons_sums_are_0() -> None:
    snapshot = trained("curve", 6, 5, steps=200)
    spec, found = snapshot.spec, surfaces_of(snapshot)
    assert found is not None
    assert found.flat
    assert found.outputs.shape == (1, LINE, 1)
    W, b = as_matrix(spec, snapshot.parameters, 0)[0], biases(spec, snapshot.parameters, 0)
    kinks = -b / W
    inside = np.flatnonzero((kinks > 0) & (kinks < 1))
    first = {kink.index: kink.x for kink in found.kinks if kink.column == 1}
    assert set(first) == set(inside.tolist())
    assert len(first) > 0
    for index, x in first.items():
        assert x == pytest.approx(kinks[index], abs=1e-3)
    for kink in found.kinks:
        z = forward_pass(spec, snapshot.parameters, np.array([kink.x], np.float32)).z[kink.column - 1]
        assert abs(z[kink.index]) < 0.01


def test_what_cannot_be_seen_whole_has_none_and_a_wide_network_only_its_answer() -> None:
    assert [has_surfaces(named(task)) for task in ("digits", "moons", "curve")] == [False, True, True]
    spec = NetworkSpec.dense((784, 4, 10))
    assert surfaces_of(Snapshot("run", 0, 0, spec, np.zeros(spec.n_parameters, np.float32))) is None
    wide = surfaces_of(trained("moons", MOST, steps=1))
    assert wide is not None
    assert len(wide.values) == 0
    assert wide.outputs.shape == (COARSE, COARSE, 2)


def test_an_exploded_network_has_a_picture_too() -> None:
    snapshot = trained("moons", 4, steps=1)
    broken = replace(snapshot, parameters=np.full_like(snapshot.parameters, np.inf))
    found = surfaces_of(broken)
    assert found is not None
    assert np.isfinite(found.values).all()


def test_the_grid_is_kept() -> None:
    reads = named("moons").input
    assert grid(reads, 24) is grid(reads, 24)
    assert not grid(reads, 24).flags.writeable
