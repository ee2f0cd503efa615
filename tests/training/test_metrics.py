"""The metric log: no point lost, whatever the folding, and readers that get all of it."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.training.measure import points as of_steps
from netviz.training.measure.metrics import MetricLog
from netviz.training.measure.points import MetricPoints


@pytest.fixture
def small_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folding begins early, so that tests reach it."""
    monkeypatch.setattr(of_steps, "RECENT", 64)
    monkeypatch.setattr(of_steps, "FIRST_WIDTH", 4)
    monkeypatch.setattr(of_steps, "MAX_BINS", 24)


def series(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    return generator.gamma(2, 1, n).astype(np.float32), generator.random(n).astype(np.float32)


def fill(log: MetricLog, n: int, first: int = 1, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    losses, accuracies = series(n, seed)
    for k in range(n):
        log.append(first + k, float(losses[k]), float(accuracies[k]))
    return losses, accuracies


def assert_covers(points: MetricPoints, losses: np.ndarray, accuracies: np.ndarray, first: int = 1) -> None:
    """Every step is in exactly one point, and the points tell count, min, mean and max of theirs."""
    assert points.count.sum() == len(losses)
    start = 0
    for i in range(len(points)):
        end = start + int(points.count[i])
        assert points.first[i] == first + start
        assert points.last[i] == first + end - 1
        for name, values in (("loss", losses), ("accuracy", accuracies)):
            part = values[start:end]
            assert getattr(points, name + "_min")[i] == part.min()
            assert getattr(points, name + "_max")[i] == part.max()
            assert getattr(points, name)[i] == pytest.approx(part.mean(dtype=float), rel=1e-6)
        start = end


@pytest.mark.usefixtures("small_log")
@settings(max_examples=40)
@given(n=st.integers(0, 3_000))
def test_folding_loses_nothing(n: int) -> None:
    log = MetricLog()
    losses, accuracies = fill(log, n)
    _, points = log.since(None)
    assert points.restart
    assert_covers(points, losses, accuracies)
    assert len(log) == n
    # Recent steps stand alone, and the size is bounded.
    assert (points.count[-min(n, 64) :] == 1).all()
    assert len(points) <= 24 + 128


@pytest.mark.usefixtures("small_log")
@settings(max_examples=40)
@given(reads=st.lists(st.integers(0, 300), max_size=12))
def test_a_reader_that_follows_gets_every_step(reads: list[int]) -> None:
    log = MetricLog()
    cursor, step = None, 0
    losses: list[float] = []
    parts: list[MetricPoints] = []
    for k, n in enumerate(reads):
        fresh, _ = fill(log, n, step + 1, seed=k)
        step += n
        losses += fresh.tolist()
        cursor, points = log.since(cursor)
        if points.restart:
            parts = []
        parts.append(points)
    assert sum(int(part.count.sum()) for part in parts) == step
    if parts:
        ends = np.concatenate([part.last for part in parts])
        assert (np.diff(ends) > 0).all()
        total = sum(float((part.loss.astype(float) * part.count).sum()) for part in parts)
        assert total == pytest.approx(sum(losses), rel=1e-4, abs=1e-6)
    assert len(log.since(cursor)[1]) == 0


def test_a_reader_that_keeps_up_gets_only_what_is_new() -> None:
    log = MetricLog()
    fill(log, 10)
    cursor, first = log.since(None)
    assert first.restart
    fill(log, 5, 11)
    cursor, second = log.since(cursor)
    assert not second.restart
    assert second.first.tolist() == [11, 12, 13, 14, 15]
    assert not log.since(cursor)[1].restart


def test_the_real_sizes_fold_too() -> None:
    log = MetricLog()
    n = 3 * of_steps.RECENT + 5
    losses, accuracies = fill(log, n)
    _, points = log.since(None)
    assert points.count.sum() == n
    assert points.loss_max.max() == losses.max()
    assert points.accuracy_min.min() == accuracies.min()
    assert (points.count[-of_steps.RECENT :] == 1).all()


@pytest.mark.usefixtures("small_log")
@given(n=st.integers(1, 1_500), share=st.floats(0, 1.1))
def test_rewinding_forgets_what_came_after(n: int, share: float) -> None:
    log = MetricLog()
    losses, _ = fill(log, n)
    cursor, _ = log.since(None)
    log.add_validation(n // 2, 1.0, 0.5)
    log.add_validation(n, 1.0, 0.5)
    step = int(n * share)
    log.rewind(step)
    new_cursor, points = log.since(cursor)
    assert points.restart
    kept = int(points.count.sum())
    assert kept <= min(step, n)
    if kept:
        assert points.last[-1] == kept
        assert points.loss_max.max() == losses[:kept].max()
    # At most one bin goes that reached beyond.
    assert min(step, n) - kept < 64
    assert [point.step for point in log.validation_since(None)[1]] == [v for v in (n // 2, n) if v <= step]
    log.append(step + 1, 0.5, 0.5)
    assert log.since(new_cursor)[1].first.tolist() == [step + 1]


def test_a_cursor_of_another_log_starts_anew() -> None:
    first, second = MetricLog(), MetricLog()
    fill(first, 10)
    fill(second, 20)
    cursor, _ = first.since(None)
    _, points = second.since(cursor)
    assert points.restart
    assert len(points) == 20


def test_validation_points_are_read_the_same_way() -> None:
    log = MetricLog()
    log.add_validation(10, 1.0, 0.5)
    cursor, points, restart = log.validation_since(None)
    assert restart
    assert points == [(10, 1.0, 0.5)]
    log.add_validation(20, 0.8, 0.6)
    cursor, points, restart = log.validation_since(cursor)
    assert not restart
    assert points == [(20, 0.8, 0.6)]
    log.rewind(15)
    _, points, restart = log.validation_since(cursor)
    assert restart
    assert points == [(10, 1.0, 0.5)]


def test_late_results_of_rewound_steps_are_left_out() -> None:
    log = MetricLog()
    fill(log, 30)
    line = log.line
    log.rewind(20)
    log.add_validation(25, 1.0, 0.5, line)
    log.add_validation(15, 1.0, 0.5, line)
    log.add_validation(25, 0.9, 0.6, log.line)
    assert log.validation_since(None)[1] == [(15, 1.0, 0.5), (25, 0.9, 0.6)]


def test_a_loss_that_is_no_number_is_kept_too() -> None:
    log = MetricLog()
    log.append(1, 2.0, 0.1)
    log.append(2, float("nan"), 0.1)
    _, points = log.since(None)
    assert np.isnan(points.loss[1])


def test_points_are_read_only_and_stay_as_they_were() -> None:
    log = MetricLog()
    fill(log, 10)
    _, points = log.since(None)
    before = points.loss.copy()
    fill(log, 10, 11, seed=3)
    np.testing.assert_array_equal(points.loss, before)
    with pytest.raises(ValueError, match="read-only"):
        points.loss[0] = 1


@pytest.mark.usefixtures("small_log")
def test_one_writes_while_another_reads() -> None:
    log = MetricLog()
    n = 20_000
    writer = threading.Thread(target=fill, args=(log, n))
    writer.start()
    cursor, total = None, 0
    while total < n:
        cursor, points = log.since(cursor)
        total = int(points.count.sum()) + (0 if points.restart else total)
        assert total <= n
    writer.join()
    assert total == n == len(log)


@pytest.mark.parametrize("n", [50, 3 * 65_536])
def test_a_log_until_a_step_leaves_the_whole_one_as_it_is(n: int) -> None:
    log = MetricLog()
    for step in range(1, n + 1):
        log.append(step, 1 / step, 0.5)
    log.add_validation(10, 0.3, 0.9)
    log.add_validation(n, 0.2, 0.95)
    line, before = log.line, log.since(None)[1]
    assert log.until(n) is log
    short = log.until(n - 20)
    assert short.run is log.run
    assert short.since(None)[1].last[-1] == n - 20
    assert len(short) == n - 20
    assert [point.step for point in short.validation_since(None)[1]] == [10]
    short.append(n - 19, 7.0, 0.1)
    assert (log.line, len(log)) == (line, n)
    np.testing.assert_array_equal(log.since(None)[1].loss, before.loss)
    assert [point.step for point in log.validation_since(None)[1]] == [10, n]
    assert MetricLog().run is not log.run


def test_what_is_not_shown_yet_is_read_later_and_nothing_twice() -> None:
    log = MetricLog()
    for step in range(1, 31):
        log.append(step, float(step), 0.5)
    cursor, points = log.since(None, 12)
    assert (points.restart, points.last.tolist()) == (True, list(range(1, 13)))
    cursor, points = log.since(cursor, 12)
    assert len(points) == 0
    # An older step is on screen again: what was read stays read.
    cursor, points = log.since(cursor, 5)
    assert len(points) == 0
    cursor, points = log.since(cursor, 20)
    assert points.last.tolist() == list(range(13, 21))
    cursor, points = log.since(cursor)
    assert points.last.tolist() == list(range(21, 31))
    # A network from before all that is here: it is on its way out.
    assert len(log.since(None, 0)[1]) == 30
