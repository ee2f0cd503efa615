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


def a_seed(text: str) -> int:
    """The `type` of a seed that stands for itself; that of a training is checked with its settings."""
    from netviz.training.config import MAX_SEED

    seed = int(text) if text.isascii() and text.isdecimal() and len(text) < 25 else -1
    if not 0 <= seed <= MAX_SEED:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no seed; a whole number from 0 to {MAX_SEED:,} would be right"
        )
    return seed
