"""Operations: what is not meant stays, bit for bit; and what is meant is what numpy says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.all_tasks import DEFAULT
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.experiments.operations.operation import Operation
from netviz.training.experiments.operations.single import (
    DeleteNeuron,
    ScaleEdge,
    ScaleNeuron,
    SetBias,
    SetWeight,
    SilenceEdge,
    SilenceNeuron,
)
from netviz.training.experiments.operations.whole import (
    AddNoise,
    AllAlike,
    NoBiases,
    Prune,
    Quantise,
    ScaleLayer,
    SilenceLayer,
)
from netviz.training.session import Session, SessionState

SPEC = NetworkSpec((5, 4, 3, 2), ("relu", "tanh"))
FIGURES = st.floats(-8, 8, width=32)


def drawn(seed: int, spec: NetworkSpec = SPEC) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, spec.n_parameters).astype(np.float32)


def parted(spec: NetworkSpec, flat: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """W and b of each layer, told from the sizes alone."""
    W, b, at = [], [], 0
    for n_in, n_out in zip(spec.sizes, spec.sizes[1:], strict=False):
        W.append(flat[at : at + n_in * n_out].reshape(n_in, n_out))
        at += n_in * n_out
    for n_out in spec.sizes[1:]:
        b.append(flat[at : at + n_out])
        at += n_out
    assert at == len(flat)
    return W, b


def changed_places(operation: Operation, before: np.ndarray) -> set[int]:
    after = operation.applied(SPEC, before)
    return set(np.flatnonzero(before.view(np.int32) != after.view(np.int32)).tolist())


@given(st.integers(0, 99), st.integers(0, SPEC.n_edges - 1), FIGURES)
@settings(max_examples=30, deadline=None)
def test_an_edge_is_changed_alone(seed, edge, value):
    before = drawn(seed)
    for operation, comes in (
        (SetWeight(edge, value), np.float32(value)),
        (ScaleEdge(edge, value), before[edge] * np.float32(value)),
        (SilenceEdge(edge), np.float32(0)),
    ):
        assert changed_places(operation, before) <= {edge}
        assert operation.applied(SPEC, before)[edge] == comes


@given(st.integers(0, 99), st.sampled_from([(c, j) for c in range(4) for j in range(SPEC.sizes[c])]), FIGURES)
@settings(max_examples=40, deadline=None)
def test_a_neuron_is_changed_alone(seed, place, value):
    column, index = place
    before = drawn(seed)
    W, b = parted(SPEC, before)
    if column:
        W1, b1 = parted(SPEC, SetBias(column, index, value).applied(SPEC, before))
        b[column - 1] = b[column - 1].copy()
        b[column - 1][index] = value
        np.testing.assert_array_equal(np.concatenate(b1), np.concatenate(b))
        for old, new in zip(W, W1, strict=True):
            np.testing.assert_array_equal(old, new)
        W, b = parted(SPEC, before.copy())
        W1, b1 = parted(SPEC, ScaleNeuron(column, index, value).applied(SPEC, before))
        W[column - 1][:, index] *= np.float32(value)
        b[column - 1][index] *= np.float32(value)
        for old, new in zip((*W, *b), (*W1, *b1), strict=True):
            np.testing.assert_array_equal(old, new)
    if column < 3:
        W, b = parted(SPEC, before.copy())
        W1, b1 = parted(SPEC, SilenceNeuron(column, index).applied(SPEC, before))
        W[column][index] = 0
        for old, new in zip((*W, *b), (*W1, *b1), strict=True):
            np.testing.assert_array_equal(old, new)


@given(st.integers(0, 99), st.sampled_from([(1, 0), (1, 3), (2, 1), (2, 2)]))
@settings(max_examples=20, deadline=None)
def test_who_is_silent_is_missed_by_nobody(seed, place):
    silent = SilenceNeuron(*place).applied(SPEC, drawn(seed))
    delete = DeleteNeuron(*place)
    smaller = delete.shape(SPEC)
    assert smaller.sizes[place[0]] == SPEC.sizes[place[0]] - 1
    gone = delete.applied(SPEC, silent)
    assert gone.shape == (smaller.n_parameters,)
    assert set(gone.tolist()) <= set(silent.tolist())  # every number is one that was there
    x = np.random.default_rng(seed).random((20, 5)).astype(np.float32)
    # One product less in a sum may be summed in another order.
    np.testing.assert_allclose(
        forward_pass(smaller, gone, x).z[-1], forward_pass(SPEC, silent, x).z[-1], rtol=1e-5, atol=1e-6
    )


@given(st.integers(0, 99), st.sampled_from([None, 0, 1, 2]), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_the_weakest_go_and_exactly_so_many(seed, layer, share):
    before = drawn(seed)
    W, b = parted(SPEC, before)
    W1, b1 = parted(SPEC, Prune(layer, share).applied(SPEC, before))
    np.testing.assert_array_equal(np.concatenate(b), np.concatenate(b1))
    for k, (old, new) in enumerate(zip(W, W1, strict=True)):
        gone = new != old
        assert gone.sum() == (round(share * old.size) if layer in (None, k) else 0)
        assert (new[gone] == 0).all()
        if gone.any() and not gone.all():
            assert np.abs(old[gone]).max() <= np.abs(old[~gone]).min()


@given(st.integers(0, 99), st.sampled_from([None, 0, 1, 2]), st.integers(2, 8))
@settings(max_examples=40, deadline=None)
def test_there_are_so_many_levels_and_each_weight_takes_the_nearest(seed, layer, bits):
    before = drawn(seed)
    operation = Quantise(layer, bits)
    W, b = parted(SPEC, before)
    W1, b1 = parted(SPEC, operation.applied(SPEC, before))
    np.testing.assert_array_equal(np.concatenate(b), np.concatenate(b1))
    for k, (old, new) in enumerate(zip(W, W1, strict=True)):
        if layer not in (None, k):
            np.testing.assert_array_equal(old, new)
            continue
        highest = 2 ** (bits - 1) - 1
        levels = np.abs(old).max() * np.arange(-highest, highest + 1, dtype=np.float64) / highest
        assert len(np.unique(new)) <= operation.levels == len(levels) < 2**bits
        nearest = np.abs(old[..., None] - levels).min(axis=-1)
        np.testing.assert_allclose(np.abs(new - old), nearest, atol=1e-6)


def test_noise_is_as_wide_as_it_says_and_the_same_for_a_seed():
    spec = NetworkSpec((60, 50, 10), ("relu",))
    before = drawn(3, spec)
    noise = AddNoise(0, 0.25, 7)
    after = noise.applied(spec, before)
    np.testing.assert_array_equal(after, noise.applied(spec, before))
    assert not np.array_equal(after, replace(noise, seed=8).applied(spec, before))
    d = (after - before)[:3000]
    assert np.std(d) == pytest.approx(0.25 * np.std(before[:3000]), rel=0.05)
    np.testing.assert_array_equal(after[3000:], before[3000:])


def test_layers_as_a_whole():
    before = drawn(5)
    W, b = parted(SPEC, before)
    W1, b1 = parted(SPEC, ScaleLayer(1, 0.5).applied(SPEC, before))
    for k in range(3):
        np.testing.assert_array_equal(W1[k], W[k] * np.float32(0.5 if k == 1 else 1))
        np.testing.assert_array_equal(b1[k], b[k] * np.float32(0.5 if k == 1 else 1))
    W1, b1 = parted(SPEC, NoBiases().applied(SPEC, before))
    assert not np.concatenate(b1).any()
    np.testing.assert_array_equal(W1[0], W[0])
    W1, b1 = parted(SPEC, SilenceLayer(1).applied(SPEC, before))
    assert not W1[1].any()
    np.testing.assert_array_equal(W1[0], W[0])
    np.testing.assert_array_equal(b1[1], b[1])
    alike = AllAlike().applied(SPEC, before)
    x = np.array([1, 0, 0.5, 0, 1], np.float32)
    np.testing.assert_allclose(forward_pass(SPEC, alike, x).a[1], 0.5, rtol=1e-6)


BAD = (
    SetWeight(SPEC.n_edges, 0.1),
    SetWeight(0, float("nan")),
    SetBias(0, 0, 1.0),
    SetBias(3, 2, 1.0),
    ScaleNeuron(2, 3, 1.0),
    ScaleEdge(-1, 1.0),
    SilenceNeuron(3, 0),
    SilenceEdge(10**9),
    DeleteNeuron(0, 0),
    DeleteNeuron(3, 0),
    ScaleLayer(3, 1.0),
    AddNoise(0, -0.1, 1),
    Prune(0, 1.1),
    Quantise(0, 1),
    Quantise(0, 9),
    SilenceLayer(3),
)


@pytest.mark.parametrize("operation", BAD, ids=str)
def test_what_cant_be_done_is_said(operation):
    before = drawn(1)
    with pytest.raises(SpecError, match="would be right"):
        operation.applied(SPEC, before)
    np.testing.assert_array_equal(before, drawn(1))


def test_the_last_neuron_of_a_layer_stays_and_so_do_numbers_that_would_be_too_large():
    one = NetworkSpec((2, 1, 2), ("relu",))
    with pytest.raises(SpecError, match="alone"):
        DeleteNeuron(1, 0).applied(one, drawn(0, one))
    with pytest.raises(SpecError, match="too large"):
        ScaleLayer(0, 1e6).applied(SPEC, drawn(0) * np.float32(1e34))


def state(seed: int = 1) -> SessionState:
    config = TrainingConfig(NetworkSpec((784, 4, 3, 10), ("relu", "relu")), optimiser="adam", seed=seed)
    before = Session(config).state()
    memory = np.random.default_rng(seed).random(before.optimiser_state.shape).astype(np.float32)
    return replace(before, optimiser_state=memory)


def test_the_optimiser_forgets_what_was_changed_and_nothing_else():
    before = state()
    after = SilenceNeuron(1, 2).on(before)
    changed = before.parameters != after.parameters
    assert changed.sum() == 3
    assert not after.optimiser_state[:, changed].any()
    np.testing.assert_array_equal(after.optimiser_state[:, ~changed], before.optimiser_state[:, ~changed])
    smaller = DeleteNeuron(1, 2).on(before)
    assert smaller.config.spec.sizes == (784, 3, 3, 10)
    for flat, left in zip(before.optimiser_state, smaller.optimiser_state, strict=True):
        W, b = parted(before.config.spec, flat)
        W1, b1 = parted(smaller.config.spec, left)
        np.testing.assert_array_equal(W1[0], np.delete(W[0], 2, axis=1))
        np.testing.assert_array_equal(W1[1], np.delete(W[1], 2, axis=0))
        np.testing.assert_array_equal(b1[0], np.delete(b[0], 2))
    with pytest.raises(ConfigError, match="finite"):
        NoBiases().on(replace(before, parameters=np.full_like(before.parameters, np.inf)))


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (SilenceNeuron(2, 4), "Silence neuron 2·5"),
        (SetWeight(783 * 16 + 2, -0.5), "Set the weight pixel 28·28 → neuron 1·3 to −0.5"),
        (SetBias(3, 7, 0.25), "Set the bias of output 7 to 0.25"),
        (Prune(None, 0.5), "Prune the weakest 50\u00a0% of all weights"),
        (Quantise(2, 4), "Quantise the weights into the output to 4 bits"),
        (AddNoise(0, 0.1, 3), "Add 10\u00a0% noise to the weights into layer 1, seed 3"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words(operation, words):
    assert operation.words(DEFAULT.network, DEFAULT) == words
