"""The told backward pass against central differences, against the network that trains, and against itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.activations import ACTIVATIONS
from netviz.network.connections import biases, edge_ends, edge_index
from netviz.network.forward import forward_pass
from netviz.network.losses import LOSSES
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.resources import resource
from netviz.training.config import TrainingConfig
from netviz.training.experiments.backprop import BackpropTrace, TraceError, spotlight, trace, trace_batch
from netviz.training.recording.run_file import read_run
from netviz.training.session import Session
from tests.formulas import phi

SIZES = (9, 6, 5, 4, 3)


def random_network(rng, spec):
    return rng.standard_normal(spec.n_parameters) * 0.8


def loss_of(spec, parameters, x, label):
    """Written down anew, straight from the definitions."""
    a = x
    for k in range(spec.n_layers):
        z = a @ parameters[spec.weight_slices[k]].reshape(spec.shapes[k]) + parameters[spec.bias_slices[k]]
        if k < spec.n_layers - 1:
            a = phi(spec.activations[k])(z)
    if spec.loss == "softmax_cross_entropy":
        return float(np.log(np.exp(z - z.max()).sum()) + z.max() - z[label])
    y = np.eye(len(z))[label]
    return float(0.5 * ((1 / (1 + np.exp(-z)) - y) ** 2).sum())


def away_from_kinks(spec, parameters, x):
    z = forward_pass(spec, parameters, x).z[:-1]
    return all(np.abs(v).min() > 1e-3 for v in z)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_step_is_the_gradient_by_central_differences(activation, loss):
    spec = NetworkSpec(SIZES, (activation,) * (len(SIZES) - 2), loss)
    rng = np.random.default_rng(1)
    done = 0
    while done < 3:
        parameters, x, label = random_network(rng, spec), rng.random(SIZES[0]), int(rng.integers(SIZES[-1]))
        if not away_from_kinks(spec, parameters, x):
            continue
        told = trace(spec, parameters, x, label, rate=0.5)
        h = 1e-5
        slope = np.empty(spec.n_parameters)
        for k in range(spec.n_parameters):
            up, down = parameters.copy(), parameters.copy()
            up[k] += h
            down[k] -= h
            slope[k] = (loss_of(spec, up, x, label) - loss_of(spec, down, x, label)) / (2 * h)
        error = np.abs(told.change + 0.5 * slope).max() / max(np.abs(slope).max(), 1e-12)
        assert error < 1e-6
        assert told.loss_before == pytest.approx(loss_of(spec, parameters, x, label), rel=1e-12)
        done += 1


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_wishes_are_the_negative_gradients_of_activations_and_sums(activation, loss):
    """Moving one neuron's a (or z) by itself and running the rest of the network gives its wish."""
    spec = NetworkSpec(SIZES, (activation,) * (len(SIZES) - 2), loss)
    rng = np.random.default_rng(2)
    parameters, x = random_network(rng, spec), rng.random(SIZES[0])
    while not away_from_kinks(spec, parameters, x):
        parameters = random_network(rng, spec)
    told = trace(spec, parameters, x, 1)
    h = 1e-5

    def rest(column, a):
        """The loss with column's activations set to a: the network that begins there."""
        tail = NetworkSpec(SIZES[column:], spec.activations[column:], loss)
        pieces = [parameters[spec.weight_slices[k]] for k in range(column, spec.n_layers)]
        pieces += [parameters[spec.bias_slices[k]] for k in range(column, spec.n_layers)]
        return loss_of(tail, np.concatenate(pieces), a, 1)

    for column in range(spec.n_layers):
        a = np.array(told.before.a[column])
        wish = np.array(
            [-(rest(column, a + h * e) - rest(column, a - h * e)) / (2 * h) for e in np.eye(len(a))]
        )
        assert np.abs(wish - told.wish_a[column]).max() < 1e-6 * max(np.abs(wish).max(), 1e-3)
        np.testing.assert_allclose(
            told.wish_z[column], told.wish_a[column] * told.slope[column], rtol=0, atol=0
        )
    outputs = told.before.a[-1]
    np.testing.assert_array_equal(told.wish_a[-1], np.eye(3)[1] - outputs)


def test_shares_add_up_to_the_wish():
    spec = NetworkSpec(SIZES, ("tanh",) * 3)
    told = trace(spec, random_network(np.random.default_rng(3), spec), np.full(9, 0.5), 0)
    for column in range(1, 4):
        for index in range(SIZES[column]):
            assert told.shares(column, index).sum() == pytest.approx(told.wish_a[column][index], rel=1e-12)


