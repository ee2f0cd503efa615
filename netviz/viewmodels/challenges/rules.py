"""What is asked for: each challenge with its rule in two sentences, and how its results compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from netviz.language.grammar import counted
from netviz.training.figures import percent

SMALL_GOAL: Final = 0.95
FAST_GOAL: Final = 0.97
MOST_IN_A_BATCH: Final = 32
ROUNDS: Final = 2
DRAWN: Final = 4
TAKEN_FOR: Final = 9
GOOD_ENOUGH: Final = 0.9
"""Of the validation digits a network reads rightly that is to be led astray."""
STILL_ONE: Final = 0.5
"""The judge's output for the digit that was drawn, at least."""


@dataclass(frozen=True)
class Challenge:
    """`one` and `many` say a result, with {n}; `lowest`: the smaller it is, the better."""

    id: str
    title: str
    rule: str
    one: str
    many: str
    lowest: bool = True
    share: bool = False

    def said(self, result: float) -> str:
        """`12,960 weights and biases`"""
        if self.share:
            return self.many.format(n=percent(result))
        return counted(round(result), self.one, self.many)


FEWEST: Final = Challenge(
    "fewest weights",
    f"Fewest weights to {percent(SMALL_GOAL, 0)}",
    f"Train from step 0 until the network reads {percent(SMALL_GOAL, 0)} of the validation digits. The fewer "
    "weights and biases it has then, the better.",
    "{n} weight or bias",
    "{n} weights and biases",
)
FASTEST: Final = Challenge(
    "fastest",
    f"Fastest to {percent(FAST_GOAL, 0)}",
    f"Train from step 0 until the network reads {percent(FAST_GOAL, 0)} of the validation digits, with "
    f"mini-batches of {MOST_IN_A_BATCH} at most. Steps are counted, so every computer is equally fast.",
    "{n} step",
    "{n} steps",
)
BROKEN: Final = Challenge(
    "broken neuron",
    "Find the broken neuron",
    "One neuron of the first hidden layer has its weights shuffled: click neurons to see them, and say which "
    "one it is. Two such networks in a row, without a wrong answer; seconds are counted from Begin on.",
    "{n} second",
    "{n} seconds",
)
TAKEN: Final = Challenge(
    "taken for another",
    f"A {DRAWN} that it takes for a {TAKEN_FOR}",
    f"Draw a {DRAWN} by hand, which a network that reads {percent(GOOD_ENOUGH, 0)} of the validation digits "
    f"takes for a {TAKEN_FOR}: the surer, the better. The judge, a second network, must see a {DRAWN} still.",
    "{n} sure of the wrong digit",
    "{n} sure of the wrong digit",
    lowest=False,
    share=True,
)
CHALLENGES: Final = (FEWEST, FASTEST, BROKEN, TAKEN)


@dataclass(frozen=True)
class Verdict:
    """How far one is, in a sentence; `result` where it is done, `over` where it can't be done any more."""

    words: str
    result: float | None = None
    over: bool = False
