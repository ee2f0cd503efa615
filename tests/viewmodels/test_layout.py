"""Where neurons stand: inside the page, in order, apart; the same for the same network and page."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.input import Picture, picture_of
from netviz.viewmodels.layout import make_layout

SIZES = st.lists(st.integers(1, 300), min_size=2, max_size=7).map(tuple)


def spec_of(sizes: tuple[int, ...]) -> NetworkSpec:
    return NetworkSpec(sizes=sizes, activations=("relu",) * (len(sizes) - 2))


@given(SIZES, st.floats(320, 4000), st.floats(240, 2400))
def test_everything_stands_on_the_page(sizes: tuple[int, ...], width: float, height: float) -> None:
    layout = make_layout(spec_of(sizes), width, height)
    assert np.isfinite(layout.xy).all()
    assert np.isfinite(layout.port).all()
    assert (layout.radius > 0).all()
    assert (layout.xy - layout.radius[:, None] >= 0).all()
    assert (layout.xy[:, 0] + layout.radius <= width).all()
    assert (layout.xy[:, 1] + layout.radius <= height).all()


@given(SIZES, st.floats(320, 4000), st.floats(240, 2400))
def test_columns_are_in_order_and_neurons_do_not_touch(
    sizes: tuple[int, ...], width: float, height: float
) -> None:
    layout = make_layout(spec_of(sizes), width, height)
    assert (np.diff(layout.column_x) > 0).all()
    for column, where in enumerate(layout.spec.neuron_slices):
        if column == 0 and layout.image is not None:
            continue
        y, radius = layout.xy[where, 1], layout.radius[where]
        assert (layout.xy[where, 0] == np.float32(layout.column_x[column])).all()
        assert (np.diff(y) > 2 * radius[:-1]).all()


def test_pixels_are_cells_of_the_image_and_leave_by_its_right_border() -> None:
    layout = make_layout(DIGITS.network, 1000, 700)
    assert layout.image is not None
    left, top, side = layout.image
    cell = side / 28
    for pixel in (0, 27, 28, 391, 783):
        row, column = divmod(pixel, 28)
        assert layout.xy[pixel] == pytest.approx((left + (column + 0.5) * cell, top + (row + 0.5) * cell))
        assert layout.port[pixel] == pytest.approx((left + side, top + (row + (column + 0.5) / 28) * cell))
    assert (np.diff(layout.port[:784, 1]) > 0).all()
    assert layout.column_x[0] == pytest.approx(left + side)
    assert (layout.port[784:] == layout.xy[784:]).all()


@pytest.mark.parametrize(
    ("inputs", "side"), [(784, 28), (64, 8), (49, None), (100, 10), (785, None), (2, None)]
)
def test_only_squares_are_images(inputs: int, side: int | None) -> None:
    assert picture_of(inputs) == (None if side is None else Picture(side, side))
    layout = make_layout(spec_of((inputs, 3)), 800, 600)
    assert (layout.image is None) == (side is None)
    if side is None:
        assert (layout.port == layout.xy).all()


def test_the_same_page_gives_the_same_layout_and_another_page_another() -> None:
    one, same = make_layout(DIGITS.network, 900, 600), make_layout(DIGITS.network, 900, 600)
    assert one.identity == same.identity
    assert (one.xy == same.xy).all()
    assert one.identity != make_layout(DIGITS.network, 901, 600).identity
    with pytest.raises(ValueError, match="read-only"):
        one.xy[0] = 0


def test_room_for_captions_below_and_for_percentages_beside() -> None:
    for width, height in ((640, 400), (860, 640), (1400, 900)):
        layout = make_layout(DIGITS.network, width, height)
        lowest = float((layout.xy[784:, 1] + layout.radius[784:]).max())
        assert height - lowest >= 24
        assert width - layout.column_x[-1] >= 110
