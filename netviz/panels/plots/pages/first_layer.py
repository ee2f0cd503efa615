"""What each neuron of the first layer looks for, as an image of its weights."""

from __future__ import annotations

from typing import Final

import numpy as np

from netviz.panels.plots.export import Column, Table, check_size
from netviz.panels.plots.pages.page import Page, Sources
from netviz.viewmodels.naming import name_of


def table(sources: Sources) -> Table:
    """A row for each pixel, a column for each neuron of the first layer."""
    snapshot = sources.snapshot
    if snapshot is None:
        return Table(0, ())
    weights, sizes = snapshot.W(0), snapshot.spec.sizes
    check_size(sizes[0], sizes[1])
    pixel = [name_of(sizes, 0, k) for k in range(sizes[0])]
    columns = [Column("weight from", np.array(pixel))]
    columns += [Column(f"to {name_of(sizes, 1, k)}", weights[:, k]) for k in range(sizes[1])]
    return Table(sizes[0], tuple(columns))


FIRST_LAYER: Final = Page(
    "first layer",
    "First layer",
    "What each neuron of the first layer looks for, as an image of its weights.",
    table,
)
