"""A made page as a picture: paper, ruling, folds, desk, camera, light, blur, noise and JPEG."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from netviz.tasks.digits.digits import Digits
from tests.pages.ink import Written, write
from tests.pages.settings import CHALKS, DARK, DESKS, LIGHT_DESK, PAPERS, PENS, Setting

Box = tuple[float, float, float, float]
Colours = NDArray[np.float32]  # (h, w, 3)


@dataclass(frozen=True, eq=False)
class Page:
    """A picture, and what is right: a box (x, y, w, h) in its pixels and a label for each digit."""

    setting: Setting
    jpeg: bytes
    boxes: tuple[Box, ...]
    labels: tuple[int, ...]
    numbers: tuple[str, ...]

    @property
    def picture(self) -> Image.Image:
        return Image.open(io.BytesIO(self.jpeg))


def page(setting: Setting, digits: Digits, height: int | None = None) -> Page:
    """The page of this setting, written with these digits; the picture is 4:3 where no `height` is given."""
    random = np.random.default_rng([18, setting.number])
    width, height = setting.width, height or setting.width * 3 // 4
    share = 0.78 if setting.desk else 1.0
    wide, high = round(width * share), round(height * share)
    # Paper without a desk goes on beyond the picture where it is turned.
    written = write(setting, digits, _writable(setting, wide, high))
    if not setting.desk:
        _margin(written, round(0.35 * width))
    paper = _paper(setting, written, random)
    corners = _corners(setting, paper.shape[:2], (height, width), random)
    source = [(0, 0), (paper.shape[1], 0), (paper.shape[1], paper.shape[0]), (0, paper.shape[0])]
    there = homography(source, corners)
    ground = _desk(setting, (height, width), random) if setting.desk else _blank(setting, (height, width))
    seen = _laid(ground, paper, there, bool(setting.desk))
    seen *= _light(setting, (height, width), random)[..., None]
    if setting.blur:
        picture = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
        blurred = picture.filter(ImageFilter.GaussianBlur(setting.blur * width / 1600))
        seen = np.asarray(blurred, np.float32)
    seen = seen + setting.noise * random.standard_normal(seen.shape, np.float32)
    file = io.BytesIO()
    Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=setting.quality)
    boxes = [_box(moved(there, outline)) for outline in written.outlines]
    return Page(setting, file.getvalue(), tuple(boxes), tuple(written.labels), tuple(written.numbers))


def _writable(setting: Setting, wide: int, high: int) -> tuple[int, int]:
    """What of the paper is written on: all of it, or what still is in the picture when it is turned."""
    if setting.desk:
        return high, wide
    t = math.radians(abs(setting.turned))
    fits = min(
        wide / (wide * math.cos(t) + high * math.sin(t)), high / (wide * math.sin(t) + high * math.cos(t))
    )
    return round(high * fits), round(wide * fits)


def _margin(written: Written, by: int) -> None:
    """More paper on each side, with nothing on it."""
    written.ink = np.pad(written.ink, by)
    written.outlines = [outline + by for outline in written.outlines]


def _paper(setting: Setting, written: Written, random: np.random.Generator) -> Colours:
    high, wide = written.ink.shape
    colour = np.array(PAPERS[setting.paper], np.float32)
    grain = _smooth(random, (high, wide), 3.0) * 1.5 + _smooth(random, (high, wide), 40.0) * 2.0
    paper = np.repeat(colour[None, None], high, axis=0).repeat(wide, axis=1) + grain[..., None]
    _rule(setting, paper, random)
    for _ in range(setting.folds):
        _fold(paper, random)
    pen = np.array({**PENS, **CHALKS}[setting.pen], np.float32)
    cover = written.ink * np.clip(0.93 + 0.05 * _smooth(random, (high, wide), 4.0), 0.6, 1.0)
    paper += (pen - paper) * cover[..., None]
    return paper


def _rule(setting: Setting, paper: Colours, random: np.random.Generator) -> None:
    if not setting.ruling:
        return
    high, wide = paper.shape[:2]
    step = high / float(random.uniform(12, 26))
    line = Image.new("L", (wide, high))
    paint = ImageDraw.Draw(line)
    thick = max(1, round(wide / 900))
    for y in np.arange(step, high, step):
        paint.line([(0, float(y)), (wide, float(y))], fill=255, width=thick)
    if setting.ruling == "squared":
        for x in np.arange(step, wide, step):
            paint.line([(float(x), 0), (float(x), high)], fill=255, width=thick)
    strength = float(random.uniform(0.25, 0.7))
    cover = np.asarray(line, np.float32)[..., None] / 255 * strength
    paper += (np.array((120, 150, 200), np.float32) - paper) * cover


def _fold(paper: Colours, random: np.random.Generator) -> None:
    """One side of a crease lies in a little less light, and the crease itself is a thin soft line."""
    across = bool(random.random() < 0.5)
    length = paper.shape[0 if across else 1]
    at = float(random.uniform(0.3, 0.7)) * length
    soft = length / 400
    place = np.clip((np.arange(length, dtype=np.float32) - at) / soft, -20, 20)
    factor = 1 - 0.08 / (1 + np.exp(-place)) - 0.10 * np.exp(-(place**2))
    paper *= factor[:, None, None] if across else factor[None, :, None]


def _corners(
    setting: Setting, paper: tuple[int, int], picture: tuple[int, int], random: np.random.Generator
) -> list[tuple[float, float]]:
    """Where the corners of the paper are in the picture: turned, then seen aslant, then made to fit."""
    t = math.radians(setting.turned)
    high, wide = paper
    corners = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)], float) / 2
    corners = corners @ np.array([[math.cos(t), math.sin(t)], [-math.sin(t), math.cos(t)]])
    corners += random.uniform(-1, 1, (4, 2)) * setting.tilt * wide
    size = np.array(picture[::-1], float)
    if setting.desk:  # all of it is in the picture
        extent = np.ptp(corners, axis=0)
        corners *= min(1.15, float((0.94 * size / extent).min()))
        corners += size / 2 - (corners.max(axis=0) + corners.min(axis=0)) / 2
    else:
        corners += size / 2
    return [(float(x), float(y)) for x, y in corners]


def homography(source: list[tuple[float, float]], to: list[tuple[float, float]]) -> NDArray[np.float64]:
    """The (3, 3) that takes four points to four others."""
    rows, right = [], []
    for (x, y), (u, v) in zip(source, to, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.append(np.linalg.solve(np.array(rows, float), np.array(right, float)), 1.0).reshape(3, 3)


def moved(by: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2) through a homography."""
    there = np.column_stack([places, np.ones(len(places))]) @ by.T
    return there[:, :2] / there[:, 2:]


