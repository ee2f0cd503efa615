"""What the window does not need for its first picture: the digits, the plots, two of the rooms, and more.

Classes of Qt's are made in the window's thread alone, so modules that have some are imported there, a few
at a time: up to Python 3.11 PySide looks into its table of classes without the interpreter's lock whenever Qt
asks an object for its class, and one that is made in another thread just then ends the process.
"""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from netviz.rendering.canvas import GraphCanvas
from netviz.tasks import all_tasks, finding
from netviz.tasks.digits.digits import load_digits
from netviz.tasks.examples import Data
from netviz.tasks.task import AnyTask
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette

if TYPE_CHECKING:
    from netviz.panels.data.table_preview import TablePreview
    from netviz.panels.watch.curves import Curves

PATIENCE_MS: Final = 1500
AT_A_TIME: Final = 0.008  # seconds, then the window has its turn; what is asked for may take longer
# What is imported before each class that is handed over, what is needed before what needs it: pieces that
# hold the window up for little (tests/app/test_loading.py). pyqtgraph asks for all that those of Qt's have.
PIECES: Final = {
    "plots": (
        "PySide6.QtCore",
        "PySide6.QtGui",
        "PySide6.QtWidgets",
        "pyqtgraph",
        "netviz.panels.watch.curves",
    ),
    "rooms": (
        "netviz.app.explain.source",
        "netviz.app.explain.telling",
        "netviz.app.inspector.one_weight",
        "netviz.panels.inspector.layer.tab",
        "netviz.panels.inspector.operate.tab",
        "netviz.panels.inspector.seeks.tab",
        "netviz.panels.inspector.page.rows",
        "netviz.app.inspector.page",
        "netviz.panels.test.results",
        "netviz.panels.test.page",
        "netviz.app.test.room",
        "netviz.app.train.landscape.feed",
        "netviz.app.train.two_networks.feed",
        "netviz.app.train.plot_feed",
        "netviz.app.train.compare",
        "netviz.app.train.room",
        "netviz.app.program.other_rooms",
    ),
    "later": (
        "netviz.app.challenges.room",
        "netviz.app.files.own_data",
        "netviz.app.files.sheets",
        "netviz.viewmodels.words.concepts.all_concepts",
        "netviz.panels.concepts.page",
        "netviz.app.help.concepts",
        "netviz.app.lecture.carried",
        "netviz.app.lessons.school",
        "netviz.app.page.room",
        "netviz.app.program.later",
    ),
}


class Loading(QObject):
    """Reads the digits on the job thread, imports pyqtgraph and the rooms piece by piece; hands them over."""

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
        self._missing = {"digits", *PIECES}
        self._pieces = deque((what, name) for what, names in PIECES.items() for name in names)
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._go_on)
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._begin)
        self._digits: Data | None = None

    @property
    def digits(self) -> Data | None:
        """The digits, once they are there."""
        return self._digits

    def wait_for(self, canvas: GraphCanvas) -> None:
        """Begin as soon as its first picture is painted."""
        canvas.painted.connect(self._begin)
        # A window that nobody sees yet is not painted.
        self._patience.start()

    def close(self) -> None:
        """What has not begun by now never will."""
        self._waits = False
        self._patience.stop()
        self._turns.stop()

    def _begin(self) -> None:
        if self._waits:
            self._waits = False
            digits, failed = self._digits_came, self.failed
            self._bridge.submit("digits", lambda _: self._load(), digits, lambda e: failed.emit(str(e)))
            self._patience.stop()
            self._turns.start()
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

    def _go_on(self) -> None:
        """Import some more, and come back after what has happened in the window meanwhile."""
        until = perf_counter() + AT_A_TIME
        while self._turns.isActive() and perf_counter() < until:
            what, name = self._pieces.popleft()
            if not self._pieces:
                self._turns.stop()
            module = importlib.import_module(name)
            if name.startswith("PySide6."):
                for each in dir(module):
                    getattr(module, each)
            if name == PIECES[what][-1]:
                self._hand_over(what, module)

    def _hand_over(self, what: str, module: Any) -> None:
        if what == "plots":
            plots: type[Curves] = module.Curves
            self.plots_came.emit(plots(self._palette()))
        elif what == "rooms":
            self.rooms_came.emit(module.OtherRooms)
        else:
            self.later_came.emit(module.Later)
        self._came(what)

    def _came(self, what: str) -> None:
        self._missing.discard(what)
        if not self._missing:
            self.ready.emit()


def table_preview() -> type[TablePreview]:
    """The class of the look at tables, which nobody needs before they bring one."""
    preview: type[TablePreview] = importlib.import_module("netviz.panels.data.table_preview").TablePreview
    return preview
