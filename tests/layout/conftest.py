"""One program for all layouts: it is started once, and every place of it is tried at every size."""

import threading
from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from netviz.app.program.composition import Program
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_program
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.fonts import choose_text_size
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.task import AnyTask
from tests import leftovers
from tests.waiting import let_work

STEPS = 60


def until(there: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the window work until something is there."""
    end = monotonic() + seconds
    while not there():
        assert monotonic() < end, "it did not come"
        let_work(5)


def settle(program: Program) -> None:
    """Let the window work until nothing is to be laid out, computed or painted any more."""
    end, quiet = monotonic() + 60.0, 0
    canvases = program.window.findChildren(GraphCanvas)  # those of compared runs, too
    while quiet < 4:  # what is done may be told in an event that begins something
        assert monotonic() < end, "it does not come to rest"
        QCoreApplication.processEvents()
        if program.jobs.busy:
            let_work(2)
        if quiet == 3:  # to go through thousands of widgets takes longer than all else here
            canvases = program.window.findChildren(GraphCanvas)
        follows = any(canvas.frame_follows for canvas in canvases if isValid(canvas) and canvas.isVisible())
        busy = program.jobs.busy or program.clock.ticking or follows
        quiet = 0 if busy else quiet + 1


@pytest.fixture(autouse=True)
def no_thread_left() -> None:
    """The program's threads outlive a test here; they end with it."""


@pytest.fixture(scope="module")
def program(
    qapp: QApplication, digits: DataSet, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    """A network that has trained for a while and rests, before a window."""
    yield from trained(DIGITS, qapp, digits, tmp_path_factory)


def trained(
    task: AnyTask, qapp: QApplication, digits: DataSet, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    """The same for any task."""
    folder = tmp_path_factory.mktemp("layout")
    threads = set(threading.enumerate())
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_DATA_HOME", str(folder / "data"))
    patch.setattr("sys.setswitchinterval", lambda _seconds: None)
    patch.setattr("netviz.app.program.loading.load_digits", lambda: digits)
    # What is looked at are words: lines are not drawn, and no frame waits for its time.
    patch.setattr("netviz.rendering.views.paint_view.paint_edges", lambda *_: None)
    patch.setattr("netviz.rendering.views.paint_view.paint_mist", lambda *_: None)
    patch.setattr("netviz.viewmodels.playing.clock.TICK_MS", 0)
    font = qapp.font()
    # Widgets that wait for their end do not survive another style sheet.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    settings = Settings(folder / "netviz.ini")
    settings.pace = None
    settings.pulses = False
    settings.full = True
    made = make_program(qapp, settings, task=task)
    made.window.canvas.max_fps = 10_000
    there: list[bool] = []
    made.ready.connect(lambda: there.append(True))
    made.start()
    until(lambda: bool(there) and made.presenter.snapshot is not None)
    made.actions["view.reduced_motion"].setChecked(True)
    # Step by step: a run that is paused stops at another step each time, and has other numbers there.
    for _ in range(STEPS):
        made.intents.step()
    until(lambda: made.trainer.status.step == STEPS and not made.jobs.busy)
    yield made
    made.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    choose_text_size(100)
    qapp.setFont(font)
    qapp.setStyleSheet("")
    patch.undo()
    leftovers.expect()
    # Those of the tests themselves: a thread that Python did not begin, and the watch over this test's time.
    own = ("Dummy-", "pytest_timeout")
    left = [t for t in threading.enumerate() if t not in threads and not t.name.startswith(own)]
    for thread in left:
        thread.join(timeout=5)
    assert not [t.name for t in left if t.is_alive()], "threads outlive the program"
