"""The numbers of one neuron, pixel or edge, read from a snapshot and the forward pass of what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Activation
from netviz.network.connections import edge_index
from netviz.network.forward import ForwardPass
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.input import Picture, picture_of
from netviz.tasks.task import AnyTask
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.naming import name_of
from netviz.viewmodels.scene import Focus


class NeuronFacts(NamedTuple):
    """A neuron with all that flows into it.

    `weights`, `inputs` float32 (n_in,): W[:, index] and the activations a of the layer before. `inputs`, `z`
    and `a` are None while nothing is drawn. `sizes` and `column` say where the neuron stands.
    `input_reference`: the activation of the layer before that has full shade, where it is known.
    `activation`: φ of a hidden neuron, None for an output; `function` writes out what makes a of z.
    `reference`: the |w| that is shown at full colour.
    """

    title: str
    output: bool
    weights: NDArray[np.float32]
    inputs: NDArray[np.float32] | None
    bias: float
    z: float | None
    a: float | None
    activation: Activation | None
    function: str
    reference: float
    sizes: tuple[int, ...]
    column: int
    input_reference: float | None = None
    task: AnyTask = DEFAULT

    @property
    def picture(self) -> Picture | None:
        """The picture whose pixels the weights come from; None where they come from others."""
        return picture_of(self.sizes[0]) if self.column == 1 else None

    def source(self, index: int) -> str:
        """The name of a neuron of the layer before."""
        return name_of(self.sizes, self.column - 1, index, self.task)

    @property
    def weighted_sum(self) -> float | None:
        """Σ w·a, summed in float64."""
        if self.inputs is None:
            return None
        with np.errstate(invalid="ignore", over="ignore"):  # after a divergence there are infinite weights
            return float(np.dot(self.weights.astype(np.float64), self.inputs.astype(np.float64)))

    @property
    def products(self) -> NDArray[np.float32] | None:
        """w·a of each source, float32 (n_in,)."""
        if self.inputs is None:
            return None
        with np.errstate(invalid="ignore", over="ignore"):
            return self.weights * self.inputs


class PixelFacts(NamedTuple):
    """One input; `a` is None while nothing is drawn. `ink`: it is a pixel, from paper to ink."""

    title: str
    a: float | None
    ink: bool = True


class EdgeFacts(NamedTuple):
    """One weight, the activation that it multiplies, and ∂L/∂w of the last mini-batch where that is known.

    `change`: what it has gained since step `since`, the one that was shown before; None where there was none.
    """

    title: str
    source: str
    target: str
    w: float
    a: float | None
    gradient: float | None
    reference: float
    input_reference: float | None = None
    change: float | None = None
    since: int = 0


References = Sequence[float] | NDArray[np.float32]
Facts = NeuronFacts | PixelFacts | EdgeFacts


def describe(
    focus: Focus,
    snapshot: Snapshot,
    forward: ForwardPass | None,
    shade_reference: References | None = None,
    before: Snapshot | None = None,
) -> Facts | None:
    """The facts behind a focus; None where the focus does not fit the snapshot's network.

    `forward` is of one example: z and a are (n_neurons,) each. `shade_reference`: for each column the
    activation that has full shade, as in the picture of the network. `before`: an earlier step of the same
    run, which changes count from.
    """
    sizes = snapshot.spec.sizes
    column, index, source = focus.column, focus.index, focus.source
    if not (0 <= column < len(sizes) and 0 <= index < sizes[column]):
        return None
    if source is not None:
        if column == 0 or not 0 <= source < sizes[column - 1]:
            return None
        return _edge(snapshot, forward, column, index, source, shade_reference, before)
    if column == 0:
        a = None if forward is None else float(forward.a[0][index])
        ink = isinstance(snapshot.task.input, Picture)
        title = name_of(sizes, 0, index, snapshot.task)
        return PixelFacts(_capital(title) if ink else title, a, ink)
    return _neuron(snapshot, forward, column, index, shade_reference)


def _neuron(
    snapshot: Snapshot,
    forward: ForwardPass | None,
    column: int,
    index: int,
    shade_reference: References | None,
) -> NeuronFacts:
    spec = snapshot.spec
    weights = np.ascontiguousarray(snapshot.W(column - 1)[:, index])
    output = column == len(spec.sizes) - 1
    activation = None if output else spec.activation_functions[column - 1]
    return NeuronFacts(
        title=_capital(name_of(spec.sizes, column, index, snapshot.task)),
        output=output,
        weights=weights,
        inputs=None if forward is None else np.asarray(forward.a[column - 1], np.float32),
        bias=float(snapshot.b(column - 1)[index]),
        z=None if forward is None else float(forward.z[column - 1][index]),
        a=None if forward is None else float(forward.a[column][index]),
        activation=activation,
        function=spec.loss_function.output_short if activation is None else activation.short,
        reference=_strong(weights),
        sizes=spec.sizes,
        column=column,
        input_reference=_input_reference(snapshot, column, shade_reference),
        task=snapshot.task,
    )


def _input_reference(snapshot: Snapshot, column: int, shade_reference: References | None) -> float | None:
    if shade_reference is not None and len(shade_reference) == len(snapshot.spec.sizes):
        return float(shade_reference[column - 1])
    bounded = column == 1 or snapshot.spec.activation_functions[column - 2].bounded
    return 1.0 if bounded else None


def _edge(
    snapshot: Snapshot,
    forward: ForwardPass | None,
    column: int,
    index: int,
    source: int,
    shade_reference: References | None,
    earlier: Snapshot | None,
) -> EdgeFacts:
    spec = snapshot.spec
    edge = edge_index(spec, column, source, index)
    ends = ((column - 1, source), (column, index))
    before, after = (name_of(spec.sizes, at, place, snapshot.task) for at, place in ends)
    change = None
    if earlier is not None and earlier.spec.sizes == spec.sizes:
        change = float(snapshot.parameters[edge]) - float(earlier.parameters[edge])
    return EdgeFacts(
        title=f"{_capital(before)} → {after}",
        source=before,
        target=after,
        w=float(snapshot.parameters[edge]),
        a=None if forward is None else float(forward.a[column - 1][source]),
        gradient=None if snapshot.gradient is None else float(snapshot.gradient[edge]),
        reference=_strong(snapshot.W(column - 1)[:, index]),
        input_reference=_input_reference(snapshot, column, shade_reference),
        change=change,
        since=0 if earlier is None else earlier.step,
    )


def _strong(weights: NDArray[np.float32]) -> float:
    """The 99th percentile of |w|: one stray weight does not bleach the others.

    Weights that are no numbers do not count.
    """
    sizes = np.abs(weights[np.isfinite(weights)])
    if not len(sizes):
        return 1.0
    return float(np.percentile(sizes, 99)) or float(sizes.max()) or 1.0


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
