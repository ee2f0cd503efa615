"""Surgery: the function stays where it can, and what was learnt stays with its memory."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.network.forward import forward_pass
from netviz.network.initialisers import INITIALISERS
from netviz.network.losses import LOSSES
from netviz.network.optimisers import OPTIMISERS
from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.digits.digits import Digits
from netviz.tasks.digits.task import DIGITS
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.experiments.layer_cuts import Layer, importance
from netviz.training.experiments.surgery import Column, aligned, reshape
from netviz.training.session import Session, SessionState
from tests.formulas import phi

BASE = TrainingConfig(
    NetworkSpec((784, 12, 8, 10), ("relu", "tanh")), optimiser="adam", learning_rate=0.003, batch_size=20
)


def trained(few_digits: Digits, config: TrainingConfig = BASE, steps: int = 40) -> SessionState:
    return _trained(few_digits, config, steps)


@cache
def _trained(few_digits: Digits, config: TrainingConfig, steps: int) -> SessionState:
    session = Session(config, few_digits)
    for _ in range(steps):
        session.step()
    return session.state()


def sums(state: SessionState, digits: Digits) -> np.ndarray:
    """The last weighted sums for some digits."""
    return forward_pass(state.config.spec, state.parameters, digits.images[:50] / np.float32(255)).z[-1]


def parts(state: SessionState, plane: int = -1) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """W and b of each layer; of a plane of the optimiser's state where one is named."""
    flat = state.parameters if plane < 0 else state.optimiser_state[plane]
    spec = state.config.spec
    W = [flat[s].reshape(n) for s, n in zip(spec.weight_slices, spec.shapes, strict=True)]
    return W, [flat[s] for s in spec.bias_slices]


def assert_whole(state: SessionState, digits: Digits) -> None:
    """A session takes it, and goes on from it."""
    session = Session(state.config, digits)
    session.restore(state)
    for _ in range(3):
        session.step()
    assert np.isfinite(session.network.parameters).all()
    for array in (state.parameters, state.optimiser_state):
        assert array.dtype == np.float32
        assert not array.flags.writeable


