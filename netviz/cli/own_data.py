"""A network's own examples: those that it was trained with, or digits that somebody names instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netviz.tasks.data_name import DataName
    from netviz.tasks.examples import Data


def own_data(file: Path, name: DataName, folder: Path | None = None, way_out: str = "") -> Data:
    """The digits in `folder` where one is named, else the examples that the network in `file` was trained
    with.

    Raises DataError: which these are and why they are not to be had. `way_out` says what would be right.
    """
    from netviz.tasks.examples import DataError
    from netviz.tasks.finding import find
    from netviz.tasks.given import open_data
    from netviz.tasks.tabular.table import choices_of

    if folder is not None:
        return open_data(folder, name.task, choices=choices_of(name))
    try:
        return find(name)
    except DataError as error:
        raise DataError(f"{file}: {error} {way_out}".rstrip()) from error
