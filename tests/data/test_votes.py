"""The votes on questionable labels belong to their digits."""

import numpy as np
import pytest

from netviz.tasks.digits.digits import DataSet, Digits
from netviz.tasks.digits.votes import PEOPLE, LabelVotes, load_votes


@pytest.fixture
def votes(digits: DataSet) -> LabelVotes:
    found = load_votes(digits.test)
    assert found is not None
    return found


def test_five_people_looked_at_each_of_87_digits(votes: LabelVotes) -> None:
    assert len(votes) == 87
    assert (votes.for_label + votes.for_other + votes.for_neither == PEOPLE).all()
    assert (votes.label != votes.other).all()


def test_the_labels_are_those_of_the_test_set(votes: LabelVotes, digits: DataSet) -> None:
    np.testing.assert_array_equal(digits.test.labels[votes.index], votes.label)


def test_questionable_are_those_without_a_majority(votes: LabelVotes) -> None:
    expected = {int(i) for i, n in zip(votes.index, votes.for_label, strict=True) if n <= 2}
    assert {int(i) for i in votes.questionable} == expected
    assert len(expected) == 15


def test_other_digits_have_no_votes(digits: DataSet) -> None:
    few = Digits(digits.test.images[:100], digits.test.labels[:100], "test")
    turned = Digits(digits.test.images[::-1], digits.test.labels[::-1], "test")
    assert load_votes(few) is None
    assert load_votes(turned) is None
