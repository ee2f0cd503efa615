"""What was found out about one neuron, as its tab shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from netviz.panels.kit.figures import fixed, plain
from netviz.rendering.themed import theme_now
from netviz.tasks.answer import Classes, Numbers
from netviz.tasks.examples import Examples
from netviz.tasks.task import AnyTask
from netviz.training.figures import answered
from netviz.training.insight.favourite import Favourite, Pushes
from netviz.training.insight.responses import Responses
from netviz.training.insight.spread import Spread
from netviz.viewmodels.hues import hue


@dataclass(frozen=True, eq=False)
class Found:
    """`made` is the input that excites it most; of messages there is `pushes` instead: how far each word
    alone pushes it. Neither where the network’s numbers are not finite.
    """

    responses: Responses
    examples: Examples
    spread: Spread
    made: Favourite | None = None
    pushes: Pushes | None = None


class PutExample(NamedTuple):
    """This training example is to lie before the network."""

    row: int


class PutMade(NamedTuple):
    """What was made is to lie before the network."""

    found: Found


def right_of(task: AnyTask) -> Callable[[Any], tuple[str, str]]:
    """What is right for an example, in words, and its colour."""
    answer, palette = task.answer, theme_now()
    if isinstance(answer, Classes):
        classes = answer
        return lambda right: (classes.names[int(right)], hue(classes, int(right), palette))
    assert isinstance(answer, Numbers)
    numbers = answer
    return lambda right: (answered(numbers, float(right.ravel()[0])), palette.muted)


def figure(number: float) -> str:
    """A sum or an activation in a narrow place."""
    size = abs(number)
    return fixed(number, 2 if size < 10 else 1).removeprefix("+") if size < 1e5 else plain(number)
