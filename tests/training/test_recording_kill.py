"""Kill -9 amid training: what is left opens, is sound, and is at most two seconds behind (in short form)."""

import random

from tests.benchmarks.kill_test import ALLOWED, kill_once

TIMES = 5


def test_a_killed_training_loses_two_seconds_at_most(tmp_path):
    random.seed(4)
    left = [kill_once(tmp_path, random.uniform(0, 2.5), (8,)) for _ in range(TIMES)]
    assert all(one.seconds <= ALLOWED for one in left), left
    assert any(one.recorded > 0 for one in left)
