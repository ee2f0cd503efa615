"""The trainer is asked for as many snapshots as can be shown, and for a gradient where it is told."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from netviz.app.screen import snapshot_feed
from netviz.app.screen.overlay import Bare
from netviz.app.screen.snapshot_feed import EVERY, EVERY_ON_PROCESSOR, SnapshotFeed
from netviz.network.spec import NetworkSpec
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.commands import Command, Publish
from netviz.training.trainer.mailbox import Mailbox
from netviz.viewmodels.playing.playback import Playback
from netviz.viewmodels.scene import Focus

SPEC = NetworkSpec(sizes=(784, 8, 10))
NEURON, EDGE = Focus(1, 3), Focus(1, 3, source=5)


class Trainer:
    """What the feed sees of one."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.sent: list[Command] = []

    def send(self, command: Command) -> None:
        self.sent.append(command)


@dataclass
class Canvas:
    software: bool = False


@dataclass
class Status:
    phase: str


class Slow(Bare):
    picture_every = 0.5


@dataclass
class Feed:
    """A feed and what is around it."""

    trainer: Trainer = field(default_factory=Trainer)
    playback: Playback = field(default_factory=Playback)
    canvas: Canvas = field(default_factory=Canvas)

    def __post_init__(self) -> None:
        around: Any = (self.trainer, self.playback, self.canvas)
        self.feed = SnapshotFeed(*around)

    def take(self, now: float, overlay: Bare | None = None, *, training: bool = True) -> bool:
        return self.feed.take(now, overlay or Bare(), training=training)

    def wanted_at(self, last: float, overlay: Bare | None = None) -> float:
        """Seconds after a snapshot was shown until the next one is asked for."""
        self.take(last, overlay)
        self.trainer.mailbox.put(snapshot(round(last)))
        assert self.take(last, overlay)
        ticks = np.arange(1, 600) * 0.001
        return next(float(t) for t in ticks if not self.take(last + t) and self.trainer.mailbox.wanted)


def snapshot(step: int, gradient: bool = False) -> Snapshot:
    values = np.zeros(SPEC.n_parameters, np.float32)
    return Snapshot("run", 0, step, SPEC, values, values if gradient else None)


@pytest.mark.parametrize(
    ("software", "overlay", "every"),
    [(False, Bare(), EVERY), (True, Bare(), EVERY_ON_PROCESSOR), (False, Slow(), Slow.picture_every)],
)
def test_a_snapshot_is_asked_for_a_tick_before_it_can_be_shown(
    software: bool, overlay: Bare, every: float
) -> None:
    feed = Feed(canvas=Canvas(software))
    assert feed.wanted_at(100.0, overlay) == pytest.approx(every - 0.02, abs=0.0015)


def test_only_what_is_new_is_fresh() -> None:
    feed = Feed()
    assert not feed.take(0.0)
    feed.trainer.mailbox.put(snapshot(1))
    assert feed.take(0.0)
    assert feed.playback.shown is not None
    assert feed.playback.shown.step == 1
    assert not feed.take(1.0)


def test_nothing_is_asked_for_at_rest_or_in_the_past() -> None:
    feed = Feed()
    feed.take(100.0, training=False)
    assert not feed.trainer.mailbox.wanted
    feed.trainer.mailbox.put(snapshot(5))
    feed.take(100.0)
    feed.playback.travel(snapshot(2))
    feed.take(200.0)
    assert not feed.trainer.mailbox.wanted


def test_the_next_one_is_soon_there_until_it_is_overdue() -> None:
    feed = Feed()
    feed.trainer.mailbox.put(snapshot(1))
    feed.take(100.0)
    assert feed.feed.soon(100.0 + EVERY)
    assert not feed.feed.soon(100.0 + EVERY + 0.05)


@pytest.mark.parametrize(
    ("up_to", "told", "wanted"),
    [(10**6, None, True), (10**6, NEURON, True), (100, None, False), (100, NEURON, False), (100, EDGE, True)],
)
def test_large_networks_bring_their_gradient_along_only_for_an_edge(
    monkeypatch: pytest.MonkeyPatch, up_to: int, told: Focus | None, wanted: bool
) -> None:
    monkeypatch.setattr(snapshot_feed, "GRADIENT_UP_TO", up_to)
    feed, status = Feed(), Status("training")
    feed.feed.ask_for_gradient(snapshot(3), told, status)  # type: ignore[arg-type]
    assert feed.trainer.mailbox.wanted_gradient is wanted
    assert not feed.trainer.sent


def test_a_network_that_rests_is_asked_once_for_the_gradient_it_lacks() -> None:
    feed = Feed()
    paused: Any = Status("paused")
    feed.feed.ask_for_gradient(snapshot(3, gradient=True), None, paused)
    assert not feed.trainer.sent
    for _ in range(3):
        feed.feed.ask_for_gradient(snapshot(3), None, paused)
    assert feed.trainer.sent == [Publish()]
    feed.feed.ask_for_gradient(snapshot(4), None, paused)
    assert feed.trainer.sent == [Publish(), Publish()]
