"""A layer as a picture: a row for each neuron, a column for each input, beside it what they add up to."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.inspector.layer.drawing import (
    HEAD,
    LEAST_ROW,
    WITH_NUMBERS,
    draw_cells,
    edge,
    image_of,
    ink_on,
    paint_ramp,
    paint_strip,
    ramp_width,
)
from netviz.panels.inspector.layer.look import Look
from netviz.panels.inspector.layer.numbers import (
    LayerNumbers,
    full_colour,
    shade_colours,
    signed_colours,
    strongest,
)
from netviz.panels.inspector.layer.words import column_head, row_head, told, under
from netviz.panels.kit.figures import digits_width, fixed, sized
from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed

Cell = tuple[int | None, int | None]
"""A row and a column; one of both None: all of the other."""
NOWHERE: Final[Cell] = (None, None)

_TOP: Final = 38.0  # heads of the columns, and the inputs
_FOOT: Final = 24.0
_GAP: Final = 6.0
_NARROW_STRIP: Final = 16.0
_ROOM: Final = 380.0  # units: in a narrower view the strips have no numbers
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class MatrixPicture(Themed, QWidget):
    """One picture, no items: numpy colours the cells that are in sight. Numbers stand in them as soon as they
    have room.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers: LayerNumbers | None = None
        self.products = False
        self.look = Look(1, 1, 1.0, 1.0)
        self.at: Cell = NOWHERE  # what is pointed at here
        self.marked: Cell = NOWHERE  # what is pointed at in the graph
        self.held: int | None = None
        self.full = 1.0  # the magnitude that has full colour
        self.cells: NDArray[np.float32] = np.zeros((1, 1), np.float32)
        self._area: tuple[tuple[object, ...], QRectF] = ((), QRectF())
        self._image: tuple[tuple[object, ...], QImage] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        units.hold(self, least_height=220)

    def sizeHint(self) -> QSize:
        return units.size(300, 320)

    # ---- what is shown

    def show_numbers(self, numbers: LayerNumbers, *, products: bool, anew: bool) -> None:
        """Show this layer; `anew`: colours are matched to these numbers, else they stay comparable."""
        before = self.numbers
        other = before is None or (before.sizes, before.layer) != (numbers.sizes, numbers.layer)
        self.numbers, self.products = numbers, products
        self.cells = numbers.cells(products=products)
        if other:
            self.at = self.marked = NOWHERE
            n_out, n_in = self.cells.shape
            area = self.area
            self.look = Look(n_in, n_out, max(area.width(), 1.0), max(area.height(), 1.0))
        if other or anew:
            self.full = full_colour(self.cells)
        self.update()

    def mark(self, cell: Cell) -> None:
        """This is pointed at in the graph."""
        if cell != self.marked:
            self.marked = cell
            self.update()

    def hold_at(self, step: int | None) -> None:
        """While one points, training goes on and this stays at a step; None: it is live."""
        if step != self.held:
            self.held = step
            self.update()

    def bring_into_sight(self, cell: Cell) -> None:
        """Move by no more than it takes."""
        self.look_at(self.look.towards(*cell))

    # ---- where things are

    @property
    def _names(self) -> float:
        """How wide the names of the rows are."""
        numbers = self.numbers
        if numbers is None:
            return 0.0
        metrics = QFontMetricsF(sized(self.font(), Type.CAPTION)).horizontalAdvance
        n = numbers.sizes[numbers.layer + 1]
        looked = {0, n // 2, n - 1} if n > 30 else range(n)
        longest = max(metrics(row_head(numbers, row)) for row in looked)
        return min(longest + 6.0, 84.0)

    @property
    def _strips(self) -> tuple[tuple[str, float], ...]:
        """What stands right of the matrix, and how wide it is."""
        numbers = self.numbers
        if numbers is None:
            return ()
        width = WITH_NUMBERS if units.wide(self) >= _ROOM else _NARROW_STRIP
        read = ("z", "a") if numbers.z is not None else ()
        return tuple((name, width) for name in ("b", *read))

    @property
    def area(self) -> QRectF:
        """Where the cells are, in units."""
        numbers = self.numbers
        of = None if numbers is None else (numbers.task.id, numbers.sizes, numbers.layer, numbers.z is None)
        key = (of, self.width(), self.height(), self.font().key(), units.ratio(self))
        if key != self._area[0]:
            right = sum(width + _GAP for _, width in self._strips)
            names = self._names
            wide, high = units.wide(self) - names - right - 2, units.high(self) - _TOP - _FOOT
            self._area = key, QRectF(names, _TOP, max(wide, 1.0), max(high, 1.0))
        return self._area[1]

    def box_of(self, row: int, column: int) -> QRectF:
        """Where a cell is, in units; it may be out of sight."""
        width, height = self.look.cell
        corner = self.area.topLeft()
        return QRectF(
            corner.x() + column * width - self.look.x, corner.y() + row * height - self.look.y, width, height
        )

    def cell_at(self, here: QPointF) -> Cell:
        """A cell, a row (its name, its sum), a column (its input), or nothing."""
        area, look = self.area, self.look
        inside_x = area.left() <= here.x() < area.right()
        inside_y = area.top() <= here.y() < area.bottom()
        row = look.row_at(here.y() - area.top()) if inside_y else None
        column = look.column_at(here.x() - area.left()) if inside_x else None
        if inside_y:
            return (row, column) if row is not None else NOWHERE
        strip = area.top() - HEAD <= here.y() < area.top()
        return (None, column) if strip and column is not None else NOWHERE

    def fit(self) -> None:
        """The part that is seen follows the room that there is."""
        area = self.area
        self.look = self.look.of_size(area.width(), area.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def look_at(self, look: Look) -> None:
        """Another part of it."""
        if look != self.look:
            self.look = look
            self.update()

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        numbers, p = self.numbers, self._palette
        if numbers is None:
            return
        self.fit()  # names and strips may have become wider
        with units.begin(self) as painter:
            painter.setFont(sized(self.font(), Type.CAPTION))
            area = self.area
            self._paint_back(painter, area)
            self._paint_inputs(painter, numbers, area)
            self._paint_cells(painter, area)
            self._paint_rows(painter, numbers, area)
            self._paint_marks(painter, area)
            self._paint_foot(painter, numbers, area)
            if self.hasFocus() and self.at == NOWHERE:
                painter.setPen(QPen(QColor(p.accent), 1.2))
                painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_foot(self, painter: QPainter, numbers: LayerNumbers, area: QRectF) -> None:
        """Right below the matrix: what is pointed at, in full, and which colour is which number."""
        p, metrics = self._palette, painter.fontMetrics()
        below = area.top() + min(area.height(), self.look.n_out * self.look.cell[1])
        foot = QRectF(2, below + 4, units.wide(self) - 4, _FOOT - 6)
        ramp = ramp_width(painter, self.full) + 12
        told_of = self.at if self.at != NOWHERE else self.marked
        if told_of == NOWHERE:
            words = under(numbers, self.look, units.ratio(self), products=self.products, held=self.held)
        else:
            words = told(numbers, told_of)
        rooms = (foot.width() - ramp, foot.width())
        fits = ((one, room) for room in rooms for one in words if metrics.horizontalAdvance(one) <= room)
        said, room = next(fits, (words[-1], foot.width()))
        if room == rooms[0]:
            paint_ramp(painter, foot, self.full, p)
        painter.setPen(QColor(p.muted if told_of == NOWHERE else p.text))
        painter.drawText(foot, _LEFT, said)

    def _paint_back(self, painter: QPainter, area: QRectF) -> None:
        """What is pointed at has its row and its column in another shade of the panel."""
        p = self._palette
        row, column = self.at if self.at != NOWHERE else self.marked
        shade = mix(p.panel, p.text, 0.09)
        if row is not None:
            box = self.box_of(row, 0)
            if area.top() - 1 <= box.center().y() <= area.bottom() + 1:
                painter.fillRect(QRectF(0, box.top(), units.wide(self), box.height()), shade)
        if column is not None:
            box = self.box_of(0, column)
            if area.left() <= box.center().x() <= area.right():
                painter.fillRect(QRectF(box.left(), 0, max(box.width(), 1.0), area.top()), shade)

    def _paint_inputs(self, painter: QPainter, numbers: LayerNumbers, area: QRectF) -> None:
        """The strip of inputs, and what they are called where that has room."""
        p, look = self._palette, self.look
        first, last = look.columns
        width = look.cell[0]
        strip = QRectF(area.left(), area.top() - HEAD - 2, area.width(), HEAD - 2)
        painter.setPen(QColor(p.muted))
        metrics = painter.fontMetrics()
        heads = [column_head(numbers, k) for k in range(first, last)] if width >= 18 else []
        above = QRectF(area.left(), 0, area.width(), area.top() - HEAD - 3)
        if heads and max(map(metrics.horizontalAdvance, heads)) <= width - 1:
            for k, head in enumerate(heads, first):
                box = self.box_of(0, k)
                if self._whole(box, area, upright=False):
                    painter.drawText(QRectF(box.left(), 0, width, above.height()), _CENTRE, head)
        else:
            whole = column_head(numbers, None)
            fits = metrics.horizontalAdvance(whole) <= area.width()
            painter.drawText(above, _CENTRE, whole if fits else f"{look.n_in:,}")
        if numbers.inputs is None:
            return
        values = strongest(numbers.inputs[first:last][None], self._points(area.width()), 1)
        full = (
            numbers.shades[0]
            if numbers.shades is not None
            else float(np.abs(numbers.inputs).max(initial=1e-9))
        )
        colours = shade_colours(values, full, p)
        cells = QRectF(
            area.left() + first * width - look.x, strip.top(), (last - first) * width, strip.height()
        )
        draw_cells(painter, colours, cells, strip)
        edge(painter, strip, p)
        painter.setPen(QColor(p.muted))
        painter.drawText(QRectF(0, strip.top(), area.left() - 6, strip.height()), _RIGHT, "a")
        room = digits_width(painter.font(), "0.00") + 3
        if width >= room:
            for k in range(first, last):
                box = self.box_of(0, k)
                if not self._whole(box, area, upright=False):
                    continue
                painter.setPen(ink_on(int(colours[0, k - first]), p))
                number = fixed(float(numbers.inputs[k])).removeprefix("+")
                painter.drawText(QRectF(box.left(), strip.top(), width, strip.height()), _CENTRE, number)

    @staticmethod
    def _whole(box: QRectF, area: QRectF, *, upright: bool = True) -> bool:
        """Whether all of a cell is in sight, so that no number is cut."""
        across = area.left() - 1 <= box.left() and box.right() <= area.right() + 1
        return across and (not upright or (area.top() - 1 <= box.top() and box.bottom() <= area.bottom() + 1))

    def _points(self, length: float) -> int:
        return max(int(length * units.ratio(self)), 1)

    def _paint_cells(self, painter: QPainter, area: QRectF) -> None:
        look, p = self.look, self._palette
        width, height = look.cell
        (first, last), (top, bottom) = look.columns, look.rows
        key = (self.cells, self.full, look, p.name, p.colour_blind, units.ratio(self))
        if self._image is None or self._image[0][1:] != key[1:] or self._image[0][0] is not self.cells:
            cells = self.cells[top:bottom, first:last]
            cells = strongest(cells, self._points((last - first) * width), 1)
            cells = strongest(cells, self._points((bottom - top) * height), 0)
            self._image = (key, image_of(signed_colours(cells, self.full, p)))
        painter.save()
        painter.setClipRect(area)
        box = QRectF(
            area.left() + first * width - look.x,
            area.top() + top * height - look.y,
            (last - first) * width,
            (bottom - top) * height,
        )
        painter.drawImage(box, self._image[1])
        if min(width, height) >= 7:
            painter.setPen(QPen(QColor(p.line), 1))
            for column in range(first, last + 1):
                x = area.left() + column * width - look.x
                painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
            for row in range(top, bottom + 1):
                y = area.top() + row * height - look.y
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        if self.numbered:
            self._paint_numbers(painter, area)
        painter.restore()
        edge(painter, box.intersected(area).adjusted(-0.5, -0.5, 0.5, 0.5), p)

    @property
    def numbered(self) -> bool:
        """Whether the cells have room for numbers."""
        width, height = self.look.cell
        least = digits_width(sized(self.font(), Type.CAPTION), fixed(-10.0))
        return width >= least + 4 and height >= LEAST_ROW + 1

    def _paint_numbers(self, painter: QPainter, area: QRectF) -> None:
        (first, last), (top, bottom) = self.look.columns, self.look.rows
        cells = self.cells[top:bottom, first:last]
        colours = signed_colours(cells, self.full, self._palette)
        for row in range(top, bottom):
            for column in range(first, last):
                box = self.box_of(row, column)
                if self._whole(box, area):
                    painter.setPen(ink_on(int(colours[row - top, column - first]), self._palette))
                    painter.drawText(box, _CENTRE, fixed(float(cells[row - top, column - first])))

    def _paint_rows(self, painter: QPainter, numbers: LayerNumbers, area: QRectF) -> None:
        """What the rows are called, and what they add up to."""
        p = self._palette
        top, bottom = self.look.rows
        height = self.look.cell[1]
        every = max(int(np.ceil(LEAST_ROW / height)), 1)
        for row in range(top, bottom):
            box = self.box_of(row, 0)
            if row % every == 0 and area.top() - 1 <= box.center().y() <= area.bottom() + 1:
                painter.setPen(QColor(p.text))
                named = QRectF(0, box.center().y() - 8, area.left() - 6, 16)
                cut = painter.fontMetrics().elidedText(
                    row_head(numbers, row), Qt.TextElideMode.ElideRight, int(named.width()) + 1
                )
                painter.drawText(named, _RIGHT, cut)
        left = area.right() + _GAP
        for name, width in self._strips:
            strip = QRectF(left, area.top(), width, area.height())
            paint_strip(painter, numbers, name, strip, self.look, p, units.ratio(self), self.full)
            left += width + _GAP

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        p = self._palette
        for row, column in (self.marked, self.at):
            if row is None or column is None:
                continue
            box = self.box_of(row, column)
            if not area.adjusted(-1, -1, 1, 1).contains(box.center()):
                continue
            # Where a cell is a hair, a frame around it is seen.
            wide, high = max(box.width(), 5.0), max(box.height(), 5.0)
            frame = QRectF(box.center().x() - wide / 2, box.center().y() - high / 2, wide, high)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(p.panel), 3.4))
            painter.drawRect(frame)
            painter.setPen(QPen(QColor(p.text), 1.6))
            painter.drawRect(frame)
