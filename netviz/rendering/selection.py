"""Which edges are drawn as lines, and in what order:

chosen by numpy, on the job thread where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from netviz.rendering.edges.strength import strongest
from netviz.viewmodels.scene import Scene

# At most this often, in seconds, and never more than this share of the time: a choice may lag behind the
# weights.
SHORTEST_WAIT: Final = 0.1
LARGEST_SHARE: Final = 0.25


class Jobs(Protocol):
    """What runs the work elsewhere and calls `done` back on this thread;

    `viewmodels.job_bridge.JobBridge` does.
    """

    def submit(
        self,
        kind: str,
        work: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None: ...


@dataclass(frozen=True, eq=False)
class Selection:
    """`ids` uint32:

    the edges drawn as lines, weakest first. It fits scenes with the same `sizes`; it was made for
    `edge_key`.
    """

    edge_key: tuple[Hashable, ...]
    sizes: tuple[int, ...]
    ids: NDArray[np.uint32]


def select(scene: Scene, k: int) -> Selection:
    """The `k` strongest edges of a scene. Pure; any thread may call it."""
    return Selection(scene.edge_key, scene.spec.sizes, strongest(scene, k))


class Selector(QObject):
    """Keeps a selection that follows the scene:

    the newest one wins, and it is never asked for twice at once.
    """

    changed = Signal(object)  # Selection

    def __init__(self, kind: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._jobs: Jobs | None = None
        self._scene: Scene | None = None
        self._k = 0
        self._made: tuple[Hashable, ...] | None = None  # edge key and k of the newest selection
        self._running = False
        self._not_before = 0.0
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._start)

    def use(self, jobs: Jobs) -> None:
        """Choose on that thread from now on, not on this one."""
        self._jobs = jobs

    def follow(self, scene: Scene, k: int) -> None:
        """Choose the `k` strongest edges of this scene, now or as soon as it is time."""
        other = self._scene is None or self._scene.spec.sizes != scene.spec.sizes
        self._scene, self._k = scene, k
        if other:
            # Another network: a selection of the old one's edges would be wrong, so this one is made at once.
            self._finish(select(scene, k), (scene.edge_key, k))
        else:
            self._start()

    def rest(self) -> None:
        """Follow nothing any more."""
        self._scene = None
        self._later.stop()

    def _start(self) -> None:
        scene, k = self._scene, self._k
        if scene is None or self._running or self._made == (scene.edge_key, k):
            return
        wait = self._not_before - perf_counter()
        if wait > 0:
            self._later.start(int(wait * 1000) + 1)
            return
        began = perf_counter()
        if self._jobs is None:
            selection = select(scene, k)
            self._pause(began)
            self._finish(selection, (scene.edge_key, k))
            return
        self._running = True

        def done(result: tuple[Selection, float]) -> None:
            self._running = False
            selection, seconds = result
            self._pause(began, seconds)
            if self._scene is not None and self._scene.spec.sizes == selection.sizes:
                self._finish(selection, (scene.edge_key, k))
                self._start()

        def failed(error: Exception) -> None:
            self._running = False
            raise error

        def work(_progress: object) -> tuple[Selection, float]:
            start = perf_counter()
            return select(scene, k), perf_counter() - start

        self._jobs.submit(self._kind, work, done, failed)

    def _pause(self, began: float, seconds: float | None = None) -> None:
        took = perf_counter() - began if seconds is None else seconds
        self._not_before = began + max(SHORTEST_WAIT, took / LARGEST_SHARE)

    def _finish(self, selection: Selection, made: tuple[Hashable, ...]) -> None:
        self._made = made
        self.changed.emit(selection)
