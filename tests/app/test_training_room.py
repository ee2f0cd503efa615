"""The room where training is set: the network's shape by hand, settings while it runs, stop conditions."""

import re
from time import monotonic

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.settings import Settings
from netviz.app.train.feet import MOST_PLUSES, Feet, layer_added, layer_removed, layer_resized
from netviz.app.train.stop_words import stop_words
from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.panels.kit.fields import TextField
from netviz.panels.settings.sheets import NETWORK, STEP
from netviz.panels.train.card import STOP
from netviz.panels.train.state_card import Hint
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import caption_places
from netviz.rendering.units import covered
from netviz.tasks.digits.task import DIGITS
from netviz.training.advise.rates import usual_rate
from netviz.training.config import default_rate
from netviz.training.session import SessionState
from netviz.training.stopping import Elapsed, StopConditions
from tests.app.conftest import StartProgram
from tests.app.test_program import rest

USUAL = DIGITS.network


@pytest.fixture
def program(again: StartProgram, qtbot: QtBot) -> Program:
    return in_the_room(qtbot, again)


def in_the_room(qtbot: QtBot, begin: StartProgram) -> Program:
    program = begin()
    program.rooms.open("train")
    qtbot.waitUntil(lambda: len(feet(program).feet) == 2, timeout=5000)
    return program


def feet(program: Program) -> Feet:
    return program.training.feet


def state(program: Program) -> SessionState:
    return program.trainer.request_state().result(5)


def sizes(program: Program) -> tuple[int, ...]:
    return state(program).config.spec.sizes


def write(field: TextField, text: str) -> None:
    field.edit.setFocus()
    field.edit.selectAll()
    QTest.keyClicks(field.edit, text)
    QTest.keyClick(field.edit, Qt.Key.Key_Return)


def train(program: Program, qtbot: QtBot, steps: int) -> None:
    wanted = program.trainer.status.step + steps
    program.rooms.train()
    qtbot.waitUntil(lambda: program.trainer.status.step >= wanted, timeout=120_000)


def test_it_has_a_tab_and_a_key_and_leaves_nothing_behind(program: Program, qtbot: QtBot) -> None:
    assert program.actions["room.train"].shortcut().toString() == "Ctrl+2"
    assert program.training.side.isVisible()
    assert all(foot.isVisible() for foot in feet(program).feet)
    program.rooms.open("watch")
    assert not program.training.side.isVisible()
    assert not any(foot.isVisible() for foot in feet(program).feet)
    assert not any(plus.isVisible() for plus in feet(program).pluses)


@pytest.mark.parametrize("wide", [1000, 1366, 1920])
def test_every_plus_says_what_it_adds_with_its_word_or_without(program: Program, wide: int) -> None:
    program.window.resize(wide, 768)
    assert len(feet(program).pluses) == 3
    for plus in feet(program).pluses:
        assert (plus.toolTip(), plus.accessibleName()) == ("Add a hidden layer here.", "Add a layer here")


@pytest.mark.parametrize("text", ["100", "150", "200"])
def test_a_layer_is_named_at_its_foot_or_above_it_and_its_caption_is_covered(
    program: Program, qtbot: QtBot, text: str
) -> None:
    program.window.resize(1366, 768)
    program.actions[f"view.text.{text}"].trigger()
    canvas = program.window.canvas
    rest(qtbot, program)
    captions = caption_places(canvas.scene, canvas.camera, picture_family())
    for k, foot in enumerate(feet(program).feet):
        name = feet(program).names[k]
        assert "16" in foot.count._words
        assert name.isVisible() != foot.named
        said = foot.count._words if foot.named else name.text()
        assert said.startswith(f"hidden {k + 1}")
        assert canvas.rect().contains(name.geometry())
        assert not name.geometry().intersects(foot.geometry())
        place = covered(captions[k + 1])
        assert foot.geometry().left() <= place.left()
        assert foot.geometry().right() >= place.right()


def test_training_in_this_room_stays_here(program: Program, qtbot: QtBot) -> None:
    train(program, qtbot, 5)
    assert program.rooms.now == "train"


