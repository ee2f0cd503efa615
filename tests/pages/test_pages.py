"""Made pages: their digits are found, little else is, and most are read."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from netviz.network.forward import predict
from netviz.tasks.digits.page.picture import PagePicture
from netviz.tasks.digits.page.read import FRAME_SIDE, read_page
from netviz.tasks.digits.page.steady import Steady
from netviz.tasks.digits.resources import resource
from netviz.tasks.digits.task import DIGITS
from netviz.training.judge import LEAST, likeness
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
@pytest.mark.timeout(600)
def test_digits_are_found_on_twenty_pages(digits, network):
    held = [setting(10 * k + 9) for k in range(10)]
    easy = [make(k) for k in range(5) for make in (plain, desk)]
    total = sum((figures(page(one, digits.test), network) for one in easy), Figures())
    assert min(total.recall, total.precision) >= 0.97
    hard = sum((figures(page(one, digits.test), network) for one in held), Figures())
    assert min(hard.recall, hard.precision) >= 0.97
    assert hard.read >= 0.9


def test_frames_with_noise_are_read_steadily(digits, network):
    """One answer for each digit from the third frame on, whatever the noise; the right number of them."""
    made = page(replace(plain(4), n=4, width=640), digits.test)
    still = np.asarray(made.picture.convert("RGB"), np.float32)
    random, steady, told = np.random.default_rng(0), Steady(LEAST), []
    for k in range(12):
        noisy = still + random.normal(0, 9, still.shape) + random.normal(0, 4)
        picture = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
        read = read_page(PagePicture(picture, picture.size), likeness, LEAST, FRAME_SIDE)
        pixels = np.stack([mark.pixels for mark in read.marks])
        outputs = predict(network.spec, network.parameters, DIGITS.input.scaled(pixels))[1]
        seen = steady.see(read.marks, outputs, k / 15)
        told.append(tuple((one.key, one.answer) for one in seen if one.is_digit))
    assert len(told[-1]) == 4
    assert len(set(told[2:])) == 1


MEASURED = """
import sys
from pathlib import Path
from netviz.tasks.digits.page.picture import read_picture
from netviz.tasks.digits.page.read import read_page
from netviz.training.judge import LEAST, likeness
page = read_page(read_picture(Path(sys.argv[1])), likeness, LEAST)
# Of this process alone: getrusage counts what the one that started it had.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024, sum(mark.is_digit for mark in page.marks))
"""


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems count memory in another way")
@pytest.mark.parametrize(("name", "size"), [("x.jpg", (11_600, 8_700)), ("x.png", (9_200, 6_900))])
def test_a_page_of_a_hundred_megapixels_is_read_within_600_megabytes(digits, tmp_path, name, size):
    made = page(replace(plain(2), n=6, width=800), digits.test)
    made.picture.resize(size, Image.Resampling.NEAREST).save(tmp_path / name, quality=80, compress_level=1)
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / name)], capture_output=True, text=True, check=True
    )
    peak, found = map(int, told.stdout.split())
    assert peak < 600
    assert found == 6
