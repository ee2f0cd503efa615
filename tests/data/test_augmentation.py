"""Augmentation does what its settings say, is a function of its seed, and never wraps around an edge."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.tasks.digits.augmentation import (
    DEFAULT_AUGMENTATION,
    LARGEST_AUGMENTATION,
    LIMITS,
    NO_AUGMENTATION,
    Augmentation,
    AugmentationError,
    Augmenter,
    augment,
)

ALL = replace(DEFAULT_AUGMENTATION, noise=0.1)


def some(digits, n):
    return digits.training.images[:n].copy()


def bilinear(image, from_y, from_x):
    """What a picture shows at these places, (28, 28) each, in floats; paper around it."""
    padded = np.zeros((60, 60))
    padded[16:44, 16:44] = image.reshape(28, 28)
    y, x = from_y + 16, from_x + 16
    y0, x0 = np.floor(y).astype(int), np.floor(x).astype(int)
    fy, fx = y - y0, x - x0
    return (
        padded[y0, x0] * (1 - fy) * (1 - fx)
        + padded[y0, x0 + 1] * (1 - fy) * fx
        + padded[y0 + 1, x0] * fy * (1 - fx)
        + padded[y0 + 1, x0 + 1] * fy * fx
    )


ROWS, COLUMNS = np.mgrid[:28, :28].astype(float)


def test_nothing_changes_without_augmentation(digits):
    images = some(digits, 70)
    assert NO_AUGMENTATION.off
    np.testing.assert_array_equal(augment(images, NO_AUGMENTATION, 1), images)
    # A warp that moves nothing moves nothing: through the tables, not past them.
    still = augment(images, Augmentation(shift=1e-9), 1)
    np.testing.assert_array_equal(still, images)


@pytest.mark.parametrize("batch", [1, 7, 32, 100])
def test_what_happens_depends_on_the_place_in_the_epoch_alone(digits, batch):
    images = some(digits, 203)
    whole = images.copy()
    Augmenter(ALL, 5, 203).apply(whole, 3, 0)
    augmenter = Augmenter(ALL, 5, 203)
    parts = images.copy()
    for start in reversed(range(0, 203, batch)):
        augmenter.apply(parts[start : start + batch], 3, start)
    np.testing.assert_array_equal(parts, whole)


def test_another_epoch_or_seed_is_another_change(digits):
    images = some(digits, 64)

    def changed(seed, epoch):
        pixels = images.copy()
        Augmenter(ALL, seed, 64).apply(pixels, epoch, 0)
        return pixels

    np.testing.assert_array_equal(changed(5, 0), changed(5, 0))
    for other in (changed(5, 1), changed(6, 0)):
        assert (other != changed(5, 0)).any(axis=1).all()


def test_the_same_digit_is_changed_in_many_ways(digits):
    changed = augment(np.repeat(digits.training.images[:1], 100, axis=0), DEFAULT_AUGMENTATION, 1)
    assert len(np.unique(changed, axis=0)) == 100


def test_a_generator_goes_on(digits):
    images, rng = some(digits, 8), np.random.default_rng(3)
    first, second = augment(images, ALL, rng), augment(images, ALL, rng)
    assert (first != second).any()
    np.testing.assert_array_equal(first, augment(images, ALL, 3))


def test_shifts_are_shifts_by_halves_within_the_range(digits):
    images = some(digits, 40)
    found = []
    for image, changed in zip(images, augment(images, Augmentation(shift=2.0), 4), strict=True):
        candidates = {
            (dy, dx): np.abs(bilinear(image, ROWS - dy, COLUMNS - dx) - changed.reshape(28, 28)).max()
            for dy in np.arange(-2, 2.5, 0.5)
            for dx in np.arange(-2, 2.5, 0.5)
        }
        best = min(candidates, key=candidates.__getitem__)
        assert candidates[best] < 3  # halving rounds down
        found.append(best)
    assert {dy for dy, _ in found} >= {-1.5, 0, 1.5}
    assert {dx for _, dx in found} >= {-1.5, 0, 1.5}


@pytest.mark.parametrize(
    ("augmentation", "of_angle", "of_size"),
    [(Augmentation(rotation=15.0), True, False), (Augmentation(scale=0.15), False, True)],
)
def test_turned_and_scaled_digits_look_as_exact_ones_do(digits, augmentation, of_angle, of_size):
    images = some(digits, 24)
    amounts = []
    for image, changed in zip(images, augment(images, augmentation, 4), strict=True):
        best = (math.inf, 0.0)
        for amount in np.linspace(-1.2, 1.2, 49):
            angle = math.radians(15 * amount) if of_angle else 0.0
            size = 1.15**amount if of_size else 1.0
            y, x = ROWS - 13.5, COLUMNS - 13.5
            from_x = (math.cos(angle) * x + math.sin(angle) * y) / size + 13.5
            from_y = (math.cos(angle) * y - math.sin(angle) * x) / size + 13.5
            exact = bilinear(image, from_y, from_x)
            best = min(best, (np.abs(exact - changed.reshape(28, 28)).mean(), amount))
        assert best[0] < 0.3 * image.mean()
        amounts.append(best[1])
    assert max(map(abs, amounts)) <= 1.1
    assert min(amounts) < -0.5
    assert max(amounts) > 0.5


def test_elastic_bends_smoothly_by_about_so_much():
    # A picture whose grey tells the column: what it shows afterwards tells how far it was bent.
    ramp = np.tile(np.arange(28) * 8, (28, 1)).astype(np.uint8).reshape(1, -1)
    bent = augment(np.repeat(ramp, 400, axis=0), Augmentation(elastic=0.8), 2).reshape(-1, 28, 28)
    moved = (bent.astype(float) - ramp.reshape(28, 28))[:, 6:22, 6:22] / 8
    assert 0.5 < np.sqrt((moved**2).mean()) < 1.1
    assert np.abs(np.diff(moved, axis=1)).mean() < 0.3
    assert abs(moved.mean()) < 0.1


@settings(max_examples=40)
@given(
    side=st.sampled_from(["left", "right", "top", "bottom"]),
    seed=st.integers(0, 1000),
    shift=st.floats(0.1, LARGEST_AUGMENTATION.shift),
)
def test_ink_never_comes_in_at_the_other_edge(side, seed, shift):
    picture = np.zeros((28, 28), np.uint8)
    far = np.zeros((28, 28), bool)
    match side:
        case "left":
            picture[:, 0], far[:, 14:] = 255, True
        case "right":
            picture[:, 27], far[:, :14] = 255, True
        case "top":
            picture[0], far[14:] = 255, True
        case "bottom":
            picture[27], far[:14] = 255, True
    changed = augment(np.repeat(picture.reshape(1, -1), 40, axis=0), Augmentation(shift=shift), seed)
    assert not changed.reshape(-1, 28, 28)[:, far].any()


@settings(max_examples=30)
@given(
    seed=st.integers(0, 2**32), settings_=st.tuples(*[st.floats(0, limit.most) for limit in LIMITS.values()])
)
def test_any_setting_leaves_pixels_and_reads_no_other_digit(seed, settings_):
    augmentation = Augmentation(*settings_)
    augmentation.check()
    images = np.zeros((40, 784), np.uint8)
    images[::2] = 255
    changed = augment(images, replace(augmentation, noise=0.0), seed)
    assert changed.shape == images.shape
    assert not changed[1::2].any()  # an empty page among inked ones stays empty
    assert augment(images, augmentation, seed).dtype == np.uint8


def test_noise_has_its_deviation_and_stays_between_paper_and_ink():
    grey = np.full((64, 784), 128, np.uint8)
    noisy = augment(grey, Augmentation(noise=0.1), 1).astype(float)
    assert noisy.std() == pytest.approx(25.5, rel=0.02)
    assert noisy.mean() == pytest.approx(128, abs=0.5)
    for level in (0, 255):
        noisy = augment(np.full((64, 784), level, np.uint8), Augmentation(noise=0.1), 1)
        assert abs(noisy.astype(float) - level).max() < 160  # nothing wraps around
        assert (noisy == level).mean() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("name", [field.name for field in fields(Augmentation)])
@pytest.mark.parametrize("value", [-0.1, 1000, math.nan, math.inf, True, "1", None])
def test_every_field_says_its_range(name, value):
    with pytest.raises(AugmentationError, match=rf"{LIMITS[name].name}: {value} can't be used.* to "):
        replace(NO_AUGMENTATION, **{name: value}).check()


def test_the_presets_can_be_used():
    for augmentation in (NO_AUGMENTATION, DEFAULT_AUGMENTATION, LARGEST_AUGMENTATION):
        augmentation.check()
    assert not DEFAULT_AUGMENTATION.off


def test_default_augmentation_leaves_digits_readable(digits, reader):
    images = digits.test.images[:2000]
    assert reader(augment(images, DEFAULT_AUGMENTATION, 1)) > 0.55
