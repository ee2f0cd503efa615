"""A generator of what is no digit: letters, signs, scribbles, noise, pairs of digits and more, each seeded.

Left out is what a person may read as a digit: O, o, I, l, S, s, Z, z, B, b, G, g, q, and digits upside down.
A tenth of the kinds, and of the settings of the others, is held back: neither the measure nor its threshold
has seen any of `HELD_KINDS` and `HELD_FIGURES`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from netviz.panels.pad.line import curve
from netviz.tasks.digits.digits import Digits
from netviz.tasks.digits.ink import normalise
from netviz.tasks.digits.resources import resource
from tests.nodigits.figures import CAPITALS, SIGNS, SMALL, Lines

Random = np.random.Generator
Pixels = NDArray[np.uint8]
Kind = Callable[[Random, Digits, bool], Pixels]
"""Makes one, uint8 (784,); the last argument: of the settings that are held back, or of the others."""

HELD_KINDS: Final = ("spiral", "printed bold letter", "crossed-out digit")
HELD_FIGURES: Final = frozenset({"K", "U", "h", "e", "star", "pi", "house"})
_PAGE: Final = 160
_PRINTED: Final = "ACDEFHJKLMNPQRTUVWXYacdefhijkmnprtuvwxy"


def _smooth(line: NDArray[np.float64], parts: int) -> list[tuple[float, float]]:
    points = [(float(x), float(y), 0.0) for x, y in line]
    result, (x0, y0, _) = [points[0][:2]], points[0]
    for x1, y1, x2, y2, x3, y3 in curve(points):
        for t in np.linspace(0, 1, parts + 1)[1:]:
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            result.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
        x0, y0 = x3, y3
    return result


def drawn(lines: list[NDArray[np.float64]], random: Random, *, round_: bool = True) -> Pixels:
    """Lines in any units, drawn with a pen of about the data set's width, and normalised."""
    every = np.concatenate(lines)
    low, extent = every.min(axis=0), max(float(np.ptp(every, axis=0).max()), 1e-6)
    pen = random.uniform(0.085, 0.17) * 120
    image = Image.new("L", (_PAGE, _PAGE))
    paint = ImageDraw.Draw(image)
    for line in lines:
        places = (line - low) / extent * (120 - pen) + 20 + pen / 2
        path = _smooth(places, 5) if round_ else [(float(x), float(y)) for x, y in places]
        paint.line(path, fill=255, width=round(pen), joint="curve")
        for x, y in (path[0], path[-1]):
            paint.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return normalise(np.asarray(image))


def by_hand(figure: Lines, random: Random, by: float | None = None) -> Pixels:
    """As one of many hands draws it: slanted, stretched, every point a little elsewhere."""
    by = float(random.uniform(0.4, 1.6)) if by is None else by
    turn, slant = random.normal(0, 0.12 * by), random.normal(0, 0.2 * by)
    wide, high = np.exp(random.normal(0, 0.18 * by, 2))
    round_ = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    across = round_ @ np.array([[wide, -slant], [0, high]])
    lines = [
        (np.array(line) / 100 - 0.5 + random.normal(0, 0.04 * by, (len(line), 2))) @ across.T
        for line in figure
    ]
    return drawn(lines, random, round_=bool(random.random() < 0.7))


def _of(table: dict[str, Lines]) -> Kind:
    def make(random: Random, _digits: Digits, held: bool) -> Pixels:
        names = [name for name in table if (name in HELD_FIGURES) == held]
        return by_hand(table[names[random.integers(len(names))]], random)

    return make


def _printed(font: str) -> Kind:
    path = resource("fonts", font)

    def make(random: Random, _digits: Digits, held: bool) -> Pixels:
        names = [name for name in _PRINTED if (name in HELD_FIGURES) == held]
        image = Image.new("L", (_PAGE, _PAGE))
        middle = _PAGE / 2
        ImageDraw.Draw(image).text(
            (middle, middle),
            names[random.integers(len(names))],
            fill=255,
            font=ImageFont.truetype(path, int(random.uniform(80, 110))),
            anchor="mm",
        )
        a, b, d = 1 + random.normal(0, 0.1), random.normal(0, 0.2), 1 + random.normal(0, 0.1)
        shift = middle - a * middle - b * middle, middle - d * middle
        moved = image.transform(
            image.size, Image.Transform.AFFINE, (a, b, shift[0], 0, d, shift[1]), Image.Resampling.BILINEAR
        )
        return normalise(np.asarray(moved))

    return make


