"""L1, L2, dropout, label smoothing and clipping: the gradient is that of an objective written down here."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.activations import ACTIVATIONS
from netviz.network.dropout import Dropout
from netviz.network.losses import LOSSES
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from tests.formulas import phi

N, H = 6, 1e-5
SIZES = (6, 5, 7, 4)
SETTINGS = {
    "none": {},
    "l2": {"l2": 0.3},
    "l1": {"l1": 0.02},
    "smoothing": {"smoothing": 0.2},
    "dropout": {"dropout": 0.4},
    "all": {"l2": 0.1, "l1": 0.01, "smoothing": 0.1, "dropout": 0.3},
}


def objective(
    spec: NetworkSpec,
    theta: np.ndarray,
    x: np.ndarray,
    labels: np.ndarray,
    masks: tuple[np.ndarray, ...] | None,
    smoothing: float = 0.0,
    l2: float = 0.0,
    l1: float = 0.0,
) -> tuple[float, float]:
    """The mean loss, and with the penalties, in the plainest words; `theta` float64."""
    a = x
    for k in range(spec.n_layers):
        z = a @ theta[spec.weight_slices[k]].reshape(spec.shapes[k]) + theta[spec.bias_slices[k]]
        if k < spec.n_layers - 1:
            a = phi(spec.activations[k])(z)
            if masks is not None:
                a = a * masks[k]
    n_out = spec.sizes[-1]
    y = np.full((len(x), n_out), smoothing / n_out)
    y[np.arange(len(x)), labels] += 1 - smoothing
    if spec.loss == "softmax_cross_entropy":
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        loss = -(y * np.log(p)).sum(axis=1).mean()
    else:
        loss = 0.5 * np.square(1 / (1 + np.exp(-z)) - y).sum(axis=1).mean()
    w = theta[: spec.n_edges]
    return loss, loss + 0.5 * l2 * (w * w).sum() + l1 * np.abs(w).sum()


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("setting", SETTINGS)
def test_gradient_is_the_limit_of_the_difference(setting: str, activation: str, loss: str) -> None:
    chosen = dict(SETTINGS[setting])
    share = chosen.pop("dropout", 0.0)
    spec = NetworkSpec.dense(SIZES, activation, loss)
    generator = np.random.default_rng(8)
    network = Network(spec, np.float64, N, 1.0, chosen.get("smoothing", 0.0))
    network.parameters[:] = generator.normal(0, 0.5, spec.n_parameters)
    # No weight within the difference's reach of the kink of |w|.
    weights = network.parameters[: spec.n_edges]
    weights[np.abs(weights) < 1e-3] = 0.1
    x, labels = generator.random((N, SIZES[0])), generator.integers(0, 4, N).astype(np.intp)
    masks = Dropout(spec, share, np.float64).masks(N, 3, 11) if share else None

    expected = np.empty_like(network.parameters)
    theta = network.parameters.copy()
    for i, value in enumerate(theta.copy()):
        sides = []
        for h in (H, -H):
            theta[i] = value + h
            sides.append(objective(spec, theta, x, labels, masks, **chosen)[1])
        theta[i] = value
        expected[i] = (sides[0] - sides[1]) / (2 * H)
    l2, l1 = chosen.get("l2", 0.0), chosen.get("l1", 0.0)
    found, _ = network.loss_and_gradient(x, labels, l2, l1, masks)
    plain, _ = objective(spec, theta, x, labels, masks, **chosen)
    assert found == pytest.approx(plain, rel=1e-9)
    assert np.abs(expected).max() > 1e-3, "a gradient of zero proves nothing"
    np.testing.assert_allclose(network.gradient, expected, rtol=1e-5, atol=1e-8)


def test_a_weight_of_zero_is_left_alone_by_l1() -> None:
    network = Network(NetworkSpec.dense((3, 2)), np.float64)
    network.loss_and_gradient(np.zeros((1, 3)), np.zeros(1, np.intp), l1=0.5)
    assert not network.gradient[: network.spec.n_edges].any()


@pytest.mark.parametrize("loss", LOSSES)
def test_the_factor_may_be_another_before_each_pass(loss: str) -> None:
    spec = NetworkSpec.dense(SIZES, "tanh", loss)
    generator = np.random.default_rng(1)
    x, labels = generator.random((N, 6)), generator.integers(0, 4, N).astype(np.intp)
    network = Network(spec, np.float64, N, 0.3, 0.1)
    network.initialise(0)
    losses, gradients = [], []
    for factor in (0.3, 0.02, 0.02, 5.0):
        network.factor = factor
        losses.append(network.loss_and_gradient(x, labels, 0.1, 0.01)[0])
        gradients.append(network.gradient / factor)
    assert losses == pytest.approx([losses[0]] * 4)
    for gradient in gradients[1:]:
        np.testing.assert_allclose(gradient, gradients[0], rtol=1e-10, atol=1e-14)


class TestDropout:
    """Masks."""

    SPEC = NetworkSpec.dense((4, 300, 200, 3))

    @given(share=st.floats(0.01, 0.9), n=st.integers(1, 8), seed=st.integers(0, 2**63 - 1))
    @settings(max_examples=30)
    def test_an_activation_is_left_out_or_scaled(self, share: float, n: int, seed: int) -> None:
        masks = Dropout(self.SPEC, share).masks(n, seed, 5)
        assert [mask.shape for mask in masks] == [(n, 300), (n, 200)]
        for mask in masks:
            assert mask.dtype == np.float32
            assert set(np.unique(mask)) <= {np.float32(0), np.float32(1 / (1 - share))}

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_as_many_as_were_asked_for(self, share: float) -> None:
        dropout = Dropout(self.SPEC, share)
        drawn = np.concatenate([dropout.masks(8, 0, step)[0].flatten() for step in range(100)])
        # Five standard deviations of a share of 240,000 draws.
        slack = 5 * math.sqrt(share * (1 - share) / drawn.size)
        assert abs((drawn == 0).mean() - share) < slack
        assert drawn.mean() == pytest.approx(1, abs=slack / (1 - share))

    def test_they_are_a_function_of_seed_and_step(self) -> None:
        first, second = Dropout(self.SPEC, 0.5), Dropout(self.SPEC, 0.5)
        second.masks(5, 1, 99)
        seen = [first.masks(5, seed, step)[0].copy() for seed, step in ((1, 0), (1, 1), (2, 0))]
        for (seed, step), mask in zip(((1, 0), (1, 1), (2, 0)), seen, strict=True):
            np.testing.assert_array_equal(second.masks(5, seed, step)[0], mask)
        assert not np.array_equal(seen[0], seen[1])
        assert not np.array_equal(seen[0], seen[2])

    def test_examples_and_layers_have_masks_of_their_own(self) -> None:
        first, second = Dropout(self.SPEC, 0.5).masks(4, 0, 0)
        assert len(np.unique(first, axis=0)) == 4
        assert not np.array_equal(first[:, :200], second)

    def test_a_network_without_hidden_layers_has_none(self) -> None:
        assert Dropout(NetworkSpec.dense((4, 3)), 0.5).masks(2, 0, 0) == ()


class TestClipping:
    """The gradient's length."""

    @given(
        g=st.lists(st.floats(-1e3, 1e3, width=32), min_size=11, max_size=11),
        largest=st.floats(1e-3, 1e4),
        factor=st.sampled_from([1.0, 0.005]),
    )
    def test_it_keeps_its_direction_and_is_no_longer_than_allowed(
        self, g: list[float], largest: float, factor: float
    ) -> None:
        network = Network(NetworkSpec.dense((2, 2, 1)), np.float64, factor=factor)
        before = np.resize(np.array(g), network.gradient.shape)
        network.gradient[:] = before * factor
        norm = float(np.sqrt(np.square(before).sum()))
        assert network.gradient_norm() == pytest.approx(norm, rel=1e-9, abs=1e-30)
        network.clip_gradient(largest)
        if norm <= largest * (1 - 1e-9):
            np.testing.assert_array_equal(network.gradient, before * factor)
        else:
            expected = before * min(1, largest / norm)
            np.testing.assert_allclose(network.gradient / factor, expected, rtol=1e-9, atol=1e-12)

    @pytest.mark.parametrize("size", [1e-25, 1e25])
    def test_lengths_whose_squares_float32_can_not_hold(self, size: float) -> None:
        network = Network(NetworkSpec.dense((2, 1)))
        network.gradient[:] = np.float32(size)
        with np.errstate(over="ignore", under="ignore"):
            assert network.gradient_norm() == pytest.approx(size * math.sqrt(3), rel=1e-6)
            network.clip_gradient(1.0)
        assert np.isfinite(network.gradient).all()
        assert np.linalg.norm(network.gradient) <= 1 + 1e-6

    def test_what_is_not_finite_is_not_made_to_look_so(self) -> None:
        network = Network(NetworkSpec.dense((2, 1)))
        network.gradient[:] = [1, np.inf, 2]
        network.clip_gradient(1.0)
        np.testing.assert_array_equal(network.gradient, [1, np.inf, 2])
