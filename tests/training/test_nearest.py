"""Search by example: those that NumPy finds by plain differences, in every layer of each kind of task."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.examples import Examples
from netviz.tasks.finding import load
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.config import new_config
from netviz.training.measure import nearest
from netviz.training.measure.nearest import LayerIndex, index_of
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot


def made(work: Generator[float, None, LayerIndex]) -> LayerIndex:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def trained(examples: Examples, steps: int = 30) -> Snapshot:
    session = Session(new_config(len(examples), examples.task), examples)
    for _ in range(steps):
        session.step()
    return session.state().snapshot()


def by_differences(snapshot: Snapshot, examples: Examples, layer: int, stored: Any) -> np.ndarray:
    """Each example's distance, in double precision."""
    wide = snapshot.parameters.astype(np.float64)
    of = [
        forward_pass(snapshot.spec, wide, np.asarray(x, np.float64)).a[layer]
        for x in (examples.inputs(), examples.task.input.scaled(stored[None]))
    ]
    return np.sqrt(((of[0] - of[1]) ** 2).sum(axis=1))


@pytest.mark.parametrize("task", ["digits-8", "spam", "penguins", "moons", "curve"])
def test_the_nearest_are_those_of_plain_differences(task: str) -> None:
    data = load(task)
    examples = data.training
    if isinstance(examples, Pictures):
        examples = examples.some(slice(0, 3000))
    snapshot = trained(examples)
    for layer in range(len(snapshot.spec.sizes)):
        index = made(index_of(snapshot, examples, layer))
        for stored in data.test.stored[:3]:
            found = index.nearest(stored, 9)
            assert found is not None
            right = by_differences(snapshot, examples, layer, stored)
            assert np.allclose(found.distances, right[found.rows], rtol=1e-3, atol=1e-4)
            assert (np.diff(found.distances) >= 0).all()
            # None of those that were left out is nearer, but for what is there twice.
            kept = {examples.stored[row].tobytes() for row in found.rows}
            others = [r for k, r in enumerate(right) if examples.stored[k].tobytes() not in kept]
            assert min(others) >= found.distances[-1] * (1 - 1e-3) - 1e-4


def test_pixels_are_compared_as_they_are_stored(digits: DataSet) -> None:
    some = digits.training.some(slice(0, 4000))
    index = made(index_of(trained(some, 1), some, 0))
    for stored in digits.test.stored[:5]:
        found = index.nearest(stored, 12)
        assert found is not None
        plain = np.linalg.norm(some.images / 255 - stored / 255, axis=1)
        assert found.rows.tolist() == np.argsort(plain, kind="stable")[:12].tolist()
        assert np.allclose(found.distances, plain[found.rows])


def test_what_is_there_many_times_counts_once(digits: DataSet) -> None:
    some = digits.training.some(np.r_[0:300, np.repeat(7, 2000), 300:400])
    index = made(index_of(trained(some, 1), some, 1))
    found = index.nearest(some.stored[7], 12)
    assert found is not None
    assert found.distances[0] == 0
    assert len({some.stored[row].tobytes() for row in found.rows}) == 12


def test_fewer_than_are_asked_for_and_no_more_memory_than_is_allowed(
    digits: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = digits.training.some(slice(0, 5))
    snapshot = trained(digits.training.some(slice(0, 50)), 1)
    found = made(index_of(snapshot, few, 2)).nearest(few.stored[0], 12)
    assert found is not None
    assert sorted(found.rows.tolist()) == [0, 1, 2, 3, 4]
    monkeypatch.setattr(nearest, "MOST_BYTES", 784 * 100)
    many = digits.training.some(slice(0, 5000))
    snapshot = trained(many, 1)
    assert len(made(index_of(snapshot, many, 0))) == 100
    assert len(made(index_of(snapshot, many, 1))) == 784 * 100 // (4 * 16)


def test_a_network_without_numbers_has_no_nearest(digits: DataSet) -> None:
    some = digits.training.some(slice(0, 50))
    spec = NetworkSpec.dense((784, 4, 10), "relu")
    broken = replace(trained(some, 0), spec=spec, parameters=np.full(spec.n_parameters, np.nan, np.float32))
    assert made(index_of(broken, some, 1)).nearest(some.stored[0], 9) is None
    found = made(index_of(broken, some, 0)).nearest(some.stored[0], 9)
    assert found is not None
    assert found.rows[0] == 0
