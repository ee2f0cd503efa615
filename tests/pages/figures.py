"""How well pages are read: which of their digits are found, and which of these the network reads rightly."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from PIL import Image

from netviz.network.forward import predict
from netviz.tasks.digits.page.picture import PagePicture
from netviz.tasks.digits.page.read import read_page
from netviz.tasks.digits.task import DIGITS
from netviz.training.judge import LEAST, likeness
from netviz.training.saved.model_file import Model
from tests.pages.photo import Box, Page

ALIKE = 0.5  # of what two boxes cover together both cover: then they are of the same digit


@dataclass(frozen=True)
class Figures:
    """Digits that stand there, that are found, that are found rightly, and that are read rightly of these;
    and the seconds of processor time that it took.
    """

    there: int = 0
    found: int = 0
    hit: int = 0
    right: int = 0
    seconds: float = 0.0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.there + other.there,
            self.found + other.found,
            self.hit + other.hit,
            self.right + other.right,
            self.seconds + other.seconds,
        )

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.there)

    @property
    def precision(self) -> float:
        return self.hit / max(1, self.found)

    @property
    def read(self) -> float:
        return self.right / max(1, self.hit)


def overlap(one: Box, other: Box) -> float:
    """What both boxes cover, of what they cover together."""
    (ax, ay, aw, ah), (bx, by, bw, bh) = one, other
    wide, high = min(ax + aw, bx + bw) - max(ax, bx), min(ay + ah, by + bh) - max(ay, by)
    shared = max(0.0, wide) * max(0.0, high)
    return shared / max(aw * ah + bw * bh - shared, 1e-9)


def figures(page: Page, model: Model) -> Figures:
    """Of one page; of two boxes for a digit one is wrong."""
    picture: Image.Image = page.picture.convert("RGB")
    before = time.process_time()
    read = read_page(PagePicture(picture, picture.size), likeness, LEAST)
    seconds = time.process_time() - before
    digits = [mark for mark in read.marks if mark.is_digit]
    if not digits:
        return Figures(len(page.labels), seconds=seconds)
    pixels = np.stack([mark.pixels for mark in digits])
    answers = predict(model.spec, model.parameters, DIGITS.input.scaled(pixels))[0]
    taken: set[int] = set()
    right = 0
    for box, label in zip(page.boxes, page.labels, strict=True):
        near = [(overlap(box, mark.box), k) for k, mark in enumerate(digits) if k not in taken]
        best, k = max(near, default=(0.0, 0))
        if best >= ALIKE:
            taken.add(k)
            right += int(answers[k] == label)
    return Figures(len(page.labels), len(digits), len(taken), right, seconds)
