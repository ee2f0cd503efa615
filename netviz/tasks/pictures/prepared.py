"""A picture from anywhere, prepared for a network exactly as the pictures were that it has learnt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.digits.images import read_image
from netviz.tasks.digits.ink import normalise
from netviz.tasks.digits.task import is_laid_anew
from netviz.tasks.examples import DataError
from netviz.tasks.pictures.averaged import smaller
from netviz.tasks.pictures.fitted import Fitting
from netviz.tasks.pictures.folder import read_page
from netviz.tasks.pictures.own import own_fitting
from netviz.tasks.task import PictureTask


def read_picture(task: PictureTask, how: str, path: Path) -> NDArray[np.uint8]:
    """The picture in a file as this task stores one, uint8 (n,); `how` is of the data's name.

    Raises DataError.
    """
    if is_laid_anew(task):
        return smaller(task, read_image(path))
    pixels = _fitting(task, how).pixels(read_page(path))
    _check(task, pixels)
    return pixels


def read_ink(task: PictureTask, how: str, ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A drawing, uint8 (h, w), 255 = ink, as this task stores a picture."""
    if is_laid_anew(task):
        return smaller(task, normalise(ink))
    return _fitting(task, how).ink(ink)


def _fitting(task: PictureTask, how: str) -> Fitting:
    return own_fitting(how, task.input.rows)


def _check(task: PictureTask, pixels: NDArray[np.uint8]) -> None:
    if pixels.shape != (task.input.n,):
        raise DataError(
            f"Pictures of {task.input.size} pixels are no square; a network for square ones would be right."
        )
