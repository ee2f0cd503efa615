"""Pictures of a scene in files: no window, no display, the font that comes with the program."""

from __future__ import annotations

import os
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from netviz.rendering.arrows.painter import paint_lines, paint_moment
from netviz.rendering.camera import Camera
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import edges_note, paint_labels
from netviz.rendering.painter import paint, paint_all_edges, paint_page
from netviz.rendering.selection import Selection, select
from netviz.viewmodels.scene import Scene

# The most edges that a picture draws as lines; all others are in its mist.
LINES: Final = 24_000
# A page for a picture is at least this large where the picture's own size allows it; larger pictures enlarge
# it.
PAGE_WIDTH: Final = 1600.0
PAGE_HEIGHT: Final = 1000.0


def headless_application() -> QGuiApplication:
    """The application that fonts need; without a window's one, one that needs no display."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["netviz"])


def page_size(width: int, height: int) -> tuple[float, float]:
    """The page to lay a network out on for a picture of this many pixels: words stay readable at any size."""
    scale = max(1.0, min(width / PAGE_WIDTH, height / PAGE_HEIGHT))
    return width / scale, height / scale


def render_picture(scene: Scene, width: int, height: int, *, edges: Selection | None = None) -> QImage:
    """The scene in `width` × `height` pixels (RGB32), its page enlarged or reduced to fit and in the middle.

    Needs a QGuiApplication (see `headless_application`). `edges`: what to draw as lines and as mist, made
    here if None. The same scene gives the same picture.
    """
    page = scene.layout
    scale = min(width / page.width, height / page.height)
    if edges is None:
        edges = select(scene, LINES, detail=scale)
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        paint_page(painter, scene, QRectF(0, 0, width, height))
        painter.translate((width - page.width * scale) / 2, (height - page.height * scale) / 2)
        painter.scale(scale, scale)
        paint(painter, scene, edges, Camera())
        family = picture_family()
        for lines in scene.pulses:
            paint_lines(painter, lines, scene.palette, Camera())
        paint_labels(
            painter, scene, Camera(), family, note=edges_note(scene, len(edges.ids), mist=bool(edges.mist))
        )
        paint_moment(painter, scene, Camera(), family)
    return picture


def edge_picture(scene: Scene, edges: Selection, width: int, height: int, scale: float) -> QImage:
    """Only the edges, over nothing: for films, which draw them once for many frames. Sizes in pixels."""
    picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.scale(scale, scale)
        paint_all_edges(painter, scene, edges, Camera())
    return picture
