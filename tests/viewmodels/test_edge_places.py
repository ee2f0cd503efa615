"""Places of edges are computed once and kept: they are the same as if they were computed anew."""

from math import hypot

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.network.connections import edge_ends
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.task import DIGITS
from netviz.training.experiments.backprop import trace
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.story.arrows import geometry
from netviz.viewmodels.story.arrows.geometry import PLACES_KEPT, Edges, edges_into, edges_of
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.story import Story, placed, tell

SPECS = (NetworkSpec((784, 10)), DIGITS.network, NetworkSpec((784, 128, 64, 10)), NetworkSpec((5, 4, 3)))
PAGES = ((860.0, 640.0), (400.0, 300.0))
LAYOUTS = [make_layout(spec, *page) for spec in SPECS for page in PAGES]


def forget() -> None:
    geometry.edges_into.cache_clear()
    geometry._edges_of.cache_clear()


def same(a: Edges, b: Edges) -> None:
    for name in ("ids", "begin", "end", "room"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name))
    assert (a.from_pixels, a.slender) == (b.from_pixels, b.slender)


@given(data=st.data())
def test_an_edge_lies_on_the_line_between_its_neurons(data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(LAYOUTS))
    spec = layout.spec
    chosen = data.draw(st.lists(st.integers(0, spec.n_edges - 1), min_size=1, max_size=9))
    away = (data.draw(st.floats(0.5, 6.0)), data.draw(st.floats(0.5, 22.0)))
    edges = edges_of(layout, np.array(chosen, np.int64), away)
    for k, edge in enumerate(chosen):
        column, source, target = edge_ends(spec, edge)
        tail = spec.neuron_slices[column - 1].start + source
        head = spec.neuron_slices[column].start + target
        (x0, y0), (x1, y1) = (layout.xy[n].astype(float) for n in (tail, head))
        length = hypot(x1 - x0, y1 - y0)
        from_pixel = column == 1 and layout.image is not None
        gap = 0.0 if from_pixel else min(max(float(layout.radius[tail]), 3.5) + away[0], 0.3 * length)
        end = min(max(float(layout.radius[head]), 3.5) + away[1], 0.3 * length)
        for got, at in ((edges.begin[k], gap / length), (edges.end[k], 1 - end / length)):
            assert got == pytest.approx((x0 + (x1 - x0) * at, y0 + (y1 - y0) * at), abs=1e-6)
        assert edges.room[k] == pytest.approx(length - gap - end, abs=1e-6)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: str(layout.identity))
def test_kept_places_are_those_computed_anew(layout: Layout) -> None:
    spec = layout.spec
    for column in range(1, len(spec.sizes)):
        for index in range(0, spec.sizes[column], 7):
            kept = edges_into(layout, column, index)
            assert edges_into(layout, column, index) is kept
            some = kept.ids[::-3].copy()
            of_some = edges_of(layout, some, (0.5, 0.5))
            forget()
            same(kept, edges_into(layout, column, index))
            same(of_some, edges_of(layout, some, (0.5, 0.5)))


def test_another_page_or_distance_has_places_of_its_own() -> None:
    spec = DIGITS.network
    wide, narrow = (make_layout(spec, width, 640) for width in (860, 500))
    assert not np.array_equal(edges_into(wide, 2, 3).begin, edges_into(narrow, 2, 3).begin)
    ids = np.arange(40, dtype=np.int64)
    near, far = edges_of(wide, ids, (1.0, 1.0)), edges_of(wide, ids)
    assert (near.room > far.room).all()
    assert edges_of(wide, ids[:7]).ids.tolist() == ids[:7].tolist()


def test_nobody_can_move_what_is_kept_and_only_so_much_is() -> None:
    layout = LAYOUTS[2]
    ids = np.arange(12_544, 12_560, dtype=np.int64)
    for edges in (edges_into(layout, 2, 3), edges_into(layout, 1, 0), edges_of(layout, ids)):
        for array in (edges.ids, edges.begin, edges.end, edges.room):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0
    # The ids asked with stay the caller's own.
    before = edges_of(layout, ids).begin.copy()
    ids += 1
    np.testing.assert_array_equal(edges_of(layout, ids - 1).begin, before)
    for first in range(2 * PLACES_KEPT):
        edges_of(layout, np.array([first]))
    for kept in (geometry.edges_into, geometry._edges_of):
        assert kept.cache_info().currsize <= PLACES_KEPT


def _stories() -> list[Story]:
    spec = NetworkSpec((784, 16, 12, 10))
    network = Network(spec)
    network.initialise(3)
    digit = np.random.default_rng(3).random(784) * (np.arange(784) % 5 == 0)
    story = tell(trace(spec, network.parameters, digit, 4, 0.005), make_layout(spec, 860, 640), step=0)
    return [story, placed(story, make_layout(spec, 420, 380))]


def _numbers(now: StoryMoment) -> list[np.ndarray]:
    lines = [a for group in (*now.under, *now.lines) for a in (group.line, group.width, group.alpha)]
    return lines + [a for group in now.arrows for a in (group.edge, group.line, group.width, group.alpha)]


def test_every_moment_is_the_same_with_kept_places_as_without() -> None:
    stories = _stories()
    phases = np.linspace(0, len(stories[0].stages), 60)
    forget()
    kept = [_numbers(moment(story, float(phase))) for phase in phases for story in stories]
    for story, phase, numbers in zip(
        stories * len(phases), np.repeat(phases, len(stories)), kept, strict=True
    ):
        forget()
        anew = _numbers(moment(story, float(phase)))
        assert len(anew) == len(numbers)
        for a, b in zip(anew, numbers, strict=True):
            np.testing.assert_array_equal(a, b)


def test_a_stage_computes_the_places_of_its_edges_once() -> None:
    (story, _) = _stories()
    number = next(k for k, stage in enumerate(story.stages) if stage.kind == "step")
    forget()
    moment(story, number + 0.3)
    first = geometry._edges_of.cache_info().misses
    for done in (0.35, 0.45, 0.55):
        moment(story, number + done)
    assert first > 0
    assert geometry._edges_of.cache_info().misses == first
