"""t-SNE is optional: what netviz itself does for it, with a stand-in where openTSNE may not be installed."""

import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from netviz.training.jobs.work import finish
from netviz.training.measure import tsne


class Affinities:
    def __init__(self, values: np.ndarray, **settings: Any) -> None:
        self.values, self.settings = values, settings


class Embedding(np.ndarray):
    calls: list[tuple[int, float, float]]

    def __new__(cls, start: np.ndarray, affinities: Affinities, **_settings: Any) -> "Embedding":
        made = np.array(start).view(cls)
        made.calls = []
        CALLS.append(made.calls)
        return made

    def optimize(self, n_iter: int, exaggeration: float, momentum: float, inplace: bool) -> None:
        assert inplace
        self.calls.append((n_iter, exaggeration, momentum))


CALLS: list[list[tuple[int, float, float]]] = []


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    CALLS.clear()
    package, affinity, begin = (
        ModuleType(f"openTSNE{part}") for part in ("", ".affinity", ".initialization")
    )
    package.TSNEEmbedding = Embedding  # type: ignore[attr-defined]
    affinity.PerplexityBasedNN = Affinities  # type: ignore[attr-defined]
    begin.rescale = lambda points: points / points.std() * 1e-4  # type: ignore[attr-defined]
    for module in (package, affinity, begin):
        monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.usefixtures("stand_in")
def test_it_can_be_left_off_at_many_places_and_ends_frozen() -> None:
    values = np.random.default_rng(0).normal(size=(50, 6))
    shares = []
    work = tsne.neighbour_map(values, values[:, :2])
    try:
        while True:
            shares.append(next(work))
    except StopIteration as end:
        points = end.value
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert len(shares) > 50
    assert points.shape == (50, 2)
    assert points.dtype == np.float32
    assert not points.flags.writeable
    # First with a strong attraction, then with the true one.
    attraction = [exaggeration for _, exaggeration, _ in CALLS[0]]
    assert attraction == sorted(attraction, reverse=True)
    assert sum(n for n, _, _ in CALLS[0]) == 750


@pytest.mark.usefixtures("stand_in")
def test_digits_in_one_place_part_nevertheless_and_always_alike() -> None:
    values = np.zeros((20, 4))
    first, second = (finish(tsne.neighbour_map(values, np.zeros((20, 2)))) for _ in range(2))
    assert len(np.unique(first, axis=0)) == 20
    np.testing.assert_array_equal(first, second)


def test_it_says_whether_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert not tsne.available()
