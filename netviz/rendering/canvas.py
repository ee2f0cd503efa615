"""The canvas of the window: shows scenes, on the GPU where that works, and tells what the pointer does."""

from __future__ import annotations

from time import perf_counter
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from netviz.rendering.budget import AT_REST
from netviz.rendering.camera import Camera
from netviz.rendering.frame import Kept
from netviz.rendering.overlay import LabelOverlay
from netviz.rendering.pointing.hand import Hand
from netviz.rendering.pointing.lens import Lens
from netviz.rendering.selection import LIVE_DETAIL, Jobs, Selection, Selector
from netviz.rendering.units import high, wide
from netviz.rendering.views.behind_view import BehindView
from netviz.rendering.views.paint_view import PaintView
from netviz.rendering.views.rhi_view import RhiView
from netviz.viewmodels.scene import Focus, Scene

# Qt's rendering layer refuses these platforms with a warning; there is no need to ask.
_WITHOUT_GPU: Final = ("offscreen", "minimal", "vnc", "linuxfb")
_REST_AFTER_MS: Final = 350
# Seconds between two pictures of all edges where the processor draws them; what is between them is for the
# neurons, the pen and training.
_EDGES_EVERY: Final = 0.08
# Seconds that it takes there to draw them, about: so long before a frame is due it is begun.
_EDGES_TAKE: Final = 0.02


class CanvasStatus(NamedTuple):
    """How the picture is made: `backend` "OpenGL", "QPainter" …; `edges_drawn` as lines, of `edges_total`."""

    backend: str
    device: str
    edges_drawn: int
    edges_total: int
    problem: str = ""


