"""What each output wants: a row for each, with its arrow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.rendering import units
from netviz.rendering.arrows.wants import NOTE, ROW, enlargement, from_to_of, longer, paint_wants
from netviz.rendering.themed import Themed
from netviz.viewmodels.moment import OutputRow

_ROWS: Final = 10
LOW_ROW: Final = 15.0


class WantsView(Themed, QWidget):
    """`0.171 → 1` and an arrow, for each output."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[OutputRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        # The line that says how much arrows are enlarged has its place in every stage, so that nothing moves.
        self.set_roomy(roomy=False)
        self.setAccessibleName("What each output wants")

    def show_rows(self, rows: tuple[OutputRow, ...]) -> None:
        """Show these."""
        if rows != self._rows:
            self._rows = rows
            told = (f"{row.label}: from {from_to_of(row).replace(' → ', ' to ')}" for row in rows)
            factor = enlargement(rows)
            scale = f". {longer(factor)}" if factor > 1 else ""
            self.setAccessibleDescription("; ".join(told) + scale)
            self.update()

    def set_roomy(self, *, roomy: bool) -> None:
        """High rows or low ones: the same in every stage, so that none moves."""
        units.hold(self, height=(ROW if roomy else LOW_ROW) * _ROWS + NOTE)

    def sizeHint(self) -> QSize:
        return units.size(260, ROW * max(len(self._rows), _ROWS) + NOTE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = units.area(self)
            room = area.adjusted(0, 0, 0, -NOTE)
            paint_wants(painter, area, self._rows, self._palette, self.font().family(), room=room.height())
