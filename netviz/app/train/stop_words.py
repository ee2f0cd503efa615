"""When training will stop by itself, in a sentence."""

from __future__ import annotations

from math import floor

from netviz.language.grammar import counted
from netviz.panels.kit.figures import percent
from netviz.panels.train.stop_sheet import clock as clock_words
from netviz.training.stopping import NOTHING_YET, Elapsed, StopConditions
from netviz.training.trainer.status import TrainerStatus


def stop_words(
    conditions: StopConditions, accuracy: float | None = None, elapsed: Elapsed = NOTHING_YET
) -> str:
    """`Stops after 10 epochs (now 3.2), or at 98 % (now 95.2 %)`; nothing for never. Epochs and time that
    do not count from the first step say from which.
    """
    c, words = conditions, []
    since = f" from step {elapsed.since:,} on" if elapsed.since else ""
    if c.epochs is not None:
        # Cut off, not rounded: it isn't there before it is.
        digits = 1 if c.epochs >= 1 else 3
        epochs = floor(elapsed.epochs * 10**digits) / 10**digits
        many = counted(c.epochs, "after one epoch", "after {n} epochs")
        words.append(f"{many}{since}{_now(f'{epochs:.{digits}f}' if epochs else '')}")
    if c.seconds is not None:
        seconds = floor(elapsed.seconds)
        words.append(f"after {clock_words(c.seconds)}{since}{_now(clock_words(seconds) if seconds else '')}")
    if c.validation_accuracy is not None:
        now = _now("" if accuracy is None else percent(accuracy))
        words.append(f"at {100 * c.validation_accuracy:.6g}\u00a0%{now}")
    if c.patience is not None:
        many = counted(c.patience, "when a validation is no better", "when {n} validations are no better")
        waited = f"{elapsed.validations:,}" if elapsed.validations else ""
        words.append(f"{many}{_now(waited)}")
    return f"Stops {', or '.join(words)}." if words else ""


def _now(figure: str) -> str:
    """How far it is, where there is anything to say."""
    return f" (now {figure})" if figure else ""


def set_aside_words(status: TrainerStatus) -> str:
    """Where it goes on past what was to stop it; nothing elsewhere."""
    met = not status.stop_when.none
    return "What was to stop it was met; it goes on until you pause it." if met else ""
