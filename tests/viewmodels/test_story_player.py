"""The player: next, back, replay, play, scrub, and time that comes from outside."""

import numpy as np
import pytest

from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.training.experiments.backprop import trace
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.scene import Focus
from netviz.viewmodels.story.player import Player
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import recentred, tell


@pytest.fixture
def player() -> Player:
    spec = NetworkSpec((64, 8, 8, 10))
    network = Network(spec)
    network.initialise(1)
    x = np.random.default_rng(0).random(64)
    return Player(tell(trace(spec, network.parameters, x, 4), make_layout(spec, 800, 600), step=0))


def run(player: Player, seconds: float, tick: float = 0.016) -> None:
    for _ in range(round(seconds / tick)):
        player.advance(tick)


def test_it_opens_on_the_first_stage_at_rest(player: Player) -> None:
    assert player.phase == REST
    assert not player.moving
    assert player.at_start
    assert not player.advance(1.0)


def test_next_plays_one_stage_and_waits(player: Player) -> None:
    player.next()
    assert player.moving
    assert player.phase == 1.0
    run(player, 0.2)
    assert 1.0 < player.phase < 1 + REST
    run(player, 3.0)
    assert player.phase == 1 + REST
    assert not player.moving


def test_a_second_next_finishes_what_moves(player: Player) -> None:
    player.next()
    run(player, 0.1)
    player.next()
    assert player.phase == 1 + REST
    assert not player.moving


def test_every_stage_can_be_reached_and_the_end_is_the_end(player: Player) -> None:
    n = len(player.story.stages)
    for stage in range(1, n):
        player.next()
        run(player, 9.0)
        assert player.stage == stage
        assert player.moment().stage == stage
    assert player.at_end
    player.next()
    assert player.stage == n - 1


def test_back_and_replay(player: Player) -> None:
    player.scrub(3.4)
    player.back()
    assert player.phase == 2 + REST
    player.replay()
    assert player.phase == 2.0
    assert player.moving
    player.scrub(0.2)
    player.back()
    assert player.phase == REST


def test_play_goes_on_to_the_end_with_time_to_read(player: Player) -> None:
    player.play()
    assert player.playing_on
    run(player, 1.0)
    assert player.stage == 0
    run(player, 120.0, tick=0.1)
    assert player.at_end
    assert not player.moving
    player.play()
    assert player.stage == 0
    player.pause()
    assert not player.moving


def test_scrubbing_stops_and_stays_inside(player: Player) -> None:
    player.play()
    player.scrub(2.5)
    assert not player.moving
    assert player.phase == 2.5
    player.scrub(99)
    assert player.phase == len(player.story.stages) - 1 + REST
    player.scrub(-1)
    assert player.phase == 0.0


def test_reduced_motion_shows_only_what_rests(player: Player) -> None:
    player.reduced_motion = True
    player.next()
    assert player.phase == 1 + REST
    assert not player.moving
    player.play()
    seen = set()
    for _ in range(2000):
        player.advance(0.05)
        seen.add(round(player.phase % 1, 6) >= REST)
    assert seen == {True}
    assert player.at_end


def test_shares_come_in_and_go(player: Player) -> None:
    assert not player.can_show_shares
    player.show_shares(True)
    assert not player.shows_shares
    player.scrub(3 + REST)
    assert player.can_show_shares
    plain = player.moment()
    player.show_shares(True)
    assert player.moving
    run(player, 5.0)
    assert not player.moving
    assert player.moment().caption != plain.caption
    player.next()
    assert not player.shows_shares
    assert player.stage == 3


def test_another_centre_keeps_the_place(player: Player) -> None:
    player.scrub(4.2)
    player.tell(recentred(player.story, Focus(3, 7)), keep_place=True)
    assert player.phase == 4 + REST
    assert not player.moving
    player.tell(player.story)
    assert player.phase == 0.0
    assert player.moving