def test_an_arrow_is_new_minus_old_of_its_weight():
    """In float32, as the program has it: to the last place of the weight."""
    spec = NetworkSpec((784, 16, 16, 10))
    network = Network(spec)
    network.initialise(0)
    x = np.random.default_rng(0).random(784).astype(np.float32)
    told = trace(spec, network.parameters, x, 3)
    new_minus_old = told.parameters_after.astype(np.float64) - network.parameters
    assert told.change.dtype == np.float32
    assert (np.abs(new_minus_old - told.change) <= np.spacing(np.abs(told.parameters_after))).all()
    assert np.abs(told.change).max() > 100 * np.spacing(np.float32(1))


@pytest.mark.parametrize("rate", [0.005, 0.3])
def test_the_loss_after_the_step_is_measured(rate):
    rng = np.random.default_rng(4)
    spec = NetworkSpec((20, 8, 8, 5), ("relu", "relu"))
    rose = 0
    for _ in range(50):
        parameters, x = rng.standard_normal(spec.n_parameters), rng.random(20)
        told = trace(spec, parameters, x, 2, rate)
        assert told.loss_after == pytest.approx(loss_of(spec, parameters + told.change, x, 2), rel=1e-9)
        rose += told.loss_after > told.loss_before
    # A linear guess from the gradient would never rise: with the large rate some do.
    assert rose == 0 if rate < 0.01 else rose > 0


def test_the_network_that_trains_computes_the_same_mini_batch():
    rng = np.random.default_rng(5)
    for loss in LOSSES:
        for activation in ACTIVATIONS:
            spec = NetworkSpec(SIZES, (activation,) * 3, loss)
            network = Network(spec, np.float64, batch_size=7)
            network.parameters[:] = random_network(rng, spec)
            x, labels = rng.random((7, SIZES[0])), rng.integers(0, SIZES[-1], 7)
            value, _ = network.loss_and_gradient(x, labels)
            batch = trace_batch(spec, network.parameters, x, labels, rate=0.25)
            np.testing.assert_allclose(batch.change, -0.25 * network.gradient, rtol=1e-9, atol=1e-12)
            assert batch.loss == pytest.approx(value, rel=1e-12)


def test_the_examples_wishes_for_an_edge_average_to_its_change():
    rng = np.random.default_rng(6)
    spec = NetworkSpec(SIZES, ("relu",) * 3)
    parameters = random_network(rng, spec)
    x, labels = rng.random((12, 9)), rng.integers(0, 3, 12)
    batch = trace_batch(spec, parameters, x, labels, rate=0.1)
    single = [trace(spec, parameters, x[k], int(labels[k]), rate=1.0).change for k in range(12)]
    for edge in range(spec.n_edges):
        wishes = batch.edge_wishes(*edge_ends(spec, edge))
        assert 0.1 * wishes.mean() == pytest.approx(batch.change[edge], rel=1e-9, abs=1e-15)
        np.testing.assert_allclose(wishes, [s[edge] for s in single], rtol=1e-9, atol=1e-15)


def check_spotlight(told: BackpropTrace) -> tuple[int, int]:
    """The rule, worked out once more: how many layers the story stops at, and in how many the loudest wish of
    all would have been about a neuron that is as good as silent.
    """
    picks, spec = spotlight(told), told.spec
    assert picks[0] is None
    assert picks[-1] == told.label
    stopped = silent = 0
    for column in range(1, spec.n_layers):
        strength, a, slope = np.abs(told.wish_z[column]), np.abs(told.before.a[column]), told.slope[column]
        pick = picks[column]
        if pick is None:
            assert not strength.any()
            stopped += 1
            continue
        assert told.passes_back(column, pick)
        shown = [
            k
            for k in range(len(a))
            if a[k] > 0 and a[k] >= 0.2 * max(a) and slope[k] >= 0.2 * max(slope) and strength[k] > 0
        ]
        assert strength[pick] == max(strength[k] for k in shown or range(len(a))) > 0
        assert not shown or pick in shown
        silent += bool(shown) and int(strength.argmax()) not in shown
    return stopped, silent


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh", "sigmoid"])
def test_no_spotlight_of_a_thousand_random_networks_is_silent(activation: str) -> None:
    rng = np.random.default_rng(7)
    stopped = silent = 0
    for _ in range(1000):
        sizes = (12, *rng.integers(2, 17, rng.integers(1, 4)), 5)
        spec = NetworkSpec(tuple(map(int, sizes)), (activation,) * (len(sizes) - 2))
        parameters = rng.standard_normal(spec.n_parameters)
        counts = check_spotlight(trace(spec, parameters, rng.random(12), int(rng.integers(5))))
        stopped, silent = stopped + counts[0], silent + counts[1]
    # The rule matters: the strongest wish alone would often be about a neuron that nobody sees.
    assert silent > 50
    assert (stopped > 0) == (activation == "relu")


