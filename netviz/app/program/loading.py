"""What the window does not need for its first picture: the digits, the plots, two of the rooms, and more."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from netviz.rendering.canvas import GraphCanvas
from netviz.tasks import all_tasks, finding
from netviz.tasks.digits.digits import load_digits
from netviz.tasks.examples import Data
from netviz.tasks.task import AnyTask
from netviz.training.jobs.thread import Progress
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette

if TYPE_CHECKING:
    from netviz.app.program.later import Later
    from netviz.app.program.other_rooms import OtherRooms
    from netviz.panels.data.table_preview import TablePreview
    from netviz.panels.watch.curves import Curves

PATIENCE_MS: Final = 1500


class Loading(QObject):
    """Reads the digits, imports pyqtgraph and the rooms on the job thread; then hands them over."""

    begun = Signal()  # the first picture is there
    digits_came = Signal(object)  # Data
    plots_came = Signal(object)  # Curves
    rooms_came = Signal(object)  # the class OtherRooms
    later_came = Signal(object)  # the class Later
    failed = Signal(str)
    ready = Signal()  # all of it is there

    def __init__(
        self,
        task: AnyTask,
        bridge: JobBridge,
        palette: Callable[[], Palette],
        find: Callable[[], Data] | None = None,
    ) -> None:
        """`find` gives the examples, on the job thread, where the task has none of its own."""
        super().__init__()
        self._task = task
        self._find = find
        self._bridge = bridge
        self._palette = palette
        self._waits = True
        self._missing = {"digits", "plots", "rooms", "later"}
        self._digits: Data | None = None

    @property
    def digits(self) -> Data | None:
        """The digits, once they are there."""
        return self._digits

    def wait_for(self, canvas: GraphCanvas) -> None:
        """Begin as soon as its first picture is painted."""
        canvas.painted.connect(self._begin)
        # A window that nobody sees yet is not painted.
        QTimer.singleShot(PATIENCE_MS, self, self._begin)

    def close(self) -> None:
        """What has not begun by now never will."""
        self._waits = False

    def _begin(self) -> None:
        if self._waits:
            self._waits = False
            submit = self._bridge.submit
            submit("digits", lambda _: self._load(), self._digits_came, lambda e: self.failed.emit(str(e)))
            submit("plots", _import_plots, self._plots_came)
            submit("rooms", _import_rooms, self._rooms_came)
            submit("later", _import_later, self._later_came)
            self.begun.emit()

    def _load(self) -> Data:
        # Nothing is trained or measured without digits; to look for the library takes as long as a frame.
        importlib.import_module("netviz.training.jobs.mathematics").one_blas_thread()
        if self._find is not None:
            return self._find()
        return load_digits() if self._task.id == all_tasks.USUAL else finding.load(self._task.id)

    def _digits_came(self, digits: Data) -> None:
        self._digits = digits
        self.digits_came.emit(digits)
        self._came("digits")

    def _plots_came(self, plots: type[Curves]) -> None:
        self.plots_came.emit(plots(self._palette()))
        self._came("plots")

    def _rooms_came(self, rooms: type[OtherRooms]) -> None:
        self.rooms_came.emit(rooms)
        self._came("rooms")

    def _later_came(self, later: type[Later]) -> None:
        self.later_came.emit(later)
        self._came("later")

    def _came(self, what: str) -> None:
        self._missing.discard(what)
        if not self._missing:
            self.ready.emit()


def table_preview() -> type[TablePreview]:
    """The class of the look at tables, which nobody needs before they bring one."""
    preview: type[TablePreview] = importlib.import_module("netviz.panels.data.table_preview").TablePreview
    return preview


def _import_plots(_progress: Progress) -> type[Curves]:
    plots: type[Curves] = importlib.import_module("netviz.panels.watch.curves").Curves
    return plots


def _import_rooms(_progress: Progress) -> type[OtherRooms]:
    rooms: type[OtherRooms] = importlib.import_module("netviz.app.program.other_rooms").OtherRooms
    return rooms


def _import_later(_progress: Progress) -> type[Later]:
    later: type[Later] = importlib.import_module("netviz.app.program.later").Later
    return later
