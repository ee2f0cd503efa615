"""The task of the penguins: four measures, the island and the sex are read, and the species is answered."""

from __future__ import annotations

from typing import Final

from netviz.network import optimisers
from netviz.tasks.answer import Classes
from netviz.tasks.columns import Categories, Columns, Numeric
from netviz.tasks.hues import Hue
from netviz.tasks.task import Task

SPECIES: Final = ("Adelie", "Chinstrap", "Gentoo")
ISLANDS: Final = ("Biscoe", "Dream", "Torgersen")
SEXES: Final = ("female", "male")

_HUES: Final = (
    Hue("#D97600", "#FF9F2E", "#B08B00", "#F2D43A"),
    Hue("#8A4FD3", "#B88CFF", "#8A2A8F", "#E58AE8"),
    Hue("#0B8A78", "#3FD0B8", "#1B7FA8", "#7CC4F2"),
)

# Means, deviations and medians of the training rows alone; a test fits them again.
MEASURES: Final = (
    Numeric("bill length", "mm", mean=43.7975, deviation=5.54127, gap=44.05, low=32.1, high=59.6),
    Numeric("bill depth", "mm", mean=17.0708, deviation=1.93963, gap=17.2, low=13.1, high=21.5),
    Numeric("flipper length", "mm", mean=200.954, deviation=14.3409, gap=197.0, low=172.0, high=231.0),
    Numeric("body mass", "g", mean=4190.42, deviation=825.03, gap=3975.0, low=2700.0, high=6300.0),
)

PENGUINS: Final = Task(
    id="penguins",
    input=Columns("measures", (*MEASURES, Categories("island", ISLANDS), Categories("sex", SEXES))),
    answer=Classes("species", SPECIES, _HUES),
    example="penguin",
    examples="penguins",
    hidden=(8,),
    label="Penguins",
    about="From four measures of a penguin, its island and its sex the network finds which of three species "
    "it is; some measures are missing.",
    optimiser=optimisers.ADAPTIVE,
    rate=0.01,
    l2=0.003,
    batch_size=16,
    validate_every=50,
    epochs=50,
)
