"""What comes behind the first picture: once, in whatever order, and nothing after the end."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from netviz.app.program.later import Later
from netviz.app.program.loading import Loading
from netviz.app.program.other_rooms import OtherRooms
from netviz.panels.watch.curves import Curves
from netviz.tasks.digits.digits import DataError, DataSet
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.palette import LIGHT


class Bridge:
    """Stands for the job thread: hands over what the test says."""

    def __init__(self) -> None:
        self.submitted: dict[str, tuple[Callable[[Any], None], Callable[[Exception], None] | None]] = {}

    def submit(
        self,
        kind: str,
        _work: object,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        assert kind not in self.submitted
        self.submitted[kind] = (done, failed)


class Canvas(QObject):
    painted = Signal()


class Heard:
    """What was announced, in order."""

    def __init__(self, loading: Loading) -> None:
        self.words: list[object] = []
        loading.begun.connect(lambda: self.words.append("begun"))
        loading.digits_came.connect(lambda _: self.words.append("digits"))
        loading.plots_came.connect(self.words.append)
        loading.rooms_came.connect(self.words.append)
        loading.later_came.connect(self.words.append)
        loading.failed.connect(self.words.append)
        loading.ready.connect(lambda: self.words.append("ready"))


@pytest.fixture
def bridge() -> Bridge:
    return Bridge()


@pytest.fixture
def loading(bridge: Bridge, qapp: object) -> Loading:
    return Loading(DIGITS, bridge, lambda: LIGHT)  # type: ignore[arg-type]


def painted(loading: Loading, times: int = 1) -> None:
    canvas: Any = Canvas()
    loading.wait_for(canvas)
    for _ in range(times):
        canvas.painted.emit()


def test_it_is_ready_when_all_came(loading: Loading, bridge: Bridge, digits: DataSet, qtbot: QtBot) -> None:
    heard = Heard(loading)
    painted(loading, times=3)
    assert heard.words == ["begun"]
    qtbot.waitUntil(lambda: len(heard.words) == 4)
    begun, curves, *classes = heard.words
    assert (begun, classes) == ("begun", [OtherRooms, Later])
    assert isinstance(curves, Curves)
    qtbot.addWidget(curves)
    bridge.submitted["digits"][0](digits)
    assert loading.digits is digits
    assert heard.words[4:] == ["digits", "ready"]


def test_what_has_not_come_when_the_window_closes_does_not_come_any_more(
    loading: Loading, qtbot: QtBot
) -> None:
    heard = Heard(loading)
    loading.plots_came.connect(lambda curves: (qtbot.addWidget(curves), loading.close()))
    painted(loading)
    qtbot.waitUntil(lambda: len(heard.words) == 2)
    qtbot.wait(20)
    assert len(heard.words) == 2


def test_digits_that_cannot_be_read_are_said(loading: Loading, bridge: Bridge) -> None:
    heard = Heard(loading)
    painted(loading)
    failed = bridge.submitted["digits"][1]
    assert failed is not None
    failed(DataError("The digits are damaged."))
    assert heard.words == ["begun", "The digits are damaged."]
    assert loading.digits is None


def test_a_window_that_closes_loads_nothing_any_more(loading: Loading, bridge: Bridge) -> None:
    heard = Heard(loading)
    loading.close()
    painted(loading)
    assert not heard.words
    assert not bridge.submitted


BEHIND = (
    "netviz.app.explain.room",
    "netviz.app.test.room",
    "netviz.app.train.room",
    "netviz.app.program.later",
    "netviz.app.files.own_data",
    "netviz.app.watch.points",
    "netviz.app.watch.rows",
    "netviz.panels.columns.form",
    "netviz.panels.explain.story_panel",
    "netviz.panels.points.panel",
    "netviz.panels.settings.new_network",
    "netviz.tasks.hand.data",
    "netviz.tasks.pictures.own",
    "netviz.tasks.tabular.table",
    "netviz.tasks.tabular.survey",
    "netviz.tasks.spam.rows",
    "netviz.training.jobs.mathematics",
    "PIL",
    "pyqtgraph",
)
MOST = 430  # modules of netviz's own: each takes half a millisecond, and nobody sees anything meanwhile

FIRST_PICTURE = """
import sys
from pathlib import Path
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_application, make_program

app = make_application()
program = make_program(app, Settings(Path(sys.argv[1])))


def painted():
    print(*sys.modules)
    program.close()
    app.quit()


program.window.canvas.painted.connect(painted)
program.start()
app.exec()
"""


READY = """
import importlib.abc
import importlib.util
import json
import sys
import threading
from pathlib import Path
from PySide6.QtCore import QTimer
from netviz.app.program import loading
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_application, make_program


class Watching(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is not threading.main_thread():
            elsewhere.append(name)


elsewhere, held = [], {}
sys.meta_path.insert(0, Watching())


def bring(name):
    before = len(sys.modules)
    module = importlib.import_module(name)
    held[name] = len(sys.modules) - before
    return module


app = make_application()
program = make_program(app, Settings(Path(sys.argv[1])))
loading.importlib = type("Importing", (), {"import_module": staticmethod(bring)})


def came():
    program.training
    program.exam
    QTimer.singleShot(500, app, told)


def told():
    makers = {
        name: {getattr(each, "__module__", None) or "" for each in vars(sys.modules[name]).values()}
        for name in elsewhere
        if name in sys.modules
    }
    of_qt = [name for name, each in makers.items() if any("PySide6" in m for m in each | {name})]
    print(json.dumps([of_qt, held, sorted(makers)]))
    program.close()
    app.quit()


program.ready.connect(came)
program.start()
app.exec()
"""


def test_classes_of_qt_are_made_in_the_window_s_thread_in_small_pieces(tmp_path: Path) -> None:
    """Whoever comes here: `PIECES` of app/program/loading.py has a row before what takes long, or a job
    imports what only the window's thread may.
    """
    command = [sys.executable, "-c", READY, str(tmp_path / "netviz.ini")]
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=offscreen).stdout
    of_qt, held, elsewhere = json.loads(told.splitlines()[-1])
    assert "netviz.training.jobs.mathematics" in elsewhere
    assert not of_qt
    assert [*held][-1] == "netviz.app.program.later"
    # Of netviz's own each takes about a millisecond, and some of each piece are Python's.
    assert max(n for name, n in held.items() if name != "pyqtgraph") <= 40, held


def test_the_first_picture_does_without_them(tmp_path: Path) -> None:
    """Whoever comes here with a new module: `OnDemand`, or what `app/program/loading.py` brings."""
    command = [sys.executable, "-c", FIRST_PICTURE, str(tmp_path / "netviz.ini")]
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=offscreen).stdout
    loaded = set(told.split())
    assert not set(BEHIND) & loaded
    own = [name for name in loaded if name.startswith("netviz")]
    assert len(own) <= MOST, f"{len(own)} modules stand before the first picture"
