"""Pictures of one digit as people make them: on a desk, in a box, ruled, cropped, bold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Page = NDArray[np.uint8]
SIDE: Final = 280


def plain(digit: Page) -> Page:
    """A digit of 28×28 ten times as large: uint8 (280, 280), 255 = paper."""
    big = Image.fromarray(digit.reshape(28, 28)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return 255 - np.asarray(big)


def _on_a_desk(desk: int) -> Callable[[Page], Page]:
    def make(page: Page) -> Page:
        side = round(SIDE * 0.65)
        sheet = Image.fromarray(page).resize((side, side), Image.Resampling.BOX)
        whole = Image.new("L", (SIDE, SIDE), desk)
        whole.paste(sheet, ((SIDE - side) // 2 + 7, (SIDE - side) // 2 - 5))
        return np.asarray(whole)

    return make


def _drawn(*boxes: tuple[int, int, int, int], width: int = 3) -> Callable[[Page], Page]:
    def make(page: Page) -> Page:
        image = Image.fromarray(page.copy())
        for box in boxes:
            ImageDraw.Draw(image).rectangle(box, outline=0, width=width)
        return np.asarray(image)

    return make


def _framed(width: int) -> Callable[[Page], Page]:
    return _drawn((0, 0, SIDE - 1, SIDE - 1), width=width)


def _ruled(grey: int, *, squared: bool = False) -> Callable[[Page], Page]:
    def make(page: Page) -> Page:
        result = page.copy()
        for place in range(17, SIDE, 34):
            result[place : place + 2] = np.minimum(result[place : place + 2], grey)
            if squared:
                result[:, place : place + 2] = np.minimum(result[:, place : place + 2], grey)
        return result

    return make


def _cropped(margin: float) -> Callable[[Page], Page]:
    def make(page: Page) -> Page:
        rows, columns = np.flatnonzero(page.min(axis=1) < 128), np.flatnonzero(page.min(axis=0) < 128)
        around = round(margin * max(np.ptp(rows), np.ptp(columns)))
        top, left = max(rows[0] - around, 0), max(columns[0] - around, 0)
        return page[top : rows[-1] + 1 + around, left : columns[-1] + 1 + around]

    return make


def _bold(by: int) -> Callable[[Page], Page]:
    def make(page: Page) -> Page:
        wide = np.pad(page, by // 2, constant_values=255)
        for axis in (0, 1):
            wide = np.minimum.reduce([np.roll(wide, shift, axis) for shift in range(-(by // 2), by // 2 + 1)])
        return wide

    return make


PICTURES: Final[dict[str, Callable[[Page], Page]]] = {
    "dark desk": _on_a_desk(60),
    "grey desk": _on_a_desk(150),
    "box": _drawn((18, 16, 262, 264)),
    "cell": _drawn((14, 12, 266, 268), (22, 20, 258, 260), width=2),
    "frame of one pixel": _framed(1),
    "frame of three pixels": _framed(3),
    "ruled": _ruled(170),
    "ruled faintly": _ruled(220),
    "squared": _ruled(190, squared=True),
    "cropped tightly": _cropped(0.0),
    "cropped with a margin of 2\u00a0%": _cropped(0.02),
    "bold": _bold(21),
}
