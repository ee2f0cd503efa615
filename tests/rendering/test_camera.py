"""The camera: there and back, and the point under the pointer stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.rendering.camera import LARGEST_ZOOM, SMALLEST_ZOOM, Camera

POINT = st.floats(-2000, 2000)
CAMERA = st.builds(Camera, st.floats(SMALLEST_ZOOM, LARGEST_ZOOM), POINT, POINT)


@given(CAMERA, POINT, POINT)
def test_to_the_screen_and_back(camera: Camera, x: float, y: float) -> None:
    assert camera.to_page(*camera.to_screen(x, y)) == pytest.approx((x, y), abs=1e-6)


@given(CAMERA, st.floats(0.01, 100), POINT, POINT)
def test_the_point_zoomed_at_stays(camera: Camera, factor: float, x: float, y: float) -> None:
    zoomed = camera.zoomed(factor, x, y)
    assert SMALLEST_ZOOM <= zoomed.zoom <= LARGEST_ZOOM
    assert zoomed.to_screen(*camera.to_page(x, y)) == pytest.approx((x, y), abs=1e-5)


@given(CAMERA, st.floats(200, 3000), st.floats(200, 2000))
def test_the_page_can_t_be_lost(camera: Camera, width: float, height: float) -> None:
    x, y = camera.kept_in(width, height).to_page(width / 2, height / 2)
    assert -1e-6 <= x <= width + 1e-6
    assert -1e-6 <= y <= height + 1e-6


def test_the_whole_page_is_where_it_was_laid_out() -> None:
    assert Camera().to_screen(12.5, 7.25) == (12.5, 7.25)
    assert Camera().kept_in(800, 600) == Camera()
    assert Camera().panned(3, -4) == Camera(1.0, 3.0, -4.0)
