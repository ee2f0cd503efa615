"""Distortions do what they say, more for a larger amount, and nothing for none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.tasks.input import Picture
from netviz.tasks.pictures.distortions import DISTORTIONS, DistortionError, distort, distortions_of


def page(*cells, ink=255):
    """One page with ink in these cells (row, column)."""
    picture = np.zeros((28, 28), np.uint8)
    for cell in cells:
        picture[cell] = ink
    return picture.reshape(1, 784)


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_no_amount_changes_nothing_and_the_digits_given_stay(digits, kind):
    images = digits.test.images[:300]
    before = images.copy()
    same = distort(images, kind, 0.0)
    np.testing.assert_array_equal(same, images)
    assert same is not images
    distort(images, kind, DISTORTIONS[kind].amounts[-1])
    np.testing.assert_array_equal(images, before)


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_a_seed_repeats_and_more_is_farther_away(digits, kind):
    images = digits.test.images[:600]
    amounts = [amount for amount in DISTORTIONS[kind].amounts if amount >= 0]
    away = []
    for amount in amounts:
        changed = distort(images, kind, amount, 3)
        assert changed.shape == images.shape
        assert changed.dtype == np.uint8
        np.testing.assert_array_equal(changed, distort(images, kind, amount, 3))
        away.append(np.abs(changed.astype(float) - images).mean())
    assert away == sorted(away)
    assert away[1] > 0


@pytest.mark.parametrize("kind", ["noise", "shift", "occlusion"])
def test_chance_depends_on_the_seed(digits, kind):
    images, amount = digits.test.images[:50], DISTORTIONS[kind].amounts[-1]
    assert (distort(images, kind, amount, 1) != distort(images, kind, amount, 2)).any()


@pytest.mark.parametrize("quarters", [-1, 1, 2])
def test_quarter_turns_are_exact(digits, quarters):
    images = digits.test.images[:20]
    turned = distort(images, "rotation", 90.0 * quarters).reshape(-1, 28, 28)
    np.testing.assert_array_equal(turned, np.rot90(images.reshape(-1, 28, 28), -quarters, axes=(1, 2)))


def test_a_rotation_and_back_is_nearly_the_digit(digits):
    images = digits.test.images[:100]
    there = distort(images, "rotation", 25.0)
    back = distort(there, "rotation", -25.0).astype(float)
    assert np.abs(back - images).mean() < 0.35 * np.abs(there.astype(float) - images).mean()


def plain_grey(image, amount):
    """Dilation or erosion by a whole number of pixels, cell by cell."""
    choose = max if amount > 0 else min
    for _ in range(abs(amount)):
        padded = np.pad(image, 1)
        image = np.array([[choose(padded[r : r + 3, c : c + 3].flat) for c in range(28)] for r in range(28)])
    return image


def test_straight_strokes_grow_and_shrink_by_the_amount():
    upright = np.zeros((28, 28), np.uint8)
    upright[4:24, 12:15] = 255
    for amount in (-1.0, -0.5, 0.5, 1.0, 2.0):
        changed = distort(upright.reshape(1, 784), "thickness", amount).reshape(28, 28)
        width = changed[14].sum() / 255
        assert width == pytest.approx(3 + 2 * amount, abs=0.02)


@pytest.mark.parametrize("amount", [-2, -1, 1, 2])
def test_whole_amounts_of_thickness_lie_within_the_square_ones(digits, amount):
    for image in digits.test.images[:10]:
        changed = distort(image[None], "thickness", amount).reshape(28, 28)
        square = plain_grey(image.reshape(28, 28), amount)
        plain = image.reshape(28, 28)
        if amount > 0:
            assert (changed >= plain).all()
            assert (changed <= square).all()
        else:
            assert (changed <= plain).all()
            assert (changed >= square).all()


def test_a_shift_goes_all_eight_ways_and_never_round_the_edge():
    cells = np.repeat(page((14, 14)), 200, axis=0)
    straight = distort(cells, "shift", 2.0).reshape(-1, 28, 28) > 200
    assert {tuple(c) for c in np.argwhere(straight)[:, 1:]} == {(12, 14), (16, 14), (14, 12), (14, 16)}
    diagonal = distort(cells, "shift", 2 * 2**0.5).reshape(-1, 28, 28) > 250
    assert {tuple(c) for c in np.argwhere(diagonal)[:, 1:]} == {(12, 12), (12, 16), (16, 12), (16, 16)}
    corner = np.repeat(page((0, 0)), 200, axis=0)
    assert not distort(corner, "shift", 3.0).reshape(-1, 28, 28)[:, 5:, 5:].any()


@settings(max_examples=30)
@given(side=st.integers(0, 28), seed=st.integers(0, 99))
def test_a_patch_covers_its_square(side, seed):
    covered = distort(np.full((30, 784), 255, np.uint8), "occlusion", float(side), seed) == 0
    assert (covered.sum(axis=1) == side * side).all()
    for one in covered.reshape(-1, 28, 28):
        assert one.any(axis=1).sum() == one.any(axis=0).sum() == side


def test_noise_has_its_deviation():
    noisy = distort(np.full((200, 784), 128, np.uint8), "noise", 0.1).astype(float)
    assert noisy.std() == pytest.approx(25.5, rel=0.02)


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_amounts_outside_the_range_are_refused_in_a_sentence(digits, kind):
    distortion = DISTORTIONS[kind]
    for amount in (distortion.least - 1, distortion.most + 1, float("nan"), float("inf")):
        with pytest.raises(DistortionError, match=f"{distortion.name}: .* can't be used"):
            distort(digits.test.images[:1], kind, amount)
    for amount in distortion.amounts:
        distortion.check(amount)


def test_an_unknown_kind_is_refused(digits):
    with pytest.raises(DistortionError, match=r"no “blur”; noise, .* or occlusion would be right"):
        distort(digits.test.images[:1], "blur", 1.0)


@pytest.mark.parametrize("shape", [(1, 1), (8, 8), (12, 20), (40, 40)])
def test_pictures_of_any_size_are_distorted_by_the_same_share(shape):
    reads = Picture(*shape)
    images = np.random.default_rng(2).integers(0, 256, (40, reads.n)).astype(np.uint8)
    offered = distortions_of(reads)
    assert set(offered) == (set(DISTORTIONS) if min(shape) > 1 else set(DISTORTIONS) - {"occlusion"})
    for kind, distortion in offered.items():
        np.testing.assert_array_equal(distort(images, kind, 0.0, reads=reads), images)
        assert 0 in distortion.amounts
        assert len(set(distortion.amounts)) == len(distortion.amounts)
        for amount in distortion.amounts:
            distortion.check(amount)
            assert distort(images, kind, amount, reads=reads).shape == images.shape
        usual = DISTORTIONS[kind]
        if usual.pixels:
            assert distortion.amounts[-1] == pytest.approx(usual.amounts[-1] * min(shape) / 28, abs=0.5)
    if min(shape) > 1:
        side = 3.0
        covered = distort(np.full_like(images, 255), "occlusion", side, reads=reads) == 0
        assert (covered.sum(axis=1) == side * side).all()
    if shape[0] == shape[1]:
        turned = distort(images, "rotation", 90.0, reads=reads).reshape(-1, *shape)
        np.testing.assert_array_equal(turned, np.rot90(images.reshape(-1, *shape), -1, axes=(1, 2)))