class GraphCanvas(QWidget):
    """Shows scenes through a camera of its own.

    Focus is the scene's: what is hovered or picked comes back in one.
    """

    hovered = Signal(object)  # Focus | None
    picked = Signal(object)  # Focus | None
    entered = Signal(object)  # Focus: somebody wants to look into it
    page_resized = Signal(float, float)  # units
    status_changed = Signal(object)  # CanvasStatus
    painting = Signal()  # the scene is painted next: what changes now appears in one go with it
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = Kept()
        self._camera = Camera()
        self._lens: Lens | None = None
        self._max_fps: int | None = None
        self._last_frame = 0.0
        self._drawn_ahead = False  # the edges of a frame that is not painted yet
        self._backend, self._device, self._problem = "", "", ""
        self._status = CanvasStatus("", "", 0, 0)
        self._jobs: Jobs | None = None
        self._live = Selector(LIVE_DETAIL, self)
        self._live.changed.connect(self._choose)
        self._rest = Selector(parent=self)
        self._rest.changed.connect(self._begin_rest)
        self._frame_due = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame_due.timeout.connect(self._frame)
        self._paint_due = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._paint_due.timeout.connect(self._paint)
        self._resting = QTimer(self, singleShot=True, interval=_REST_AFTER_MS)
        self._resting.timeout.connect(self._complete)
        self._overlay = LabelOverlay(self)
        self._view: RhiView | PaintView
        if QGuiApplication.platformName() in _WITHOUT_GPU:
            self.use_painter()
        else:
            self._use_device()
        self._hand = Hand(self, self)
        self._hand.hovered.connect(self.hovered)
        self._hand.picked.connect(self.picked)
        self._hand.entered.connect(self.entered)
        self.setAccessibleName("The network")

    # What the window asks for.

    @property
    def status(self) -> CanvasStatus:
        """How the picture on screen is made."""
        return self._status

    @property
    def scene(self) -> Scene | None:
        """The scene on screen."""
        return self._kept.scene

    @property
    def selection(self) -> Selection | None:
        """The edges on screen: which as lines, which as mist."""
        return self._kept.shown

    @property
    def wide(self) -> float:
        """How wide the page is that fills it, in units."""
        return wide(self)

    @property
    def high(self) -> float:
        """How high that page is, in units."""
        return high(self)

    @property
    def settled(self) -> bool:
        """Whether the picture is complete and will stay as it is until something changes."""
        kept = self._kept
        waits = self._frame_due.isActive() or self._drawn_ahead or self._resting.isActive() or kept.completing
        return not waits and not self._live.busy and not self._rest.busy and kept.shown is not None

    @property
    def frame_follows(self) -> bool:
        """Whether the scene is painted in a frame that is still to come."""
        return self._frame_due.isActive() or self._paint_due.isActive()

    @property
    def camera(self) -> Camera:
        """Which part of the page is on screen."""
        return self._camera

    @property
    def max_fps(self) -> int:
        """Frames a second at most: 30 where the processor draws, 60 on a graphics device, or what was set."""
        return self._max_fps or (30 if self._view.budget.software else 60)

    @max_fps.setter
    def max_fps(self, frames: int | None) -> None:
        self._max_fps = frames

    @property
    def software(self) -> bool:
        """Whether the processor draws, so that a frame takes time from everything else."""
        return self._view.budget.software

    @property
    def python_ms(self) -> float:
        """What the last frame cost in Python, in milliseconds."""
        return self._view.python_ms

    @property
    def budget_lines(self) -> int:
        """How many edges a frame draws as lines while weights change."""
        return self._view.budget.live

    def use_jobs(self, jobs: Jobs) -> None:
        """Choose edges on the job thread; without one they are chosen here."""
        self._jobs = jobs
        self._live.use(jobs)
        self._rest.use(jobs)

    def show_scene(self, scene: Scene) -> None:
        """Show this from the next frame on. A scene with the same key costs nothing."""
        old = self._kept.scene
        if old is not None and old.key == scene.key:
            return
        if old is not None and old.layout.identity != scene.layout.identity:
            self._hand.forget(kept=old.spec.sizes != scene.spec.sizes)
        if self._kept.show(scene):
            self._edges_changed()
        elif self._resting.isActive() and scene.moment is not None:
            # What moves over the edges goes first: they are completed when it rests.
            self._resting.start()
        self._request()

    @property
    def refreshes_edges(self) -> bool:
        """Whether the picture of the edges follows the weights."""
        return self._kept.refresh_edges

    def set_refresh_edges(self, on: bool) -> None:
        """Off: the picture of the edges is kept while weights change, and everything else goes on."""
        if self._kept.set_refresh_edges(on):
            self._edges_changed()
            self._request()

    def set_camera(self, camera: Camera) -> None:
        """Look there."""
        camera = camera.kept_in(wide(self), high(self))
        if camera != self._camera:
            self._camera = camera
            self._kept.look(camera)
            self._edges_changed()
            self._words()
            self._request()

    def fit(self) -> None:
        """The whole page."""
        self.set_camera(Camera())

    def keep(self, focus: Focus | None) -> None:
        """This is what a click has kept in focus."""
        self._hand.keep(focus)

    def show_lens(self, lens: Lens | None) -> None:
        """Lay this lens over the picture; None: no lens."""
        self._lens = lens
        self._words()

    def give_back(self) -> None:
        """Let the graphics device go, before the window does; nothing is drawn any more."""
        self._frame_due.stop()
        self._paint_due.stop()
        self._resting.stop()
        if isinstance(self._view, RhiView | BehindView):
            self._view.give_back()

    # Frames.

    def _use_device(self) -> None:
        """Draw on the graphics device: in the window itself if it is a real one, else behind it."""
        behind = BehindView(self._kept, self)
        if behind.works and behind.software:
            behind.failed.connect(self.use_painter)
            self._use(behind)
            self._started(behind.backend, behind.device, behind.software)
            return
        works, problem = behind.works, behind.problem
        behind.give_back()
        behind.deleteLater()
        if not works:
            # Not even tried in the window itself: one that has held such a widget stays black.
            self.use_painter(problem)
            return
        self.use_window()

    def use_window(self) -> None:
        """Draw everything on the graphics device, in the window itself."""
        old = getattr(self, "_view", None)
        if isinstance(old, BehindView):
            old.give_back()
            old.hide()
            old.deleteLater()
        view = RhiView(self._kept, self)
        view.started.connect(self._started)
        view.failed.connect(self.use_painter)
        self._use(view)

    def _use(self, view: RhiView | PaintView) -> None:
        self._view = view
        # A painter lays pictures over each other wherever they are; a device draws edges quickly enough.
        self._kept.pictures_move = isinstance(view, PaintView)
        self._overlay.device_draws = isinstance(view, RhiView)
        view.presented.connect(self._presented)
        view.setGeometry(self.rect())
        view.lower()
        view.show()
        self._overlay.raise_()

    def use_painter(self, problem: str = "") -> None:
        """Draw by QPainter from now on; `problem` is a sentence that says why, for the status."""
        old = getattr(self, "_view", None)
        if isinstance(old, QWidget):
            old.hide()
            old.deleteLater()
        self._backend, self._device, self._problem = "QPainter", "the processor", problem
        self._kept.edges_changed()
        self._kept.edges_every = _EDGES_EVERY
        self._use(PaintView(self._kept, self))
        self._edges_changed()
        self._report()
        self._request()

    def _started(self, backend: str, device: str, software: bool) -> None:
        self._backend, self._device = backend, device
        self._kept.edges_every = _EDGES_EVERY if software else 0.0
        self._edges_changed()
        self._report()
        self._request()

    def _request(self) -> None:
        if self._paint_due.isActive():
            return
        begin = self._next_frame - _EDGES_TAKE
        early = self.software and self._kept.costly(max(begin, perf_counter()))
        wait = _milliseconds(begin if early else self._next_frame)
        if not self._frame_due.isActive() or wait < self._frame_due.remainingTime():
            self._frame_due.start(wait)

    @property
    def _next_frame(self) -> float:
        return self._last_frame + 1 / self.max_fps

    def _frame(self) -> None:
        """Edges first, all else when the window has seen to what came in meanwhile: both in one go would hold
        up the pen.
        """
        self._drawn_ahead = self._view.draw_ahead()
        if self._drawn_ahead:
            self._paint_due.start(_milliseconds(self._next_frame))
        else:
            self._paint()

    def _paint(self) -> None:
        now, due = perf_counter(), self._next_frame
        # One that is a little late does not make those after it late.
        self._last_frame = due if 0 <= now - due < 1 / self.max_fps else now
        self._words()
        self.painting.emit()
        self._view.request()

    def _presented(self, milliseconds: float, edges: int) -> None:
        self._drawn_ahead = False
        if self._view.budget.measured(milliseconds, edges) and self._kept.scene is not None:
            self._live.follow(self._kept.scene, self._view.budget.live)
        if self._kept.completing:
            self._request()
        self._report()
        self.painted.emit()

    def _edges_changed(self) -> None:
        if self._kept.scene is not None:
            at_once = self._kept.live is None
            self._live.follow(self._kept.scene, self._view.budget.live, at_once=at_once)
            self._rest.forget()
            self._resting.start()

    def _choose(self, selection: Selection) -> None:
        self._kept.choose(selection)
        self._resting.start()
        self._request()

    def _complete(self) -> None:
        scene, live = self._kept.scene, self._kept.live
        if scene is None or live is None or live.mist == () or self._kept.rest is not None:
            return
        k = max(AT_REST, self._view.budget.live)
        if not self._rest.again(scene, k):
            self._rest.follow(scene, k)

    def _begin_rest(self, selection: Selection) -> None:
        self._kept.begin_rest(selection)
        self._request()

    def _report(self) -> None:
        scene = self._kept.scene
        total = 0 if scene is None else scene.n_edges
        status = CanvasStatus(self._backend, self._device, self._kept.edges_drawn, total, self._problem)
        if status != self._status:
            self._status = status
            self._words()
            self.status_changed.emit(status)

    def _words(self) -> None:
        if self._kept.scene is not None:
            self._overlay.show_labels(self._kept.scene, self._camera, self._lens)

    # The person.

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Called by Qt."""
        self._view.setGeometry(self.rect())
        self._overlay.setGeometry(self.rect())
        self._tell_page()

    def text_resized(self) -> None:
        """The page has other measures now: the network's circles, lines and words follow the text size."""
        self._tell_page()

    def _tell_page(self) -> None:
        self.page_resized.emit(wide(self), high(self))


def _milliseconds(until: float) -> int:
    return max(0, round((until - perf_counter()) * 1000))
