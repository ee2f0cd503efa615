"""Handwritten digits: the bundled MNIST, or a folder with files of the same kind.

Pixels stay uint8 in memory. Everywhere the same three words: *training* digits change weights,
*validation* digits steer (curves, hints, stopping), *test* digits are for examination only.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.data.data_name import BUNDLED_SHA256, DataName
from netviz.data.idx import DataError, IdxFile, open_idx
from netviz.data.resources import resource
from netviz.files.errors import shown
from netviz.files.paths import is_file, is_folder

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

SIDE = 28
PIXELS = SIDE * SIDE

# One in twelve of the digits to learn from, the last ones: 5,000 of MNIST's 60,000.
_VALIDATION_SHARE = 12


@dataclass(frozen=True, eq=False)
class Digits:
    """One split of a data set.

    `images` is uint8 (n, 784), one row a digit: its 28×28 cells row by row, ink = 255. `labels` is
    uint8 (n,), 0 to 9. Both are read-only. `name` is "training", "validation" or "test".
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    name: str

    def __post_init__(self) -> None:
        if self.images.shape != (len(self.labels), PIXELS) or self.labels.ndim != 1:
            raise DataError(
                f"The {self.name} digits have images of shape {self.images.shape} and labels of shape "
                f"{self.labels.shape}; (n, {PIXELS}) and (n,) would be right."
            )
        for field in ("images", "labels"):
            array = np.ascontiguousarray(getattr(self, field), dtype=np.uint8).view()
            array.flags.writeable = False
            object.__setattr__(self, field, array)

    def __len__(self) -> int:
        return len(self.labels)

    def pixels(
        self,
        indices: Sequence[int] | NDArray[np.integer] | slice | None = None,
        dtype: DTypeLike = np.float32,
    ) -> NDArray[np.floating]:
        """Images (m, 784) as floats from 0 (paper) to 1 (ink); all of them without `indices`."""
        images = self.images if indices is None else self.images[indices]
        result: NDArray[np.floating] = np.divide(images, 255, dtype=dtype)
        return result


@dataclass(frozen=True, eq=False)
class DataSet:
    """Digits in their three splits.

    `sha256`, in hexadecimal, is that of the images to learn from (training, then validation), their
    labels, the test images and their labels, as bytes in this order. It goes into saved files, so that
    one can tell what a network was trained on. `folder` is where they were read from, empty for the bundled
    ones.
    """

    training: Digits
    validation: Digits
    test: Digits
    sha256: str
    folder: str = ""

    @property
    def name(self) -> DataName:
        """What a file remembers of them."""
        return DataName(self.sha256, self.folder, len(self.training), len(self.validation), len(self.test))


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
    images, labels, test_images, test_labels = (
        _read(_known(resource("digits", name)))
        for name in (
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz",
        )
    )
    return _split(images, labels, test_images, test_labels, BUNDLED_SHA256)


def load_digits_from(folder: Path) -> DataSet:
    """Digits from a folder with four IDX files, compressed with gzip or not, as MNIST comes.

    The files are known by their content, never by their names: images and labels by their headers, which
    labels belong to which images by their number; the larger pair is the one to learn from. The last
    twelfth of that pair becomes validation. Raises DataError.
    """
    image_files, label_files = _find_idx_files(folder)
    test, learn = sorted(image_files, key=lambda file: file.shape[0])
    if test.shape[0] == learn.shape[0]:
        raise DataError(
            f"Both image files in {folder} hold {learn.shape[0]:,} images, so it can't be told which ones to "
            "learn from; more of these than of test images would be right."
        )
    labels_of_learn, labels_of_test = _labels_of(learn, label_files), _labels_of(test, label_files)
    images, labels, test_images, test_labels = map(_read, (learn, labels_of_learn, test, labels_of_test))
    digest = hashlib.sha256()
    for array in (images, labels, test_images, test_labels):
        digest.update(array.data)
    where = str(folder.absolute())
    return _split(images, labels, test_images, test_labels, digest.hexdigest(), where)


def _find_idx_files(folder: Path) -> tuple[list[IdxFile], list[IdxFile]]:
    """The two files with images and the two with labels in `folder`."""
    if is_file(folder):
        raise DataError(
            f"{shown(folder)} is a file; a folder with four IDX files, as MNIST comes, would be right."
        )
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise DataError(
            f"{folder} can't be read ({error.strerror}); a folder with four IDX files, as MNIST comes, "
            "would be right."
        ) from error
    files = [file for path in paths if (file := open_idx(path)) is not None]
    images = [file for file in files if len(file.shape) == 3]
    labels = [file for file in files if len(file.shape) == 1]
    if len(images) != 2 or len(labels) != 2:
        raise DataError(
            f"{folder} holds {len(images)} IDX files with images and {len(labels)} with labels; two of each, "
            "one pair to learn from and a smaller one to test with, would be right."
        )
    return images, labels


def _labels_of(images: IdxFile, label_files: list[IdxFile]) -> IdxFile:
    """The file that holds one label for each image."""
    for file in label_files:
        if file.shape[0] == images.shape[0]:
            return file
    raise DataError(
        f"{images.path} holds {images.shape[0]:,} images, but the label files beside it hold "
        f"{' and '.join(f'{file.shape[0]:,}' for file in label_files)} labels; one label for each image "
        "would be right."
    )


def _known(path: Path) -> IdxFile:
    """A bundled file, which must be IDX."""
    file = open_idx(path)
    if file is None:
        raise DataError(f"{path}, which came with netviz, is damaged; install netviz again.")
    return file


def _read(file: IdxFile) -> NDArray[np.uint8]:
    """Images (n, 784) or labels (n,), checked."""
    if file.shape[0] == 0:
        raise DataError(f"{file.path} holds no digits; at least one would be right.")
    if len(file.shape) == 3:
        if file.shape[1:] != (SIDE, SIDE):
            raise DataError(
                f"{file.path} holds images of {file.shape[1]}×{file.shape[2]} pixels; {SIDE}×{SIDE} would be "
                "right."
            )
        return file.read().reshape(-1, PIXELS)
    labels = file.read()
    if labels.max() > 9:
        raise DataError(f"{file.path} holds the label {labels.max()}; 0 to 9 would be right.")
    return labels


def _split(
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    test_images: NDArray[np.uint8],
    test_labels: NDArray[np.uint8],
    sha256: str,
    folder: str = "",
) -> DataSet:
    cut = len(labels) - len(labels) // _VALIDATION_SHARE
    return DataSet(
        training=Digits(images[:cut], labels[:cut], "training"),
        validation=Digits(images[cut:], labels[cut:], "validation"),
        test=Digits(test_images, test_labels, "test"),
        sha256=sha256,
        folder=folder,
    )