def _scribble(random: Random, _digits: Digits, held: bool) -> Pixels:
    n = int(random.integers(16, 22) if held else random.integers(6, 16))
    return drawn([random.uniform(0, 1, (n, 2))], random)


def _zigzag(random: Random, _digits: Digits, held: bool) -> Pixels:
    n = int(random.integers(11, 14) if held else random.integers(5, 11))
    y = np.where(np.arange(n) % 2, 1.0, 0.0) * random.uniform(0.4, 1) + random.normal(0, 0.08, n)
    places = np.stack([np.linspace(0, 1, n), y], axis=1)
    return drawn([places[:, ::-1] if random.random() < 0.5 else places], random, round_=held)


def _spiral(random: Random, _digits: Digits, _held: bool) -> Pixels:
    t = np.linspace(0, random.uniform(2, 4) * 2 * math.pi, 60)
    way, wide = random.choice([-1, 1]), random.uniform(0.7, 1.2)
    r = np.linspace(0.05, 1, 60)
    return drawn([np.stack([wide * r * np.cos(way * t), r * np.sin(way * t)], axis=1)], random)


def _strokes(random: Random, _digits: Digits, held: bool) -> Pixels:
    """Short straight strokes that have nothing to do with one another."""
    n = int(random.integers(7, 9) if held else random.integers(4, 7))
    starts = random.uniform(0, 1, (n, 2))
    ends = starts + random.uniform(-0.5, 0.5, (n, 2))
    return drawn([np.stack(pair) for pair in zip(starts, ends, strict=True)], random, round_=False)


def _noise(random: Random, _digits: Digits, held: bool) -> Pixels:
    kind = 3 if held else int(random.integers(3))
    if kind == 0:
        return random.integers(0, 256, 784).astype(np.uint8)
    if kind == 1:
        return np.where(random.random(784) < random.uniform(0.05, 0.5), 255, 0).astype(np.uint8)
    coarse = random.integers(0, 256, (8, 8) if kind == 2 else (5, 12)).astype(np.uint8)
    smooth = np.asarray(Image.fromarray(coarse).resize((28, 28), Image.Resampling.BICUBIC), float)
    return np.clip((smooth - 128) * 3 + random.uniform(-60, 128), 0, 255).astype(np.uint8).reshape(-1)


def _one(random: Random, digits: Digits, but: str = "") -> NDArray[np.uint8]:
    """A digit, (28, 28), but none of these."""
    while True:
        n = int(random.integers(len(digits)))
        if str(digits.labels[n]) not in but:
            return digits.images[n].reshape(28, 28)


