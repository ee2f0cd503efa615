"""Files of pictures: bounded, read without what Pillow refuses of their text, page by page, or named."""

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from netviz.tasks.digits.digits import DataError, DataSet
from netviz.tasks.digits.images import read_image
from netviz.tasks.digits.picture_file import MOST_SIDE, ONE_DIGIT, read_pages


@pytest.fixture(scope="module")
def page(digits: DataSet) -> Image.Image:
    """Black on white."""
    image = digits.test.images[3].reshape(28, 28)
    return Image.fromarray(255 - image).resize((224, 224), Image.Resampling.BICUBIC)


def close(seen: np.ndarray, expected: np.ndarray) -> bool:
    """The same but for rounding, or one pixel's shift."""
    square = expected.reshape(28, 28).astype(int)
    shifts = [np.roll(square, (a, b), (0, 1)) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    return min(float(np.abs(seen.reshape(28, 28) - shift).mean()) for shift in shifts) < 9


# ---- text, EXIF and colours that Pillow refuses


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with(*chunks: bytes, last: bool = False) -> Callable[[Image.Image, Path], None]:
    """Chunks behind the header, or at the end."""

    def make(page: Image.Image, path: Path) -> None:
        file = io.BytesIO()
        page.save(file, "PNG")
        content = file.getvalue()
        place = len(content) - 12 if last else 8 + 25
        path.write_bytes(content[:place] + b"".join(chunks) + content[place:])

    return make


LONG = zlib.compress(b"a" * 1_200_000)
EXIF = {
    "garbage": b"Exif\0\0garbage!garbage!",
    "three bytes": b"Exif\0\0II*",
    "bad magic": b"Exif\0\0II\x2b\0\x08\0\0\0\0\0",
    "looped": b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\xff\xff\xff\xff\0\0\0\x08",
    "endless": b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(40),
}


def with_exif(form: str, exif: bytes) -> Callable[[Image.Image, Path], None]:
    return lambda page, path: page.convert("RGB").save(path, form, exif=exif)


READ: dict[str, Callable[[Image.Image, Path], None]] = {
    "zTXt": png_with(chunk(b"zTXt", b"Comment\0\0" + LONG)),
    "iTXt": png_with(chunk(b"iTXt", b"XML\0\1\0\0\0" + LONG)),
    "iTXt at the end": png_with(chunk(b"iTXt", b"XML\0\1\0\0\0" + LONG), last=True),
    "80 texts": png_with(*[chunk(b"zTXt", b"K\0\0" + zlib.compress(b"b" * 900_000))] * 80),
    "ICC": png_with(chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(1_300_000)))),
    "damaged zTXt": png_with(chunk(b"zTXt", b"K\0\0notzlib")),
    **{
        f"{form} with EXIF, {name}": with_exif(form, exif)
        for form in ("PNG", "WEBP", "JPEG")
        for name, exif in EXIF.items()
    },
}


