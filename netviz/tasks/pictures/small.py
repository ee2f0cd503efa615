"""Digits of fewer pixels, for graphs in which one sees each pixel's edges: the bundled ones, averaged."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from netviz.tasks.data_name import DataName
from netviz.tasks.digits.digits import load_digits
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.examples import the_same_or_any
from netviz.tasks.input import Picture
from netviz.tasks.pictures.averaged import averaged
from netviz.tasks.pictures.pictures import PictureData, Pictures
from netviz.tasks.task import PictureTask


def _smaller(side: int) -> PictureTask:
    return replace(
        DIGITS,
        id=f"digits-{side}",
        input=Picture(side, side),
        label=f"Digits of {side}×{side} pixels",
        about=f"Each picture of a handwritten digit is made smaller, to {side}×{side} pixels, and read as "
        "one of the ten digits.",
    )


DIGITS_8: Final = _smaller(8)
DIGITS_16: Final = _smaller(16)


def find_small(task: PictureTask, name: DataName) -> PictureData:
    """The digits of this name at this task's size. Raises DataError."""
    whole = load_digits()
    side = task.input.rows
    parts = [
        Pictures(averaged(part.images, side), part.labels, part.name, task=task)
        for part in (whole.training, whole.validation, whole.test)
    ]
    digest = hashlib.sha256(whole.sha256.encode())
    for part in parts:
        digest.update(part.images.data)
    training, validation, test = parts
    found = PictureData(training, validation, test, digest.hexdigest(), task=task)
    return the_same_or_any(found, name, "this version makes others")
