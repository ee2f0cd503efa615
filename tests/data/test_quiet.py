"""Words of Pillow's and libtiff's about a damaged file reach nobody: who opens one is told in a sentence."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from netviz.tasks.digits.digits import DataError
from netviz.tasks.digits.images import read_image


def test_a_damaged_tiff_says_nothing_on_stderr(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = io.BytesIO()
    Image.fromarray(np.zeros((40, 30, 3), np.uint8)).save(out, "TIFF", compression="tiff_lzw")
    content = bytearray(out.getvalue())
    content[8:60] = b"\xff" * 52  # its packed pixels
    (directory,) = struct.unpack("<I", content[4:8])
    many = bytearray(out.getvalue())
    samples = many.index(struct.pack("<HHI", 277, 3, 1), directory)  # how many numbers a pixel has
    many[samples + 8 : samples + 10] = struct.pack("<H", 2048)
    for number, damaged in enumerate((content, content[: directory + 20], many)):
        path = tmp_path / f"{number}.tif"
        path.write_bytes(damaged)
        with pytest.raises(DataError):
            read_image(path)
    assert capfd.readouterr().err == ""
