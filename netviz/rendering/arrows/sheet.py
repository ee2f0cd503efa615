"""In the place of the input image: the examples of a mini-batch with their wishes, or the loss of a short
run.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from netviz.rendering.arrows.shapes import upright
from netviz.rendering.bitmap import opaque_image
from netviz.rendering.camera import Camera
from netviz.rendering.contrast import paint_ground
from netviz.rendering.fonts import label_font
from netviz.rendering.labels import caption_places
from netviz.tasks.input import Picture, picture_of
from netviz.viewmodels.layout import SEEN_WHOLE
from netviz.viewmodels.moment import BatchSheet, LossCurve
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import Scene
from netviz.viewmodels.story.arrows.votes import Votes
from netviz.viewmodels.story.words.numbers import plain, signed

PICTURE: Final = 0.66  # of a cell's side; the rest is the vote's
GAP: Final = 5.0  # between two frames
CURVE_HEIGHT: Final = 58.0
_LOWEST_CURVE: Final = 12.0
_SMALLEST_SHEET: Final = 60.0
_NARROWEST_CURVE: Final = 40.0
_CLEAR: Final = 12.0  # of the neurons, and of the page's border
_WRAPPED: Final = Qt.TextFlag.TextWordWrap
_UNDER_CURVE: Final = 23.0  # its line of words
_BESIDE_COLUMN: Final = 14.0  # from the middle of a column's neurons to the end of words beside it


def _place(scene: Scene, camera: Camera) -> QRectF:
    """Where the image stands; a square at the left where there is none."""
    layout = scene.layout
    free = min(max(layout.column_x[0] - 60.0, 60.0), 240.0)
    left, top, side = layout.image or (16.0, layout.height / 2 - free / 2, free)
    x, y = camera.to_screen(left, top)
    return QRectF(x, y, side * camera.zoom, side * camera.zoom)


def _below_outputs(scene: Scene, camera: Camera) -> QRectF:
    """What is free at the right, between the lowest output with its edges and the columns' captions; its
    height is negative where nothing is.
    """
    layout = scene.layout
    last, before = (layout.column_x[k] for k in (-1, -2))
    share = 0.2  # of the way back to the column before
    lowest = [float(layout.xy[s, 1].max() + layout.radius[s].max()) for s in scene.spec.neuron_slices]
    # The lowest edges come down to the left.
    edges = lowest[-1] + share * max(lowest[-2] - lowest[-1], 0.0)
    left, top = camera.to_screen(last - share * (last - before), edges + _CLEAR)
    foot = min(camera.to_screen(0.0, max(lowest))[1], layout.height)
    return QRectF(left, top, layout.width - _CLEAR - left, foot - top)


def _sheet_place(scene: Scene, camera: Camera) -> QRectF | None:
    """In the place of the image, or below the outputs where the names of inputs are there; None where
    nothing is free.
    """
    if not scene.layout.has_names or scene.spec.sizes[0] <= SEEN_WHOLE:
        return _place(scene, camera)
    strip = _below_outputs(scene, camera)
    return strip if min(strip.width(), strip.height()) >= _SMALLEST_SHEET else None


def paint_sheet(painter: QPainter, scene: Scene, sheet: BatchSheet, camera: Camera, family: str) -> None:
    """Each example in a frame with its vote: a grey arrow up for more, down for less; their average below."""
    palette, place = scene.palette, _sheet_place(scene, camera)
    if place is None:
        return
    columns = ceil(sqrt(len(sheet.images)))
    # One row more than the pictures need: the average stands below them.
    rows = ceil(len(sheet.images) / columns) + 1
    wide, high = place.width() / columns, place.height() / rows
    side = min(PICTURE * wide, 0.82 * high)
    longest = 0.76 * high
    painter.setOpacity(sheet.shown)
    painter.fillRect(place.adjusted(-2, -2, 2, 2), QColor(palette.page))
    size = max(float(np.abs(sheet.wish).max(initial=0.0)), 1e-300)
    thick = min(max(0.1 * high, 2.4), 5.0)
    average = QPointF(place.left() + 0.22 * place.width(), place.bottom() - high / 2)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    votes = Votes.of(sheet.wish).length
    for k, (image, vote) in enumerate(zip(sheet.images, votes.tolist(), strict=True)):
        x, y = place.left() + (k % columns) * wide, place.top() + (k // columns + 0.5) * high
        painter.setOpacity(sheet.shown)
        # One frame around a digit and its vote says which vote is whose.
        frame = QRectF(x + GAP / 2, y - high / 2 + GAP / 2, wide - GAP, high - GAP)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.panel))
        painter.drawRoundedRect(frame, 3, 3)
        inner = frame.height() - 4
        at = QRectF(frame.left() + 2, y - min(side, inner) / 2, min(side, inner), min(side, inner))
        if image.dtype.kind == "f":
            _point(painter, at, image, sheet.images, palette)
        else:
            painter.drawImage(at, _thumbnail(image, palette))
        middle = QPointF((at.right() + frame.right()) / 2, y)
        _arrow(painter, middle, vote * longest, thick, palette.muted)
        if 0 < sheet.gathered < 1:
            painter.setOpacity(0.45 * (1 - sheet.gathered))
            _arrow(
                painter, middle + (average - middle) * sheet.gathered, vote * longest, thick, palette.muted
            )
    painter.setOpacity(sheet.shown * sheet.gathered)
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.drawLine(
        QPointF(place.left(), place.bottom() - high), QPointF(place.right(), place.bottom() - high)
    )
    _arrow(
        painter,
        average,
        float(Votes.of(np.array([size, sheet.mean])).length[1]) * longest,
        thick,
        palette.text,
    )
    painter.setFont(label_font(family, 12, strong=True))
    painter.setPen(QColor(palette.text))
    words, beside = f"average vote {signed(sheet.mean)}", average + QPointF(16, 4)
    paint_ground(painter, palette, QRectF(painter.fontMetrics().boundingRect(words)).translated(beside))
    painter.drawText(beside, words)
    painter.setOpacity(1.0)


class _CurvePlace(NamedTuple):
    """Where the loss so far stands, in units: its line, the room of the words above it, the words below."""

    chart: QRectF
    room: float
    about: QRectF


def _curve_place(scene: Scene, camera: Camera, family: str, about: str) -> _CurvePlace | None:
    """Below the image; where there is none, inputs may have names all down the left, and it stands at the
    right below the outputs. None where there is no room for it.
    """
    layout, metrics = scene.layout, QFontMetricsF(label_font(family, 12))
    if layout.image is not None:
        image = _place(scene, camera)
        below = image.bottom() + 48
        column = layout.xy[scene.spec.neuron_slices[1].start]
        room = camera.to_screen(float(column[0]), 0.0)[0] - _BESIDE_COLUMN - image.left()
        # In as many lines as they need before the first column and its name.
        named = caption_places(scene, camera, family).get(1, QRectF(layout.width, 0, 0, 0))
        wide = min(room, named.left() - _CLEAR - image.left())
        words = metrics.boundingRect(QRectF(0, 0, wide, 90), _WRAPPED, about)
        under = _UNDER_CURVE + words.height() - metrics.height()
        high = min(CURVE_HEIGHT, max(layout.height - below - under, _LOWEST_CURVE))
        chart = QRectF(image.left(), below, image.width() - 34, high)
        top = chart.bottom() + 18 - metrics.ascent()
        return _CurvePlace(chart, room, QRectF(chart.left(), top, wide + 1, words.height()))
    strip = _below_outputs(scene, camera)
    left, top, right, foot = strip.left(), strip.top(), strip.right(), strip.bottom()
    words = metrics.boundingRect(QRectF(left, 0, right - left, 90), _WRAPPED, about)
    begin, end = top + metrics.height() + 8, foot - words.height() - 6
    wide = right - left - metrics.horizontalAdvance("0.00000") - 8
    if end - begin < _LOWEST_CURVE or wide < _NARROWEST_CURVE:
        return None
    chart = QRectF(left, begin, wide, min(CURVE_HEIGHT, end - begin))
    words = QRectF(left, chart.bottom() + 5, right - left, words.height())
    return _CurvePlace(chart, right - left, words)


def paint_curve(painter: QPainter, scene: Scene, curve: LossCurve, camera: Camera, family: str) -> None:
    """The loss so far below the image, or below the outputs, its newest value as a number."""
    palette = scene.palette
    about = f"step {curve.step} of {len(curve.loss) - 1}" + (f" · {curve.note}" if curve.note else "")
    found = _curve_place(scene, camera, family, about)
    if found is None:
        return
    place = found.chart
    loss = curve.loss.astype(np.float64)
    top = float(loss.max()) * 1.05
    points = [
        QPointF(
            place.left() + k / max(len(loss) - 1, 1) * place.width(),
            place.bottom() - value / top * place.height(),
        )
        for k, value in enumerate(loss.tolist())
    ]
    painter.setFont(label_font(family, 12))
    painter.setPen(QColor(palette.muted))
    first, last = plain(float(loss[0])), plain(float(loss[curve.step]))
    ends = f"first {first}, {'last' if curve.step == len(loss) - 1 else 'now'} {last}"
    forms = (f"loss of each mini-batch: {ends}", f"loss: {ends}", f"loss {first} to {last}")
    fitting = (text for text in forms if painter.fontMetrics().horizontalAdvance(text) <= found.room)
    # In large type the network stands nearer than the whole of it is long.
    painter.drawText(QPointF(place.left(), place.top() - 8), next(fitting, forms[-1]))
    newest = points[curve.step]
    if newest.y() < place.bottom() - 16 or newest.x() < place.right() - 60:
        # Else the newest value stands there. Where words below reach so far, it keeps clear of them.
        reach = found.about.left() + painter.fontMetrics().horizontalAdvance(about)
        painter.drawText(
            QPointF(place.right() + 5, place.bottom() + (1 if reach > place.right() else 4)), "0"
        )
    metrics = painter.fontMetrics()
    if metrics.horizontalAdvance(about) <= found.about.width():
        painter.drawText(found.about.topLeft() + QPointF(0, metrics.ascent()), about)
    else:
        painter.drawText(found.about, _WRAPPED, about)
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.drawLine(place.bottomLeft(), place.bottomRight())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(palette.loss, 2.0))
    painter.drawPolyline(QPolygonF(points[: curve.step + 1]))
    painter.setBrush(QColor(palette.loss))
    painter.drawEllipse(points[curve.step], 3, 3)
    painter.setFont(label_font(family, 12, strong=True))
    painter.setPen(QColor(palette.text))
    painter.drawText(points[curve.step] + QPointF(8, 4), plain(float(loss[curve.step])))


def _pen(colour: str, width: float) -> QPen:
    return QPen(
        QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _arrow(painter: QPainter, middle: QPointF, length: float, width: float, colour: str) -> None:
    """An upright arrow for a signed length, up or down; a dot for none."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if length == 0:
        painter.drawEllipse(middle, 1.6, 1.6)
        return
    outline = upright(middle.x(), middle.y() + length / 2, middle.y() - length / 2, max(width, 2.0))
    painter.drawPolygon(QPolygonF([QPointF(*p) for p in outline.tolist()]))


def _point(
    painter: QPainter, box: QRectF, point: NDArray[Any], points: NDArray[Any], palette: Palette
) -> None:
    """Where a point lies among these."""
    low = points.min(axis=0)
    share = (point - low) / np.maximum(points.max(axis=0) - low, 1e-9)
    up = float(share[1]) if len(share) > 1 else 0.5
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.text))
    reach = box.width() - 4
    at = QPointF(box.left() + 2 + float(share[0]) * reach, box.bottom() - 2 - up * reach)
    painter.drawEllipse(at, 1.8, 1.8)


def _thumbnail(pixels: NDArray[np.uint8], palette: Palette) -> QImage:
    picture = picture_of(len(pixels)) or Picture(1, len(pixels))
    low, high = (np.array(QColor(c).getRgb(), np.float32) for c in (palette.low, palette.high))
    colours = np.rint(low + (high - low) * picture.scaled(pixels[:, None])).astype(np.uint8)
    return opaque_image(colours.reshape(picture.rows, picture.columns, 4))
