"""What is held before a camera, read again and again; a film or a folder of pictures stands in for one."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import ImageOps
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from netviz.tasks.digits.page.camera import CameraPages
from netviz.tasks.digits.page.frames import Frames, Source, frames_of
from netviz.tasks.digits.page.picture import PagePicture
from netviz.tasks.examples import DataError
from netviz.training.jobs.thread import JobThread, Progress
from netviz.training.judge import LEAST, likeness
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.pages.page import Page, PageAnswers, outputs_of, page_of
from netviz.viewmodels.pages.steady import Scene

LEAST_MS: Final = 33
"""From one picture to the next at least."""
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
        self._source: Source | None = None
        self._frames: Frames | None = None  # the reading thread's own, of this source
        self._frames_of: Source | None = None
        self._scene = Scene()
        self._pages = CameraPages()  # so are these
        self._busy = False
        self._running = False
        self._begun = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)

    @property
    def running(self) -> bool:
        """Whether it reads."""
        return self._running

    def start(self, source: Source) -> None:
        """Read from this folder, film or camera."""
        self.stop()
        self._source = source
        self.go_on()

    def go_on(self) -> None:
        """Read on where it was stopped."""
        if self._source is not None:
            self._scene = Scene()
            self._running = True
            self._timer.start(0)

    def stop(self) -> None:
        """Look no more; a camera is let go of."""
        self._timer.stop()
        self._running = False
        if self._bridge is not None:
            self._bridge.submit("let go", lambda _progress: self._let_go(), lambda _nothing: None)
        self._busy = False

    def close(self) -> None:
        """The program ends."""
        self._timer.stop()
        self._running = False
        if self._bridge is not None and self._jobs is not None:
            self._bridge.close()
            self._jobs.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._frames is not None:
            self._frames.close()
            self._frames = None

    def _go_on(self) -> None:
        shown, source, scene = self._snapshot(), self._source, self._scene
        if self._busy or source is None:
            return
        if shown is None:
            self._timer.start(LEAST_MS)
            return
        if self._jobs is None or self._bridge is None:
            self._jobs = JobThread(_JOB)
            self._bridge = JobBridge(self._jobs)
        self._busy = True
        self._begun = perf_counter()
        mirrored = self.mirrored

        def work(progress: Progress) -> Seen:
            if self._frames is None or self._frames_of != source:
                self._let_go()
                self._frames, self._frames_of, self._pages = frames_of(source), source, CameraPages()
            picture = self._frames.next()
            if mirrored:
                picture = PagePicture(ImageOps.mirror(picture.picture), picture.size)

            def measure(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
                progress.check()
                return likeness(pixels)

            at = perf_counter()
            page = page_of(self._frames.name, picture, self._pages.read(picture, measure, LEAST, at))
            return scene.look(page, outputs_of(shown, page.inputs), shown.step, at)

        def done(found: Seen) -> None:
            if scene is not self._scene:
                return
            self._busy = False
            if self.running:
                # The next one is read while this one is painted.
                left = round(LEAST_MS - 1000 * (perf_counter() - self._begun))
                if left > 0:
                    self._timer.start(left)
                else:
                    self._go_on()
                self.seen.emit(*found)

        def failed(error: Exception) -> None:
            if scene is not self._scene:  # something else is looked at since
                return
            self.stop()
            if not isinstance(error, DataError):
                raise error
            self.failed.emit(str(error))

        self._bridge.submit(_JOB, work, done, failed)
