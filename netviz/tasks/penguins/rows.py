"""The penguins of the Palmer archipelago."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.data_name import DataName
from netviz.tasks.digits.resources import resource
from netviz.tasks.penguins.task import ISLANDS, PENGUINS, SEXES, SPECIES
from netviz.tasks.tabular.data import TableData
from netviz.tasks.tabular.shipped import find_shipped

MEASURES: Final = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")


def taken(columns: dict[str, list[str]]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Raw rows and labels of the columns in the file; the year is not read."""
    numbers = [[float(cell) if cell else np.nan for cell in columns[name]] for name in MEASURES]
    named = [
        [float(names.index(cell)) if cell else np.nan for cell in columns[name]]
        for name, names in (("island", ISLANDS), ("sex", SEXES))
    ]
    labels = np.asarray([SPECIES.index(cell) for cell in columns["species"]], np.int64)
    return np.asarray(numbers + named, np.float64).T, labels


def find(name: DataName) -> TableData:
    """The penguins of this name. Raises DataError."""
    return find_shipped(name, resource("penguins", "penguins.csv"), PENGUINS, taken)
