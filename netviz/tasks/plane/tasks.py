"""The tasks of the plane: a point is read, and to which of several shapes it belongs is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from netviz.network import activations, optimisers
from netviz.tasks.answer import Classes
from netviz.tasks.hues import Hue
from netviz.tasks.input import Measures
from netviz.tasks.task import Task

# Magenta, gold and teal: every eye tells them apart, and none is the colour of an edge or of a stroke.
_HUES: Final = (
    Hue("#B0308A", "#F285CC", "#8A2A8F", "#E58AE8"),
    Hue("#B58A00", "#E8BE3A", "#B08B00", "#F2D43A"),
    Hue("#1E8A7A", "#4FD0BC", "#3F8F8A", "#7FD6CC"),
)


def _plane(x: float, y: float) -> Measures:
    """Two coordinates, which lie within ±x and ±y."""
    return Measures("coordinates", ("x", "y"), low=(-x, -y), high=(x, y))


MOONS: Final = Task(
    id="moons",
    input=Measures("coordinates", ("x", "y"), low=(-1.5, -1.0), high=(2.5, 1.5)),
    answer=Classes("moons", ("upper", "lower"), _HUES[:2]),
    example="point",
    examples="points",
    hidden=(8, 8),
    label="Two moons",
    about="A point in the plane belongs to the upper or to the lower of two half moons that reach into each "
    "other.",
    validate_every=100,
    epochs=100,
)

CIRCLES: Final = replace(
    MOONS,
    id="circles",
    input=_plane(1.4, 1.4),
    answer=Classes("circles", ("outer", "inner"), _HUES[:2]),
    hidden=(8, 4),
    label="Two circles",
    about="A point in the plane belongs to the outer or to the inner of two circles around the same middle.",
)

XOR: Final = replace(
    MOONS,
    id="xor",
    input=_plane(1.2, 1.2),
    answer=Classes("quadrants", ("same", "other"), _HUES[:2]),
    hidden=(8, 4),
    label="Either or",
    about="Whether both coordinates of a point have the same sign: exclusive or, which no single layer can "
    "tell.",
    activation=activations.CURVED,
)

SPIRALS: Final = replace(
    MOONS,
    id="spirals",
    input=_plane(3.6, 3.6),
    answer=Classes("arms", ("first", "second"), _HUES[:2]),
    label="Two spirals",
    about="A point in the plane belongs to one of two arms of a spiral that wind around each other.",
    activation=activations.CURVED,
    optimiser=optimisers.ADAPTIVE,
    rate=0.01,
    epochs=200,
)

CLOUDS: Final = replace(
    MOONS,
    id="clouds",
    input=_plane(2.2, 2.2),
    answer=Classes("clouds", ("upper", "left", "right"), _HUES),
    hidden=(6,),
    label="Three clouds",
    about="A point in the plane belongs to one of three clouds, which touch at their borders.",
)
