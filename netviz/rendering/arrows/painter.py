"""Paints a moment of a story over the network: on the canvas and in files alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from netviz.rendering.arrows.clear import clear_place
from netviz.rendering.arrows.headline import headline_fits, headline_place, paint_headline
from netviz.rendering.arrows.shapes import (
    HALO,
    MOST_HALOS,
    OPEN_HEAD,
    OPEN_SHARE,
    OUTLINE,
    line_groups,
    line_halo,
    shafts,
    upright,
)
from netviz.rendering.arrows.sheet import paint_curve, paint_sheet
from netviz.rendering.camera import Camera
from netviz.rendering.contrast import best_ink
from netviz.rendering.edges.style import DASH
from netviz.rendering.fonts import label_font
from netviz.rendering.nodes.shape import shape
from netviz.viewmodels.moment import Arrows, Label, Lines, Ring, StoryMoment, WishArrow, role_colour
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import Layout, Scene

RING_AWAY: Final = 4.5
_INKS: Final = ("#FFFFFF", "#0B0D12")  # in a pill
_PILL_NEEDS: Final = 17.0  # of room above a ring, for its pill and the half of a name
RING_WIDTH: Final = 2.4
TAG_MAY_MOVE: Final = 30.0  # farther away it would be another ring's


def paint_moment(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    family: str,
    *,
    headline: bool = True,
    along_edges: bool = True,
    notes: bool = True,
) -> None:
    """Draw the scene's moment, if it has one.

    `headline`: its title at the top left and the scale bar too, and with `notes` the notes, where nobody
    else tells them. `along_edges`: its lines and arrows too, which a graphics device may have drawn.
    """
    moment = scene.moment
    if moment is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    palette = scene.palette
    for lines in moment.under if along_edges else ():
        paint_lines(painter, lines, palette, camera)
    if moment.sheet is not None:
        paint_sheet(painter, scene, moment.sheet, camera, family)
    if moment.curve is not None:
        paint_curve(painter, scene, moment.curve, camera, family)
    for lines in moment.lines if along_edges else ():
        paint_lines(painter, lines, palette, camera)
    for arrows in moment.arrows if along_edges else ():
        paint_arrows(painter, arrows, palette, camera)
    tags = tag_places(scene, moment, camera, family)
    for ring in moment.rings:
        _paint_ring(painter, scene, ring, camera, family, tags.get(ring))
    for wish in moment.wishes:
        paint_wish(painter, wish, palette, camera)
    headline = headline and headline_fits(scene)
    above = headline_place(scene, moment, family) if headline else QRectF()
    grounds = label_places(scene, moment, camera, family, (above, *tags.values()))
    for label, ground in zip(moment.labels, grounds, strict=True):
        _paint_label(painter, label, ground, palette, family)
    painter.setOpacity(1.0)
    if headline:
        paint_headline(painter, scene, moment, camera, family, notes=notes)
    painter.restore()


def paint_lines(painter: QPainter, lines: Lines, palette: Palette, camera: Camera) -> None:
    """Lines, the strongest last; those of nearly the same strength in one go, as each go costs a thread that
    trains beside it some time.
    """
    colour = QColor(role_colour(palette, lines.role))
    behind, away = line_halo(palette, lines.role)
    places = _on_screen(lines.line, camera)
    for group in line_groups(lines.alpha):
        colour.setAlphaF(float(np.minimum(lines.alpha[group], 1.0).mean()))
        wide = float(lines.width[group].mean())
        # Round ends would cost three times as much, and nobody sees them on lines that end at discs.
        drawn = [QLineF(*place) for place in places[group].tolist()]
        if lines.halo:
            around = QColor(behind)
            around.setAlphaF(colour.alphaF())
            painter.setPen(QPen(around, wide + 2 * away, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLines(drawn)
        pen = QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        if palette.dashed(lines.role):
            pen.setDashPattern([DASH / wide, DASH / 2 / wide])
        painter.setPen(pen)
        painter.drawLines(drawn)


def paint_arrows(painter: QPainter, arrows: Arrows, palette: Palette, camera: Camera) -> None:
    """Weight changes: filled heads are positive, open heads negative; a thin halo keeps them clear of what
    is below.
    """
    if not len(arrows.edge):
        return
    places = _on_screen(arrows.line, camera)
    bodies, points = shafts(places, arrows.width.astype(np.float64))
    colour, page = QColor(role_colour(palette, arrows.role)), QColor(palette.page)
    for alpha in np.unique(arrows.alpha).tolist():
        same = arrows.alpha == alpha
        painter.setOpacity(alpha)
        for filled in (False, True):
            mine = same & (arrows.filled == filled)
            if not mine.any():
                continue
            shaft, head = _path(bodies[mine]), _path(points[mine])
            _paint_halo(painter, page, places[mine], arrows.width[mine], head)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPath(shaft)
            if filled:
                painter.drawPath(head)
            else:
                painter.setBrush(page)
                wide = float(np.hypot(*(points[mine, 1] - points[mine, 2]).T).mean()) / 2
                painter.setPen(_pen(colour, min(OPEN_HEAD, OPEN_SHARE * wide), Qt.PenJoinStyle.MiterJoin))
                painter.drawPath(head)
    painter.setOpacity(1.0)


def _paint_halo(
    painter: QPainter,
    page: QColor,
    places: NDArray[np.float64],
    width: NDArray[np.float32],
    heads: QPainterPath,
) -> None:
    """The page's colour around arrows. Around hundreds of short ones, as on the image, it would be one grey
    patch, and cost more than they do.
    """
    if len(places) > MOST_HALOS:
        return
    wide = float(width.max()) + 2 * HALO
    painter.setPen(QPen(page, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLines([QLineF(*place) for place in places.tolist()])
    painter.setBrush(page)
    # Round joins would cost four times as much, and nobody sees them in a halo.
    painter.setPen(_pen(page, 2 * HALO, Qt.PenJoinStyle.BevelJoin))
    painter.drawPath(heads)


def paint_wish(painter: QPainter, wish: WishArrow, palette: Palette, camera: Camera) -> None:
    """An upright arrow; hollow where the neuron passes nothing back. On the light theme it has a dark
    outline.
    """
    if abs(wish.y0 - wish.y1) < 0.3:
        return
    x, y0 = camera.to_screen(wish.x, wish.y0)
    _, y1 = camera.to_screen(wish.x, wish.y1)
    outline = QPolygonF([QPointF(*p) for p in upright(x, y0, y1, wish.width).tolist()])
    colour = QColor(role_colour(palette, wish.role))
    painter.setOpacity(wish.alpha)
    painter.setPen(QPen(QColor(palette.page), OUTLINE + 2 * HALO))
    painter.setBrush(QColor(palette.page))
    painter.drawPolygon(outline)
    if wish.hollow:
        painter.setPen(QPen(colour, 1.1))
    elif wish.role == "muted":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
    else:
        painter.setPen(Qt.PenStyle.NoPen if palette.dark else QPen(QColor(palette.rim), OUTLINE))
        painter.setBrush(colour)
    painter.drawPolygon(outline)
    painter.setOpacity(1.0)


def output_spacing(layout: Layout) -> float:
    """From one output to the next, in logical pixels."""
    rows = layout.xy[layout.spec.neuron_slices[-1], 1]
    return float(rows[1] - rows[0]) if len(rows) > 1 else layout.height


def _paint_ring(
    painter: QPainter, scene: Scene, ring: Ring, camera: Camera, family: str, pill: QRectF | None
) -> None:
    """`pill`: where its tag stands; None where it has none, and is a square around a pixel."""
    layout, palette = scene.layout, scene.palette
    place = layout.spec.neuron_slices[ring.column].start + ring.index
    x, y = camera.to_screen(float(layout.xy[place, 0]), float(layout.xy[place, 1]))
    if pill is None:
        half = float(layout.radius[place]) * camera.zoom + 1.5
        painter.setOpacity(ring.alpha)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(role_colour(palette, ring.role)), 1.4))
        painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
        painter.setOpacity(1.0)
        return
    w, h = _half_ring(scene, ring, camera)
    colour = QColor(role_colour(palette, ring.role))
    painter.setOpacity(ring.alpha)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = QRectF(x - w, y - h, 2 * w, 2 * h)
    if ring.hollow:
        painter.setPen(QPen(colour, RING_WIDTH * 0.7, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(around, min(w, h), min(w, h))
    else:
        for k in range(_rings(ring.role) if palette.colour_blind else 1):
            further = k * (RING_WIDTH + 2.2)
            at = around.adjusted(-further, -further, further, further)
            corner = min(w, h) + further
            if not palette.dark:
                painter.setPen(QPen(QColor(palette.rim), RING_WIDTH + 2 * OUTLINE * 0.6))
                painter.drawRoundedRect(at, corner, corner)
            painter.setPen(QPen(colour, RING_WIDTH))
            painter.drawRoundedRect(at, corner, corner)
    painter.setPen(QPen(QColor(palette.page), 1.5))
    painter.setBrush(colour)
    painter.drawRoundedRect(pill, 7, 7)
    painter.setFont(label_font(family, 12, strong=True))
    painter.setPen(QColor(best_ink(colour, _INKS)))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, ring.tag)
    painter.setOpacity(1.0)


def _has_tag(scene: Scene, ring: Ring) -> bool:
    return ring.column > 0 or scene.layout.image is None


def _half_ring(scene: Scene, ring: Ring, camera: Camera) -> tuple[float, float]:
    """Half of its width and of its height."""
    place = scene.layout.spec.neuron_slices[ring.column].start + ring.index
    s = shape(float(scene.layout.radius[place]), camera.zoom)
    return s.half_width + RING_AWAY, max(s.half_height, s.half_width) + RING_AWAY


def _tag_place(scene: Scene, ring: Ring, camera: Camera, family: str) -> QRectF:
    """Of the layer's short name, beside the top of its ring."""
    layout = scene.layout
    place = layout.spec.neuron_slices[ring.column].start + ring.index
    x, y = camera.to_screen(float(layout.xy[place, 0]), float(layout.xy[place, 1]))
    w, h = _half_ring(scene, ring, camera)
    wide = QFontMetricsF(label_font(family, 12, strong=True)).horizontalAdvance(ring.tag) + 9
    left = x + 0.62 * w
    if ring.column == layout.spec.n_layers and output_spacing(layout) * camera.zoom < h + _PILL_NEEDS:
        left = x - 0.62 * w - wide  # else it would cover the name of the output above
    return QRectF(left, y - h - 8.5, wide, 14)


