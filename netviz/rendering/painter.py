"""A scene by QPainter: for files, and where the GPU is refused. The same formulas as the shaders."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QMarginsF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen

from netviz.network.connections import ends
from netviz.rendering.bitmap import opaque_image
from netviz.rendering.camera import Camera
from netviz.rendering.edges.choice import standing_out
from netviz.rendering.edges.strength import Look, look_of_all, look_of_few, strengths
from netviz.rendering.edges.style import DASH
from netviz.rendering.image import cells
from netviz.rendering.image.pixels import image_pixels
from netviz.rendering.mist.make import Mist
from netviz.rendering.nodes.discs import LARGEST_KEPT, lay_discs, paint_discs
from netviz.rendering.nodes.pixels import column_strip
from netviz.rendering.nodes.shape import shape
from netviz.rendering.selection import Selection
from netviz.rendering.surfaces.form import SMALLEST, shown
from netviz.rendering.surfaces.painter import paint_surfaces
from netviz.tasks.input import picture_of
from netviz.viewmodels.scene import Scene

# Edges whose strengths are within this factor share a pen; a bin's error is below one part in 255 of opacity.
_BIN: Final = 1.02
_MOST_IN_A_BIN: Final = 32
# Qt draws a line of one pixel by another rule, which leaves out up to a third of a slanted one.
_JUST_OVER_A_PIXEL: Final = 1.001
# Device pixels: up to this half height neurons, and up to this area images, are worked out as pixels.
_LARGEST_AS_PIXELS: Final = 6.0
_MOST_PIXELS: Final = 1_000_000
_SOFT: Final = QMarginsF(2, 2, 2, 2)  # softened borders


def paint_page(painter: QPainter, scene: Scene, rect: QRectF) -> None:
    """The background."""
    painter.fillRect(rect, QColor(scene.palette.page))


def paint_mist(painter: QPainter, mists: Sequence[Mist], camera: Camera) -> None:
    """The edges that are not drawn as lines."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    form = QImage.Format.Format_RGBA8888_Premultiplied
    for mist in mists:
        left, top, width, height = mist.rect
        x, y = camera.to_screen(left, top)
        rows, columns = mist.pixels.shape[:2]
        picture = QImage(mist.pixels.tobytes(), columns, rows, 4 * columns, form)
        painter.drawImage(QRectF(x, y, width * camera.zoom, height * camera.zoom), picture)