def test_no_spotlight_of_a_trained_network_is_silent(digits: DataSet) -> None:
    model = read_run(resource("examples", "trained-784-16-16-10.netviz"))
    session = Session(TrainingConfig(NetworkSpec((784, 24, 24, 10), ("tanh", "tanh"))), digits.training)
    for _ in range(300):
        session.step()
    silent = 0
    for network in (model, session.network):
        for k in range(500):
            pixels, label = digits.test.images[k] / 255, int(digits.test.labels[k])
            silent += check_spotlight(trace(network.spec, network.parameters.copy(), pixels, label))[1]
    assert silent > 20


def test_a_person_may_pick_other_neurons():
    spec = NetworkSpec((4, 3, 3), ("tanh",))
    told = trace(spec, np.linspace(-1, 1, spec.n_parameters), np.ones(4), 2)
    assert spotlight(told, {2: 0, 1: 1}) == (None, 1, 0)


def test_edges_count_as_the_flat_array_does():
    spec = NetworkSpec((3, 4, 2), ("relu",))
    names = [(1, i, j) for i in range(3) for j in range(4)] + [(2, i, j) for i in range(4) for j in range(2)]
    assert [edge_ends(spec, edge) for edge in range(spec.n_edges)] == names
    assert [edge_index(spec, *name) for name in names] == list(range(spec.n_edges))
    with pytest.raises(IndexError, match="no edge 20"):
        edge_ends(spec, 20)


@settings(max_examples=40, deadline=None)
@given(
    hidden=st.lists(st.integers(1, 7), min_size=0, max_size=4),
    loss=st.sampled_from(LOSSES),
    activation=st.sampled_from(ACTIVATIONS),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_depth_gives_a_whole_trace(hidden, loss, activation, seed):
    rng = np.random.default_rng(seed)
    spec = NetworkSpec((5, *hidden, 3), (activation,) * len(hidden), loss)
    parameters = rng.standard_normal(spec.n_parameters).astype(np.float32)
    told = trace(spec, parameters, rng.random(5), 1, rate=1e-4)
    assert [len(w) for w in told.wish_a] == list(spec.sizes) == [len(w) for w in told.wish_z]
    column = int(rng.integers(1, spec.n_layers + 1))
    index = int(rng.integers(spec.sizes[column]))
    outer = told.rate * told.before.a[column - 1] * told.wish_z[column][index]
    np.testing.assert_allclose(told.changes_into(column, index), outer, rtol=1e-5, atol=1e-12)
    assert biases(spec, told.change, column - 1)[index] == pytest.approx(
        told.rate * told.wish_z[column][index], rel=1e-5, abs=1e-12
    )
    assert told.loss_after <= told.loss_before + 1e-6
    with pytest.raises(ValueError, match="read-only"):
        told.change[0] = 1


def test_what_does_not_fit_is_refused_in_a_sentence():
    spec = NetworkSpec((4, 3, 2), ("relu",))
    good = np.zeros(spec.n_parameters, np.float32)
    with pytest.raises(TraceError, match="has 23 parameters, not 5"):
        trace(spec, good[:5], np.zeros(4), 0)
    with pytest.raises(TraceError, match="shape"):
        trace(spec, good, np.zeros(5), 0)
    with pytest.raises(TraceError, match="0 to 1, not 2"):
        trace(spec, good, np.zeros(4), 2)
    with pytest.raises(TraceError, match="above 0, not nan"):
        trace(spec, good, np.zeros(4), 0, float("nan"))
    with pytest.raises(TraceError, match="finite"):
        trace(spec, np.full_like(good, np.inf), np.zeros(4), 0)
    with pytest.raises(TraceError, match="at least one"):
        trace_batch(spec, good, np.zeros((0, 4)), [], 0.1)
