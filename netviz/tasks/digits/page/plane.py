"""Planes that a camera saw: four points to four others, and a picture as if seen from straight above."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

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
    whole = np.ones((len(places), 3))
    whole[:, :2] = places
    there = whole @ by.T
    result: Points = there[:, :2] / there[:, 2:]
    return result


def rectangle(width: float, height: float) -> Points:
    """Its corners, from the top left one clockwise."""
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


@dataclass(frozen=True, eq=False)
class Straightened:
    """A sheet as if seen from straight above, uint8 (h, w, 3), and the way back: (3, 3) from its pixels to
    those of the picture that was given. `outline`: the corners of the sheet there, None where the picture
    shows nothing else; `beyond`, (h, w): the pixels of which the picture shows nothing, None where it
    shows all.
    """

    colours: Colours
    back: NDArray[np.float64]
    outline: Points | None = None
    beyond: NDArray[np.bool_] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.colours.shape[0], self.colours.shape[1]


def seen_as(picture: Image.Image, back: NDArray[np.float64], width: int, height: int) -> Colours:
    """The pixels of `picture`, RGB, at the places to which `back` takes those of a picture of this size; the
    picture's usual colour where there are none.
    """
    red = green = blue = 0
    corners = moved(back, rectangle(width, height))
    if corners.min() < 0 or (corners > picture.size).any():
        usual = np.median(np.asarray(picture.reduce(max(1, max(picture.size) // 100))), axis=(0, 1))
        red, green, blue = (int(level) for level in usual)
    seen = picture.transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        _terms(back),
        Image.Resampling.BILINEAR,
        fillcolor=(red, green, blue),
    )
    return np.asarray(seen)


def beyond(size: tuple[int, int], back: NDArray[np.float64], width: int, height: int) -> NDArray[np.bool_]:
    """Where a picture of this size has none, or nearly none, (height, width)."""
    solid = Image.new("L", size, 255)
    inside = solid.transform((width, height), Image.Transform.PERSPECTIVE, _terms(back))
    # At the picture's edge the paper isn't known as well as elsewhere.
    return np.asarray(inside.filter(ImageFilter.BoxBlur(max(3, max(width, height) // 160)))) < 255


def _terms(back: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(value) for value in (back / back[2, 2]).reshape(-1)[:8])