def test_a_plus_at_a_foot_adds_a_neuron_that_nobody_listens_to_yet(program: Program, qtbot: QtBot) -> None:
    train(program, qtbot, 30)
    program.intents.pause()
    before = state(program)
    QTest.mouseClick(feet(program).feet[0].plus, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sizes(program) == (784, 17, 16, 10), timeout=5000)
    after = state(program)
    assert after.step == before.step
    x = np.random.default_rng(0).random((20, 784), np.float32)
    one = forward_pass(before.config.spec, before.parameters, x).a[-1]
    other = forward_pass(after.config.spec, after.parameters, x).a[-1]
    np.testing.assert_allclose(one, other, atol=1e-6)
    qtbot.waitUntil(lambda: feet(program).feet[0].count.accessibleName().endswith("17 neurons"), timeout=5000)


def test_undo_brings_the_old_network_back_and_redo_the_new_one(program: Program, qtbot: QtBot) -> None:
    train(program, qtbot, 20)
    program.intents.pause()
    before = state(program)
    QTest.mouseClick(feet(program).feet[1].minus, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sizes(program) == (784, 16, 15, 10), timeout=5000)
    assert program.window.isWindowModified()
    changed = state(program)
    qtbot.waitUntil(program.stack.canUndo, timeout=5000)
    program.stack.undo()
    qtbot.waitUntil(lambda: sizes(program) == USUAL.sizes, timeout=5000)
    back = state(program)
    assert np.array_equal(back.parameters, before.parameters)
    assert np.array_equal(back.optimiser_state, before.optimiser_state)
    assert back.step == before.step
    qtbot.wait(50)  # until what was found there is kept
    program.stack.redo()
    qtbot.waitUntil(lambda: sizes(program) == (784, 16, 15, 10), timeout=5000)
    assert np.array_equal(state(program).parameters, changed.parameters)


