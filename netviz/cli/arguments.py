"""What commands share of their arguments."""

from __future__ import annotations

import argparse
from pathlib import Path

from netviz.files.errors import FileError
from netviz.files.paths import given


def a_path(text: str) -> Path:
    """The `type` of every argument that names a file or folder: a path, or a `file:` address."""
    try:
        return given(text)
    except FileError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from error
