"""How long each layer's gradient is, and how far a step moves its weights."""

from __future__ import annotations

from typing import Final

from netviz.panels.plots.chart import Chart
from netviz.panels.plots.export import Table
from netviz.panels.plots.pages.layers import layer_chart, layer_table
from netviz.panels.plots.pages.page import Look, Page, PlotKind, Sources

_GRADIENT: Final = (
    "‖∂L/∂(W, b)‖ of each layer, weights and biases: how steep the loss is there. Where it is thousands of "
    "times smaller in the first layers than in the last, gradients vanish."
)
_UPDATE: Final = (
    "‖ΔW‖ / ‖W‖ of each layer: by what share of their size a step moves its weights. About 0.001 is usual."
)


def gradient_chart(sources: Sources, look: Look) -> Chart:
    """The length of each layer's gradient."""
    return layer_chart(sources.measures, "gradient norm", look, title="Gradient norm")


def update_chart(sources: Sources, look: Look) -> Chart:
    """How far a step moves each layer's weights, as a share of their size."""
    return layer_chart(sources.measures, "update-to-weight ratio", look, title="Update / weight")


def table(sources: Sources) -> Table:
    """A row for each step at which layers were measured."""
    return layer_table(sources.measures, ("gradient norm", "update-to-weight ratio"))


GRADIENTS: Final = Page(
    "gradients",
    "Gradients",
    "How long each layer's gradient is, and how far a step moves its weights for their size.",
    table,
    (
        PlotKind("Gradient norm", _GRADIENT, gradient_chart),
        PlotKind("Update-to-weight ratio", _UPDATE, update_chart),
    ),
    log=True,
)
