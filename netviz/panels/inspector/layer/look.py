"""Which part of a matrix is looked at, and where its cells lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

MOST_ZOOMED: Final = 78.0  # units: a cell is no wider
_TALLEST: Final = 34.0  # units: nor is a row higher where all is seen
_FLAT: Final = 0.42  # a zoomed cell is so much as high as it is wide


@dataclass(frozen=True)
class Look:
    """`n_in` columns and `n_out` rows in a view of `wide`×`high` units; `zoom` 1 shows all columns. `x`, `y`:
    units from the matrix's corner to the view's.
    """

    n_in: int
    n_out: int
    wide: float
    high: float
    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell."""
        width = self.wide / self.n_in * self.zoom
        whole = min(self.high / self.n_out, _TALLEST)
        if self.zoom == 1.0:
            return width, whole
        return width, max(whole, min(width * _FLAT, _TALLEST))

    @property
    def _largest(self) -> float:
        return max(MOST_ZOOMED / (self.wide / self.n_in), 1.0)

    def kept(self) -> Look:
        """Within the matrix."""
        zoom = min(max(self.zoom, 1.0), self._largest)
        inside = replace(self, zoom=zoom)
        width, height = inside.cell
        x = min(max(self.x, 0.0), max(width * self.n_in - self.wide, 0.0))
        y = min(max(self.y, 0.0), max(height * self.n_out - self.high, 0.0))
        return replace(inside, x=x, y=y)

    def zoomed(self, factor: float, x: float, y: float) -> Look:
        """What lies at this point of the view stays there."""
        width, height = self.cell
        column, row = (self.x + x) / width, (self.y + y) / height
        closer = replace(self, zoom=min(max(self.zoom * factor, 1.0), self._largest))
        width, height = closer.cell
        return replace(closer, x=column * width - x, y=row * height - y).kept()

    def panned(self, dx: float, dy: float) -> Look:
        """Dragged by so many units."""
        return replace(self, x=self.x - dx, y=self.y - dy).kept()

    def of_size(self, wide: float, high: float) -> Look:
        """The same part in a view of another size."""
        return replace(self, wide=max(wide, 1.0), high=max(high, 1.0)).kept()

    def towards(self, row: int | None, column: int | None) -> Look:
        """Moved by no more than it takes to see this row, or this column."""
        width, height = self.cell
        x, y = self.x, self.y
        if column is not None:
            x = min(max(x, (column + 1) * width - self.wide), column * width)
        if row is not None:
            y = min(max(y, (row + 1) * height - self.high), row * height)
        return replace(self, x=x, y=y).kept()

    def row_at(self, y: float) -> int | None:
        """The row at this height of the view."""
        row = int((y + self.y) // self.cell[1])
        return row if y >= 0 and row < self.n_out else None

    def column_at(self, x: float) -> int | None:
        """The column at this place of the view."""
        column = int((x + self.x) // self.cell[0])
        return column if x >= 0 and column < self.n_in else None

    @property
    def columns(self) -> tuple[int, int]:
        """The first column in sight, and the one after the last."""
        width = self.cell[0]
        return int(self.x // width), min(int((self.x + self.wide - 1e-6) // width) + 1, self.n_in)

    @property
    def rows(self) -> tuple[int, int]:
        """The first row in sight, and the one after the last."""
        height = self.cell[1]
        return int(self.y // height), min(int((self.y + self.high - 1e-6) // height) + 1, self.n_out)
