"""The terms of a sum over pixels, where the pixels are."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.inspector.sum.terms import Terms
from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix, weight_image
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed
from netviz.tasks.input import Picture

_CAPTION: Final = 18.0
_SIDE: Final = 150.0


class TermPicture(Themed, QWidget):
    """Each pixel in the colour of what it adds: blue lifts the sum, red lowers it."""

    pointed = Signal(object)  # the input's place, int, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terms: Terms | None = None
        self._shape = Picture(1, 1)
        self.marked: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The terms as a picture")
        self.setToolTip("What each pixel adds to the sum: blue lifts it, red lowers it. Point at one.")

    def sizeHint(self) -> QSize:
        return units.size(_SIDE, _SIDE + _CAPTION)

    def show_terms(self, terms: Terms, shape: Picture) -> None:
        """Show these, of the pixels of such a picture."""
        self._terms, self._shape = terms, shape
        self.update()

    def mark(self, source: int | None) -> None:
        """This pixel is pointed at, here or elsewhere."""
        if source != self.marked:
            self.marked = source
            self.update()

    @property
    def box(self) -> QRectF:
        """Where the picture is, in units."""
        side = max(self._shape.columns, self._shape.rows)
        cell = (_SIDE - 2) / side
        return QRectF(1, 1, cell * self._shape.columns, cell * self._shape.rows)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box, here = self.box, units.place(event.position())
        if not box.contains(here):
            self.pointed.emit(None)
            return
        cell = box.width() / self._shape.columns
        column = min(int((here.x() - box.x()) / cell), self._shape.columns - 1)
        row = min(int((here.y() - box.y()) / cell), self._shape.rows - 1)
        self.pointed.emit(row * self._shape.columns + column)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        terms, p = self._terms, self._palette
        if terms is None or len(terms) != self._shape.n:
            return
        added = self._shape.of(terms.added.astype(np.float32))
        finite = np.abs(added[np.isfinite(added)])
        image = weight_image(added, float(finite.max(initial=0.0)) or 1.0, p)
        with units.begin(self) as painter:
            box = self.box
            painter.drawImage(box, image)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(mix(p.line, p.muted, 0.25), 1))
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            if self.marked is not None:
                row, column = divmod(self.marked, self._shape.columns)
                cell = box.width() / self._shape.columns
                painter.setPen(QPen(QColor(p.text), 1.4))
                painter.drawRect(QRectF(box.x() + column * cell, box.y() + row * cell, cell, cell))
            painter.setPen(QColor(p.muted))
            painter.setFont(sized(self.font(), Type.CAPTION))
            words = "weights" if terms.products is None else "a·w of each pixel"
            painter.drawText(
                QRectF(0, box.bottom() + 2, units.wide(self), _CAPTION), Qt.AlignmentFlag.AlignCenter, words
            )
