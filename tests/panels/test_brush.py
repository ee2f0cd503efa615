"""The brush against an independent sampling of its geometry, and the properties that a stroke must have."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.panels.pad import brush
from netviz.panels.pad.line import Point, curve
from netviz.panels.pad.stroke import Stroke

SIDE = brush.SIDE
coordinate = st.floats(-0.2, 1.2)
point = st.tuples(coordinate, coordinate, st.floats(0.05, 0.15))
points = st.lists(point, min_size=1, max_size=8).map(tuple)


def painted(stroke: Stroke) -> np.ndarray:
    ink = brush.blank()
    brush.lay_stroke(ink, stroke)
    return ink


def test_a_dot_is_a_round_disc_of_the_brushs_width() -> None:
    ink = painted(Stroke(((0.5, 0.5, 0.1),)))
    rows, columns = np.nonzero(ink > 127)
    assert np.ptp(rows) + 1 == pytest.approx(28, abs=1)
    assert np.ptp(columns) + 1 == pytest.approx(28, abs=1)
    assert (ink / 255).sum() == pytest.approx(math.pi * 14**2, rel=0.02)
    assert np.array_equal(ink, ink.T)
    assert np.array_equal(ink, ink[::-1, ::-1])


def test_a_straight_line_covers_the_area_of_a_capsule() -> None:
    ink = painted(Stroke(((0.2, 0.3, 0.1), (0.8, 0.7, 0.1))))
    length = math.hypot(0.6, 0.4) * SIDE
    assert (ink / 255).sum() == pytest.approx(length * 28 + math.pi * 14**2, rel=0.01)


def test_the_edge_is_soft_and_the_middle_is_full() -> None:
    ink = painted(Stroke(((0.2, 0.5, 0.1), (0.8, 0.5, 0.1))))
    across = ink[:, SIDE // 2].astype(int)
    assert across.max() == 255
    grey = np.count_nonzero((across > 0) & (across < 255))
    assert 4 <= grey <= 12
    assert np.abs(np.diff(across)).max() < 100


def test_more_pressure_makes_a_wider_line() -> None:
    assert brush.width_of(0.5) == pytest.approx(brush.WIDTH)
    widths = [brush.width_of(p) for p in (-1.0, 0.0, 0.5, 1.0, 7.0)]
    assert widths == sorted(widths)
    thin, thick = (
        painted(Stroke(((0.2, 0.5, brush.width_of(p)), (0.8, 0.5, brush.width_of(p))))) for p in (0.1, 0.9)
    )
    assert thick.sum() > 1.5 * thin.sum()


@given(points)
def test_the_line_leads_through_every_point_without_a_gap(given_points: tuple[Point, ...]) -> None:
    ink = painted(Stroke(given_points))
    on_paper = [(x, y) for x, y, _ in given_points if 0 <= x < 1 and 0 <= y < 1]
    for x, y in on_paper:
        assert ink[math.floor(y * SIDE), math.floor(x * SIDE)] == 255
    # From one point to the next the curve stays in the ink.
    for (x0, y0, _), (x1, y1, x2, y2, x3, y3) in zip(given_points, curve(given_points), strict=False):
        for t in np.linspace(0, 1, 9):
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            x, y = a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
            if 0 <= x < 1 and 0 <= y < 1:
                assert ink[math.floor(y * SIDE), math.floor(x * SIDE)] >= 250


@given(points)
def test_a_piece_of_the_line_depends_on_four_points_alone(given_points: tuple[Point, ...]) -> None:
    whole = curve(given_points)
    for n in range(1, len(given_points) - 1):
        assert curve(given_points[max(n - 2, 0) : n + 2])[-2] == whole[n - 1]


def test_a_corner_stays_a_corner() -> None:
    """Three points far apart, as of a fast 7: the line leaves its corner straight."""
    pieces = curve(((0.2, 0.2, 0.1), (0.8, 0.2, 0.1), (0.4, 0.8, 0.1)))
    assert pieces[0][2:4] == (0.8, 0.2)
    assert pieces[1][:2] == (0.8, 0.2)
    assert curve(()) == curve(((0.5, 0.5, 0.1),)) == []


def test_a_fast_curve_is_round_not_a_polygon() -> None:
    """Twelve samples of a circle: the radius of the line's middle varies by less than three pixels."""
    angles = np.linspace(0, 2 * np.pi, 13)
    ring = tuple((0.5 + 0.35 * math.cos(t), 0.5 + 0.35 * math.sin(t), 0.06) for t in angles)
    ink = painted(Stroke(ring))
    rows, columns = np.nonzero(ink == 255)
    radius = np.hypot(rows + 0.5 - SIDE / 2, columns + 0.5 - SIDE / 2)
    angle = np.arctan2(rows + 0.5 - SIDE / 2, columns + 0.5 - SIDE / 2)
    # Away from where the ring was begun and ended, which stays straight.
    places = [a for a in np.linspace(-3, 3, 40) if abs(a) > 0.3]
    sectors = [radius[np.abs(angle - a) < 0.03].mean() for a in places]
    assert np.ptp(sectors) < 3


@given(points, points)
def test_erasing_never_adds_and_drawing_never_takes_ink(
    first: tuple[Point, ...], second: tuple[Point, ...]
) -> None:
    before = painted(Stroke(first))
    drawn, erased = before.copy(), before.copy()
    brush.lay_stroke(drawn, Stroke(second))
    brush.lay_stroke(erased, Stroke(second, erase=True))
    assert (drawn >= before).all()
    assert (erased <= before).all()


@given(points)
def test_an_eraser_on_the_same_path_takes_the_whole_stroke(path: tuple[Point, ...]) -> None:
    ink = painted(Stroke(path))
    wider = tuple((x, y, w + 0.04) for x, y, w in path)
    brush.lay_stroke(ink, Stroke(wider, erase=True))
    assert ink.max(initial=0) <= 1


@given(points)
@settings(max_examples=30)
def test_drawing_twice_changes_nothing(path: tuple[Point, ...]) -> None:
    once = painted(Stroke(path))
    twice = once.copy()
    brush.lay_stroke(twice, Stroke(path))
    assert np.array_equal(once, twice)


def test_ink_far_outside_the_paper_is_no_error() -> None:
    assert painted(Stroke(((9.0, 9.0, 0.1), (12.0, -3.0, 0.1)))).max() == 0
