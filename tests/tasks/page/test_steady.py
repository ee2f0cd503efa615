"""Digits followed from frame to frame: keys that stay, answers that hardly ever change."""

from itertools import pairwise

import numpy as np
import pytest

from netviz.tasks.digits.page.piece import Piece
from netviz.tasks.digits.page.plane import rectangle
from netviz.tasks.digits.page.read import Mark
from netviz.tasks.digits.page.steady import Steady

FRAME = 1 / 15


def mark(digit, x=100, y=100, likeness=0.9, noise=None):
    """A mark with the ink of `digit`, uint8 (784,), in a box of 40 by 60 pixels there."""
    pixels = digit
    if noise is not None:
        pixels = np.clip(digit + noise.normal(0, 25, 784), 0, 255).astype(np.uint8)
        x, y = x + int(noise.integers(-2, 3)), y + int(noise.integers(-2, 3))
    piece = Piece(y, x, np.full((60, 40), 255, np.uint8))
    return Mark(
        rectangle(40, 60) + np.array([x, y]), (x, y, 40, 60), pixels, likeness, likeness >= 0.2, piece
    )


def outputs(answer, share=0.9):
    result = np.full(10, (1 - share) / 9)
    result[answer] = share
    return result


def of(digits, label):
    return digits.test.images[int(np.flatnonzero(digits.test.labels == label)[0])]


def changes(told):
    return sum(a != b for a, b in pairwise(told))


@pytest.mark.parametrize("seed", range(4))
def test_a_still_scene_with_noise_changes_at_most_once_in_ten_seconds(digits, seed):
    random = np.random.default_rng(seed)
    steady, answers, judged, keys = Steady(0.2), [], [], set()
    for k in range(round(10 / FRAME)):
        # Two answers and "no digit" take turns at random, for a second or so each: averages cross again.
        other = random.random() < 0.5 + 0.5 * np.sin(k / 9)
        like = float(np.clip(0.2 + random.normal(0, 0.3), 0, 1))
        seen = steady.see(
            [mark(of(digits, 3), likeness=like, noise=random)], [outputs(8 if other else 3)], k * FRAME
        )
        if k:
            assert len(seen) == 1
            keys.add(seen[0].key)
            answers.append(seen[0].answer)
            judged.append(seen[0].is_digit)
    assert len(keys) == 1
    assert changes(answers) <= 1
    assert changes(judged) <= 1


def test_answers_are_averages_and_a_wrong_frame_now_and_then_is_none(digits):
    steady = Steady(0.2)
    for k in range(60):
        answer = 8 if k % 5 == 2 else 3
        seen = steady.see([mark(of(digits, 3))], [outputs(answer)], k * FRAME)
    assert seen[0].answer == 3
    assert seen[0].probability == pytest.approx(0.8 * 0.9 + 0.2 * 0.1 / 9, abs=0.05)


def test_what_is_seen_once_is_not_told_and_what_is_missed_for_a_moment_stays(digits):
    steady, one = Steady(0.2), mark(of(digits, 5))
    assert steady.see([one], [outputs(5)], 0.0) == ()
    key = steady.see([one], [outputs(5)], 0.1)[0].key
    assert steady.see([], np.zeros((0, 10)), 0.2)[0].key == key
    assert steady.see([one], [outputs(5)], 0.3)[0].key == key
    assert steady.see([], np.zeros((0, 10)), 2.0) == ()


def test_another_digit_in_the_same_place_is_told_of_within_half_a_second(digits):
    steady = Steady(0.2)
    for k in range(30):
        before = steady.see([mark(of(digits, 1))], [outputs(1)], k * FRAME)
    for k in range(30, 38):
        after = steady.see([mark(of(digits, 0))], [outputs(0)], k * FRAME)
    assert (before[0].answer, after[0].answer) == (1, 0)
    assert after[0].key != before[0].key


def test_a_sheet_that_moves_keeps_its_digits_and_reading_order(digits):
    steady, first = Steady(0.2), None
    for k in range(40):
        marks = [mark(of(digits, d), x=100 + 80 * d + 3 * k, y=100 + k) for d in range(4)]
        seen = steady.see(marks, [outputs(d) for d in range(4)], k * FRAME)
        if k:
            first = first or [one.key for one in seen]
            assert [one.key for one in seen] == first
            assert [one.answer for one in seen] == [0, 1, 2, 3]


def test_a_piece_that_is_now_whole_and_now_in_two_is_told_of_once(digits):
    steady, whole, counts = Steady(0.2), mark(of(digits, 0), likeness=0.4), []
    parts = [mark(of(digits, 1), x=95), mark(of(digits, 1), x=125)]
    for k in range(60):
        marks = parts if k % 2 else [whole]
        seen = steady.see(marks, [outputs(1)] * len(marks), k * FRAME)
        for a in seen:
            for b in seen:
                left, right = max(a.box[0], b.box[0]), min(a.box[0] + 40, b.box[0] + 40)
                assert a is b or right - left < 20
        counts.append(len(seen))
    assert set(counts[4:]) <= {1, 2}
    assert changes(counts[4:]) <= 1


def test_of_a_sheet_that_moves_nothing_is_told_where_nothing_lies_any_more(digits):
    """Fast enough that digits are not found again where they lay: no box stays behind."""
    for by in (12, 70):
        steady = Steady(0.2)
        for k in range(12):
            places = [100 + 90 * d + by * k for d in range(4)]
            marks = [mark(of(digits, d), x=x) for d, x in enumerate(places) if (d, k % 4) != (2, 3)]
            seen = steady.see(marks, [outputs(1)] * len(marks), k * FRAME)
            assert {one.box[0] for one in seen} <= set(places)
            if by == 12 and k % 4 == 2:
                assert len(seen) == len(marks)
