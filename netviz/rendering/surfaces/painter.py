"""Neurons' surfaces by QPainter: the shader's shapes."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform

from netviz.rendering.bitmap import opaque_image
from netviz.rendering.camera import Camera
from netviz.rendering.surfaces.form import CORNER, HALO, MARK, MARK_SHARE, RIM, marks
from netviz.rendering.surfaces.pictures import surface_pictures
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import Scene
from netviz.viewmodels.surface import Surfaces


@lru_cache(maxsize=4)
def surface_images(surfaces: Surfaces, palette: Palette) -> tuple[QImage, ...]:
    """The picture of each neuron: the same for every frame that shows it."""
    pictures = surface_pictures(surfaces, palette)
    return tuple(map(opaque_image, pictures))


def paint_surfaces(
    painter: QPainter, scene: Scene, where: slice, camera: Camera, *, as_shapes: bool = False
) -> None:
    """The neurons `where`, each a square with its surface. `as_shapes`: for files that hold no textures."""
    assert scene.surfaces is not None
    images = surface_images(scene.surfaces, scene.palette)
    layout, places = scene.layout, marks(scene)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    half = float(layout.radius[where.start]) * camera.zoom
    rim = RIM * max(camera.zoom, 1.0) ** 0.5
    pen = QPen(QColor(scene.palette.rim), rim)
    for k in range(where.start, where.stop):
        x, y = camera.to_screen(float(layout.xy[k, 0]), float(layout.xy[k, 1]))
        corner, image = QPointF(x - half, y - half), images[k]
        box = QRectF(corner, QPointF(x + half, y + half))
        if as_shapes:
            painter.drawImage(box, image)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            brush = QBrush(image)
            scale = 2 * half / image.width()
            brush.setTransform(QTransform(scale, 0, 0, scale, corner.x(), corner.y()))
            painter.setBrush(brush)
        painter.setPen(pen)
        inside = box.adjusted(rim / 2, rim / 2, -rim / 2, -rim / 2)
        radius = CORNER * half - rim / 2
        painter.drawRoundedRect(inside, radius, radius)
        place = places[k]
        if place is not None:
            at = corner + QPointF(*place) * (2 * half)
            painter.setPen(Qt.PenStyle.NoPen)
            size = min(MARK, MARK_SHARE * half)
            for ink, reach in ((scene.palette.low, size + HALO), (scene.palette.text, size)):
                painter.setBrush(QColor(ink))
                painter.drawEllipse(at, reach, reach)
