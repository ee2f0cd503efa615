"""What is said of what was found in data."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np

from netviz.app.test.findings import _classes, _constant
from netviz.tasks.digits.digits import load_digits
from netviz.training.measure.health.balance import Balance
from netviz.training.measure.health.constants import columns_of
from netviz.training.measure.health.health import Health


def test_classes_of_one_size_are_not_told_from_one_another() -> None:
    data, counts = load_digits(), np.full((3, 10), 40)
    told = _classes(data, Balance(counts)).told
    assert told.startswith("Each has 120. A class")
    counts[0, 3] = 39
    counts[0, 5] = 41
    told = _classes(data, Balance(counts)).told
    assert told.startswith("From 119 (3) to 121 (5). A class")


def test_of_no_constant_column_nothing_is_said_to_be_lost() -> None:
    data = load_digits()
    for n, words in (
        (0, "None of all 784 pixels is the same in all training examples."),
        (1, "Of 784 pixels one is the same in all training examples: nothing can be learnt from it."),
        (2, "Of 784 pixels 2 are the same in all training examples: nothing can be learnt from them."),
    ):
        found = cast("Health", SimpleNamespace(constant=columns_of(data.task.input)[:n]))
        assert _constant(data, found).told == words
