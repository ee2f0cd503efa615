"""Where the digits stand on a made page: test digits, enlarged, inked with a pen of any width."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from netviz.tasks.digits.digits import Digits
from tests.pages.settings import Setting
from tests.strokes import DIGITS, deformed, dense

Layer = NDArray[np.float32]


@dataclass
class Written:
    """What stands on the paper: ink, (h, w) from 0 to 1, and where the outline of each digit is."""

    ink: Layer
    labels: list[int] = field(default_factory=list)
    outlines: list[NDArray[np.float64]] = field(default_factory=list)  # each (points, 2), x and y
    numbers: list[str] = field(default_factory=list)
    boxes: list[tuple[int, int, int, int]] = field(default_factory=list)  # left, top, right, bottom

    def add(self, digit: Layer, x: int, y: int) -> bool:
        """Ink a digit with its corner there; False where it would leave the paper."""
        high, wide = digit.shape
        if x < 0 or y < 0 or x + wide > self.ink.shape[1] or y + high > self.ink.shape[0]:
            return False
        place = self.ink[y : y + high, x : x + wide]
        np.maximum(place, digit, out=place)
        inked = digit > 0.5
        rows, columns = np.nonzero(inked & ~_inner(inked))
        self.outlines.append(np.stack([columns + x + 0.5, rows + y + 0.5], axis=1))
        return True


def _inner(inked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    wide = np.pad(inked, 1)
    return wide[:-2, 1:-1] & wide[2:, 1:-1] & wide[1:-1, :-2] & wide[1:-1, 2:]


def enlarged(digit: NDArray[np.uint8], height: int, weight: float) -> Layer:
    """A digit of the data set, uint8 (784,), as a pen would have drawn it `height` pixels high, trimmed."""
    square = digit.reshape(28, 28)
    rows, columns = np.flatnonzero(square.max(axis=1) > 40), np.flatnonzero(square.max(axis=0) > 40)
    trimmed = np.pad(square[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 2)
    scale = height / (len(trimmed) - 4)
    size = max(1, round(trimmed.shape[1] * scale)), max(1, round(trimmed.shape[0] * scale))
    smooth = Image.fromarray(trimmed.astype(np.float32)).resize(size, Image.Resampling.BICUBIC)
    ink = np.clip((np.asarray(smooth) / 255 - 0.45 + weight) * scale * 0.6 + 0.5, 0, 1).astype(np.float32)
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0), np.flatnonzero(ink.max(axis=0) > 0)
    if not rows.size:  # so thin that nothing would be left
        return enlarged(digit, height, weight + 0.1)
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def drawn(random: np.random.Generator, height: int, weight: float) -> tuple[int, Layer]:
    """A digit and its ink, `height` pixels high, as some hand draws it, trimmed."""
    label = int(random.integers(10))
    forms = DIGITS[label]
    lines = dense(deformed(forms[int(random.integers(len(forms)))], random))
    pen = max(1.5, height * (0.1 + 0.25 * weight))
    every = np.concatenate([np.array(line) for line in lines])
    low, scale = every.min(axis=0), (height - pen) / np.ptp(every[:, 1])
    wide = round(float(np.ptp(every[:, 0]) * scale + pen)) + 4
    fine = 4  # times, then reduced: soft edges
    image = Image.new("L", (wide * fine, (height + 4) * fine))
    paint = ImageDraw.Draw(image)
    for line in lines:
        places = [(float(x), float(y)) for x, y in ((np.array(line) - low) * scale + pen / 2 + 2) * fine]
        paint.line(places, fill=255, width=round(pen * fine), joint="curve")
        for x, y in (places[0], places[-1]):
            r = pen * fine / 2
            paint.ellipse((x - r, y - r, x + r, y + r), fill=255)
    ink = np.asarray(image.reduce(fine), np.float32) / 255
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0), np.flatnonzero(ink.max(axis=0) > 0)
    return label, ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def write(setting: Setting, digits: Digits, shape: tuple[int, int]) -> Written:
    """Rows of numbers, digits at sizes of a hand, on paper of (h, w)."""
    random = np.random.default_rng([17, setting.number])
    high, wide = shape
    page = Written(np.zeros(shape, np.float32))
    rows = max(1, math.ceil(math.sqrt(setting.n / 1.8)))
    line = high * 0.86 / rows
    typical = min(line * 0.6, wide * 0.86 / max(1.0, setting.n / rows) / 1.35)
    typical *= float(random.uniform(0.7, 1.0))
    left, right = 0.07 * wide, 0.93 * wide
    crossed, y, x = setting.crossed, 0.07 * high, left + random.uniform(0, 0.1 * wide)
    word, length = "", int(random.integers(1, 5))
    while len(page.labels) < setting.n and y + typical < 0.97 * high:
        index = int(random.integers(len(digits)))
        height = round(typical * float(random.uniform(0.82, 1.15)))
        weight = setting.weight + float(random.normal(0, 0.02))
        if setting.strokes:
            label, digit = drawn(random, height, weight)
        else:
            label, digit = int(digits.labels[index]), enlarged(digits.images[index], height, weight)
        if x + digit.shape[1] + 0.3 * typical > right:
            word = _end(page, word)
            x, y = left + random.uniform(0, 0.06 * wide), y + line
            continue
        top = round(y + (line - height) / 2 + random.normal(0, 0.03) * typical)
        if not page.add(digit, round(x), top):
            break
        page.labels.append(label)
        page.boxes.append((round(x), top, round(x) + digit.shape[1], top + len(digit)))
        word += str(page.labels[-1])
        x += digit.shape[1]
        if len(word) >= length:
            word, length = _end(page, word), int(random.integers(1, 5))
            if crossed and random.random() < 0.4:
                crossed -= 1
                _cross_out(page, random, round(x + 0.9 * typical), round(y + 0.2 * line), round(typical))
                x += 2.1 * typical
            x += typical * float(random.uniform(1.0, 1.6))
        else:
            touches = setting.touching and random.random() < 0.25
            x += typical * (-0.06 if touches else float(random.uniform(0.12, 0.3)))
    _end(page, word)
    if setting.boxed:
        _boxes(page, random, typical)
    return page


def _end(page: Written, word: str) -> str:
    if word:
        page.numbers.append(word)
    return ""


def _drawn(page: Written, lines: list[list[tuple[float, float]]], width: int) -> None:
    image = Image.new("L", (page.ink.shape[1], page.ink.shape[0]))
    paint = ImageDraw.Draw(image)
    for places in lines:
        paint.line(places, fill=255, width=width, joint="curve")
    np.maximum(page.ink, np.asarray(image, np.float32) / 255, out=page.ink)


def _cross_out(page: Written, random: np.random.Generator, x: int, y: int, size: int) -> None:
    """A scribble in the place of a digit."""
    if x + size > page.ink.shape[1] or y + size > page.ink.shape[0]:
        return
    n = int(random.integers(9, 15))
    up = np.where(np.arange(n) % 2, 1.0, 0.1) + random.normal(0, 0.1, n)
    along = np.linspace(0.05, 0.85, n) + random.normal(0, 0.06, n)
    places = [(x + float(a) * size, y + float(u) * size) for a, u in zip(along, up, strict=True)]
    _drawn(page, [places], max(2, size // 12))


def _boxes(page: Written, random: np.random.Generator, typical: float) -> None:
    """A frame around each digit, as forms have them."""
    lines: list[list[tuple[float, float]]] = []
    space = 0.09 * typical
    for left, top, right, bottom in page.boxes:
        a, b, c, d = left - space, top - space, right + space, bottom + space
        lines.append([(a, b), (c, b), (c, d), (a, d), (a, b)])
    _drawn(page, lines, int(random.integers(2, 4)))