def tag_places(scene: Scene, moment: StoryMoment, camera: Camera, family: str) -> dict[Ring, QRectF]:
    """Where each ring's tag stands, in units: higher or lower than it would where a wish's arrow or another
    tag is.
    """
    taken = [_wish_place(wish, camera) for wish in moment.wishes]
    places: dict[Ring, QRectF] = {}
    for ring in moment.rings:
        if not _has_tag(scene, ring):
            continue
        usual = _tag_place(scene, ring, camera, family)
        heights = [usual.y(), *(y for t in taken for y in (t.top() - usual.height(), t.bottom()))]
        tried = (
            usual.translated(0, y - usual.y()) for y in sorted(heights, key=lambda y: abs(y - usual.y()))
        )
        free = (pill for pill in tried if not any(pill.intersects(other) for other in taken))
        pill = next((p for p in free if abs(p.y() - usual.y()) <= TAG_MAY_MOVE), usual)
        taken.append(pill)
        places[ring] = pill
    return places


def _wish_place(wish: WishArrow, camera: Camera) -> QRectF:
    """The box of its arrow, in units."""
    x, y0 = camera.to_screen(wish.x, wish.y0)
    _, y1 = camera.to_screen(wish.x, wish.y1)
    outline = upright(x, y0, y1, wish.width)
    (left, top), (right, bottom) = outline.min(axis=0).tolist(), outline.max(axis=0).tolist()
    return QRectF(left, top, right - left, bottom - top).adjusted(-OUTLINE, -OUTLINE, OUTLINE, OUTLINE)


