"""What is measured of the layers is what plain sums and counts give."""

import numpy as np
import pytest

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet, Digits
from netviz.training.config import TrainingConfig
from netviz.training.measure.measures import (
    MAX_MEASURES,
    N_BINS,
    Histogram,
    MeasureLog,
    Measures,
    StepMeasures,
    dead_share,
    measure,
    measure_step,
    saturated_share,
)
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot

SPEC = NetworkSpec.dense((784, 8, 6, 10))


def empty(step: int, spec: NetworkSpec = SPEC) -> Measures:
    none = np.zeros(spec.n_layers, np.float32)
    histogram = Histogram(none, none, np.zeros((spec.n_layers, N_BINS), np.int32))
    return Measures(step, spec, StepMeasures(none, none), none[1:], none[1:], histogram, histogram)


def snapshot_of(session: Session) -> Snapshot:
    return Snapshot("run", 0, session.step_count, session.config.spec, session.state().parameters)


@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "adam"])
def test_norms_are_those_of_the_step(few_digits: Digits, optimiser: str) -> None:
    session = Session(TrainingConfig(SPEC, optimiser, 0.01, l2=0.01), few_digits)
    session.step()
    before = session.network.parameters.copy()
    session.step()
    found = measure_step(session.network, before)
    gradient, after = session.gradient(), session.network.parameters
    assert gradient is not None
    of_weights = []
    for k, (place, biases) in enumerate(zip(SPEC.weight_slices, SPEC.bias_slices, strict=True)):
        squares = (gradient[place] ** 2).sum() + (gradient[biases] ** 2).sum()
        assert found.gradient_norm[k] == pytest.approx(np.sqrt(squares), rel=1e-5)
        of_weights.append(np.linalg.norm(gradient[place]))
        moved = np.sqrt(((after[place] - before[place]) ** 2).sum())
        assert found.update_ratio[k] == pytest.approx(moved / np.sqrt((before[place] ** 2).sum()), rel=1e-4)
    assert (found.gradient_norm > 0).all()
    if optimiser == "sgd":
        expected = 0.01 * np.array(of_weights)
        sizes = [np.linalg.norm(before[place]) for place in SPEC.weight_slices]
        np.testing.assert_allclose(found.update_ratio, expected / sizes, rtol=1e-3)


@pytest.mark.parametrize("spec", [NetworkSpec.dense((784, 8, 10), initialiser="zero"), SPEC])
def test_where_only_biases_move_the_gradient_is_not_zero(few_digits: Digits, spec: NetworkSpec) -> None:
    session = Session(TrainingConfig(spec), few_digits)
    session.network.b[0][:] = -1000  # a dead first layer, or none at all: no weight after it can move
    before = session.network.parameters.copy()
    session.step()
    found = measure_step(session.network, before)
    moved = [np.abs(session.network.parameters[place] - before[place]).max() for place in spec.bias_slices]
    assert moved[-1] > 0
    assert found.gradient_norm[-1] > 0
    assert found.gradient_norm[0] == 0


def test_weights_of_zero_have_no_ratio(few_digits: Digits) -> None:
    spec = NetworkSpec.dense((784, 8, 10), initialiser="zero")
    session = Session(TrainingConfig(spec), few_digits)
    before = session.network.parameters.copy()
    session.step()
    assert measure_step(session.network, before).update_ratio.tolist() == [0.0, 0.0]


def test_dead_neurons_are_counted(few_digits: Digits) -> None:
    session = Session(TrainingConfig(SPEC), few_digits)
    session.network.b[0][:3] = -1000  # three of eight never active
    session.network.b[1][:] = -1000
    forward = forward_pass(SPEC, session.network.parameters, few_digits.inputs())
    found = dead_share(SPEC, forward)
    active = [(forward.a[k] > 0).any(axis=0) for k in (1, 2)]
    assert found.tolist() == [1 - float(np.float32(active[0].mean())), 1.0]
    assert found[0] >= 3 / 8
    for other in ("tanh", "leaky_relu", "linear", "sigmoid"):
        assert not dead_share(NetworkSpec.dense(SPEC.sizes, other), forward).any()


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_saturated_neurons_are_counted(few_digits: Digits, activation: str) -> None:
    spec = NetworkSpec.dense((784, 8, 10), activation)
    session = Session(TrainingConfig(spec), few_digits)
    session.network.W[0][:] = 0
    session.network.b[0][:] = [-100, 100, 0, 0.5, -0.5, 3, 1, -1]
    forward = forward_pass(spec, session.network.parameters, few_digits.inputs())
    # At 3, tanh is within 2.5 % of its end (0.9951), the sigmoid is not (0.953).
    assert saturated_share(spec, forward).tolist() == [3 / 8 if activation == "tanh" else 2 / 8]
    assert not saturated_share(NetworkSpec.dense((784, 8, 10)), forward).any()


