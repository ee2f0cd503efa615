"""What the arrow shader is given, as numpy types; their fields are the shader's, name by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.rendering.arrows.shapes import (
    HALO,
    HEAD_AT_MOST,
    HEAD_HALF,
    HEAD_LENGTH,
    MOST_HALOS,
    OPEN_HEAD,
    TAIL,
    line_groups,
    line_halo,
)
from netviz.rendering.edges.style import DASH
from netviz.rendering.gpu import FRAME, rgba
from netviz.viewmodels.moment import Arrows, Lines, role_colour
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import Scene

LINE: Final = np.dtype([("line", np.float32, 4)])
FORM: Final = np.dtype([("form", np.float32, 4)])
COLOUR: Final = np.dtype([("colour", np.float32, 4)])
UNIFORMS: Final = np.dtype(
    [
        *FRAME,
        ("camera", np.float32, 4),
        ("page", np.float32, 4),
        ("shaft", np.float32, 4),
        ("head", np.float32, 4),
    ]
)

# What an instance is: the shader's `form.y`.
STROKE: Final = 0.0
FILLED: Final = 1.0
OPEN: Final = 2.0
AROUND: Final = 3.0


def by_device(scene: Scene) -> bool:
    """Whether a graphics device draws the scene's lines and arrows: not where a sheet lies between them."""
    return scene.moment is None or scene.moment.sheet is None


def arrow_instances(scene: Scene) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """LINE, FORM and COLOUR of each line, halo and arrow, in the order in which they are drawn."""
    parts = [part for lines in scene.pulses for part in _strokes(lines, scene.palette)]
    moment = scene.moment
    if moment is not None and by_device(scene):
        for lines in (*moment.under, *moment.lines):
            parts += _strokes(lines, scene.palette)
        for arrows in moment.arrows:
            parts += _arrows(arrows, scene.palette)
    n = sum(len(line) for line, _, _ in parts)
    line, form, colour = np.empty(n, LINE), np.empty(n, FORM), np.empty(n, COLOUR)
    at = 0
    for places, forms, colours in parts:
        part = slice(at, at := at + len(places))
        line["line"][part], form["form"][part], colour["colour"][part] = places, forms, colours
    return line, form, colour


def arrow_uniforms(scene: Scene) -> NDArray[Any]:
    """All but the frame and the camera; lengths in logical pixels."""
    values = np.zeros((), UNIFORMS)
    values["page"] = rgba(scene.palette.page)
    values["shaft"] = TAIL, HALO, OPEN_HEAD, DASH
    values["head"] = *HEAD_LENGTH, *HEAD_HALF
    return values


_Part = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]


def _strokes(lines: Lines, palette: Palette) -> Iterator[_Part]:
    behind, away = line_halo(palette, lines.role)
    for group in line_groups(lines.alpha):
        line, width, alpha = lines.line[group], lines.width[group], np.minimum(lines.alpha[group], 1.0)
        if lines.halo:
            yield line, _form(width + np.float32(2 * away), STROKE), _coloured(rgba(behind), alpha)
        colour = rgba(role_colour(palette, lines.role))
        yield line, _form(width, STROKE, float(palette.dashed(lines.role))), _coloured(colour, alpha)


def _arrows(arrows: Arrows, palette: Palette) -> Iterator[_Part]:
    for alpha in np.unique(arrows.alpha).tolist():
        for filled in (False, True):
            mine = np.flatnonzero((arrows.alpha == alpha) & (arrows.filled == filled))
            if not len(mine):
                continue
            line, width = arrows.line[mine], arrows.width[mine]
            colour = _coloured(rgba(role_colour(palette, arrows.role)), arrows.alpha[mine])
            if len(mine) <= MOST_HALOS:
                wide = float(width.max()) + 2 * HALO
                yield line, _form(width, AROUND, wide), _coloured(rgba(palette.page), arrows.alpha[mine])
            yield line, _form(width, FILLED if filled else OPEN), colour


def _form(width: NDArray[np.float32], kind: float, more: float = 0.0) -> NDArray[np.float32]:
    form = np.empty((len(width), 4), np.float32)
    form[:, 0], form[:, 1:] = width, (kind, more, HEAD_AT_MOST)
    return form


def _coloured(colour: tuple[float, ...], alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    colours = np.empty((len(alpha), 4), np.float32)
    colours[:, :3], colours[:, 3] = colour[:3], alpha
    return colours
