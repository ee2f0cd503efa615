"""A page to its digits: the steps in their order."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from netviz.tasks.digits.page.components import components
from netviz.tasks.digits.page.desk import corners
from netviz.tasks.digits.page.join import joined
from netviz.tasks.digits.page.light import Evened, even, without
from netviz.tasks.digits.page.line_turn import turn_of_lines
from netviz.tasks.digits.page.lines import line_pixels
from netviz.tasks.digits.page.order import lines, numbers
from netviz.tasks.digits.page.picture import PagePicture
from netviz.tasks.digits.page.piece import Measure, Piece, measured, pieces_of
from netviz.tasks.digits.page.plane import Points, Straightened, beyond, homography, moved, rectangle, seen_as
from netviz.tasks.digits.page.split import parted
from netviz.tasks.digits.page.turn import turn_of_digits
from netviz.tasks.digits.page.usual import usual

WORKING_SIDE: Final = 1600
"""Pixels of a sheet's longer side at most."""
FRAME_SIDE: Final = 640
"""The same where time is short: of a camera's frames."""

_INSIDE: Final = 0.012  # of the sheet's side is left out, with its edge
_LEAST_TURN: Final = 0.25  # degrees
_FAINT: Final = 10.0  # levels, and multiples of the noise, by which anything differs from its paper
_FAINT_TIMES: Final = 4.0
_FINE: Final = 0.7  # of it, from what lies around
_LEAST: Final = 16.0  # the same of ink
_LEAST_TIMES: Final = 6.0
_USUAL: Final = 0.6  # of all ink is no darker than usual
_OF_INK: Final = 0.4  # of the ink's usual contrast
_SPECK: Final = 0.008  # of the longer side
_MOST_PIECES: Final = 600


@dataclass(frozen=True, eq=False)
class Mark:
    """Something written. `corners`, (4, 2): its box on the sheet, in the picture's pixels, clockwise.

    `box`: x, y, width and height of the upright box around its ink there; `pixels`, uint8 (784,), is what a
    network reads; `likeness`, 0 to 1, how much it is like a digit.
    """

    corners: Points
    box: tuple[int, int, int, int]
    pixels: NDArray[np.uint8]
    likeness: float
    is_digit: bool
    piece: Piece


@dataclass(frozen=True, eq=False)
class PageRead:
    """What stands on a page, in reading order; `numbers` are places in `marks`, of digits alone.

    The steps between, of the sheet as seen from above: `sheet` uint8 (h, w, 3), `contrast` and `ink` uint8
    (h, w), 255 = ink.
    """

    marks: tuple[Mark, ...]
    numbers: tuple[tuple[int, ...], ...]
    straightened: Straightened
    evened: Evened
    ink: NDArray[np.uint8]


def read_page(given: PagePicture, measure: Measure, least: float, side: int = WORKING_SIDE) -> PageRead:
    """The digits on a picture of a page. What is `measure`d less than `least` like a digit is none, but for
    what stands among digits and has their size. `side`: so many pixels of its longer side are looked at.
    """
    picture = given.picture
    sheet = _straightened(picture, side)
    evened, fine, ink = _ink(sheet)
    turn = turn_of_lines(fine[::2, ::2])
    if turn is None and sheet.outline is None:
        turn = turn_of_digits(_pieces(evened, ink), measure)
    if turn is not None and abs(turn) >= _LEAST_TURN:
        sheet = _turned(picture, sheet, turn)
        evened, _, ink = _ink(sheet)
    pieces = _pieces(evened, ink)
    likeness = measured(pieces, measure)
    common = usual(pieces, likeness)
    kept = [k for k, piece in enumerate(pieces) if common.part(piece)]
    pieces, likeness = joined([pieces[k] for k in kept], likeness[kept], common.height, measure)
    pieces, likeness = parted(pieces, likeness, common.height, measure)
    common = replace(usual(pieces, likeness), height=common.height)
    kept = [k for k, piece in enumerate(pieces) if common.told_of(piece)]
    pieces, likeness = [pieces[k] for k in kept], likeness[kept]
    order = lines(pieces)
    there = np.diag([given.size[0] / picture.width, given.size[1] / picture.height, 1.0]) @ sheet.back
    marks: list[Mark] = []
    place: dict[int, int] = {}
    for k in (k for line in order for k in line):
        place[k] = len(marks)
        piece = pieces[k]
        is_digit = common.is_digit(piece, float(likeness[k]), least)
        around = moved(there, piece.box())
        box = _upright_box(moved(there, piece.outline()), given.size)
        marks.append(Mark(around, box, piece.pixels, float(likeness[k]), is_digit, piece))
    together = [
        tuple(place[k] for k in number)
        for line in order
        for number in numbers(pieces, [k for k in line if marks[place[k]].is_digit])
    ]
    return PageRead(tuple(marks), tuple(together), sheet, evened, ink)