def test_layers_come_and_go_while_it_trains(program: Program, qtbot: QtBot) -> None:
    train(program, qtbot, 5)
    QTest.mouseClick(feet(program).pluses[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sizes(program) == (784, 16, 16, 16, 10), timeout=5000)
    assert program.trainer.status.phase == "training"
    qtbot.waitUntil(lambda: len(feet(program).feet) == 3, timeout=5000)
    QTest.mouseClick(feet(program).feet[0].cross, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sizes(program) == (784, 16, 16, 10), timeout=5000)
    qtbot.waitUntil(lambda: len(feet(program).feet) == 2, timeout=5000)
    assert program.trainer.status.phase == "training"
    program.stack.undo()
    qtbot.waitUntil(lambda: len(program.trainer.status.config.spec.sizes) == 5, timeout=5000)
    qtbot.waitUntil(lambda: program.trainer.status.phase == "training", timeout=5000)


def test_removing_a_layer_removes_that_one(program: Program, qtbot: QtBot) -> None:
    program.training.reshape(NetworkSpec.dense((784, 20, 30, 10)), None)
    qtbot.waitUntil(lambda: feet(program).feet[1].wanted == 30, timeout=5000)
    before = state(program)
    QTest.mouseClick(feet(program).feet[1].cross, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sizes(program) == (784, 20, 10), timeout=5000)
    where = before.config.spec.weight_slices[0]
    assert np.array_equal(state(program).parameters[: 784 * 20], before.parameters[where])


def test_the_last_layer_can_go_and_come_back(program: Program, qtbot: QtBot) -> None:
    for left in (1, 0):
        QTest.mouseClick(feet(program).feet[0].cross, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda left=left: len(feet(program).feet) == left, timeout=5000)  # type: ignore[misc]
    assert sizes(program) == (784, 10)
    QTest.mouseClick(feet(program).pluses[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sizes(program) == (784, 16, 10), timeout=5000)


def test_typed_layers_keep_the_settings_that_run(program: Program, qtbot: QtBot) -> None:
    card = program.training.card
    card.pages.open(STEP)
    write(card.step.rate, "0.03")  # nobody's usual one: that would follow the mini-batch
    card.pages.open(NETWORK)
    write(card.network.layers, "24,12")
    qtbot.waitUntil(lambda: sizes(program) == (784, 24, 12, 10), timeout=5000)
    # The answer to the first is not awaited: settings go to the network that is on its way.
    write(card.network.layers, "20")
    card.pages.open(STEP)
    write(card.step.batch, "16")
    qtbot.waitUntil(lambda: sizes(program) == (784, 20, 10), timeout=5000)
    config = state(program).config
    assert (config.learning_rate, config.batch_size) == (0.03, 16)
    assert program.window.banner.text == ""


def test_a_layer_that_cannot_be_is_refused_in_a_sentence(program: Program, qtbot: QtBot) -> None:
    program.training.feet.resized.emit(0, 60_000)
    assert "Layers" in program.window.banner.text
    assert "would be right" in program.window.banner.text
    assert sizes(program) == USUAL.sizes
    assert feet(program).feet[0].wanted == 16


def test_what_was_changed_in_the_run_is_said(program: Program, qtbot: QtBot) -> None:
    """It counts from the first step: what is set before that is what the run begins with."""
    card, words = program.training.card, program.training.state.changed
    qtbot.waitUntil(lambda: not words.isVisible(), timeout=5000)
    card.pages.open(STEP)
    write(card.step.rate, "0.03")
    qtbot.waitUntil(lambda: program.trainer.status.config.learning_rate == 0.03, timeout=5000)
    train(program, qtbot, 1)
    assert not words.isVisible()
    write(card.step.rate, "0.05")
    qtbot.waitUntil(lambda: words.text() == "Changed in this run: Learning rate 0.03 → 0.05", timeout=5000)
    assert words.isVisible()
    train(program, qtbot, 1)
    write(card.step.rate, "0.03")
    # The run went on with another rate meanwhile: its curve is not one of this rate alone.
    back = "Changed in this run, and changed back: Learning rate 0.03 → 0.05; Learning rate 0.05 → 0.03"
    qtbot.waitUntil(lambda: words.text() == back, timeout=5000)
    program.networks.reset()
    qtbot.waitUntil(lambda: not words.isVisible(), timeout=5000)


def test_how_the_rate_falls_is_said_and_when_it_no_longer_does(program: Program, qtbot: QtBot) -> None:
    card, words = program.training.card, program.training.state.rate
    qtbot.waitUntil(lambda: "falls until step 17,190 and then stays at 0.0002" in words.text(), timeout=5000)
    card.pages.open(STEP)
    write(card.step.over, "30")
    train(program, qtbot, 40)
    program.intents.pause()
    qtbot.waitUntil(
        lambda: "ended at step 30: the learning rate stays at 0.0002" in words.text(), timeout=5000
    )
    # A rate that is set afterwards never fell.
    write(card.step.rate, "0.3")
    told = "The schedule ended at step 30: the learning rate stays at 0.003, 1/100 of the 0.3 that is set."
    qtbot.waitUntil(lambda: words.text().startswith(told), timeout=5000)
    write(card.step.rate, "0.02")
    # “From here” is the step where it rests.
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=5000)
    QTest.mouseClick(card.step.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is 0.02 now" in words.text(), timeout=5000)


def test_it_stops_by_itself_and_asks_for_attention(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    alerted: list[object] = []
    monkeypatch.setattr(QApplication, "alert", lambda window, *_: alerted.append(window))
    card = program.training.card
    card.pages.open(STOP)
    write(card.stop.epochs, "0.05")
    qtbot.waitUntil(lambda: program.training.state.stop.text() == "Stops after 0.05 epochs.", timeout=5000)
    program.rooms.train()
    qtbot.waitUntil(lambda: program.trainer.status.met, timeout=30_000)
    qtbot.waitUntil(lambda: program.window.banner.text != "", timeout=5000)
    assert "0.05 epochs are over" in program.window.banner.text
    assert alerted == [program.window]
    step = program.trainer.status.step
    QTest.mouseClick(program.window.banner.cards[-1].offer_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.trainer.status.step > step, timeout=5000)


def test_why_it_paused_is_not_said_any_more_once_it_goes_on(program: Program, qtbot: QtBot) -> None:
    for way in ("train", "space", "step", "offer", "reset"):
        program.networks.reset()
        qtbot.waitUntil(lambda: program.trainer.status.step == 0, timeout=10_000)
        rest(qtbot, program)
        assert_nothing_is_said_once_it_goes_on(program, qtbot, way)


def assert_nothing_is_said_once_it_goes_on(program: Program, qtbot: QtBot, way: str) -> None:
    program.intents.stop_when(StopConditions(epochs=0.02))
    program.rooms.train()
    banner = program.window.banner
    qtbot.waitUntil(lambda: "0.02 epochs are over" in banner.text, timeout=30_000)
    step = program.trainer.status.step
    match way:
        case "train":
            program.window.controls.train_toggled.emit(True)
        case "space":
            program.actions["training.toggle"].trigger()
        case "step":
            program.actions["training.step"].trigger()
        case "offer":
            QTest.mouseClick(banner.cards[-1].offer_button, Qt.MouseButton.LeftButton)
        case "reset":
            program.networks.reset()
    qtbot.waitUntil(lambda: program.trainer.status.step != step, timeout=5000)
    qtbot.waitUntil(lambda: banner.text == "", timeout=5000)
    program.intents.pause()
    qtbot.wait(100)
    assert banner.text == ""


def test_another_message_stays_when_training_goes_on(program: Program, qtbot: QtBot) -> None:
    program.intents.stop_when(StopConditions(epochs=0.02))
    program.rooms.train()
    qtbot.waitUntil(lambda: "0.02 epochs are over" in program.window.banner.text, timeout=30_000)
    program.window.banner.say("Something else went wrong.", error=True)
    step = program.trainer.status.step
    program.rooms.train()
    qtbot.waitUntil(lambda: program.trainer.status.step > step, timeout=5000)
    assert program.window.banner.text == "Something else went wrong."


def test_stop_conditions_are_remembered(start: StartProgram, qtbot: QtBot) -> None:
    program = in_the_room(qtbot, start)
    card = program.training.card
    card.pages.open(STOP)
    write(card.stop.patience, "3")
    program.settings.flush()
    again = start()
    assert again.training.card.stop.bound.value == StopConditions(patience=3)
    qtbot.waitUntil(lambda: again.trainer.status.stop_when == StopConditions(patience=3), timeout=5000)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"epochs": "x"}', '{"other": 1}', '{"patience": -1}', "[" * 9000]
)
def test_remembered_conditions_that_make_no_sense_are_none(settings: Settings, text: str) -> None:
    settings._store.setValue("training/stop", text)
    assert settings.stop_conditions() == StopConditions()


@pytest.fixture
def settings(tmp_path) -> Settings:  # type: ignore[no-untyped-def]
    return Settings(tmp_path / "some.ini")


def test_words_for_stop_conditions() -> None:
    assert stop_words(StopConditions()) == ""
    assert stop_words(StopConditions(epochs=1)) == "Stops after one epoch."
    assert stop_words(StopConditions(validation_accuracy=0.98), 0.952) == (
        "Stops at 98\u00a0% (now 95.2\u00a0%)."
    )
    assert (
        stop_words(StopConditions(2, 90, 0.98, 3))
        == "Stops after 2 epochs, or after 1:30, or at 98\u00a0%, or when 3 validations are no better."
    )
    assert (
        stop_words(StopConditions(2, 90, 0.98, 3), 0.952, Elapsed(1.29, 65.9, 1))
        == "Stops after 2 epochs (now 1.2), or after 1:30 (now 1:05), or at 98\u00a0% (now 95.2\u00a0%), "
        "or when 3 validations are no better (now 1)."
    )
    assert (
        stop_words(StopConditions(epochs=0.5), None, Elapsed(0.0316)) == "Stops after 0.5 epochs (now 0.031)."
    )
    assert (
        stop_words(StopConditions(20, 90, patience=3), None, Elapsed(1.3, 65.9, 1, 16_340))
        == "Stops after 20 epochs from step 16,340 on (now 1.3), or after 1:30 from step 16,340 on "
        "(now 1:05), or when 3 validations are no better (now 1)."
    )
    assert stop_words(StopConditions(patience=1), None) == "Stops when a validation is no better."


def test_layers_by_hand() -> None:
    mixed = NetworkSpec((784, 20, 30, 10), ("relu", "tanh"))
    assert layer_added(mixed, 0) == NetworkSpec((784, 20, 20, 30, 10), ("relu", "relu", "tanh"))
    assert layer_added(mixed, 2) == NetworkSpec((784, 20, 30, 30, 10), ("relu", "tanh", "tanh"))
    assert layer_removed(mixed, 0) == NetworkSpec((784, 30, 10), ("tanh",))
    assert layer_resized(mixed, 1, 5) == NetworkSpec((784, 20, 5, 10), ("relu", "tanh"))


def test_a_rate_is_found_and_used(program: Program, qtbot: QtBot) -> None:
    card = program.training.card
    card.pages.open(STEP)
    before = state(program)
    QTest.mouseClick(card.step.find_rate, Qt.MouseButton.LeftButton)
    dialog = program.training.finder.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.use.isEnabled, timeout=30_000)
    rate = dialog.plot.rate
    assert rate is not None
    assert 1e-4 < rate < 0.2
    assert np.array_equal(state(program).parameters, before.parameters)
    QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.trainer.status.config.learning_rate == rate, timeout=5000)
    assert program.trainer.status.step == 0


