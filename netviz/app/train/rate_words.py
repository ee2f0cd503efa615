"""How the learning rate of a run changes, in a sentence."""

from __future__ import annotations

from netviz.training.config import TrainingConfig
from netviz.training.figures import said
from netviz.training.schedules import FINAL


def rate_words(config: TrainingConfig, step: int) -> str:
    """About a rate that falls to next to nothing, in step `step`; nothing about any other.

    Somebody who trains on must know that little is learned then, and what to do about it.
    """
    schedule = config.schedule
    if not schedule.row.falls:
        return ""
    part = f"1/{1 / FINAL:g}"
    last, least = schedule.start + schedule.steps, said(config.learning_rate * FINAL)
    base = said(config.learning_rate)
    if schedule.ended(step):
        return (
            f"The schedule ended at step {last:,}: the learning rate stays at {least}, {part} of the {base} "
            "that is set. “From here” on the page Step lets it fall once more."
        )
    now = schedule.rate_at(config.learning_rate, step)
    return f"The learning rate is {said(now, 2)} now; it falls until step {last:,} and then stays at {least}."
