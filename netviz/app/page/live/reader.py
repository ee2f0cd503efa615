"""What is held before a camera, read again and again; a film or a folder of pictures stands in for one."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from netviz.app.page.live.apart import Apart, EndedError
from netviz.app.page.live.looker import Looker
from netviz.app.page.live.sight import Sight, Wish
from netviz.files.errors import shown
from netviz.tasks.digits.page.cameras import Camera
from netviz.tasks.digits.page.frames import Source
from netviz.tasks.examples import DataError
from netviz.training.jobs.thread import Cancelled, JobThread, Progress
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.pages.page import Page, PageAnswers, outputs_of, page_of
from netviz.viewmodels.pages.steady import Scene

LEAST_MS: Final = 33
"""From one picture to the next at least."""
_JOB: Final = "live"
_HERE: Final = (
    "The process that read live pictures has ended. They are read on without it, more slowly while a network "
    "trains; Live, chosen again, starts another."
)

Seen = tuple[Page, PageAnswers]


class LiveReader(QObject):
    """A process of its own reads, one picture after the other, so that a trainer does not hold it up; where
    there is none, a thread does. Nothing of the pictures is kept. Answers are those of the newest network.
    """

    seen = Signal(object, object)  # Page, PageAnswers
    failed = Signal(str)  # it has stopped, and why
    told = Signal(str)  # it goes on, but not as it did

    def __init__(self, snapshot: Callable[[], Snapshot | None], room: Callable[[], tuple[int, int]]) -> None:
        """`room` says in how many pixels of the screen pictures are shown."""
        super().__init__()
        self._snapshot = snapshot
        self._room = room
        self.mirrored = False
        self._jobs: JobThread | None = None
        self._bridge: JobBridge | None = None
        self._source: Source | None = None
        self._looker = Looker()  # the reading thread's own
        self._apart: Apart | None = None  # so is this, but that anybody may kill it
        self._here = False  # no other process is to be started for this source
        self._scene = Scene()
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
        self._source, self._here = source, False
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

    def end(self) -> None:
        """The same, and the process ends."""
        self._timer.stop()
        self._running = self._busy = False
        self._scene = Scene()  # whoever is in the middle of a picture has nobody to tell
        apart = self._apart
        if apart is not None:
            apart.kill()  # nor waits for one any longer
        if self._bridge is not None:
            self._bridge.submit("let go", lambda _progress: self._close(), lambda _nothing: None)

    def close(self) -> None:
        """The program ends."""
        self.end()
        if self._bridge is not None and self._jobs is not None:
            self._bridge.close()
            self._jobs.close()
        self._close()

    def _let_go(self) -> None:
        self._looker.let_go()
        if self._apart is not None:
            try:
                self._apart.let_go()
            except EndedError:
                self._close()

    def _close(self) -> None:
        self._looker.let_go()
        apart, self._apart = self._apart, None
        if apart is not None:
            apart.close()

    def _go_on(self) -> None:
        begun_with, source, scene = self._snapshot(), self._source, self._scene
        if self._busy or source is None:
            return
        if begun_with is None:
            self._timer.start(LEAST_MS)
            return
        if self._jobs is None or self._bridge is None:
            self._jobs = JobThread(_JOB)
            self._bridge = JobBridge(self._jobs)
        self._busy = True
        self._begun = perf_counter()
        wish = Wish(source, self.mirrored, self._room())

        def work(progress: Progress) -> Seen:
            sight = self._sight(wish, progress, lambda: scene is self._scene)
            newest = self._snapshot() or begun_with
            page = page_of(sight.name, sight.shown, sight.read)
            return scene.look(page, outputs_of(newest, page.inputs), newest.step, sight.at)

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
            self.end()
            if not isinstance(error, DataError):
                raise error
            self.failed.emit(str(error))

        self._bridge.submit(_JOB, work, done, failed)

    def _sight(self, wish: Wish, progress: Progress, wanted: Callable[[], bool]) -> Sight:
        """The next picture, from the process; on this thread where there is none."""
        try:
            if self._apart is None and not self._here:
                self._apart = Apart()
                if not wanted():  # it ended before this one could be killed
                    self._close()
                    raise Cancelled
            if self._apart is not None:
                return self._apart.look(wish)
        except EndedError as error:
            self._close()
            if not wanted():
                raise Cancelled from error
            self._here = True
            if error.crashed:  # here it would take the program with it
                raise DataError(_crashed(wish.source)) from error
            assert self._bridge is not None
            self._bridge.call(lambda: self.told.emit(_HERE))
        return self._looker.look(wish, progress.check)


def _crashed(source: Source) -> str:
    called = source.name if isinstance(source, Camera) else shown(source)
    return f"The process that read {called} crashed over it; another film or camera would be right."
