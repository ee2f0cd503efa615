"""The losses over a plane, against the network computed anew at each point in float64."""

import threading

import numpy as np
import pytest
from numpy.typing import NDArray

from netviz.network.activations import ACTIVATIONS
from netviz.network.losses import ALL_LOSSES
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import TASKS
from netviz.tasks.examples import DataError
from netviz.tasks.finding import load
from netviz.training.jobs.thread import Cancelled, Progress
from netviz.training.jobs.work import finish
from netviz.training.landscape import grid as grids
from netviz.training.landscape.directions import at_random
from netviz.training.landscape.grid import Grid, survey
from netviz.training.landscape.landscape import Sample, explore, loss_and_gradient, sample_of
from tests.training.landscape.point import network_at, plain_loss

AXES = np.linspace(-1.5, 1.0, 6), np.linspace(-0.5, 2.0, 4)


def _setting(spec: NetworkSpec, m: int = 60) -> tuple[NDArray[np.float32], Sample]:
    random = np.random.default_rng(1)
    network = Network(spec)
    network.initialise(2)
    network.parameters[spec.n_edges :] = random.normal(0, 0.3, spec.n_parameters - spec.n_edges)
    x = random.normal(0, 1, (m, spec.sizes[0])).astype(np.float32)
    if spec.loss_function.answers == "classes":
        return network.parameters, Sample(np.arange(m), x, random.integers(0, spec.sizes[-1], m))
    return network.parameters, Sample(
        np.arange(m), x, random.normal(0, 1, (m, spec.sizes[-1])).astype(np.float32)
    )


@pytest.mark.parametrize("loss", ALL_LOSSES)
def test_every_point_is_the_loss_of_the_network_that_stands_there(
    loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the activations, without a hidden layer too, some examples at a time."""
    monkeypatch.setattr(grids, "_NUMBERS_AT_A_TIME", 150)
    shapes = [NetworkSpec.dense((7, 3), loss=loss)]
    shapes += [NetworkSpec.dense((7, 9, 5, 3), name, loss) for name in ACTIVATIONS]
    for spec in shapes:
        origin, sample = _setting(spec)
        plane = at_random(spec, origin)
        found = finish(survey(plane, *AXES, sample.x, sample.answers))
        assert found.loss.shape == (6, 4)
        for i, alpha in enumerate(AXES[0]):
            for j, beta in enumerate(AXES[1]):
                exact = origin.astype(np.float64) + alpha * plane.directions[0] + beta * plane.directions[1]
                assert found.loss[i, j] == pytest.approx(plain_loss(spec, exact, sample), rel=1e-5)


def test_coarse_pictures_come_first_and_hold_the_same_losses() -> None:
    spec = NetworkSpec.dense((7, 5, 3))
    origin, sample = _setting(spec)
    axis = np.linspace(-1, 1, 41)
    coarse: list[Grid] = []
    shares: list[float] = []
    work = survey(at_random(spec, origin), axis, axis, sample.x, sample.answers, coarse.append)
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            whole = end.value
            break
    assert [one.loss.shape for one in coarse] == [(9, 9), (21, 21)]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    for one in coarse:
        places = np.ix_(np.searchsorted(axis, one.alphas), np.searchsorted(axis, one.betas))
        assert np.array_equal(whole.loss[places], one.loss)
        assert not one.loss.flags.writeable


def test_it_can_be_cancelled_on_its_way() -> None:
    spec = NetworkSpec.dense((7, 5, 3))
    origin, sample = _setting(spec)
    axis = np.linspace(-1, 1, 41)
    progress = Progress()
    seen: list[Grid] = []

    def look(grid: Grid) -> None:
        seen.append(grid)
        progress.cancel()

    with pytest.raises(Cancelled):
        finish(survey(at_random(spec, origin), axis, axis, sample.x, sample.answers, look), progress)
    assert len(seen) == 1


def test_a_loss_beyond_all_numbers_is_none_and_no_minimum() -> None:
    spec = NetworkSpec.dense((4, 3, 2), loss=ALL_LOSSES[-1])
    origin, sample = _setting(spec)
    plane = at_random(spec, origin)
    axis = np.array([-1e30, 0.0, 0.5, 1e30])
    found = finish(survey(plane, axis, axis, sample.x, sample.answers))
    assert not np.isfinite(found.loss[0, 0])
    assert found.lowest is not None
    i, j = found.lowest
    assert found.loss[i, j] == found.loss[np.isfinite(found.loss)].min()
    assert Grid(axis, axis, np.full((4, 4), np.nan)).lowest is None


def test_the_gradient_is_that_of_the_mean_loss_and_its_part_in_the_plane_leads_down() -> None:
    spec = NetworkSpec.dense((6, 5, 3), "tanh")
    origin, sample = _setting(spec, 1500)
    plane = at_random(spec, origin)
    loss, gradient = finish(loss_and_gradient(plane.spec, plane.origin, sample))
    assert loss == pytest.approx(plain_loss(spec, origin.astype(np.float64), sample), rel=1e-5)
    for k in (0, 17, spec.n_parameters - 1):
        ends = []
        for sign in (1, -1):
            there = origin.astype(np.float64)
            there[k] += sign * 1e-5
            ends.append(plain_loss(spec, there, sample))
        assert gradient[k] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=2e-5)
    found = finish(explore(plane, None, sample, 5))
    D = plane.directions.astype(np.float64)
    nearest, *_ = np.linalg.lstsq(D.T, -gradient, rcond=None)
    np.testing.assert_allclose(found.descent, nearest, rtol=1e-4)
    share = np.linalg.norm(nearest @ D) / np.linalg.norm(gradient)
    assert found.gradient_share == pytest.approx(share, rel=1e-4)
    step = 1e-3 / np.linalg.norm(nearest)
    down = plain_loss(spec, origin + step * nearest @ D, sample)
    assert down < plain_loss(spec, origin.astype(np.float64), sample)
    assert found.share is None
    assert found.path.shape == (0, 2)


def test_every_task_has_its_landscape() -> None:
    for task in TASKS:
        try:
            data = load(task)
        except DataError:  # not on this machine
            continue
        spec = NetworkSpec.dense((data.task.input.n, 4, data.task.answer.n), loss=data.task.answer.losses[0])
        network = Network(spec)
        network.initialise(1)
        sample = sample_of(data.training, 150)
        assert len(sample.rows) == min(150, len(data.training))
        assert np.array_equal(sample.x, data.training.inputs(sample.rows))
        found = finish(explore(at_random(spec, network.parameters), None, sample, 3))
        i, j = 2, 0
        point = network_at(found.plane, found.grid.alphas[i], found.grid.betas[j])
        assert found.grid.loss[i, j] == pytest.approx(plain_loss(spec, point, sample), rel=1e-5)
        assert found.n_dimensions == spec.n_parameters


def test_work_that_is_left_off_can_be_ended_by_another_thread() -> None:
    """The window lets go of it while the job thread rests."""
    spec = NetworkSpec.dense((6, 5, 3), "tanh")
    origin, sample = _setting(spec, 1500)
    work = loss_and_gradient(spec, origin, sample)
    began = threading.Thread(target=lambda: next(work))
    began.start()
    began.join()
    work.close()
    assert np.geterr()["over"] != "ignore"
