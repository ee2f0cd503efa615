"""A network far below what it once read is never nothing to worry about, and hears whether it recovers."""

import math
from dataclasses import replace

import pytest

from netviz.tasks.all_tasks import task_named
from netviz.training.advise.advice import Evidence, Hint, advise
from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import ValidationPoint

DEFAULT = TrainingConfig()


def told(*shares: float, n: int = 5_000, config: TrainingConfig = DEFAULT) -> tuple[Hint, ...]:
    points = tuple(ValidationPoint(1_000 * k, 0.3, share) for k, share in enumerate(shares, start=1))
    last = points[-1].step
    return advise(Evidence(config, last, last, 2.3, 0.3, points, (), n_validation=n))


LEARNT = (0.8, 0.93, 0.962, 0.966)


@pytest.mark.parametrize(
    ("later", "now", "course"),
    [
        ((0.106, 0.101, 0.081), "8.1\u00a0% (step 7,000)", "It has not risen again so far."),
        ((0.101,), "10.1\u00a0% (step 5,000)", "It has not risen again so far."),
        (
            (0.104, 0.081, 0.658),
            "65.8\u00a0% (step 7,000)",
            "It has been rising again since step 6,000: it recovers, and training on is right.",
        ),
        (
            (0.1, 0.6, 0.7, 0.741, 0.742, 0.742, 0.742),
            "74.2\u00a0% (step 11,000)",
            "It has risen again since step 5,000, but hardly does any more.",
        ),
    ],
    ids=["lost", "at once", "recovers", "stays"],
)
def test_it_is_told_with_both_figures_their_steps_and_whether_it_recovers(
    later: tuple[float, ...], now: str, course: str
) -> None:
    (hint,) = told(*LEARNT, *later)
    assert hint.kind == "fallen"
    once = "At step 4,000 it read 96.6\u00a0% of the validation digits"
    assert hint.sentence == f"{once}, and now only {now}. {course}"
    assert (hint.action, hint.step, hint.fix) == ("branch", 4_000, "Go back to step 4,000")


def test_what_a_healthy_run_does_is_none_of_it() -> None:
    assert told(*LEARNT, 0.95, 0.942) == ()
    assert told(0.9, 0.92, 0.8, 0.84) == ()  # an unusual patch
    assert told(0.9, 0.97, 0.95, 0.9, n=60) == ()  # chance
    assert told(0.5) == ()
    assert told(*LEARNT, 0.1, 0.8, 0.95) == ()  # it has recovered


def test_numbers_have_fallen_in_what_they_explain() -> None:
    task = task_named("curve")
    config = replace(DEFAULT, task=task, spec=task.network)
    losses = (0.1, 0.1, 0.9)
    points = tuple(
        ValidationPoint(100 * (k + 1), loss * config.guessing_loss, math.nan) for k, loss in enumerate(losses)
    )
    (hint,) = advise(Evidence(config, 300, 300, 1.1, 0.3, points, ()))
    assert "At step 100 it explained 90.0\u00a0% of the variance of the validation points" in hint.sentence
    assert "and now 10.0\u00a0% (step 300)." in hint.sentence
