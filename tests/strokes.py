"""Digits as lines of points, (x, y) from 0 to 1 with y downwards: made for these tests, in two hands or more."""

# ruff: noqa: E501 - a line of the table is a drawing

import math

import numpy as np

from netviz.panels.pad.line import curve

Line = tuple[tuple[float, float], ...]
Drawing = tuple[Line, ...]

DIGITS: tuple[tuple[Drawing, ...], ...] = (
    (
        (((0.5, 0.0), (0.2, 0.15), (0.12, 0.5), (0.22, 0.85), (0.5, 1.0), (0.8, 0.85), (0.88, 0.5), (0.78, 0.15), (0.5, 0.0)),),
        (((0.62, 0.03), (0.3, 0.1), (0.18, 0.55), (0.35, 0.97), (0.7, 0.9), (0.82, 0.45), (0.68, 0.05), (0.5, 0.02)),),
    ),
    (
        (((0.5, 0.0), (0.5, 0.5), (0.5, 1.0)),),
        (((0.3, 0.22), (0.52, 0.0), (0.52, 0.5), (0.52, 1.0)),),
        (((0.62, 0.0), (0.5, 0.5), (0.4, 1.0)),),
    ),
    (
        (((0.15, 0.25), (0.3, 0.05), (0.6, 0.0), (0.8, 0.2), (0.7, 0.5), (0.4, 0.8), (0.12, 1.0)), ((0.12, 1.0), (0.5, 1.0), (0.88, 0.98))),
        (((0.2, 0.2), (0.45, 0.0), (0.75, 0.12), (0.72, 0.42), (0.45, 0.72), (0.18, 0.95), (0.3, 0.88), (0.6, 0.93), (0.88, 0.98)),),
    ),
    (
        (((0.2, 0.12), (0.5, 0.0), (0.78, 0.18), (0.65, 0.42), (0.42, 0.48)), ((0.42, 0.48), (0.75, 0.55), (0.82, 0.8), (0.55, 1.0), (0.18, 0.92))),
        (((0.18, 0.1), (0.5, 0.0), (0.75, 0.2), (0.6, 0.42), (0.45, 0.47), (0.7, 0.52), (0.8, 0.75), (0.6, 0.97), (0.2, 0.9)),),
    ),
    (
        (((0.3, 0.0), (0.15, 0.5), (0.85, 0.5)), ((0.68, 0.05), (0.66, 0.5), (0.64, 1.0))),
        (((0.25, 0.05), (0.2, 0.3), (0.25, 0.52), (0.55, 0.54), (0.8, 0.45)), ((0.8, 0.02), (0.78, 0.5), (0.75, 1.0))),
    ),
    (
        (((0.25, 0.0), (0.2, 0.42), (0.5, 0.36), (0.8, 0.55), (0.75, 0.85), (0.45, 1.0), (0.15, 0.9)), ((0.25, 0.0), (0.8, 0.0))),
        (((0.8, 0.02), (0.3, 0.04), (0.25, 0.4)), ((0.25, 0.4), (0.55, 0.36), (0.8, 0.6), (0.65, 0.92), (0.2, 0.95))),
    ),
    (
        (((0.65, 0.0), (0.35, 0.25), (0.2, 0.65), (0.35, 0.97), (0.65, 0.97), (0.78, 0.75), (0.6, 0.57), (0.35, 0.62), (0.23, 0.75)),),
        (((0.6, 0.0), (0.32, 0.4), (0.25, 0.8), (0.5, 1.0), (0.72, 0.82), (0.62, 0.6), (0.4, 0.6), (0.27, 0.74)),),
    ),
    (
        (((0.15, 0.02), (0.5, 0.02), (0.85, 0.02)), ((0.85, 0.02), (0.55, 0.5), (0.4, 1.0))),
        (((0.15, 0.1), (0.5, 0.04), (0.82, 0.06), (0.6, 0.5), (0.5, 1.0)),),
    ),
    (
        (((0.75, 0.12), (0.5, 0.0), (0.25, 0.15), (0.35, 0.4), (0.6, 0.52), (0.78, 0.75), (0.6, 0.98), (0.32, 0.95), (0.22, 0.75), (0.45, 0.5), (0.72, 0.3), (0.75, 0.12)),),
        (((0.5, 0.0), (0.28, 0.12), (0.3, 0.35), (0.5, 0.46), (0.72, 0.32), (0.7, 0.1), (0.5, 0.0)), ((0.5, 0.46), (0.24, 0.62), (0.25, 0.9), (0.5, 1.0), (0.76, 0.88), (0.74, 0.6), (0.5, 0.46))),
    ),
    (
        (((0.75, 0.2), (0.55, 0.0), (0.28, 0.15), (0.3, 0.42), (0.55, 0.48), (0.75, 0.25)), ((0.75, 0.12), (0.74, 0.5), (0.66, 1.0))),
        (((0.72, 0.15), (0.45, 0.02), (0.25, 0.25), (0.42, 0.48), (0.7, 0.35), (0.74, 0.15), (0.72, 0.5), (0.6, 0.85), (0.35, 1.0)),),
    ),
)  # fmt: skip


def deformed(drawing: Drawing, random: np.random.Generator, by: float = 1.0) -> Drawing:
    """As another hand would have drawn it: slanted, stretched, every point a little elsewhere."""
    slant, turn = random.normal(0, 0.12 * by), random.normal(0, 0.07 * by)
    wide, high = np.exp(random.normal(0, 0.1 * by, 2))
    across = np.array([[wide, -slant], [0, high]])
    round_ = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    lines = [
        (np.array(line) - 0.5 + random.normal(0, 0.018 * by, (len(line), 2))) @ (round_ @ across).T
        for line in drawing
    ]
    every = np.concatenate(lines)
    low, extent = every.min(axis=0), np.ptp(every, axis=0)
    scaled = [(line - low - extent / 2) / extent.max() + 0.5 for line in lines]
    return tuple(tuple((float(x), float(y)) for x, y in line) for line in scaled)


def dense(drawing: Drawing, spacing: float = 0.03) -> Drawing:
    """With a point every `spacing` of the smooth line, as a slow hand leaves them."""
    result = []
    for line in drawing:
        points = [line[0]]
        start = line[0]
        for x1, y1, x2, y2, x3, y3 in curve([(x, y, 0.1) for x, y in line]):
            parts = max(1, round(math.hypot(x3 - start[0], y3 - start[1]) / spacing))
            for part in range(1, parts + 1):
                t = part / parts
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                points.append(
                    (a * start[0] + b * x1 + c * x2 + d * x3, a * start[1] + b * y1 + c * y2 + d * y3)
                )
            start = (x3, y3)
        result.append(tuple(points))
    return tuple(result)
