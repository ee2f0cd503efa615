"""Examples that are pictures of one of several classes: of digits, or of anything else.

Pixels stay uint8 in memory. Everywhere the same three words: *training* examples change weights, *validation*
ones steer (curves, hints, stopping), *test* ones are for examination only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from netviz.tasks.data_name import DataName
from netviz.tasks.examples import DataError, Rows
from netviz.tasks.task import PictureTask

_BYTE: Final = 256  # labels that fit into one
_VALIDATION_SHARE: Final = 12  # one in so many of those to learn from, the last ones: 5,000 of MNIST's 60,000


def learnt(n: int) -> int:
    """How many of n pictures without a split are to learn from; the others, one at least, validate."""
    return n - max(n // _VALIDATION_SHARE, 1)


def sum_of(*arrays: NDArray[Any]) -> str:
    """The sum (SHA-256, in hexadecimal) of these, one after the other."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class Pictures:
    """One split of a data set.

    `images` is uint8 (n, task.input.n), one row a picture: its cells row by row, ink = 255. `labels` (n,) is
    uint8, or uint16 where there are more classes than that holds. Both are read-only. `name` is "training",
    "validation" or "test".
    """

    images: NDArray[np.uint8]
    labels: NDArray[Any]
    name: str
    task: PictureTask = field(kw_only=True)

    def __post_init__(self) -> None:
        n = self.task.input.n
        if self.images.shape != (len(self.labels), n) or self.labels.ndim != 1:
            raise DataError(
                f"The {self.name} {self.task.examples} have images of shape {self.images.shape} and labels "
                f"of shape {self.labels.shape}; (n, {n}) and (n,) would be right."
            )
        kinds = (np.uint8, np.uint8 if self.task.answer.n <= _BYTE else np.uint16)
        for called, kind in zip(("images", "labels"), kinds, strict=True):
            array = np.ascontiguousarray(getattr(self, called), dtype=kind).view()
            array.flags.writeable = False
            object.__setattr__(self, called, array)

    def __len__(self) -> int:
        return len(self.labels)

    def inputs(self, rows: Rows | None = None, dtype: DTypeLike = np.float32) -> NDArray[np.floating[Any]]:
        """Images (m, n) as floats from 0 (paper) to 1 (ink); all of them without `rows`."""
        images = self.images if rows is None else self.images[rows]
        return self.task.input.scaled(images, dtype)

    @property
    def stored(self) -> NDArray[np.uint8]:
        """The images, as Examples says."""
        return self.images

    @property
    def answers(self) -> NDArray[Any]:
        """The labels, as Examples says."""
        return self.labels

    def some(self, rows: Rows) -> Pictures:
        """These of them alone."""
        return Pictures(self.images[rows], self.labels[rows], self.name, task=self.task)


@dataclass(frozen=True, eq=False)
class PictureData:
    """Pictures in their three splits.

    `sha256`, in hexadecimal, is that of the images to learn from (training, then validation), their
    labels, the test images and their labels, as bytes in this order. It goes into saved files, so that
    one can tell what a network was trained on. `folder` is where they were read from, empty for the bundled
    ones; `how`: as DataName has it; `said`: what was done to them, in sentences;
    `troubles`: each file that was left out, and why.
    """

    training: Pictures
    validation: Pictures
    test: Pictures
    sha256: str
    folder: str = ""
    how: str = ""
    said: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    task: PictureTask = field(kw_only=True)

    @property
    def name(self) -> DataName:
        """What a file remembers of them."""
        counts = (len(self.training), len(self.validation), len(self.test))
        return DataName(self.sha256, self.folder, *counts, task=self.task.id, how=self.how)
