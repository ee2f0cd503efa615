"""The task of the two half moons: a point in the plane is read, and to which moon it belongs is answered."""

from __future__ import annotations

from typing import Final

from netviz.tasks.answer import Classes, Hue
from netviz.tasks.input import Measures
from netviz.tasks.task import Task

# Magenta and gold: every eye tells them apart, and neither is the colour of an edge or of a stroke.
_HUES: Final = (
    Hue("#B0308A", "#F285CC", "#8A2A8F", "#E58AE8"),
    Hue("#B58A00", "#E8BE3A", "#B58F00", "#F2D43A"),
)

MOONS: Final = Task(
    id="moons",
    input=Measures("coordinates", ("x", "y"), low=(-1.5, -1.0), high=(2.5, 1.5)),
    answer=Classes("moons", ("upper", "lower"), _HUES),
    example="point",
    examples="points",
    hidden=(8, 8),
    label="Two moons",
    about="A point in the plane belongs to the upper or to the lower of two half moons that reach into each "
    "other.",
    validate_every=100,
    epochs=100,
)
