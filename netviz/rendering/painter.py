"""A scene by QPainter: for files, and where the GPU is refused. The same formulas as the shaders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from netviz.rendering.camera import Camera
from netviz.rendering.edges import strength as edge
from netviz.rendering.image import cells
from netviz.rendering.nodes.shape import DASH_SHARE, DASHES, shape
from netviz.viewmodels.scene import Scene

# Edges whose strengths are within this factor share a pen; a bin's error is below one part in 255 of opacity.
_BIN: Final = 1.02


def paint_page(painter: QPainter, scene: Scene, rect: QRectF) -> None:
    """The background."""
    painter.fillRect(rect, QColor(scene.palette.page))


def paint_edges(
    painter: QPainter,
    scene: Scene,
    ids: NDArray[np.uint32],
    camera: Camera,
    *,
    true_pixels: bool = False,
    dashed: bool = False,
) -> None:
    """The edges `ids`, which are sorted by strength, weakest first; one blended line each.

    `true_pixels`: edges from the input begin at their pixel, not at the image's border. `dashed`: negative
    ones are.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout = scene.layout
    at = edge.ends(scene.spec, ids)
    begin = (layout.xy if true_pixels else layout.port)[at.source] * camera.zoom + (camera.x, camera.y)
    end = layout.xy[at.target] * camera.zoom + (camera.x, camera.y)
    lines = np.hstack([begin, end]).astype(np.float64)
    signed = edge.strengths(scene, ids)
    positive, negative = QColor(scene.palette.positive), QColor(scene.palette.negative)
    pixel = 1.0 / device_scale(painter)
    style = edge.styles(layout)
    for some, level in _bins(np.abs(signed)):
        kind = at.layer[some] * 2 + (signed[some] >= 0)
        for layer, is_positive in (divmod(k, 2) for k in np.unique(kind).tolist()):
            chosen = lines[some][kind == 2 * layer + is_positive]
            width = float(style[layer].width(level))
            opacity = float(style[layer].opacity(level)) * min(width / pixel, 1.0)
            colour = positive if is_positive else negative
            colour.setAlphaF(opacity)
            pen = _pen(colour, max(width, pixel))
            if dashed and not is_positive:
                pen.setDashPattern([edge.DASH / pen.widthF(), edge.DASH / 2 / pen.widthF()])
            painter.setPen(pen)
            painter.drawLines([QLineF(*line) for line in chosen.tolist()])


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)


def device_scale(painter: QPainter) -> float:
    """Device pixels per unit of the painter."""
    transform = painter.deviceTransform()
    return float(np.hypot(transform.m11(), transform.m12()))


def _bins(ascending: NDArray[np.float32]) -> Iterator[tuple[slice, np.float32]]:
    """Runs of nearly equal strength, with the strength of each."""
    if not ascending.size:
        return
    level = np.floor(np.log(np.maximum(ascending, 1e-9)) / np.log(_BIN))
    starts = np.concatenate([[0], np.flatnonzero(np.diff(level)) + 1, [ascending.size]])
    for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        yield slice(a, b), np.float32(ascending[a:b].mean())


def paint_image(painter: QPainter, scene: Scene, camera: Camera) -> None:
    """The input image in cells, if the scene has one."""
    if scene.layout.image is None:
        return
    left, top, side = scene.layout.image
    n = round(scene.spec.sizes[0] ** 0.5)
    x, y = camera.to_screen(left, top)
    size = side * camera.zoom
    colours = shades(scene, scene.shade[: n * n]).reshape(n, n, 4)
    picture = QImage(colours.tobytes(), n, n, 4 * n, QImage.Format.Format_RGBA8888)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(QRectF(x, y, size, size), picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cell = size / n
    line = QColor(scene.palette.line)
    if cell >= cells.SMALLEST_CELL:
        line.setAlphaF(cells.GRID_OPACITY)
        painter.setPen(_pen(line, cells.GRID_WIDTH))
        painter.drawLines([QLineF(x + k * cell, y, x + k * cell, y + size) for k in range(1, n)])
        painter.drawLines([QLineF(x, y + k * cell, x + size, y + k * cell) for k in range(1, n)])
    line.setAlphaF(1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(line, cells.BORDER_WIDTH))
    painter.drawRect(QRectF(x, y, size, size))


def shades(scene: Scene, shade: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The colours of activations, uint8 (n, 4): from the palette's low to its high."""
    low, high = (np.array(QColor(c).getRgb(), np.float32) for c in (scene.palette.low, scene.palette.high))
    return np.rint(low + (high - low) * shade[:, None]).astype(np.uint8)


def paint_nodes(painter: QPainter, scene: Scene, camera: Camera) -> None:
    """All neurons that are discs or bars (not the image's pixels)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout = scene.layout
    first = scene.spec.sizes[0] if layout.image is not None else 0
    colours = shades(scene, scene.shade)
    rim = QColor(scene.palette.rim)
    for k in range(first, scene.spec.n_neurons):
        x, y = camera.to_screen(float(layout.xy[k, 0]), float(layout.xy[k, 1]))
        s = shape(float(layout.radius[k]), camera.zoom)
        pen = _pen(rim, s.rim)
        fill = QColor(*colours[k].tolist())
        if scene.negative[k]:
            # The dashes show the page between them, so the fill reaches the rim's outer border.
            around = 2 * np.pi * (s.half_height - s.rim / 2) + 4 * (s.half_width - s.half_height)
            dash = around / DASHES / s.rim
            pen.setDashPattern([dash * DASH_SHARE, dash * (1 - DASH_SHARE)])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(_capsule(x, y, s.half_width, s.half_height), s.half_height, s.half_height)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(fill)
        painter.setPen(pen)
        w, h = s.half_width - s.rim / 2, s.half_height - s.rim / 2
        painter.drawRoundedRect(_capsule(x, y, w, h), h, h)


def _capsule(x: float, y: float, half_width: float, half_height: float) -> QRectF:
    corner = QPointF(half_width, half_height)
    return QRectF(QPointF(x, y) - corner, QPointF(x, y) + corner)


def paint(painter: QPainter, scene: Scene, ids: NDArray[np.uint32], camera: Camera) -> None:
    """Image, edges and neurons of a scene (no background, no words); `ids` are the edges, weakest first."""
    paint_image(painter, scene, camera)
    own, opacity = edge.standing_out(scene)
    painter.setOpacity(opacity)
    paint_edges(painter, scene, ids, camera)
    painter.setOpacity(1.0)
    paint_edges(painter, scene, own, camera, true_pixels=True, dashed=True)
    paint_nodes(painter, scene, camera)
