"""Is it a digit? Test digits, and what is none, of kinds that the judge learned and of kinds held back."""

import numpy as np
import pytest

from netviz.panels.pad.laid_anew import read_strokes
from netviz.panels.pad.stroke import Stroke
from netviz.training.judge import LEAST, judge, likeness, n_refused
from tests.nodigits.kinds import HELD_KINDS, KINDS, by_hand, make
from tests.strokes import DIGITS, deformed, dense

N = 100


@pytest.fixture(scope="module")
def refused(digits) -> dict[tuple[str, bool], float]:
    """The share that is refused, by kind and whether of settings that were held back; of seeds of its own."""
    return {
        (kind, held): float((likeness(make(kind, N, digits.test, 101, held=held)) < LEAST).mean())
        for kind in KINDS
        for held in (False, True)
    }


def test_at_most_two_in_a_hundred_test_digits_are_refused(digits):
    assert n_refused(digits.test) <= 0.02 * len(digits.test)
    assert n_refused(digits.test) == np.count_nonzero(likeness(digits.test.images) < LEAST)


def test_nine_in_ten_of_what_is_no_digit_are_refused(refused):
    shares = [share for (kind, held), share in refused.items() if not held and kind not in HELD_KINDS]
    assert np.mean(shares) >= 0.9
    assert min(shares) >= 0.6


def test_and_of_what_was_held_back_from_learning_and_tuning(refused):
    assert np.mean([refused[kind, held] for kind in HELD_KINDS for held in (False, True)]) >= 0.9
    others = [share for (kind, held), share in refused.items() if held and kind not in HELD_KINDS]
    assert np.mean(others) >= 0.85


@pytest.mark.parametrize(
    "kinds", [("noise",), ("scribble", "zigzag"), ("capital", "small letter"), ("pair",)]
)
def test_each_family_that_was_asked_for(refused, kinds):
    assert np.mean([refused[kind, False] for kind in kinds]) >= 0.9


def test_digits_of_the_pad_are_digits():
    """In hands that are not MNIST's, drawn with the pad's own ink."""
    seen = [
        read_strokes(
            tuple(
                Stroke(tuple((0.2 + 0.6 * x, 0.2 + 0.6 * y, 0.1) for x, y in line))
                for line in dense(deformed(drawing, np.random.default_rng((7, k, n, seed))))
            )
        )
        for k, drawings in enumerate(DIGITS)
        for n, drawing in enumerate(drawings)
        for seed in range(10)
    ]
    assert np.mean(likeness(np.array(seen)) < LEAST) <= 0.05


def test_a_click_a_blot_and_a_letter_are_none():
    dot = read_strokes((Stroke(((0.5, 0.5, 0.1),)),))
    assert not judge(dot).is_digit
    assert not judge(np.full(784, 255, np.uint8)).is_digit
    random = np.random.default_rng(3)
    assert not judge(by_hand([[(0, 100), (45, 0), (90, 100)], [(20, 62), (72, 62)]], random, 0.2)).is_digit


def test_one_by_one_is_as_all_together(digits):
    images = digits.test.images[:50]
    alone = [judge(image).likeness for image in images]
    np.testing.assert_allclose(alone, likeness(images), atol=1e-5)
    assert judge(images[0]).words.endswith("\u00a0% like one")
