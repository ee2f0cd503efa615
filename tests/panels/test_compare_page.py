"""Runs side by side: which ones are asked for, and what cannot be run."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from netviz.network.spec import NetworkSpec, SpecError
from netviz.panels.train.compare_page import ComparePage, how_often
from netviz.panels.train.run_curves import RunCurves
from netviz.panels.train.variations import FURTHER, VARIATIONS
from netviz.training import settings
from netviz.training.advise.differences import differences
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.measure.metrics import MetricLog
from netviz.viewmodels.palette import DARK, LIGHT
from tests.dressed import dress

USUAL = TrainingConfig()
NAMES = [variation.name for variation in VARIATIONS]


def check(config: TrainingConfig) -> str | None:
    try:
        config.check(55_000)
    except (ConfigError, SpecError) as error:
        return str(error)
    return None


@pytest.fixture
def page(qtbot: QtBot) -> ComparePage:
    page = ComparePage(check, LIGHT)
    qtbot.addWidget(page)
    page.resize(1342, 640)
    page.show()
    page.open(USUAL)
    return page


def differ_in(page: ComparePage, name: str) -> None:
    page.what.setFocus()
    QTest.keyClick(page.what, Qt.Key.Key_Home)
    while page.what.currentText() != name:
        QTest.keyClick(page.what, Qt.Key.Key_Down)


def write(page: ComparePage, place: int, text: str) -> None:
    edit = page.lanes[place].edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


@pytest.mark.parametrize("variation", VARIATIONS, ids=NAMES)
@pytest.mark.parametrize(
    "base",
    [
        USUAL,
        TrainingConfig(NetworkSpec.dense((784, 32, 10), "tanh"), "adam", 0.001, l2=1e-4, batch_size=128),
    ],
)
def test_what_is_worth_trying_can_be_trained_and_differs_in_one_thing(
    variation: object, base: TrainingConfig
) -> None:
    found = next(v for v in VARIATIONS if v is variation)
    tries = found.tries(base)
    assert found.told or tries[0] == found.get(base)
    assert len(set(tries)) == len(tries) >= 2
    for text in tries:
        config = found.put(base, text)
        assert check(config) is None
        assert config.seed == base.seed
        assert found.get(config) == text
        names = {words.split(" ")[0].lower() for words in differences(base, config)}
        assert found.name == "Augmentation" or len(names - {"activation"}) <= 1
    assert found.told or found.put(base, tries[0]) == base


def test_why_layers_puts_three_networks_beside_each_other_and_tells_what_came_out(
    page: ComparePage, qtbot: QtBot
) -> None:
    place = next(k for k, variation in enumerate(VARIATIONS) if variation.told)
    page.what.setCurrentIndex(place)
    page.what.activated.emit(place)
    assert [str(config.spec) for config in page.configs] == ["784-10", "784-16-10", "784-16-16-10"]
    assert not page.result.isHidden()
    assert "Press Train all" in page.result.words
    step = np.array([430.0])
    page.show_result([(step, np.array([right])) for right in (0.90, 0.93, 0.93)], 5000)
    assert "no hidden layer 90.0\u00a0%" in page.result.words
    assert "The first hidden layer brings 3.0 points." in page.result.words
    # Another experiment, another sentence: none.
    page.what.setCurrentIndex(0)
    page.what.activated.emit(0)
    assert page.result.isHidden()


def test_it_begins_with_two_that_differ(page: ComparePage, qtbot: QtBot) -> None:
    a, b = page.configs
    assert a == USUAL
    assert b == replace(USUAL, learning_rate=0.02)
    assert page.lanes[1].change.text() == "A to B: Learning rate 0.005 → 0.02"
    with qtbot.waitSignal(page.begun) as begun:
        differ_in(page, "Batch size")
    assert begun.args == [(USUAL, replace(USUAL, batch_size=128))]


def test_up_to_four_stand_beside_each_other(page: ComparePage, qtbot: QtBot) -> None:
    assert not page.lanes[0].cross.isVisible()
    for n in (3, 4):
        with qtbot.waitSignal(page.begun) as begun:
            QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
        assert begun.args is not None
        assert len(set(begun.args[0])) == n
    assert not page.add.isEnabled()
    kept = [page.lanes[k].value() for k in (0, 2, 3)]
    with qtbot.waitSignal(page.begun):
        QTest.mouseClick(page.lanes[1].cross, Qt.MouseButton.LeftButton)
    assert [lane.value() for lane in page.lanes] == kept
    assert page.add.isEnabled()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Learning rate", "0"),
        ("Learning rate", "fast"),
        ("Batch size", "1.5"),
        ("Batch size", "0"),
        ("Layers", "0"),
        ("Layers", "99999"),
        ("Momentum", "1"),
        ("L2", "-1"),
        ("Dropout", "1"),
        ("Label smoothing", "nan"),
    ],
)
def test_what_cannot_be_run_is_refused_in_a_sentence(
    page: ComparePage, qtbot: QtBot, name: str, text: str
) -> None:
    differ_in(page, name)
    with qtbot.assertNotEmitted(page.begun):
        write(page, 1, text)
    assert "would be right" in page.lanes[1].complaint.text()
    assert not page.run.isEnabled()
    with qtbot.waitSignal(page.begun):
        write(page, 1, {"Layers": "20", "Batch size": "16"}.get(name, "0.3"))
    assert page.lanes[1].complaint.text() == ""
    assert page.run.isEnabled()


def test_space_runs_and_escape_leaves(page: ComparePage, qtbot: QtBot) -> None:
    page.setFocus()
    with qtbot.waitSignal(page.run_toggled):
        QTest.keyClick(page, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.left):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_all_curves_lie_over_each_other(page: ComparePage) -> None:
    logs = (MetricLog(), MetricLog())
    for step in range(1, 200):
        for run, log in enumerate(logs):
            log.append(step, (2.0 + run) / step, 0.5)
    logs[0].add_validation(100, 0.5, 0.91)
    curves = tuple(map(RunCurves, logs))
    page.show_curves(curves, 150, (False, True))
    assert page.loss.chart is not None
    assert page.accuracy.chart is not None
    assert [line.name for line in page.loss.chart.lines] == ["A", "B"]
    assert [len(line.step) for line in page.accuracy.chart.lines] == [1, 0]
    assert [line.step[-1] for line in page.loss.chart.lines] == [150, 150]
    assert page.lanes[0].numbers.text() == "loss 0.014\nvalidation 91.0\u00a0% at step 100"
    assert page.lanes[1].numbers.text().strip() == "diverged"
    assert [name for name, _, _ in page.accuracy.readings()] == ["at step 100: A"], "of which step it is"


def test_how_often_the_runs_are_measured_is_said_as_it_is(page: ComparePage) -> None:
    usual = page.configs[0]
    assert how_often((usual, usual)) == "4 times an epoch in the first 4 epochs, then after each"
    typed = replace(usual, validate_every=1_200)
    assert how_often((typed, typed)) == "every 1,200 steps"
    assert how_often((typed, usual)) == "as often as each run’s settings say"


def test_what_stands_under_a_picture_is_what_the_plot_says_however_far_the_runs_are_by_now(
    page: ComparePage,
) -> None:
    logs = (MetricLog(), MetricLog())
    for step in range(1, 200):
        for run, log in enumerate(logs):
            log.append(step, (2.0 + run) / step, 0.5)
    page.show_curves(tuple(map(RunCurves, logs)), 150, (False, False))
    for log in logs:
        for step in range(200, 400):
            log.append(step, 9.0, 0.5)
        log.add_validation(390, 0.5, 0.91)
    for lane, (_name, value, _ink) in zip(page.lanes, page.loss.readings(), strict=True):
        assert lane.numbers.text().startswith(f"loss {value}")


def test_everything_explains_itself(page: ComparePage) -> None:
    for palette in (DARK, LIGHT):
        dress(page, palette)
    for kind in (QLineEdit, QComboBox, QAbstractButton):
        for widget in page.findChildren(kind):
            assert widget.toolTip().endswith("."), widget


def test_typed_values_stay_with_another_configuration_and_proposed_ones_follow_it(page: ComparePage) -> None:
    page.open(replace(USUAL, learning_rate=0.1))
    assert [lane.value() for lane in page.lanes] == ["0.1", "0.4"]
    write(page, 1, "0.7")
    page.open(replace(USUAL, batch_size=64))
    assert [lane.value() for lane in page.lanes] == ["0.1", "0.7"]
    assert page.configs == tuple(replace(USUAL, batch_size=64, learning_rate=rate) for rate in (0.1, 0.7))


def test_what_was_asked_for_is_brought_back_without_asking_anew(page: ComparePage, qtbot: QtBot) -> None:
    write(page, 1, "0.7")
    asked = page.asked
    assert asked is not None
    differ_in(page, "Optimiser")
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(page.begun):
        page.bring_back(asked)
    assert page.asked == asked
    assert page.what.currentText() == "Learning rate"
    assert [lane.value() for lane in page.lanes] == ["0.005", "0.7"]
    assert page.lanes[1].change.text() == "A to B: Learning rate 0.005 → 0.7"
    assert page.run.isEnabled()


def test_a_run_says_of_which_digits_its_accuracy_is_and_what_keeping_it_does(page: ComparePage) -> None:
    for lane in page.lanes:
        lane.show_numbers(0.205, 0.954, diverged=False)
        assert lane.numbers.text() == "loss 0.205\nvalidation 95.4\u00a0%"
        assert lane.numbers.toolTip().endswith("of the validation examples that is answered rightly.")
        assert "takes the place of the one in the training room" in lane.keep.toolTip()


def test_a_run_has_further_settings_of_its_own(page: ComparePage, qtbot: QtBot) -> None:
    """Adam at 0.001 against SGD at 0.05: as many rows as one adds, and any setting of a run."""
    differ_in(page, "Optimiser")
    for place, (key, rate) in enumerate((("adam", "0.001"), ("sgd", "0.05"))):
        lane = page.lanes[place]
        lane.box.setCurrentIndex(lane.box.findData(key))
        lane.box.activated.emit(lane.box.currentIndex())
        QTest.mouseClick(lane.plus, Qt.MouseButton.LeftButton)
        (row,) = lane.further.rows
        assert row.name.currentText() == "Learning rate"
        row.edit.setFocus()
        row.edit.selectAll()
        QTest.keyClicks(row.edit, rate)
        with qtbot.waitSignal(page.begun):
            QTest.keyClick(row.edit, Qt.Key.Key_Return)
    assert page.configs == tuple(
        replace(USUAL, optimiser=key, learning_rate=rate) for key, rate in (("adam", 0.001), ("sgd", 0.05))
    )
    assert "Optimiser Adam → SGD" in page.lanes[1].change.text()
    assert "earning rate 0.001 → 0.05" in page.lanes[1].change.text()
    # Any row of the table of settings can be chosen, each once.
    lane = page.lanes[1]
    QTest.mouseClick(lane.plus, Qt.MouseButton.LeftButton)
    name = lane.further.rows[1].name
    offered = [name.itemText(k) for k in range(name.count())]
    assert "Optimiser" not in offered
    assert "Learning rate" not in offered
    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_Home)
    while name.currentText() != "Seed":
        name = lane.further.rows[1].name
        QTest.keyClick(name, Qt.Key.Key_Down)
        name = lane.further.rows[1].name
    edit = lane.further.rows[1].edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "nine")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert lane.complaint.isVisible()
    assert page.asked is not None
    assert page.asked.extras[1][0] == ("Learning rate", "0.05"), "what can't be run is not asked for"
    edit.selectAll()
    QTest.keyClicks(edit, "9")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert page.configs[1].seed == 9
    # Taken away, it has again what all have; another run beside them leaves these as they are.
    QTest.mouseClick(lane.further.rows[1].cross, Qt.MouseButton.LeftButton)
    assert page.configs[1].seed == USUAL.seed
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    assert page.configs[1].learning_rate == 0.05
    QTest.mouseClick(page.lanes[0].cross, Qt.MouseButton.LeftButton)
    assert (page.configs[0].optimiser, page.configs[0].learning_rate) == ("sgd", 0.05)
    asked = page.asked
    assert asked is not None
    differ_in(page, "Batch size")
    page.bring_back(asked)
    assert page.lanes[0].further.extras == (("Learning rate", "0.05"),)


def test_each_row_of_the_table_of_settings_can_be_a_runs_own() -> None:
    named = {row.name for row in FURTHER}
    of_runs = {row.name for row in settings.SETTINGS} - {settings.SCHEDULE_START.name}
    assert of_runs <= named
