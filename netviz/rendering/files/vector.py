"""A scene as SVG: lines, neurons and words as vectors, the mist of all other edges as one image in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from netviz.rendering.arrows.caption import caption_height, paint_caption
from netviz.rendering.camera import Camera
from netviz.rendering.edges.choice import standing_out
from netviz.rendering.edges.strength import look_of_all, look_of_few
from netviz.rendering.files.picture import edges_for, paint_words, scale_on
from netviz.rendering.fonts import Type, label_font, picture_family
from netviz.rendering.painter import paint_edges, paint_image, paint_mist, paint_nodes, paint_page
from netviz.rendering.selection import Selection
from netviz.viewmodels.scene import Scene

# Lines as vectors: more would make files that no drawing program opens readily.
LINES: Final = 6_000
# Pixels of the embedded image for each unit of the picture: mist is soft, lines are not.
MIST_SCALE: Final = 1.0
LINES_SCALE: Final = 1.5
# A unit is a pixel of CSS, so that the file has its size wherever it is shown.
UNITS_PER_INCH: Final = 96
_FALLBACKS: Final = "Helvetica Neue, Arial, Liberation Sans, DejaVu Sans, sans-serif"
MOST_PIXELS: Final = 16_000_000


def svg_picture(
    scene: Scene, width: int, height: int, *, camera: Camera | None = None, dots_per_inch: int = 0
) -> bytes:
    """The scene as an SVG file of `width` × `height` units, its page fitted in and in the middle.

    Needs a QGuiApplication. Its description says what is a vector and what is not. `camera`: which part of
    the page; None is all of it. `dots_per_inch`: units to an inch of paper, 0 for those of a screen.
    """
    camera = camera or Camera()
    above = caption_height(scene, width, height)
    rest = height - above
    edges = edges_for(scene, scale_on(scene, width, rest), camera, LINES)
    own, opacity = standing_out(scene)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(width, height))
    generator.setResolution(dots_per_inch or UNITS_PER_INCH)
    generator.setViewBox(QRectF(0, 0, width, height))
    generator.setTitle(f"A neural network, {scene.spec}")
    vectors = len(edges.ids) if opacity == 1.0 else len(own)
    generator.setDescription(describe(scene, vectors))
    with QPainter(generator) as painter:
        # Qt names a font for each group: no file tells which one this machine usually has.
        painter.setFont(label_font(picture_family(), Type.CAPTION))
        paint_page(painter, scene, QRectF(0, 0, width, height))
        painter.translate(0, above)
        paint_vectors(painter, scene, width, rest, edges, camera)
        painter.translate(0, -above)
        paint_caption(painter, scene, width, above)
    buffer.close()
    return with_fallbacks(bytes(content.data()))


def paint_vectors(
    painter: QPainter,
    scene: Scene,
    width: float,
    height: float,
    edges: Selection,
    camera: Camera,
    finer: float = 1.0,
    *,
    counted: bool = True,
) -> None:
    """The scene without its ground, fitted into `width` × `height` units from the painter's origin on, in the
    middle. `finer`: how many times more pixels than units the embedded image has, beyond what is usual.
    `counted`: as `paint_words` says.
    """
    page = scene.layout
    scale = scale_on(scene, width, height)
    own, opacity = standing_out(scene)
    painter.save()
    painter.translate((width - page.width * scale) / 2, (height - page.height * scale) / 2)
    painter.scale(scale, scale)
    paint_image(painter, scene, camera)
    with_lines = opacity < 1.0
    mist = _soft_edges(scene, width, height, scale, camera, edges, finer, with_lines=with_lines)
    painter.setOpacity(opacity)
    left, top = (page.width - width / scale) / 2, (page.height - height / scale) / 2
    painter.drawImage(QRectF(left, top, width / scale, height / scale), mist)
    painter.setOpacity(1.0)
    if not with_lines:
        paint_edges(painter, scene, edges.ids, look_of_all(scene), camera)
    if own.size:
        paint_edges(painter, scene, own, look_of_few(scene, own), camera)
    paint_nodes(painter, scene, camera)
    paint_words(painter, scene, edges, camera, counted=counted)
    painter.restore()


def with_fallbacks(svg: bytes) -> bytes:
    """Such a file in which, where the font is not installed, one of about its width stands in."""
    own = f'font-family="{picture_family()}"'.encode()
    return svg.replace(own, f'font-family="{picture_family()}, {_FALLBACKS}"'.encode())


def describe(scene: Scene, vectors: int) -> str:
    """What is a vector in the file and what is not."""
    return (
        f"Of {scene.n_edges:,} edges {vectors:,} are vectors; the others are in one embedded image. "
        "Neurons and words are vectors. Made by netviz."
    )


def _soft_edges(
    scene: Scene,
    width: float,
    height: float,
    scale: float,
    camera: Camera,
    edges: Selection,
    more: float,
    *,
    with_lines: bool,
) -> QImage:
    """All that is no vector, over the whole picture: the mist, and the lines too where they are dimmed."""
    usual = LINES_SCALE if with_lines else MIST_SCALE
    finer = min(more * usual, (MOST_PIXELS / (width * height)) ** 0.5)
    image = QImage(round(width * finer), round(height * finer), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    page = scene.layout
    with QPainter(image) as painter:
        painter.scale(finer, finer)
        painter.translate((width - page.width * scale) / 2, (height - page.height * scale) / 2)
        painter.scale(scale, scale)
        paint_mist(painter, edges.mist or (), camera)
        if with_lines:
            paint_edges(painter, scene, edges.ids, look_of_all(scene), camera)
    return image
