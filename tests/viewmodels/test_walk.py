"""Keys lead to every neuron, and never off the network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.network.spec import NetworkSpec
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.scene import Focus
from netviz.viewmodels.walk import beginning, neuron_of, to_column, walk

LAYOUT = make_layout(NetworkSpec.dense((784, 16, 6, 10)), 900, 640)
COLUMNS = make_layout(NetworkSpec.dense((5, 7, 3)), 900, 640)
DIRECTIONS = ("up", "down", "left", "right", "first", "last", "page up", "page down")


@pytest.mark.parametrize(
    ("focus", "direction", "to"),
    [
        (Focus(1, 3), "down", Focus(1, 4)),
        (Focus(1, 3), "up", Focus(1, 2)),
        (Focus(1, 0), "up", Focus(1, 0)),
        (Focus(3, 9), "down", Focus(3, 9)),
        (Focus(1, 3), "last", Focus(1, 15)),
        (Focus(1, 3), "first", Focus(1, 0)),
        (Focus(1, 3), "page down", Focus(1, 13)),
        (Focus(1, 3), "page up", Focus(1, 0)),
        (Focus(0, 28 * 5 + 9), "down", Focus(0, 28 * 6 + 9)),
        (Focus(0, 28 * 5 + 9), "right", Focus(0, 28 * 5 + 10)),
        (Focus(0, 28 * 5), "left", Focus(0, 28 * 5)),
        (Focus(0, 28 * 5 + 9), "page down", Focus(0, 28 * 15 + 9)),
        (Focus(0, 28 * 25 + 9), "page down", Focus(0, 28 * 27 + 9)),
        (Focus(0, 9), "up", Focus(0, 9)),
        (Focus(0, 783), "right", Focus(1, 11)),
        (Focus(3, 4), "right", Focus(3, 4)),
        (Focus(2, 1, source=4), "down", Focus(2, 2)),
    ],
)
def test_a_step(focus: Focus, direction: str, to: Focus) -> None:
    assert walk(LAYOUT, focus, direction) == to


def test_sideways_leads_to_the_neuron_at_the_same_height() -> None:
    for index in range(6):
        there = walk(LAYOUT, Focus(2, index), "left")
        assert there.column == 1
        heights = LAYOUT.xy[LAYOUT.spec.neuron_slices[1], 1]
        own = LAYOUT.xy[LAYOUT.spec.neuron_slices[2].start + index, 1]
        assert abs(heights[there.index] - own) == abs(heights - own).min()
    assert walk(LAYOUT, Focus(1, 8), "left").index % 28 == 27  # the image's right border is the nearest


@given(st.lists(st.sampled_from(DIRECTIONS), max_size=60), st.booleans())
def test_no_way_leaves_the_network(way: list[str], image: bool) -> None:
    layout = LAYOUT if image else COLUMNS
    focus = Focus(1, 2)
    for direction in way:
        focus = walk(layout, focus, direction)
        assert 0 <= focus.column < len(layout.spec.sizes)
        assert 0 <= focus.index < layout.spec.sizes[focus.column]


def test_from_layer_to_layer() -> None:
    assert to_column(LAYOUT, Focus(3, 0), 2).column == 2
    assert to_column(LAYOUT, Focus(3, 0), 4) == Focus(3, 0)
    assert to_column(LAYOUT, Focus(0, 5), -1) == Focus(0, 5)


def test_where_it_begins() -> None:
    assert beginning(LAYOUT, 7) == Focus(3, 7)
    assert beginning(LAYOUT, None) == Focus(1, 8)
    assert neuron_of(Focus(2, 3, source=1)) == Focus(2, 3)
    assert neuron_of(None) is None
