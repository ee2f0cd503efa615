"""What every neuron of the first layer looks for: its incoming weights as an image, all on one sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import plain, signed, sized, whole_sentences
from netviz.panels.kit.images import mix, weight_colours
from netviz.panels.plots.axes import TITLE
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.input import Picture, picture_of
from netviz.viewmodels.naming import name_of, output_name, place_of
from netviz.viewmodels.palette import Palette

_GAP: Final = 3
_NAME: Final = 16  # below an image, for its neuron's name
_NAMED: Final = 2.2  # times as large as a name is high is an image that has one
_EMPTY: Final = 0.12  # of a cell's side
_SMALLEST: Final = 20  # pixels a side: smaller images say nothing, so the sheet scrolls instead
_LEVELS: Final = 255  # an odd number, so that one of them is zero
_SAMPLE: Final = 50_000  # weights that the reference is taken from
_FULL: Final = 99.5  # percent of the weights below full colour
_NO_IMAGES: Final = "The input is no picture, so the incoming weights make none either."


@dataclass(frozen=True)
class Grid:
    """Square cells of `cell` device pixels, `_GAP` apart: `columns` in a row; `rows` fit, of `all_rows`.
    `named`: device pixels below each for its name; 0 where they are too small for that.
    """

    cell: int
    columns: int
    rows: int
    all_rows: int
    named: int = 0


def grid_of(n: int, side: int, width: int, height: int, gap: int, smallest: int, named: int = 0) -> Grid:
    """The grid with the largest cells in which `n` images of `side` weights each way fit.

    Where not even the smallest cells hold all, what fits of them. A name takes `named` pixels below each; it
    is left out where they are too small to have one.
    """
    best = Grid(0, 1, 1, n)
    for rows in range(1, max(n, 1) + 1):
        columns = -(-n // rows)
        cell = min((width + gap) // columns - gap, (height + gap) // rows - gap - named)
        # Whole pixels to a weight, but where that would leave much of the page empty.
        cell = cell - cell % side if cell % side < _EMPTY * cell else cell
        if cell > best.cell:
            best = Grid(cell, columns, rows, rows, named)
        if (height + gap) // rows - gap - named < max(best.cell, smallest):
            break
    if named and best.cell < _NAMED * named:
        return grid_of(n, side, width, height, gap, smallest)
    if best.cell >= smallest:
        return best
    columns = max((width + gap) // (smallest + gap), 1)
    return Grid(smallest, columns, max((height + gap) // (smallest + gap), 1), -(-n // columns))


def reference_of(weights: NDArray[np.float32]) -> float:
    """The |w| at full colour: the 99.5th percentile, of a part of the weights where there are many."""
    some = np.abs(weights.ravel()[:: max(weights.size // _SAMPLE, 1)])
    some = some[np.isfinite(some)]
    return max(float(np.percentile(some, _FULL)), 1e-9) if len(some) else 1.0


def mosaic(
    weights: NDArray[np.float32],
    picture: Picture,
    first: int,
    grid: Grid,
    gap: int,
    reference: float,
    palette: Palette,
) -> NDArray[np.uint32]:
    """The images of the neurons from `first` on, as 0xFFRRGGBB (height, width).

    `weights` is (picture.n, n). A pixel has the mean colour of the weights that lie on it.
    """
    side = picture.rows
    shown: NDArray[Any] = picture.of(weights[:, first : first + grid.rows * grid.columns].T)
    share: NDArray[Any] = np.clip(shown * np.float32(1 / reference), -1, 1)
    if not np.isfinite(share).all():
        share = np.nan_to_num(share, nan=0.0)
    if grid.cell % side:
        part = _overlap(grid.cell, side)
        share = part @ share @ part.T
    share *= _LEVELS // 2
    share += _LEVELS / 2
    level = np.minimum(share, _LEVELS - 1).astype(np.uint8)
    if grid.cell > side and not grid.cell % side:
        level = level.repeat(grid.cell // side, axis=1).repeat(grid.cell // side, axis=2)
    table = weight_colours(np.linspace(-1, 1, _LEVELS, dtype=np.float32), 1.0, palette)
    pitch, high = grid.cell + gap, grid.cell + gap + grid.named
    blank = np.uint32(0xFF000000 | int(palette.panel[1:], 16))
    sheet = np.full((grid.rows, high, grid.columns, pitch), blank, np.uint32)
    whole, rest = divmod(len(level), grid.columns)
    coloured = table[level]
    full = coloured[: whole * grid.columns].reshape(whole, grid.columns, grid.cell, grid.cell)
    sheet[:whole, : grid.cell, :, : grid.cell] = full.transpose(0, 2, 1, 3)
    if rest:
        sheet[whole, : grid.cell, :rest, : grid.cell] = coloured[whole * grid.columns :].transpose(1, 0, 2)
    return sheet.reshape(grid.rows * high, grid.columns * pitch)


def _overlap(cell: int, side: int) -> NDArray[np.float32]:
    """How much of each of `cell` pixels each of `side` weights covers, (cell, side); rows sum to 1."""
    pixel = np.arange(cell)[:, None] * side / cell
    weight = np.arange(side)[None, :]
    covered = np.minimum(pixel + side / cell, weight + 1) - np.maximum(pixel, weight)
    share: NDArray[np.float32] = (np.clip(covered, 0, None) * cell / side).astype(np.float32)
    return share


class Sheet(Themed, QWidget):
    """All images at one scale. Hover names a neuron, a click asks for it."""

    stale = Signal()
    neuron_pointed = Signal(object)  # its index, or None
    neuron_clicked = Signal(int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._weights: NDArray[np.float32] | None = None
        self._picture: Picture | None = None
        self._sizes: tuple[int, ...] = ()
        self._reference = 1.0
        self._grid = Grid(1, 1, 1, 1)
        self._top_row = 0
        self._image: QImage | None = None
        self._pointed: int | None = None
        self.setAccessibleName("Incoming weights of the first layer as images")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        units.hold(self, least_width=160, least_height=90)

    @property
    def pointed(self) -> int | None:
        """The neuron under the pointer, or that the arrow keys have reached."""
        return self._pointed

    @property
    def neurons(self) -> int:
        """How many images there are."""
        return 0 if self._weights is None else self._weights.shape[1]

    def draw(self, sizes: tuple[int, ...], weights: NDArray[np.float32], palette: Palette) -> None:
        """Show W of the first layer, float32 (sizes[0], sizes[1])."""
        self._palette, self._sizes = palette, sizes
        picture = self._picture = picture_of(sizes[0])
        self._weights = None if picture is None else weights
        if picture is not None:
            self._reference = reference_of(weights)
            ratio = units.ratio(self)
            width, height = round(units.wide(self) * ratio), round((units.high(self) - TITLE) * ratio)
            gap = round(_GAP * ratio)
            small, named = round(_SMALLEST * ratio), round(_NAME * ratio)
            self._grid = grid_of(weights.shape[1], picture.rows, width, height, gap, small, named)
            self._top_row = min(self._top_row, max(self._grid.all_rows - self._grid.rows, 0))
            first = self._top_row * self._grid.columns
            pixels = mosaic(weights, picture, first, self._grid, gap, self._reference, palette)
            rows, columns = pixels.shape
            image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()
            image.setDevicePixelRatio(ratio)
            self._image = image
        self.update()

    def words(self) -> str:
        """What is seen here, in a line."""
        if self._weights is None:
            return _NO_IMAGES if self._sizes else "The network's first layer will be seen here."
        if self._pointed is not None:
            w = self._weights[:, self._pointed]
            return (
                f"{name_of(self._sizes, 1, self._pointed)}: weights {signed(float(w.min()))} to "
                f"{signed(float(w.max()))}, mean {signed(float(w.mean()))}. Click to find it in the network."
            )
        deeper = (
            " Deeper layers read neurons, not pixels, so they make no such image."
            if len(self._sizes) > 2
            else ""
        )
        words = f"blue: ink there excites it, red: holds it back; full colour |w| = {plain(self._reference)}."
        grid = self._grid
        if grid.all_rows > grid.rows:
            first = self._top_row * grid.columns
            last = min(first + grid.rows * grid.columns, self.neurons)
            return f"Neurons {first + 1:,} to {last:,} of {self.neurons:,}, scroll for more; {words}{deeper}"
        return words[0].upper() + words[1:] + deeper

    def cell(self, index: int) -> QRectF | None:
        """Where the image of a neuron stands; None where it is scrolled away."""
        grid, ratio = self._grid, units.ratio(self)
        row, column = divmod(index, grid.columns)
        row -= self._top_row
        if not 0 <= row < grid.rows:
            return None
        pitch = (grid.cell + round(_GAP * ratio)) / ratio
        top = TITLE + row * (pitch + grid.named / ratio)
        return QRectF(column * pitch, top, grid.cell / ratio, grid.cell / ratio)

    def neuron_at(self, place: QPointF) -> int | None:
        """Whose image is there."""
        ratio = units.ratio(self)
        pitch = (self._grid.cell + round(_GAP * ratio)) / ratio
        high = pitch + self._grid.named / ratio
        row, column = int((place.y() - TITLE) // high), int(place.x() // pitch)
        if self._weights is None or not (0 <= row < self._grid.rows and 0 <= column < self._grid.columns):
            return None
        index = (self._top_row + row) * self._grid.columns + column
        return index if index < self.neurons else None

    def sizeHint(self) -> QSize:
        return units.size(960, 220)

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.fillRect(units.area(self), QColor(p.panel))
            title = "First hidden layer" if len(self._sizes) > 2 else "The outputs"
            font = sized(self.font(), 12, QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(p.text))
            line = QRectF(0, 0, units.wide(self), TITLE - 4)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, flags, title)
            start = painter.fontMetrics().horizontalAdvance(title) + 14
            painter.setFont(sized(self.font(), 12))
            painter.setPen(QColor(p.text if self._pointed is not None else p.muted))
            words = whole_sentences(self.words(), painter.fontMetrics(), units.wide(self) - start)
            painter.drawText(line.adjusted(start, 0, 0, 0), flags, words)
            if self._image is None or self._picture is None:
                return
            painter.drawImage(QPointF(0, TITLE), self._image)
            if self._grid.cell >= 2 * self._picture.rows * units.ratio(self):
                painter.setPen(QPen(mix(p.line, p.muted, 0.25), 1))
                for index in range(self.neurons):
                    box = self.cell(index)
                    if box is not None:
                        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            if self._grid.named:
                self._paint_names(painter)
            box = None if self._pointed is None else self.cell(self._pointed)
            if box is not None:
                painter.setPen(QPen(QColor(p.accent), 2))
                painter.drawRect(box.adjusted(-1, -1, 1, 1))

    def _paint_names(self, painter: QPainter) -> None:
        """As the network's picture numbers them, each below its image."""
        hidden = len(self._sizes) > 2
        for index in range(self.neurons):
            box = self.cell(index)
            if box is not None:
                name = place_of(1, index) if hidden else output_name(self._sizes[-1], index)
                place = QRectF(box.left(), box.bottom() + 1, box.width(), _NAME - 1)
                painter.setPen(QColor(self._palette.text if index == self._pointed else self._palette.muted))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)

    # -- the person -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stale.emit()

    def _point(self, index: int | None) -> None:
        if index != self._pointed:
            self._pointed = index
            self.neuron_pointed.emit(index)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.neuron_at(units.place(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.neuron_at(units.place(event.position()))
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self.neuron_clicked.emit(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        hidden = self._grid.all_rows - self._grid.rows
        rows = -round(event.angleDelta().y() / 120) * 2
        top = min(max(self._top_row + rows, 0), max(hidden, 0))
        if top != self._top_row:
            self._top_row = top
            self._point(None)
            self.stale.emit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._grid.columns,
            Qt.Key.Key_Down: self._grid.columns,
        }
        key = Qt.Key(event.key())
        if key in moves and self.neurons:
            start = -1 if self._pointed is None else self._pointed
            self._reach(min(max(start + moves[key], 0), self.neurons - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pointed is not None:
            self.neuron_clicked.emit(self._pointed)
        else:
            super().keyPressEvent(event)

    def _reach(self, index: int) -> None:
        row = index // self._grid.columns
        top = min(max(self._top_row, row - self._grid.rows + 1), row)
        if top != self._top_row:
            self._top_row = top
            self.stale.emit()
        self._point(index)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)
