"""The landscape as a surface, to be turned."""

from __future__ import annotations

from dataclasses import replace
from math import pi
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from netviz.panels.landscape.shown import Shown
from netviz.panels.landscape.view import LandscapeView, paint_focus
from netviz.rendering import units
from netviz.rendering.landscape.surface import (
    LEAST_TILT,
    MOST_TILT,
    Eye,
    paint_ball,
    paint_surface,
    surface_room,
)
from netviz.viewmodels.palette import Palette

_TURN: Final = pi  # for a way as wide as the view
_ZOOMS: Final = (0.5, 6.0)


class SurfaceView(LandscapeView):
    """Dragged it turns, and the wheel enlarges it; what stands still is drawn once, and the ball over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.eye = Eye()
        self._drawn: tuple[tuple[Shown, Eye, Palette, int, int], QPixmap] | None = None
        self.setAccessibleName("Surface of the loss")
        self.setToolTip(
            "Drag it to turn it, turn the wheel to enlarge it, double-click to see it as at first; the arrow "
            "keys, + and −, and 0 do the same."
        )

    def move_by(self, way: QPointF) -> None:
        eye = self.eye
        turn = eye.turn + way.x() / units.wide(self) * _TURN
        tilt = eye.tilt + way.y() / units.high(self) * _TURN / 2
        self._look(replace(eye, turn=turn % (2 * pi), tilt=min(max(tilt, LEAST_TILT), MOST_TILT)))

    def zoom(self, factor: float, at: QPointF) -> None:
        self._look(replace(self.eye, zoom=min(max(self.eye.zoom * factor, _ZOOMS[0]), _ZOOMS[1])))

    def show_all(self) -> None:
        self._look(Eye())

    def _look(self, eye: Eye) -> None:
        self.eye = eye
        self.update()
        self.moved.emit()

    @property
    def elsewhere(self) -> bool:
        return self.eye != Eye()

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown
        if shown is None:
            return
        key = (shown, self.eye, self._palette, self.width(), self.height())
        if self._drawn is None or self._drawn[0] != key:
            self._drawn = key, self._draw(shown)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._drawn[1])
        with units.begin(self) as painter:
            if self.ball is not None:
                area, landscape = units.area(self), shown.landscape
                paint_ball(painter, area, landscape, shown.relief, self.eye, self.ball, self._palette)
            if self.keys_here:
                paint_focus(painter, surface_room(units.area(self)), self._palette)

    def _draw(self, shown: Shown) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._palette.panel)
        with units.begin(pixmap) as painter:
            family = self.font().family()
            area, trails = units.area(self), shown.trails
            paint_surface(
                painter, area, shown.landscape, shown.relief, self.eye, self._palette, family, trails
            )
        return pixmap
