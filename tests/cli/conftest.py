"""The command line as a person has it, and a small folder of digits."""

import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from netviz.cli.main import main


class Told(NamedTuple):
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str

    def sentence(self) -> str:
        """The one line on stderr, by which something was refused."""
        assert self.err.startswith("netviz")
        assert self.err.count("\n") == 1, self.err
        assert self.err.endswith("\n")
        return self.err


@pytest.fixture
def netviz(capsys):
    """Calls a command with these arguments in this process."""

    def call(*arguments: object) -> Told:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Told(status, *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """Four IDX files: 240 digits to learn from (220 and 20 for validation) and 50 to test with."""
    folder = tmp_path_factory.mktemp("digits")
    random = np.random.default_rng(3)
    for name, n in (("learn", 240), ("test", 50)):
        labels = random.integers(0, 10, n, np.uint8)
        images = random.integers(0, 80, (n, 784), np.uint8)
        for image, label in zip(images, labels.tolist(), strict=True):
            image[label * 78 : label * 78 + 40] = 255
        (folder / f"{name}-images").write_bytes(struct.pack(">IIII", 0x803, n, 28, 28) + images.tobytes())
        (folder / f"{name}-labels").write_bytes(struct.pack(">II", 0x801, n) + labels.tobytes())
    return folder
