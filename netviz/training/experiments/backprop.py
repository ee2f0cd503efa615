"""One backward pass with everything that it computed on the way, for telling it. numpy only.

A **wish** is a negative gradient, the direction that lowers the loss: `wish_z = −∂L/∂z` (the textbooks' δ
with the other sign) and `wish_a = −∂L/∂a`. The step is plain gradient descent on the one example, `ΔW[i, j] =
η a_i wish_z_j` and `Δb_j = η wish_z_j`, with no momentum, no L2 and no batch (Rumelhart, Hinton and Williams,
"Learning representations by back-propagating errors", 1986). Everything is computed in float64, whatever the
parameters are, so that the last digits of a nearly perfect answer still mean something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, biases, edges_into, edges_out_of
from netviz.network.forward import ForwardPass, forward_pass
from netviz.network.spec import NetworkSpec

STORY_RATE: Final = 0.005
"""The rate of the told step. At 0.1 a step raises the loss of its own example in a tenth of networks."""

CLEARLY: Final = 0.2
"""Of the largest in its layer: below that an activation, or a slope, is as good as none."""

Floats = NDArray[np.float64]
Right: TypeAlias = int | float
"""What is right for an example: of classes the label, of numbers the number."""


class TraceError(ValueError):
    """An example that no backward pass can be told on; the message is a sentence for the person."""


@dataclass(frozen=True, eq=False)
class BackpropTrace:
    """What one example does to a network in one step. Arrays are read-only.

    Columns count from the input (0) to the output (L). `before` and `after` are forward passes at
    `parameters` and `parameters_after`; the losses are measured by them. `wish_a[c]` float64 (sizes[c],):
    −∂L/∂a, at the output y − a for both losses (with softmax that is the wish about the logit). `wish_z[c]`:
    −∂L/∂z; pixels have no φ, so there both are the same. `slope[c]`: φ′(z) of a hidden column, ones at the
    pixels and the output. `change` (n_parameters,), of the parameters' dtype: the step, weights and biases.
    """

    spec: NetworkSpec
    parameters: NDArray[Any]
    pixels: Floats
    label: Right
    rate: float
    before: ForwardPass
    after: ForwardPass
    wish_a: tuple[Floats, ...]
    wish_z: tuple[Floats, ...]
    slope: tuple[Floats, ...]
    change: NDArray[Any]
    parameters_after: NDArray[Any]
    loss_before: float
    loss_after: float

    def changes_into(self, column: int, index: int) -> NDArray[Any]:
        """How the weights that lead into a neuron change, (sizes[column − 1],)."""
        return self.change[edges_into(self.spec, column, index)]

    def shares(self, column: int, index: int) -> Floats:
        """What each neuron of the next column adds to this neuron's wish: W[i, j] wish_z_j, float64
        (sizes[column + 1],); they sum to `wish_a`.
        """
        weights = self.parameters[edges_out_of(self.spec, column, index)]
        return np.asarray(weights * self.wish_z[column + 1], np.float64)

    def passes_back(self, column: int, index: int) -> bool:
        """Whether a wish about this neuron's activation reaches the weights before it: not where its slope
        is 0.
        """
        return bool(self.slope[column][index] != 0)

    @property
    def numbers(self) -> bool:
        """Whether a number is answered; else one of several classes is."""
        return self.spec.loss_function.answers == "numbers"

    @property
    def own(self) -> int:
        """The output that it is about: the label's, or that of the number."""
        return 0 if self.numbers else int(self.label)

    @property
    def target(self) -> Floats:
        """y: 1 at the label, 0 elsewhere; or the right number."""
        return np.asarray(self.spec.loss_function.desired(np.array([self.label]), self.spec.sizes[-1])[0])


@dataclass(frozen=True, eq=False)
class BatchTrace:
    """The same for a mini-batch: each example's activations and wishes, and the mean of their steps. Arrays
    are read-only.

    `activation[c]`, `wish_z[c]`: float64 (n, sizes[c]). `change` (n_parameters,): rate times the mean of the
    examples' negative gradients.
    """

    spec: NetworkSpec
    parameters: NDArray[Any]
    pixels: Floats
    labels: NDArray[Any]
    rate: float
    activation: tuple[Floats, ...]
    wish_z: tuple[Floats, ...]
    change: NDArray[Any]
    loss: float

    def edge_wishes(self, column: int, source: int, target: int) -> Floats:
        """What each example wants of one weight: −∂L/∂w, float64 (n,). Their mean times the rate is its
        change.
        """
        return np.asarray(self.activation[column - 1][:, source] * self.wish_z[column][:, target])


