"""libtiff's own words about a damaged file reach nobody: who opens one is told in a sentence."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from netviz.data.digits import DataError
from netviz.data.images import read_image


def test_a_damaged_tiff_says_nothing_on_stderr(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = io.BytesIO()
    Image.fromarray(np.zeros((40, 30), np.uint8)).save(out, "TIFF", compression="tiff_lzw")
    content = bytearray(out.getvalue())
    content[8:60] = b"\xff" * 52  # its packed pixels
    (directory,) = struct.unpack("<I", content[4:8])
    for size in (len(content), directory + 20):
        path = tmp_path / f"{size}.tif"
        path.write_bytes(content[:size])
        with pytest.raises(DataError):
            read_image(path)
    assert capfd.readouterr().err == ""
