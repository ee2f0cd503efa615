"""A network that reads far less than it once did in the same run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from netviz.tasks.task import AnyTask
from netviz.training.advise.evidence import LAST_VALIDATIONS, Evidence
from netviz.training.advise.hint import Hint
from netviz.training.figures import percents
from netviz.training.measure.metrics import ValidationPoint

_FAR: Final = 0.1  # of the examples
_LESS_FAR: Final = 0.05  # where it also makes so many times the errors:
_TIMES: Final = 2.5
_STANDARD_ERRORS: Final = 3.0
_RISEN: Final = 0.02  # of the examples, above the least since: no chance
_RISES: Final = 0.005  # of the examples, in the last few validations


def fallen(evidence: Evidence) -> Hint | None:
    """The last validation is far below the best of the run, whatever brought that about."""
    usual, points = evidence.best_share, evidence.validation
    if usual is None:
        return None
    now = points[-1]
    lost = usual - evidence.share_at(now)
    errors = (1 - evidence.share_at(now)) > _TIMES * (1 - usual)
    if lost < (_LESS_FAR if errors else _FAR) or lost <= _chance(evidence, usual):
        return None
    best = max(points, key=evidence.share_at)
    words = f"{read_once(evidence, best, now)} {_since(evidence, points[points.index(best) + 1 :])}"
    return Hint("fallen", words, f"Go back to step {best.step:,}", "branch", evidence.config, best.step)


def read_once(evidence: Evidence, best: ValidationPoint, now: ValidationPoint) -> str:
    """What it read at best and what it reads now: a sentence."""
    most, least = percents(evidence.share_at(best), evidence.share_at(now))
    return _sentence(evidence.task, best.step, most, f"{least} (step {now.step:,})")


def _sentence(task: AnyTask, step: int, most: str, now: str) -> str:
    of = f"the validation {task.examples}"
    if task.answer.kind == "numbers":
        return f"At step {step:,} it explained {most} of the variance of {of}, and now {now}."
    return f"At step {step:,} it read {most} of {of}, and now only {now}."


def _since(evidence: Evidence, points: Sequence[ValidationPoint]) -> str:
    """Whether it comes back."""
    least = min(points, key=evidence.share_at)
    low, now = evidence.share_at(least), evidence.share_at(points[-1])
    if now < low + _RISEN:
        return "It has not risen again so far."
    few = points[points.index(least) :][-LAST_VALIDATIONS:]
    if now > evidence.share_at(few[0]) + _RISES:
        return f"It has been rising again since step {least.step:,}: it recovers, and training on is right."
    return f"It has risen again since step {least.step:,}, but hardly does any more."


def _chance(evidence: Evidence, share: float) -> float:
    """What chance alone makes of it with so many examples."""
    share = min(max(share, 0.0), 1.0)
    return _STANDARD_ERRORS * math.sqrt(share * (1 - share) / evidence.n_validation)
