"""The examination counts right, and its interval is Wilson's."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.network.forward import evaluate, predict
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits
from netviz.training.measure.examination import Confusion, Examination, examine, wilson


@pytest.fixture(scope="module")
def network() -> Network:
    network = Network(NetworkSpec.dense((784, 12, 10)))
    network.initialise(2)
    return network


def many(n: int) -> Digits:
    random = np.random.default_rng(n)
    return Digits(
        random.integers(0, 255, (n, 784), np.uint8), random.integers(0, 9, n, np.uint8), "test"
    )  # no nine


@pytest.mark.parametrize("n", [1, 999, 2001])
def test_every_answer_is_counted_once(network, n):
    digits = many(n)
    found = examine(network.spec, network.parameters, digits)
    answers, _ = predict(network.spec, network.parameters, digits.inputs())
    expected = np.zeros((10, 10), int)
    for label, answer in zip(digits.labels, answers, strict=True):
        expected[label, answer] += 1
    np.testing.assert_array_equal(found.confusion, expected)
    assert found.count == n
    accuracy = evaluate(network.spec, network.parameters, digits.images, digits.labels).accuracy
    assert found.accuracy == pytest.approx(accuracy)
    assert not found.confusion.flags.writeable


def test_precision_and_recall():
    found = Examination(np.array([[8, 2, 0], [1, 0, 0], [0, 0, 0]]))
    np.testing.assert_allclose(found.recall, [0.8, 0, np.nan])
    np.testing.assert_allclose(found.precision, [8 / 9, 0, np.nan])
    assert found.n_correct == 8


def test_the_most_frequent_mistakes_come_first():
    found = Examination(np.array([[50, 3, 0], [1, 70, 4], [0, 3, 9]]))
    assert found.most_confused(3) == [Confusion(1, 2, 4), Confusion(0, 1, 3), Confusion(2, 1, 3)]
    assert len(found.most_confused(99)) == 4
    assert Examination(np.diag([3, 4, 5])).most_confused(5) == []


@pytest.mark.parametrize(
    ("correct", "count", "low", "high"),
    # Newcombe 1998, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_intervals(correct, count, low, high):
    assert wilson(correct, count) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_ends_of_the_interval_are_where_the_score_test_turns(numbers):
    correct, count = numbers
    low, high = wilson(correct, count)
    share = correct / count
    assert 0 <= low <= share <= high <= 1
    for end in (low, high):
        if 0 < end < 1:
            score = abs(share - end) / math.sqrt(end * (1 - end) / count)
            assert score == pytest.approx(1.959964, rel=1e-5)


def test_nothing_can_not_be_counted():
    with pytest.raises(ValueError, match="nothing to count"):
        wilson(0, 0)
