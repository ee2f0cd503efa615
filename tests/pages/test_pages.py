"""Made pages: their digits are found, little else is, and most are read."""

from dataclasses import replace

import pytest

from netviz.tasks.digits.resources import resource
from tests.pages.figures import Figures, figures, overlap
from tests.pages.photo import page
from tests.pages.settings import desk, plain, setting

QUICK = tuple(replace(one, width=800, n=14) for one in (plain(1), desk(3), setting(2)))


@pytest.fixture(scope="module")
def network(digits):
    """The one that comes with the program reads 95 of 100 test digits."""
    from netviz.training.recording.run_file import read_run

    return read_run(resource("examples", "trained-784-16-16-10.netviz"))


def test_the_same_setting_makes_the_same_page(digits):
    small = replace(plain(1), width=400, n=4)
    one, other = page(small, digits.test), page(small, digits.test)
    assert (one.jpeg, one.boxes) == (other.jpeg, other.boxes)
    assert len("".join(one.numbers)) == len(one.labels) == len(one.boxes)


def test_boxes_are_alike_as_far_as_they_cover_the_same():
    assert overlap((0, 0, 10, 10), (0, 0, 10, 10)) == 1
    assert overlap((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert overlap((0, 0, 10, 10), (20, 0, 10, 10)) == 0


def test_digits_are_found_and_read_on_a_few_pages(digits, network):
    total = sum((figures(page(one, digits.test), network) for one in QUICK), Figures())
    assert total.there > 35
    assert total.recall >= 0.97
    assert total.precision >= 0.97
    assert total.read >= 0.85


@pytest.mark.long
def test_digits_are_found_on_twenty_pages(digits, network):
    held = [setting(10 * k + 9) for k in range(10)]
    easy = [make(k) for k in range(5) for make in (plain, desk)]
    total = sum((figures(page(one, digits.test), network) for one in easy), Figures())
    assert min(total.recall, total.precision) >= 0.97
    hard = sum((figures(page(one, digits.test), network) for one in held), Figures())
    assert min(hard.recall, hard.precision) >= 0.85
