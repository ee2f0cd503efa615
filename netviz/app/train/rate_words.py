"""How the learning rate of a run changes, in a sentence."""

from __future__ import annotations

from netviz.panels.kit.figures import short
from netviz.training.config import TrainingConfig
from netviz.training.schedules import FINAL


def rate_words(config: TrainingConfig, step: int) -> str:
    """About a rate that falls to next to nothing, in step `step`; nothing about any other.

    Somebody who trains on must know that little is learned then, and what to do about it.
    """
    schedule = config.schedule
    if not schedule.row.falls:
        return ""
    last, least = schedule.start + schedule.steps, short(config.learning_rate * FINAL)
    if schedule.ended(step):
        return (
            f"The learning rate fell until step {last:,} and stays at {least}: what is learned now is fine "
            "detail. “From here” on the page Step lets it fall once more."
        )
    now = schedule.rate_at(config.learning_rate, step)
    return f"The learning rate is {now:.2g} now; it falls until step {last:,} and then stays at {least}."
