"""Planes that a camera saw: four points to four others, and a picture as if seen from straight above."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Points = NDArray[np.float64]  # (n, 2), x and y
Colours = NDArray[np.uint8]  # (h, w, 3)


def homography(source: Points, to: Points) -> NDArray[np.float64]:
    """The (3, 3) that takes four points (4, 2) to four others; LinAlgError where three lie in a line."""
    rows = []
    for (x, y), (u, v) in zip(source, to, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    solved = np.linalg.solve(np.array(rows, np.float64), to.reshape(-1))
    return np.append(solved, 1.0).reshape(3, 3)


def moved(by: NDArray[np.float64], places: Points) -> Points:
    """Points (n, 2) through a homography (3, 3)."""
    there = np.column_stack([places, np.ones(len(places))]) @ by.T
    result: Points = there[:, :2] / there[:, 2:]
    return result


def rectangle(width: float, height: float) -> Points:
    """Its corners, from the top left one clockwise."""
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


@dataclass(frozen=True, eq=False)
class Straightened:
    """A sheet as if seen from straight above, uint8 (h, w, 3), and the way back: (3, 3) from its pixels to
    those of the picture that was given. `outline`: the corners of the sheet there, None where the picture
    shows nothing else.
    """

    colours: Colours
    back: NDArray[np.float64]
    outline: Points | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.colours.shape[0], self.colours.shape[1]


def seen_as(picture: Image.Image, back: NDArray[np.float64], width: int, height: int) -> Colours:
    """The pixels of `picture` at the places to which `back` takes those of a picture of this size."""
    terms = tuple(float(value) for value in (back / back[2, 2]).reshape(-1)[:8])
    # From the nearest pixel outside the picture there is none: what lies beyond it is filled by the caller.
    turned = picture.transform((width, height), Image.Transform.PERSPECTIVE, terms, Image.Resampling.BILINEAR)
    return np.asarray(turned)
