"""What marks a neuron or an edge that is in focus: rings, a name, a line over all others; by QPainter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from netviz.network.connections import edge_index
from netviz.rendering.camera import Camera
from netviz.rendering.edges.style import DASH
from netviz.rendering.fonts import Type, label_font
from netviz.rendering.nodes.shape import shape
from netviz.viewmodels.naming import place_of
from netviz.viewmodels.scene import Focus, Scene

POINTED: Final = 3.4  # width of an edge that is pointed at
_NAME: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom


def paint_pointed_edge(painter: QPainter, scene: Scene, edge: Focus, source: int, camera: Camera) -> None:
    """An edge of the neuron in focus, drawn over all others, with rings around both its neurons."""
    spec = scene.spec
    begin, end = spec.neuron_slices[edge.column - 1].start + source, spec.neuron_slices[edge.column].start
    weight = edge_index(spec, edge.column, source, edge.index)
    ends = _between_discs(scene, begin, end + edge.index, camera)
    shown = float(scene.weights[weight] * scene.gain[begin])
    negative = shown < 0
    # What adds nothing has the colour of neither sign.
    sign = scene.palette.negative if negative else scene.palette.positive
    colour = QColor(sign if shown else scene.palette.muted)
    for pen in (QPen(QColor(scene.palette.page), POINTED + 3), QPen(colour, POINTED)):
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if negative and scene.palette.dashed("negative") and pen.widthF() == POINTED:
            pen.setDashPattern([DASH / POINTED, DASH / 2 / POINTED])
        painter.setPen(pen)
        painter.drawLine(*ends)
    paint_focus_rings(painter, scene, edge, camera)


def _between_discs(scene: Scene, source: int, target: int, camera: Camera) -> tuple[QPointF, QPointF]:
    """The edge between two neurons without what their discs cover; from a pixel, all of it."""
    layout = scene.layout
    begin, end = (QPointF(*camera.to_screen(*map(float, layout.xy[neuron]))) for neuron in (source, target))
    way = end - begin
    length = max((way.x() ** 2 + way.y() ** 2) ** 0.5, 1e-6)
    pixel = layout.image is not None and source < scene.spec.sizes[0]
    away = [
        shape(float(layout.radius[neuron]), camera.zoom).half_width / length for neuron in (source, target)
    ]
    return begin + way * (0.0 if pixel else away[0]), end - way * away[1]


def paint_focus_rings(painter: QPainter, scene: Scene, focus: Focus, camera: Camera) -> None:
    """Around the neuron, or both neurons of an edge."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(scene.palette.accent), 2))
    _ring(painter, scene, focus.column, focus.index, camera)
    if focus.source is not None:
        _ring(painter, scene, focus.column - 1, focus.source, camera)


def _ring(painter: QPainter, scene: Scene, column: int, neuron: int, camera: Camera) -> None:
    layout = scene.layout
    index = scene.spec.neuron_slices[column].start + neuron
    x, y = camera.to_screen(float(layout.xy[index, 0]), float(layout.xy[index, 1]))
    if column == 0 and layout.image is not None:
        half = float(layout.radius[index]) * camera.zoom + 1.5
        painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
        return
    s = shape(float(layout.radius[index]), camera.zoom)
    w, h = s.half_width + 3.5, s.half_height + 3.5
    painter.drawRoundedRect(QRectF(x - w, y - h, 2 * w, 2 * h), min(w, h), min(w, h))
    if 0 < column < scene.spec.n_layers:
        _name(painter, scene, QPointF(x + w - 2, y - h + 2), place_of(column, neuron))


def _name(painter: QPainter, scene: Scene, corner: QPointF, name: str) -> None:
    """What a neuron is called, above and to the right of this corner; outputs bear their digit anyway."""
    painter.save()
    painter.setFont(label_font(painter.font().family(), int(Type.CAPTION), strong=True))
    box = painter.boundingRect(QRectF(corner.x(), corner.y() - 40, 400, 40), _NAME, name)
    box.moveTop(max(box.top(), 1.0))  # that of the topmost neuron stands beside it
    page = QColor(scene.palette.page)
    page.setAlphaF(0.85)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(page)
    painter.drawRoundedRect(box.adjusted(-3, 0, 3, 0), 3, 3)
    painter.setPen(QColor(scene.palette.text))
    painter.drawText(box, _NAME, name)
    painter.restore()
