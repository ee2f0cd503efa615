"""Hidden neurons that answer no example, or answer all of them as strongly as they can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from netviz.language.grammar import one_of
from netviz.network.activations import ACTIVATIONS, Activation, activation_named
from netviz.panels.plots.chart import Chart
from netviz.panels.plots.export import Table
from netviz.panels.plots.measured import MeasureHistory
from netviz.panels.plots.pages.layers import layer_chart, layer_table
from netviz.panels.plots.pages.page import Look, Page, PlotKind, Sources

_DEAD: Final = (
    "The share of a layer’s neurons that are 0 for all of 500 validation examples and flat there, and as "
    "long as they are learn nothing."
)
_SATURATED: Final = (
    "The share of a layer’s neurons that stand, for 95\u00a0% of 500 validation examples, where their "
    "activation is nearly flat; there they learn slowly."
)


def dead_chart(sources: Sources, look: Look) -> Chart:
    """The share of each hidden layer's neurons that answer no digit."""
    which = _labels(lambda a: a.can_die)
    note = _missing(sources.measures, f"No hidden layer has neurons that can die: those of {which} can.")
    return layer_chart(sources.measures, "dead neurons", look, title="Dead neurons", share=True, note=note)


def saturated_chart(sources: Sources, look: Look) -> Chart:
    """The share of each hidden layer's neurons that stand where their activation is nearly flat."""
    which = _labels(lambda a: a.flat is not None)
    note = _missing(sources.measures, f"No hidden layer has neurons that can saturate: those of {which} can.")
    return layer_chart(
        sources.measures, "saturated neurons", look, title="Saturated neurons", share=True, note=note
    )


def _labels(has: Callable[[Activation], bool]) -> str:
    """The activations of which something holds, in words: `tanh, sigmoid or ELU`."""
    labels = [activation.label for activation in map(activation_named, ACTIVATIONS) if has(activation)]
    return one_of(labels)


def _missing(measures: MeasureHistory, why: str) -> str:
    """What is said where no layer has such a thing; nothing where none was measured."""
    if measures.spec is None:
        return ""
    return why if measures.spec.activations else "This network has no hidden layer."


def table(sources: Sources) -> Table:
    """A row for each step at which neurons were counted."""
    return layer_table(sources.measures, ("dead neurons", "saturated neurons"))


NEURONS: Final = Page(
    "neurons",
    "Neurons",
    "Hidden neurons that answer no example, or answer all of them as strongly as they can.",
    table,
    (
        PlotKind("Dead neurons", _DEAD, dead_chart),
        PlotKind("Saturated neurons", _SATURATED, saturated_chart),
    ),
)
