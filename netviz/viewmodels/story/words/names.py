"""How the story calls things: neurons, layers, edges."""

from __future__ import annotations

from typing import Final

from netviz.network.connections import edge_ends
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import DEFAULT, USUAL
from netviz.tasks.task import AnyTask
from netviz.viewmodels.naming import input_name, output_name, place_of

# What stands in legends, in the window and in films.
POSITIVE: Final = "positive weight"
NEGATIVE: Final = "negative weight"
GROWS: Final = "weight grows"
FALLS: Final = "weight falls"
BETWEEN: Final = "layers between: a colour each"
STROKES_BETWEEN: Final = "into layers between"
LINES: Final = {"positive": POSITIVE, "negative": NEGATIVE}
CHANGES: Final = {"grows": GROWS, "falls": FALLS}
SENT: Final = {"adds": "adds to a sum", "takes": "takes from it"}
BESIDE_WISHES: Final = {
    "off": "wish, but off",
    "muted": "others’ wishes",
    "ring": "told about",
    "vote": "a single vote",
}


def wish_name(column: int, n_layers: int) -> str:
    """`output’s wish`, `hidden 2’s wish`."""
    if column == n_layers:
        return "output’s wish"
    return f"hidden {column}’s wish" if n_layers > 2 else "hidden’s wish"


def stroke_name(column: int, n_layers: int) -> str:
    """`into output`: what runs over the weights into this layer."""
    return f"into {wish_name(column, n_layers).removesuffix('’s wish')}"


def neuron_name(spec: NetworkSpec, column: int, index: int, task: AnyTask = DEFAULT) -> str:
    """`the 3` for an output, `2·9` for the ninth neuron of the second hidden layer, `pixel 12·5` by row
    and column.
    """
    if column == spec.n_layers:
        name = output_name(spec.sizes[-1], index, task)
        return f"the {name}" if task.id == USUAL else f"output {name}"
    return input_name(spec.sizes[0], index, task) if column == 0 else place_of(column, index)


def the_neuron(spec: NetworkSpec, column: int, index: int, task: AnyTask = DEFAULT) -> str:
    """The same within a sentence: `neuron 2·9`."""
    name = neuron_name(spec, column, index, task)
    return f"neuron {name}" if 0 < column < spec.n_layers else name


def layer_name(spec: NetworkSpec, column: int) -> str:
    """`hidden layer 2`; `the hidden layer` where there is only one."""
    if column == spec.n_layers:
        return "the outputs"
    return "the hidden layer" if spec.n_layers == 2 else f"hidden layer {column}"


def still(spec: NetworkSpec, column: int) -> str:
    """What a neuron of a hidden layer is whose slope is 0: `off`, `saturated`."""
    return spec.activation_functions[column - 1].still


def edge_name(spec: NetworkSpec, edge: int, task: AnyTask = DEFAULT) -> str:
    """`2·9 → the 3`."""
    column, source, target = edge_ends(spec, edge)
    return f"{neuron_name(spec, column - 1, source, task)} → {neuron_name(spec, column, target, task)}"
