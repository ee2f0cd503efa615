"""A still scene gives still answers, whatever the noise; another one is followed."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from netviz.tasks.digits.page.picture import PagePicture, shown_of
from netviz.tasks.digits.page.read import read_page
from netviz.training.judge import LEAST, likeness
from netviz.viewmodels.pages.page import Page, page_of
from netviz.viewmodels.pages.steady import Scene
from tests.pages.photo import page as photo
from tests.pages.settings import plain

A_SECOND = 20


@pytest.fixture(scope="module")
def scene(digits) -> Page:
    made = photo(replace(plain(2), n=6, width=640), digits.test)
    picture = PagePicture(made.picture, made.picture.size)
    return page_of("scene", shown_of(picture), read_page(picture, likeness, LEAST))


def noisy(scene: Page, random: np.random.Generator) -> Page:
    """As a camera would give it a moment later: marks tremble, some are missed, likeness varies."""
    marks = []
    for mark in scene.marks:
        if random.random() < 0.1:
            continue
        x, y, wide, high = mark.box
        dx, dy = random.integers(-2, 3, 2).tolist()
        like = float(np.clip(mark.likeness + random.normal(0, 0.15), 0, 1))
        marks.append(replace(mark, box=(x + dx, y + dy, wide, high), likeness=like, is_digit=like >= LEAST))
    return page_of(scene.name, scene.shown, replace(scene.read, marks=tuple(marks), numbers=()))


def outputs(page: Page, means: dict[int, np.ndarray], scene: Page, random: np.random.Generator) -> np.ndarray:
    """Of each mark what it is in truth, with noise that makes another answer the highest now and then."""
    by_pixels = {mark.pixels.tobytes(): k for k, mark in enumerate(scene.marks)}
    rows = [means[by_pixels[mark.pixels.tobytes()]] for mark in page.marks]
    noise = random.normal(0, 0.15, (len(rows), 10))
    return np.clip(np.array(rows).reshape(-1, 10) + noise, 0, 1)


def test_ten_seconds_of_a_still_scene_change_at_most_one_answer(scene):
    random = np.random.default_rng(4)
    means = {k: np.full(10, 0.05) for k in range(len(scene.marks))}
    for k, row in means.items():
        row[k % 10], row[(k + 1) % 10] = 0.45, 0.4  # the two are hardly told apart
    steady, said, single = Scene(), [], []
    for moment in range(10 * A_SECOND):
        page = noisy(scene, random)
        seen = outputs(page, means, scene, random)
        single.append([int(row.argmax()) for row in seen])
        shown, answers = steady.look(page, seen, 3, moment / A_SECOND)
        said.append((len(shown.marks), answers.classes.tolist(), [mark.is_digit for mark in shown.marks]))
    settled = said[2 * A_SECOND :]
    changes = sum(one != other for one, other in pairwise(settled))
    assert changes <= 1
    assert sum(one != other for one, other in pairwise(single)) > 50  # it would flicker
    assert settled[-1][0] == len(scene.marks)
    assert sorted(k for number in shown.read.numbers for k in number) == list(range(len(scene.marks)))
    assert answers.step == 3
    # Nothing is held there any more.
    nothing = page_of("scene", scene.shown, replace(scene.read, marks=(), numbers=()))
    shown, answers = steady.look(nothing, np.zeros((0, 10)), 4, 12.0)
    assert not shown.marks
    assert not len(answers.classes)
