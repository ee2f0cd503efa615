"""What comes behind the first picture: once, in whatever order, and nothing after the end."""

import subprocess
import sys
from collections.abc import Callable
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
    "netviz.tasks.tabular.table",
    "netviz.tasks.tabular.survey",
    "netviz.tasks.spam.rows",
    "netviz.training.jobs.mathematics",
    "pyqtgraph",
)


def test_the_first_picture_does_without_them() -> None:
    code = "import sys; import netviz.app.program.start; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not set(BEHIND) & set(loaded.split())
