"""The command line as a person has it, and a small folder of digits."""

from pathlib import Path
from typing import NamedTuple

import pytest

from netviz.cli.main import main
from tests.own_digits import write_digits


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
    write_digits(folder)
    return folder
