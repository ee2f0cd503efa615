"""A lens beside a crowded column: the neurons near the pointer, large enough to be told apart and pointed at.

It is painted over the picture, so the edges stay where they are and are not drawn anew.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from netviz.rendering.camera import Camera
from netviz.rendering.fonts import label_font
from netviz.rendering.nodes.shape import BAR, DASH_SHARE, DASHES, RIM
from netviz.viewmodels.scene import Focus, Layout, Scene

# Logical pixels of the screen: a column whose neurons stand closer than CROWDED gets a lens.
CROWDED: Final = 6.5
PITCH: Final = 15.0
MOST_ROWS: Final = 15
RADIUS: Final = 5.5
WIDTH: Final = 62.0
WIDTH_OF_NAMES: Final = 168.0
AWAY: Final = 16.0
PADDING: Final = 6.0
_ELIDED: Final = Qt.TextElideMode.ElideRight


class Lens(NamedTuple):
    """Neurons `first` … `first + rows - 1` of a column, in a box on the screen: left, top, width, height."""

    column: int
    first: int
    rows: int
    box: tuple[float, float, float, float]

    def at(self, x: float, y: float) -> Focus | None:
        """The neuron at a point of the screen within the box."""
        left, top, width, height = self.box
        if not (left <= x < left + width and top <= y < top + height):
            return None
        row = int((y - top - PADDING) // PITCH)
        return Focus(self.column, self.first + min(max(row, 0), self.rows - 1))

    def holds(self, x: float, y: float, column_x: float) -> bool:
        """Whether a point lies in the box or on the way from the column, at `column_x`, to it."""
        left, top, width, height = self.box
        return min(left, column_x) <= x < max(left + width, column_x) and top <= y < top + height

    def scrolled(self, rows: int, n: int) -> Lens:
        """Further up or down a column of `n` neurons."""
        first = min(max(self.first + rows, 0), n - self.rows)
        return Lens(self.column, first, self.rows, self.box)

    def middle(self, focus: Focus) -> float:
        """The height on the screen of a neuron that it holds."""
        return self.box[1] + PADDING + (focus.index - self.first + 0.5) * PITCH


def lens_for(layout: Layout, camera: Camera, focus: Focus, size: tuple[float, float]) -> Lens | None:
    """A lens around this neuron on a screen of `size`.

    None where its column needs none, and for the pixels of an image, which are no column.
    """
    column = focus.column
    if focus.source is not None or (column == 0 and layout.image is not None):
        return None
    where = layout.spec.neuron_slices[column]
    heights = layout.xy[where, 1]
    n = len(heights)
    if n < 2 or float(heights[1] - heights[0]) * camera.zoom >= CROWDED:
        return None
    rows = min(MOST_ROWS, n, max(int((size[1] - 2 * PADDING - 8) // PITCH), 1))
    first = min(max(focus.index - rows // 2, 0), n - rows)
    x, y = camera.to_screen(layout.column_x[column], float(heights[focus.index]))
    height = rows * PITCH + 2 * PADDING
    width = WIDTH_OF_NAMES if column == 0 and layout.has_names else WIDTH
    left = x + AWAY if x + AWAY + width < size[0] - 4 else x - AWAY - width
    # The neuron in the middle stands at its own height, except near the borders.
    top = y - PADDING - (focus.index - first + 0.5) * PITCH
    return Lens(
        column, first, rows, (left, min(max(top, 4.0), max(size[1] - 4 - height, 4.0)), width, height)
    )


def paint_lens(painter: QPainter, scene: Scene, camera: Camera, lens: Lens, family: str) -> None:
    """The box, a wedge from the part of the column that it shows, and the neurons in it."""
    layout, palette = scene.layout, scene.palette
    where = scene.spec.neuron_slices[lens.column]
    left, top, width, height = lens.box
    x = camera.to_screen(layout.column_x[lens.column], 0)[0]
    near = left if left > x else left + width
    edge = x + (BAR + 1 if left > x else -BAR - 1)
    ends = [
        camera.to_screen(0, float(layout.xy[where.start + k, 1]))[1]
        for k in (lens.first, lens.first + lens.rows - 1)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(palette.panel)
    ground.setAlphaF(0.55)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    corners = [(edge, ends[0] - 1), (near, top + 5), (near, top + height - 5), (edge, ends[1] + 1)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    ground.setAlphaF(0.95)
    painter.setBrush(ground)
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.drawRoundedRect(QRectF(left, top, width, height), 7, 7)
    chosen = scene.focus
    named = lens.column == 0 and bool(scene.input_labels)
    for row in range(lens.rows):
        neuron = Focus(lens.column, lens.first + row)
        index = where.start + neuron.index
        centre = QPointF(left + PADDING + RADIUS + 3, lens.middle(neuron))
        is_chosen = chosen is not None and (chosen.column, chosen.index) == (neuron.column, neuron.index)
        if is_chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawEllipse(centre, RADIUS + 2.5, RADIUS + 2.5)
        pen = QPen(QColor(palette.rim), RIM)
        if scene.negative[index]:
            around = 2 * 3.1416 * RADIUS / RIM / DASHES
            pen.setDashPattern([around * DASH_SHARE, around * (1 - DASH_SHARE)])
        painter.setPen(pen)
        painter.setBrush(_mixed(palette.low, palette.high, float(scene.shade[index])))
        painter.drawEllipse(centre, RADIUS, RADIUS)
        painter.setFont(label_font(family, 12, strong=is_chosen))
        painter.setPen(QColor(palette.text if is_chosen else palette.muted))
        words = left + width - centre.x() - RADIUS - 9
        place = QRectF(centre.x() + RADIUS + 5, centre.y() - PITCH / 2, words, PITCH)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        name = scene.input_labels[neuron.index] if named else str(neuron.index)
        painter.drawText(place, flags, painter.fontMetrics().elidedText(name, _ELIDED, int(words)))


def _mixed(low: str, high: str, share: float) -> QColor:
    a, b = QColor(low), QColor(high)
    return QColor(
        round(a.red() + (b.red() - a.red()) * share),
        round(a.green() + (b.green() - a.green()) * share),
        round(a.blue() + (b.blue() - a.blue()) * share),
    )
