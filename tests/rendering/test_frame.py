"""What is drawn anew in a frame: as little as possible, and never too little."""

from dataclasses import replace
from time import perf_counter

import pytest

from netviz.rendering import frame
from netviz.rendering.camera import Camera
from netviz.rendering.frame import Kept, Work
from netviz.rendering.selection import select
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.scene import Focus

SIZE = (640, 400)
NOTHING = Work(live=False, rest=None, focus=False)


def drawn(kept: Kept) -> Work:
    return kept.work(SIZE, 500)


def started(make_scene) -> Kept:
    kept = Kept()
    scene = make_scene(digit=False)
    kept.show(scene)
    kept.choose(select(scene, 300))
    assert drawn(kept).live
    assert drawn(kept) == NOTHING
    return kept


def test_nothing_to_show_is_nothing_to_draw() -> None:
    assert drawn(Kept()) == NOTHING


def test_kept_edges_cost_nothing_while_weights_change(make_scene) -> None:
    kept = started(make_scene)
    kept.set_refresh_edges(False)
    kept.show(make_scene(digit=False, step=1))
    assert drawn(kept) == NOTHING


def test_what_stands_out_goes_with_the_weights_even_where_edges_are_kept(make_scene) -> None:
    kept = started(make_scene)
    kept.set_refresh_edges(False)
    focus = Focus(1, 2)
    kept.show(make_scene(digit=False, focus=focus))
    assert drawn(kept).focus
    kept.show(make_scene(digit=False, focus=focus, step=1))
    assert drawn(kept) == Work(live=False, rest=None, focus=True)


def test_hovering_draws_only_what_stands_out(make_scene) -> None:
    kept = started(make_scene)
    kept.show(make_scene(digit=False, focus=Focus(1, 2)))
    assert drawn(kept) == Work(live=False, rest=None, focus=True)
    assert drawn(kept) == NOTHING
    kept.show(make_scene(digit=False))
    assert drawn(kept) == Work(live=False, rest=None, focus=True)


def test_a_digit_draws_no_edges_while_they_show_weights(make_scene) -> None:
    kept = started(make_scene)
    kept.show(make_scene(digit=True, resting=False))
    assert drawn(kept) == NOTHING


def test_weights_layout_camera_colours_and_selection_draw_the_edges(make_scene) -> None:
    kept = started(make_scene)
    changes = [
        lambda: kept.show(make_scene(digit=False, step=1)),
        lambda: kept.show(make_scene(digit=False, step=1, dark=True)),
        lambda: kept.show(make_scene(digit=False, step=1, dark=True, size=(700, 400))),
        lambda: kept.look(Camera(2.0)),
        lambda: kept.choose(select(kept.scene, 100)),
    ]
    for change in changes:
        change()
        assert drawn(kept).live
        assert drawn(kept) == NOTHING
    assert kept.work((800, 500), 500).live


def test_edges_are_kept_while_refreshing_is_off(make_scene) -> None:
    kept = started(make_scene)
    kept.refresh_edges = False
    kept.show(make_scene(digit=False, step=1))
    assert not drawn(kept).live
    kept.look(Camera(1.5))  # a picture for another camera would be wrong
    assert drawn(kept).live
    kept.show(make_scene(digit=False, step=2))
    assert not drawn(kept).live
    kept.refresh_edges = True
    assert drawn(kept).live


def test_edges_wait_their_turn_where_they_cost_much(make_scene) -> None:
    kept = started(make_scene)
    kept.edges_every = 3600.0
    kept.show(make_scene(digit=False, step=1))
    assert not drawn(kept).live
    assert kept.completing  # a later frame will draw them
    kept.edges_every = 0.0
    assert drawn(kept).live
    assert not kept.completing


def test_the_resting_picture_grows_slice_by_slice_then_shows(make_scene) -> None:
    kept = started(make_scene)
    rest = select(kept.scene, 10**6)
    kept.begin_rest(rest)
    slices = []
    while kept.completing:
        assert not kept.shows_rest
        assert kept.edges_drawn == len(kept.live.ids)
        slices.append(drawn(kept).rest)
    assert kept.shows_rest
    assert kept.edges_drawn == len(rest.ids)
    assert [first for first, _ in slices] == list(range(0, len(rest.ids), 500))
    assert sum(count for _, count in slices) == len(rest.ids)
    kept.show(make_scene(digit=False, step=1))
    assert not kept.shows_rest
    assert kept.rest is None


def test_a_resting_picture_that_is_chosen_before_the_first_frame_is_drawn_after_it(make_scene) -> None:
    kept = Kept()
    scene = make_scene(digit=False)
    kept.show(scene)
    kept.choose(select(scene, 300))
    rest = select(scene, 400)
    kept.begin_rest(rest)
    assert drawn(kept).live
    assert kept.completing
    assert drawn(kept).rest == (0, len(rest.ids))
    assert kept.shows_rest


