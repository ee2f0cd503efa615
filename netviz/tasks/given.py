"""Data that a person names by their path: which kind they are, and who reads them."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Final

from netviz.files.errors import FileError, shown
from netviz.files.paths import is_file, may_be_looked_into, readable
from netviz.language.grammar import all_of
from netviz.tasks.data_name import OWN_PICTURES, OWN_TABLE
from netviz.tasks.digits.digits import SIDE, load_digits_from
from netviz.tasks.digits.idx_folder import find_pairs, holds_idx
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.examples import Data, DataError
from netviz.tasks.hand.collection import is_collection
from netviz.tasks.hand.collection import read as read_collection
from netviz.tasks.hand.data import alone
from netviz.tasks.pictures.class_folders import has_classes
from netviz.tasks.pictures.fashion import FASHION, load_fashion
from netviz.tasks.pictures.folder import Say
from netviz.tasks.pictures.own import open_folder, open_idx_folder, open_npz, quiet
from netviz.tasks.tabular.choices import Choices
from netviz.tasks.tabular.names import TABLES, is_table
from netviz.tasks.tabular.table import read_table

_CLASSES: Final = DIGITS.answer.n
_ZIP: Final = b"PK\x03\x04"
_RIGHT: Final = "a folder of pictures for each class, or a folder with IDX files would be right"


def open_data(path: Path, task: str | None = None, say: Say = quiet, choices: Choices | None = None) -> Data:
    """What lies there, for the task of this id, or for whatever it is good for; `say` hears how far it is,
    `choices` say what is done with a table.

    Raises DataError.
    """
    if task == OWN_TABLE or (task is None and is_table(path)):
        return read_table(path, choices, say).data
    if choices is not None and choices != Choices():
        raise DataError(f"{shown(path)} is no table, so it has no columns to choose from.")
    if task in (None, OWN_PICTURES):
        return _own(path, say)
    read = _READERS.get(task or "")
    if read is None:
        raise DataError(
            f"Data: --data is for {all_of((DIGITS.id, FASHION.id))} and what is your own, and {task} brings "
            "its own; no --data would be right."
        )
    return read(path)


def look_into(folder: Path) -> None:
    """Raise DataError where nothing to learn from lies in this folder, as far as a glance says: no picture is
    read.
    """
    if not may_be_looked_into(folder):
        raise DataError(f"{shown(folder)} can't be read: you may not read it.")
    if not (holds_idx(folder) or is_table(folder) or has_classes(folder)):
        raise DataError(f"{shown(folder)} is a folder without data; {_RIGHT}.")


def _own(path: Path, say: Say) -> Data:
    """Digits where they are such; else a task of its own."""
    if is_file(path):
        try:
            readable(path, _RIGHT)
        except FileError as error:
            raise DataError(str(error)) from error
        with path.open("rb") as file:
            if file.read(len(_ZIP)) == _ZIP:
                return _open_hand(path) if is_collection(path) else open_npz(path)
        raise DataError(
            f"{shown(path)} is a file of another kind; a table ({', '.join(TABLES)}), an .npz, {_RIGHT}."
        )
    if holds_idx(path):
        return load_digits_from(path) if _are_digits(path) else open_idx_folder(path)
    return open_folder(path, say) if has_classes(path) else load_digits_from(path)


def _open_hand(path: Path) -> Data:
    return alone(path, read_collection(path))


def _are_digits(folder: Path) -> bool:
    """Whether the IDX files there are pictures of digits of the usual size; also where they are damaged: then
    the reader of digits says what is wrong.
    """
    try:
        (images, labels), test = find_pairs(folder)
        if test is None or math.prod(images.shape[1:]) != SIDE * SIDE:
            return False
        values = labels.read()
    except DataError:
        return True
    return values.ndim > 1 or not values.size or 0 <= float(values.min()) <= float(values.max()) < _CLASSES


_READERS: Final[dict[str, Callable[[Path], Data]]] = {
    DIGITS.id: load_digits_from,
    FASHION.id: load_fashion,
}
"""By the id of the task that they are for."""