def test_advice_names_its_figure_and_mends_with_a_click(program: Program, qtbot: QtBot) -> None:
    room = program.training
    room.card.pages.open(STEP)
    write(room.card.step.rate, "3")
    about = re.compile(r"rate (3|2\.\d+)\b")  # as the schedule has it by then

    def told() -> bool:
        return bool(room.state.boxes) and about.search(room.state.boxes[0].sentence.words) is not None

    # A busy machine may leave out the validations by which a rate is known to be what spoilt it.
    for _ in range(4):
        train(program, qtbot, 900)
        program.intents.pause()
        end = monotonic() + 4
        qtbot.waitUntil(lambda end=end: told() or monotonic() > end)
        if told():
            break
        program.intents.reset(program.trainer.status.config)
        qtbot.waitUntil(lambda: program.trainer.status.step == 0)
    assert told()
    box = room.state.boxes[0]
    qtbot.waitUntil(box.fix.isVisible, timeout=30_000)
    QTest.mouseClick(box.fix, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.trainer.status.step == 0, timeout=30_000)
    assert program.trainer.status.config.learning_rate < 0.1
    qtbot.waitUntil(lambda: not room.state.boxes, timeout=120_000)


def test_keys_at_a_foot_are_its_own(program: Program, qtbot: QtBot) -> None:
    foot = feet(program).feet[0]
    foot.count.setFocus()
    # Del clears the pad elsewhere, Space trains.
    QTest.keyClick(foot.count, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: sizes(program) == (784, 16, 10), timeout=5000)
    assert not program.paper.example().empty
    plus = feet(program).pluses[0]
    plus.setFocus()
    QTest.keyClick(plus, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: sizes(program) == (784, 16, 16, 10), timeout=5000)
    assert program.trainer.status.phase != "training"


