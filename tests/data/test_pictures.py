"""Pictures of one digit as people make them are read as the plain one is; what is no such picture is said.

A seeded sample; `tests/benchmarks/bench_pictures.py` measures a thousand of each kind.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image

from netviz.network.forward import forward_pass
from netviz.tasks.digits.digits import DataError
from netviz.tasks.digits.images import ink_of_digit, read_image
from netviz.tasks.digits.sheet import holds_two
from netviz.training.config import TrainingConfig
from netviz.training.session import Session
from tests.data.pictures import PICTURES, SIDE, plain

N = 30


def save(page, path):
    Image.fromarray(page).save(path)
    return path


@pytest.fixture(scope="module")
def network(digits):
    """The share of the first test digits that a trained network reads."""
    session = Session(replace(TrainingConfig(), learning_rate=0.02), digits.training)
    for _ in range(3 * 1719):
        session.step()

    def accuracy(images):
        x = images.astype(np.float32) / np.float32(255)
        answers = forward_pass(session.config.spec, session.network.parameters, x).a[-1].argmax(axis=1)
        return float((answers == digits.test.labels[: len(images)]).mean())

    return accuracy


# Which of the two is ink is found before anything else is: with each kind in `make test-long` only.
DARK = (False, pytest.param(True, marks=pytest.mark.long))


@pytest.fixture(scope="module")
def pages(digits):
    return [plain(image) for image in digits.test.images[:N]]


@pytest.fixture(scope="module")
def share_of_plain(pages, network, tmp_path_factory):
    """How many of the plain pictures are read, as ink on paper and light on dark."""
    folder = tmp_path_factory.mktemp("plain")

    @cache
    def share(dark):
        return network(np.array([read_page(page, folder, dark=dark) for page in pages]))

    return share


def read_page(page, folder, *, dark):
    return read_image(save(255 - page if dark else page, folder / "picture.png"))


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("dark", DARK, ids=["ink on paper", "light on dark"])
def test_it_is_read_as_the_plain_picture_is(pages, network, share_of_plain, tmp_path, kind, dark):
    seen, refused = [], 0
    for page in pages:
        try:
            seen.append(read_page(PICTURES[kind](page), tmp_path, dark=dark))
        except DataError:
            refused += 1
            seen.append(np.zeros(784, np.uint8))
    assert refused <= 0.1 * N
    assert network(np.array(seen)) >= 0.85 * share_of_plain(dark)


@pytest.mark.parametrize(
    "kind",
    ["box", "cell", "ruled", "ruled faintly", "squared", "frame of one pixel", "frame of three pixels"],
)
def test_a_sheet_without_a_digit_has_none(tmp_path, kind):
    blank = PICTURES[kind](np.full((SIDE, SIDE), 255, np.uint8))
    with pytest.raises(DataError, match="shows no ink"):
        read_image(save(blank, tmp_path / "blank.png"))


def test_two_digits_are_said_to_be_two(digits, tmp_path):
    said = []
    for one, other in zip(digits.test.images[:N], digits.test.images[N : 2 * N], strict=True):
        page = np.concatenate([plain(one)[:, 20:-20], plain(other)[:, 20:-20]], axis=1)
        try:
            read_image(save(page, tmp_path / "two.png"))
        except DataError as error:
            said.append(str(error))
    assert sum("shows two digits beside each other" in words for words in said) >= 0.9 * N


def test_one_digit_is_never_said_to_be_two(digits):
    assert not any(holds_two(ink_of_digit(plain(image))) for image in digits.test.images[:150])


def test_the_data_set_s_own_digits_are_not_narrowed(digits):
    from netviz.tasks.digits.ink import BOX, BROAD, inked, stroke_width

    widths = []
    for image in digits.test.images[:2000]:
        page = image.reshape(28, 28)
        crop = page[inked(page)]
        widths.append(stroke_width(crop) * BOX / max(crop.shape))
    assert np.mean(np.array(widths) > BROAD) <= 0.012
