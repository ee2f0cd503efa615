"""Fashion-MNIST: pictures of clothes, which do not come with the program (Xiao, Rasul, Vollgraf 2017)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import numpy as np

from netviz.files.errors import shown
from netviz.files.paths import is_folder
from netviz.tasks.answer import Classes
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.idx_folder import find_four
from netviz.tasks.digits.idx_values import read_images, read_labels
from netviz.tasks.examples import DataError
from netviz.tasks.hues import hues
from netviz.tasks.input import Picture
from netviz.tasks.pictures.pictures import PictureData, Pictures
from netviz.tasks.task import PictureTask, Task

_NAMES: Final = (
    *("T-shirt or top", "trousers", "pullover", "dress", "coat"),
    *("sandal", "shirt", "sneaker", "bag", "ankle boot"),
)
_VALIDATION_SHARE: Final = 12
_WAY: Final = (
    "the Debian package dataset-fashion-mnist, or --data FOLDER with its four IDX files, would be right"
)

FOLDER: Final = Path("/usr/share/datasets/fashion-mnist")
"""Where Debian's package puts them."""

FASHION: Final[PictureTask] = Task(
    id="fashion",
    input=Picture(28, 28),
    answer=Classes("kinds of clothes", _NAMES, hues(len(_NAMES))),
    example="piece of clothing",
    examples="pieces of clothing",
    hidden=(32, 16),
    label="Fashion",
    about="A picture of 28×28 pixels is read as one of ten kinds of clothes. Its pictures do not come with "
    f"netviz: {_WAY}.",
)


def why_missing() -> str:
    """Why its pictures are not there, in a sentence; empty where they are."""
    there = is_folder(FOLDER)
    return "" if there else f"The pictures of Fashion-MNIST are not on this machine; {_WAY}."


def load_fashion(folder: Path | None = None) -> PictureData:
    """Its pictures from this folder, or from where Debian puts them. Raises DataError."""
    if folder is None and why_missing():
        raise DataError(why_missing())
    four = find_four(folder or FOLDER, FASHION.input.n)
    images, labels = read_images(four.images, FASHION.input.rows), read_labels(four.labels)
    test_images = read_images(four.test_images, FASHION.input.rows)
    test_labels = read_labels(four.test_labels)
    if len(labels) < 2:
        raise DataError(f"{shown(four.images.path)} holds one picture to learn from; two would be right.")
    cut = len(labels) - max(len(labels) // _VALIDATION_SHARE, 1)
    digest = hashlib.sha256()
    for array in (images, labels, test_images, test_labels):
        digest.update(np.ascontiguousarray(array).data)
    return PictureData(
        Pictures(images[:cut], labels[:cut], "training", task=FASHION),
        Pictures(images[cut:], labels[cut:], "validation", task=FASHION),
        Pictures(test_images, test_labels, "test", task=FASHION),
        digest.hexdigest(),
        str(four.folder.absolute()),
        task=FASHION,
    )


def find_fashion(name: DataName) -> PictureData:
    """The pictures of this name. Raises DataError."""
    try:
        found = load_fashion(Path(name.folder) if name.folder else None)
    except DataError as error:
        raise DataError(f"It was trained with {name}. {error}" if name.sha256 else str(error)) from error
    if name.sha256 not in ("", found.sha256):
        raise DataError(
            f"It was trained with {name}, and others lie in {shown(found.folder)} now "
            f"(sha256 {found.sha256[:12]}…)."
        )
    return found
