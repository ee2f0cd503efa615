"""Which edges are drawn as lines and which as mist: chosen by numpy, on the job thread where there is one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import count
from time import perf_counter
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from netviz.rendering.edges.choice import strongest
from netviz.rendering.field.scratch import Scratch
from netviz.rendering.mist.make import Mist, make_mist
from netviz.viewmodels.scene import Scene

# At most this often, in seconds, and never more than this share of the time: a choice may lag behind the
# weights.
SHORTEST_WAIT: Final = 0.06
LARGEST_SHARE: Final = 0.6
# Rows of the mist for each logical pixel of height while weights change; it is soft, and costs the square.
LIVE_DETAIL: Final = 0.5

_numbers = count(1)


class Jobs(Protocol):
    """What runs work elsewhere and calls back on this thread; `viewmodels.job_bridge.JobBridge` does."""

    def submit(
        self,
        kind: str,
        work: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run `work`, then call `done` with its result, or `failed`."""


class Selection(NamedTuple):
    """`ids` uint32: the edges drawn as lines, weakest first; `mist`: all others, None while it is not made.

    The ids fit scenes with the same `sizes`, the mist those with the same `layout`; both were made for the
    scene with this `edge_key`.
    """

    edge_key: tuple[Hashable, ...]
    sizes: tuple[int, ...]
    layout: tuple[Hashable, ...]
    ids: NDArray[np.uint32]
    mist: tuple[Mist, ...] | None


def select(
    scene: Scene, k: int, *, mist: bool = True, detail: float = 1.0, scratch: Scratch | None = None
) -> Selection:
    """About `k` edges of a scene as lines, the others as mist. Pure; any thread may call it.

    `detail` and `scratch`: see `make_mist`.
    """
    ids = strongest(scene, k)
    others = make_mist(scene, ids, detail, scratch) if mist else None
    return Selection(scene.edge_key, scene.spec.sizes, scene.layout.identity, ids, others)


class Selector(QObject):
    """Keeps a selection that follows the scene: the newest one wins, and only one is made at a time."""

    changed = Signal(object)  # Selection

    def __init__(self, detail: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._detail = detail
        self._scratch = Scratch()
        self._kind = f"edges to draw {next(_numbers)}"
        self._jobs: Jobs | None = None
        self._wanted: tuple[Scene, int] | None = None
        self._made: tuple[Hashable, ...] | None = None  # edge key and k of the newest selection
        self._newest: Selection | None = None
        self._running = False
        self._not_before = 0.0
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._start)

    def use(self, jobs: Jobs | None) -> None:
        """Choose on that thread from now on, not on this one."""
        self._jobs = jobs
        self._running = False

    def follow(self, scene: Scene, k: int, *, at_once: bool = False) -> None:
        """Choose the `k` strongest edges of this scene as soon as it is time.

        `at_once`: there is nothing to draw before, so make the lines now and leave the mist to come.
        """
        self._wanted = (scene, k)
        if at_once and self._jobs is not None:
            self.changed.emit(select(scene, k, mist=False))
        self._start(hurry=at_once)

    def again(self, scene: Scene, k: int) -> bool:
        """Tell the newest selection once more, if it is the one for this scene; True if it is."""
        if self._newest is None or self._made != (scene.edge_key, k):
            return False
        self.changed.emit(self._newest)
        return True

    @property
    def busy(self) -> bool:
        """Whether a newer selection is being made, or waits for its time."""
        return self._running or self._later.isActive()

    def forget(self) -> None:
        """Follow nothing any more."""
        self._wanted = None
        self._later.stop()

    def _start(self, *, hurry: bool = False) -> None:
        if self._wanted is None or self._running:
            return
        scene, k = self._wanted
        if self._made == (scene.edge_key, k):
            return
        wait = 0.0 if hurry else self._not_before - perf_counter()
        if wait > 0:
            self._later.start(int(wait * 1000) + 1)
            return

        def work(_progress: object) -> tuple[Selection, float]:
            began = perf_counter()
            selection = select(scene, k, detail=self._detail, scratch=self._scratch)
            return selection, perf_counter() - began

        def done(result: tuple[Selection, float]) -> None:
            self._running = False
            selection, seconds = result
            self._not_before = perf_counter() + max(
                SHORTEST_WAIT - seconds, seconds / LARGEST_SHARE - seconds
            )
            if self._wanted is not None and self._wanted[0].spec.sizes == selection.sizes:
                self._made, self._newest = (selection.edge_key, k), selection
                self.changed.emit(selection)
            self._start()

        def failed(error: Exception) -> None:
            self._running = False
            raise error

        if self._jobs is None:
            done(work(None))
            return
        self._running = True
        self._jobs.submit(self._kind, work, done, failed)