def _box(places: NDArray[np.float64]) -> Box:
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)


def _laid(ground: Colours, paper: Colours, there: NDArray[np.float64], on_desk: bool) -> Colours:
    height, width = ground.shape[:2]
    back = np.linalg.inv(there)
    terms = tuple(float(value) for value in (back / back[2, 2]).reshape(-1)[:8])
    solid = Image.fromarray(np.full(paper.shape[:2], 255, np.uint8))
    way = ((width, height), Image.Transform.PERSPECTIVE, terms, Image.Resampling.BICUBIC)
    sheet = Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8)).transform(*way)
    cover = np.asarray(solid.transform(*way).filter(ImageFilter.BoxBlur(1)), np.float32)[..., None] / 255
    inside = np.asarray(solid.transform(*way), np.float32)[..., None] / 255
    shadow = np.asarray(solid.transform(*way).filter(ImageFilter.BoxBlur(width // 150)), np.float32)[
        ..., None
    ]
    under = ground * (1 - 0.35 * shadow / 255) if on_desk else ground
    cover = np.minimum(cover, inside)
    return under + (np.asarray(sheet, np.float32) - under) * cover


def _blank(setting: Setting, shape: tuple[int, int]) -> Colours:
    """The same paper, where nothing is written."""
    return np.full((*shape, 3), PAPERS[setting.paper], np.float32)


def _desk(setting: Setting, shape: tuple[int, int], random: np.random.Generator) -> Colours:
    """Wood with its grain, or cloth; a light one under dark paper, so that it shows where the paper ends."""
    colour = LIGHT_DESK if setting.paper in DARK else DESKS[setting.desk]
    high = shape[0]
    fine = _smooth(random, shape, 2.0) * 3
    if setting.desk in ("walnut", "oak"):
        knots = np.arange(0, high + 9, 9)
        rows = np.interp(np.arange(high), knots, random.normal(0, 1, len(knots)))
        fine = fine + (rows * 9)[:, None] * (1 + 0.3 * _smooth(random, shape, 60.0))
    fine = fine + _smooth(random, shape, 90.0) * 5
    return np.maximum(np.array(colour, np.float32) + fine[..., None].astype(np.float32), 4)


def _light(setting: Setting, shape: tuple[int, int], random: np.random.Generator) -> NDArray[np.float32]:
    high, wide = shape
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    t = float(random.uniform(0, 2 * math.pi))
    along = ((x / wide - 0.5) * math.cos(t) + (y / high - 0.5) * math.sin(t)).astype(np.float32)
    if setting.light == "gradient":
        return 1 - 0.35 * (along + 0.5)
    if setting.light == "shadow":
        edge = float(random.uniform(-0.2, 0.2))
        return 1 - 0.4 / (1 + np.exp(-(along - edge) / 0.03))
    if setting.light == "lamp":
        cx, cy = random.uniform(0.2, 0.8, 2)
        away = np.hypot(x / wide - cx, y / high - cy).astype(np.float32)
        return 1.03 - 0.5 * away
    return np.ones(shape, np.float32)


def _smooth(random: np.random.Generator, shape: tuple[int, int], size: float) -> NDArray[np.float32]:
    """Noise of standard deviation 1 or so that changes over `size` pixels."""
    high, wide = shape
    coarse = random.standard_normal((max(2, int(high / size) + 2), max(2, int(wide / size) + 2)), np.float32)
    picture = Image.fromarray(coarse).resize((wide, high), Image.Resampling.BICUBIC)
    return np.asarray(picture, np.float32)
