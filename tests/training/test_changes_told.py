"""What was changed in a run is told as often as it was, though something else is another by now."""

from dataclasses import replace
from itertools import pairwise

from netviz.training.changes import ChangeLog
from netviz.training.config import TrainingConfig

LOW = TrainingConfig(learning_rate=0.02)
HIGH = replace(LOW, learning_rate=0.3)


def log_of(*configs: TrainingConfig) -> ChangeLog:
    log = ChangeLog(begun=configs[0])
    for step, (before, after) in enumerate(pairwise(configs), start=1):
        log.settings(100 * step, before, after)
    return log


def test_a_change_that_was_done_again_is_counted() -> None:
    told = log_of(LOW, HIGH, LOW, HIGH, LOW).told(LOW)
    assert told == (
        "Changed in this run, and changed back: Learning rate 0.02 → 0.3 (2 times); "
        "Learning rate 0.3 → 0.02 (2 times)"
    )


def test_what_was_changed_back_is_named_beside_what_stays_changed() -> None:
    dropped = replace(LOW, dropout=0.2)
    told = log_of(LOW, HIGH, LOW, dropped).told(dropped)
    assert told == (
        "Changed in this run: Dropout 0 → 0.2. Changed in this run, and changed back: "
        "Learning rate 0.02 → 0.3; Learning rate 0.3 → 0.02"
    )
    assert log_of(LOW, HIGH).told(HIGH) == "Changed in this run: Learning rate 0.02 → 0.3"
