"""Pictures of digits in every form against the digit that they show; bad files end in one sentence."""

import errno
import functools
import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, features

from netviz.tasks.digits.digits import DataError
from netviz.tasks.digits.images import find_ink, read_image

N = 100
FORMS = (
    *("PNG", "JPEG", "BMP", "WEBP", "TIFF", "GIF", "PPM", "TGA", "ICO"),
    *(("AVIF",) if features.check("avif") else ()),
)


def coverage(image: NDArray[np.uint8], random: np.random.Generator, side: int) -> NDArray[np.float64]:
    """A digit somewhere on a page of `side`×`side`, slightly turned; 0 to 1."""
    size = int(side / random.uniform(1.1, 3))
    page = np.zeros((side, side))
    top, left = random.integers(0, side - size + 1, 2)
    digit = Image.fromarray(image.reshape(28, 28)).resize((size, size), Image.Resampling.BICUBIC)
    page[top : top + size, left : left + size] = np.asarray(digit.rotate(random.uniform(-5, 5))) / 255
    return page


def photo(image, random, *, light=False, noise=6.0, fall_off=60.0, contrast=0.6) -> Image.Image:
    """Ink on paper under uneven light, with noise, as a camera sees it."""
    ink = coverage(image, random, int(random.integers(120, 360)))
    y, x = np.mgrid[0 : 1 : ink.shape[0] * 1j, 0 : 1 : ink.shape[1] * 1j]
    angle = random.uniform(0, 2 * np.pi)
    paper = random.uniform(170, 240) + fall_off * ((x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle))
    grey = (255 - paper) * 0.5 + 200 * contrast * ink if light else paper * (1 - contrast * ink)
    grey = np.clip(grey + random.normal(0, noise, grey.shape), 0, 255).astype(np.uint8)
    return Image.merge("RGB", [Image.fromarray((grey * share).astype(np.uint8)) for share in (1, 0.97, 0.85)])


@pytest.mark.parametrize(
    "kind",
    [
        {"contrast": 0.15, "noise": 3.0},
        *(
            pytest.param(kind, marks=pytest.mark.long)
            for kind in (
                {},
                {"light": True},
                {"noise": 25.0},
                {"fall_off": 110.0},
                {"noise": 0.0, "fall_off": 0.0},
            )
        ),
    ],
    ids=["faint pencil", "photo", "light on dark", "grainy", "uneven light", "clean"],
)
def test_photos_are_read_nearly_as_the_originals(digits, reader, tmp_path, kind):
    random = np.random.default_rng(3)
    seen = []
    for number, image in enumerate(digits.test.images[:N]):
        picture = photo(image, random, **kind)
        path = tmp_path / "photo"  # the name says nothing
        picture.save(path, *(("JPEG",) if number % 2 else ("PNG",)))
        seen.append(read_image(path))
    assert reader(np.array(seen)) >= 0.93 * reader(digits.test.images[:N])


@pytest.mark.parametrize("inverted", [False, True])
def test_normalised_pictures_stay_as_they_are(digits, tmp_path, inverted):
    for image in digits.test.images[:40]:
        pixels = image.reshape(28, 28)
        Image.fromarray(255 - pixels if inverted else pixels).save(tmp_path / "digit.png")
        np.testing.assert_array_equal(read_image(tmp_path / "digit.png"), image)


def test_28_by_28_that_is_not_normalised_is_normalised(digits, tmp_path):
    image = digits.test.images[0].reshape(28, 28)
    corner = np.zeros((28, 28), np.uint8)
    corner[:14, :14] = np.asarray(Image.fromarray(image).resize((14, 14), Image.Resampling.BOX))
    Image.fromarray(corner).save(tmp_path / "corner.png")
    seen = read_image(tmp_path / "corner.png").reshape(28, 28)
    assert max(np.ptp(np.flatnonzero(seen.any(axis=axis))) + 1 for axis in (0, 1)) in (19, 20)


def clean(digits, index=3, side=280) -> Image.Image:
    """Black on white."""
    image = digits.test.images[index].reshape(28, 28)
    return Image.fromarray(255 - image).resize((side, side), Image.Resampling.BICUBIC)


def close(seen: NDArray[np.uint8], expected: NDArray[np.uint8]) -> bool:
    """The same but for rounding, or one pixel's shift."""
    square = expected.reshape(28, 28).astype(int)
    shifts = [np.roll(square, (a, b), (0, 1)) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    return min(float(np.abs(seen.reshape(28, 28) - shift).mean()) for shift in shifts) < 9


@pytest.mark.parametrize("form", FORMS)
def test_every_format_is_known_by_its_content(digits, tmp_path, form):
    path = tmp_path / "no-suffix"
    clean(digits, side=224).save(path, form)
    assert close(read_image(path), digits.test.images[3])


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16", "F"])
def test_every_kind_of_pixel(digits, tmp_path, mode):
    picture = clean(digits)
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(picture).astype(np.uint16) * 200 + 300)
    else:
        picture = picture.convert(mode)
    path = tmp_path / "picture"
    picture.save(path, "TIFF" if mode in ("CMYK", "F") else "PNG")
    assert close(read_image(path), digits.test.images[3])