@pytest.mark.parametrize("size", [(800, 600), (960, 600), (1366, 768), (1920, 1080), (2560, 1440)])
def test_pluses_for_layers_lie_on_no_line_and_on_no_foot(
    qtbot: QtBot, again: StartProgram, size: tuple[int, int]
) -> None:
    program = again()
    program.window.resize(*size)
    program.rooms.open("train")
    qtbot.waitUntil(
        lambda: len(feet(program).pluses) == 3 and feet(program).pluses[0].isVisible(), timeout=10_000
    )
    rest(qtbot, program)
    scene = program.window.canvas.scene
    assert scene is not None
    hidden = scene.spec.neuron_slices[1:]
    lowest = max(float((scene.layout.xy[s, 1] + scene.layout.radius[s]).max()) for s in hidden)
    for plus in feet(program).pluses:
        assert plus.geometry().top() >= lowest
        assert plus.geometry().bottom() <= program.window.canvas.height()
        assert not any(plus.geometry().intersects(foot.geometry()) for foot in feet(program).feet)


def test_a_window_of_1024_pixels_holds_all_of_the_room(qtbot: QtBot, again: StartProgram) -> None:
    """Nothing lies beyond its right border, no tab waits behind an arrow, and no choice is cut."""
    program = again()
    program.window.resize(1024, 700)
    program.rooms.open("train")
    rest(qtbot, program)
    areas = [area for area in program.window.findChildren(QScrollArea) if area.isVisible()]
    assert areas
    assert [area.horizontalScrollBar().maximum() for area in areas] == [0] * len(areas)
    side = program.training.side
    assert not any(
        arrow.isVisible() for tabs in side.findChildren(QTabBar) for arrow in tabs.findChildren(QToolButton)
    )
    for box in side.findChildren(QComboBox):
        if box.isVisible():
            option = QStyleOptionComboBox()
            box.initStyleOption(option)
            field = box.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
            )
            assert box.fontMetrics().horizontalAdvance(box.currentText()) <= field.width(), box.currentText()