def test_a_healthy_network_has_few_idle_neurons(digits: DataSet) -> None:
    for activation in ("relu", "tanh", "sigmoid"):
        session = Session(TrainingConfig(NetworkSpec.dense((784, 32, 16, 10), activation)), digits.training)
        for _ in range(200):
            session.step()
        pixels = digits.validation.inputs(slice(0, 500))
        forward = forward_pass(session.config.spec, session.network.parameters, pixels)
        assert dead_share(session.config.spec, forward).max() < 0.2
        assert saturated_share(session.config.spec, forward).max() < 0.2


def test_histograms_count_every_weight_and_activation(few_digits: Digits) -> None:
    session = Session(TrainingConfig(SPEC), few_digits)
    session.step()
    snapshot = snapshot_of(session)
    pixels = few_digits.inputs()
    found = measure(snapshot, empty(1).of_step, pixels)
    assert found.step == 1
    forward = forward_pass(SPEC, snapshot.parameters, pixels)
    for k in range(3):
        for histogram, numbers in (
            (found.weights, snapshot.W(k).ravel()),
            (found.activations, forward.a[k + 1].ravel()),
        ):
            low, high = float(histogram.low[k]), float(histogram.high[k])
            expected, _ = np.histogram(numbers.astype(float), N_BINS, (low, high))
            assert histogram.counts[k].sum() == len(numbers)
            assert np.abs(histogram.counts[k] - expected).sum() <= 4  # numbers on an edge
            assert (low, high) == (numbers.min(), numbers.max())


def test_histograms_of_what_is_all_alike_and_of_what_is_no_number(few_digits: Digits) -> None:
    spec = NetworkSpec.dense((784, 8, 10), initialiser="constant")
    session = Session(TrainingConfig(spec), few_digits)
    found = measure(snapshot_of(session), empty(0).of_step, few_digits.inputs())
    assert found.weights.counts[0].sum() == found.weights.counts[0].max() == 784 * 8
    parameters = np.full(spec.n_parameters, np.nan, np.float32)
    found = measure(Snapshot("run", 0, 0, spec, parameters), empty(0).of_step, few_digits.inputs())
    assert not found.weights.counts.any()


def test_large_layers_are_sampled(few_digits: Digits) -> None:
    spec = NetworkSpec.dense((784, 400, 10))
    session = Session(TrainingConfig(spec), few_digits)
    found = measure(snapshot_of(session), empty(0).of_step, few_digits.inputs(slice(0, 10)))
    assert 50_000 < found.weights.counts[0].sum() <= 100_000
    assert found.weights.counts[1].sum() == 4000


def test_a_reader_gets_each_measure_once() -> None:
    log = MeasureLog()
    log.add(empty(1))
    cursor, first, restart = log.since(None)
    assert [m.step for m in first] == [1]
    assert restart
    log.add(empty(2))
    cursor, second, restart = log.since(cursor)
    assert [m.step for m in second] == [2]
    assert not restart
    assert log.since(cursor)[1] == ()


def test_the_log_stays_bounded() -> None:
    log = MeasureLog()
    for step in range(5 * MAX_MEASURES):
        log.add(empty(step))
    assert len(log) <= MAX_MEASURES
    _, kept, _ = log.since(None)
    steps = [m.step for m in kept]
    assert steps[0] == 0
    assert steps[-1] == 5 * MAX_MEASURES - 1
    assert steps == sorted(steps)


def test_a_reader_begins_anew_after_thinning_rewinding_and_another_shape() -> None:
    log = MeasureLog()
    log.add(empty(1))
    log.add(empty(5))
    cursor, _, _ = log.since(None)
    line = log.line
    log.rewind(3)
    log.add(empty(6), line)  # measured before the rewind, arrived after
    cursor, points, restart = log.since(cursor)
    assert restart
    assert [m.step for m in points] == [1]
    log.add(empty(7, NetworkSpec.dense((784, 5, 10))))
    cursor, points, restart = log.since(cursor)
    assert restart
    assert [m.step for m in points] == [7]


def test_what_another_shape_hid_comes_back_with_a_rewind_to_before_it() -> None:
    log, wider = MeasureLog(), NetworkSpec.dense((784, 5, 10))
    for step in (1, 5):
        log.add(empty(step))
    for step in (7, 9):
        log.add(empty(step, wider))
    assert log.shape_before == empty(1).spec.sizes
    copy = log.copy()
    copy.rewind(8)
    assert [m.step for m in copy.since(None)[1]] == [7]
    assert copy.shape_before == empty(1).spec.sizes
    copy.rewind(5)
    assert [m.step for m in copy.since(None)[1]] == [1, 5]
    assert copy.shape_before is None
    copy.rewind(0)
    assert len(copy) == 0
    assert [m.step for m in log.since(None)[1]] == [7, 9]