@pytest.mark.parametrize("grey", [0, 255], ids=["black ink", "white ink"])
def test_transparency_is_paper(digits, tmp_path, grey):
    alpha = Image.fromarray(255 - np.asarray(clean(digits)))
    picture = Image.merge("LA", [Image.new("L", alpha.size, grey), alpha])
    picture.save(tmp_path / "drawing.png")
    assert close(read_image(tmp_path / "drawing.png"), digits.test.images[3])


def test_paper_with_transparent_corners(digits, tmp_path):
    picture = clean(digits).convert("LA")
    mask = Image.new("L", picture.size, 0)
    mask.paste(255, (20, 20, 260, 260))
    picture.putalpha(mask)
    picture.save(tmp_path / "card.png")
    assert close(read_image(tmp_path / "card.png"), digits.test.images[3])


def test_a_photo_taken_sideways_is_turned_upright(digits, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 270° to view
    clean(digits).rotate(90).save(tmp_path / "phone.jpg", exif=exif)
    assert close(read_image(tmp_path / "phone.jpg"), digits.test.images[3])


def test_a_large_photo_is_read(digits, tmp_path):
    clean(digits, side=5000).save(tmp_path / "large.jpg")
    assert close(read_image(tmp_path / "large.jpg"), digits.test.images[3])


def sentence(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_image(path)
    text = str(caught.value)
    assert str(path) in text
    assert "\n" not in text
    assert text.endswith(".")
    return text


def png(data: Image.Image) -> bytes:
    file = io.BytesIO()
    data.save(file, "PNG")
    return file.getvalue()


def test_files_that_are_no_pictures(digits, tmp_path):
    path = tmp_path / "x.png"
    assert "does not exist" in sentence(path)
    assert "is a folder" in sentence(tmp_path)
    path.write_bytes(b"")
    assert "is empty" in sentence(path)
    for content in (b"hello, world\n" * 50, os.urandom(4000), b"SQLite format 3\0" + bytes(200)):
        path.write_bytes(content)
        assert "no picture" in sentence(path)
    whole = png(clean(digits))
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged or cut off" in sentence(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "is no ordinary file" in sentence(tmp_path / "pipe")


def test_no_permission(digits, tmp_path, monkeypatch):
    path = tmp_path / "secret.png"
    path.write_bytes(png(clean(digits)))

    def refuse(*_args, **_options):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    # Not by the file's mode, which means nothing to root.
    monkeypatch.setattr("netviz.tasks.digits.picture_file.Image.open", refuse)
    assert "permission" in sentence(path)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("side", [19_000, 2_000_000])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, side):
    path = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))
    )
    assert "too large" in sentence(path)


@pytest.mark.parametrize("kind", ["white", "black", "grainy", "uneven", "transparent", "one pixel"])
def test_a_picture_without_ink_says_so(tmp_path, kind):
    random = np.random.default_rng(1)
    page = np.full((200, 300), 230.0)
    if kind == "black":
        page[:] = 0
    elif kind == "grainy":
        page += random.normal(0, 12, page.shape)
    elif kind == "uneven":
        page += np.linspace(-60, 20, 300) + random.normal(0, 3, page.shape)
    picture = Image.fromarray(np.clip(page, 0, 255).astype(np.uint8))
    if kind == "transparent":
        picture.putalpha(0)
    elif kind == "one pixel":
        picture = picture.crop((0, 0, 1, 1))
    picture.save(tmp_path / "blank.png")
    assert "shows no ink" in sentence(tmp_path / "blank.png")


@functools.cache
def sample(form: str) -> bytes:
    """A small whole picture."""
    page = np.full((48, 48), 240, np.uint8)
    page[10:38, 20:26] = 20
    file = io.BytesIO()
    Image.fromarray(page).save(file, form)
    return file.getvalue()


changes = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), max_size=8)


@settings(max_examples=150, deadline=None)
@example(form="TIFF", changes=[(34, 0)], kept=None)  # the header speaks of another shape
@given(form=st.sampled_from(FORMS), changes=changes, kept=st.none() | st.integers(0, 2**12))
def test_damaged_pictures_never_raise_anything_else(tmp_path_factory, form, changes, kept):
    content = bytearray(sample(form))
    for place, value in changes:
        content[place % len(content)] = value
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(content[:kept])
    try:
        digit = read_image(path)
    except DataError as error:
        message = str(error)
    else:
        message = str(path)
        assert (digit.shape, digit.dtype) == ((784,), np.uint8)
    assert str(path) in message


@settings(max_examples=60, deadline=None)
@example(height=1, width=2, seed=2)  # one pixel black, one white
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_find_ink_takes_any_page(height, width, seed):
    page = np.random.default_rng(seed).integers(0, 256, (height, width)).astype(np.uint8)
    ink = find_ink(page)
    assert ink is None or (ink.shape == page.shape and ink.any())
