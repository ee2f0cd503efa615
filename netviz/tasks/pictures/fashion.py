"""Fashion-MNIST: pictures of clothes, as large as MNIST's digits and in files of the same kind, which do not
come with the program (Xiao, Rasul, Vollgraf 2017).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from netviz.files.errors import shown
from netviz.files.paths import is_folder
from netviz.tasks.answer import Classes
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.idx_folder import find_four
from netviz.tasks.digits.idx_values import read_images, read_labels
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.examples import DataError, the_same_or_any
from netviz.tasks.hues import hues
from netviz.tasks.pictures.pictures import PictureData, Pictures, learnt, sum_of
from netviz.tasks.task import PictureTask, Task

_NAMES: Final = (
    *("T-shirt or top", "trousers", "pullover", "dress", "coat"),
    *("sandal", "shirt", "sneaker", "bag", "ankle boot"),
)
_WAY: Final = (
    "the Debian package dataset-fashion-mnist, or --data FOLDER with its four IDX files, would be right"
)

FOLDER: Final = Path("/usr/share/datasets/fashion-mnist")
"""Where Debian's package puts them."""

FASHION: Final[PictureTask] = Task(
    id="fashion",
    input=DIGITS.input,
    answer=Classes("kinds of clothes", _NAMES, hues(len(_NAMES))),
    example="piece of clothing",
    examples="pieces of clothing",
    hidden=(32, 16),
    label="Fashion",
    about=f"A picture of {DIGITS.input.size} pixels is read as one of ten kinds of clothes. Its pictures do "
    f"not come with netviz: {_WAY}.",
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
    cut = learnt(len(labels))
    return PictureData(
        Pictures(images[:cut], labels[:cut], "training", task=FASHION),
        Pictures(images[cut:], labels[cut:], "validation", task=FASHION),
        Pictures(test_images, test_labels, "test", task=FASHION),
        sum_of(images, labels, test_images, test_labels),
        str(four.folder.absolute()),
        task=FASHION,
    )


def find_fashion(name: DataName) -> PictureData:
    """The pictures of this name. Raises DataError."""
    try:
        found = load_fashion(Path(name.folder) if name.folder else None)
    except DataError as error:
        raise DataError(f"It was trained with {name}. {error}" if name.sha256 else str(error)) from error
    return the_same_or_any(found, name, f"others lie in {shown(found.folder)} now")
