"""Which plots of a run there are: on which page each stands, what it tells, and who makes its chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from netviz.panels.plots import pages
from netviz.panels.plots.chart import Chart
from netviz.panels.plots.history import MetricHistory
from netviz.panels.plots.measured import MeasureHistory

CURVES, GRADIENTS, NEURONS, HISTOGRAMS, IMAGES = range(5)
PAGES: Final = (
    ("Curves", "Loss and accuracy: every mini-batch (faint), smoothed, and on the validation digits."),
    ("Gradients", "How long each layer's gradient is, and how far a step moves its weights for their size."),
    ("Neurons", "Hidden neurons that answer no digit, or answer all of them as strongly as they can."),
    ("Histograms", "How a layer's weights and activations are spread, step by step."),
    ("First layer", "What each neuron of the first layer looks for, as an image of its weights."),
)
NAMES: Final = ("curves", "gradients", "neurons", "histograms", "first layer")  # in the names of files

_LOSS: Final = (
    "How wrong the network is: of every mini-batch (faint), smoothed, and on the validation digits."
)
_ACCURACY: Final = "The share of digits that are read rightly; on a logarithmic scale the share of errors."
_GRADIENT: Final = (
    "‖∂L/∂(W, b)‖ of each layer, weights and biases: how steep the loss is there. Where it is thousands of "
    "times smaller in the first layers than in the last, gradients vanish."
)
_UPDATE: Final = (
    "‖ΔW‖ / ‖W‖ of each layer: by what share of their size a step moves its weights. About 0.001 is usual."
)
_DEAD: Final = (
    "The share of a layer’s neurons that are 0 for all of 500 validation digits and flat there, and as long "
    "as they are learn nothing."
)
_SATURATED: Final = (
    "The share of a layer’s neurons that stand, for 95\u00a0% of 500 validation digits, where their "
    "activation is nearly flat; there they learn slowly."
)
_WEIGHTS: Final = "Each column is a histogram of one step's weights: darker where there are more."
_ACTIVATIONS: Final = (
    "Each column is a histogram of one step's activations for 500 validation digits: darker where there are "
    "more."
)


@dataclass(frozen=True)
class PlotKind:
    """A plot on a page."""

    page: int
    name: str
    tip: str
    make: Callable[[pages.Look], Chart]


def plots_of(
    metrics: MetricHistory, measures: MeasureHistory, layer: Callable[[], int]
) -> tuple[PlotKind, ...]:
    """All plots, page by page, of what these hold; `layer` tells which one the histograms are of."""
    return (
        PlotKind(CURVES, "Loss", _LOSS, lambda look: pages.loss_chart(metrics, look)),
        PlotKind(CURVES, "Accuracy", _ACCURACY, lambda look: pages.accuracy_chart(metrics, look)),
        PlotKind(GRADIENTS, "Gradient norm", _GRADIENT, lambda look: pages.gradient_chart(measures, look)),
        PlotKind(
            GRADIENTS, "Update-to-weight ratio", _UPDATE, lambda look: pages.update_chart(measures, look)
        ),
        PlotKind(NEURONS, "Dead neurons", _DEAD, lambda look: pages.dead_chart(measures, look)),
        PlotKind(
            NEURONS, "Saturated neurons", _SATURATED, lambda look: pages.saturated_chart(measures, look)
        ),
        PlotKind(HISTOGRAMS, "Weights", _WEIGHTS, lambda look: pages.weights_chart(measures, look, layer())),
        PlotKind(
            HISTOGRAMS,
            "Activations",
            _ACTIVATIONS,
            lambda look: pages.activations_chart(measures, look, layer()),
        ),
    )
