"""A run that was trained with digits of one's own: it takes these along, and no others without a question."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.cli.main import main
from netviz.tasks.digits.digits import load_digits_from
from netviz.training.recording.reader import Recording
from tests.journeys.conftest import Open
from tests.own_digits import write_digits

STEPS = 40


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    write_digits(folder)
    return folder


@pytest.fixture
def run(mine: Path, tmp_path: Path) -> Path:
    path = tmp_path / "own.netviz"
    assert (
        main(["train", "--data", str(mine), "--steps", str(STEPS), "--batch", "50", "--save", str(path)]) == 0
    )
    return path


def opened(qtbot: QtBot, open_window: Open, path: Path) -> Program:
    program = open_window(path)
    qtbot.waitUntil(lambda: program.trainer.status.step == STEPS, timeout=10_000)
    return program


def train(qtbot: QtBot, program: Program) -> None:
    """Press Train until some steps are done, and pause."""
    begin = program.trainer.status.step
    press(qtbot, button(program, "Train"))
    qtbot.waitUntil(lambda: program.trainer.status.step > begin + 20, timeout=20_000)
    pause(qtbot, program)


def pause(qtbot: QtBot, program: Program) -> None:
    """As soon as the button says so: until then it means Train."""
    train_button = button(program, "Train")
    qtbot.waitUntil(lambda: train_button.text().strip() == "Pause", timeout=10_000)
    press(qtbot, train_button)
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=5000)


def button(program: Program, words: str) -> QAbstractButton:
    """Of the bar; Train is Pause while it trains."""
    found = program.window.controls.findChildren(QAbstractButton)
    names = (words, "Pause") if words == "Train" else (words,)
    return next(one for one in found if one.text().strip() in names)


def press(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(qtbot: QtBot, words: str, seen: list[str]) -> None:
    """The next question gets this button, pressed with the mouse."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(50, look)
            return
        seen.append(box.informativeText())
        press(qtbot, next(one for one in box.buttons() if words in one.text().replace("&", "")))

    QTimer.singleShot(50, look)


def test_a_run_brings_its_own_digits_and_undo_brings_back_those_of_the_program(
    qtbot: QtBot, open_window: Open, run: Path, mine: Path
) -> None:
    program = opened(qtbot, open_window, run)
    assert str(mine) in program.window.banner.text
    own = load_digits_from(mine)
    assert program.digits is not None
    assert program.digits.sha256 == own.sha256
    train(qtbot, program)
    measured = program.trainer.status.step
    program.actions["room.test"].trigger()
    qtbot.waitUntil(lambda: program.exam.reading.step == measured, timeout=20_000)
    assert program.exam.reading.result is not None
    assert len(program.exam.reading.result.digits) == len(own.test)
    program.actions["room.watch"].trigger()
    file = program.recordings.recorder.flush().result(10)
    assert file is not None
    with Recording(file) as recording:
        assert (recording.info.data.sha256, recording.info.data.folder) == (own.sha256, str(mine))
    qtbot.keyClick(program.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.trainer.status.step == 0, timeout=10_000)
    assert program.digits.name.bundled
    program.documents.forget(clean_step=None)


def test_without_its_digits_it_is_neither_trained_nor_tested_before_somebody_says_so(
    qtbot: QtBot, open_window: Open, run: Path, mine: Path
) -> None:
    sha256 = load_digits_from(mine).sha256
    shutil.rmtree(mine)
    before = run.read_bytes()
    program = opened(qtbot, open_window, run)
    assert "other examples" in program.window.banner.text
    assert str(mine) in program.window.banner.text
    program.actions["room.test"].trigger()
    qtbot.waitUntil(lambda: "examples of this run are not there" in program.exam.page.sentence, timeout=5000)
    program.actions["room.watch"].trigger()
    seen: list[str] = []
    for name in ("Train", "Step"):
        answer(qtbot, "Cancel", seen)
        press(qtbot, button(program, name))
        qtbot.wait(100)
        assert program.trainer.status.step == STEPS
        assert program.trainer.status.phase != "training"
        assert sha256[:12] in seen[-1]
    assert len(seen) == 2
    answer(qtbot, "Branch with these examples", seen)
    press(qtbot, button(program, "Train"))
    qtbot.waitUntil(lambda: program.trainer.status.step > STEPS + 20, timeout=20_000)
    pause(qtbot, program)
    file = program.recordings.recorder.flush().result(10)
    assert file is not None
    with Recording(file) as recording:
        assert recording.info.data.bundled
        assert recording.steps[0] == STEPS  # nothing of the other digits is in its curves
        assert recording.metrics().since(None)[1].first[0] == STEPS + 1
    assert run.read_bytes() == before
    program.documents.forget(clean_step=None)


def test_its_digits_are_found_where_they_lie_now(
    qtbot: QtBot,
    open_window: Open,
    run: Path,
    mine: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = load_digits_from(mine)
    mine.rename(tmp_path / "moved")
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    write_digits(wrong, seed=5)
    program = opened(qtbot, open_window, run)
    choose(monkeypatch, wrong)
    press(qtbot, program.window.banner.cards[-1].offer_button)
    qtbot.waitUntil(lambda: "wrong holds other examples" in program.window.banner.text, timeout=5000)
    assert program.run_data.missing is not None
    choose(monkeypatch, tmp_path / "moved")
    seen: list[str] = []
    answer(qtbot, "Find its examples", seen)
    press(qtbot, button(program, "Train"))
    qtbot.waitUntil(lambda: program.trainer.status.step > STEPS + 20, timeout=20_000)
    pause(qtbot, program)
    assert program.run_data.missing is None
    session = program.trainer._session
    assert session.digits is not None
    np.testing.assert_array_equal(session.digits.images, own.training.images)
    program.documents.forget(clean_step=None)


def choose(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    chosen: Callable[..., str] = lambda *_: str(folder)  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", chosen)
