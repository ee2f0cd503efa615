"""Handwritten digits: the bundled MNIST, or a folder with files of the same kind."""

import hashlib
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
from netviz.tasks.examples import DataError
from netviz.tasks.pictures.pictures import PictureData, Pictures
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

# One in twelve of the digits to learn from, the last ones: 5,000 of MNIST's 60,000.
_VALIDATION_SHARE = 12
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
    if not name.folder:
        raise DataError(f"It was trained with {name}, and the file does not say where they are.")
    if not is_folder(Path(name.folder)):
        raise DataError(f"It was trained with {name}, which are not there any more.")
    try:
        found = load_digits_from(Path(name.folder))
    except DataError as error:
        raise DataError(f"It was trained with {name}. {error}") from error
    if found.sha256 != name.sha256:
        raise DataError(
            f"It was trained with {name}, and other digits lie there now (sha256 {found.sha256[:12]}…)."
        )
    return found


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
    digest = hashlib.sha256()
    for array in (images, labels, test_images, test_labels):
        digest.update(array.data)
    where = str(four.folder.absolute())
    return _split(images, labels, test_images, test_labels, digest.hexdigest(), where)


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
    cut = len(labels) - max(len(labels) // _VALIDATION_SHARE, 1)
    return DataSet(
        training=Digits(images[:cut], labels[:cut], "training"),
        validation=Digits(images[cut:], labels[cut:], "validation"),
        test=Digits(test_images, test_labels, "test"),
        sha256=sha256,
        folder=folder,
    )
