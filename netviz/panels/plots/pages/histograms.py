"""How a layer's weights and activations are spread, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.panels.plots.chart import Chart
from netviz.panels.plots.export import Column, Table
from netviz.panels.plots.heat import heat_of
from netviz.panels.plots.measured import Histograms, MeasureHistory
from netviz.panels.plots.pages.page import Look, Page, PlotKind, Sources
from netviz.panels.plots.pages.words import before, three, waiting
from netviz.panels.plots.scale import Scale

_WEIGHTS: Final = (
    "Each column is a histogram of one step's weights: darker where there are more. "
    "The axis leaves out the last thousandth at either end."
)
_ACTIVATIONS: Final = (
    "Each column is a histogram of one step's activations for 500 validation examples: darker where there "
    "are more. The axis leaves out the last thousandth at either end."
)


def weights_chart(sources: Sources, look: Look) -> Chart:
    """How a layer's weights are spread, step by step: blue above zero, red below."""
    measures, layer, p = sources.measures, sources.layer, look.palette
    title = _titled(measures, "Weights into", layer)
    chart = _heat_chart(measures.weights(layer), look, title, p.positive, p.negative)
    return replace(chart, before=before(measures))


def activations_chart(sources: Sources, look: Look) -> Chart:
    """How a layer's activations are spread, step by step."""
    measures, layer, ink = sources.measures, sources.layer, look.palette.text
    title = _titled(measures, "Activations of", layer)
    chart = _heat_chart(measures.activations(layer), look, title, ink, ink)
    return replace(chart, before=before(measures))


def _titled(measures: MeasureHistory, what: str, layer: int) -> str:
    names = measures.layer_names
    return f"{what} {names[layer]}" if layer < len(names) else what.split()[0]


def _heat_chart(found: Histograms | None, look: Look, title: str, ink: str, below: str) -> Chart:
    heat = None if found is None else heat_of(found, look.start, look.end, look.pixels, ink, below)
    return Chart(
        title=title,
        start=look.start,
        end=look.end,
        scale=Scale(0, 1) if heat is None else heat.scale,
        heat=heat,
        note=waiting(look),
        read=three,
    )


def table(sources: Sources) -> Table:
    """A row for each bin of each histogram of one layer."""
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in ("step", "of", "from", "to", "count")}
    measures, layer = sources.measures, sources.layer
    names = measures.layer_names
    for of, found in (
        ("weights into", measures.weights(layer)),
        ("activations of", measures.activations(layer)),
    ):
        if found is not None:
            _add(parts, found, f"{of} {names[layer]}")
    if not parts["step"]:
        return Table(0, ())
    columns = tuple(Column(name, np.concatenate(arrays)) for name, arrays in parts.items())
    return Table(len(columns[0].values), columns)


def _add(parts: dict[str, list[NDArray[Any]]], found: Histograms, of: str) -> None:
    n, bins = found.counts.shape
    width = (found.high - found.low) / bins
    at = np.arange(bins)
    parts["step"].append(np.repeat(found.step.astype(np.int64), bins))
    parts["of"].append(np.full(n * bins, of))
    parts["from"].append((found.low[:, None] + at * width[:, None]).astype(np.float32).ravel())
    parts["to"].append((found.low[:, None] + (at + 1) * width[:, None]).astype(np.float32).ravel())
    parts["count"].append(found.counts.ravel())


HISTOGRAMS: Final = Page(
    "histograms",
    "Histograms",
    "How a layer's weights and activations are spread, step by step.",
    table,
    (
        PlotKind("Weights", _WEIGHTS, weights_chart),
        PlotKind(
            "Activations",
            _ACTIVATIONS,
            activations_chart,
        ),
    ),
    of_layer=True,
)
