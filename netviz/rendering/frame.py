"""What has to be drawn anew in the next frame: the decisions that all canvases share. Without Qt."""

from __future__ import annotations

from collections.abc import Hashable
from time import perf_counter
from typing import Final, NamedTuple

from netviz.rendering.camera import Camera
from netviz.rendering.selection import Selection
from netviz.viewmodels.scene import Scene

# Seconds: edges are drawn for a new camera once it has stood still for so long, and from time to time while
# it moves; until then the kept pictures are moved and enlarged.
CAMERA_RESTS: Final = 0.08
CAMERA_MOVES: Final = 0.3
# Seconds that the pointer rests on a neuron until its weaker edges are drawn too, where they cost much.
FOCUS_RESTS: Final = 0.12


class Work(NamedTuple):
    """What one frame draws into kept pictures before it lays them over each other.

    `live`: the edges of the live selection, from scratch. `rest`: first and count of the resting selection's
    edges that are added to the resting picture (from scratch where first is 0). `focus`: the edges that stand
    out, the strongest `focus_most` of them if that is a number.
    """

    live: bool
    rest: tuple[int, int] | None
    focus: bool
    focus_most: int | None = None


NO_WORK: Final = Work(live=False, rest=None, focus=False)


class Kept:
    """Knows which of the kept pictures are stale, and which of the two pictures of the edges is shown.

    The live picture holds as many edges as a frame can take, and is drawn whenever they change. The resting
    one is completed over several frames while nothing changes, then takes the live one's place until
    something does.

    Where a picture of the edges costs much (`pictures_move`), it is moved and enlarged with the camera, and
    drawn anew once that rests: `edges_camera` and `focus_camera` are those that the pictures were drawn for.
    """

    def __init__(self) -> None:
        self.scene: Scene | None = None
        self.camera = Camera()
        self.edges_camera = Camera()
        self.focus_camera = Camera()
        self.live: Selection | None = None
        self.rest: Selection | None = None
        self.shows_rest = False
        self.refresh_edges = True
        self.edges_every = 0.0  # seconds, at least, from one picture of all edges to the next
        self.pictures_move = False
        self._edges_drawn_at = -1.0
        self._looked_at = -1.0
        self._rest_done = 0
        self._live_stale = True
        self._focus_stale = True
        self._focus_partial = False
        self._focus_drawn_at = -1.0
        self._drawn_for: tuple[Hashable, ...] | None = None

    def show(self, scene: Scene) -> bool:
        """Another scene; True where its edges are to be drawn anew."""
        old, self.scene = self.scene, scene
        if old is None or old.spec.sizes != scene.spec.sizes:
            self.live = self.rest = None
            self.edges_changed()
            return True
        if scene.edge_key != old.edge_key:
            placed_anew = (old.layout.identity, old.palette) != (scene.layout.identity, scene.palette)
            if self.refresh_edges or placed_anew:
                self.edges_changed()
                return True
            self._live_stale = True
            self._focus_stale |= _stands_out(scene) or _stands_out(old)
            if not self.shows_rest:
                # Half complete; the rest of it would be drawn with the new scene's numbers.
                self.rest = None
        elif (scene.focus, scene.dim) != (old.focus, old.dim) or scene.moment is not old.moment:
            self._focus_stale = True
        return False

    def set_refresh_edges(self, on: bool) -> bool:
        """Off: keep the picture of the edges while weights change. True where they are to be drawn now."""
        resumes = on and not self.refresh_edges and self._live_stale
        self.refresh_edges = on
        if resumes:
            self.edges_changed()
        return resumes

    def look(self, camera: Camera) -> None:
        """Another camera."""
        if camera == self.camera:
            return
        self.camera = camera
        if self.pictures_move:
            self._looked_at = perf_counter()
            if not self.shows_rest:
                self.rest, self._rest_done = None, 0
        else:
            self.edges_changed()

    def choose(self, live: Selection) -> None:
        """Another live selection."""
        self.live = live
        self._live_stale = True

    def begin_rest(self, rest: Selection) -> None:
        """Complete the resting picture with these edges, unless they are of a scene that is past."""
        if self.scene is not None and rest.edge_key == self.scene.edge_key and not self._camera_moved:
            self.rest, self._rest_done, self.shows_rest = rest, 0, False

    def edges_changed(self) -> None:
        """All edges have to be drawn anew."""
        self._live_stale = self._focus_stale = True
        self.rest, self._rest_done, self.shows_rest = None, 0, False

    @property
    def completing(self) -> bool:
        """Whether further frames are needed: for a picture that grows, or for edges that wait their turn."""
        late = self._live_stale and self.refresh_edges and self.live is not None
        grows = self.rest is not None and not self.shows_rest
        return late or grows or self._focus_partial or self._camera_moved

    def costly(self, begun_at: float) -> bool:
        """Whether a frame begun then (`perf_counter`) draws edges anew, as far as one can tell before it."""
        late = self._live_stale and self.refresh_edges and self.live is not None
        due = late and begun_at >= self._edges_drawn_at + self.edges_every
        rested = self._focus_partial and begun_at >= self._focus_drawn_at + FOCUS_RESTS
        scene = self.scene
        pointed = self._focus_stale and scene is not None and scene.moment is None and _stands_out(scene)
        return due or self._adds_to_rest or rested or pointed

    @property
    def shown(self) -> Selection | None:
        """The edges of the picture that is shown."""
        return self.rest if self.shows_rest else self.live

    @property
    def edges_drawn(self) -> int:
        """How many edges the shown picture has as lines."""
        return 0 if self.shown is None else len(self.shown.ids)

    def place(self, size: tuple[int, int]) -> tuple[Hashable, ...] | None:
        """What a picture of the edges can't be kept over, whatever the person asked for:

        size, layout, colours, and the camera where pictures do not move with it.
        """
        if self.scene is None:
            return None
        camera = None if self.pictures_move else self.camera
        return (size, self.scene.layout.identity, camera, self.scene.palette)

    def out_of_place(self, size: tuple[int, int]) -> bool:
        """Whether the picture of the edges can't be kept over: it has another size, layout or look."""
        return self.live is not None and self.place(size) != self._drawn_for

    @property
    def _adds_to_rest(self) -> bool:
        """Whether the resting picture grows; what moves over the edges goes first."""
        moves = self._focus_stale and self.scene is not None and self.scene.moment is not None
        return self.rest is not None and not self.shows_rest and not moves and not self._camera_moved

    @property
    def _camera_moved(self) -> bool:
        return self.pictures_move and self.live is not None and self.camera != self.edges_camera

    def work(self, size: tuple[int, int], per_slice: int, focus_most: int | None = None) -> Work:
        """What the next frame of this size (device pixels) has to draw;

        call it once a frame, then draw just that. `focus_most`: of the edges that stand out at most so many
        at once; the others follow when the pointer rests.
        """
        if self.scene is None:
            return NO_WORK
        now = perf_counter()
        place = self.place(size)
        moved = place != self._drawn_for
        if self._camera_moved and (
            now >= self._looked_at + CAMERA_RESTS or now >= self._edges_drawn_at + CAMERA_MOVES
        ):
            moved = True
        if moved:
            # What is still to be drawn at rest fits this place as well: nothing of it lies anywhere yet.
            untouched = None if self._rest_done else self.rest
            self.edges_changed()
            self.rest = untouched
        due = self.refresh_edges and now >= self._edges_drawn_at + self.edges_every and not self._camera_moved
        live = self._live_stale and self.live is not None and (due or moved)
        if live:
            self._live_stale = False
            self._edges_drawn_at = now
            self._drawn_for = place
            self.edges_camera = self.camera
        rest = None
        if self.rest is not None and self._adds_to_rest and not live:
            count = min(per_slice, len(self.rest.ids) - self._rest_done)
            rest = (self._rest_done, count)
            self._rest_done += count
            self.shows_rest = self._rest_done >= len(self.rest.ids)
        return Work(live, rest, *self._focus_work(now, focus_most))

    def _focus_work(self, now: float, most: int | None) -> tuple[bool, int | None]:
        if self._focus_stale:
            self._focus_stale = False
            self._focus_partial = most is not None and self._own_edges() > most
            self._focus_drawn_at, self.focus_camera = now, self.camera
            return True, most if self._focus_partial else None
        if self._focus_partial and now >= self._focus_drawn_at + FOCUS_RESTS and not self._camera_moved:
            self._focus_partial = False
            self.focus_camera = self.camera
            return True, None
        return False, None

    def _own_edges(self) -> int:
        """How many edges the neuron in focus has; 1 for an edge."""
        scene = self.scene
        if scene is None or scene.focus is None or scene.moment is not None:
            return 0
        if scene.focus.source is not None:
            return 1
        sizes, column = (0, *scene.spec.sizes, 0), scene.focus.column + 1
        return sizes[column - 1] + sizes[column + 1]


def _stands_out(scene: Scene) -> bool:
    """Whether some edges stand out from the others, so that their picture goes with the weights."""
    return scene.focus is not None or scene.moment is not None or scene.dim != 1.0
