"""Normalised ink against the truth: the data set's own digits, moved, scaled and drawn in other ways."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from netviz.tasks.digits.ink import normalise

N = 600


@pytest.fixture(scope="module")
def pages(digits) -> list[NDArray[np.uint8]]:
    """Test digits at 5 to 13 times their size, anywhere on a page of 400×400."""
    random = np.random.default_rng(7)
    result = []
    for image in digits.test.images[:N]:
        side = int(random.uniform(5, 13) * 28)
        page = np.zeros((400, 400), np.uint8)
        top, left = random.integers(0, 400 - side + 1, 2)
        big = Image.fromarray(image.reshape(28, 28)).resize((side, side), Image.Resampling.BICUBIC)
        page[top : top + side, left : left + side] = np.asarray(big)
        result.append(page)
    return result


def read_all(pages) -> NDArray[np.uint8]:
    return np.array([normalise(page) for page in pages])


def thinned(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Eight pixels taken off every stroke, as a fine pen would have drawn it."""
    thin = np.where(page > 127, 255, 0).astype(np.uint8)
    for axis in (0, 1):
        thin = np.minimum.reduce([np.roll(thin, shift, axis) for shift in range(-4, 5)])
    return thin


def specked(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    random = np.random.default_rng(int(page.sum()))
    page = page.copy()
    for top, left in random.integers(0, 396, (3, 2)):
        page[top : top + 3, left : left + 3] = 255
    return page


def test_enlarged_and_moved_digits_are_read_as_the_originals(digits, reader, pages):
    original = reader(digits.test.images[:N])
    assert original > 0.8
    assert reader(read_all(pages)) >= 0.97 * original


@pytest.mark.parametrize(
    ("alter", "share"),
    [
        (lambda page: page // 4, 0.97),
        (lambda page: np.where(page > 127, 255, 0).astype(np.uint8), 0.97),
        (specked, 0.96),
        (thinned, 0.85),
    ],
    ids=["faint", "hard edges", "specks", "thin"],
)
def test_digits_drawn_another_way_are_read_nearly_as_the_originals(digits, reader, pages, alter, share):
    altered = read_all([alter(page) for page in pages])
    assert reader(altered) >= share * reader(digits.test.images[:N])


def test_without_normalisation_the_reader_fails_so_the_check_means_something(digits, reader, pages):
    shrunk = np.array(
        [np.asarray(Image.fromarray(page).resize((28, 28), Image.Resampling.BOX)) for page in pages]
    )
    assert reader(shrunk.reshape(N, 784)) < 0.5


def test_thin_ink_is_as_wide_and_dark_as_the_data_sets(digits):
    image = Image.new("L", (280, 280))
    ImageDraw.Draw(image).line([(90, 40), (190, 60), (120, 240)], fill=255, width=2)
    thin = normalise(np.asarray(image)).astype(int)
    assert (thin > 230).sum() >= 30
    assert 40 <= (thin > 127).sum() <= 90


def test_nearly_every_digit_of_the_data_set_stays_as_it_is(digits):
    images = digits.test.images[:2000]
    again = np.array([normalise(image.reshape(28, 28)) for image in images])
    difference = np.abs(again.astype(int) - images).max(axis=1)
    assert np.mean(difference <= 8) > 0.9


def strokes(points: list[tuple[int, int]], width: int, scale: float, dx: int, dy: int) -> NDArray[np.uint8]:
    """A line through `points` (0 to 100), scaled and moved, on a page of 300×300."""
    image = Image.new("L", (300, 300))
    path = [(round(x * scale) + dx, round(y * scale) + dy) for x, y in points]
    ImageDraw.Draw(image).line(path, fill=255, width=max(1, round(width * scale)), joint="curve")
    return np.asarray(image)


drawings = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=3, max_size=6, unique=True)
properties = settings(max_examples=60, deadline=None)


@properties
@given(drawings, st.integers(8, 14), st.integers(20, 170), st.integers(20, 170))
def test_where_it_is_drawn_does_not_matter(points, width, dx, dy):
    here, there = strokes(points, width, 1.0, 20, 20), strokes(points, width, 1.0, dx, dy)
    np.testing.assert_array_equal(normalise(here), normalise(there))


@properties
@given(drawings, st.floats(1.0, 2.4))
def test_how_large_it_is_drawn_hardly_matters(points, scale):
    small, large = normalise(strokes(points, 12, 1.0, 20, 20)), normalise(strokes(points, 12, scale, 25, 25))
    # Rounding to whole pixels may move the whole digit by one pixel, so the best of nine places counts.
    square = small.reshape(28, 28)
    moved = [np.roll(square, (a, b), (0, 1)).reshape(-1) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    overlaps = [np.minimum(m, large).sum() / max(1, int(np.maximum(m, large).sum())) for m in moved]
    assert max(overlaps) > 0.6


@properties
@given(drawings, st.integers(1, 30))
def test_box_darkness_and_centre_of_mass_are_the_data_sets(points, width):
    digit = normalise(strokes(points, width, 1.5, 60, 60)).reshape(28, 28)
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 in (19, 20)  # a stroke's faintest end may round to 0
    assert digit.max() >= 245
    mass = digit.sum()
    for axis, span in ((0, rows), (1, columns)):
        centre = float((np.arange(28) @ digit.sum(axis=1 - axis)) / mass)
        assert 13.45 <= centre <= 14.55 or span[0] == 0 or span[-1] == 27


def test_proportions_are_kept():
    page = np.zeros((280, 280), np.uint8)
    page[40:240, 100:140] = 255
    digit = normalise(page).reshape(28, 28)
    assert np.flatnonzero(digit.any(axis=1)).size == 20
    assert np.flatnonzero(digit.any(axis=0)).size == 4


def test_broad_ink_is_narrowed_to_what_the_data_set_has():
    page = np.zeros((280, 280), np.uint8)
    page[40:240, 100:160] = page[180:240, 100:240] = 255  # an L of strokes six pixels wide
    digit = normalise(page).reshape(28, 28)
    assert np.flatnonzero(digit.any(axis=1)).size == 20
    assert 2 <= (digit[8] > 127).sum() <= 4


@pytest.mark.parametrize("shape", [(280, 280), (1, 1), (0, 0), (0, 5), (3, 900)])
def test_no_ink_gives_zeros(shape):
    result = normalise(np.zeros(shape, np.uint8))
    assert result.shape == (784,)
    assert result.dtype == np.uint8
    assert not result.any()


@pytest.mark.parametrize("fill", ["one pixel", "dot", "everything", "a row", "one by one"])
def test_odd_ink_is_centred_and_dark(fill):
    page = np.zeros((280, 280), np.uint8)
    if fill == "one pixel":
        page[3, 277] = 255
    elif fill == "dot":
        page[200:210, 5:15] = 255
    elif fill == "everything":
        page[:] = 255
    elif fill == "a row":
        page[279] = 255
    else:
        page = np.full((1, 1), 9, np.uint8)
    digit = normalise(page).reshape(28, 28)
    assert digit.max() >= 250
    assert digit[13:15, 13:15].min() >= 250


def test_numbers_of_other_kinds_mean_the_same(digits):
    page = np.kron(digits.test.images[0].reshape(28, 28), np.ones((9, 9), np.uint8))
    expected = normalise(page)
    np.testing.assert_array_equal(normalise(page / 255, full=1.0), expected)
    np.testing.assert_array_equal(normalise(page.astype(np.int64)), expected)
    np.testing.assert_array_equal(normalise(page[::-1][::-1]), expected)
    wild = page / 255
    wild[0, 0], wild[0, 1] = np.nan, -np.inf
    np.testing.assert_array_equal(normalise(wild, full=1.0), expected)


def test_an_array_that_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="rows and columns"):
        normalise(np.zeros(784, np.uint8))
