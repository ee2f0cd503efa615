"""Networks laid on each other: shuffled, of other widths, of other shapes; and the line between them."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.training.compare.line import at, barrier, check_line, line_between
from netviz.training.compare.matching import Matching, NoPairError, filled, match, reordered
from netviz.training.jobs.work import finish
from netviz.training.landscape.landscape import Sample
from tests.training.landscape.point import plain_loss


def drawn(spec: NetworkSpec, seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(0, 1, spec.n_parameters).astype(np.float32)


def laid(first: NetworkSpec, a: NDArray[np.float32], second: NetworkSpec, b: NDArray[np.float32]) -> Matching:
    return finish(match(first, a, second, b))


def answers(
    spec: NetworkSpec, parameters: NDArray[np.float32], x: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.asarray(forward_pass(spec, parameters.astype(np.float64), x).a[-1])


@pytest.mark.parametrize("sizes", [(7, 12, 3), (7, 12, 9, 3), (5, 4, 8, 6, 2), (4, 3)])
def test_a_shuffled_network_is_put_in_order_again(sizes: tuple[int, ...]) -> None:
    spec = NetworkSpec.dense(sizes, "tanh")
    a = drawn(spec, 1)
    random = np.random.default_rng(2)
    b = reordered(spec, a, tuple(random.permutation(n) for n in sizes[1:-1]))
    x = random.normal(0, 1, (20, sizes[0]))
    np.testing.assert_allclose(answers(spec, b, x), answers(spec, a, x), atol=1e-12)
    found = laid(spec, a, spec, b)
    np.testing.assert_array_equal(found.matched, a)
    assert found.distances[1] == 0
    # Unlike, they still answer as before.
    other = drawn(spec, 3)
    found = laid(spec, a, spec, other)
    np.testing.assert_allclose(answers(spec, found.matched, x), answers(spec, other, x), atol=1e-5)
    assert found.distances[1] <= found.distances[0]
    assert found.left_over == (0, 0)


def test_with_one_hidden_layer_no_other_order_is_nearer() -> None:
    spec = NetworkSpec.dense((3, 5, 2))
    for seed in range(5):
        a, b = drawn(spec, seed), drawn(spec, seed + 50)
        nearest = min(
            np.linalg.norm(reordered(spec, b, (np.array(order),)).astype(np.float64) - a)
            for order in permutations(range(5))
        )
        assert laid(spec, a, spec, b).distances[1] == pytest.approx(nearest, rel=1e-6)


def test_with_two_no_layer_alone_can_come_nearer() -> None:
    spec = NetworkSpec.dense((3, 4, 4, 2))
    for seed in range(3):
        a, b = drawn(spec, seed), drawn(spec, seed + 50)
        found = laid(spec, a, spec, b)
        for layer, order in product(range(2), permutations(range(4))):
            places = list(found.places)
            places[layer] = np.array(order)
            other = np.linalg.norm(reordered(spec, b, tuple(places)).astype(np.float64) - a)
            assert other >= found.distances[1] - 1e-6


def test_of_different_widths_each_stays_what_it_is_and_who_is_left_over_is_counted() -> None:
    wide, narrow = NetworkSpec.dense((6, 9, 5, 2), "gelu"), NetworkSpec.dense((6, 7, 8, 2), "gelu")
    a, b = drawn(wide, 1), drawn(narrow, 2)
    found = laid(wide, a, narrow, b)
    assert found.spec.sizes == (6, 9, 8, 2)
    assert (found.widths, found.left_over) == (((9, 7), (5, 8)), (2, 3))
    x = np.random.default_rng(3).normal(0, 1, (20, 6))
    for there, spec, alone in ((found.a, wide, a), (found.b, narrow, b), (found.matched, narrow, b)):
        np.testing.assert_allclose(answers(found.spec, there, x), answers(spec, alone, x), atol=1e-5)
    # A's neurons stand first, in A's order, and all of the narrower layer have a partner.
    np.testing.assert_array_equal(found.a, filled(wide, a, (6, 9, 8, 2)))
    assert sorted(found.places[0].tolist()) == list(range(9))
    assert all(place < 8 for place in found.places[1])


def test_what_can_not_be_laid_on_each_other_is_said() -> None:
    spec = NetworkSpec.dense((4, 3, 2))
    a = drawn(spec, 1)
    deeper, other = NetworkSpec.dense((4, 3, 3, 2)), NetworkSpec.dense((5, 3, 2))
    with pytest.raises(NoPairError, match="different numbers of layers"):
        laid(spec, a, deeper, drawn(deeper, 1))
    with pytest.raises(NoPairError, match="read or answer different things"):
        laid(spec, a, other, drawn(other, 1))
    with pytest.raises(NoPairError, match="beyond all numbers"):
        laid(spec, a, spec, np.full_like(a, np.inf))
    check_line(spec, NetworkSpec.dense((4, 9, 2)))
    with pytest.raises(NoPairError, match="activations or losses"):
        check_line(spec, NetworkSpec.dense((4, 3, 2), "tanh"))


@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "squared_error"])
def test_the_line_between_them_is_plain_numpys(loss: str) -> None:
    spec = replace(NetworkSpec.dense((6, 9, 5, 2), "tanh"), loss=loss)
    random = np.random.default_rng(5)
    right = random.normal(0, 1, (40, 2)) if loss == "squared_error" else random.integers(0, 2, 40)
    sample = Sample(np.arange(40), random.normal(0, 1, (40, 6)).astype(np.float32), right)
    found = laid(spec, drawn(spec, 1), spec, drawn(spec, 2))
    line = finish(line_between(found, sample))
    assert (len(line.t), line.t[0], line.t[-1], line.n_examples) == (41, 0, 1, 40)
    for end, losses in ((found.b, line.own), (found.matched, line.matched)):
        plain = [
            plain_loss(spec, (1 - t) * found.a.astype(np.float64) + t * end.astype(np.float64), sample)
            for t in line.t
        ]
        np.testing.assert_allclose(losses, plain, rtol=1e-5)
        top, height = barrier(losses)
        assert losses[top] == losses.max()
        assert height == max(losses.max() - max(losses[0], losses[-1]), 0)
    # The order of its neurons changes nothing at either end.
    assert line.own[[0, -1]] == pytest.approx(line.matched[[0, -1]], rel=1e-5)
    np.testing.assert_array_equal(at(found.a, found.b, 0.0), found.a)


def test_a_barrier_is_what_lies_above_the_higher_end() -> None:
    assert barrier(np.array([1.0, 3.0, 2.0])) == (1, 1.0)
    assert barrier(np.array([3.0, 2.0, 1.0])) == (0, 0.0)
    assert barrier(np.array([1.0, np.nan, 1.0])) == (1, np.inf)
