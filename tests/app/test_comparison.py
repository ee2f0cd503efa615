"""Runs side by side in the window: their page, their pictures, and keeping one of them."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.train.compare import Comparison
from netviz.app.train.room import RESTS
from netviz.panels.kit.figures import short
from netviz.panels.train.compare_page import ComparePage
from netviz.training.experiments.side_by_side import FEWEST, SideBySide
from netviz.viewmodels.palette import LIGHT
from tests.app.conftest import Answers, StartProgram, kept


@pytest.fixture
def program(again: StartProgram, qtbot: QtBot) -> Iterator[Program]:
    program = again()
    compare(program, qtbot)
    yield program
    if kept:  # else it has ended with a test that failed
        let_none_wait(comparison(program))


def compare(program: Program, qtbot: QtBot) -> None:
    program.rooms.open("train")
    QTest.mouseClick(program.training.card.compare, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: comparison(program).side is not None, timeout=5000)


def comparison(program: Program) -> Comparison:
    return program.training.comparison


def let_none_wait(comparison: Comparison) -> None:
    """As before anybody compared: no runs wait, and no values were typed."""
    comparison.close()
    comparison._end()
    comparison._asked = comparison.page._asked = None
    comparison.page.what.setCurrentIndex(0)
    for lane in comparison.page.lanes[FEWEST:]:
        comparison.page._drop(lane)


def side(program: Program) -> SideBySide:
    found = comparison(program).side
    assert found is not None
    return found


def test_the_runs_train_beside_each_other_and_one_is_kept(program: Program, qtbot: QtBot) -> None:
    page = comparison(program).page
    assert page.isVisible()
    assert not program.window.canvas.isVisible()
    assert not program.training.side.isVisible()
    qtbot.waitUntil(lambda: all(lane.canvas.scene is not None for lane in page.lanes), timeout=5000)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: side(program).step > 40, timeout=20_000)
    assert program.trainer.status.step == 0
    QTest.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not side(program).running, timeout=5000)
    step = side(program).step
    qtbot.waitUntil(lambda: page.steps.text() == f"step {step:,}", timeout=5000)
    qtbot.waitUntil(
        lambda: page.loss.chart is not None and len(page.loss.chart.lines[1].step) > 10, timeout=5000
    )
    QTest.mouseClick(page.lanes[1].keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.trainer.status.step == step, timeout=5000)
    assert program.trainer.status.config == replace(page.configs[1])
    assert not page.isVisible()
    assert program.training.side.isVisible()
    qtbot.waitUntil(program.stack.canUndo, timeout=5000)
    # It is said, and the same message takes it back.
    said = f"The compared run is the network now, at step {step:,}. It is recorded from here on."
    assert said in program.window.banner.sentences
    # Its steps are in no file: that is why they can't be filmed, though it was trained.
    assert f"How it came to step {step:,} is in no recording." in program.later.run_film.why_not()
    program.training._networks.take_back_run()
    qtbot.waitUntil(lambda: program.trainer.status.step == 0, timeout=5000)
    assert said not in program.window.banner.sentences


def test_a_lane_s_network_is_placed_anew_as_soon_as_the_window_has_another_size(
    program: Program, qtbot: QtBot
) -> None:
    page = comparison(program).page
    qtbot.waitUntil(lambda: all(lane.canvas.scene is not None for lane in page.lanes), timeout=5000)
    comparison(program)._timer.stop()  # without a look that would come anyway
    for size in ((800, 520), (1300, 900)):
        program.window.resize(*size)
        QCoreApplication.processEvents()
        for lane in page.lanes:
            scene = lane.canvas.scene
            assert scene is not None
            assert (scene.layout.width, scene.layout.height) == (lane.canvas.wide, lane.canvas.high)


def test_other_values_begin_anew(program: Program, qtbot: QtBot) -> None:
    page, first = comparison(program).page, side(program)
    lane = page.lanes[1]
    lane.edit.setFocus()
    lane.edit.selectAll()
    QTest.keyClicks(lane.edit, "0.5")
    QTest.keyClick(lane.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: comparison(program).side not in (None, first), timeout=5000)
    assert side(program).configs[1].learning_rate == 0.5
    assert program.window.banner.text == ""  # nothing was trained that could be lost
    assert first.close()
    # One seed: before the first step they are the same network.
    seen = comparison(program)._seen
    qtbot.waitUntil(lambda: comparison(program)._seen is not None, timeout=5000)
    seen = comparison(program)._seen
    assert seen is not None
    assert np.array_equal(seen.snapshots[0].parameters, seen.snapshots[1].parameters)


def test_whoever_is_quicker_than_the_runs_are_made_need_not_ask_twice(program: Program, qtbot: QtBot) -> None:
    page = comparison(program).page
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    assert comparison(program).side is None
    QTest.mouseClick(page.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: comparison(program).side is not None, timeout=5000)
    qtbot.waitUntil(lambda: side(program).step > 3, timeout=5000)


def write(page: ComparePage, place: int, text: str) -> None:
    edit = page.lanes[place].edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def run_to(program: Program, qtbot: QtBot, step: int) -> None:
    QTest.mouseClick(comparison(program).page.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: side(program).step >= step, timeout=20_000)


def test_runs_wait_while_one_is_elsewhere(program: Program, qtbot: QtBot) -> None:
    page, first = comparison(program).page, side(program)
    write(page, 1, "0.5")
    qtbot.waitUntil(lambda: comparison(program).side not in (None, first), timeout=5000)
    run_to(program, qtbot, 30)
    for way in ("done", "train", "space", "step", "room"):
        assert_they_wait(program, qtbot, way)


def assert_they_wait(program: Program, qtbot: QtBot, way: str) -> None:
    """Leave the runs that train this way, and come back to them."""
    page, runs = comparison(program).page, side(program)
    match way:
        case "done":
            QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
        case "train" | "space" | "step":
            # Whoever trains the network itself wants to see it.
            {
                "train": lambda: program.window.controls.train_toggled.emit(True),
                "space": program.actions["training.toggle"].trigger,
                "step": program.actions["training.step"].trigger,
            }[way]()
            qtbot.waitUntil(lambda: "runs side by side wait" in program.window.banner.text, timeout=5000)
        case "room":
            program.rooms.open("watch")
            program.rooms.open("train")
    assert not page.isVisible()
    assert program.window.canvas.isVisible()
    program.intents.pause()
    qtbot.waitUntil(lambda: not runs.running, timeout=5000)
    step = runs.step
    program.training.compare()
    assert side(program) is runs
    assert [lane.value() for lane in page.lanes] == [short(program.intents.config.learning_rate), "0.5"]
    qtbot.waitUntil(lambda: page.steps.text() == f"step {step:,}", timeout=5000)
    run_to(program, qtbot, step + 10)
    assert program.window.banner.text == ""


def test_runs_that_make_way_for_others_can_be_brought_back(program: Program, qtbot: QtBot) -> None:
    page, banner = comparison(program).page, program.window.banner
    run_to(program, qtbot, 30)
    runs, values = side(program), [lane.value() for lane in page.lanes]
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    assert "wait at step" in banner.text
    qtbot.waitUntil(lambda: comparison(program).side not in (None, runs), timeout=5000)
    assert len(side(program).configs) == 3
    QTest.mouseClick(banner.cards[-1].offer_button, Qt.MouseButton.LeftButton)
    assert side(program) is runs
    assert [lane.value() for lane in page.lanes] == values
    assert page.configs == runs.configs
    assert page.run.isEnabled()
    qtbot.waitUntil(lambda: page.loss.chart is not None and len(page.loss.chart.lines) == 2, timeout=5000)
    step = runs.step
    run_to(program, qtbot, step + 10)


def test_with_other_settings_waiting_runs_stand_there_until_others_are_asked_for(
    program: Program, qtbot: QtBot
) -> None:
    page, banner = comparison(program).page, program.window.banner
    write(page, 1, "0.5")
    run_to(program, qtbot, 20)
    runs = side(program)
    program.training.stop_comparing()
    program.intents.configure(replace(program.intents.config, batch_size=64))
    qtbot.waitUntil(lambda: program.intents.config.batch_size == 64, timeout=5000)
    program.training.compare()
    assert side(program) is runs
    assert "began with other settings" in banner.text
    assert "32 → 64" in banner.text
    QTest.mouseClick(banner.cards[-1].offer_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: comparison(program).side not in (None, runs), timeout=5000)
    assert [config.learning_rate for config in side(program).configs] == [
        program.intents.config.learning_rate,
        0.5,
    ]
    assert {config.batch_size for config in side(program).configs} == {64}
    assert "wait at step" in banner.text
    program.training.stop_comparing()
    assert banner.text == ""


def test_leaving_the_room_closes_the_comparison(program: Program, qtbot: QtBot) -> None:
    page = comparison(program).page
    program.rooms.open("watch")
    assert not page.isVisible()
    program.rooms.open("train")
    assert not page.isVisible()
    assert program.training.side.isVisible()


def test_training_rests_meanwhile_and_says_so_and_goes_on(program: Program, qtbot: QtBot) -> None:
    page, banner = comparison(program).page, program.window.banner
    assert RESTS not in banner.sentences  # nothing trained
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    program.intents.train()
    qtbot.waitUntil(lambda: program.presenter.training)
    QTest.mouseClick(program.training.card.compare, Qt.MouseButton.LeftButton)
    assert RESTS in banner.sentences
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused")
    step = program.trainer.status.step
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert RESTS not in banner.sentences
    qtbot.waitUntil(lambda: program.trainer.status.step > step)
    program.intents.pause()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused")
    program.documents.forget(clean_step=program.trainer.status.step)


def test_there_is_one_set_of_buttons_that_train(program: Program) -> None:
    """Those of the network itself come back with it."""
    assert comparison(program).page.run.isVisible()
    assert not program.window.controls.isVisible()
    QTest.mouseClick(comparison(program).page.back, Qt.MouseButton.LeftButton)
    assert program.window.controls.isVisible()
    program.training.compare()
    assert not program.window.controls.isVisible()
    program.rooms.open("watch")
    assert program.window.controls.isVisible()


def test_an_empty_pad_lends_its_place_to_a_known_digit_and_says_so(program: Program, qtbot: QtBot) -> None:
    page = comparison(program).page
    qtbot.waitUntil(lambda: all(lane.canvas.scene is not None for lane in page.lanes), timeout=5000)
    assert not page.example.isVisible()
    program.paper.clear()
    qtbot.waitUntil(lambda: "The pad is empty, so all read a" in page.example.text(), timeout=5000)
    label = int(page.example.text().split(" read a ")[1].split()[0])
    digits = comparison(program)._digits
    assert digits is not None
    shown = comparison(program)._read()
    assert shown.label == label == digits.validation.labels[0]
    assert np.array_equal(shown.pixels, digits.validation.images[0])
    qtbot.waitUntil(
        lambda: all(
            lane.canvas.scene is not None and lane.canvas.scene.answer is not None for lane in page.lanes
        ),
        timeout=5000,
    )


def test_a_loss_has_the_same_digits_wherever_it_stands(program: Program, qtbot: QtBot) -> None:
    page = comparison(program).page
    page.run_toggled.emit()
    qtbot.waitUntil(lambda: side(program).step > 60, timeout=20_000)
    page.run_toggled.emit()
    qtbot.waitUntil(lambda: not side(program).running, timeout=5000)
    qtbot.wait(300)
    for lane, (name, value, _ink) in zip(page.lanes, page.loss.readings(), strict=False):
        assert name == lane.letter.text()
        assert lane.numbers.text().startswith(f"loss {value}")
        assert len(value.partition(".")[2]) == 3


def test_in_a_small_window_it_opens_at_its_top_left(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    program.window.resize(683, 384)
    program.rooms.open("train")
    program.training.compare()
    qtbot.wait(100)
    for bar in (program.window._scroll.horizontalScrollBar(), program.window._scroll.verticalScrollBar()):
        assert bar.value() == 0


def save(program: Program, qtbot: QtBot, answers: Answers, path: Path) -> None:
    """As the button does."""
    assert program.later is not None
    program.later.side_by_side.dialogs = answers  # type: ignore[assignment]
    answers.to_save = path
    QTest.mouseClick(comparison(program).page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(path.name in words for words in program.window.banner.sentences))


def step_through(program: Program, qtbot: QtBot, last: int) -> None:
    page = comparison(program).page
    qtbot.waitUntil(lambda: comparison(program).standing() is not None)
    for step in range(1, last + 1):
        QTest.mouseClick(page.once, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda step=step: page.steps.text() == f"step {step}")


def test_they_are_saved_as_a_table_and_a_picture(
    program: Program, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    step_through(program, qtbot, 3)
    logs = side(program).logs
    save(program, qtbot, answers, tmp_path / "runs.csv")
    with (tmp_path / "runs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["step"] for row in rows] == ["1", "2", "3"]
    for letter, log in zip("AB", logs, strict=True):
        _, points = log.since(None)
        assert [np.float32(row[f"{letter} loss"]) for row in rows] == points.loss.tolist()
        assert {row[f"{letter} validation accuracy"] for row in rows} == {""}, "nothing is validated yet"
    save(program, qtbot, answers, tmp_path / "runs.png")
    picture = QImage(str(tmp_path / "runs.png"))
    assert (picture.width(), picture.height()) == (1920, 1080)
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1920, 3) for y in range(700, 1080, 3)}
    assert {ink.lower() for ink in LIGHT.runs[:2]} <= colours, "both curves"


@pytest.mark.long  # an animated picture of that size takes its time
def test_they_are_saved_as_a_film(
    start: StartProgram, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    program = start()  # films have a thread of their own, which stays as long as their window
    compare(program, qtbot)
    step_through(program, qtbot, 0)
    answers.to_save = tmp_path / "none.gif"
    assert program.later is not None
    program.later.side_by_side.dialogs = answers  # type: ignore[assignment]
    QTest.mouseClick(comparison(program).page.save, Qt.MouseButton.LeftButton)
    assert "nothing to film yet" in program.window.banner.text
    step_through(program, qtbot, 3)
    save(program, qtbot, answers, tmp_path / "runs.gif")
    with Image.open(tmp_path / "runs.gif") as film:
        assert film.size == (1366, 768)
        assert film.n_frames == 4, "a picture of each step"
