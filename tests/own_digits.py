"""A small set of digits of one's own, as four IDX files."""

import struct
from pathlib import Path

import numpy as np


def write_digits(folder: Path, seed: int = 3) -> None:
    """240 digits to learn from (20 of them for validation), 50 to test with; a bar stands for each label."""
    random = np.random.default_rng(seed)
    for name, n in (("learn", 240), ("test", 50)):
        labels = random.integers(0, 10, n, np.uint8)
        images = random.integers(0, 80, (n, 784), np.uint8)
        for image, label in zip(images, labels.tolist(), strict=True):
            image[label * 78 : label * 78 + 40] = 255
        (folder / f"{name}-images").write_bytes(struct.pack(">IIII", 0x803, n, 28, 28) + images.tobytes())
        (folder / f"{name}-labels").write_bytes(struct.pack(">II", 0x801, n) + labels.tobytes())