def test_a_resting_picture_of_a_past_scene_is_not_begun(make_scene) -> None:
    kept = started(make_scene)
    rest = select(kept.scene, 10**6)
    kept.show(make_scene(digit=False, step=1))
    kept.begin_rest(rest)
    assert kept.rest is None
    assert drawn(kept).rest is None


def test_another_network_forgets_the_selection(make_scene) -> None:
    kept = started(make_scene)
    kept.show(make_scene(sizes=(784, 8, 10), digit=False))
    assert kept.live is None
    assert not drawn(kept).live


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(frame, "perf_counter", lambda: self.now)


def test_where_pictures_move_the_camera_draws_edges_only_when_it_rests(make_scene, monkeypatch) -> None:
    clock = Clock(monkeypatch)
    kept = started(make_scene)
    kept.pictures_move = True
    drawn(kept)
    kept.begin_rest(select(kept.scene, 10**6))
    while kept.completing:
        drawn(kept)
    assert kept.shows_rest
    clock.now += 1.0
    kept._edges_drawn_at = clock.now
    for step in range(6):
        kept.look(Camera(1.1 + 0.1 * step, -step))
        clock.now += 0.03
        assert drawn(kept) == NOTHING
        assert kept.shows_rest  # the complete picture moves along
        assert kept.completing
        assert kept.edges_camera == Camera()
    clock.now += frame.CAMERA_RESTS
    assert drawn(kept).live
    assert kept.edges_camera == kept.camera
    assert not kept.shows_rest
    assert not kept.completing


def test_a_camera_that_never_rests_draws_edges_from_time_to_time(make_scene, monkeypatch) -> None:
    clock = Clock(monkeypatch)
    kept = started(make_scene)
    kept.pictures_move = True
    drawn(kept)
    times = 0
    for step in range(100):
        kept.look(Camera(1.0, -step - 1))
        clock.now += 0.03
        times += drawn(kept).live
    assert times == pytest.approx(3.0 / frame.CAMERA_MOVES, abs=1)


def test_back_where_it_was_the_camera_needs_no_edges(make_scene, monkeypatch) -> None:
    Clock(monkeypatch)
    kept = started(make_scene)
    kept.pictures_move = True
    drawn(kept)
    kept.look(Camera(2.0))
    kept.look(Camera())
    assert not kept.completing
    assert drawn(kept) == NOTHING


def test_weaker_edges_of_a_neuron_follow_when_the_pointer_rests(make_scene, monkeypatch) -> None:
    clock = Clock(monkeypatch)
    kept = started(make_scene)

    def work() -> Work:
        return kept.work(SIZE, 500, focus_most=240)

    for neuron in range(3):
        kept.show(make_scene(digit=False, focus=Focus(1, neuron)))
        clock.now += 0.03
        assert work() == Work(live=False, rest=None, focus=True, focus_most=240)
        assert kept.completing
        clock.now += 0.03
        assert work() == NOTHING
    clock.now += frame.FOCUS_RESTS
    assert work() == Work(live=False, rest=None, focus=True)
    assert not kept.completing
    kept.show(make_scene(digit=False, focus=Focus(2, 1)))  # 26 edges are no trouble
    assert work() == Work(live=False, rest=None, focus=True)
    kept.show(make_scene(digit=False, focus=Focus(1, 3, source=400)))
    assert work() == Work(live=False, rest=None, focus=True)
    assert work() == NOTHING


def test_a_moving_story_goes_before_completing_the_picture(make_scene) -> None:
    kept = started(make_scene)
    scene = make_scene(digit=False)
    told = [replace(scene, moment=StoryMoment((k,), "", "", "")) for k in range(3)]
    kept.show(told[0])
    drawn(kept)
    rest = select(told[0], 900)
    kept.begin_rest(rest)
    assert drawn(kept).rest == (0, 500)
    kept.show(told[1])
    assert not kept.costly(0.0)
    assert drawn(kept) == Work(live=False, rest=None, focus=True)
    kept.show(told[2])
    assert drawn(kept).rest is None
    assert kept.costly(0.0)
    assert drawn(kept).rest == (500, len(rest.ids) - 500)
    assert kept.shows_rest


def test_it_tells_beforehand_what_a_frame_costs(make_scene) -> None:
    kept = started(make_scene)
    assert not kept.costly(0.0)
    kept.edges_every = 10.0
    kept.show(make_scene(digit=False, step=1))
    now = perf_counter()
    assert not kept.costly(now)
    assert kept.costly(now + 10.0)
    assert not drawn(kept).live


def test_edges_of_another_size_are_out_of_place(make_scene) -> None:
    kept = started(make_scene)
    assert not kept.out_of_place(SIZE)
    assert kept.out_of_place((SIZE[0] + 1, SIZE[1]))
