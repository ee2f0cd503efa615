"""What commands share of their arguments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from netviz.files.errors import FileError
from netviz.files.paths import given
from netviz.training.readings import either, readings, written

_LONGEST: Final = 40  # figures; a number of more is too large everywhere


def a_path(text: str) -> Path:
    """The `type` of every argument that names a file or folder: a path, or a `file:` address."""
    try:
        return given(text)
    except FileError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from error


def a_seed(text: str) -> int:
    """The `type` of a seed that stands for itself; that of a training is checked with its settings."""
    from netviz.training.settings import MAX_SEED

    _check_readings(text)
    seed = int(text) if text.isascii() and text.isdecimal() and len(text) < 25 else -1
    if not 0 <= seed <= MAX_SEED:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no seed; a whole number from 0 to {MAX_SEED:,} would be right"
        )
    return seed


def a_number(text: str) -> float:
    """The `type` of every argument that is a number: a point before decimals, nothing between thousands."""
    _check_readings(text)
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no number; one as 0.05 would be right") from None


def a_whole(text: str) -> int:
    """The `type` of every argument that is a whole number, with nothing between thousands."""
    _check_readings(text)
    try:
        return int(text[:_LONGEST])
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number; one as 64 would be right") from None


def _check_readings(text: str) -> None:
    """Refuse what can be read in two ways, and every comma: elsewhere it stands before decimals."""
    if either(text):
        one, other = readings(text)
        raise argparse.ArgumentTypeError(
            f"“{text}” {either(text)}; {written(one)} or {written(other)} would be right"
        )
    found = readings(text)
    if "," in text and found:
        raise argparse.ArgumentTypeError(f"“{text}” has a comma; {written(found[0])} would be right")
