"""`netviz predict --page`: the digits on a picture of a page, by name; and pictures that are none."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from netviz.tasks.digits.resources import resource
from tests.pages.broken import no_pages
from tests.pages.photo import page
from tests.pages.settings import desk, plain

NETWORK = resource("examples", "trained-784-16-16-10.netviz")


@pytest.fixture(scope="module")
def scanned(digits):
    return page(replace(plain(2), n=6, width=640), digits.test)


@pytest.fixture
def found(netviz):
    """What is found on a picture."""

    def find(path):
        told = netviz("predict", NETWORK, path, "--page", "--json")
        assert (told.status, told.err) == (0, "")
        return json.loads(told.out.splitlines()[-1])

    return find


def overlap(one, other):
    (ax, ay, aw, ah), (bx, by, bw, bh) = one, other
    wide, high = min(ax + aw, bx + bw) - max(ax, bx), min(ay + ah, by + bh) - max(ay, by)
    shared = max(0, wide) * max(0, high)
    return shared / (aw * ah + bw * bh - shared)


def test_digits_on_a_desk_in_reading_order(found, digits, tmp_path):
    made = page(replace(desk(1), n=8, width=800), digits.test)
    (tmp_path / "photo.jpg").write_bytes(made.jpeg)
    result = found(tmp_path / "photo.jpg")
    assert list(result) == ["digits", "numbers"]
    read = [digit for digit in result["digits"] if digit["is_digit"]]
    assert len(read) == len(made.labels)
    for digit, right in zip(read, made.boxes, strict=True):
        assert list(digit) == ["box", "answer", "probability", "is_digit"]
        assert overlap(digit["box"], right) >= 0.6
        assert 0 < digit["probability"] <= 1
    answers = "".join(str(digit["answer"]) for digit in read)
    assert "".join(result["numbers"]) == answers
    assert list(map(len, result["numbers"])) == list(map(len, made.numbers))
    assert sum(a == str(b) for a, b in zip(answers, made.labels, strict=True)) >= len(made.labels) - 2


def test_boxes_are_in_the_pixels_that_are_seen(found, scanned, tmp_path):
    picture = scanned.picture
    picture.save(tmp_path / "upright.png")
    upright = found(tmp_path / "upright.png")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    picture.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "lying.png", exif=exif)
    assert found(tmp_path / "lying.png") == upright
    large = picture.resize((2560, 1920))
    large.save(tmp_path / "large.jpg", quality=92)
    boxes = [digit["box"] for digit in found(tmp_path / "large.jpg")["digits"] if digit["is_digit"]]
    assert len(boxes) == len(scanned.boxes)
    for box, right in zip(boxes, scanned.boxes, strict=True):
        assert overlap(box, [4 * value for value in right]) >= 0.7


def test_pictures_of_every_kind_are_read(found, scanned, tmp_path):
    picture = scanned.picture
    grey = np.asarray(picture.convert("L"))
    opaque = picture.convert("RGBA")
    only_ink = Image.merge("LA", (Image.new("L", picture.size), Image.fromarray(255 - grey)))
    kinds = {
        "cmyk.jpg": picture.convert("CMYK"),
        "sixteen.png": Image.fromarray(grey.astype(np.uint16) * 200),
        "alpha.png": opaque,
        "ink.png": only_ink,
        "palette.gif": picture.quantize(64),
        "inverted.png": Image.fromarray(255 - grey),
    }
    for name, kind in kinds.items():
        kind.save(tmp_path / name)
    picture.save(tmp_path / "progressive.jpg", progressive=True)
    broken = bytearray(scanned.jpeg)
    broken[2:2] = b"\xff\xe1\x00\x10Exif\x00\x00MM\x00\xff\xff\xff\xff\xff"
    (tmp_path / "broken exif.jpg").write_bytes(bytes(broken))
    for name in (*kinds, "progressive.jpg", "broken exif.jpg"):
        boxes = [digit["box"] for digit in found(tmp_path / name)["digits"] if digit["is_digit"]]
        near = [max(overlap(box, right) for right in scanned.boxes) for box in boxes]
        assert len(boxes) == len(scanned.boxes), name
        assert min(near) >= 0.6, name


def test_what_is_no_picture_of_a_page_is_refused_in_a_sentence(netviz, scanned, tmp_path):
    for name, content in no_pages(scanned).items():
        (tmp_path / name).write_bytes(content)
        told = netviz("predict", NETWORK, tmp_path / name, "--page", "--json")
        assert (told.status, told.out) == (2, ""), name
        assert name in told.sentence()
        assert "would be right" in told.err or "save it as" in told.err, told.err
    told = netviz("predict", NETWORK, tmp_path / "cut.jpg", tmp_path / "empty.png", "--page")
    assert "one file would be right" in told.sentence()


def test_a_page_without_digits_has_none(found, netviz, tmp_path):
    Image.new("RGB", (900, 700), (240, 236, 226)).save(tmp_path / "blank.png")
    assert found(tmp_path / "blank.png") == {"digits": [], "numbers": []}
    random = np.random.default_rng(0)
    noise = np.clip(200 + random.normal(0, 12, (700, 900, 3)), 0, 255).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    assert found(tmp_path / "noise.png")["numbers"] == []
    assert "No digits" in netviz("predict", NETWORK, tmp_path / "blank.png", "--page").out
