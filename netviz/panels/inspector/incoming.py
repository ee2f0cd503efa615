"""What flows into a neuron: an image of the weights from pixels, else a row for each source."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.inspector.facts import NeuronFacts
from netviz.panels.inspector.working import product_words
from netviz.panels.kit.figures import digits_width, fixed, signed, sized
from netviz.panels.kit.images import mix, share_of, weight_image
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.input import Picture
from netviz.viewmodels.naming import pixel_place
from netviz.viewmodels.palette import Palette

_READOUT: Final = 20
_HEAD: Final = 17
_ROW: Final = 15
_LEAST_ROW: Final = 12
_MOST_ROWS: Final = 20

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class _Incoming(Themed, QWidget):
    """A neuron's weights, one of which can be pointed at."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._facts: NeuronFacts | None = None
        self._pointed: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_facts(self, facts: NeuronFacts) -> None:
        """Show what flows into a neuron."""
        self._facts = facts
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def _point_at(self, pointed: int | None) -> None:
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()


class WeightImage(_Incoming):
    """Incoming weights as a picture, blue and red; dots mark the ink that lies on them.

    The line below reads the pixel pointed at.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._shape = Picture(1, 1)
        units.hold(self, least_width=112 + 2, least_height=112 + 2 + _READOUT)
        self.setAccessibleName("Incoming weights as an image")
        self.setToolTip(
            "The weight from every pixel: ink on blue excites this neuron, on red it holds it back."
        )

    def show_facts(self, facts: NeuronFacts) -> None:
        """Show the weights of a neuron behind the image."""
        self._image = None
        self._shape = facts.picture or Picture(1, len(facts.weights))
        super().show_facts(facts)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._image = None
        super().apply_palette(palette)

    def sizeHint(self) -> QSize:
        return units.size(226, 226 + _READOUT)

    def box(self) -> QRectF:
        """Where the image is: whole device pixels to a cell."""
        ratio = units.ratio(self)
        room = min(units.wide(self), units.high(self) - _READOUT) - 2
        cells = self._shape.columns
        side = max(int(room * ratio) // cells, 1) * cells / ratio
        return QRectF(1, 1, side, side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        units.hold(self, most_height=units.wide(self) + _READOUT)
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box = self.box()
        pointed = None
        if box.contains(units.place(event.position())):
            cell = box.width() / self._shape.columns
            column = min(int((units.place(event.position()).x() - box.x()) / cell), self._shape.columns - 1)
            row = min(int((units.place(event.position()).y() - box.y()) / cell), self._shape.rows - 1)
            pointed = row * self._shape.columns + column
        self._point_at(pointed)

    def paintEvent(self, event: QPaintEvent) -> None:
        facts, p = self._facts, self._palette
        if facts is None:
            return
        if self._image is None:
            self._image = weight_image(self._shape.of(facts.weights), facts.reference, p)
        with units.begin(self) as painter:
            box = self.box()
            painter.drawImage(box, self._image)
            cell = box.width() / self._shape.columns
            if facts.inputs is not None:
                self._paint_ink(painter, facts.inputs, box, cell)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(mix(p.line, p.muted, 0.25), 1))
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            line = QRectF(0, box.bottom() + 4, units.wide(self), 16)
            if self._pointed is None:
                _paint_ramp(painter, line, facts.reference, p, self)
                return
            row, column = divmod(self._pointed, self._shape.columns)
            painter.setPen(QPen(QColor(p.text), 1.4))
            painter.drawRect(QRectF(box.x() + column * cell, box.y() + row * cell, cell, cell))
            w = float(facts.weights[self._pointed])
            words = f"pixel {pixel_place(row, column)}   w {signed(w)}"
            painter.setFont(sized(self.font(), 12))
            if facts.inputs is not None:
                words = _product(w, float(facts.inputs[self._pointed]))
                named = f"{pixel_place(row, column)}   {words}"
                fits = painter.fontMetrics().horizontalAdvance(named) <= line.width()
                words = named if fits else words
            painter.drawText(line, _LEFT, words)

    def _paint_ink(self, painter: QPainter, inputs: NDArray[np.float32], box: QRectF, cell: float) -> None:
        dot = max(cell / 4, 1.0)
        ink = QColor(self._palette.text)
        painter.setPen(Qt.PenStyle.NoPen)
        for pixel in np.flatnonzero(inputs > 0.25):
            row, column = divmod(int(pixel), self._shape.columns)
            ink.setAlphaF(0.75 * min(float(inputs[pixel]), 1.0))
            painter.setBrush(ink)
            painter.drawEllipse(
                QPointF(box.x() + (column + 0.5) * cell, box.y() + (row + 0.5) * cell), dot / 2, dot / 2
            )


def _paint_ramp(painter: QPainter, line: QRectF, reference: float, p: Palette, widget: QWidget) -> None:
    """Which colour is which weight."""
    font = sized(widget.font(), 12)
    painter.setFont(font)
    painter.setPen(QColor(p.muted))
    end = digits_width(font, "−0.000") + 6
    painter.drawText(line, _LEFT, signed(-reference))
    scale = QRectF(line.x() + end, line.center().y() - 3, 84, 6)
    gradient = QLinearGradient(scale.topLeft(), scale.topRight())
    gradient.setColorAt(0, QColor(p.negative))
    gradient.setColorAt(0.5, QColor(p.panel))
    gradient.setColorAt(1, QColor(p.positive))
    painter.fillRect(scale, gradient)
    painter.drawText(QRectF(scale.right() + 6, line.y(), 80, line.height()), _LEFT, signed(reference))


class IncomingTable(_Incoming):
    """A row for each neuron of the layer before: activation, weight, product.

    Where there are many, the strongest.

    The line below says what the row pointed at holds.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        units.hold(self, least_height=_LEAST_ROW * 8 + _HEAD + _READOUT)
        self.setAccessibleName("Incoming weights as a table")
        self.setToolTip(
            "Each neuron of the layer before: its activation a, its weight w, and what it adds, a·w."
        )

    def show_facts(self, facts: NeuronFacts) -> None:
        """Show what flows into a neuron."""
        super().show_facts(facts)
        rows = min(len(facts.weights), _MOST_ROWS)
        most = max(rows * _ROW, _LEAST_ROW * 8) + _HEAD + _READOUT
        units.hold(self, most_height=most)

    def sizeHint(self) -> QSize:
        return units.size(226, 16 * _ROW + _HEAD + _READOUT)

    def rows(self) -> NDArray[np.intp]:
        """The sources that are shown, in order: all, or those of the largest |a·w| (|w| without a digit)."""
        if self._facts is None:
            return np.empty(0, np.intp)
        n = len(self._facts.weights)
        room = min(max(int((units.high(self) - _HEAD - _READOUT) // _LEAST_ROW), 1), _MOST_ROWS)
        if n <= room:
            return np.arange(n)
        products = self._facts.products
        weights = np.abs(np.nan_to_num(self._facts.weights))
        added = weights if products is None else np.abs(np.nan_to_num(products))
        # Of sources that add as little as others the strongest lines, which one looks for.
        return np.sort(np.lexsort((-weights, -added))[:room])

    def _row_height(self, rows: int) -> float:
        room = units.high(self) - _HEAD - _READOUT
        return min(max(room / max(rows, 1), _LEAST_ROW), _ROW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        rows = len(self.rows())
        at = int((units.place(event.position()).y() - _HEAD) // self._row_height(rows))
        pointed = at if 0 <= at < rows else None
        self._point_at(pointed)

    def paintEvent(self, event: QPaintEvent) -> None:
        facts, p = self._facts, self._palette
        if facts is None:
            return
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            font = sized(self.font(), 12)
            painter.setFont(font)
            rows = self.rows()
            height = self._row_height(len(rows))
            name = digits_width(font, "0·000" if max(rows, default=0) > 99 else "0·00") + 5
            number = digits_width(font, "−00.00") + 2
            right = units.wide(self) - number - 4
            first = name + 18
            inputs = facts.inputs
            split = right if inputs is None else first + (right - first - 8) * 0.42
            weight_bar = QRectF(first, 0, split - first, height)
            product_bar = QRectF(split + 8, 0, right - split - 8, height)
            painter.setPen(QColor(p.muted))
            painter.drawText(QRectF(0, 0, name, 14), _LEFT, "from")
            painter.drawText(QRectF(name, 0, 12, 14), _CENTRE, "a")
            painter.drawText(QRectF(weight_bar.x(), 0, weight_bar.width(), 14), _CENTRE, "w")
            if inputs is not None:
                painter.drawText(QRectF(product_bar.x(), 0, product_bar.width(), 14), _CENTRE, "a·w")
            products = facts.products
            widest_w = _widest(facts.weights)
            widest_product = 1.0 if products is None else _widest(products)
            for at, source in enumerate(rows):
                top = _HEAD + at * height
                if at == self._pointed:
                    painter.fillRect(QRectF(0, top, units.wide(self), height), mix(p.panel, p.text, 0.07))
                painter.setPen(QColor(p.muted))
                painter.drawText(
                    QRectF(0, top, name, height), _LEFT, facts.source(int(source)).rpartition(" ")[2]
                )
                a = None if inputs is None else float(inputs[source])
                self._paint_neuron(painter, QPointF(name + 6, top + height / 2), a, facts.input_reference)
                _paint_bar(painter, weight_bar.translated(0, top), float(facts.weights[source]) / widest_w, p)
                shown = float(facts.weights[source])
                if products is not None:
                    shown = float(products[source])
                    _paint_bar(painter, product_bar.translated(0, top), shown / widest_product, p)
                painter.setPen(QColor(p.text))
                painter.drawText(QRectF(units.wide(self) - number, top, number, height), _RIGHT, fixed(shown))
            foot = QRectF(0, _HEAD + len(rows) * height + 2, units.wide(self), 16)
            if self._pointed is not None and self._pointed < len(rows):
                painter.setPen(QColor(p.text))
                painter.drawText(foot, _LEFT, self._reading(facts, int(rows[self._pointed])))
            elif len(rows) < len(facts.weights):
                painter.setPen(QColor(p.muted))
                by = ("w", "a·w")[products is not None]
                painter.drawText(foot, _LEFT, f"the {len(rows)} largest {by} of {len(facts.weights):,}")

    @staticmethod
    def _reading(facts: NeuronFacts, source: int) -> str:
        w = float(facts.weights[source])
        if facts.inputs is None:
            return f"w {signed(w)}"
        return _product(w, float(facts.inputs[source]))

    def _paint_neuron(
        self, painter: QPainter, centre: QPointF, a: float | None, reference: float | None
    ) -> None:
        p = self._palette
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if a is not None and reference:
            painter.setBrush(mix(p.low, p.high, share_of(a, reference)))
        painter.setPen(QPen(QColor(p.rim), 1))
        painter.drawEllipse(centre, 4, 4)


def _product(w: float, a: float) -> str:
    weight, activation, product = product_words(w, a)
    return f"w {weight} × a {activation} {product}"


def _widest(values: NDArray[np.float32]) -> float:
    """The largest magnitude that is a number."""
    return float(np.abs(values[np.isfinite(values)]).max(initial=1e-9))


def _paint_bar(painter: QPainter, box: QRectF, share: float, p: Palette) -> None:
    """A bar from the middle of `box`: to the right and blue for a positive share, else left and red."""
    middle = box.center()
    painter.setPen(QPen(QColor(p.line), 1))
    painter.drawLine(QPointF(middle.x(), box.top()), QPointF(middle.x(), box.bottom()))
    if not np.isfinite(share):
        return
    length = box.width() / 2 * max(-1.0, min(share, 1.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(p.positive if share >= 0 else p.negative))
    painter.drawRect(QRectF(min(middle.x(), middle.x() + length), middle.y() - 3, abs(length), 6))