# What a diverging network overflows to is infinite, and is shown or refused as such.
@np.errstate(over="ignore", invalid="ignore")
def trace(
    spec: NetworkSpec, parameters: NDArray[Any], pixels: NDArray[Any], label: Right, rate: float = STORY_RATE
) -> BackpropTrace:
    """One backward pass and one plain gradient step on one example.

    `parameters`: flat (spec.n_parameters,), float32 or float64; `pixels`: (spec.sizes[0],), 0 to 1; `label`:
    an output. Raises TraceError where they don't fit together or are not finite.
    """
    pixels = np.asarray(pixels, np.float64)
    _check(spec, parameters, pixels, (spec.sizes[0],), rate)
    numbers = spec.loss_function.answers == "numbers"
    if numbers and (spec.sizes[-1] != 1 or not np.isfinite(label)):
        raise TraceError(f"What is right must be one number for one output, not {label}.")
    if not numbers and not 0 <= label < spec.sizes[-1]:
        raise TraceError(f"The label must be an output from 0 to {spec.sizes[-1] - 1}, not {label}.")
    before, wish_a, wish_z, slope = _backward(spec, parameters, pixels[None, :], np.array([label]))
    change = _step(spec, parameters, before.a, wish_z, rate)
    parameters_after = parameters + change
    after = forward_pass(spec, np.asarray(parameters_after, np.float64), pixels)
    labels = np.array([label])
    return BackpropTrace(
        spec=spec,
        parameters=_frozen(parameters),
        pixels=_frozen(pixels),
        label=float(label) if numbers else int(label),
        rate=float(rate),
        before=ForwardPass(
            z=tuple(_frozen(z[0]) for z in before.z), a=tuple(_frozen(a[0]) for a in before.a)
        ),
        after=ForwardPass(z=tuple(map(_frozen, after.z)), a=tuple(map(_frozen, after.a))),
        wish_a=tuple(_frozen(w[0]) for w in wish_a),
        wish_z=tuple(_frozen(w[0]) for w in wish_z),
        slope=tuple(_frozen(s[0]) for s in slope),
        change=_frozen(change),
        parameters_after=_frozen(parameters_after),
        loss_before=spec.loss_function.mean(before.z[-1], labels),
        loss_after=spec.loss_function.mean(after.z[-1][None, :], labels),
    )


@np.errstate(over="ignore", invalid="ignore")
def single_step(
    spec: NetworkSpec, parameters: NDArray[Any], pixels: Floats, label: Right, rate: float
) -> NDArray[Any]:
    """The `change` of `trace` alone, (n_parameters,): what one plain gradient step on one example adds.

    `pixels` float64 (spec.sizes[0],), 0 to 1. Not checked; a rate that is far too high gives infinities.
    """
    forward, _, wish_z, _ = _backward(spec, parameters, pixels[None, :], np.array([label]))
    return _step(spec, parameters, forward.a, wish_z, rate)


@np.errstate(over="ignore", invalid="ignore")
def trace_batch(
    spec: NetworkSpec,
    parameters: NDArray[Any],
    pixels: NDArray[Any],
    labels: Sequence[Right] | NDArray[Any],
    rate: float,
) -> BatchTrace:
    """The backward passes of a mini-batch side by side: `pixels` (n, spec.sizes[0]), 0 to 1; `labels`
    (n,).
    """
    pixels = np.asarray(pixels, np.float64)
    numbers = spec.loss_function.answers == "numbers"
    labels = np.asarray(labels, np.float64 if numbers else np.int64)
    _check(spec, parameters, pixels, (len(labels), spec.sizes[0]), rate)
    if not len(labels) or (not numbers and (labels.min() < 0 or labels.max() >= spec.sizes[-1])):
        raise TraceError(
            f"A mini-batch needs at least one example, and labels from 0 to {spec.sizes[-1] - 1}."
        )
    forward, _, wish_z, _ = _backward(spec, parameters, pixels, labels)
    return BatchTrace(
        spec=spec,
        parameters=_frozen(parameters),
        pixels=_frozen(pixels),
        labels=_frozen(labels),
        rate=float(rate),
        activation=tuple(map(_frozen, forward.a)),
        wish_z=tuple(map(_frozen, wish_z)),
        change=_frozen(_step(spec, parameters, forward.a, wish_z, rate)),
        loss=spec.loss_function.mean(forward.z[-1], labels),
    )


