"""The y axis: everything fits, ticks are round and inside, a logarithm of nothing is nowhere."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netviz.panels.plots.scale import Scale, fitted


@given(st.lists(st.floats(-1e9, 1e9), max_size=30), st.integers(2, 8))
def test_all_values_fit_and_ticks_lie_inside(values: list[float], most: int) -> None:
    scale = fitted([np.array(values)], log=False)
    share = scale.share(np.array(values))
    assert ((share >= 0) & (share <= 1)).all()
    room = (scale.high - scale.low) * 1e-6
    assert all(scale.low - room <= tick <= scale.high + room for tick, _ in scale.ticks(most))


@given(st.lists(st.floats(1e-11, 1e11), min_size=1, max_size=30), st.integers(2, 8))
@example([57.5e9, 78.26086961e9], 2)  # no 1, 2 or 5 within, and no three round numbers
@example([57.9e9, 78.2e9], 2)
def test_a_logarithmic_scale_fits_all_of_twelve_decades(values: list[float], most: int) -> None:
    scale = fitted([np.array(values)], log=True)
    kept = np.array([v for v in values if v > max(values) * 1e-12])
    share = scale.share(kept)
    assert ((share >= 0) & (share <= 1)).all()
    ticks = scale.ticks(most)
    assert 1 <= len(ticks) <= most + 1
    assert all(scale.low * 0.999 <= tick <= scale.high * 1.001 for tick, _ in ticks)


def test_equal_ratios_are_equal_distances() -> None:
    scale = Scale(0.01, 100, log=True)
    np.testing.assert_allclose(scale.share(np.array([0.01, 1, 100])), [0, 0.5, 1])
    assert np.isnan(scale.share(np.array([0.0, -1.0]))).all()
    assert [text for _, text in scale.ticks(5)] == ["0.01", "0.1", "1", "10", "100"]


@pytest.mark.parametrize("log", [False, True])
def test_nothing_and_nonsense_still_make_a_scale(log: bool) -> None:
    for values in ([], [np.nan], [np.inf, -np.inf], [0.0], [5.0, 5.0]):
        scale = fitted([np.array(values)], log=log)
        assert np.isfinite([scale.low, scale.high]).all()
        assert scale.low < scale.high


def test_ends_that_are_held() -> None:
    scale = fitted([np.array([0.2, 0.999])], log=False, least=0.0, most=1.0)
    assert (scale.low, scale.high) == (0.0, 1.0)
    assert fitted([np.array([-3.0, 1.0])], log=False).ticks(4)[0][1].startswith("−")


@pytest.mark.parametrize("value", [0.1875, 0.0, 2.0, 1e-6, -0.5])
def test_a_flat_line_stands_on_an_axis_of_round_numbers(value: float) -> None:
    scale = fitted([np.full(5, value)], log=False)
    assert scale.low < value < scale.high
    ticks = [tick for tick, _ in scale.ticks(3)]
    assert len(ticks) >= 2
    apart = min(b - a for a, b in pairwise(ticks))
    assert apart >= 0.02 * abs(value)
