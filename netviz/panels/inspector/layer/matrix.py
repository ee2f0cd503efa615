"""A layer as a matrix: a row for each neuron, a column for each input, beside it what the rows add up to."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.inspector.layer.look import Look
from netviz.panels.inspector.layer.numbers import (
    LayerNumbers,
    full_colour,
    shade_colours,
    signed_colours,
    strongest,
)
from netviz.panels.inspector.layer.words import column_head, row_head, told, under
from netviz.panels.kit.figures import digits_width, fixed, percent, sized
from netviz.panels.kit.images import mix, readable
from netviz.panels.kit.own_keys import keeps
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed

Cell = tuple[int | None, int | None]
"""A row and a column; one of both None: all of the other."""
NOWHERE: Final[Cell] = (None, None)

_TOP: Final = 38.0  # heads of the columns, and the inputs
_STRIP: Final = 16.0
_FOOT: Final = 24.0
_GAP: Final = 6.0
_WIDE_STRIP, _NARROW_STRIP = 50.0, 16.0
_ROOM: Final = 380.0  # units: in a narrower view the strips have no numbers
_LEAST_ROW: Final = 12.0  # that has words
_DRAG_FROM: Final = 4.0
_WHEEL: Final = 1.0022  # for each unit of the wheel
_KEY_ZOOM: Final = 1.6
_WALKING: Final = {
    Qt.Key.Key_Left.value: (0, -1),
    Qt.Key.Key_Right.value: (0, 1),
    Qt.Key.Key_Up.value: (-1, 0),
    Qt.Key.Key_Down.value: (1, 0),
}
_ZOOMS: Final = {
    Qt.Key.Key_Plus.value: _KEY_ZOOM,
    Qt.Key.Key_Equal.value: _KEY_ZOOM,
    Qt.Key.Key_Minus.value: 1 / _KEY_ZOOM,
    Qt.Key.Key_0.value: 0.0,
}
_OTHERS: Final = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class Matrix(Themed, QWidget):
    """One picture, no items: numpy colours the cells that are in sight. The wheel zooms, dragging moves;
    numbers stand in the cells as soon as they have room.
    """

    pointed = Signal(object)  # Cell
    picked = Signal(object)  # Cell: a click, or Return

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers: LayerNumbers | None = None
        self.products = False
        self.look = Look(1, 1, 1.0, 1.0)
        self.at: Cell = NOWHERE  # what is pointed at here
        self.marked: Cell = NOWHERE  # what is pointed at in the graph
        self.held: int | None = None
        self.full = 1.0  # the magnitude that has full colour
        self._cells: NDArray[np.float32] = np.zeros((1, 1), np.float32)
        self._by_keys = False
        self._pressed: QPointF | None = None
        self._dragged = False
        self._image: tuple[tuple[object, ...], QImage] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The layer as a matrix")
        # A tool tip would cover what one points at.
        self.setAccessibleDescription(
            "A row for each neuron, a column for each input. The arrow keys go from cell to cell, and its "
            "line lights up in the network; plus and minus zoom, 0 shows everything, Return keeps the line."
        )
        units.hold(self, least_height=220)

    def sizeHint(self) -> QSize:
        return units.size(300, 320)

    # ---- what is shown

    def show_numbers(self, numbers: LayerNumbers, *, products: bool, anew: bool) -> None:
        """Show this layer; `anew`: colours are matched to these numbers, else they stay comparable."""
        before = self.numbers
        other = before is None or (before.sizes, before.layer) != (numbers.sizes, numbers.layer)
        self.numbers, self.products = numbers, products
        self._cells = numbers.cells(products=products)
        if other:
            self.at = self.marked = NOWHERE
            n_out, n_in = self._cells.shape
            area = self.area
            self.look = Look(n_in, n_out, max(area.width(), 1.0), max(area.height(), 1.0))
        if other or anew:
            self.full = full_colour(self._cells)
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
        self._look_at(self.look.towards(*cell))

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
        width = _WIDE_STRIP if units.wide(self) >= _ROOM else _NARROW_STRIP
        read = ("z", "a") if numbers.z is not None else ()
        return tuple((name, width) for name in ("b", *read))

    @property
    def area(self) -> QRectF:
        """Where the cells are, in units."""
        right = sum(width + _GAP for _, width in self._strips)
        names = self._names
        return QRectF(
            names,
            _TOP,
            max(units.wide(self) - names - right - 2, 1.0),
            max(units.high(self) - _TOP - _FOOT, 1.0),
        )

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
        strip = area.top() - _STRIP <= here.y() < area.top()
        return (None, column) if strip and column is not None else NOWHERE

    # ---- hand and keys

    def _look_at(self, look: Look) -> None:
        if look != self.look:
            self.look = look
            self.update()

    def _point_at(self, cell: Cell, *, by_keys: bool = False) -> None:
        self._by_keys = by_keys
        if cell != self.at:
            self.at = cell
            self.update()
            self.pointed.emit(cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        area = self.area
        self.look = self.look.of_size(area.width(), area.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = units.place(event.position()), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = units.place(event.position())
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            step = here - self._pressed
            if self._dragged or step.manhattanLength() > _DRAG_FROM:
                self._pressed, self._dragged = here, True
                self._look_at(self.look.panned(step.x(), step.y()))
            return
        self._point_at(self.cell_at(here))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            cell = self.cell_at(units.place(event.position()))
            if not self._dragged and cell != NOWHERE:
                self.picked.emit(cell)
            self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._look_at(self.look.zoomed(0.0, 0.0, 0.0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        area, here = self.area, units.place(event.position())
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (turned.x() and not turned.y()):
            self._look_at(self.look.panned((turned.x() or turned.y()) / 2, 0.0))
        else:
            x, y = here.x() - area.left(), here.y() - area.top()
            self._look_at(self.look.zoomed(_WHEEL ** turned.y(), x, y))
        self._point_at(self.cell_at(here))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        if not self._by_keys:
            self._point_at(NOWHERE)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(NOWHERE)
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        # Esc is the window's, unless a cell has the keys.
        own = (*_WALKING, *_ZOOMS, *_OTHERS)
        if self.numbers is not None and keeps(
            event, own if self.at == NOWHERE else (*own, Qt.Key.Key_Escape.value)
        ):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _WALKING:
            self._walk(*_WALKING[key])
        elif key in _ZOOMS:
            row, column = self.at
            middle = QPointF(self.look.wide / 2, self.look.high / 2)
            if row is not None and column is not None:
                middle = self.box_of(row, column).center() - self.area.topLeft()
            self._look_at(self.look.zoomed(_ZOOMS[key], middle.x(), middle.y()))
        elif key in _OTHERS and self.at != NOWHERE:
            self.picked.emit(self.at)
        elif key == Qt.Key.Key_Escape and self.at != NOWHERE:
            self._point_at(NOWHERE)
        else:
            super().keyPressEvent(event)

    def _walk(self, down: int, right: int) -> None:
        row, column = self.at
        if row is None or column is None:
            row, column = self.look.rows[0], self.look.columns[0]
        else:
            row = min(max(row + down, 0), self.look.n_out - 1)
            column = min(max(column + right, 0), self.look.n_in - 1)
        self._look_at(self.look.towards(row, column))
        self._point_at((row, column), by_keys=True)

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        numbers, p = self.numbers, self._palette
        if numbers is None:
            return
        self._fit()  # names and strips may have become wider
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
        ramp = self._paint_ramp(painter, foot, paint=False) + 12
        told_of = self.at if self.at != NOWHERE else self.marked
        if told_of == NOWHERE:
            words = under(numbers, self.look, units.ratio(self), products=self.products, held=self.held)
        else:
            words = told(numbers, told_of)
        rooms = (foot.width() - ramp, foot.width())
        fits = ((one, room) for room in rooms for one in words if metrics.horizontalAdvance(one) <= room)
        said, room = next(fits, (words[-1], foot.width()))
        if room == rooms[0]:
            self._paint_ramp(painter, foot)
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
        strip = QRectF(area.left(), area.top() - _STRIP - 2, area.width(), _STRIP - 2)
        painter.setPen(QColor(p.muted))
        metrics = painter.fontMetrics()
        heads = [column_head(numbers, k) for k in range(first, last)] if width >= 18 else []
        above = QRectF(area.left(), 0, area.width(), area.top() - _STRIP - 3)
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
        self._draw(
            painter, colours, strip, first * width - look.x, (last - first) * width, 0.0, strip.height()
        )
        painter.setPen(QPen(mix(p.line, p.muted, 0.25), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(strip)
        painter.setPen(QColor(p.muted))
        painter.drawText(QRectF(0, strip.top(), area.left() - 6, strip.height()), _RIGHT, "a")
        room = digits_width(painter.font(), "0.00") + 3
        if width >= room:
            for k in range(first, last):
                box = self.box_of(0, k)
                if not self._whole(box, area, upright=False):
                    continue
                fill = QColor.fromRgb(int(colours[0, k - first]))
                painter.setPen(readable(fill, p))
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
        key = (self._cells, self.full, look, p.name, p.colour_blind, units.ratio(self))
        if self._image is None or self._image[0][1:] != key[1:] or self._image[0][0] is not self._cells:
            cells = self._cells[top:bottom, first:last]
            cells = strongest(cells, self._points((last - first) * width), 1)
            cells = strongest(cells, self._points((bottom - top) * height), 0)
            self._image = (key, _image_of(signed_colours(cells, self.full, p)))
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
        painter.setPen(QPen(mix(p.line, p.muted, 0.25), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.intersected(area).adjusted(-0.5, -0.5, 0.5, 0.5))

    @property
    def numbered(self) -> bool:
        """Whether the cells have room for numbers."""
        width, height = self.look.cell
        least = digits_width(sized(self.font(), Type.CAPTION), fixed(-10.0))
        return width >= least + 4 and height >= _LEAST_ROW + 1

    def _paint_numbers(self, painter: QPainter, area: QRectF) -> None:
        (first, last), (top, bottom) = self.look.columns, self.look.rows
        cells = self._cells[top:bottom, first:last]
        colours = signed_colours(cells, self.full, self._palette)
        for row in range(top, bottom):
            for column in range(first, last):
                box = self.box_of(row, column)
                if self._whole(box, area):
                    fill = QColor.fromRgb(int(colours[row - top, column - first]))
                    painter.setPen(readable(fill, self._palette))
                    painter.drawText(box, _CENTRE, fixed(float(cells[row - top, column - first])))

    def _paint_rows(self, painter: QPainter, numbers: LayerNumbers, area: QRectF) -> None:
        """What the rows are called, and what they add up to."""
        p = self._palette
        top, bottom = self.look.rows
        height = self.look.cell[1]
        every = max(int(np.ceil(_LEAST_ROW / height)), 1)
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
            self._paint_strip(painter, numbers, name, QRectF(left, area.top(), width, area.height()))
            left += width + _GAP

    def _paint_strip(self, painter: QPainter, numbers: LayerNumbers, name: str, strip: QRectF) -> None:
        """A column right of the matrix: biases, sums or activations."""
        p, look = self._palette, self.look
        top, bottom = look.rows
        height = look.cell[1]
        painter.setPen(QColor(p.muted))
        painter.drawText(
            QRectF(strip.left(), strip.top() - _STRIP - 2, strip.width(), _STRIP - 2), _CENTRE, name
        )
        values = {"b": numbers.bias, "z": numbers.z, "a": numbers.a}[name]
        if values is None:
            return
        if name == "a":
            known = numbers.shades[1] if numbers.shades is not None else None
            full = known or float(np.abs(values[np.isfinite(values)]).max(initial=1e-9))
            colours = shade_colours(values[top:bottom, None], full, p)
        else:
            colours = signed_colours(values[top:bottom, None], full_colour(values), p)
        painter.save()
        painter.setClipRect(strip)
        points = strongest(values[top:bottom, None], self._points((bottom - top) * height), 0)
        if len(points) == len(colours):
            self._draw(
                painter, colours, strip, 0.0, strip.width(), top * height - look.y, (bottom - top) * height
            )
        painter.restore()
        end = min(strip.bottom(), strip.top() + look.n_out * height - look.y)
        painter.setPen(QPen(mix(p.line, p.muted, 0.25), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(strip.left(), strip.top(), strip.width(), end - strip.top()))
        if strip.width() < _WIDE_STRIP or height < _LEAST_ROW + 1:
            return
        shares = name == "a" and numbers.output and bool(np.isclose(values.sum(), 1.0, atol=1e-3))
        for row in range(top, bottom):
            box = QRectF(strip.left(), self.box_of(row, 0).top(), strip.width(), height)
            if box.top() < strip.top() - 1 or box.bottom() > strip.bottom() + 1:
                continue
            fill = QColor.fromRgb(int(colours[row - top, 0]))
            painter.setPen(readable(fill, p))
            number = float(values[row])
            words = percent(number) if shares else fixed(number).removeprefix("+" if name == "a" else "")
            painter.drawText(box, _CENTRE, words)

    def _draw(
        self,
        painter: QPainter,
        colours: NDArray[np.uint32],
        place: QRectF,
        x: float,
        width: float,
        y: float,
        height: float,
    ) -> None:
        """Cells within a place, which they may reach beyond."""
        painter.save()
        painter.setClipRect(place)
        painter.drawImage(QRectF(place.left() + x, place.top() + y, width, height), _image_of(colours))
        painter.restore()

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

    def _paint_ramp(self, painter: QPainter, foot: QRectF, *, paint: bool = True) -> float:
        """Which colour is which number, at the right; returns how wide that is."""
        p, font = self._palette, painter.font()
        end = digits_width(font, fixed(self.full)) + 5
        if not paint:
            return 60 + 2 * end
        scale = QRectF(foot.right() - end - 60, foot.center().y() - 3, 60, 6)
        gradient = QLinearGradient(scale.topLeft(), scale.topRight())
        gradient.setColorAt(0, QColor(p.negative))
        gradient.setColorAt(0.5, QColor(p.panel))
        gradient.setColorAt(1, QColor(p.positive))
        painter.fillRect(scale, gradient)
        painter.setPen(QColor(p.muted))
        painter.drawText(foot, _RIGHT, fixed(self.full))
        painter.drawText(
            QRectF(scale.left() - end, foot.top(), end - 5, foot.height()), _RIGHT, fixed(-self.full)
        )
        return 60 + 2 * end


def _image_of(colours: NDArray[np.uint32]) -> QImage:
    cells = np.ascontiguousarray(colours)
    rows, columns = cells.shape
    return QImage(cells.data, columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()