def test_where_no_plus_has_room_the_field_for_layers_says_so(program: Program, qtbot: QtBot) -> None:
    """At the text sizes, and in a network too deep for them."""
    note = program.training.card.network.no_pluses
    program.window.resize(1366, 768)
    for percent in (100, 150, 200, 100):
        program.actions[f"view.text.{percent}"].trigger()
        qtbot.waitUntil(lambda: program.training.feet.pluses[0].isHidden() != note.isHidden(), timeout=10_000)
        rest(qtbot, program)
        assert [plus.isHidden() for plus in feet(program).pluses] == [not note.isHidden()] * 3
        assert percent > 100 or note.isHidden()
    program.training.reshape(NetworkSpec.dense((784, *[4] * (MOST_PLUSES + 1), 10)), None)
    qtbot.waitUntil(lambda: not feet(program).pluses and not note.isHidden(), timeout=10_000)


@pytest.mark.parametrize("deep", [3, 5, 8])
def test_where_columns_stand_close_no_plus_lies_on_a_line_either(
    qtbot: QtBot, again: StartProgram, deep: int
) -> None:
    program = again()
    program.rooms.open("train")
    program.training.reshape(NetworkSpec.dense((784, *[16] * deep, 10)), None)
    qtbot.waitUntil(lambda: len(feet(program).pluses) == deep + 1, timeout=10_000)
    for size in ((800, 600), (1366, 768), (2560, 1440)):
        program.window.resize(*size)
        rest(qtbot, program)
        canvas, scene = program.window.canvas, program.window.canvas.scene
        assert scene is not None
        assert (scene.layout.width, scene.layout.height) == (canvas.wide, canvas.high)
        assert len(scene.layout.column_x) == deep + 2
        hidden, layout = scene.spec.neuron_slices[1:], scene.layout
        lowest = max(float((layout.xy[s, 1] + layout.radius[s]).max()) for s in hidden)
        highest = min(float((layout.xy[s, 1] - layout.radius[s]).min()) for s in hidden)
        for plus in feet(program).pluses:
            box = plus.geometry()
            assert plus.isHidden() or box.top() >= lowest or 0 <= box.top() <= box.bottom() <= highest, size
    assert any(plus.isVisible() for plus in feet(program).pluses), "a large window has room for them"


