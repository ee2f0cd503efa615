"""The forward pass as a pure function: for any thread, any snapshot's parameters, one example or many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Array
from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec

# Examples at a time: as many as hold so many activations in a layer, within limits.
_NUMBERS_AT_A_TIME = 1_000_000
_FEWEST, _MOST = 200, 5000


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """All that one forward pass computes.

    `a` holds the activations of every column, `a[0]` being the inputs: len(a) == len(spec.sizes). `z` holds
    the weighted sums z = a @ W + b of all columns but the input: `z[k]` belongs to `a[k + 1]`. Each array
    is (n_neurons,) for one example, (n, n_neurons) for a batch.
    """

    z: tuple[Array, ...]
    a: tuple[Array, ...]


class Evaluation(NamedTuple):
    """Mean loss per example (without the L2 penalty) and the share of correct answers, 0 to 1; nan where the
    answers are numbers, of which none is simply right.
    """

    loss: float
    accuracy: float


# Sums of an exploded network overflow; infinity is then the honest result, and no warning.
@np.errstate(over="ignore", invalid="ignore")
def forward_pass(spec: NetworkSpec, parameters: Array, x: Array) -> ForwardPass:
    """Run `x`, (n_in,) or (n, n_in) as the network reads it, through the network with these flat parameters.

    The result has the dtype of `parameters` and its arrays are read-only. Nothing is changed; any thread
    may call it.
    """
    a: Array = np.array(x, dtype=parameters.dtype)
    sums: list[Array] = []
    activations: list[Array] = [a]
    for layer in range(spec.n_layers):
        W, b = as_matrix(spec, parameters, layer), biases(spec, parameters, layer)
        z = spec.layers[layer].sums(a, W, b)
        if layer < spec.n_layers - 1:
            a = np.empty_like(z)
            spec.activation_functions[layer].apply(z, a)
        else:
            a = spec.loss_function.output(z)
        sums.append(z)
        activations.append(a)
    for array in (*sums, *activations):
        array.flags.writeable = False
    return ForwardPass(tuple(sums), tuple(activations))


@np.errstate(over="ignore", invalid="ignore")
def activations(spec: NetworkSpec, parameters: Array, x: Array, layer: int) -> Array:
    """The activations of one column alone, (n, n_neurons), for a batch (n, n_in) of the parameters' dtype:
    `layer` 0 is the input, len(spec.sizes) − 1 the output.
    """
    a: Array = np.asarray(x, dtype=parameters.dtype)
    for k in range(layer):
        z = spec.layers[k].sums(a, as_matrix(spec, parameters, k), biases(spec, parameters, k))
        if k < spec.n_layers - 1:
            a = np.empty_like(z)
            spec.activation_functions[k].apply(z, a)
        else:
            a = spec.loss_function.output(z)
    return a


@np.errstate(over="ignore", invalid="ignore")
def logits(spec: NetworkSpec, parameters: Array, x: Array) -> Array:
    """The last weighted sums alone, (n, n_out), for a batch (n, n_in) of the parameters' dtype.

    As `forward_pass`, in half the time: nothing between is kept.
    """
    a = z = x
    for layer in range(spec.n_layers):
        W, b = as_matrix(spec, parameters, layer), biases(spec, parameters, layer)
        z = spec.layers[layer].sums(a, W, b)
        if layer < spec.n_layers - 1:
            a = np.empty_like(z)
            spec.activation_functions[layer].apply(z, a)
    return z


def probabilities(forward: ForwardPass) -> Array:
    """The outputs: softmax probabilities, or the output sigmoids (which need not sum to 1)."""
    return forward.a[-1]


def predict(spec: NetworkSpec, parameters: Array, x: Array) -> tuple[NDArray[np.intp], Array]:
    """Answers and probabilities for `x`: () and (n_out,) for one example, (n,) and (n, n_out) for a batch."""
    outputs = probabilities(forward_pass(spec, parameters, x))
    return np.asarray(outputs.argmax(axis=-1)), outputs


@np.errstate(over="ignore", invalid="ignore")
def evaluate(
    spec: NetworkSpec,
    parameters: Array,
    images: NDArray[Any],
    labels: Sequence[int] | NDArray[Any],
) -> Evaluation:
    """Mean loss and accuracy over many examples, some at a time so that memory stays bounded.

    `images` is (n, n_in): floats as the network reads them, or uint8, which stand for shares of the
    largest of their kind. `labels` is (n,), or the right numbers (n, n_out) where the loss is one for these.
    Raises ValueError where n is 0.
    """
    of_classes = spec.loss_function.answers == "classes"
    answers = np.asarray(labels, dtype=np.intp if of_classes else parameters.dtype)
    n = len(answers)
    if n == 0:
        raise ValueError("There are no examples to evaluate; at least one is needed.")
    loss = 0.0
    correct = 0
    # Few large calls: each one stops a trainer beside it for a moment.
    some = int(np.clip(_NUMBERS_AT_A_TIME // max(spec.sizes[1:]), _FEWEST, _MOST))
    for start in range(0, n, some):
        part = slice(start, start + some)
        x = images[part]
        if x.dtype == np.uint8:
            x = np.divide(x, np.iinfo(x.dtype).max, dtype=parameters.dtype)
        z = logits(spec, parameters, np.asarray(x, parameters.dtype))
        loss += spec.loss_function.mean(z, answers[part]) * len(x)
        if of_classes:
            correct += int(np.count_nonzero(z.argmax(axis=1) == answers[part]))
    return Evaluation(loss / n, correct / n if of_classes else math.nan)
