"""A camera's pictures: what lies still is read now and then, what moves each time."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from netviz.tasks.digits.page import camera
from netviz.tasks.digits.page.camera import CameraPages
from netviz.tasks.digits.page.picture import PagePicture
from netviz.training.judge import LEAST, likeness
from tests.pages.photo import page
from tests.pages.settings import desk


@pytest.fixture(scope="module")
def sheet(digits):
    made = page(replace(desk(1), n=4, width=640, noise=0.0), digits.test)
    return np.asarray(made.picture.convert("RGB"), np.float32)


def taken(colours, random, noise=4.0):
    noisy = colours + random.normal(0, noise, colours.shape)
    picture = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    return PagePicture(picture, picture.size)


def test_what_lies_still_is_read_four_times_a_second_and_what_changes_at_once(sheet, monkeypatch):
    random, read = np.random.default_rng(0), []

    def counted(*given):
        read.append(given)
        return whole(*given)

    whole = camera.read_page
    monkeypatch.setattr(camera, "read_page", counted)
    pages = CameraPages()
    for k in range(30):
        found = pages.read(taken(sheet, random), likeness, LEAST, k / 30)
        assert sum(mark.is_digit for mark in found.marks) == 4
    assert 4 <= len(read) <= 5
    # One more stroke, the sheet moved by little, another picture's size: each is seen in the next picture.
    more = sheet.copy()
    x, y, _, high = found.marks[0].box
    more[y : y + high, x - 8 : x - 5] = 30
    for k, changed in enumerate((more, np.roll(sheet, 3, axis=1), sheet[:-6])):
        before = len(read)
        pages.read(taken(changed, random), likeness, LEAST, 2.0 + k / 100)
        assert len(read) == before + 1
    # What moves slowly is not for ever what it was.
    before, slowly = len(read), sheet[:-6]
    for k in range(12):
        pages.read(taken(slowly - 2.0 * k, random), likeness, LEAST, 2.03 + k / 100)
    assert len(read) > before
