"""Data that a person names by their path: which kind they are, and who reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from netviz.language.grammar import all_of
from netviz.tasks.digits.digits import load_digits_from
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.examples import Data, DataError
from netviz.tasks.pictures.fashion import FASHION, load_fashion

_READERS: Final[dict[str, Callable[[Path], Data]]] = {DIGITS.id: load_digits_from, FASHION.id: load_fashion}
"""By the id of the task that they are for."""


def open_data(path: Path, task: str | None = None) -> Data:
    """What lies there, for the task of this id, or for whatever it is good for. Raises DataError."""
    read = _READERS.get(task or DIGITS.id)
    if read is None:
        raise DataError(
            f"Data: --data is for {all_of(_READERS)}, and {task} brings its own; no --data would be right."
        )
    return read(path)
