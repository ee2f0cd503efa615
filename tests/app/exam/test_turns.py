"""Work in turns, and measuring again when the weights have changed."""

import time
from collections.abc import Callable, Generator, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from netviz.app.test import measurement as module
from netviz.app.test.measurement import Measurement
from netviz.app.test.turns import Turns, part_of
from netviz.network.spec import NetworkSpec
from netviz.training.jobs.thread import JobThread, Progress
from netviz.training.jobs.work import finish
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge

SPEC = NetworkSpec.dense((4, 3, 2))


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[JobBridge]:
    jobs = JobThread()
    bridge = JobBridge(jobs)
    yield bridge
    bridge.close()
    jobs.close()


def snapshot(step: int, generation: int = 0) -> Snapshot:
    return Snapshot("run", generation, step, SPEC, np.zeros(SPEC.n_parameters, np.float32))


def slow(n: int, seconds: float = 0.02) -> Generator[float, None, str]:
    for k in range(n):
        time.sleep(seconds)
        yield k / n
    return "done"


def test_the_result_arrives_and_shares_rise(bridge: JobBridge, qtbot: QtBot) -> None:
    turns: Turns[float, str] = Turns(bridge, "work")
    said: list[float] = []
    results: list[str] = []
    turns.run(slow(12), results.append, said.append)
    assert turns.running
    qtbot.waitUntil(lambda: results == ["done"], timeout=10_000)
    assert not turns.running
    assert said == sorted(said)
    assert len(said) >= 2


def test_short_work_gets_its_turn_between(bridge: JobBridge, qtbot: QtBot) -> None:
    order: list[str] = []
    turns: Turns[float, str] = Turns(bridge, "long")
    turns.run(slow(40), lambda _: order.append("long"), lambda _: None)
    bridge.submit("short", lambda _progress: None, lambda _: order.append("short"))
    qtbot.waitUntil(lambda: len(order) == 2, timeout=10_000)
    assert order == ["short", "long"]


@pytest.mark.parametrize("how", ["cancel", "another"])
def test_what_is_forgotten_says_nothing_any_more(bridge: JobBridge, qtbot: QtBot, how: str) -> None:
    turns: Turns[float, str] = Turns(bridge, "work")
    heard: list[object] = []
    turns.run(slow(30), heard.append, lambda _: None)
    if how == "cancel":
        turns.cancel()
        assert not turns.running
        qtbot.wait(300)
        assert not heard
    else:
        results: list[str] = []
        turns.run(slow(2), results.append, lambda _: None)
        qtbot.waitUntil(lambda: bool(results), timeout=10_000)
        qtbot.wait(100)
        assert not heard


def test_a_part_is_a_share_of_the_whole() -> None:
    work = part_of(slow(4, 0), 0.5, 0.2)
    shares: list[float] = []
    progress = Progress(lambda share, _text: shares.append(share))
    assert finish(work, progress) == "done"
    np.testing.assert_allclose(shares, [0.5, 0.55, 0.6, 0.65])


class Follower:
    """A measurement that returns the step it is about."""

    def __init__(self, bridge: JobBridge) -> None:
        self.seen: list[int] = []
        self.measurement: Measurement[int] = Measurement(
            bridge, "step", self.work, self.seen.append, lambda _share: None, lambda: None
        )

    @staticmethod
    def work(of: Snapshot) -> Generator[float, None, int]:
        yield 0.5
        return of.step


@pytest.fixture
def follower(bridge: JobBridge) -> Follower:
    return Follower(bridge)


def settle(qtbot: QtBot, until: Callable[[], bool]) -> None:
    qtbot.waitUntil(until, timeout=10_000)


def test_while_it_rests_every_change_is_measured_once(follower: Follower, qtbot: QtBot) -> None:
    m = follower.measurement
    for step in (0, 7):
        for _ in range(3):
            m.follow(snapshot(step), training=False)
        settle(qtbot, lambda: not m.running)
        m.follow(snapshot(step), training=False)
    assert follower.seen == [0, 7]
    assert m.fresh(snapshot(7))
    assert not m.fresh(snapshot(8))


def test_while_it_trains_only_when_asked(follower: Follower, qtbot: QtBot) -> None:
    m = follower.measurement
    m.follow(snapshot(0), training=True)  # nothing is known of this network yet
    settle(qtbot, lambda: follower.seen == [0])
    m.follow(snapshot(50), training=True)
    assert not m.running
    m.again()
    m.follow(snapshot(60), training=True)
    settle(qtbot, lambda: follower.seen == [0, 60])
    m.follow(snapshot(70, generation=1), training=True)  # another network
    settle(qtbot, lambda: follower.seen == [0, 60, 70])


def test_a_live_one_follows_with_pauses(
    follower: Follower, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    m = follower.measurement
    m.follow(snapshot(0), training=True, live=True)
    settle(qtbot, lambda: follower.seen == [0])
    m.follow(snapshot(1), training=True, live=True)
    assert not m.running
    monkeypatch.setattr(module, "LEAST_PAUSE", 0.0)
    monkeypatch.setattr(module, "PAUSE_PER_SECOND", 0)
    m.follow(snapshot(2), training=True, live=True)
    settle(qtbot, lambda: follower.seen == [0, 2])


def test_what_else_it_depends_on_counts_too(follower: Follower, qtbot: QtBot) -> None:
    m = follower.measurement
    for key in ("a", "b"):
        m.follow(snapshot(3), training=True, key=key)
        settle(qtbot, lambda: not m.running)
    assert follower.seen == [3, 3]


def test_what_was_cancelled_waits_to_be_asked_for(follower: Follower, qtbot: QtBot) -> None:
    m = follower.measurement
    m.follow(snapshot(0), training=False)
    m.cancel()
    m.follow(snapshot(0), training=False)
    assert not m.running
    m.again()
    m.follow(snapshot(0), training=False)
    settle(qtbot, lambda: follower.seen == [0])
    m.follow(snapshot(1), training=False)
    m.leave()
    m.follow(snapshot(1), training=False)  # back again: begun anew
    settle(qtbot, lambda: follower.seen == [0, 1])
