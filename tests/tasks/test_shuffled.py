"""Shuffled labels: the same examples with the same labels, dealt out anew; found again by their name."""

import numpy as np
import pytest

from netviz.tasks.data_name import DataName
from netviz.tasks.examples import DataError
from netviz.tasks.finding import find, load
from netviz.tasks.shuffled import ShuffledData, shuffled


@pytest.mark.parametrize("task", ["spam", "penguins", "moons", "curve"])
def test_only_training_labels_are_others(task):
    data = load(task)
    mixed = shuffled(data)
    assert mixed.training.stored is data.training.stored
    assert mixed.validation is data.validation
    assert mixed.test is data.test
    was, now = data.training.answers, mixed.training.answers
    assert not np.array_equal(was, now)
    np.testing.assert_array_equal(np.sort(was, axis=0), np.sort(now, axis=0))
    assert not mixed.name.same(data.name)
    assert "labels shuffled" in str(mixed.name)
    # Shuffled once more they are the same: it is done to what they were before.
    assert shuffled(mixed).name == mixed.name

    name = DataName.from_table(mixed.name.sha256, mixed.name.to_table())
    assert name == mixed.name
    assert name.unshuffled.same(data.name)
    again = find(name)
    assert isinstance(again, ShuffledData)
    assert again.name == mixed.name
    np.testing.assert_array_equal(again.training.answers, now)
    rows = [3, 1]
    np.testing.assert_array_equal(again.training.inputs(rows), data.training.inputs(rows))


@pytest.mark.parametrize("how", ['{"shuffled":-1,"of":"x"}', '{"shuffled":true,"of":"x"}', '{"shuffled":1}'])
def test_a_name_that_says_it_wrongly_is_no_such_name(how):
    assert DataName("a" * 64, task="moons", how=how).unshuffled is None


def test_another_sum_is_told():
    name = shuffled(load("moons")).name
    other = DataName("0" * 64, name.folder, name.training, name.validation, name.test, name.task, name.how)
    with pytest.raises(DataError, match="others lie there now"):
        find(other)