@pytest.mark.parametrize("initialiser", INITIALISERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_added_neurons_change_nothing_but_can_learn(
    few_digits: Digits, activation: str, loss: str, initialiser: str
) -> None:
    spec = NetworkSpec((784, 12, 8, 10), (activation,) * 2, loss)
    state = trained(few_digits, replace(BASE, spec=spec))
    wider = reshape(state, replace(spec, sizes=(784, 20, 11, 10), initialiser=initialiser))
    before, after = sums(state, few_digits), sums(wider, few_digits)
    np.testing.assert_allclose(after, before, rtol=1e-5, atol=1e-5)
    (W1, W2, W3), b = parts(wider)
    assert not W2[12:, :8].any()
    assert not W3[8:].any()
    assert not b[0][12:].any()
    fresh = {"zero": 0.0, "constant": 0.0}.get(initialiser, 0.5)
    assert W1[:, 12:].std() >= fresh * np.sqrt(2 / (784 + 20))
    assert initialiser == "zero" or W2[:, 8:].all()
    assert_whole(wider, few_digits)


def test_neurons_that_are_kept_keep_their_memory(few_digits: Digits) -> None:
    state = trained(few_digits)
    wider = reshape(state, NetworkSpec((784, 20, 11, 10), ("relu", "tanh")))
    assert wider.optimiser_steps == state.optimiser_steps == 40
    for plane in (-1, 0, 1):
        (W1, W2, W3), (b1, b2, b3) = parts(wider, plane)
        (V1, V2, V3), (c1, c2, c3) = parts(state, plane)
        for new, old in (
            (W1[:, :12], V1),
            (W2[:12, :8], V2),
            (W3[:8], V3),
            (b1[:12], c1),
            (b2[:8], c2),
            (b3, c3),
        ):
            np.testing.assert_array_equal(new, old)
        if plane >= 0:
            assert V1.any()
            assert not any(new.any() for new in (W1[:, 12:], W2[12:], W2[:, 8:], W3[8:], b1[12:], b2[8:]))


def test_neurons_that_matter_least_go_first(few_digits: Digits) -> None:
    state = trained(few_digits)
    (W1, W2, _), (b1, b2, _) = parts(state)
    matter = np.sqrt((W1**2).sum(0) + b1**2) * np.sqrt((W2**2).sum(1))
    found = importance(Layer(W1[None], b1[None], activation_named("relu")), Layer(W2[None], b2[None], None))
    np.testing.assert_allclose(found, matter, rtol=1e-6)
    stay = sorted(np.argsort(-matter)[:7])
    narrow = reshape(state, NetworkSpec((784, 7, 8, 10), ("relu", "tanh")))
    for plane in (-1, 0, 1):
        V, c = parts(narrow, plane)
        W, b = parts(state, plane)
        np.testing.assert_array_equal(V[0], W[0][:, stay])
        np.testing.assert_array_equal(c[0], b[0][stay])
        np.testing.assert_array_equal(V[1], W[1][stay])
        np.testing.assert_array_equal(V[2], W[2])
    assert_whole(narrow, few_digits)


def test_a_neuron_that_says_nothing_is_removed_without_a_trace(few_digits: Digits) -> None:
    state = trained(few_digits)
    (_, W2, _), _ = parts(replace(state, parameters=(flat := state.parameters.copy())))
    W2[5] = 0
    narrow = reshape(replace(state, parameters=flat), NetworkSpec((784, 11, 8, 10), ("relu", "tanh")))
    np.testing.assert_allclose(
        sums(narrow, few_digits), sums(replace(state, parameters=flat), few_digits), rtol=1e-5, atol=1e-5
    )


def test_neurons_can_be_named(few_digits: Digits) -> None:
    state = trained(few_digits)
    spec = NetworkSpec((784, 4, 8, 10), ("relu", "tanh"))
    chosen = reshape(state, spec, (Column(0, (9, 2, 11)), Column(1)))
    W, b = parts(state)
    V, c = parts(chosen)
    np.testing.assert_array_equal(V[0][:, :3], W[0][:, [9, 2, 11]])
    np.testing.assert_array_equal(c[0][:3], b[0][[9, 2, 11]])
    np.testing.assert_array_equal(V[1][:3], W[1][[9, 2, 11]])
    assert not V[1][3].any()


def hands_on_exactly(old: str, new: str) -> bool:
    """Whether `new` passes on as they are all sums that `old` makes; the others nearly do."""
    straight_from = activation_named(new).straight_from
    # A leaky layer's sums do not get below -1 here, where the weights around it are small.
    shallow = activation_named(old).low >= -1 or (old, new) == ("leaky_relu", "relu")
    return new == "linear" or (straight_from == 0 and shallow)


# Every activation gets from every other; before the first and behind the last layer, each from two.
PAIRS = sorted(
    {(old, new, 1) for old in ACTIVATIONS for new in ACTIVATIONS}
    | {(old, new, place) for old in ("relu", "tanh") for new in ACTIVATIONS for place in (0, 2)}
)


@pytest.mark.parametrize(("old", "new", "place"), PAIRS)
def test_an_added_layer_hands_on_what_it_gets(few_digits: Digits, old: str, new: str, place: int) -> None:
    state = trained(few_digits, replace(BASE, spec=NetworkSpec((784, 12, 8, 10), (old, old))))
    sizes, names = [12, 8], [old, old]
    sizes.insert(place, 14)
    names.insert(place, new)
    plan = [Column(0), Column(1)]
    plan.insert(place, Column(None))
    deeper = reshape(state, NetworkSpec((784, *sizes, 10), tuple(names)), plan)
    before, after = sums(state, few_digits), sums(deeper, few_digits)
    # Before the first hidden layer it takes over the role of that one, whose sums may be any.
    exact = new == "linear" or (hands_on_exactly(old, new) and (place or old == "relu"))
    if exact:
        np.testing.assert_allclose(after, before, rtol=1e-4, atol=1e-3)
    else:
        assert np.abs(after - before).mean() < 0.15 * before.std()
    assert_whole(deeper, few_digits)


def test_a_layer_handed_on_keeps_the_memory_of_the_one_behind(few_digits: Digits) -> None:
    state = trained(few_digits)
    deeper = reshape(state, NetworkSpec((784, 12, 8, 9, 10), ("relu", "tanh", "linear")))
    W, _ = parts(state, 0)
    V, _ = parts(deeper, 0)
    np.testing.assert_array_equal(V[0], W[0])
    np.testing.assert_array_equal(V[1], W[1])
    assert not V[2].any()
    np.testing.assert_array_equal(V[3][:8], W[2])


@pytest.mark.parametrize("new", ACTIVATIONS)
@pytest.mark.parametrize("size", [1, 5, 40])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_layers_too_narrow_for_all_hand_on_a_part(
    few_digits: Digits, new: str, size: int, place: int
) -> None:
    state = trained(few_digits)
    sizes, names, plan = [12, 8], ["relu", "tanh"], [Column(0), Column(1)]
    sizes.insert(place, size)
    names.insert(place, new)
    plan.insert(place, Column(None))
    deeper = reshape(state, NetworkSpec((784, *sizes, 10), tuple(names)), plan)
    assert_whole(deeper, few_digits)
    if size == 5 and place == 0:
        # Five neurons of the first hidden layer stay heard, the others begin anew.
        W, _ = parts(deeper)
        assert (np.abs(W[2]).sum(axis=1) > 0).sum() == 5


def test_a_linear_layer_is_removed_without_a_trace(few_digits: Digits) -> None:
    spec = NetworkSpec((784, 12, 9, 10), ("relu", "linear"))
    state = trained(few_digits, replace(BASE, spec=spec))
    shorter = reshape(state, NetworkSpec((784, 12, 10), ("relu",)))
    np.testing.assert_allclose(sums(shorter, few_digits), sums(state, few_digits), rtol=1e-4, atol=1e-4)
    assert_whole(shorter, few_digits)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_removed_layer_leaves_its_linear_part(few_digits: Digits, activation: str) -> None:
    spec = NetworkSpec((784, 12, 9, 10), ("relu", activation))
    state = trained(few_digits, replace(BASE, spec=spec))
    W, b = parts(state)
    V, c = parts(reshape(state, NetworkSpec((784, 12, 10), ("relu",))))
    around = np.array([-1e-6, 0, 1e-6])
    below, value, above = phi(activation)(around)
    slope = (above - below) / 2e-6
    np.testing.assert_allclose(V[1], slope * (W[1] @ W[2]), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(c[1], (value + slope * b[1]) @ W[2] + b[2], rtol=1e-4, atol=1e-5)


def test_another_activation_keeps_the_weights(few_digits: Digits) -> None:
    state = trained(few_digits)
    other = reshape(state, NetworkSpec((784, 12, 8, 10), ("sigmoid", "relu"), "sigmoid_squared_error"))
    np.testing.assert_array_equal(other.parameters, state.parameters)
    np.testing.assert_array_equal(other.optimiser_state, state.optimiser_state)
    assert other.config.spec.activations == ("sigmoid", "relu")


def test_the_same_shape_changes_nothing(few_digits: Digits) -> None:
    state = trained(few_digits)
    same = reshape(state, state.config.spec)
    assert same.config == state.config
    np.testing.assert_array_equal(same.parameters, state.parameters)
    np.testing.assert_array_equal(same.optimiser_state, state.optimiser_state)


SPECS = st.lists(st.tuples(st.integers(1, 30), st.sampled_from(ACTIVATIONS)), max_size=4).flatmap(
    lambda hidden: st.builds(
        NetworkSpec,
        st.just((784, *(size for size, _ in hidden), 10)),
        st.just(tuple(name for _, name in hidden)),
        st.sampled_from(LOSSES),
        st.sampled_from(INITIALISERS),
    )
)


@settings(max_examples=60)
@given(specs=st.lists(SPECS, min_size=2, max_size=4), optimiser=st.sampled_from(OPTIMISERS))
def test_any_network_becomes_any_other_and_the_same_one_each_time(
    few_digits: Digits, specs: list[NetworkSpec], optimiser: str
) -> None:
    state = trained(few_digits, replace(BASE, spec=specs[0], optimiser=optimiser), 3)
    for spec in specs[1:]:
        again = reshape(state, spec)
        state = reshape(state, spec)
        assert state.config.spec == spec
        np.testing.assert_array_equal(state.parameters, again.parameters)
        assert_whole(state, few_digits)
    assert (state.step, state.epoch, state.offset, state.optimiser_steps) == (3, 0, 60, 3)


class TestAlignment:
    """Which layers are the same."""

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ((16, 16), (16, 16, 16), (0, 1, None)),
            ((16, 16, 16), (16,), (0,)),
            ((128, 64), (64,), (1,)),
            ((128, 64), (128,), (0,)),
            ((128, 64), (128, 100, 64), (0, None, 1)),
            ((128, 64), (30, 128, 64), (None, 0, 1)),
            ((128, 64), (500, 3), (0, 1)),
            ((), (20, 20), (None, None)),
            ((20, 20), (), ()),
            ((100, 50, 20), (110, 19), (0, 2)),
        ],
    )
    def test_by_size(
        self, old: tuple[int, ...], new: tuple[int, ...], expected: tuple[int | None, ...]
    ) -> None:
        found = aligned(NetworkSpec.dense((784, *old, 10)), NetworkSpec.dense((784, *new, 10)))
        assert tuple(column.layer for column in found) == expected

    def test_by_activation(self) -> None:
        old = NetworkSpec((784, 16, 16, 10), ("relu", "tanh"))
        assert aligned(old, NetworkSpec((784, 16, 10), ("tanh",))) == (Column(1),)


