"""One pixel and its neighbours, larger, with the arrows on them: below the image, where there is room."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from netviz.rendering.arrows.shapes import shafts
from netviz.rendering.camera import Camera
from netviz.rendering.fonts import label_font
from netviz.tasks.input import picture_of
from netviz.viewmodels.moment import Arrows
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import Scene

CELLS: Final = 3  # along a side
LARGEST: Final = 92.0  # logical pixels
SMALLEST: Final = 54.0
BELOW_IMAGE: Final = 32.0  # clear of the image's caption
MARGIN: Final = 24.0
BESIDE: Final = 222.0  # what scale and notes take, up to the first column
NEIGHBOUR: Final = 0.22  # opacity of the arrows beside the one that is told


def magnifier_place(scene: Scene, camera: Camera) -> QRectF | None:
    """Where it stands; None where nothing is enlarged, or there is no room."""
    moment, layout = scene.moment, scene.layout
    if moment is None or moment.magnified is None or layout.image is None or camera != Camera():
        return None
    left, top, side = layout.image
    y = top + side + BELOW_IMAGE
    size = min(LARGEST, layout.height - y - MARGIN, layout.column_x[1] - left - BESIDE)
    return QRectF(left, y, size, size) if size >= SMALLEST else None


def paint_magnifier(painter: QPainter, scene: Scene, place: QRectF, family: str) -> None:
    """The cells around the pixel, the arrows on them to the same enlargement, and lines to where they are."""
    moment, layout, palette = scene.moment, scene.layout, scene.palette
    assert moment is not None
    assert moment.magnified is not None
    assert layout.image is not None
    _, _, side = layout.image
    picture = picture_of(scene.spec.sizes[0])
    assert picture is not None
    n = picture.rows
    cell = side / n
    larger = place.width() / (CELLS * cell)
    row, column = divmod(moment.magnified, n)
    x, y = map(float, layout.xy[moment.magnified])
    seen = QRectF(x - CELLS * cell / 2, y - CELLS * cell / 2, CELLS * cell, CELLS * cell)
    line = QColor(palette.muted)
    line.setAlphaF(0.5)
    painter.setPen(QPen(line, 1))
    for here, there in ((seen.bottomLeft(), place.topLeft()), (seen.bottomRight(), place.topRight())):
        painter.drawLine(QLineF(here, there))
    painter.save()
    painter.setClipRect(place)
    painter.fillRect(place, QColor(palette.page))
    painter.translate(place.topLeft())
    painter.scale(larger, larger)
    painter.translate(-seen.topLeft())
    reach = CELLS // 2
    painter.setPen(QPen(QColor(palette.line), 1 / larger))
    for r in range(max(row - reach, 0), min(row + reach, n - 1) + 1):
        for c in range(max(column - reach, 0), min(column + reach, n - 1) + 1):
            pixel = r * n + c
            at_x, at_y = map(float, layout.xy[pixel])
            painter.setBrush(_shade(palette, float(scene.shade[pixel])))
            painter.drawRect(QRectF(at_x - cell / 2, at_y - cell / 2, cell, cell))
    for arrows in moment.arrows:
        _paint_arrows(painter, arrows, seen, palette, larger)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.change), 1.4))
    middle = place.center()
    own = place.width() / CELLS
    painter.drawRect(QRectF(middle.x() - own / 2, middle.y() - own / 2, own, own))
    painter.setPen(QPen(QColor(palette.muted), 1.2))
    painter.drawRect(place)
    font = label_font(family, 12)
    text = f"×{larger:.1f}"
    tag = QRectF(place.left(), place.bottom() - 15, QFontMetricsF(font).horizontalAdvance(text) + 8, 15)
    painter.fillRect(tag.adjusted(1, 0, 0, -1), QColor(palette.page))
    painter.setFont(font)
    painter.setPen(QColor(palette.muted))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def _paint_arrows(painter: QPainter, arrows: Arrows, seen: QRectF, palette: Palette, larger: float) -> None:
    """Those of the pixels in sight, one by one: at this size each has its outline."""
    tail = arrows.line[:, :2].astype(np.float64)
    tip = arrows.line[:, 2:].astype(np.float64)
    # On the image an arrow lies on its pixel, around the middle.
    away = np.abs((tail + tip) / 2 - (seen.center().x(), seen.center().y())).max(axis=1)
    near = np.flatnonzero(away < seen.width() / 2)
    colour = QColor(palette.change)
    bodies, heads = shafts(arrows.line[near].astype(np.float64), arrows.width[near].astype(np.float64))
    told = away[near] < seen.width() / CELLS / 2
    for body, head, filled, alpha, own in zip(
        bodies.tolist(),
        heads.tolist(),
        arrows.filled[near].tolist(),
        arrows.alpha[near].tolist(),
        told.tolist(),
        strict=True,
    ):
        painter.setOpacity(alpha if own else NEIGHBOUR * alpha)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon([QPointF(*point) for point in body])
        painter.setBrush(colour if filled else QColor(palette.page))
        painter.setPen(QPen(colour, 1.2 / larger, Qt.PenStyle.SolidLine))
        painter.drawPolygon([QPointF(*point) for point in head])
    painter.setOpacity(1.0)


def _shade(palette: Palette, share: float) -> QColor:
    low, high = QColor(palette.low), QColor(palette.high)
    return QColor(
        *(
            round(a + (b - a) * share)
            for a, b in zip(low.getRgb()[:3], high.getRgb()[:3], strict=True)  # type: ignore[index]
        )
    )
