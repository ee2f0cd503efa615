"""The assignment problem: each row gets a column of its own, and the chosen costs add up to the least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from netviz.training.jobs.work import Work


def assignment(cost: NDArray[np.float64]) -> Work[NDArray[np.intp]]:
    """The column of each row, intp (n,), for finite costs, float64 (n, m) with n at most m.

    By shortest augmenting paths over reduced costs, a row at a time (the Hungarian method, Kuhn 1955, as
    Jonker and Volgenant 1987 put it; the steps are those of Crouse, “On implementing 2D rectangular
    assignment algorithms”, 2016, whom scipy's solver follows, too). O(n²·m). Raises ValueError where there
    are more rows than columns, or a cost is no number.
    """
    n, m = cost.shape
    if n > m:
        raise ValueError(f"{n} rows have no columns of their own among {m}; as many columns would be right.")
    if not np.isfinite(cost).all():
        raise ValueError("A cost is no number; finite costs would be right.")
    # Prices of rows and columns, and the row that has each column. The first column stands for none: from
    # there a row begins to look, and row n is nobody's.
    row_price, price = np.zeros(n + 1), np.zeros(m + 1)
    owner = np.full(m + 1, n, np.intp)
    before = np.zeros(m + 1, np.intp)
    for row in range(n):
        yield row / n
        owner[0] = row
        shortest, free = np.full(m, np.inf), np.ones(m + 1, np.bool_)
        here = 0
        while owner[here] < n:
            free[here] = False
            at = owner[here]
            reduced = cost[at] - row_price[at] - price[1:]
            nearer = free[1:] & (reduced < shortest)
            shortest[nearer] = reduced[nearer]
            before[1:][nearer] = here
            found = int(np.where(free[1:], shortest, np.inf).argmin())
            way = shortest[found]
            row_price[owner[~free]] += way
            price[~free] -= way
            shortest[free[1:]] -= way
            here = found + 1
        while here:
            owner[here] = owner[before[here]]
            here = before[here]
    columns = np.empty(n, np.intp)
    taken = np.flatnonzero(owner[1:] < n)
    columns[owner[1:][taken]] = taken
    return columns