def paint_edges(painter: QPainter, scene: Scene, ids: NDArray[np.uint32], look: Look, camera: Camera) -> None:
    """The edges `ids`, which are sorted by strength, weakest first; one blended line each."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout = scene.layout
    at = ends(scene.spec, ids)
    begin = (layout.xy if look.true_pixels else layout.port)[at.source] * camera.zoom + (camera.x, camera.y)
    end = layout.xy[at.target] * camera.zoom + (camera.x, camera.y)
    lines = np.hstack([begin, end]).astype(np.float64)
    signed = strengths(scene, ids, look)
    positive, negative = QColor(scene.palette.positive), QColor(scene.palette.negative)
    pixel = _JUST_OVER_A_PIXEL / device_scale(painter)
    for some, level in _bins(np.abs(signed)):
        kind = at.layer[some] * 2 + (signed[some] >= 0)
        for layer, is_positive in (divmod(k, 2) for k in np.unique(kind).tolist()):
            chosen = lines[some][kind == 2 * layer + is_positive]
            width = float(look.styles[layer].width(level)) * camera.thickness
            opacity = float(look.styles[layer].opacity(level)) * min(width / pixel, 1.0)
            colour = positive if is_positive else negative
            colour.setAlphaF(opacity)
            pen = _pen(colour, max(width, pixel))
            if look.dashed and not is_positive:
                dash = DASH * camera.thickness / pen.widthF()
                pen.setDashPattern([dash, dash / 2])
            painter.setPen(pen)
            painter.drawLines([QLineF(*line) for line in chosen.tolist()])


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)


def paint_all_edges(painter: QPainter, scene: Scene, edges: Selection, camera: Camera) -> None:
    """The mist and the lines over it."""
    paint_mist(painter, edges.mist or (), camera)
    paint_edges(painter, scene, edges.ids, look_of_all(scene), camera)


def device_scale(painter: QPainter) -> float:
    """Device pixels per unit of the painter."""
    transform = painter.deviceTransform()
    return float(np.hypot(transform.m11(), transform.m12()))


def _bins(ascending: NDArray[np.float32]) -> Iterator[tuple[slice, np.float32]]:
    """Runs of nearly equal strength, with the strength of each."""
    if not ascending.size:
        return
    level = np.floor(np.log(np.maximum(ascending, 1e-9)) / np.log(_BIN))
    # Within a bin one colour lies over the other, so a bin holds few edges.
    number = np.arange(ascending.size) // _MOST_IN_A_BIN
    starts = np.concatenate([[0], np.flatnonzero(np.diff(level) + np.diff(number)) + 1, [ascending.size]])
    for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        yield slice(a, b), np.float32(ascending[a:b].mean())


def paint_image(painter: QPainter, scene: Scene, camera: Camera) -> None:
    """The input image in cells, if the scene has one."""
    picture = picture_of(scene.spec.sizes[0])
    if scene.layout.image is None or picture is None:
        return
    left, top, side = scene.layout.image
    n = picture.rows
    x, y = camera.to_screen(left, top)
    size = side * camera.zoom
    colours = shades(scene, scene.shade[: n * n]).reshape(n, n, 4)
    scale = device_scale(painter)
    if not _draws_shapes(painter) and (size * scale) ** 2 <= _MOST_PIXELS:
        at = painter.deviceTransform().map(QPointF(x, y))
        place = at.x(), at.y(), size * scale
        lines = cells.grid_colour(scene.palette), scene.palette.line
        _lay_down(painter, *_image_picture(colours.tobytes(), n, *lines, place, scale))
        return
    cell = size / n
    if _draws_shapes(painter):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scene.palette.low))
        painter.drawRect(QRectF(x, y, size, size))
        for k in np.flatnonzero(scene.shade[: n * n] > 0).tolist():
            row, column = divmod(k, n)
            painter.setBrush(QColor(*colours[row, column].tolist()))
            painter.drawRect(QRectF(x + column * cell, y + row * cell, cell, cell))
    else:
        image = opaque_image(colours)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(QRectF(x, y, size, size), image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if cell >= cells.SMALLEST_CELL:
        line = QColor(cells.grid_colour(scene.palette))
        line.setAlphaF(cells.GRID_OPACITY)
        painter.setPen(_pen(line, cells.GRID_WIDTH))
        painter.drawLines([QLineF(x + k * cell, y, x + k * cell, y + size) for k in range(1, n)])
        painter.drawLines([QLineF(x, y + k * cell, x + size, y + k * cell) for k in range(1, n)])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(QColor(scene.palette.line), cells.BORDER_WIDTH))
    painter.drawRect(QRectF(x, y, size, size))


def _draws_shapes(painter: QPainter) -> bool:
    """Whether shapes are wanted as shapes (SVG), not as pixels."""
    return painter.paintEngine().type() == QPaintEngine.Type.SVG


@functools.lru_cache(maxsize=4)
def _image_picture(
    colours: bytes, n: int, grid: str, border: str, place: tuple[float, float, float], scale: float
) -> tuple[QImage, int, int]:
    """The digit as a picture, kept: while a network trains it is the same in every frame."""
    rgb = np.frombuffer(colours, np.uint8).reshape(n, n, 4)[..., :3]
    pixels, left, top = image_pixels(rgb, _rgb(grid), _rgb(border), place, scale)
    return _picture(pixels).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied), left, top


def _picture(pixels: NDArray[np.uint8]) -> QImage:
    """Premultiplied RGBA as an image."""
    rows, columns = pixels.shape[:2]
    form = QImage.Format.Format_RGBA8888_Premultiplied
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, form)


def _lay_down(painter: QPainter, picture: QImage, left: int, top: int) -> None:
    """A picture with its corner at a device pixel."""
    back, _ = painter.deviceTransform().inverted()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(back.mapRect(QRectF(left, top, picture.width(), picture.height())), picture)


def _rgb(colour: str) -> NDArray[np.float32]:
    c = QColor(colour)
    return np.array([c.red(), c.green(), c.blue()], np.float32)


def shades(scene: Scene, shade: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The colours of activations, uint8 (n, 4): from the palette's low to its high."""
    low, high = (np.array(QColor(c).getRgb(), np.float32) for c in (scene.palette.low, scene.palette.high))
    return np.rint(low + (high - low) * shade[:, None]).astype(np.uint8)