def _trimmed(digit: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = np.flatnonzero(digit.max(axis=1) > 20), np.flatnonzero(digit.max(axis=0) > 20)
    return digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _pair(random: Random, digits: Digits, held: bool) -> Pixels:
    one, other = _trimmed(_one(random, digits)), _trimmed(_one(random, digits))
    gap, step = int(random.integers(7, 11) if held else random.integers(1, 7)), int(random.integers(0, 5))
    high = max(one.shape[0], other.shape[0] + step)
    page = np.zeros((high, one.shape[1] + gap + other.shape[1]), np.uint8)
    page[: one.shape[0], : one.shape[1]] = one
    page[step : step + other.shape[0], one.shape[1] + gap :] = other
    return normalise(np.kron(page, np.ones((3, 3), np.uint8)))


def _stacked(random: Random, digits: Digits, _held: bool) -> Pixels:
    one, other = _trimmed(_one(random, digits)), _trimmed(_one(random, digits, "1"))
    page = np.zeros((one.shape[0] + 2 + other.shape[0], 28), np.uint8)
    page[: one.shape[0], : one.shape[1]] = one
    page[one.shape[0] + 2 :, : other.shape[1]] = other
    return normalise(np.kron(page, np.ones((3, 3), np.uint8)))


def _mirrored(random: Random, digits: Digits, _held: bool) -> Pixels:
    """3, 4, 6, 7 and 9 from left to right; 2 and 5 are each other's mirror image, the rest its own."""
    digit = _one(random, digits, "01258")
    return normalise(np.kron(digit[:, ::-1], np.ones((3, 3), np.uint8)))


def _lying(random: Random, digits: Digits, _held: bool) -> Pixels:
    """A quarter turned."""
    digit = _one(random, digits, "01")
    return normalise(np.kron(np.rot90(digit, int(random.choice([1, 3]))), np.ones((3, 3), np.uint8)))


def _overlaid(random: Random, digits: Digits, _held: bool) -> Pixels:
    """Two digits in one place."""
    one, other = _one(random, digits, "1"), _one(random, digits, "1")
    dx, dy = random.integers(-4, 5, 2)
    both = np.maximum(one, np.roll(other, (int(dx), int(dy)), (0, 1)))
    if np.maximum(one, other).sum() < 1.25 * max(one.sum(), other.sum()):
        return _overlaid(random, digits, _held)
    return normalise(np.kron(both, np.ones((3, 3), np.uint8)))


def _crossed_out(random: Random, digits: Digits, _held: bool) -> Pixels:
    image = Image.fromarray(np.kron(_one(random, digits, "017"), np.ones((4, 4), np.uint8)))
    paint = ImageDraw.Draw(image)
    for a, b in (((8, 12), (104, 100)), ((104, 12), (8, 100))):
        paint.line(
            [(x + random.normal(0, 5), y + random.normal(0, 5)) for x, y in (a, b)], fill=255, width=10
        )
    return normalise(np.asarray(image))


def _blot(random: Random, _digits: Digits, held: bool) -> Pixels:
    """A full pad, a disc, an ellipse, a bar: no line at all."""
    page = Image.new("L", (_PAGE, _PAGE))
    paint = ImageDraw.Draw(page)
    w, h = random.uniform(30, 70, 2)
    box = (80 - w, 80 - h, 80 + w, 80 + h)
    if held:
        paint.rounded_rectangle(box, 20, fill=255)
    elif random.random() < 0.5:
        paint.ellipse(box, fill=255)
    else:
        paint.rectangle(box, fill=255)
    return normalise(np.asarray(page))


def _dot(random: Random, _digits: Digits, _held: bool) -> Pixels:
    """A click: two or three pixels, not scaled up."""
    result = np.zeros((28, 28), np.uint8)
    h, w = random.integers(2, 5, 2)
    result[14 - h // 2 : 14 - h // 2 + h, 14 - w // 2 : 14 - w // 2 + w] = random.integers(200, 256, (h, w))
    return result.reshape(-1)


KINDS: Final[dict[str, Kind]] = {
    "capital": _of(CAPITALS),
    "small letter": _of(SMALL),
    "sign": _of(SIGNS),
    "printed letter": _printed("Inter-Regular.otf"),
    "printed bold letter": _printed("Inter-Bold.otf"),
    "scribble": _scribble,
    "zigzag": _zigzag,
    "spiral": _spiral,
    "strokes": _strokes,
    "noise": _noise,
    "pair": _pair,
    "pair, one above the other": _stacked,
    "mirrored digit": _mirrored,
    "lying digit": _lying,
    "two in one place": _overlaid,
    "crossed-out digit": _crossed_out,
    "blot": _blot,
    "dot": _dot,
}


def make(kind: str, n: int, digits: Digits, seed: int, *, held: bool) -> Pixels:
    """`n` of a kind, uint8 (n, 784)."""
    random = np.random.default_rng([sum(map(ord, kind)), seed, int(held)])
    return np.array([KINDS[kind](random, digits, held) for _ in range(n)])
