"""Millions of edges and thousands of neurons to a column: shortcuts that change nothing one sees."""

import numpy as np
import pytest

from netviz.rendering.edges.choice import largest
from netviz.rendering.nodes import pixels
from netviz.rendering.nodes.pixels import column_strip


@pytest.mark.parametrize("n", [1, 64, 2_000, 1_200_000])
@pytest.mark.parametrize("shape", ["normal", "constant", "rare"])
def test_the_largest_of_a_million_are_the_largest(n: int, shape: str) -> None:
    rng = np.random.default_rng(0)
    value = np.abs(rng.normal(size=1_500_000)).astype(np.float32)
    if shape == "constant":
        value[:] = 0.25
    elif shape == "rare":
        value[rng.integers(0, value.size, value.size - 100)] = 0
    found = largest(value, n)
    assert len(np.unique(found)) == n
    np.testing.assert_array_equal(np.sort(value[found]), np.sort(value)[value.size - n :])


def test_a_crowd_of_neurons_looks_as_each_of_them_would_make_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    n, height = 20_000, 500
    y = np.linspace(20, 480, n)
    fill = np.repeat(rng.uniform(0, 255, (n // 200, 3)), 200, axis=0)

    def strip() -> pixels.Strip:
        found = column_strip(
            100.0, y, 0.012, fill, np.zeros(3), np.zeros(n, np.bool_), scale=1.0, height=height
        )
        assert found is not None
        return found

    merged = strip()
    monkeypatch.setattr(pixels, "_CROWD", 10**9)
    each = strip()
    assert (merged.left, merged.top, merged.pixels.shape) == (each.left, each.top, each.pixels.shape)
    assert np.abs(merged.pixels.astype(int) - each.pixels).mean() < 4
