"""What a story says of the examples is said in its task's own word."""

import numpy as np

from netviz.viewmodels.story.words.training_words import _in_all


def test_steps_that_end_no_lower_name_the_tasks_examples() -> None:
    loss = np.ones(48, np.float32)
    loss[-1] = 1.001
    assert _in_all(loss, "points") == " It ends higher than it began, as each mini-batch holds other points."
