"""The pad that one draws a digit on."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.buttons import KEYBOARD
from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import ink_image, mix
from netviz.panels.pad import brush
from netviz.panels.pad.every_move import EveryMove
from netviz.panels.pad.line import Point
from netviz.panels.pad.stroke import Stroke
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.digits.ink import BOX
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.input import Picture
from netviz.viewmodels.palette import Palette

_NEAR: Final = 0.006  # a share of the side; closer points say nothing about the line
_GUIDE: Final = BOX / DIGITS.input.columns  # MNIST's digits fill a box within their pixels
_WHOLE: Final = 0.94  # where the whole paper is read


class Pad(Themed, QWidget):
    """Square paper for mouse, pen and touch. It keeps strokes; undoing them is the application's business.

    The right button and a pen's eraser end always erase; a pen's pressure widens the line.
    """

    # NDArray[np.uint8], `brush.SIDE` each way, read-only, 0 = paper: at each move, and when strokes are set.
    ink_changed = Signal(object)
    # A Stroke that is now the last of `strokes()`.
    stroke_finished = Signal(object)
    # Delete or Backspace was pressed; the pad itself clears nothing, so that clearing can be undone.
    clear_requested = Signal()
    erasing_changed = Signal(bool)

    def __init__(
        self, parent: QWidget | None = None, picture: Picture = DIGITS.input, *, guide: bool = True
    ) -> None:
        """`guide`: ink is scaled to fit a box, whose size is shown."""
        super().__init__(parent)
        self._reads = picture
        self._guide = guide
        self._strokes: tuple[Stroke, ...] = ()
        self._settled = brush.blank()  # everything but the end of the stroke that is being drawn
        self._ink = brush.blank()
        self._ink.flags.writeable = False
        self._points: list[Point] = []
        self._device: str | None = None  # what is drawing now: "mouse", "pen", "touch"
        self._stroke_erases = False
        self._touch_id = -1
        self._every_move = EveryMove()
        self._erasing = False
        self._fineness = 1.0
        self._pointer: QPointF | None = None
        self._reached_by_keys = False
        self._pixels: QImage | None = None
        self._picked: NDArray[np.uint8] | None = None
        self._picture: QImage | None = None  # the ink in the theme's colours, made when it is painted
        units.hold(self, least_width=120, least_height=120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Drawing pad")
        self.setAccessibleDescription("Draw with mouse, pen or finger. Delete clears it.")
        self.setToolTip(
            "Draw here: the network reads it while the pen moves. The right button erases, Delete clears."
        )

    # -- values in ------------------------------------------------------------------------------------------

    def strokes(self) -> tuple[Stroke, ...]:
        """All strokes on the paper, oldest first; empty while a picked digit is shown."""
        return () if self._picked is not None else self._strokes

    @property
    def drawing(self) -> bool:
        """Whether a stroke is being drawn or erased, so that what lies there is not finished."""
        return self._device is not None

    def all_strokes(self) -> tuple[Stroke, ...]:
        """All strokes, and after them the one that is being drawn."""
        if self._device is None or not self._points:
            return self.strokes()
        return (*self.strokes(), Stroke(tuple(self._points), self._stroke_erases))

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> None:
        """Put exactly these on the paper (undo, redo, clear) instead of all else; emits `ink_changed`."""
        self._drop_stroke()
        self._picked = self._pixels = None
        self._strokes = tuple(strokes)
        self._settled = brush.blank()
        for stroke in self._strokes:
            brush.lay_stroke(self._settled, stroke)
        self._show(self._settled.copy())

    def ink(self) -> NDArray[np.uint8]:
        """The paper, uint8, `brush.SIDE` each way, read-only; blank while a picked digit is shown."""
        return self._ink

    def erasing(self) -> bool:
        """Whether the mouse erases."""
        return self._erasing

    def set_erasing(self, erasing: bool) -> None:
        """Let mouse, pen and finger erase (True) or draw (False)."""
        if erasing != self._erasing:
            self._erasing = erasing
            self.setMouseTracking(erasing)
            self._pointer = None
            self.erasing_changed.emit(erasing)
            self.update()

    def set_fineness(self, share: float) -> None:
        """Draw with a pen of this share of the usual width from now on."""
        self._fineness = share

    def show_pixels(self, pixels: NDArray[np.uint8] | None) -> None:
        """Show a digit's pixels, uint8 (n_inputs,), on paper of its own; no `ink_changed` for it.

        Drawing on it begins on clean paper. None puts clean paper there if a digit was shown, and emits
        `ink_changed`.
        """
        if pixels is None:
            if self._picked is not None:
                self.set_strokes(())
            return
        self._drop_stroke()
        self._strokes = ()
        self._settled = brush.blank()
        self._ink = brush.blank()
        self._ink.flags.writeable = False
        self._picked = self._reads.of(np.array(pixels, np.uint8))
        self._pixels = self._picture = None
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._pixels = self._picture = None
        self.update()

    # -- a stroke -------------------------------------------------------------------------------------------

    def _paper(self) -> QRectF:
        side = min(units.wide(self), units.high(self))
        return QRectF((units.wide(self) - side) / 2, (units.high(self) - side) / 2, side, side)

    def _point(self, position: QPointF, width: float) -> Point:
        paper = self._paper()
        x = (position.x() - paper.left()) / paper.width()
        y = (position.y() - paper.top()) / paper.height()
        return (min(max(x, -0.5), 1.5), min(max(y, -0.5), 1.5), width * self._fineness)

    def _begin(self, device: str, position: QPointF, width: float, erase: bool) -> bool:
        if self._device is not None or not self._paper().contains(position):
            return False
        if self._picked is not None:
            self._picked = self._pixels = None
        self._device = device
        self._stroke_erases = erase
        self._points = []
        self._add(position, width)
        return True

    def _add(self, position: QPointF, width: float) -> None:
        point = self._point(position, width)
        if self._points:
            last = self._points[-1]
            if abs(point[0] - last[0]) + abs(point[1] - last[1]) < _NEAR:
                return
        self._points.append(point)
        brush.lay_newest(self._settled, self._points[-4:], self._stroke_erases)
        ink = self._settled.copy()
        brush.lay_tail(ink, self._points[-3:], self._stroke_erases)
        self._show(ink)

    def _end(self) -> None:
        if self._device is None:
            return
        self._device = None
        stroke = Stroke(tuple(self._points), self._stroke_erases)
        self._points = []
        brush.lay_tail(self._settled, stroke.points, stroke.erase)
        self._strokes = (*self._strokes, stroke)
        self.update()
        self.stroke_finished.emit(stroke)

    def _drop_stroke(self) -> None:
        self._device = None
        self._points = []

    def _show(self, ink: NDArray[np.uint8]) -> None:
        ink.flags.writeable = False
        self._ink = ink
        self._picture = None
        self.update()
        self.ink_changed.emit(ink)

    # -- events ---------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        button = event.button()
        if button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            erase = self._erasing or button == Qt.MouseButton.RightButton
            self._pointer = units.place(event.position())
            self._begin("mouse", units.place(event.position()), brush.WIDTH, erase)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._erasing or self._stroke_erases:
            self._pointer = units.place(event.position())
            self.update()
        if self._device == "mouse":
            self._add(units.place(event.position()), brush.WIDTH)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held = Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton
        if self._device == "mouse" and not event.buttons() & held:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()  # otherwise Qt sends the same again as a mouse event
        width = brush.width_of(event.pressure())
        match event.type():
            case QEvent.Type.TabletPress:
                rubber = event.pointerType() == QPointingDevice.PointerType.Eraser
                secondary = event.button() == Qt.MouseButton.RightButton
                self._begin("pen", units.place(event.position()), width, self._erasing or rubber or secondary)
            case QEvent.Type.TabletMove if self._device == "pen":
                self._add(units.place(event.position()), width)
            case QEvent.Type.TabletRelease if self._device == "pen":
                self._end()
            case _:
                pass

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        event.accept()
        if event.type() == QEvent.Type.TouchCancel:
            if self._device == "touch":
                self.set_strokes(self._strokes)
            return
        for point in event.points():
            if point.state() == point.State.Pressed and self._device is None:
                if self._begin("touch", units.place(point.position()), brush.WIDTH, self._erasing):
                    self._touch_id = point.id()
                    self.setFocus(Qt.FocusReason.MouseFocusReason)
            elif self._device == "touch" and point.id() == self._touch_id:
                if point.state() == point.State.Released:
                    self._end()
                elif point.state() == point.State.Updated:
                    self._add(units.place(point.position()), brush.WIDTH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_requested.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._end()  # the release will go to somebody else
        self._every_move.let_go()
        super().hideEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._every_move.ask()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._every_move.let_go()
        if self._device is None:
            self._pointer = None
            self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._reached_by_keys = event.reason() in KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(190, 190)

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            p = self._palette
            paper = self._paper().adjusted(0.5, 0.5, -0.5, -0.5)
            outline = QPainterPath()
            outline.addRoundedRect(paper, 7, 7)
            painter.fillPath(outline, QColor(p.low))
            painter.save()
            painter.setClipPath(outline)
            if self._picked is not None:
                self._paint_pixels(painter, paper)
            elif self._ink.any():
                if self._picture is None:
                    self._picture = ink_image(self._ink, p)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(paper, self._picture)
            elif self._device is None:
                self._paint_invitation(painter, paper)
            painter.restore()
            keyboard = self.hasFocus() and self._reached_by_keys and self._device is None
            painter.setPen(QPen(QColor(p.accent) if keyboard else mix(p.line, p.muted, 0.25), 1))
            painter.drawPath(outline)
            if self._pointer is not None and (
                self._erasing or (self._device is not None and self._stroke_erases)
            ):
                radius = brush.WIDTH * self._fineness * paper.width() / 2
                painter.setPen(QPen(QColor(p.muted), 1.2))
                painter.drawEllipse(self._pointer, radius, radius)

    def _paint_pixels(self, painter: QPainter, paper: QRectF) -> None:
        if self._pixels is None and self._picked is not None:
            self._pixels = ink_image(self._picked, self._palette)
        if self._pixels is None:
            return
        # Whole device pixels to a cell, so that all cells are equally wide.
        ratio = units.ratio(self)
        cells = self._reads.columns
        cell = max(int(paper.width() * ratio) // cells, 1) / ratio
        side = cells * cell
        corner = paper.center() - QPointF(side / 2, side / 2)
        corner = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
        painter.drawImage(QRectF(corner.x(), corner.y(), side, side), self._pixels)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        grid = QColor(self._palette.low)  # seen only where there is ink, as if the cells stood apart
        grid.setAlphaF(0.3)
        painter.setPen(QPen(grid, 0))
        for n in range(cells + 1):
            x, y = corner.x() + n * cell, corner.y() + n * cell
            painter.drawLine(QPointF(x, corner.y()), QPointF(x, corner.y() + side))
            painter.drawLine(QPointF(corner.x(), y), QPointF(corner.x() + side, y))

    def _paint_invitation(self, painter: QPainter, paper: QRectF) -> None:
        p = self._palette
        side = paper.width() * (_GUIDE if self._guide else _WHOLE)
        box = QRectF(0, 0, side, side)
        box.moveCenter(paper.center())
        guide = QPen(mix(p.low, p.muted, 0.45), 1)
        guide.setDashPattern([4, 4])
        painter.setPen(guide)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(p.muted))
        painter.setFont(sized(self.font(), 13))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, "Draw here")
