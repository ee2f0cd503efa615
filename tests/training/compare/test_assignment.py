"""Assignments: against all permutations where these are few, and by the prices that prove the best one."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from netviz.training.compare.assignment import assignment
from netviz.training.jobs.work import finish


def total(cost: NDArray[np.float64], columns: NDArray[np.intp]) -> float:
    assert len(set(columns.tolist())) == len(cost)
    return float(cost[np.arange(len(cost)), columns].sum())


@given(st.integers(1, 6), st.integers(0, 2), st.integers(0, 10_000), st.booleans())
def test_no_other_assignment_costs_less(n: int, more: int, seed: int, ties: bool) -> None:
    random = np.random.default_rng(seed)
    shape = (n, min(n + more, 6))
    cost = random.integers(-3, 4, shape).astype(float) if ties else random.normal(0, 100, shape)
    best = min(total(cost, np.array(order)) for order in permutations(range(shape[1]), n))
    assert total(cost, finish(assignment(cost))) == pytest.approx(best, abs=1e-9)


@given(st.integers(7, 40), st.integers(0, 10_000))
def test_a_large_one_can_not_be_made_cheaper_by_any_cycle(n: int, seed: int) -> None:
    """An assignment is the best exactly where no cycle of exchanges gains (Klein 1967): shortest ways in the
    graph of exchanges, all pairs, never come back below nothing.
    """
    cost = np.random.default_rng(seed).normal(0, 1, (n, n))
    columns = finish(assignment(cost))
    own = cost[np.arange(n), columns]
    ways = cost[:, columns] - own[:, None]  # row i takes the column of row j
    for middle in range(n):
        ways = np.minimum(ways, ways[:, middle, None] + ways[None, middle])
    assert (np.diag(ways) > -1e-9).all()


def test_known_permutations_are_found_and_nonsense_is_refused() -> None:
    order = np.random.default_rng(1).permutation(50)
    cost = np.ones((50, 50))
    cost[np.arange(50), order] = 0
    np.testing.assert_array_equal(finish(assignment(cost)), order)
    assert finish(assignment(np.zeros((0, 3)))).shape == (0,)
    with pytest.raises(ValueError, match="no columns of their own"):
        finish(assignment(np.zeros((3, 2))))
    with pytest.raises(ValueError, match="no number"):
        finish(assignment(np.array([[np.nan]])))
