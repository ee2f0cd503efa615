"""What is made of a network's readings, against counting by hand."""

from collections.abc import Generator

import numpy as np
import pytest

from netviz.app.test.reading import Readings, four_or_seven, in_cell, mistakes, read
from netviz.network.forward import predict
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet, Digits
from netviz.tasks.digits.votes import LabelVotes, load_votes
from netviz.training.jobs.work import finish
from netviz.training.measure.examination import examine
from netviz.training.snapshot import Snapshot

SPEC = NetworkSpec.dense((784, 8, 10))


def snapshot(scale: float = 1.0) -> Snapshot:
    network = Network(SPEC)
    network.initialise(3)
    return Snapshot("run", 0, 0, SPEC, network.parameters * np.float32(scale))


def readings(test: Digits, votes: LabelVotes | None, scale: float = 1.0) -> Readings:
    work: Generator[float, None, Readings] = read(snapshot(scale), test, votes)
    return finish(work)


@pytest.fixture(scope="module")
def found(digits: DataSet) -> Readings:
    return readings(digits.test, load_votes(digits.test))


def test_it_agrees_with_the_command_line(found: Readings, digits: DataSet) -> None:
    examination = examine(SPEC, snapshot().parameters, digits.test)
    np.testing.assert_array_equal(found.results.confusion, examination.confusion)
    assert found.results.accuracy == examination.accuracy
    assert found.results.interval == examination.interval


def test_without_questionable_labels_fifteen_digits_are_left_out(found: Readings, digits: DataSet) -> None:
    votes = load_votes(digits.test)
    assert votes is not None
    answers, _ = predict(SPEC, snapshot().parameters, digits.test.inputs())
    right = answers == digits.test.labels
    left = [i for i in range(len(right)) if i not in set(votes.questionable.tolist())]
    assert len(left) == 9985
    assert found.results.without == pytest.approx(right[left].mean(), abs=1e-12)
    assert found.results.n_questionable == 15


def test_digits_without_votes_have_no_such_accuracy(digits: DataSet) -> None:
    few = Digits(digits.test.images[:60], digits.test.labels[:60], "test")
    assert readings(few, None).results.without is None


def test_mistakes_come_most_confident_first(found: Readings) -> None:
    wrong = mistakes(found)
    assert len(wrong) == found.results.wrong
    assert (wrong.label != wrong.answer).all()
    assert (np.diff(wrong.confidence) <= 0).all()


def test_a_cell_holds_as_many_digits_as_it_says(found: Readings) -> None:
    for label, answer in ((4, 9), (4, 4), (0, 7)):
        cell = in_cell(found, label, answer)
        assert len(cell) == found.results.confusion[label, answer]
        assert (cell.label == label).all()
        assert (cell.answer == answer).all()
        assert (np.diff(cell.confidence) * (1 if label == answer else -1) >= 0).all()


def test_four_or_seven_are_those_whose_other_is_among_the_first_two(found: Readings) -> None:
    expected = set()
    for i, (label, p) in enumerate(zip(found.digits.label, found.probabilities, strict=True)):
        if label in (4, 7):
            first_two = np.argsort(-p, kind="stable")[:2]
            if (7 if label == 4 else 4) in first_two:
                expected.add(i)
    doubts = four_or_seven(found)
    assert set(doubts.tolist()) == expected != set()
    lesser = found.probabilities[doubts][:, [4, 7]].min(axis=1)
    assert (np.diff(lesser) <= 0).all()


def test_sums_beyond_all_numbers_are_no_confidence(digits: DataSet) -> None:
    few = Digits(digits.test.images[:60], digits.test.labels[:60], "test")
    broken = readings(few, None, scale=1e30)
    assert np.isfinite(broken.probabilities).all()
    assert np.isfinite(broken.digits.confidence).all()
    assert broken.results.count == 60
