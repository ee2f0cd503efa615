"""What a person does to the network on the canvas: point, pick, drag, zoom, walk by keys."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import (
    QCursor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QGestureEvent, QPinchGesture, QWidget

from netviz.rendering.camera import Camera
from netviz.rendering.pointing.lens import Lens, lens_for
from netviz.rendering.pointing.picking import Lines, pick
from netviz.rendering.selection import Selection
from netviz.rendering.units import high, place, wide
from netviz.viewmodels.scene import Focus, Scene
from netviz.viewmodels.walk import Direction, beginning, neuron_of, to_column, walk

_DRAG_FROM: Final = 5.0  # pixels; less is a click
_WHEEL_ZOOM: Final = 1.0015  # for each unit of the wheel, 120 a notch
_KEY_ZOOM: Final = 1.25
_KEY_PAN: Final = 60.0  # pixels
_LENS_ROWS: Final = 3  # for each notch of the wheel
_MARGIN: Final = 40.0  # pixels around a neuron that is walked to
_BESIDE: Final = 8.0  # pixels from a column's middle: further away the lens is meant

_WAYS: Final[dict[int, Direction]] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_PageUp: "page up",
    Qt.Key.Key_PageDown: "page down",
}
_PANS: Final = {
    Qt.Key.Key_Up: (0.0, _KEY_PAN),
    Qt.Key.Key_Down: (0.0, -_KEY_PAN),
    Qt.Key.Key_Left: (_KEY_PAN, 0.0),
    Qt.Key.Key_Right: (-_KEY_PAN, 0.0),
}


class Stage(Protocol):
    """What a hand acts on; the canvas is one."""

    @property
    def scene(self) -> Scene | None: ...
    @property
    def selection(self) -> Selection | None: ...
    @property
    def camera(self) -> Camera: ...
    def set_camera(self, camera: Camera) -> None: ...
    def fit(self) -> None: ...
    def show_lens(self, lens: Lens | None) -> None: ...


class Hand(QObject):
    """Listens to a widget's events. Having the keys chooses nothing; an arrow key begins to walk, and from
    then on Tab goes from layer to layer and, after the last, to the next widget.
    """

    hovered = Signal(object)  # Focus | None
    picked = Signal(object)  # Focus | None
    entered = Signal(object)  # Focus: a double click on it, or Return once more

    def __init__(self, stage: Stage, widget: QWidget) -> None:
        super().__init__(widget)
        self._stage = stage
        self._widget = widget
        self._hovered: Focus | None = None
        self._kept: Focus | None = None
        self._kept_before: Focus | None = None  # the last click
        self._pressed: QPointF | None = None
        self._dragging = False
        self._lay_at: QPointF | None = None  # where it was on the screen when the window came under it
        self._lens: Lens | None = None
        self._lines: tuple[Selection, Lines] | None = None
        widget.setMouseTracking(True)
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.grabGesture(Qt.GestureType.PinchGesture)
        widget.installEventFilter(self)

    def keep(self, focus: Focus | None) -> None:
        """This is what a click has kept: its own edges are the ones that are pointed at."""
        self._kept = focus

    def forget(self, *, kept: bool) -> None:
        """All stands elsewhere; `kept`: and it is another network."""
        if kept:
            self._kept = self._kept_before = None
        self._hovered = None
        self._show_lens(None)

    # ---- events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt."""
        match event:
            case QWheelEvent():
                return self._wheel(event)
            case QNativeGestureEvent():
                return self._native(event)
            case QMouseEvent():
                return self._mouse(event)
            case QKeyEvent() if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            case QEnterEvent():
                self._lay_at = event.globalPosition()
            case QGestureEvent():
                return self._gesture(event)
            # Where a full screen begins or ends, no Leave tells that the pointer is elsewhere now.
            case _ if event.type() in (QEvent.Type.Leave, QEvent.Type.Resize):
                self._show_lens(None)
                self._hover(None)
        return super().eventFilter(watched, event)

    def _mouse(self, event: QMouseEvent) -> bool:
        here, kind, left = place(event.position()), event.type(), event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseMove:
            # A pointer over which the window has opened points at nothing yet.
            if event.globalPosition() == self._lay_at:
                return False
            self._lay_at = None
            if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
                self._drag(here, self._pressed)
            else:
                self._hover_at(here)
        elif kind == QEvent.Type.MouseButtonPress and left:
            self._pressed, self._dragging = here, False
        elif kind == QEvent.Type.MouseButtonRelease and left:
            if self._pressed is not None and not self._dragging:
                self._kept_before = self._kept
                self.picked.emit(self._under(here))
            self._pressed, self._dragging = None, False
            self._show_cursor()
        elif kind == QEvent.Type.MouseButtonDblClick and left:
            self._pressed = None
            self._double_click(self._under(here))
        return False

    def _double_click(self, under: Focus | None) -> None:
        if self._stage.camera != Camera():
            # It meant the page, whatever its first click has fallen on.
            self.picked.emit(self._kept_before)
            self._stage.fit()
        elif under is not None:
            self.picked.emit(under)
            self.entered.emit(under)

    def _drag(self, here: QPointF, from_here: QPointF) -> None:
        step = here - from_here
        if self._dragging or step.manhattanLength() > _DRAG_FROM:
            self._dragging = True
            self._pressed = here
            self._show_lens(None)
            self._widget.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._stage.set_camera(self._stage.camera.panned(step.x(), step.y()))

    def _wheel(self, event: QWheelEvent) -> bool:
        here, turned = place(event.position()), event.angleDelta().y()
        scene, lens = self._stage.scene, self._lens
        if scene is not None and lens is not None and lens.at(here.x(), here.y()) is not None:
            rows = round(-turned / 120 * _LENS_ROWS)
            self._show_lens(lens.scrolled(rows, scene.spec.sizes[lens.column]))
            self._hover(self._under(here))
        elif self._page_scrolls and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # As everywhere on a page that is longer than its window.
            event.ignore()
            return True
        else:
            self._zoom(_WHEEL_ZOOM**turned, here)
        event.accept()
        return True

    @property
    def _page_scrolls(self) -> bool:
        """Whether what the widget stands on is higher than there is room for."""
        around = self._widget.parentWidget()
        while around is not None:
            if isinstance(around, QAbstractScrollArea) and around.verticalScrollBar().maximum() > 0:
                return True
            around = around.parentWidget()
        return False

    def _native(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._zoom(1.0 + event.value(), place(event.position()))
        return True

    def _gesture(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        step = place(pinch.centerPoint() - pinch.lastCenterPoint())
        self._stage.set_camera(self._stage.camera.panned(step.x(), step.y()))
        here = QPointF(self._widget.mapFromGlobal(pinch.centerPoint().toPoint()))
        self._zoom(pinch.scaleFactor(), place(here))
        self._pressed = None
        event.accept(pinch)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        key, stage = Qt.Key(event.key()), self._stage
        middle = QPointF(wide(self._widget) / 2, high(self._widget) / 2)
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(_KEY_ZOOM, middle)
        elif key == Qt.Key.Key_Minus:
            self._zoom(1 / _KEY_ZOOM, middle)
        elif key == Qt.Key.Key_0:
            stage.fit()
        elif key == Qt.Key.Key_Escape:
            self._show_lens(None)
            self._hovered = None
            self.picked.emit(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (self._hovered or self._kept) is not None:
            self._take_or_enter()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return self._next_layer(-1 if key == Qt.Key.Key_Backtab else 1)
        elif key in _PANS and self._at is None and stage.camera != Camera():
            stage.set_camera(stage.camera.panned(*_PANS[key]))
        elif key in _WAYS:
            return self._walk(_WAYS[key])
        else:
            return False
        return True

    def _take_or_enter(self) -> None:
        """Return keeps what the keys are on; once it is kept, it goes into it."""
        if self._hovered is None or self._hovered == self._kept:
            self.entered.emit(self._kept)
        else:
            self.picked.emit(self._hovered)

    # ---- walking

    @property
    def _at(self) -> Focus | None:
        return neuron_of(self._hovered or self._kept)

    def _next_layer(self, step: int) -> bool:
        scene, here = self._stage.scene, self._at
        if scene is None or here is None or not 0 <= here.column + step <= scene.spec.n_layers:
            self._show_lens(None)
            self._hover(None)
            return False  # on to the next widget
        self._go(to_column(scene.layout, here, here.column + step))
        return True

    def _walk(self, way: Direction) -> bool:
        scene = self._stage.scene
        if scene is None:
            return False
        here = self._at
        self._go(beginning(scene.layout, scene.answer) if here is None else walk(scene.layout, here, way))
        return True

    def _go(self, focus: Focus) -> None:
        scene, stage = self._stage.scene, self._stage
        if scene is None:
            return
        x, y = scene.layout.xy[scene.spec.neuron_slices[focus.column].start + focus.index].tolist()
        sx, sy = stage.camera.to_screen(x, y)
        away_x = min(max(sx, _MARGIN), wide(self._widget) - _MARGIN) - sx
        away_y = min(max(sy, _MARGIN), high(self._widget) - _MARGIN) - sy
        if stage.camera != Camera() and (away_x or away_y):
            stage.set_camera(stage.camera.panned(away_x, away_y))
        self._show_lens(lens_for(scene.layout, stage.camera, focus, (wide(self._widget), high(self._widget))))
        self._hover(focus)

    # ---- pointing

    def _zoom(self, factor: float, here: QPointF) -> None:
        self._show_lens(None)
        self._stage.set_camera(self._stage.camera.zoomed(factor, here.x(), here.y()))

    def _hover_at(self, here: QPointF) -> None:
        focus = self._under(here)
        scene, lens = self._stage.scene, self._lens
        if scene is not None and not self._in_lens(here):
            size = (wide(self._widget), high(self._widget))
            lens = None if focus is None else lens_for(scene.layout, self._stage.camera, focus, size)
            self._show_lens(lens)
        self._hover(focus)

    def _in_lens(self, here: QPointF) -> bool:
        scene, lens = self._stage.scene, self._lens
        if scene is None or lens is None:
            return False
        x = self._stage.camera.to_screen(scene.layout.column_x[lens.column], 0)[0]
        beside = abs(here.x() - x) > _BESIDE
        return beside and lens.holds(here.x(), here.y(), x)

    def _under(self, here: QPointF) -> Focus | None:
        scene, x, y = self._stage.scene, here.x(), here.y()
        if scene is None:
            return None
        if self._lens is not None and self._in_lens(here):
            # On the way to the lens the neuron that opened it stays.
            return self._lens.at(x, y) or self._hovered
        return pick(scene, self._stage.camera, x, y, self._drawn_lines(scene), self._kept)

    def _drawn_lines(self, scene: Scene) -> Lines | None:
        selection = self._stage.selection
        if selection is None or selection.sizes != scene.spec.sizes:
            return None
        if (
            self._lines is None
            or self._lines[0] is not selection
            or self._lines[1].layout.identity != scene.layout.identity
        ):
            self._lines = (selection, Lines(scene.layout, selection.ids))
        return self._lines[1]

    def _hover(self, focus: Focus | None) -> None:
        if focus != self._hovered:
            self._hovered = focus
            self._show_cursor()
            self.hovered.emit(focus)

    def _show_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor if self._hovered is None else Qt.CursorShape.PointingHandCursor
        self._widget.setCursor(QCursor(shape))

    def _show_lens(self, lens: Lens | None) -> None:
        if lens != self._lens:
            self._lens = lens
            self._stage.show_lens(lens)