def _upright_box(places: Points, size: tuple[int, int]) -> tuple[int, int, int, int]:
    (left, top), (right, bottom) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    x, y = min(max(math.floor(left), 0), size[0]), min(max(math.floor(top), 0), size[1])
    return x, y, min(max(math.ceil(right), 0), size[0]) - x, min(max(math.ceil(bottom), 0), size[1]) - y


def _straightened(picture: Image.Image, side: int) -> Straightened:
    outline = corners(picture)
    if outline is None:
        scale = min(1.0, side / max(picture.size))
        width, height = (max(1, round(length * scale)) for length in picture.size)
        colours = np.asarray(picture.resize((width, height), Image.Resampling.BOX))
        back = np.diag([picture.width / width, picture.height / height, 1.0])
        return Straightened(colours, back)
    sides = np.hypot(*(np.roll(outline, -1, axis=0) - outline).T)
    wide, high = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    scale = min(1.0, side / max(wide, high))
    width, height = max(1, round(wide * scale)), max(1, round(high * scale))
    inside = rectangle(width, height) * (1 + 2 * _INSIDE) - _INSIDE * np.array([width, height])
    back = homography(inside, outline)
    return Straightened(seen_as(picture, back, width, height), back, outline)


def _turned(picture: Image.Image, sheet: Straightened, degrees: float) -> Straightened:
    """The sheet turned back by so much, with all of it in sight."""
    t = math.radians(degrees)
    height, width = sheet.shape
    c, s = math.cos(t), math.sin(t)
    wide, high = round(width * c + height * abs(s)), round(height * c + width * abs(s))
    shift = np.array([width / 2 - c * wide / 2 + s * high / 2, height / 2 - s * wide / 2 - c * high / 2])
    there = np.array([[c, -s, shift[0]], [s, c, shift[1]], [0, 0, 1]])
    back = sheet.back @ there
    seen = seen_as(picture, back, wide, high)
    if sheet.outline is None:
        nothing = beyond(picture.size, back, wide, high)
    else:  # the desk around a sheet is nothing, too
        nothing = beyond((width, height), there, wide, high)
    return Straightened(seen, back, sheet.outline, nothing if nothing.any() else None)


def _faint(evened: Evened) -> float:
    return max(_FAINT, _FAINT_TIMES * evened.noise)


def _fine(evened: Evened) -> NDArray[np.bool_]:
    """What differs from what lies around it, too: a line does, paper that is a little darker doesn't."""
    picture = Image.fromarray(evened.contrast)
    around = picture.filter(ImageFilter.BoxBlur(max(2, max(picture.size) // 160)))
    return np.asarray(without(picture, around)) > _faint(evened) * _FINE


def _ink(sheet: Straightened) -> tuple[Evened, NDArray[np.bool_], NDArray[np.uint8]]:
    """The light evened out, what may be lines, and what is left without lines and what is too faint."""
    evened = even(sheet.colours, sheet.beyond)
    contrast = evened.contrast.copy()
    fine = _fine(evened)
    contrast[line_pixels(fine)] = 0
    floor = max(_LEAST, _LEAST_TIMES * evened.noise)
    # Counted by the square of what they differ: much paper that isn't quite even is no ink.
    weights = np.array(Image.fromarray(contrast).histogram()) * np.arange(256.0) ** 2
    weights[: int(floor) + 1] = 0
    if not weights.any():
        return evened, fine, np.zeros_like(contrast)
    level = float(np.searchsorted(np.cumsum(weights), _USUAL * weights.sum()))
    contrast[contrast <= max(floor, _OF_INK * level)] = 0
    contrast[line_pixels(contrast > 0)] = 0  # boxes that were inked: with all that is faint they are broader
    return evened, fine, contrast


def _pieces(evened: Evened, ink: NDArray[np.uint8]) -> list[Piece]:
    least = max(4.0, _SPECK * max(ink.shape))
    return pieces_of(components(ink > 0), evened.contrast, least, _MOST_PIECES)
