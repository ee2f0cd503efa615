"""Simple or Full: how much Watch shows, by one key, a menu entry and a switch on the network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from netviz.app.program.rooms import Rooms
from netviz.app.program.settings import Settings
from netviz.app.screen.presenter import Presenter
from netviz.app.window.actions import ActionSet
from netviz.app.window.main_window import MainWindow
from netviz.panels.watch.canvas_corner import CanvasCorner
from netviz.rendering.camera import Camera
from netviz.rendering.units import pixels
from netviz.viewmodels.scene import Layout

ROOMS_WITH_ZOOM: Final = ("watch", "train", "explain")
_MARGIN: Final = 4.0  # units
_BESIDE: Final = 24.0  # units that are kept free beside a column


class Detail:
    """Tells the window, and keeps the corner of the canvas."""

    def __init__(self, window: MainWindow, presenter: Presenter, rooms: Rooms, settings: Settings) -> None:
        self._window = window
        self._presenter = presenter
        self._rooms = rooms
        self._settings = settings
        self._actions: ActionSet | None = None
        self._key: tuple[object, ...] = ()
        self.corner = CanvasCorner(window.canvas)
        self.corner.fit_clicked.connect(window.canvas.fit)
        window.canvas.painting.connect(self._follow)
        window.canvas.page_resized.connect(lambda *_: self._follow())
        rooms.opened.connect(lambda _room: self._follow())
        presenter.figures_changed.connect(lambda: window.show_past(presenter.playback.travelling))

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {"view.full": self._set_full}

    def furnish(self, actions: ActionSet) -> None:
        """The actions are made: begin as it was left."""
        self._actions = actions
        full, single = actions["view.full"], actions["view.single"]
        self._window.sentence.switch.full_chosen.connect(full.setChecked)
        self.corner.single_chosen.connect(single.setChecked)
        single.toggled.connect(self.corner.show_single)
        for name in ("right", "legend"):
            # What only Full has brings Full along.
            actions[f"view.{name}"].triggered.connect(self._asked_for_more)
        full.setChecked(self._settings.full)
        self._set_full(self._settings.full)

    def _set_full(self, full: bool) -> None:
        self._settings.full = full
        self._window.show_full(full)
        self._presenter.manner = replace(self._presenter.manner, simple=not full)
        self._presenter.touch()
        self._window.sentence.switch.show_full(full)
        self._key = ()
        self._follow()

    def _asked_for_more(self, _shown: bool) -> None:
        actions = self._actions
        places = self._window.places
        seen = places.has("right") and not places.gives_way("right")
        if actions is not None and not self._settings.full and seen:
            actions["view.full"].setChecked(True)
            for name in ("right", "legend"):
                actions[f"view.{name}"].setChecked(True)

    def _follow(self) -> None:
        canvas, scene, room = self._window.canvas, self._window.canvas.scene, self._rooms.now
        camera = canvas.camera
        layout = None if scene is None else scene.layout
        shape = None if layout is None else layout.identity
        presents = self._window.places.presents
        key = (room, camera, canvas.width(), canvas.height(), shape, presents)
        if key == self._key:
            return
        self._key = key
        zoomed = camera != Camera() and room in ROOMS_WITH_ZOOM
        self.corner.show_zoom(camera.zoom if zoomed else None)
        single = room == "watch" and not presents and layout is not None and self._has_room(layout)
        self.corner.setVisible((zoomed and not presents) or single)
        self.corner.stand(canvas.width() - pixels(_MARGIN), pixels(_MARGIN), single=single)
        self.corner.raise_()

    def _has_room(self, layout: Layout) -> bool:
        """Whether the button for one neuron a layer stands clear of all columns."""
        button, top = self.corner.single.sizeHint(), pixels(_MARGIN)
        left = self._window.canvas.width() - button.width() - 2 * top
        outputs = layout.spec.neuron_slices[-1]
        above = pixels(float(layout.xy[outputs, 1].min() - layout.radius[outputs].max()))
        hidden = max(layout.column_x[:-1]) + _BESIDE
        return left > pixels(hidden) and above > top + button.height()