@pytest.mark.parametrize("size", [(683, 384), (1366, 768), (1920, 1080)])
def test_advice_is_seen_whole(qtbot: QtBot, start: StartProgram, size: tuple[int, int]) -> None:
    program = start()
    program.window.resize(*size)
    program.rooms.open("train")
    rest(qtbot, program)
    # Twice a second the room says how its own run is doing, in the place of what is said here.
    program.presenter.figures_changed.disconnect(program.training._tell)
    state = program.training.state
    hints = (
        Hint("a", "The validation loss rose from 0.0943 to 0.131 while the training loss fell. " * 2, "Do"),
        Hint("b", "The learning rate 0.5, 10 times the usual 0.05, is too high. " * 3, "New network"),
    )
    state.show_hints(hints, measured=True)
    state.show_changes("Changed in this run: Learning rate 0.02 → 0.5, Batch size 32 → 64")
    qtbot.wait(100)
    assert not state.findChildren(QScrollArea)
    for shown in (*state.boxes, state.changed):
        assert state.rect().contains(QRect(shown.mapTo(state, QPoint(0, 0)), shown.size()))
    for box in state.boxes:
        assert box.sentence.height() >= box.sentence.heightForWidth(box.sentence.width()) - 1
    # Settings keep room for what they are about, and none lies on the other.
    card = program.training.card
    assert card.height() >= 200
    bottom = card.mapTo(program.training.side, QPoint(0, card.height())).y()
    assert bottom <= state.mapTo(program.training.side, QPoint(0, 0)).y()


def test_another_optimiser_brings_its_own_rate_and_says_so(program: Program, qtbot: QtBot) -> None:
    sheet, banner = program.training.card.step, program.window.banner
    assert program.intents.config.learning_rate == default_rate("momentum", 32, "cosine")
    for optimiser, batch in (("adam", 32), ("rmsprop", 32), ("sgd", 32), ("sgd", 128), ("momentum", 8)):
        field, value = (
            (sheet.optimiser, optimiser)
            if sheet.bound.value.optimiser != optimiser
            else (sheet.batch, str(batch))
        )
        if field is sheet.optimiser:
            sheet.optimiser.set_value(value)
            sheet.optimiser.chosen.emit()
            if sheet.bound.value.batch_size != batch:
                write(sheet.batch, str(batch))
        else:
            write(sheet.batch, value)
        config = program.intents.config
        assert (config.optimiser, config.batch_size) == (optimiser, batch)
        assert config.learning_rate == pytest.approx(usual_rate(config), rel=0.06)
        assert f"→ {config.learning_rate:.6g}" in banner.text
    assert program.intents.config.schedule.kind == "one-cycle"  # which RMSprop brought
    qtbot.waitUntil(lambda: sheet.rate.text() == f"{config.learning_rate:.6g}", timeout=5000)


def test_a_rate_that_was_set_by_hand_stays_and_what_is_usual_is_offered(
    program: Program, qtbot: QtBot
) -> None:
    sheet, banner = program.training.card.step, program.window.banner
    write(sheet.rate, "0.3")
    sheet.optimiser.set_value("adam")
    sheet.optimiser.chosen.emit()
    assert program.intents.config.learning_rate == 0.3
    assert "stays at 0.3" in banner.text
    QTest.mouseClick(banner.cards[-1].offer_button, Qt.MouseButton.LeftButton)
    config = program.intents.config
    assert config.optimiser == "adam"
    assert config.learning_rate == pytest.approx(usual_rate(config), rel=0.06)
    # What was said is no longer so.
    qtbot.waitUntil(lambda: "stays at" not in banner.text, timeout=5000)


def test_the_button_for_a_new_network_is_seen_whole_on_a_small_screen(
    start: StartProgram, qtbot: QtBot
) -> None:
    program = in_the_room(qtbot, start)
    program.window.resize(1366, 725)  # what a title bar and a menu leave of 768
    program.presenter.figures_changed.disconnect(program.training._tell)
    state, begin = program.training.state, program.training.card.network.begin
    idle = (
        "2 of the 16 neurons in hidden layer 1 are active for no digit: dead neurons. 1 of the 16 neurons in "
        "hidden layer 2 is active for no digit: a dead neuron. So few do no harm; more than 5 of 16 would be "
        "many."
    )
    state.show_hints((), measured=True, small=idle)
    state.show_rate("The learning rate is 0.02 now; it falls until step 17,190 and then stays at 0.0002.")
    qtbot.wait(150)  # both cards are laid out anew
    assert begin.isVisible()
    assert begin.visibleRegion().boundingRect() == begin.rect()
