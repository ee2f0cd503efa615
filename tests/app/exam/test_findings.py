"""What is said of what was found in data."""

from __future__ import annotations

import numpy as np

from netviz.app.test.findings import _classes
from netviz.tasks.digits.digits import load_digits
from netviz.training.measure.health.balance import Balance


def test_classes_of_one_size_are_not_told_from_one_another() -> None:
    data, counts = load_digits(), np.full((3, 10), 40)
    told = _classes(data, Balance(counts)).told
    assert told.startswith("Each has 120. A class")
    counts[0, 3] = 39
    counts[0, 5] = 41
    told = _classes(data, Balance(counts)).told
    assert told.startswith("From 119 (3) to 121 (5). A class")
