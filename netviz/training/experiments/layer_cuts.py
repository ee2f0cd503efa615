"""The cuts that surgery is made of: a column resized, removed or inserted in a stack of layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Activation

Planes: TypeAlias = NDArray[np.float32]
NewWeights: TypeAlias = Callable[[tuple[int, int], int], NDArray[np.float32]]
"""`count` new weights for a layer of a shape (n_in, n_out)."""

# A curve is used where it is nearly straight: a smaller share of it bends less, but needs larger weights
# behind it, which make the next steps rough. Bounded activations get along with more of the curve.
_STRAIGHT: Final = 0.15
_STRAIGHT_IF_BOUNDED: Final = 0.4


@dataclass(eq=False)
class Layer:
    """A weight matrix, its biases and the activation behind it (None: the output's).

    `W` (1 + n_slots, n_in, n_out) and `b` (1 + n_slots, n_out): first the parameters, then what the
    optimiser remembers of each.
    """

    W: Planes
    b: Planes
    activation: Activation | None


def importance(incoming: Layer, outgoing: Layer) -> NDArray[np.float64]:
    """How much each neuron of a column matters: |incoming weights and bias|·|outgoing weights|.

    Both are Euclidean lengths. Of a ReLU neuron this stays the same where its incoming weights are doubled
    and its outgoing ones halved, which changes nothing. It asks no examples.
    """
    heard = np.square(incoming.W[0], dtype=np.float64).sum(axis=0) + np.square(
        incoming.b[0], dtype=np.float64
    )
    said = np.square(outgoing.W[0], dtype=np.float64).sum(axis=1)
    product: NDArray[np.float64] = np.sqrt(heard * said)
    return product


def resize_column(
    layers: list[Layer], k: int, size: int, chosen: tuple[int, ...] | None, new_weights: NewWeights
) -> None:
    """Give hidden column `k` this size: the chosen neurons stay, as many as are missing are new."""
    incoming, outgoing = layers[k], layers[k + 1]
    n_in, n = incoming.W.shape[1:]
    if chosen is None:
        chosen = tuple(_most_important(incoming, outgoing, size)) if size < n else tuple(range(n))
    if chosen == tuple(range(n)) and size == n:
        return
    n_new = size - len(chosen)
    places = np.array(chosen, np.intp)
    n_out = outgoing.W.shape[2]
    incoming.W = np.concatenate([incoming.W[:, :, places], _zeros(incoming.W, n_in, n_new)], axis=2)
    incoming.W[0, :, len(chosen) :] = new_weights((n_in, size), n_in * n_new).reshape(n_in, n_new)
    incoming.b = np.concatenate([incoming.b[:, places], _zeros(incoming.b, n_new)], axis=1)
    outgoing.W = np.concatenate([outgoing.W[:, places], _zeros(outgoing.W, n_new, n_out)], axis=1)


def remove_column(layers: list[Layer], k: int) -> None:
    """Take hidden column `k` out: its linear part joins the layers around it."""
    before, after = layers[k], layers.pop(k + 1)
    assert before.activation is not None
    value, slope = before.activation.at_zero
    W, b = _zeros(before.W, before.W.shape[1], after.W.shape[2]), _zeros(after.b, after.b.shape[1])
    W[0] = slope * (before.W[0] @ after.W[0])
    b[0] = (value + slope * before.b[0]) @ after.W[0] + after.b[0]
    layers[k] = Layer(W, b, after.activation)


def insert_column(
    layers: list[Layer], k: int, size: int, activation: Activation, new_weights: NewWeights
) -> None:
    """Put a new column before layer `k`: it hands on the column before, or takes over the one behind.

    The first keeps the function where it is at least as wide as the column before. The second, W·φ(W′·x)
    with W nearly the identity, where it is as wide as the (hidden) one behind; that is the way where the
    input's hundreds of pixels would have to fit through.
    """
    before = layers[k - 1].activation if k else None
    n_in, n_out = layers[k].W.shape[1:]
    is_last = k == len(layers) - 1
    if is_last or size >= n_in or size / n_in >= size / n_out:
        # A column of pixels is bounded too, and never below 0.
        straight = _STRAIGHT_IF_BOUNDED if before is None or before.bounded else _STRAIGHT
        carrier = _carrier(activation, 0.0 if before is None else before.depth, straight)
        _hand_on(layers, k, size, carrier, new_weights)
    else:
        _take_over(layers, k, size, activation, new_weights)


class _Carrier(NamedTuple):
    """back·φ(gain·x + lift) + level is x, or nearly so."""

    activation: Activation
    gain: float
    lift: float
    back: float
    level: float


def _hand_on(layers: list[Layer], k: int, size: int, carrier: _Carrier, new_weights: NewWeights) -> None:
    after = layers[k]
    n_in, n_out = after.W.shape[1:]
    # The outgoing weights tell which neurons matter where not all of them fit.
    weight = np.square(after.W[0], dtype=np.float64).sum(axis=1)
    carried = np.sort(np.argsort(-weight, kind="stable")[:size])
    new = Layer(_zeros(after.W, n_in, size), _zeros(after.b, size), carrier.activation)
    _fill(new, new_weights)
    first = np.arange(len(carried))
    new.W[0, :, first] = 0
    new.W[0, carried, first] = carrier.gain
    new.b[0, first] = carrier.lift
    rows = after.W[:, carried]
    after.b[0] += carrier.level * rows[0].sum(axis=0)
    after.W = _zeros(after.W, size, n_out)
    if carrier.back == 1:
        after.W[:, first] = rows
    else:
        after.W[0, first] = carrier.back * rows[0]
    layers.insert(k, new)


def _take_over(
    layers: list[Layer], k: int, size: int, activation: Activation, new_weights: NewWeights
) -> None:
    behind, beyond = layers[k], layers[k + 1]
    assert behind.activation is not None
    n_in, n_out = behind.W.shape[1:]
    carried = np.array(_most_important(behind, beyond, size), np.intp)
    carrier = _carrier(activation, behind.activation.sum_depth, _STRAIGHT)
    new = Layer(_zeros(behind.W, n_in, size), _zeros(behind.b, size), activation)
    _fill(new, new_weights)
    first = np.arange(len(carried))
    planes = slice(None) if carrier.gain == 1 else slice(1)
    new.W[planes, :, : len(carried)] = behind.W[planes][:, :, carried]
    new.b[planes, : len(carried)] = behind.b[planes][:, carried]
    new.W[0, :, : len(carried)] *= carrier.gain
    new.b[0, : len(carried)] *= carrier.gain
    new.b[0, : len(carried)] += carrier.lift
    behind.W, behind.b = _zeros(behind.W, size, n_out), _zeros(behind.b, n_out)
    _fill(behind, new_weights)
    behind.W[0, :, carried] = 0
    behind.W[0, first, carried] = carrier.back
    behind.b[0, carried] = carrier.level
    # Who was not taken over has nothing to say any more, and begins anew.
    others = np.setdiff1d(np.arange(n_out), carried)
    beyond.W[:, others] = 0
    layers.insert(k, new)


def _carrier(activation: Activation, depth: float, straight: float) -> _Carrier:
    """For values that are not far below −`depth`; a curve is used within `straight` of where it bends."""
    if activation.straight_from is None:
        value, slope = activation.at_zero
        gain = activation.bend * straight
        back = 1 / (slope * gain)
        return _Carrier(activation, gain, 0.0, back, -value * back)
    lift = max(activation.straight_from + depth, 0.0)
    return _Carrier(activation, 1.0, lift, 1.0, -lift)


def _most_important(incoming: Layer, outgoing: Layer, count: int) -> list[int]:
    """Their places, in order; of equals the first."""
    ranked = np.argsort(-importance(incoming, outgoing), kind="stable")
    places: list[int] = np.sort(ranked[:count]).tolist()
    return places


def _fill(layer: Layer, new_weights: NewWeights) -> None:
    _, n_in, n_out = layer.W.shape
    layer.W[0] = new_weights((n_in, n_out), n_in * n_out).reshape(n_in, n_out)


def _zeros(like: Planes, *shape: int) -> Planes:
    return np.zeros((len(like), *shape), np.float32)
