"""What an operation did, in a sentence."""

from __future__ import annotations

from netviz.language.grammar import counted
from netviz.tasks.task import AnyTask
from netviz.training.experiments.operations.effect import Effect
from netviz.training.figures import said


def told(effect: Effect, task: AnyTask, n: int) -> str:
    """`of 5,000 validation digits 66 broke, 5 were mended.`; of numbers what became of the loss."""
    if effect.before.right is None:
        return f"the validation loss went from {said(effect.before.loss, 4)} to {said(effect.after.loss, 4)}."
    broke, mended = len(effect.broke), len(effect.mended)
    if not broke and not mended:
        return f"no validation {task.example} is answered another way."
    return (
        f"of {n:,} validation {task.examples} {broke:,} broke, "
        f"{counted(mended, '1 was mended', '{n} were mended')}."
    )