class TestRefusals:
    """What can't be is said before anything is built."""

    @pytest.mark.parametrize(
        ("spec", "words"),
        [
            (NetworkSpec((784, 100_000, 10), ("relu",)), "GB"),
            (NetworkSpec((784, 0, 10), ("relu",)), "0 neurons"),
            (NetworkSpec((784, 5, 10), ("swish",)), "swish"),
            (NetworkSpec((30, 5, 10), ("relu",)), "784 inputs and 10 outputs"),
            (NetworkSpec((784, 5, 4), ("relu",)), "784 inputs and 10 outputs"),
        ],
    )
    def test_specs(self, few_digits: Digits, spec: NetworkSpec, words: str) -> None:
        with pytest.raises(SpecError, match=words):
            reshape(trained(few_digits, steps=1), spec)

    def test_mini_batches_that_no_longer_fit(self, few_digits: Digits) -> None:
        state = trained(few_digits, steps=1)
        state = replace(state, config=replace(BASE, batch_size=100_000))
        with pytest.raises(ConfigError, match=r"^Batch size: .*GB"):
            reshape(state, NetworkSpec.dense((784, 9_000, 10)))

    @pytest.mark.parametrize(
        "columns",
        [
            (),
            (Column(0),),
            (Column(1), Column(0)),
            (Column(0), Column(0)),
            (Column(0), Column(2)),
            (Column(-1), Column(0)),
            (Column(0, (0, 0)), Column(1)),
            (Column(0, (12,)), Column(1)),
            (Column(0, tuple(range(7))), Column(1)),
        ],
    )
    def test_columns(self, few_digits: Digits, columns: tuple[Column, ...]) -> None:
        with pytest.raises(SpecError, match="would be right"):
            reshape(trained(few_digits, steps=1), NetworkSpec((784, 6, 8, 10), ("relu", "tanh")), columns)

    def test_networks_that_are_lost(self, few_digits: Digits) -> None:
        state = trained(few_digits, steps=1)
        flat = state.parameters.copy()
        flat[3] = np.nan
        with pytest.raises(SpecError, match="not finite"):
            reshape(replace(state, parameters=flat), DIGITS.network)

    def test_weights_near_the_end_of_float32(self, few_digits: Digits) -> None:
        state = trained(few_digits, steps=1)
        huge = np.full_like(state.parameters, 1e38)
        shorter = reshape(replace(state, parameters=huge), NetworkSpec((784, 12, 10), ("relu",)))
        assert np.isfinite(shorter.parameters).all()
