"""What two processes tell each other: a line of JSON, and arrays in memory that both see. Nothing pickled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.app.page.live.sight import Sight, Wish
from netviz.tasks.digits.page.cameras import Camera
from netviz.tasks.digits.page.light import Evened
from netviz.tasks.digits.page.picture import Shown
from netviz.tasks.digits.page.piece import Piece
from netviz.tasks.digits.page.plane import Straightened
from netviz.tasks.digits.page.read import Mark, PageRead

Line = dict[str, Any]
Place = NDArray[np.uint8]  # (n,): the memory for one picture
Arrays = Sequence[NDArray[Any] | None]

PLACES: Final = 2
"""In memory, for one picture each: while one is taken, the next is laid into the other."""
_ALIGNED: Final = 64  # bytes: where an array may begin


def line(told: Line) -> bytes:
    """Ready to be written."""
    return json.dumps(told).encode() + b"\n"


def told_in(written: bytes) -> Line:
    """What `line` was given."""
    told: Line = json.loads(written)
    return told


def wish_told(wish: Wish) -> Line:
    """A wish, as a line can say it."""
    source = wish.source
    where = {"camera": asdict(source)} if isinstance(source, Camera) else {"path": str(source)}
    return {**where, "mirrored": wish.mirrored, "room": list(wish.room)}


def wish_in(told: Line) -> Wish:
    """What `wish_told` was given."""
    source = Camera(**told["camera"]) if "camera" in told else Path(told["path"])
    wide, high = told["room"]
    return Wish(source, told["mirrored"], (wide, high))


def sight_told(sight: Sight, place: Place) -> tuple[Line, bytes]:
    """What a line says of it; its arrays are laid into `place` then. Where they are too large for that they
    are the bytes that follow the line.
    """
    read = sight.read
    sheet, marks = read.straightened, read.marks
    arrays: Arrays = (
        sight.shown.pixels,
        np.array([mark.corners for mark in marks], np.float64),
        np.array([mark.box for mark in marks], np.int64),
        np.array([mark.pixels for mark in marks], np.uint8),
        np.array([mark.likeness for mark in marks], np.float64),
        np.array([mark.is_digit for mark in marks], np.bool_),
        np.array([(mark.piece.top, mark.piece.left, *mark.piece.ink.shape) for mark in marks], np.int64),
        np.concatenate([np.zeros(0, np.uint8), *(mark.piece.ink.reshape(-1) for mark in marks)]),
        sheet.colours,
        sheet.back,
        sheet.outline,
        sheet.beyond,
        read.evened.contrast,
        read.ink,
    )
    kinds, beyond = _laid(arrays, place)
    told = {
        "name": sight.name,
        "at": sight.at,
        "size": list(sight.shown.size),
        "numbers": read.numbers,
        "noise": read.evened.noise,
        "light_on_dark": read.evened.light_on_dark,
        "arrays": kinds,
        "bytes": len(beyond),
    }
    return told, beyond


def sight_in(told: Line, place: Place | bytes) -> Sight:
    """What `sight_told` was given; `place` is where its arrays lie, or the bytes that followed."""
    found = _taken(told["arrays"], place)
    shown, corners, boxes, pixels, likeness, digits, places, inks, colours, back, outline, beyond, *rest = (
        found
    )
    marks, begin = [], 0
    for k, (top, left, high, wide) in enumerate(places.tolist()):
        ink = inks[begin : begin + high * wide].reshape(high, wide)
        begin += high * wide
        x, y, width, height = boxes[k].tolist()
        piece = Piece(top, left, ink)
        marks.append(
            Mark(corners[k], (x, y, width, height), pixels[k], float(likeness[k]), bool(digits[k]), piece)
        )
    contrast, ink = rest
    read = PageRead(
        tuple(marks),
        tuple(tuple(number) for number in told["numbers"]),
        Straightened(colours, back, outline, beyond),
        Evened(contrast, told["noise"], told["light_on_dark"]),
        ink,
    )
    wide, high = told["size"]
    return Sight(told["name"], Shown(shown, (wide, high)), read, told["at"])


def _laid(arrays: Arrays, place: Place) -> tuple[list[list[Any] | None], bytes]:
    """The kind of each, and the bytes of all where they don't fit."""
    kinds = [None if array is None else [array.dtype.str, list(array.shape)] for array in arrays]
    begins, size = _begins(kinds)
    fits = size <= len(place)
    if not fits:
        place = np.zeros(size, np.uint8)
    for array, begin in zip(arrays, begins, strict=True):
        if array is not None:
            there = place[begin : begin + array.nbytes].view(array.dtype).reshape(array.shape)
            there[...] = array
    return kinds, b"" if fits else place.tobytes()


def _taken(kinds: Sequence[list[Any] | None], place: Place | bytes) -> list[Any]:
    """A copy of what was laid there, read-only: the next picture is laid into the same place."""
    begins, size = _begins(kinds)
    whole = np.frombuffer(place, np.uint8, size).copy()
    whole.flags.writeable = False
    found: list[Any] = []
    for kind, begin in zip(kinds, begins, strict=True):
        if kind is None:
            found.append(None)
            continue
        dtype, shape = np.dtype(kind[0]), kind[1]
        length = dtype.itemsize * int(np.prod(shape))
        found.append(whole[begin : begin + length].view(dtype).reshape(shape))
    return found


def _begins(kinds: Sequence[list[Any] | None]) -> tuple[list[int], int]:
    """Where each begins, and how many bytes all take."""
    begins, size = [], 0
    for kind in kinds:
        begins.append(size)
        if kind is not None:
            length = np.dtype(kind[0]).itemsize * int(np.prod(kind[1]))
            size += -(-length // _ALIGNED) * _ALIGNED
    return begins, size
