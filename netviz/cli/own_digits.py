"""A network's own digits: those that it was trained with, or those that somebody names instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netviz.tasks.data_name import DataName
    from netviz.tasks.digits.digits import DataSet


def own_digits(file: Path, name: DataName, folder: Path | None = None, way_out: str = "") -> DataSet:
    """The digits in `folder` where one is named, else those that the network in `file` was trained with.

    Raises DataError: which these are and why they are not to be had. `way_out` says what would be right.
    """
    from netviz.tasks.digits.digits import DataError, find_digits, load_digits_from

    if folder is not None:
        return load_digits_from(folder)
    try:
        return find_digits(name)
    except DataError as error:
        raise DataError(f"{file}: {error} {way_out}".rstrip()) from error
