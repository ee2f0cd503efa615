"""Where the sheet lies: its four corners in a photo of it on a desk."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from netviz.tasks.digits.page.components import components
from netviz.tasks.digits.page.plane import Points

_SIDE: Final = 240  # pixels that are looked at: more would show the grain of the wood
_LEAST_SHEET: Final = 0.08  # of the picture is sheet
_RIM: Final = 0.4  # of the picture's rim is sheet at most
_FILLED: Final = 0.8  # of its corners' quadrilateral is sheet: ink takes less than the rest
_AS_A_QUAD: Final = 1.12  # times its convex hull is the quadrilateral at most
_LEAST_APART: Final = 0.18  # the logarithm of how many times lighter the sheet is than the desk, or darker
_LEAST_SIDE: Final = 0.15  # of the picture

_T = TypeVar("_T", bound=np.generic)


def corners(picture: Image.Image) -> Points | None:
    """The corners of the sheet in an RGB picture, (4, 2) in its pixels, clockwise from the top left one; None
    where there is no desk around it.
    """
    scale = max(1.0, max(picture.size) / _SIDE)
    size = max(1, round(picture.width / scale)), max(1, round(picture.height / scale))
    if min(size) < 16:
        return None
    small = np.asarray(picture.resize(size, Image.Resampling.BOX, reducing_gap=2.0), np.float32)
    apart = _unlike_the_rim(small)
    level = max(_LEAST_APART, _parted(apart))
    found = components(apart > level)
    if not len(found):
        return None
    largest = int(found.area.argmax())
    sheet = found.labels == largest + 1
    if sheet.mean() < _LEAST_SHEET or _rim(sheet).mean() > _RIM:
        return None
    outline = _hull(sheet)
    quad = _quadrilateral(outline)
    if quad is None or _area(quad) > _AS_A_QUAD * _area(outline) or sheet.sum() < _FILLED * _area(quad):
        return None
    sides = np.hypot(*(np.roll(quad, -1, axis=0) - quad).T)
    if sides.min() < _LEAST_SIDE * min(size):
        return None
    whole: Points = _from_top_left(quad) * (np.array(picture.size) / np.array(size))
    return whole


def _rim(values: NDArray[_T]) -> NDArray[_T]:
    return np.concatenate([values[0], values[-1], values[1:-1, 0], values[1:-1, -1]])


def _unlike_the_rim(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much the colour at each place differs from what the desk would have, by the light at the rim."""
    height, width = small.shape[:2]
    logs = np.log(small + np.float32(8))  # what light does is the same for all that lies in it
    terms = _terms(height, width)
    at_rim, colours = _rim(terms), _rim(logs).astype(np.float64)
    near = np.ones(len(at_rim), bool)
    factors: NDArray[np.floating[Any]] = np.zeros((6, 3))
    for _ in range(4):  # something else may lie at the rim
        some = at_rim[near]
        factors = np.linalg.lstsq(some.T @ some, some.T @ colours[near], rcond=None)[0]
        away = np.abs(colours - at_rim @ factors).max(axis=1)
        near = away <= max(0.15, 2.5 * float(np.median(away)))
    unlike = logs.reshape(-1, 3) - _fine_terms(height, width) @ factors.astype(np.float32)
    result: NDArray[np.float32] = np.sqrt(np.einsum("kc,kc->k", unlike, unlike) / 3).reshape(height, width)
    return result


@lru_cache(maxsize=2)  # the pictures of a camera are of one size
def _terms(height: int, width: int) -> NDArray[np.float64]:
    """What light may be made of, (height, width, 6): up to the squares of both places."""
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)


@lru_cache(maxsize=2)
def _fine_terms(height: int, width: int) -> NDArray[np.float32]:
    """The same for each pixel, (height · width, 6)."""
    return _terms(height, width).reshape(-1, 6).astype(np.float32)


def _parted(values: NDArray[np.float32]) -> float:
    """Between what is alike and what is not (Otsu 1979)."""
    flat = values.reshape(-1)
    place = int(0.98 * (flat.size - 1))
    counts, edges = np.histogram(flat, 128, (0.0, float(np.partition(flat, place)[place]) + 1e-6))
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * (edges[:-1] + edges[1:]) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(edges[1:][np.nan_to_num(between, nan=-1.0).argmax()])


def _hull(sheet: NDArray[np.bool_]) -> Points:
    """The convex hull of marked pixels, clockwise as the picture is seen (Andrew's monotone chain)."""
    rows = np.flatnonzero(sheet.any(axis=1))
    first = sheet[rows].argmax(axis=1)
    last = sheet.shape[1] - sheet[rows, ::-1].argmax(axis=1)
    places = {
        (float(x), float(y + down))
        for y, a, b in zip(rows, first, last, strict=True)
        for x in (a, b)
        for down in (0, 1)
    }
    ordered = sorted(places)
    return np.array(_half(ordered)[:-1] + _half(ordered[::-1])[:-1])


def _half(ordered: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for x, y in ordered:
        while len(kept) > 1:
            (ax, ay), (bx, by) = kept[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            kept.pop()
        kept.append((x, y))
    return kept


def _area(polygon: Points) -> float:
    x, y = polygon.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def _quadrilateral(outline: Points) -> Points | None:
    """The outline with side after side left out, and those beside it prolonged: each time the one with which
    the least is added. None where four are not reached.
    """
    polygon = [(float(x), float(y)) for x, y in outline]
    while len(polygon) > 4:
        best: tuple[float, int, tuple[float, float]] | None = None
        n = len(polygon)
        for k in range(n):
            a, b, c, d = (polygon[(k + j) % n] for j in (-1, 0, 1, 2))
            meeting = _meeting(a, b, d, c)
            if meeting is None:
                continue
            added = abs((b[0] - meeting[0]) * (c[1] - meeting[1]) - (b[1] - meeting[1]) * (c[0] - meeting[0]))
            if best is None or added < best[0]:
                best = added, k, meeting
        if best is None:
            return None
        _, k, meeting = best
        polygon[k] = meeting
        del polygon[(k + 1) % n]
    return np.array(polygon) if len(polygon) == 4 else None


def _meeting(
    a: tuple[float, float], b: tuple[float, float], d: tuple[float, float], c: tuple[float, float]
) -> tuple[float, float] | None:
    """Where the way from a over b meets that from d over c, beyond both."""
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], c[0] - d[0], c[1] - d[1]
    cross = ux * vy - uy * vx
    if abs(cross) < 1e-9:
        return None
    t = ((d[0] - a[0]) * vy - (d[1] - a[1]) * vx) / cross
    s = ((d[0] - a[0]) * uy - (d[1] - a[1]) * ux) / cross
    return (a[0] + t * ux, a[1] + t * uy) if t >= 1 - 1e-9 and s >= 1 - 1e-9 else None


def _from_top_left(quad: Points) -> Points:
    """Clockwise, from the left end of the side that is nearest to lying on top."""
    if float(quad[:, 0] @ np.roll(quad[:, 1], -1) - quad[:, 1] @ np.roll(quad[:, 0], -1)) < 0:
        quad = quad[::-1]
    along = np.roll(quad, -1, axis=0) - quad
    return np.roll(quad, -int((along[:, 0] / np.hypot(*along.T)).argmax()), axis=0)