def label_places(
    scene: Scene, moment: StoryMoment, camera: Camera, family: str, there: Sequence[QRectF]
) -> list[QRectF]:
    """The ground of each label of a moment, in units. `there`: the heading, and the rings' tags. Those that
    would lie on the heading stand below it and below what is there already; none lies on a tag or on another.
    """
    above, *taken = there
    page = QRectF(0, 0, scene.layout.width, scene.layout.height)
    grounds: list[QRectF] = []
    for label in moment.labels:
        metrics = _metrics(label, family)
        texts = label.text.split("\n")
        wide = max(metrics.horizontalAdvance(text) for text in texts) + 6
        high = metrics.height() * len(texts)
        x, y = camera.to_screen(label.x, label.y)
        left = x - {"left": 3.0, "centre": wide / 2, "right": wide - 3}[label.anchor]
        ground = QRectF(left, y - high / 2, wide, high)
        if ground.intersects(above):
            for other in sorted((above, *grounds), key=QRectF.bottom):
                if ground.intersects(other):
                    ground.moveTop(other.bottom() + 2)
        # Grounds may touch, letters may not.
        empty = (metrics.height() - metrics.capHeight()) / 2 - 1
        letters = ground.adjusted(3, empty, -3, -empty)
        clear = clear_place(letters, [above, *taken], page)
        ground.translate(clear.topLeft() - letters.topLeft())
        taken.append(clear)
        grounds.append(ground)
    return grounds


def _paint_label(painter: QPainter, label: Label, place: QRectF, palette: Palette, family: str) -> None:
    """A few words on a quiet ground of the page's colour."""
    metrics = _metrics(label, family)
    painter.setOpacity(label.alpha)
    ground = QColor(palette.page)
    ground.setAlphaF(0.85)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(place, 3, 3)
    painter.setFont(label_font(family, label.size, strong=label.bold))
    painter.setPen(QColor(role_colour(palette, label.role)))
    for k, text in enumerate(label.text.split("\n")):
        right = place.right() - 3 - metrics.horizontalAdvance(text)
        left = right if label.anchor == "right" else place.left() + 3
        middle = place.top() + (k + 0.5) * metrics.height()
        painter.drawText(QPointF(left, middle + metrics.capHeight() / 2), text)
    painter.setOpacity(1.0)


def _metrics(label: Label, family: str) -> QFontMetricsF:
    return QFontMetricsF(label_font(family, label.size, strong=label.bold))


def _pen(colour: QColor, width: float, join: Qt.PenJoinStyle) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, join)


def _rings(role: str) -> int:
    """For eyes that see other colours: one ring at the output, three at the first layer, two between."""
    return {"output_wish": 1, "first_wish": 3}.get(role, 2)


def _path(polygons: NDArray[np.float64]) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for polygon in polygons.tolist():
        path.addPolygon(QPolygonF([QPointF(*point) for point in polygon]))
        path.closeSubpath()
    return path


def _on_screen(line: NDArray[np.float32], camera: Camera) -> NDArray[np.float64]:
    return np.asarray(line.astype(np.float64) * camera.zoom + (camera.x, camera.y, camera.x, camera.y))