@pytest.mark.parametrize("name", READ)
def test_what_says_nothing_about_pixels_is_left_aside(
    name: str, page: Image.Image, digits: DataSet, tmp_path: Path
) -> None:
    READ[name](page, tmp_path / "picture")
    assert close(read_image(tmp_path / "picture"), digits.test.images[3])


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_is_turned_upright(
    form: str, orientation: int, page: Image.Image, digits: DataSet, tmp_path: Path
) -> None:
    turns = (0, 0, 0, 3, 1, 5, 2, 6, 4)  # the inverse of each, as Image.Transpose counts
    lying = page if orientation == 1 else page.transpose(Image.Transpose(turns[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    lying.save(tmp_path / "picture", form, exif=exif)
    assert close(read_image(tmp_path / "picture"), digits.test.images[3])


# ---- limits


def sentence(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_image(path)
    text = str(caught.value)
    assert str(path) in text
    assert "\n" not in text
    assert text.endswith("would be right.") or "no side may have more" in text
    return text


def claims(width: int, height: int, depth: int, colour: int) -> bytes:
    """A PNG whose header says so, of which little is there."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return PngImagePlugin._MAGIC + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))


@pytest.mark.parametrize(
    ("size", "word"),
    [
        ((MOST_SIDE + 1, 10, 8, 0), "no side may have more than 20,000"),
        ((1, 50_000_000, 16, 4), "no side may have more than 20,000"),
        ((7071, 7071, 16, 4), "50 million pixels; of its kind, up to 27 million"),
        ((12_000, 9_000, 8, 2), "108 million pixels; of its kind, up to 66 million"),
        ((19_900, 19_900, 8, 0), "396 million pixels; of its kind, up to 165 million"),
    ],
)
def test_what_would_take_too_much_is_refused_by_its_header(
    size: tuple[int, int, int, int], word: str, tmp_path: Path
) -> None:
    (tmp_path / "x.png").write_bytes(claims(*size))
    assert word in sentence(tmp_path / "x.png")


MEASURED = """
import sys
from pathlib import Path
from netviz.tasks.digits.images import read_image
read_image(Path(sys.argv[1]))
# Of this process alone: getrusage counts what the one that started it had.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems count memory in another way")
@pytest.mark.parametrize(
    ("form", "mode", "size", "options"),
    [
        ("JPEG", "L", (16_320, 12_240), {}),  # a camera's 200 million pixels
        ("PNG", "RGBA", (5_000, 5_000), {"compress_level": 1}),
        ("TIFF", "I;16", (5_000, 5_000), {}),
    ],
)
def test_large_pictures_are_read_within_600_megabytes(
    form: str, mode: str, size: tuple[int, int], options: dict[str, int], tmp_path: Path
) -> None:
    pixels = np.full(
        (size[1], size[0]), 60_000 if mode == "I;16" else 230, np.uint16 if mode == "I;16" else np.uint8
    )
    pixels[size[1] // 4 : size[1] * 3 // 4, size[0] * 9 // 20 : size[0] * 11 // 20] = 20
    picture = Image.fromarray(pixels)
    (picture.convert(mode) if mode != "I;16" else picture).save(tmp_path / "large", form, **options)
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / "large")], capture_output=True, text=True, check=True
    )
    assert int(told.stdout) < 600


# ---- pages


def pages(path: Path, form: str, *which: Image.Image) -> Path:
    options = {"duration": 500} if form != "TIFF" else {}
    first, *others = (page.convert("RGB") for page in which)
    first.save(path, form, save_all=True, append_images=others, **options)
    return path


@pytest.mark.parametrize("form", ["TIFF", "GIF", "WEBP", "PNG"])
def test_the_page_with_ink_is_read_and_several_are_said(
    form: str, page: Image.Image, digits: DataSet, tmp_path: Path
) -> None:
    path = tmp_path / "pages"
    blank, other = Image.new("L", page.size, 255), page.transpose(Image.Transpose.ROTATE_180)
    assert close(read_image(pages(path, form, blank, page)), digits.test.images[3])
    told = sentence(pages(path, form, page, blank, other))
    assert "3 pages (1, 3)" in told
    grey = Image.new("L", page.size, 250)
    assert "no ink on any of its 2 pages" in sentence(pages(path, form, blank, grey))
    many = [page if k % 2 else other for k in range(21)]
    assert "21 pages" in sentence(pages(path, form, *many))


def test_a_smaller_copy_beside_a_picture_is_no_page(page: Image.Image, tmp_path: Path) -> None:
    small = page.resize((56, 56))
    small.encoderinfo = {"tiffinfo": {254: 1}}  # type: ignore[attr-defined]
    page.save(tmp_path / "scan.tif", "TIFF", save_all=True, append_images=[small])
    assert len(read_pages(tmp_path / "scan.tif", ONE_DIGIT)) == 1


# ---- kinds

KINDS = {
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40),
    "HEIC picture": b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(40),
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40),
    "JPEG 2000 picture": b"\xff\x4f\xff\x51" + bytes(40),
    "JPEG XL": b"\xff\x0a" + bytes(40),
    "PDF": b"%PDF-1.7\n" + bytes(40),
    "SVG": b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>",
    "HTML": b"\n<!doctype html><html></html>",
    "Photoshop": b"8BPS\0\1" + bytes(40),
    "GIMP": b"gimp xcf v011\0" + bytes(40),
    "PostScript": b"%!PS-Adobe-3.0\n" + bytes(40),
    "DjVu": b"AT&TFORM\0\0\0\0DJVU" + bytes(40),
    "empty": b"",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_named_whatever_the_file_is_called(kind: str, tmp_path: Path) -> None:
    for name in ("x.jpg", "x.png", "x.svg"):
        (tmp_path / name).write_bytes(KINDS[kind])
        assert kind in sentence(tmp_path / name)


def test_nothing_of_pillow_s_is_on_stderr(page: Image.Image, tmp_path: Path) -> None:
    """It logs that a TIFF has too many samples in each pixel."""
    page.convert("RGB").save(tmp_path / "x.tif")
    content = bytearray((tmp_path / "x.tif").read_bytes())
    entry = content.index(struct.pack("<HHII", 277, 3, 1, 3))
    content[entry + 8 : entry + 12] = struct.pack("<I", 284)
    (tmp_path / "x.tif").write_bytes(content)
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / "x.tif")], capture_output=True, text=True, check=False
    )
    lines = told.stderr.strip().splitlines()
    assert "NoPictureError" in lines[-1]
    assert lines[0].startswith("Traceback")
