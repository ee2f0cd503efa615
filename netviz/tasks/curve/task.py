"""The task of the curve: a number x is read, and the number y that belongs to it is answered."""

from __future__ import annotations

from typing import Final

from netviz.tasks.answer import Numbers
from netviz.tasks.input import Measures
from netviz.tasks.task import Task

CURVE: Final = Task(
    id="curve",
    input=Measures("places", ("x",), low=(0.0,), high=(1.0,)),
    answer=Numbers("values", ("y",), low=-1.5, high=1.5, deviation=0.7),
    example="point",
    examples="points",
    hidden=(24, 12),
    label="A curve",
    about="For a number x the network finds y = sin 2πx, which it sees at 200 points with a little noise.",
    batch_size=20,
    rate=0.05,
    validate_every=100,
    epochs=1000,
)
