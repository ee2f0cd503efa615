"""Whether ink is a digit at all, judged by a second network that reads nothing else.

The highest output of the network that reads is no measure of that: it shares 100 % among ten digits, whatever
lies there. The judge is a small network of its own (hidden layers of 96 and 32, it comes with netviz) that
learned MNIST's ten digits and, as an eleventh answer, what is none: letters, signs, scribbles, noise, pairs
of digits, digits mirrored or lying. It judges the ink alone, so it says the same beside any network. It knows
few hands but those of MNIST: a digit in a form that these never have it may refuse.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import forward_pass
from netviz.tasks.digits.digits import Digits
from netviz.tasks.digits.resources import resource
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.task import AnyTask
from netviz.training.figures import percent
from netviz.training.saved.model_file import Model, load_model

LEAST: Final = 0.2
"""Ink that is less like a digit counts as none: 1 in 100 validation digits is refused."""

NONE: Final = "like no digit"
NONE_AT_ALL: Final = "Looks like no digit"
THIS_IS_NONE: Final = "This looks like no digit"
MEASURE: Final = (
    "A second, small network judges the ink alone, whatever reads it: it has learned to tell MNIST's digits "
    f"from letters, signs, scribbles, noise and pairs of digits. Less than {100 * LEAST:.0f}\u00a0% like a "
    "digit counts as none. It is a measure, and can err."
)
_AT_A_TIME: Final = 1000


class Judgement(NamedTuple):
    """How much like a digit ink is, 0 to 1, and whether that is enough."""

    likeness: float

    @property
    def is_digit(self) -> bool:
        """Whether it is one, as far as the measure goes."""
        return self.likeness >= LEAST

    @property
    def words(self) -> str:
        """`3 % like one`"""
        return f"{percent(self.likeness, 0)} like one"


def forced_choice(answer: int, share: str) -> str:
    """What is said of the answer, where the ink is none; `share` says with what probability."""
    return f"{THIS_IS_NONE}; forced to choose, it says {answer} ({share})."


def is_judged(task: AnyTask) -> bool:
    """Whether it says anything of this task's examples."""
    return task == DIGITS


def judge(pixels: NDArray[np.uint8]) -> Judgement:
    """Judge the pixels of one, uint8 (n_inputs,), normalised."""
    return Judgement(float(likeness(pixels[None])[0]))


def likeness(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How much each of uint8 (n, n_inputs) is like a digit, (n,), 0 to 1."""
    model = _judge()
    result = np.empty(len(images))
    for start in range(0, len(images), _AT_A_TIME):
        some = slice(start, start + _AT_A_TIME)
        x = DIGITS.input.scaled(images[some])
        result[some] = 1.0 - forward_pass(model.spec, model.parameters, x).a[-1][:, -1]
    return np.clip(result, 0.0, 1.0)


def digit_shares(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How much the judge takes the pixels of one, uint8 (n_inputs,), for each of the ten digits, (10,)."""
    model = _judge()
    outputs = forward_pass(model.spec, model.parameters, DIGITS.input.scaled(pixels[None])).a[-1][0]
    shares: NDArray[np.float64] = outputs[:-1].astype(np.float64)
    return shares


@lru_cache(maxsize=1)  # of a data set it says the same for ever
def n_refused(digits: Digits) -> int:
    """How many of these digits it takes for none."""
    return int((likeness(digits.images) < LEAST).sum())


@cache
def _judge() -> Model:
    return load_model(resource("judge", "judge.safetensors"))
