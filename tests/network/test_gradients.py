"""The gradient against central differences in float64: every activation and loss, at several depths."""

import numpy as np
import pytest

from netviz.network.activations import ACTIVATIONS
from netviz.network.losses import LOSSES
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from tests.formulas import phi

DEPTHS = {0: (6, 4), 1: (6, 5, 4), 2: (6, 5, 7, 4), 3: (5, 4, 6, 5, 3)}
KINKED = ("relu", "leaky_relu")
H = 1e-5
N = 6


def sums(network: Network, x: np.ndarray) -> list[np.ndarray]:
    """z of every hidden layer, computed here."""
    found = []
    a = x
    for k, (W, b) in enumerate(zip(network.W, network.b, strict=True)):
        z = a @ W + b
        if k < network.spec.n_layers - 1:
            found.append(z)
            a = phi(network.spec.activations[k])(z)
    return found


def example(spec: NetworkSpec) -> tuple[Network, np.ndarray, np.ndarray]:
    """A network with random weights and biases and a batch that stays 1e-3 away from every kink."""
    for seed in range(1000):
        generator = np.random.default_rng(seed)
        network = Network(spec, np.float64, N)
        network.initialise(seed)
        network.parameters += generator.normal(0, 0.2, spec.n_parameters)
        x = generator.random((N, spec.sizes[0]))
        labels = generator.integers(0, spec.sizes[-1], N).astype(np.intp)
        kinked = any(name in KINKED for name in spec.activations)
        if not kinked or all(np.abs(z).min() > 1e-3 for z in sums(network, x)):
            return network, x, labels
    raise AssertionError("no example away from the kinks")


def central_differences(network: Network, x: np.ndarray, labels: np.ndarray, l2: float) -> np.ndarray:
    n_edges = network.spec.n_edges

    def objective() -> float:
        return network.loss_and_gradient(x, labels, l2)[0] + 0.5 * l2 * float(
            (network.parameters[:n_edges] ** 2).sum()
        )

    found = np.empty_like(network.parameters)
    for i, value in enumerate(network.parameters.copy()):
        network.parameters[i] = value + H
        above = objective()
        network.parameters[i] = value - H
        below = objective()
        network.parameters[i] = value
        found[i] = (above - below) / (2 * H)
    return found


@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_is_the_limit_of_the_difference(activation: str, loss: str, depth: int, l2: float) -> None:
    network, x, labels = example(NetworkSpec.dense(DEPTHS[depth], activation, loss))
    expected = central_differences(network, x, labels, l2)
    network.loss_and_gradient(x, labels, l2)
    found = network.gradient
    for place in (*network.spec.weight_slices, *network.spec.bias_slices):
        scale = np.abs(expected[place]).max()
        assert scale > 1e-6, "a gradient of zero proves nothing"
        np.testing.assert_allclose(found[place], expected[place], rtol=1e-6, atol=1e-6 * scale)


def test_mixed_activations_have_the_right_order() -> None:
    spec = NetworkSpec((6, 5, 7, 4, 3), ("tanh", "leaky_relu", "sigmoid"))
    network, x, labels = example(spec)
    expected = central_differences(network, x, labels, 0.0)
    network.loss_and_gradient(x, labels)
    np.testing.assert_allclose(network.gradient, expected, rtol=1e-6, atol=1e-8)


def test_the_gradient_of_a_mini_batch_is_the_mean_of_its_examples() -> None:
    network, x, labels = example(NetworkSpec.dense((6, 5, 4), "tanh"))
    whole_loss, whole_correct = network.loss_and_gradient(x, labels)
    whole = network.gradient.copy()
    parts, losses, correct = np.zeros_like(whole), 0.0, 0
    for i in range(N):
        loss, right = network.loss_and_gradient(x[i : i + 1], labels[i : i + 1])
        losses += loss / N
        correct += right
        parts += network.gradient / N
    np.testing.assert_allclose(whole, parts, rtol=1e-12, atol=1e-15)
    assert whole_loss == pytest.approx(losses, rel=1e-12)
    assert whole_correct == correct


def test_the_penalty_spares_biases() -> None:
    network, x, labels = example(NetworkSpec.dense((6, 5, 4)))
    network.loss_and_gradient(x, labels)
    plain = network.gradient.copy()
    network.loss_and_gradient(x, labels, 0.5)
    n = network.spec.n_edges
    np.testing.assert_allclose(network.gradient[:n], plain[:n] + 0.5 * network.parameters[:n], rtol=1e-12)
    np.testing.assert_array_equal(network.gradient[n:], plain[n:])


@pytest.mark.parametrize("loss", LOSSES)
def test_float32_agrees_with_float64(loss: str) -> None:
    spec = NetworkSpec.dense((30, 16, 16, 10), "relu", loss)
    generator = np.random.default_rng(5)
    x, labels = generator.random((8, 30)), generator.integers(0, 10, 8).astype(np.intp)
    gradients = []
    for dtype in (np.float64, np.float32):
        network = Network(spec, dtype, 8)
        network.initialise(3)
        loss_value, _ = network.loss_and_gradient(x.astype(dtype), labels)
        assert network.gradient.dtype == dtype
        gradients.append((loss_value, network.gradient))
    assert gradients[0][0] == pytest.approx(gradients[1][0], rel=1e-5)
    np.testing.assert_allclose(gradients[0][1], gradients[1][1], atol=1e-6)


def test_views_are_the_flat_arrays() -> None:
    spec = NetworkSpec.dense((5, 4, 3))
    network = Network(spec)
    network.parameters[:] = np.arange(spec.n_parameters)
    assert network.W[0][1, 2] == 1 * 4 + 2
    assert network.W[1][3, 1] == 5 * 4 + 3 * 3 + 1
    assert network.b[0][0] == spec.n_edges
    assert network.b[1][2] == spec.n_parameters - 1
    network.dW[1][0, 0] = 7
    assert network.gradient[spec.weight_slices[1]][0] == 7


def test_arrays_begin_on_a_cache_line() -> None:
    network = Network(NetworkSpec.dense((5, 4, 3)))
    assert network.parameters.ctypes.data % 64 == network.gradient.ctypes.data % 64 == 0


def test_batches_of_several_sizes_share_a_network() -> None:
    network, x, labels = example(NetworkSpec.dense((6, 5, 4)))
    network.loss_and_gradient(x, labels)
    first = network.gradient.copy()
    network.loss_and_gradient(x[:2], labels[:2])
    network.expect(3)
    network.loss_and_gradient(x[:3], labels[:3])
    network.loss_and_gradient(x, labels)
    np.testing.assert_array_equal(network.gradient, first)


@pytest.mark.parametrize("factor", [1e-3, 0.02, 5.0])
@pytest.mark.parametrize("loss", LOSSES)
def test_a_factor_multiplies_the_gradient_and_nothing_else(loss: str, factor: float) -> None:
    plain, x, labels = example(NetworkSpec.dense((6, 5, 4), "tanh", loss))
    scaled = Network(plain.spec, np.float64, N, factor)
    scaled.parameters[:] = plain.parameters
    assert scaled.loss_and_gradient(x, labels, 0.3) == pytest.approx(plain.loss_and_gradient(x, labels, 0.3))
    np.testing.assert_allclose(scaled.gradient, factor * plain.gradient, rtol=1e-9, atol=1e-16)
