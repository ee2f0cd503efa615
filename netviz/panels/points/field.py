"""A plane with the training points, and a cross that one places with the mouse or the arrow keys."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import compact, sized
from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.bitmap import opaque_image
from netviz.rendering.fonts import Type, text_scale
from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette

_MARGIN: Final = 16.0  # units below and left of the field, for what its sides are
_DOT: Final = 2.6
_KINK: Final = 2.8
_APART: Final = 6.0  # points that a brush paints
_ARM: Final = 8.0  # of the cross
_STEPS: Final = 50  # with an arrow key across the field; with Shift five at once


class Side(NamedTuple):
    """What lies along a side of the field: its name, and from where to where it goes."""

    name: str
    low: float
    high: float

    def share(self, value: float) -> float:
        """Where a value lies: 0 at `low`, 1 at `high`."""
        return (value - self.low) / (self.high - self.low)

    def at(self, share: float) -> float:
        """The value there, within the field."""
        return self.low + min(max(share, 0.0), 1.0) * (self.high - self.low)


class PointField(Themed, QWidget):
    """All of it is painted; the points are kept as a picture, as they are many and stay as they are."""

    moved = Signal(float, float)  # the cross, by hand
    settled = Signal()  # it is left where it is
    painted = Signal(object, int)  # points that were placed with the brush, [(x, y), …], and with which one

    def __init__(self, across: Side, up: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.across, self.up = across, up
        self._points: NDArray[np.float64] = np.zeros((0, 2))
        self._inks: tuple[str, ...] = ()
        self._curve: NDArray[np.float64] | None = None
        self._kinks: NDArray[np.float64] = np.zeros((0, 2))
        self._ringed: NDArray[np.float64] = np.zeros((0, 2))
        self._surface: QImage | None = None
        self._brush: int | None = None
        self._brush_inks: tuple[str, ...] = ()
        self._stroke: list[tuple[float, float]] = []
        self._stroke_brush = 0
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._cross: tuple[float, float] | None = None
        self._drawn: tuple[object, ...] = ()
        self._picture = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(f"{up.name} over {across.name}")
        self.setAccessibleDescription("Arrow keys move the cross, with Shift further.")

    @property
    def cross(self) -> tuple[float, float] | None:
        """Where it stands; None where there is none."""
        return self._cross

    def show_points(self, points: NDArray[Any], inks: tuple[str, ...]) -> None:
        """These, (n, 2), each in its own colour, `#RRGGBB`."""
        self._points, self._inks = np.asarray(points, np.float64), inks
        self._drawn = ()
        self.update()

    def show_curve(self, curve: NDArray[Any] | None, kinks: NDArray[Any] | None = None) -> None:
        """A line through these, (n, 2), with a mark at each of those; None for none."""
        self._curve = None if curve is None else np.asarray(curve, np.float64)
        self._kinks = np.zeros((0, 2)) if kinks is None else np.asarray(kinks, np.float64)
        self.update()

    def show_surface(self, pixels: NDArray[np.uint8] | None) -> None:
        """Opaque RGBA (rows, columns, 4) all over the field, behind the points; None for none."""
        self._surface = None if pixels is None else opaque_image(pixels)
        self.update()

    def show_ringed(self, points: NDArray[Any] | None) -> None:
        """A ring around each of these, (n, 2); None for none."""
        if points is None and not len(self._ringed):
            return
        self._ringed = np.zeros((0, 2)) if points is None else np.asarray(points, np.float64)
        self.update()

    def show_cross(self, place: tuple[float, float] | None) -> None:
        """Where the cross stands; no signal."""
        self._cross = place
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._drawn = ()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Never higher than wide: steps to the right and upwards would look too unlike each other.
        self.setMaximumHeight(max(self.width(), self.minimumSizeHint().height()))

    def sizeHint(self) -> QSize:
        return units.size(190, 190)

    def minimumSizeHint(self) -> QSize:
        return units.size(140, 130)

    # ---- places

    def _box(self) -> QRectF:
        return QRectF(_MARGIN, 1, units.wide(self) - _MARGIN - 1, units.high(self) - _MARGIN - 2)

    def _on_screen(self, x: float, y: float) -> QPointF:
        box = self._box()
        return QPointF(
            box.left() + self.across.share(x) * box.width(), box.bottom() - self.up.share(y) * box.height()
        )

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a point is, in pixels of this widget."""
        return self._on_screen(x, y) * text_scale()

    def _polygon(self, points: NDArray[np.float64]) -> QPolygonF:
        return QPolygonF([self._on_screen(float(x), float(y)) for x, y in points])

    # ---- hands

    def _go(self, x: float, y: float) -> None:
        self._cross = (x, y)
        self.update()
        self.moved.emit(x, y)

    def _place(self, event: QMouseEvent) -> tuple[float, float]:
        box, at = self._box(), units.place(event.position())
        return (
            self.across.at((at.x() - box.left()) / box.width()),
            self.up.at((box.bottom() - at.y()) / box.height()),
        )

    def set_brush(self, brush: int | None, inks: tuple[str, ...]) -> None:
        """With which of these colours the left button places points; None: it moves the cross."""
        self._brush, self._brush_inks = brush, inks

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if self._brush is None:
            if left:
                self._go(*self._place(event))
        elif left or event.button() == Qt.MouseButton.RightButton:
            other = not left or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._stroke_brush = (self._brush + other) % len(self._brush_inks)
            self._stroke = [self._place(event)]
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._stroke:
            place = self._place(event)
            way = self._on_screen(*place) - self._on_screen(*self._stroke[-1])
            if way.x() ** 2 + way.y() ** 2 >= _APART**2:
                self._stroke.append(place)
                self.update()
        elif self._brush is None and event.buttons() & Qt.MouseButton.LeftButton:
            self._go(*self._place(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._stroke:
            stroke, self._stroke = self._stroke, []
            self.update()
            self.painted.emit(stroke, self._stroke_brush)
        elif self._brush is None and event.button() == Qt.MouseButton.LeftButton:
            self.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left.value: (-1, 0),
            Qt.Key.Key_Right.value: (1, 0),
            Qt.Key.Key_Up.value: (0, 1),
            Qt.Key.Key_Down.value: (0, -1),
        }
        way = ways.get(event.key())
        if way is None:
            super().keyPressEvent(event)
            return
        far = (5 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1) / _STEPS
        x, y = self._cross or (self.across.at(0.5), self.up.at(0.5))
        self._go(
            self.across.at(self.across.share(x) + far * way[0]), self.up.at(self.up.share(y) + far * way[1])
        )
        self.settled.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, text_scale(), self._palette)
        if key != self._drawn:
            self._drawn = key
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            self._paint_points()
        with QPainter(self) as painter:
            painter.scale(text_scale(), text_scale())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter)
            painter.resetTransform()
            painter.drawPixmap(0, 0, self._picture)
            painter.scale(text_scale(), text_scale())
            painter.setClipRect(self._box())
            self._paint_over(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        """The surface, or plain ground, with its border."""
        p, box = self._palette, self._box()
        painter.setBrush(QColor(p.low))
        if self._surface is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            brush = QBrush(self._surface)
            wide, high = box.width() / self._surface.width(), box.height() / self._surface.height()
            brush.setTransform(QTransform(wide, 0, 0, high, box.left(), box.top()))
            painter.setBrush(brush)
        painter.setPen(QPen(QColor(p.accent) if self.hasFocus() else mix(p.line, p.muted, 0.25), 1))
        painter.drawRoundedRect(box, 4, 4)

    def _paint_over(self, painter: QPainter) -> None:
        p = self._palette
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(mix(p.low, p.text, 0.6), 0.9))
        for x, y in self._ringed.tolist():
            painter.drawEllipse(self._on_screen(x, y), 1.7 * _DOT, 1.7 * _DOT)
        if self._curve is not None and len(self._curve):
            painter.setPen(QPen(QColor(p.text), 2.2))
            painter.drawPolyline(self._polygon(self._curve))
        painter.setPen(QPen(QColor(p.text), 1.4))
        painter.setBrush(QColor(p.low))
        for x, y in self._kinks.tolist():
            painter.drawEllipse(self._on_screen(x, y), _KINK, _KINK)
        if self._stroke:
            painter.setPen(QPen(QColor(p.low), 0.8))
            painter.setBrush(QColor(self._brush_inks[self._stroke_brush]))
            for x, y in self._stroke:
                painter.drawEllipse(self._on_screen(x, y), _DOT, _DOT)
        if self._cross is not None:
            at = self._on_screen(*self._cross)
            for ink, width in ((p.panel, 4.5), (p.text, 2.0)):
                painter.setPen(QPen(QColor(ink), width))
                painter.drawLine(at - QPointF(_ARM, 0), at + QPointF(_ARM, 0))
                painter.drawLine(at - QPointF(0, _ARM), at + QPointF(0, _ARM))

    def _paint_points(self) -> None:
        p, box = self._palette, self._box()
        with QPainter(self._picture) as painter:
            painter.scale(text_scale(), text_scale())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(box)
            painter.setPen(QPen(QColor(p.low), 0.8))  # so that a point stands out from its own class's ground
            for (x, y), ink in zip(self._points.tolist(), self._inks, strict=True):
                painter.setBrush(QColor(ink))
                painter.drawEllipse(self._on_screen(x, y), _DOT, _DOT)
            painter.setClipping(False)
            painter.setFont(sized(self.font(), Type.CAPTION))
            painter.setPen(QColor(p.muted))
            below = QRectF(box.left(), box.bottom(), box.width(), _MARGIN)
            for flag, words in (
                (Qt.AlignmentFlag.AlignLeft, compact(self.across.low)),
                (Qt.AlignmentFlag.AlignHCenter, self.across.name),
                (Qt.AlignmentFlag.AlignRight, compact(self.across.high)),
            ):
                painter.drawText(below, flag | Qt.AlignmentFlag.AlignVCenter, words)
            beside = QRectF(0, box.top(), _MARGIN - 2, box.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, self.up.name)
