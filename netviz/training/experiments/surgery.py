"""Surgery: another shape for a network that has learnt something, keeping what has a place in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network.arrays import frozen_copy
from netviz.network.connections import as_matrix, biases
from netviz.network.initialisers import initialiser_named
from netviz.network.layers.dense import Dense
from netviz.network.spec import NetworkSpec, SpecError
from netviz.training.experiments.layer_cuts import Layer, insert_column, remove_column, resize_column
from netviz.training.session import SessionState

_STREAM: Final = 3  # keeps the numbers apart from what else a run draws from its seed


class Column(NamedTuple):
    """Where a hidden layer of the new network comes from.

    `layer`: which hidden layer of the old network it was, 0 being the first; None for a new one. `neurons`:
    which of that layer's neurons stay, in their new order; None for the first ones of a layer that grows,
    and for those that matter most of one that shrinks (see `layer_cuts.importance`).
    """

    layer: int | None
    neurons: tuple[int, ...] | None = None


@np.errstate(over="ignore", invalid="ignore")
def reshape(state: SessionState, spec: NetworkSpec, columns: Sequence[Column] | None = None) -> SessionState:
    """The same run with a network of this shape; step, epoch and settings stay.

    Neurons that are added listen with weights as the initialiser says and are not listened to yet, so the
    network answers as before. A layer that is added hands on what it gets, exactly where its activation can
    do that, nearly so where it is a curve, and in part where it is too narrow. A layer that is removed is
    replaced by its linear part (φ(0) + φ′(0)·z), neurons that are removed by nothing. Another activation
    keeps the weights. Optimiser memory goes with the weights that stay as they were, and begins at 0 for all
    others. New weights are a function of seed and step.

    `columns`: one for each hidden layer of the new network; without it, layers that are alike in order, size
    and activation are taken to be the same. Raises SpecError or ConfigError, before anything is built, where
    there can be no such network.
    """
    spec.checked()
    old = state.config.spec
    if (spec.sizes[0], spec.sizes[-1]) != (old.sizes[0], old.sizes[-1]):
        raise SpecError(
            f"Layers: {spec} has other inputs or outputs than {old}; {old.sizes[0]:,} inputs and "
            f"{old.sizes[-1]:,} outputs would be right."
        )
    config = replace(state.config, spec=spec)
    config.check()
    if not np.isfinite(state.parameters).all():
        raise SpecError(
            "Layers: some of the network's numbers are not finite, so nothing can be kept; going back to "
            "before the loss went wrong would be right."
        )
    plan = aligned(old, spec) if columns is None else _checked(columns, old, spec)
    generator = np.random.default_rng((config.seed, _STREAM, state.step))

    def new_weights(shape: tuple[int, int], count: int) -> NDArray[np.float32]:
        return initialiser_named(spec.initialiser).draw(Dense(*shape), count, generator)

    layers = list(_layers(state))
    staying = [column.layer for column in plan if column.layer is not None]
    for k in reversed(range(len(old.sizes) - 2)):
        if k not in staying:
            remove_column(layers, k)
    kept = [column for column in plan if column.layer is not None]
    sizes = [size for size, column in zip(spec.sizes[1:-1], plan, strict=True) if column.layer is not None]
    for k, (column, size) in enumerate(zip(kept, sizes, strict=True)):
        resize_column(layers, k, size, column.neurons, new_weights)
    for k, column in enumerate(plan):
        if column.layer is None:
            insert_column(layers, k, spec.sizes[k + 1], spec.activation_functions[k], new_weights)
    planes = np.concatenate(
        [*(layer.W.reshape(len(layer.W), -1) for layer in layers), *(layer.b for layer in layers)], axis=1
    )
    # Weights so large that their products are too large for float32 become as large as it can hold.
    parameters = np.nan_to_num(planes[0])
    return replace(
        state, config=config, parameters=frozen_copy(parameters), optimiser_state=frozen_copy(planes[1:])
    )


def aligned(old: NetworkSpec, new: NetworkSpec) -> tuple[Column, ...]:
    """Which hidden layers are the same: as many as both have, in order, and as alike as can be.

    Between equally good choices the earlier layers are the ones that stay.
    """
    before = list(zip(old.sizes[1:-1], old.activations, strict=True))
    after = list(zip(new.sizes[1:-1], new.activations, strict=True))
    swapped = len(before) > len(after)
    few, many = (after, before) if swapped else (before, after)

    # best[i][j]: the least unlikeness of the first i of the few among the first j of the many.
    best = [[0.0] * (len(many) + 1)] + [[math.inf] * (len(many) + 1) for _ in few]
    for i, j in np.ndindex(len(few), len(many)):
        best[i + 1][j + 1] = min(best[i + 1][j], best[i][j] + _unlikeness(few[i], many[j]))
    places: list[int] = []
    i, j = len(few), len(many)
    while i:
        if best[i][j - 1] > best[i][j]:
            places.insert(0, j - 1)
            i -= 1
        j -= 1
    if swapped:
        return tuple(map(Column, places))
    return tuple(Column(places.index(j) if j in places else None) for j in range(len(many)))


def _unlikeness(a: tuple[int, str], b: tuple[int, str]) -> float:
    return abs(math.log2(a[0] / b[0])) + 0.5 * (a[1] != b[1])


def _checked(columns: Sequence[Column], old: NetworkSpec, new: NetworkSpec) -> Sequence[Column]:
    hidden = old.sizes[1:-1]
    if len(columns) != len(new.sizes) - 2:
        raise SpecError(
            f"Layers: {len(columns)} origins for {len(new.sizes) - 2} hidden layers; one each would be right."
        )
    layers = [column.layer for column in columns if column.layer is not None]
    if layers != sorted(set(layers)) or not all(0 <= layer < len(hidden) for layer in layers):
        raise SpecError(
            f"Layers: the network's hidden layers can't come from {layers}; some of 0 to {len(hidden) - 1} "
            "in their order would be right."
        )
    for column, size in zip(columns, new.sizes[1:-1], strict=True):
        if column.layer is None or column.neurons is None:
            continue
        n, chosen = hidden[column.layer], column.neurons
        if len(set(chosen)) != len(chosen) or not all(0 <= j < n for j in chosen) or len(chosen) > size:
            raise SpecError(
                f"Layers: these neurons can't stay in hidden layer {column.layer + 1}; at most {size:,} "
                f"different ones of 0 to {n - 1:,} would be right."
            )
    return columns


def _layers(state: SessionState) -> Iterator[Layer]:
    spec = state.config.spec
    planes = np.concatenate([state.parameters[None], state.optimiser_state])
    for k in range(spec.n_layers):
        W = as_matrix(spec, planes, k)
        activation = spec.activation_functions[k] if k < spec.n_layers - 1 else None
        yield Layer(W, biases(spec, planes, k), activation)
