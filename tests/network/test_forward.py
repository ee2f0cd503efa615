"""The forward pass, predictions and evaluation against a plain implementation of the formulas."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from netviz.network.activations import ACTIVATIONS
from netviz.network.forward import evaluate, forward_pass, predict, probabilities
from netviz.network.losses import LOSSES
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from tests.formulas import phi


def plain_forward(spec: NetworkSpec, parameters: list[float], x: list[float]) -> list[list[float]]:
    """Activations of every column, number by number, from the described order of the flat array alone."""
    place = 0
    weights = []
    for n_in, n_out in zip(spec.sizes[:-1], spec.sizes[1:], strict=True):
        weights.append([[parameters[place + i * n_out + j] for j in range(n_out)] for i in range(n_in)])
        place += n_in * n_out
    columns = [list(x)]
    for k, matrix in enumerate(weights):
        n_out = spec.sizes[k + 1]
        z = [
            sum(a * matrix[i][j] for i, a in enumerate(columns[-1])) + parameters[place + j]
            for j in range(n_out)
        ]
        place += n_out
        if k < len(weights) - 1:
            columns.append([float(phi(spec.activations[k])(v)) for v in z])
        elif spec.loss == "softmax_cross_entropy":
            total = sum(math.exp(v) for v in z)
            columns.append([math.exp(v) / total for v in z])
        else:
            columns.append([1 / (1 + math.exp(-v)) for v in z])
    return columns


def plain_loss(spec: NetworkSpec, outputs: list[float], label: int) -> float:
    if spec.loss == "softmax_cross_entropy":
        return -math.log(outputs[label])
    return 0.5 * sum((a - (j == label)) ** 2 for j, a in enumerate(outputs))


def random_parameters(spec: NetworkSpec, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.5, spec.n_parameters)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_forward_pass_is_what_the_formulas_say(activation: str, loss: str) -> None:
    spec = NetworkSpec.dense((7, 5, 6, 4), activation, loss)
    parameters = random_parameters(spec)
    x = np.random.default_rng(1).random((3, 7))
    batch = forward_pass(spec, parameters, x)
    assert len(batch.a) == 4
    assert len(batch.z) == 3
    for row in range(3):
        single = forward_pass(spec, parameters, x[row])
        expected = plain_forward(spec, parameters.tolist(), x[row].tolist())
        for k, column in enumerate(expected):
            np.testing.assert_allclose(batch.a[k][row], column, rtol=1e-10, atol=1e-12)
            np.testing.assert_allclose(single.a[k], column, rtol=1e-10, atol=1e-12)
            assert single.a[k].shape == (spec.sizes[k],)
    np.testing.assert_array_equal(batch.a[0], x)
    assert probabilities(batch) is batch.a[-1]


@pytest.mark.parametrize("loss", LOSSES)
def test_it_agrees_with_the_network_that_is_trained(loss: str) -> None:
    spec = NetworkSpec.dense((20, 8, 8, 10), "relu", loss)
    network = Network(spec, np.float64, 12)
    network.initialise(4)
    generator = np.random.default_rng(2)
    x, labels = generator.random((12, 20)), generator.integers(0, 10, 12).astype(np.intp)
    trained_loss, n_correct = network.loss_and_gradient(x, labels)
    measured = evaluate(spec, network.parameters, x, labels)
    assert measured.loss == pytest.approx(trained_loss, rel=1e-12)
    assert measured.accuracy == n_correct / 12


@pytest.mark.parametrize("loss", LOSSES)
def test_evaluation_is_the_mean_over_all_examples(loss: str) -> None:
    spec = NetworkSpec.dense((9, 6, 4), "tanh", loss)
    parameters = random_parameters(spec)
    generator = np.random.default_rng(3)
    n = 2_345  # more than are taken at a time, and no multiple
    x, labels = generator.random((n, 9)), generator.integers(0, 4, n)
    measured = evaluate(spec, parameters, x, labels)
    losses, right = [], 0
    for row, label in zip(x.tolist(), labels.tolist(), strict=True):
        outputs = plain_forward(spec, parameters.tolist(), row)[-1]
        losses.append(plain_loss(spec, outputs, label))
        right += outputs.index(max(outputs)) == label
    assert measured.loss == pytest.approx(math.fsum(losses) / n, rel=1e-10)
    assert measured.accuracy == right / n


def test_uint8_images_count_as_0_to_1() -> None:
    spec = NetworkSpec.dense((9, 6, 4))
    parameters = random_parameters(spec)
    images = np.random.default_rng(3).integers(0, 256, (50, 9), np.uint8)
    labels = np.arange(50) % 4
    measured = evaluate(spec, parameters, images, labels)
    assert measured == evaluate(spec, parameters, images / 255, labels)
    assert measured.loss != pytest.approx(evaluate(spec, parameters, images.astype(float), labels).loss)


def test_there_must_be_something_to_evaluate() -> None:
    spec = NetworkSpec.dense((9, 4))
    with pytest.raises(ValueError, match="at least one"):
        evaluate(spec, random_parameters(spec), np.empty((0, 9)), [])


def test_predictions_name_the_largest_output() -> None:
    spec = NetworkSpec.dense((7, 5, 4))
    parameters = random_parameters(spec)
    x = np.random.default_rng(1).random((20, 7))
    labels, outputs = predict(spec, parameters, x)
    expected = [plain_forward(spec, parameters.tolist(), row.tolist())[-1] for row in x]
    np.testing.assert_allclose(outputs, expected, rtol=1e-10)
    assert labels.tolist() == [row.index(max(row)) for row in expected]
    label, single = predict(spec, parameters, x[3])
    assert label.shape == ()
    assert int(label) == labels[3]
    assert single.shape == (4,)


@pytest.mark.parametrize("loss", LOSSES)
def test_enormous_sums_stay_finite(loss: str) -> None:
    spec = NetworkSpec.dense((3, 3), loss=loss)
    parameters = np.zeros(spec.n_parameters, np.float32)
    parameters[:9] = np.diag([1e6, -1e6, 3.0]).ravel()
    x = np.array([[1, 1, 1], [0, 1, 0]], np.float32)
    outputs = probabilities(forward_pass(spec, parameters, x))
    assert np.isfinite(outputs).all()
    if loss == "softmax_cross_entropy":
        np.testing.assert_allclose(outputs.sum(axis=1), 1, rtol=1e-6)
    measured = evaluate(spec, parameters, x, [1, 1])
    assert math.isfinite(measured.loss)
    assert measured.loss > 0.1


def test_an_exploded_network_answers_without_a_warning() -> None:
    spec = NetworkSpec.dense((3, 4, 4, 3))
    parameters = np.full(spec.n_parameters, 1e30, np.float32)
    measured = evaluate(spec, parameters, np.ones((2, 3), np.float32), [0, 1])
    assert not math.isfinite(measured.loss)


def test_results_are_read_only_and_nothing_is_changed() -> None:
    spec = NetworkSpec.dense((7, 5, 4))
    parameters = random_parameters(spec).astype(np.float32)
    parameters.flags.writeable = False
    x = np.random.default_rng(1).integers(0, 256, (7,), np.uint8)
    before = x.copy()
    forward = forward_pass(spec, parameters, x)
    np.testing.assert_array_equal(x, before)
    assert x.flags.writeable
    for array in (*forward.z, *forward.a):
        assert array.dtype == np.float32
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_many_threads_may_ask_at_once() -> None:
    spec = NetworkSpec.dense((784, 32, 10))
    parameters = random_parameters(spec).astype(np.float32)
    x = np.random.default_rng(1).random((40, 784), np.float32)
    alone = [forward_pass(spec, parameters, row).a[-1] for row in x]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda row: forward_pass(spec, parameters, row).a[-1], list(x) * 5))
    for i, outputs in enumerate(together):
        np.testing.assert_array_equal(outputs, alone[i % 40])
