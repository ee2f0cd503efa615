"""Kinds of layers: what they compute, number by number, and the same in both of its forms."""

import numpy as np
import pytest

from netviz.network.layers.dense import Dense

SHAPES = [(1, 1), (3, 5), (4, 2)]
N = 6


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_dense_layer_is_its_definition(shape: tuple[int, int]) -> None:
    layer, rng = Dense(*shape), np.random.default_rng(0)
    (n_in, n_out) = shape
    assert (layer.n_weights, layer.n_biases) == (n_in * n_out, n_out)
    assert (layer.shape, layer.fan_in, layer.fan_out) == (shape, n_in, n_out)
    W, b, a, delta = (rng.normal(size=s) for s in (shape, (n_out,), (N, n_in), (N, n_out)))
    z, before = layer.sums(a, W, b), layer.before(delta, W)
    dW, db = layer.gradient(a, delta)
    for k in range(N):
        for j in range(n_out):
            assert z[k, j] == pytest.approx(b[j] + sum(a[k, i] * W[i, j] for i in range(n_in)))
        for i in range(n_in):
            assert before[k, i] == pytest.approx(sum(W[i, j] * delta[k, j] for j in range(n_out)))
    for j in range(n_out):
        assert db[j] == pytest.approx(sum(delta[k, j] for k in range(N)))
        for i in range(n_in):
            assert dW[i, j] == pytest.approx(sum(a[k, i] * delta[k, j] for k in range(N)))
    np.testing.assert_allclose(layer.sums(a[0], W, b), z[0], rtol=1e-12)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_writing_into_buffers_gives_the_same(shape: tuple[int, int]) -> None:
    layer, rng = Dense(*shape), np.random.default_rng(1)
    W, b, a, delta = (rng.normal(size=s) for s in (shape, shape[1:], (N, shape[0]), (N, shape[1])))
    z, before, dW, db = (np.full(s, np.nan) for s in ((N, shape[1]), (N, shape[0]), shape, shape[1:]))
    layer.sums_into(a, W, b, z)
    layer.before_into(delta, W, before)
    layer.gradient_into(a, delta, np.ones(N), dW, db)
    np.testing.assert_allclose(z, layer.sums(a, W, b), rtol=1e-12)
    np.testing.assert_allclose(before, layer.before(delta, W), rtol=1e-12)
    for found, expected in zip((dW, db), layer.gradient(a, delta), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12)
