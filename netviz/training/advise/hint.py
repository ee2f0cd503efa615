"""Something to worry about in a run, and a way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from netviz.training.config import TrainingConfig

Kind = Literal[
    "rate",
    "dead neurons",
    "vanishing gradients",
    "flat loss",
    "overfitting",
    "fallen",
    "training below validation",
    "schedule over",
    "no better than guessing",
]
Action = Literal["configure", "reshape", "restart", "range test", "branch"]


@dataclass(frozen=True, eq=False)
class Hint:
    """Something to worry about: a sentence that names its figure, and what would help.

    `fix` are the words of the button, empty where nothing is to be changed. `action` says how `config` comes
    to be: "configure" from the next step on, "reshape" with what was learnt kept, "restart" as a new network
    from it. Two leave it as it is: "range test" looks for a rate, "branch" goes on from `step`. Hints of one
    `kind` are about the same trouble.
    """

    kind: Kind
    sentence: str
    fix: str
    action: Action
    config: TrainingConfig
    step: int = -1
