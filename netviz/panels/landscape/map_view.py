"""The landscape from above, to be moved and zoomed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from netviz.panels.landscape.view import LandscapeView, paint_focus
from netviz.rendering import units
from netviz.rendering.landscape.map import MapPlace, map_box, paint_map
from netviz.training.landscape.landscape import Frame

_SMALLEST: Final = 1e-4  # of what is seen first: nearer, float32 has no more to tell
_LARGEST: Final = 60.0


class MapView(LandscapeView):
    """`looked` tells which part of the plane a person wants to see; None is all of it."""

    looked = Signal(object)  # Frame | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: Frame | None = None
        self.setAccessibleName("Map of the loss")
        self.setToolTip(
            "Drag it to move, turn the wheel to zoom, double-click for everything; the arrow keys, + and −, "
            "and 0 do the same."
        )

    @property
    def wanted(self) -> Frame | None:
        """Which part a person wants to see; None is all of it."""
        return self._wanted

    @property
    def frame(self) -> Frame | None:
        """Which part is seen; None while there is no landscape."""
        if self.shown is None:
            return None
        return (self._wanted or self.shown.frame).widened(self.aspect)

    @property
    def aspect(self) -> float:
        """The map's width by its height."""
        box = map_box(units.area(self))
        return max(box.width(), 1.0) / max(box.height(), 1.0)

    @property
    def place(self) -> MapPlace | None:
        """Where the part that is seen lies on the widget."""
        frame = self.frame
        return None if frame is None else MapPlace(map_box(units.area(self)), frame)

    def look(self, wanted: Frame | None) -> None:
        """Show this part, without telling that it was looked at; None is all of it."""
        self._wanted = wanted
        self.update()
        self.moved.emit()

    def move_by(self, way: QPointF) -> None:
        place = self.place
        if place is None:
            return
        frame, by = place.frame, way / place.scale
        self._go(
            Frame(
                (frame.alphas[0] - by.x(), frame.alphas[1] - by.x()),
                (frame.betas[0] + by.y(), frame.betas[1] + by.y()),
            )
        )

    def zoom(self, factor: float, at: QPointF) -> None:
        place, shown = self.place, self.shown
        if place is None or shown is None:
            return
        frame = place.frame
        share = (frame.alphas[1] - frame.alphas[0]) / factor / (shown.frame.alphas[1] - shown.frame.alphas[0])
        if not _SMALLEST <= share <= _LARGEST:
            return
        alpha, beta = place.at(at)
        a, b = (
            (middle + (low - middle) / factor, middle + (high - middle) / factor)
            for middle, (low, high) in ((alpha, frame.alphas), (beta, frame.betas))
        )
        self._go(Frame(a, b))

    def show_all(self) -> None:
        self._go(None)

    @property
    def elsewhere(self) -> bool:
        return self._wanted is not None

    def _go(self, wanted: Frame | None) -> None:
        self.look(wanted)
        self.looked.emit(wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown, frame = self.shown, self.frame
        if shown is None or frame is None:
            return
        with units.begin(self) as painter:
            paint_map(
                painter,
                units.area(self),
                shown.landscape,
                shown.relief,
                frame,
                self.ball,
                self._palette,
                self.font().family(),
                units.ratio(self),
                shown.trails,
            )
            if self.keys_here:
                paint_focus(painter, map_box(units.area(self)), self._palette)
