"""What comes behind the first picture: once, in whatever order, and nothing after the end."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from netviz.app.program.loading import Loading
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


def test_it_is_ready_when_all_came(loading: Loading, bridge: Bridge, digits: DataSet) -> None:
    heard = Heard(loading)
    painted(loading, times=3)
    assert heard.words == ["begun"]
    bridge.submitted["plots"][0](lambda palette: ("plots", palette))
    bridge.submitted["digits"][0](digits)
    assert loading.digits is digits
    assert "ready" not in heard.words
    bridge.submitted["rooms"][0](Heard)
    assert "ready" not in heard.words
    bridge.submitted["later"][0](Bridge)
    assert heard.words == ["begun", ("plots", LIGHT), "digits", Heard, Bridge, "ready"]


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


def test_the_first_picture_does_without_them(tmp_path: Path) -> None:
    """Whoever comes here with a new module: `OnDemand`, or what `app/program/loading.py` brings."""
    command = [sys.executable, "-c", FIRST_PICTURE, str(tmp_path / "netviz.ini")]
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=offscreen).stdout
    loaded = set(told.split())
    assert not set(BEHIND) & loaded
    own = [name for name in loaded if name.startswith("netviz")]
    assert len(own) <= MOST, f"{len(own)} modules stand before the first picture"
