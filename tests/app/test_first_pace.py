"""A first training is slow enough to be watched; what is chosen instead is remembered."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.program.settings import FIRST_PACE, Settings
from netviz.bench.window import open_window
from netviz.tasks.digits.digits import DataSet
from tests.app.conftest import StartProgram, end_programs


def test_the_pace_is_remembered_and_kept_from_the_first_step(
    qtbot: QtBot, start: StartProgram, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "netviz.ini")
    settings.pace = FIRST_PACE
    settings.flush()
    program = start()
    qtbot.waitUntil(lambda: program.trainer.status.pace == FIRST_PACE)
    assert program.window.controls.pace() == FIRST_PACE
    program.window.controls.pace_changed.emit(7.0)
    assert program.window.close()
    again = start()
    qtbot.waitUntil(lambda: again.trainer.status.pace == 7.0)
    assert again.window.controls.pace() == 7.0


def test_measurements_are_made_at_full_speed(
    qtbot: QtBot, qapp: QApplication, digits: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.setswitchinterval", lambda _seconds: None)
    monkeypatch.setattr("netviz.app.program.loading.load_digits", lambda: digits)
    monkeypatch.setattr("netviz.bench.window.make_application", lambda: qapp)
    with open_window() as program:
        assert program.intents.pace is None
        assert program.trainer.status.pace is None
    end_programs(qapp, [program])
