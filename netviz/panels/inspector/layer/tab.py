"""A whole layer as a matrix, linked with the graph."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QVBoxLayout, QWidget

from netviz.panels.inspector.layer.matrix import Matrix
from netviz.panels.inspector.layer.numbers import numbers_of
from netviz.panels.inspector.layer.picture import NOWHERE, Cell
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.panels.test.choice import Choice
from netviz.rendering.units import pixels
from netviz.viewmodels.scene import Focus

WEIGHTS: Final = "weights"
PRODUCTS: Final = "products"
_KINDS: Final = {
    WEIGHTS: ("Weights", "The weights themselves, w."),
    PRODUCTS: ("Products", "Activation times weight, a·w: what each line adds now."),
}
_AIR: Final = 6  # units between the choices
_MATCH_EVERY: Final = 1.0  # seconds: colours that were matched at each step would flicker


class LayerTab(Tab):
    """Which layer follows the focus, and can be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self._waiting: Shown | None = None  # what comes while it is held
        self._followed: Focus | None = None
        self._sizes: tuple[int, ...] = ()
        self._matched = 0.0
        self._layer = 0
        self.layers = QComboBox(self)
        self.layers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.layers.setAccessibleName("Layer")
        self.layers.setToolTip("Which layer’s weights: those that lead into it.")
        self.kinds = Choice("What the cells show", self)
        self.kinds.offer(_KINDS, WEIGHTS)
        self.matrix = Matrix(self)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(_AIR)
        self._head.addWidget(self.layers)
        self._head.addStretch(1)
        self._head.addWidget(self.kinds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addWidget(self.matrix, 1)
        self.layers.activated.connect(self._choose)
        self.kinds.chosen.connect(lambda _key: self._write(anew=True))
        self.matrix.pointed.connect(self._point_at)
        self.matrix.picked.connect(self._pick)

    def show_inside(self, shown: Shown) -> None:
        before = self._shown
        if (
            before is not None
            and shown.training
            and before.focus == shown.focus
            and self.matrix.at != NOWHERE
        ):
            self._waiting = shown
            self.matrix.hold_at(before.snapshot.step)
            return
        self._waiting, self._shown = None, shown
        self.matrix.hold_at(None)
        sizes = shown.snapshot.spec.sizes
        other = sizes != self._sizes
        if other:
            self._sizes, self._layer = sizes, min(self._layer, len(sizes) - 2)
            self._offer(len(sizes) - 1)
        if shown.focus is not None and (shown.focus != self._followed or other):
            self._layer = max(shown.focus.column - 1, 0)
        self._offer(len(sizes) - 1)
        now = perf_counter()
        read_anew = before is None or before.example.id != shown.example.id
        anew = read_anew or not shown.training or now - self._matched > _MATCH_EVERY
        self._write(anew=anew)
        if shown.focus != self._followed:
            self._followed = shown.focus
            self.show_pointed(None)
            if self.matrix.marked != NOWHERE:
                self.matrix.bring_into_sight(self.matrix.marked)

    def show_pointed(self, focus: Focus | None) -> None:
        if focus is None and self._shown is not None:
            focus = self._shown.focus  # what is kept
        self.matrix.mark(self._cell_of(focus))

    def _cell_of(self, focus: Focus | None) -> Cell:
        """What a neuron or an edge of the graph is in the matrix."""
        if focus is None:
            return NOWHERE
        if focus.source is not None:
            return (focus.index, focus.source) if focus.column == self._layer + 1 else NOWHERE
        if focus.column == self._layer + 1:
            return (focus.index, None)
        return (None, focus.index) if focus.column == self._layer else NOWHERE

    def _focus_of(self, cell: Cell) -> Focus | None:
        row, column = cell
        if row is not None:
            return Focus(self._layer + 1, row, column)
        return None if column is None else Focus(self._layer, column)

    def _offer(self, n_layers: int) -> None:
        if self.layers.count() != n_layers:
            self.layers.clear()
            self.layers.addItems([f"Into hidden {k + 1}" for k in range(n_layers - 1)] + ["Into the output"])
            self._fold()
        self.layers.setCurrentIndex(self._layer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Both choices stand below each other where a row has no room for them."""
        needed = self.layers.sizeHint().width() + self.kinds.sizeHint().width() + pixels(2 * _AIR)
        ways = QBoxLayout.Direction
        self._head.setDirection(ways.TopToBottom if self.width() < needed else ways.LeftToRight)

    def _choose(self, layer: int) -> None:
        self._layer = layer
        self._write(anew=True)
        self.show_pointed(None)

    def _write(self, *, anew: bool) -> None:
        shown = self._shown
        if shown is None:
            return
        if anew:
            self._matched = perf_counter()
        numbers = numbers_of(shown, self._layer)
        self.matrix.show_numbers(numbers, products=self.kinds.now == PRODUCTS, anew=anew)

    def _point_at(self, cell: Cell) -> None:
        focus = self._focus_of(cell)
        self.pointed.emit(focus)
        if focus is None and self._waiting is not None:
            self.show_inside(self._waiting)

    def _pick(self, cell: Cell) -> None:
        focus = self._focus_of(cell)
        if focus is not None:
            self._followed = focus  # the view stays where it is
            self.chosen.emit(focus)
