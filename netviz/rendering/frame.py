"""What has to be drawn anew in the next frame: the decisions that both canvases share. Without Qt."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from netviz.rendering.camera import Camera
from netviz.rendering.selection import Selection
from netviz.viewmodels.scene import Scene


@dataclass(frozen=True)
class Work:
    """What one frame draws into kept pictures before it lays them over each other.

    `live`: the edges of the live selection, from scratch. `rest`: first and count of the resting selection's
    edges that are added to the resting picture (from scratch where first is 0). `focus`: the edges that stand
    out.
    """

    live: bool
    rest: tuple[int, int] | None
    focus: bool


class Kept:
    """Knows which of the kept pictures are stale, and which of the two pictures of the edges is shown.

    The live picture holds as many edges as a frame can take, and is drawn whenever they change. The resting
    one is completed over several frames while nothing changes, then takes the live one's place until
    something does.
    """

    def __init__(self) -> None:
        self.scene: Scene | None = None
        self.camera = Camera()
        self.live: Selection | None = None
        self.rest: Selection | None = None
        self.shows_rest = False
        self.refresh_edges = True
        self._rest_done = 0
        self._live_stale = True
        self._focus_stale = True
        self._drawn_for: tuple[Hashable, ...] | None = None

    def show(self, scene: Scene) -> None:
        """Another scene."""
        old, self.scene = self.scene, scene
        if old is None or old.spec.sizes != scene.spec.sizes:
            self.live = self.rest = None
        if old is None or scene.edge_key != old.edge_key:
            self.edges_changed()
        elif scene.focus != old.focus or scene.moment is not old.moment:
            self._focus_stale = True

    def look(self, camera: Camera) -> None:
        """Another camera."""
        if camera != self.camera:
            self.camera = camera
            self.edges_changed()

    def choose(self, live: Selection) -> None:
        """Another live selection."""
        self.live = live
        self._live_stale = True

    def begin_rest(self, rest: Selection) -> None:
        """Complete the resting picture with these edges, unless they are of a scene that is past."""
        if self.scene is not None and rest.edge_key == self.scene.edge_key:
            self.rest, self._rest_done, self.shows_rest = rest, 0, False

    def edges_changed(self) -> None:
        """All edges have to be drawn anew."""
        self._live_stale = self._focus_stale = True
        self.rest, self._rest_done, self.shows_rest = None, 0, False

    @property
    def completing(self) -> bool:
        """Whether further frames are needed for the resting picture."""
        return self.rest is not None and not self.shows_rest

    @property
    def edges_drawn(self) -> int:
        """How many edges the shown picture has as lines."""
        shown = self.rest if self.shows_rest else self.live
        return 0 if shown is None else len(shown.ids)

    @property
    def has_mist(self) -> bool:
        """Whether the shown picture has the other edges as mist (or will have, once it is made)."""
        shown = self.rest if self.shows_rest else self.live
        return shown is not None and (shown.mist is None or len(shown.mist) > 0)

    def place(self, size: tuple[int, int]) -> tuple[Hashable, ...] | None:
        """What a picture of the edges can't be kept over, whatever the person asked for:

        size, layout, camera, colours.
        """
        if self.scene is None:
            return None
        return (size, self.scene.layout.identity, self.camera, self.scene.palette)

    def work(self, size: tuple[int, int], per_slice: int) -> Work:
        """What the next frame of this size (device pixels) has to draw;

        call it once a frame, then draw just that.
        """
        if self.scene is None:
            return Work(live=False, rest=None, focus=False)
        place = self.place(size)
        moved = place != self._drawn_for
        if moved:
            self.edges_changed()
        live = self._live_stale and self.live is not None and (self.refresh_edges or moved)
        if live:
            self._live_stale = False
            self._drawn_for = place
        focus = self._focus_stale
        self._focus_stale = False
        rest = None
        if self.rest is not None and not self.shows_rest and not live:
            count = min(per_slice, len(self.rest.ids) - self._rest_done)
            rest = (self._rest_done, count)
            self._rest_done += count
            self.shows_rest = self._rest_done >= len(self.rest.ids)
        return Work(live, rest, focus)
