"""The task of the digits: a picture of one is read, and which of ten it is is answered."""

from __future__ import annotations

from typing import Final

from netviz.tasks.answer import Classes, Hue
from netviz.tasks.input import Picture
from netviz.tasks.task import Task

# As far apart as can be on a light page and on a dark one. For colour-blind eyes they differ in lightness,
# blue and yellow, where others tell red from green: found by simulated annealing over the least distance in
# CIELAB of any two, as eyes with all cones, without the red ones and without the green ones see them. It is
# 42 on the light page and 40 on the dark one.
_HUES: Final = (
    Hue("#1F5FD0", "#5B9BFF", "#2A30C4", "#525AFD"),
    Hue("#E07B00", "#FF9F2E", "#60C600", "#F7FA26"),
    Hue("#1B8A3E", "#45CF74", "#000100", "#215264"),
    Hue("#CF222E", "#FF5C61", "#B1BBDA", "#33F3E5"),
    Hue("#8A4FD3", "#B88CFF", "#235710", "#9C9804"),
    Hue("#7A4B32", "#C68B66", "#9088F5", "#0EC1FF"),
    Hue("#E25AA8", "#FF8FD0", "#000051", "#4F7844"),
    Hue("#5F6672", "#A5ADBB", "#88CC89", "#0207FD"),
    Hue("#9C9300", "#D9CF3A", "#4A4D76", "#57FF9F"),
    Hue("#0FA3B8", "#3ED6EA", "#0000FF", "#1A499C"),
)

DIGITS: Final = Task(
    id="digits",
    input=Picture(28, 28),
    answer=Classes("digits", tuple("0123456789"), _HUES),
    example="digit",
    examples="digits",
    hidden=(16, 16),
    label="Handwritten digits",
    about="A picture of 28×28 pixels is read as one of the ten digits.",
)
