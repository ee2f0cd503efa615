"""Edges: which neurons each joins, and where its weight lies in the flat array. Nobody else knows that order.

Columns count from the input (0) to the output (L); layer k, of the weights, leads from column k to column
k + 1. Neurons count within their column, or over all columns where it says so. An edge is the index of its
weight in the flat array.
"""

from __future__ import annotations

from math import gcd
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec

Numbers = TypeVar("Numbers", bound=np.generic)
Edges = NDArray[np.integer[Any]]


class Ends(NamedTuple):
    """Where edges come from and lead to: `layer`, and `source` and `target` as indices over all neurons. All
    have the length of the edges.
    """

    layer: NDArray[np.intp]
    source: NDArray[np.intp]
    target: NDArray[np.intp]


def edge_index(spec: NetworkSpec, column: int, source: int, target: int) -> int:
    """The edge from neuron `source` of column − 1 to neuron `target` of `column` (1 … L)."""
    return int(spec.weight_slices[column - 1].start) + source * spec.sizes[column] + target


def edge_ends(spec: NetworkSpec, edge: int) -> tuple[int, int, int]:
    """The inverse of `edge_index`: (column, source, target). IndexError where there is no such edge."""
    if not 0 <= edge < spec.n_edges:
        raise IndexError(f"There is no edge {edge}: this network has {spec.n_edges}.")
    layer = next(k for k, place in enumerate(spec.weight_slices) if edge < place.stop)
    source, target = divmod(edge - spec.weight_slices[layer].start, spec.sizes[layer + 1])
    return layer + 1, source, target


def edges_at(spec: NetworkSpec, layer: int, source: Edges | int, target: Edges | int) -> NDArray[np.int64]:
    """`edge_index` of many edges of a layer; where one of both is a number, it is that of all."""
    start, step = stride(spec, layer)
    return np.asarray(start + np.asarray(source, np.int64) * step + target, np.int64)


def edges_into(spec: NetworkSpec, column: int, index: int) -> NDArray[np.int64]:
    """The edges that lead into a neuron, in the order of their sources, (sizes[column − 1],)."""
    return edges_at(spec, column - 1, np.arange(spec.sizes[column - 1]), index)


def edges_out_of(spec: NetworkSpec, column: int, index: int) -> NDArray[np.int64]:
    """The edges that lead out of a neuron, in the order of their targets, (sizes[column + 1],)."""
    return edges_at(spec, column, index, np.arange(spec.sizes[column + 1]))


def edges_in(spec: NetworkSpec, layer: int, places: Edges) -> NDArray[np.int64]:
    """The edges of a layer that stand at these `places` of its `as_matrix`, read row by row."""
    return np.asarray(places, np.int64) + int(spec.weight_slices[layer].start)


def places_in(spec: NetworkSpec, layer: int, edges: Edges) -> NDArray[np.int64]:
    """The inverse of `edges_in`."""
    return np.asarray(edges, np.int64) - int(spec.weight_slices[layer].start)


def n_edges_in(spec: NetworkSpec, layer: int) -> int:
    """How many edges a layer has."""
    where = spec.weight_slices[layer]
    return int(where.stop - where.start)


def ends(spec: NetworkSpec, edges: Edges) -> Ends:
    """Layer and neurons of many edges, of any layers."""
    starts = np.array([s.start for s in spec.weight_slices], np.int64)
    n_out = np.array([shape[1] for shape in spec.shapes], np.int64)
    first = np.array([s.start for s in spec.neuron_slices], np.int64)
    edge = np.asarray(edges, np.int64)
    layer = np.searchsorted(starts, edge, side="right") - 1
    i, j = np.divmod(edge - starts[layer], n_out[layer])
    return Ends(layer, first[layer] + i, first[layer + 1] + j)


def by_layer(spec: NetworkSpec, edges: NDArray[Numbers]) -> list[NDArray[Numbers]]:
    """Ascending edges, parted into those of each layer."""
    stops = [where.stop for where in spec.weight_slices[:-1]]
    return np.split(edges, np.searchsorted(edges, stops))


def as_matrix(spec: NetworkSpec, flat: NDArray[Numbers], layer: int) -> NDArray[Numbers]:
    """W of a layer (n_in, n_out): a view of the flat parameters, or of the edges alone. `flat` may be several
    such arrays, (…, n); so is the result.
    """
    return flat[..., spec.weight_slices[layer]].reshape(*flat.shape[:-1], *spec.shapes[layer])


def biases(spec: NetworkSpec, flat: NDArray[Numbers], layer: int) -> NDArray[Numbers]:
    """b of a layer (n_out,): a view of the flat parameters, (…, n)."""
    return flat[..., spec.bias_slices[layer]]


def stride(spec: NetworkSpec, layer: int) -> tuple[int, int]:
    """(first edge, edges a source): within a layer, edge = first + source·stride + target. For shaders, which
    have to reckon themselves.
    """
    return int(spec.weight_slices[layer].start), spec.shapes[layer][1]


def fair_step(spec: NetworkSpec, layer: int, step: int) -> int:
    """The first step from this one on with which every so-many-th edge of a layer comes to every neuron."""
    while step > 1 and gcd(step, spec.shapes[layer][1]) > 1:
        step += 1
    return step


def sources_of(spec: NetworkSpec, layer: int, step: int = 1) -> NDArray[np.int64]:
    """The source of each edge of a layer, or of every so-many-th, within its column."""
    return np.arange(0, n_edges_in(spec, layer), step) // spec.shapes[layer][1]
