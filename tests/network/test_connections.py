"""Where edges lie: against a list of all edges, made by counting."""

import re
from pathlib import Path

import numpy as np
import pytest

import netviz
from netviz.network import connections
from netviz.network.spec import NetworkSpec

SPECS = [NetworkSpec.dense(sizes) for sizes in ((3, 2), (3, 4, 2), (5, 1, 6, 4), (1, 1, 1))]


def counted(spec: NetworkSpec) -> list[tuple[int, int, int]]:
    """(column, source, target) of every edge, in the order that NetworkSpec describes."""
    return [
        (column, i, j)
        for column in range(1, len(spec.sizes))
        for i in range(spec.sizes[column - 1])
        for j in range(spec.sizes[column])
    ]


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_every_edge_is_where_counting_finds_it(spec: NetworkSpec) -> None:
    names = counted(spec)
    assert len(names) == spec.n_edges
    assert [connections.edge_ends(spec, edge) for edge in range(spec.n_edges)] == names
    assert [connections.edge_index(spec, *name) for name in names] == list(range(spec.n_edges))
    at = connections.ends(spec, np.arange(spec.n_edges, dtype=np.uint32))
    first = [sum(spec.sizes[:column]) for column in range(len(spec.sizes))]
    assert at.layer.tolist() == [column - 1 for column, _, _ in names]
    assert at.source.tolist() == [first[column - 1] + i for column, i, _ in names]
    assert at.target.tolist() == [first[column] + j for column, _, j in names]
    for edge in (-1, spec.n_edges):
        with pytest.raises(IndexError, match=f"no edge {edge}"):
            connections.edge_ends(spec, edge)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_the_edges_of_a_neuron_and_of_a_layer(spec: NetworkSpec) -> None:
    names = counted(spec)
    for column, size in enumerate(spec.sizes):
        for index in range(size):
            if column:
                into = [e for e, name in enumerate(names) if (name[0], name[2]) == (column, index)]
                assert connections.edges_into(spec, column, index).tolist() == into
            if column < spec.n_layers:
                out = [e for e, name in enumerate(names) if name[:2] == (column + 1, index)]
                assert connections.edges_out_of(spec, column, index).tolist() == out
    for layer in range(spec.n_layers):
        own = np.array([e for e, name in enumerate(names) if name[0] == layer + 1])
        assert connections.n_edges_in(spec, layer) == len(own)
        places = np.arange(len(own))
        np.testing.assert_array_equal(connections.edges_in(spec, layer, places), own)
        np.testing.assert_array_equal(connections.places_in(spec, layer, own), places)
        source, target = (np.array([names[e][k] for e in own]) for k in (1, 2))
        np.testing.assert_array_equal(connections.edges_at(spec, layer, source, target), own)
        for step in (1, 2, 3):
            np.testing.assert_array_equal(connections.sources_of(spec, layer, step), source[::step])
        start, targets = connections.stride(spec, layer)
        np.testing.assert_array_equal(start + source * targets + target, own)
    parts = connections.by_layer(spec, np.arange(spec.n_edges))
    assert [len(part) for part in parts] == [connections.n_edges_in(spec, k) for k in range(spec.n_layers)]


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_matrices_and_biases_are_views(spec: NetworkSpec) -> None:
    flat = np.arange(2 * spec.n_parameters, dtype=np.float32).reshape(2, -1)
    for layer in range(spec.n_layers):
        W, b = connections.as_matrix(spec, flat[0], layer), connections.biases(spec, flat[0], layer)
        assert W.shape == spec.shapes[layer]
        assert b.shape == (spec.sizes[layer + 1],)
        assert np.shares_memory(W, flat)
        assert np.shares_memory(b, flat)
        for i, j in np.ndindex(*W.shape):
            assert W[i, j] == connections.edge_index(spec, layer + 1, i, j)
        first = spec.n_edges + sum(spec.sizes[1 : layer + 1])
        assert b.tolist() == list(range(first, first + len(b)))
        # Several arrays at once.
        np.testing.assert_array_equal(connections.as_matrix(spec, flat, layer)[0], W)
        np.testing.assert_array_equal(connections.biases(spec, flat, layer)[0], b)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_fair_step_comes_to_every_neuron(spec: NetworkSpec) -> None:
    for layer, (_, n_out) in enumerate(spec.shapes):
        for step in range(1, 9):
            fair = connections.fair_step(spec, layer, step)
            assert fair >= step
            assert {(fair * k) % n_out for k in range(n_out)} == set(range(n_out))


def test_nobody_else_knows_the_order() -> None:
    root = Path(netviz.__file__).parent
    found = [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*.py"))
        if re.search(r"\b(weight_slices|bias_slices)\b", path.read_text(encoding="utf-8"))
    ]
    assert found == ["network/connections.py", "network/spec.py"]
