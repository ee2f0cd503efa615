"""What is held before a camera, read again and again; a film or a folder of pictures stands in for one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import ImageOps
from PySide6.QtCore import QObject, QTimer, Signal

from netviz.tasks.digits.page.frames import Frames, frames_of
from netviz.tasks.digits.page.picture import PagePicture
from netviz.tasks.digits.page.read import FRAME_SIDE, read_page
from netviz.tasks.examples import DataError
from netviz.training.jobs.thread import JobThread, Progress
from netviz.training.judge import LEAST, likeness
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.pages.page import Page, PageAnswers, outputs_of, page_of
from netviz.viewmodels.pages.steady import Scene

EVERY_MS: Final = 50
_JOB: Final = "live"

Seen = tuple[Page, PageAnswers]


class LiveReader(QObject):
    """A thread of its own reads, one picture after the other; nothing of them is kept."""

    seen = Signal(object, object)  # Page, PageAnswers
    failed = Signal(str)  # it has stopped, and why

    def __init__(self, snapshot: Callable[[], Snapshot | None]) -> None:
        super().__init__()
        self._snapshot = snapshot
        self.mirrored = False
        self._jobs: JobThread | None = None
        self._bridge: JobBridge | None = None
        self._path: Path | None = None
        self._frames: Frames | None = None  # the reading thread's own, of this path
        self._frames_of: Path | None = None
        self._scene = Scene()
        self._busy = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._go_on)

    @property
    def running(self) -> bool:
        """Whether it reads."""
        return self._timer.isActive()

    def start(self, path: Path) -> None:
        """Read from this folder, film or camera."""
        self.stop()
        self._path = path
        self.go_on()

    def go_on(self) -> None:
        """Read on where it was stopped."""
        if self._path is not None:
            self._scene = Scene()
            self._timer.start()

    def stop(self) -> None:
        """Look no more; a camera is let go of."""
        self._timer.stop()
        if self._bridge is not None:
            self._bridge.submit("let go", lambda _progress: self._let_go(), lambda _nothing: None)
        self._busy = False

    def close(self) -> None:
        """The program ends."""
        self._timer.stop()
        if self._bridge is not None and self._jobs is not None:
            self._bridge.close()
            self._jobs.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._frames is not None:
            self._frames.close()
            self._frames = None

    def _go_on(self) -> None:
        shown, path, scene = self._snapshot(), self._path, self._scene
        if self._busy or shown is None or path is None:
            return
        if self._jobs is None or self._bridge is None:
            self._jobs = JobThread()
            self._bridge = JobBridge(self._jobs)
        self._busy = True
        mirrored = self.mirrored

        def work(progress: Progress) -> Seen:
            if self._frames is None or self._frames_of != path:
                self._let_go()
                self._frames, self._frames_of = frames_of(path), path
            picture = self._frames.next()
            if mirrored:
                picture = PagePicture(ImageOps.mirror(picture.picture), picture.size)

            def measure(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
                progress.check()
                return likeness(pixels)

            page = page_of(self._frames.name, picture, read_page(picture, measure, LEAST, FRAME_SIDE))
            return scene.look(page, outputs_of(shown, page.inputs), shown.step, perf_counter())

        def done(found: Seen) -> None:
            self._busy = False
            if self.running and scene is self._scene:
                self.seen.emit(*found)

        def failed(error: Exception) -> None:
            self._busy = False
            self.stop()
            if not isinstance(error, DataError):
                raise error
            self.failed.emit(str(error))

        self._bridge.submit(_JOB, work, done, failed)