def spotlight(trace: BackpropTrace, chosen: Mapping[int, int] | None = None) -> tuple[int | None, ...]:
    """The neuron that each column's part of the story is told on; entry c is column c's, entry 0 (the pixels)
    is None.

    The output's is the target. A hidden layer's is the one with the largest |∂L/∂z|, the strongest wish that
    can be acted on, among the neurons that are worth showing (see `worth_telling`): a neuron that is as good
    as silent has no share in the answer that anybody could see. Where all wishes that can be acted on are of
    silent neurons, it is the strongest of those; None where nothing comes back at all. `chosen` maps a column
    to the neuron that a person picked instead.
    """
    chosen = chosen or {}
    last = trace.spec.n_layers
    picks: list[int | None] = [None]
    for column in range(1, last + 1):
        strength = np.abs(trace.wish_z[column])
        if column < last and (shown := strength * worth_telling(trace, column)).any():
            strength = shown
        own = trace.own if column == last else int(np.argmax(strength)) if strength.any() else None
        picks.append(chosen.get(column, own))
    return tuple(picks)


def worth_telling(trace: BackpropTrace, column: int) -> NDArray[np.bool_]:
    """Which neurons of a hidden column a story can be told on, bool (sizes[column],).

    Those that are at least a fifth (CLEARLY) as active as the most active one of their layer, and whose
    slope φ′(z) is at least a fifth of the steepest there, so that their wishes can be acted on.
    """
    active, slope = np.abs(trace.before.a[column]), np.abs(trace.slope[column])
    clearly_active = (active > 0) & (active >= CLEARLY * active.max(initial=0.0))
    return np.asarray(clearly_active & (slope > 0) & (slope >= CLEARLY * slope.max(initial=0.0)))


def falling_rate(trace: BackpropTrace) -> tuple[float, float] | None:
    """The largest of a tenth, a hundredth … of the rate at which this very step lowers the loss, and the loss
    that it leads to. None where the step does not raise it, and where no rate down to a millionth of it does.
    """
    if not trace.loss_after > trace.loss_before:
        return None
    flat, change = np.asarray(trace.parameters, np.float64), np.asarray(trace.change, np.float64)
    for tenth in range(1, 7):
        rate = float(f"{trace.rate / 10**tenth:.3g}")
        after = forward_pass(trace.spec, flat + change * (rate / trace.rate), trace.pixels)
        loss = trace.spec.loss_function.mean(after.z[-1][None, :], np.array([trace.label]))
        if loss < trace.loss_before:
            return rate, loss
    return None


def _backward(
    spec: NetworkSpec, parameters: NDArray[Any], x: Floats, labels: NDArray[Any]
) -> tuple[ForwardPass, list[Floats], list[Floats], list[Floats]]:
    """Forward pass, wish_a, wish_z and φ′ of every column for a batch x (n, sizes[0])."""
    flat = np.asarray(parameters, np.float64)
    forward = forward_pass(spec, flat, x)
    last = spec.n_layers
    y = spec.loss_function.desired(labels, spec.sizes[-1])
    wish = y - forward.a[last]
    slope_out = np.asarray(spec.loss_function.output_slope(forward.a[last], y), np.float64)
    wish_a, wish_z, slope = [wish], [wish * slope_out], [slope_out]
    for column in range(last - 1, -1, -1):
        before = spec.layers[column].before(wish_z[0], as_matrix(spec, flat, column))
        about_a = np.asarray(before, np.float64)
        phi = np.ones_like(about_a)
        if column:
            spec.activation_functions[column - 1].derivative(forward.z[column - 1], forward.a[column], phi)
        wish_a.insert(0, about_a)
        slope.insert(0, phi)
        wish_z.insert(0, about_a * phi)
    return forward, wish_a, wish_z, slope


def _step(
    spec: NetworkSpec,
    parameters: NDArray[Any],
    a: Sequence[NDArray[Any]],
    wish_z: Sequence[Floats],
    rate: float,
) -> NDArray[Any]:
    """Rate × the mean negative gradient, flat, in the parameters' dtype."""
    change = np.empty(spec.n_parameters, parameters.dtype)
    scale = rate / len(a[0])
    for layer in range(spec.n_layers):
        about_W, about_b = spec.layers[layer].gradient(a[layer], wish_z[layer + 1])
        as_matrix(spec, change, layer)[:] = scale * about_W
        biases(spec, change, layer)[:] = scale * about_b
    return change


def _check(
    spec: NetworkSpec, parameters: NDArray[Any], pixels: Floats, shape: tuple[int, ...], rate: float
) -> None:
    if parameters.shape != (spec.n_parameters,):
        raise TraceError(f"A {spec} network has {spec.n_parameters} parameters, not {parameters.size}.")
    if pixels.shape != shape:
        raise TraceError(f"The example must have the shape {shape}, not {pixels.shape}.")
    if not np.isfinite(pixels).all() or not np.isfinite(parameters).all():
        raise TraceError(
            "The example and the network must hold finite numbers only: go back to the last good step first."
        )
    if not (np.isfinite(rate) and rate > 0):
        raise TraceError(f"The learning rate must be a number above 0, not {rate}.")


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    view = array.view()
    view.flags.writeable = False
    return view
