"""A few events of `make monkey`."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.app.conftest import end_programs
from tests.monkey.run import run

EVENTS = 25


@pytest.mark.skipif(sys.platform != "linux", reason="it is tried on Linux")
def test_some_seconds_of_random_events_do_no_harm(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    report = run(tmp_path, 60.0, 3, most_events=EVENTS)
    end_programs(qapp, [])
    assert report.faults == []
    assert report.events > 0
