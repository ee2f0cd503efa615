"""Handwritten digits: the bundled MNIST, or a folder with files of the same kind."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.files.paths import is_folder
from netviz.tasks.data_name import BUNDLED_SHA256, DataName
from netviz.tasks.digits.idx import open_idx
from netviz.tasks.digits.idx_folder import find_four
from netviz.tasks.digits.idx_values import read_images, read_labels
from netviz.tasks.digits.resources import resource
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.digits.upright import lie_on_their_side, turned
from netviz.tasks.examples import DataError, place_of, the_same
from netviz.tasks.pictures.pictures import PictureData, Pictures, learnt, sum_of
from netviz.tasks.task import PictureTask

__all__ = [
    "PIXELS",
    "SIDE",
    "DataError",
    "DataSet",
    "Digits",
    "find_digits",
    "load_digits",
    "load_digits_from",
]

SIDE = DIGITS.input.rows
PIXELS = DIGITS.input.n

_FEWEST = 2  # to learn from, one of which validates


@dataclass(frozen=True, eq=False)
class Digits(Pictures):
    """One split of a data set of digits: `images` is uint8 (n, 784), `labels` uint8 (n,), 0 to 9."""

    task: PictureTask = field(default=DIGITS, kw_only=True)


@dataclass(frozen=True, eq=False)
class DataSet(PictureData):
    """Digits in their three splits."""

    task: PictureTask = field(default=DIGITS, kw_only=True)


def find_digits(name: DataName) -> DataSet:
    """The digits of this name, from where they lay. Raises DataError: which they are, and why not."""
    if name.bundled:
        return load_digits()
    where = place_of(name, is_folder)
    try:
        found = load_digits_from(where)
    except DataError as error:
        raise DataError(f"It was trained with {name}. {error}") from error
    return the_same(found, name, "other digits lie there now")


def load_digits() -> DataSet:
    """The bundled MNIST: 55,000 training, 5,000 validation and 10,000 test digits."""
    images, labels = _bundled("train")
    return _split(images, labels, *_bundled("t10k"), BUNDLED_SHA256)


def load_digits_from(folder: Path) -> DataSet:
    """Digits from a folder with four IDX files, packed with gzip or not, as MNIST, QMNIST and EMNIST come.

    `find_four` says which files these are. Digits that lie on their side, as EMNIST's do, are turned
    upright. The last twelfth of those to learn from, one at least, becomes validation. Raises DataError.
    """
    four = find_four(folder, PIXELS)
    images, labels = read_images(four.images, SIDE), read_labels(four.labels)
    test_images, test_labels = read_images(four.test_images, SIDE), read_labels(four.test_labels)
    if len(labels) < _FEWEST:
        raise DataError(
            f"{shown(four.images.path)} holds {len(labels)} digit to learn from; {_FEWEST} at least, one of "
            "them to validate with, would be right."
        )
    if lie_on_their_side(images, labels, *_bundled("t10k")):
        images, test_images = turned(images), turned(test_images)
    four_arrays = images, labels, test_images, test_labels
    return _split(*four_arrays, sum_of(*four_arrays), str(four.folder.absolute()))


def _bundled(part: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images and labels of one half of the bundled MNIST."""
    files = [
        open_idx(resource("digits", f"{part}-{what}-ubyte.gz")) for what in ("images-idx3", "labels-idx1")
    ]
    images, labels = files
    if images is None or labels is None:
        raise DataError("The digits that came with netviz are damaged; netviz installed anew would be right.")
    return read_images(images, SIDE), read_labels(labels)


def _split(
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    test_images: NDArray[np.uint8],
    test_labels: NDArray[np.uint8],
    sha256: str,
    folder: str = "",
) -> DataSet:
    cut = learnt(len(labels))
    return DataSet(
        training=Digits(images[:cut], labels[:cut], "training"),
        validation=Digits(images[cut:], labels[cut:], "validation"),
        test=Digits(test_images, test_labels, "test"),
        sha256=sha256,
        folder=folder,
    )