def paint_nodes(painter: QPainter, scene: Scene, camera: Camera, *, kept: bool = False) -> None:
    """All neurons that are discs or bars (not the image's pixels).

    `kept`: lay down pictures of them that are kept; for a screen where the same shades come again and again.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout = scene.layout
    colours, seen = shades(scene, scene.shade), shown(scene)
    for column, where in enumerate(scene.spec.neuron_slices):
        if column == 0 and layout.image is not None:
            continue
        half = float(layout.radius[where.start]) * camera.zoom * device_scale(painter)
        if seen and float(layout.radius[where.start]) * camera.zoom >= SMALLEST:
            paint_surfaces(painter, scene, where, camera, as_shapes=_draws_shapes(painter))
        elif half <= _LARGEST_AS_PIXELS and where.stop - where.start > 1 and not _draws_shapes(painter):
            _paint_column(painter, scene, column, half, colours[where, :3], camera)
        elif kept and half <= LARGEST_KEPT:
            lay_discs(painter, scene, where, colours, camera, device_scale(painter))
        else:
            paint_discs(painter, scene, where, colours, camera, device_scale(painter))


def columns_place(scene: Scene, camera: Camera) -> QRect:
    """Where neurons stand (not the image's pixels), in logical pixels of the screen."""
    layout, place = scene.layout, QRectF()
    for column, where in enumerate(scene.spec.neuron_slices):
        if column == 0 and layout.image is not None:
            continue
        s = shape(float(layout.radius[where.start]), camera.zoom)
        (left, top), (right, bottom) = (
            camera.to_screen(float(x), float(y))
            for x, y in (layout.xy[where].min(axis=0), layout.xy[where].max(axis=0))
        )
        reach = QMarginsF(s.half_width, s.half_height, s.half_width, s.half_height) + _SOFT
        place |= QRectF(QPointF(left, top), QPointF(right, bottom)).marginsAdded(reach)
    return place.toAlignedRect()


def _paint_column(
    painter: QPainter,
    scene: Scene,
    column: int,
    half: float,
    fill: NDArray[np.uint8],
    camera: Camera,
) -> None:
    where, layout, scale = scene.spec.neuron_slices[column], scene.layout, device_scale(painter)
    transform = painter.deviceTransform()
    y = layout.xy[where, 1].astype(np.float64) * camera.zoom + camera.y
    x = camera.to_screen(layout.column_x[column], 0)[0]
    strip = column_strip(
        x * scale + transform.dx(),
        y * scale + transform.dy(),
        half,
        fill.astype(np.float32),
        _rgb(scene.palette.rim),
        scene.negative[where],
        scale,
        # The painter of a widget stands within its window: the widget ends further down.
        round(transform.dy() + painter.device().height() * painter.device().devicePixelRatio()),
    )
    if strip is not None:
        _lay_down(painter, _picture(strip.pixels), strip.left, strip.top)


def paint(painter: QPainter, scene: Scene, edges: Selection, camera: Camera) -> None:
    """Image, edges and neurons of a scene; no words, and nothing of a story."""
    own, opacity = standing_out(scene)
    paint_image(painter, scene, camera)
    if opacity == 1.0:
        paint_all_edges(painter, scene, edges, camera)
    else:
        _paint_dimmed(painter, scene, edges, camera, opacity)
    if own.size:
        paint_edges(painter, scene, own, look_of_few(scene, own), camera)
    paint_nodes(painter, scene, camera)


def _paint_dimmed(painter: QPainter, scene: Scene, edges: Selection, camera: Camera, opacity: float) -> None:
    """All edges are made fainter together, as one picture: one by one, crossings would come out darker."""
    device = painter.device()
    layer = QImage(device.width(), device.height(), QImage.Format.Format_ARGB32_Premultiplied)
    layer.fill(Qt.GlobalColor.transparent)
    with QPainter(layer) as own:
        own.setTransform(painter.deviceTransform())
        paint_all_edges(own, scene, edges, camera)
    painter.save()
    painter.resetTransform()
    painter.setOpacity(opacity)
    painter.drawImage(0, 0, layer)
    painter.restore()
