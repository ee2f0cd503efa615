"""Neurons as discs and capsules by QPainter, each drawn anew or laid down as a picture that is kept."""

from __future__ import annotations

import functools
from math import floor
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from netviz.rendering.camera import Camera
from netviz.rendering.nodes.shape import DASH_SHARE, DASHES, MIX_SHARE, Shape, shape
from netviz.viewmodels.scene import Scene

# Device pixels: larger discs are drawn anew each time, as their pictures would take much memory.
LARGEST_KEPT: Final = 20.0
# A kept disc stands true to an eighth of a device pixel, and its colour to one part in 255: few are needed.
_PLACES: Final = 4  # between two device pixels
_LEVELS: Final = 3  # of colour that share a picture
_KEPT: Final = 2048


def paint_discs(
    painter: QPainter,
    scene: Scene,
    where: slice,
    colours: NDArray[np.uint8],
    camera: Camera,
    device_scale: float,
) -> None:
    """The neurons `where`, with their `colours` uint8 (n, 4), one by one."""
    layout = scene.layout
    rim = QColor(scene.palette.rim)
    for k in range(where.start, where.stop):
        s, opacity = _shape(float(layout.radius[k]), camera, device_scale)
        x, y = camera.to_screen(float(layout.xy[k, 0]), float(layout.xy[k, 1]))
        painter.setOpacity(opacity)
        _paint_disc(painter, x, y, s, QColor(*colours[k].tolist()), rim, dashed=bool(scene.negative[k]))
    painter.setOpacity(1.0)


def lay_discs(
    painter: QPainter,
    scene: Scene,
    where: slice,
    colours: NDArray[np.uint8],
    camera: Camera,
    device_scale: float,
) -> None:
    """The same from kept pictures: several times as fast where shades come again."""
    layout, rim = scene.layout, scene.palette.rim
    fills = (np.rint(colours[where, :3] / _LEVELS) * _LEVELS).clip(0, 255).astype(int).tolist()
    places = (layout.xy[where].astype(np.float64) * camera.zoom + (camera.x, camera.y)) * device_scale
    whole = np.floor(places)
    parts = np.rint((places - whole) * _PLACES).astype(np.int64).tolist()
    s, opacity = _shape(float(layout.radius[where.start]), camera, device_scale)
    painter.setOpacity(opacity)
    for fill, negative, (left, top), (x, y) in zip(
        fills, scene.negative[where].tolist(), whole.tolist(), parts, strict=True
    ):
        picture, reach_x, reach_y = _disc_picture(s, (*fill,), rim, negative, x, y, device_scale)
        painter.drawImage(QPointF((left - reach_x) / device_scale, (top - reach_y) / device_scale), picture)
    painter.setOpacity(1.0)


def _shape(radius: float, camera: Camera, device_scale: float) -> tuple[Shape, float]:
    """Flatter than a pixel is drawn a pixel high and fainter, as thin lines are."""
    half_pixel = 0.5 / device_scale
    opacity = min(radius * camera.zoom / half_pixel, 1.0)
    return shape(max(radius, half_pixel / camera.zoom), camera.zoom), opacity


@functools.lru_cache(maxsize=_KEPT)
def _disc_picture(
    s: Shape,
    fill: tuple[int, int, int],
    rim: str,
    dashed: bool,
    x: int,
    y: int,
    device_scale: float,
) -> tuple[QImage, int, int]:
    """A disc whose middle lies (`x`, `y`) quarters of a device pixel off a corner of pixels.

    Also how many device pixels that corner is from the picture's own.
    """
    reach_x, reach_y = (floor(half * device_scale) + 2 for half in (s.half_width, s.half_height))
    picture = QImage(2 * reach_x + 1, 2 * reach_y + 1, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(device_scale, device_scale)
        middle = ((reach_x + x / _PLACES) / device_scale, (reach_y + y / _PLACES) / device_scale)
        _paint_disc(painter, *middle, s, QColor(*fill), QColor(rim), dashed=dashed)
    picture.setDevicePixelRatio(device_scale)
    return picture, reach_x, reach_y


def _paint_disc(
    painter: QPainter, x: float, y: float, s: Shape, fill: QColor, rim: QColor, *, dashed: bool
) -> None:
    whole = _capsule(x, y, s.half_width, s.half_height)
    painter.setPen(Qt.PenStyle.NoPen)
    if not s.rim:
        mixed = [a + (b - a) * MIX_SHARE for a, b in zip(_rgb(fill), _rgb(rim), strict=True)]
        painter.setBrush(QColor(*(int(np.rint(value)) for value in mixed)))
        painter.drawRoundedRect(whole, s.half_height, s.half_height)
        return
    painter.setBrush(fill)
    pen = QPen(rim, s.rim, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)
    if dashed:
        # Between the dashes the fill reaches the rim's outer border.
        painter.drawRoundedRect(whole, s.half_height, s.half_height)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        around = 2 * np.pi * (s.half_height - s.rim / 2) + 4 * (s.half_width - s.half_height)
        dash = around / DASHES / s.rim
        pen.setDashPattern([dash * DASH_SHARE, dash * (1 - DASH_SHARE)])
    painter.setPen(pen)
    w, h = s.half_width - s.rim / 2, s.half_height - s.rim / 2
    painter.drawRoundedRect(_capsule(x, y, w, h), h, h)


def _capsule(x: float, y: float, half_width: float, half_height: float) -> QRectF:
    corner = QPointF(half_width, half_height)
    return QRectF(QPointF(x, y) - corner, QPointF(x, y) + corner)


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
