"""The cuts that surgery is made of: a column resized, removed or inserted in a stack of layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Planes: TypeAlias = NDArray[np.float32]
NewWeights: TypeAlias = Callable[[tuple[int, int], int], NDArray[np.float32]]
"""`count` new weights for a layer of a shape (n_in, n_out)."""

# φ(0) and the slope there; at the kinks the mean of both sides.
_LINEAR_PART: Final = {
    "relu": (0.0, 0.5),
    "leaky_relu": (0.0, 0.505),
    "tanh": (0.0, 1.0),
    "sigmoid": (0.5, 0.25),
    "linear": (0.0, 1.0),
}
# How far below 0 the activations of a column are expected: exact for the bounded ones; leaky ones get there
# at a hundredth of the speed. A column of pixels is like one of sigmoids.
_DEPTH: Final = {"": 0.0, "relu": 0.0, "sigmoid": 0.0, "tanh": 1.0, "leaky_relu": 1.0, "linear": 4.0}
# How far below 0 the sums of a column matter: behind a tanh of −3 there is little to tell apart.
_SUM_DEPTH: Final = {"relu": 0.0, "sigmoid": 5.0, "tanh": 3.0, "leaky_relu": 1.0, "linear": 4.0}
# tanh is used where it is nearly straight: a smaller share of it bends less, but needs larger weights behind
# it, which make the next steps rough. Bounded activations get along with more of the curve.
_STRAIGHT: Final = 0.15
_STRAIGHT_IF_BOUNDED: Final = 0.4
_BOUNDED: Final = ("", "sigmoid", "tanh")


@dataclass(eq=False)
class Layer:
    """A weight matrix, its biases and the activation behind it ("" for the output's).

    `W` (1 + n_slots, n_in, n_out) and `b` (1 + n_slots, n_out): first the parameters, then what the
    optimiser remembers of each.
    """

    W: Planes
    b: Planes
    activation: str


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
    value, slope = _LINEAR_PART[before.activation]
    W, b = _zeros(before.W, before.W.shape[1], after.W.shape[2]), _zeros(after.b, after.b.shape[1])
    W[0] = slope * (before.W[0] @ after.W[0])
    b[0] = (value + slope * before.b[0]) @ after.W[0] + after.b[0]
    layers[k] = Layer(W, b, after.activation)


def insert_column(layers: list[Layer], k: int, size: int, activation: str, new_weights: NewWeights) -> None:
    """Put a new column before layer `k`: it hands on the column before, or takes over the one behind.

    The first keeps the function where it is at least as wide as the column before. The second, W·φ(W′·x)
    with W nearly the identity, where it is as wide as the (hidden) one behind; that is the way where the
    input's hundreds of pixels would have to fit through.
    """
    before = layers[k - 1].activation if k else ""
    n_in, n_out = layers[k].W.shape[1:]
    is_last = k == len(layers) - 1
    if is_last or size >= n_in or size / n_in >= size / n_out:
        straight = _STRAIGHT_IF_BOUNDED if before in _BOUNDED else _STRAIGHT
        carrier = _carrier(activation, _DEPTH[before], straight)
        _hand_on(layers, k, size, carrier, new_weights)
    else:
        _take_over(layers, k, size, activation, new_weights)


@dataclass(frozen=True)
class _Carrier:
    """back·φ(gain·x + lift) + level is x, or nearly so."""

    activation: str
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


def _take_over(layers: list[Layer], k: int, size: int, activation: str, new_weights: NewWeights) -> None:
    behind, beyond = layers[k], layers[k + 1]
    n_in, n_out = behind.W.shape[1:]
    carried = np.array(_most_important(behind, beyond, size), np.intp)
    carrier = _carrier(activation, _SUM_DEPTH[behind.activation], _STRAIGHT)
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


def _carrier(activation: str, depth: float, straight: float) -> _Carrier:
    if activation == "tanh":
        return _Carrier(activation, straight, 0.0, 1 / straight, 0.0)
    if activation == "sigmoid":  # ½ + ½·tanh(z/2)
        return _Carrier(activation, 2 * straight, 0.0, 2 / straight, -1 / straight)
    lift = 0.0 if activation == "linear" else depth
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
