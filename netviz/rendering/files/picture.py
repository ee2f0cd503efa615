"""Pictures of a scene in files: no window, no display, the font that comes with the program."""

from __future__ import annotations

import os
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter

from netviz.files.errors import FileError
from netviz.files.webp_film import MOST_SIDE
from netviz.rendering.arrows.caption import caption_height, paint_caption
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
# The mist of a part of the page is made finer than that of the whole, up to so many times.
MOST_DETAIL: Final = 3.0


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


def scale_on(scene: Scene, width: float, height: float) -> float:
    """How many pixels of a picture of this size stand for one of the scene's page, which fits into it."""
    return min(width / scene.layout.width, height / scene.layout.height)


def edges_for(scene: Scene, scale: float, camera: Camera, lines: int = LINES) -> Selection:
    """What a picture draws as lines and as mist: more of both than a window has time for."""
    return select(scene, lines, detail=scale * min(camera.zoom, MOST_DETAIL))


def render_picture(
    scene: Scene, width: int, height: int, *, edges: Selection | None = None, camera: Camera | None = None
) -> QImage:
    """The scene in `width` × `height` pixels (RGB32), its page enlarged or reduced to fit and in the middle;
    above it the sentences of a story's stage, if it is one.

    Needs a QGuiApplication (see `headless_application`). `edges`: what to draw as lines and as mist, made
    here if None. `camera`: which part of the page; None is all of it. The same scene gives the same picture.
    """
    page, camera = scene.layout, camera or Camera()
    above = caption_height(scene, width, height)
    rest = height - above
    scale = scale_on(scene, width, rest)
    if edges is None:
        edges = edges_for(scene, scale, camera)
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        paint_page(painter, scene, QRectF(0, 0, width, height))
        painter.save()
        painter.translate((width - page.width * scale) / 2, above + (rest - page.height * scale) / 2)
        painter.scale(scale, scale)
        paint(painter, scene, edges, camera)
        paint_words(painter, scene, edges, camera)
        painter.restore()
        paint_caption(painter, scene, width, above)
    return picture


def encoded(picture: QImage, suffix: str, dots_per_inch: int = 0) -> bytes:
    """The picture as a file whose name has this suffix. Raises FileError where no such file can hold it.

    `dots_per_inch`: how large it is on paper, where that is known.
    """
    check_sides(suffix, picture.width(), picture.height())
    if dots_per_inch:
        picture.setDotsPerMeterX(round(dots_per_inch / 0.0254))
        picture.setDotsPerMeterY(round(dots_per_inch / 0.0254))
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(suffix.lower().removeprefix(".").encode()))
    if not writer.write(picture):
        raise _not_as(suffix, picture.width(), picture.height())
    return bytes(written.data())


def check_sides(suffix: str, width: int, height: int) -> None:
    """Raise FileError where a picture of so many pixels has no room in a file of this kind."""
    if suffix.lower() == ".webp" and max(width, height) > MOST_SIDE:
        raise _not_as(suffix, width, height)


def _not_as(suffix: str, width: int, height: int) -> FileError:
    size = f"{width:,} × {height:,} pixels"
    return FileError(f"A picture of {size} can't be written as {suffix}; .png would be right.")


def paint_words(
    painter: QPainter, scene: Scene, edges: Selection, camera: Camera, *, counted: bool = True
) -> None:
    """What lies over the network: what flows, labels, a story's moment; and, where `counted`, how many edges
    are lines.
    """
    family = picture_family()
    for lines in scene.pulses:
        paint_lines(painter, lines, scene.palette, camera)
    note = edges_note(scene, len(edges.ids), mist=bool(edges.mist)) if counted else ""
    paint_labels(painter, scene, camera, family, note=note)
    paint_moment(painter, scene, camera, family)


def edge_picture(scene: Scene, edges: Selection, width: int, height: int, scale: float) -> QImage:
    """Only the edges, over nothing: for films, which draw them once for many frames. Sizes in pixels."""
    picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.scale(scale, scale)
        paint_all_edges(painter, scene, edges, Camera())
    return picture
