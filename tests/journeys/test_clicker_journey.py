"""A presenter's clicker, and keys, in Explain a step: they go through the story whatever has the keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.panels.pad.digit_picker import DigitGrid
from netviz.viewmodels.story.stages import REST
from tests.journeys.conftest import Open
from tests.journeys.test_label_journey import go
from tests.journeys.test_story_journey import player_of


def press(qtbot: QtBot, key: Qt.Key) -> None:
    """To whatever has the keys, as a keyboard does."""
    has_keys = QApplication.focusWidget()
    assert has_keys is not None
    qtbot.keyClick(has_keys, key)


def type_rate(qtbot: QtBot, program: Program, text: str) -> None:
    field = program.window.story_panel._teach.rate
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    qtbot.keyClicks(field, text)


def candidates(program: Program) -> dict[str, QWidget]:
    window = program.window
    grid = window.picker.findChild(DigitGrid)
    assert grid is not None
    return {
        "the network": window.canvas,
        "the pad": window.draw.pad,
        "the rate": window.story_panel._teach.rate,
        "the label": window.story_panel._teach.label,
        "Apply": window.story_panel._teach.apply,
        "Next": window.story_bar._next,
        "the timeline": window.story_bar._slider,
        "the digits": grid,
    }


@pytest.mark.parametrize("back", [Qt.Key.Key_PageUp])
@pytest.mark.parametrize("ahead", [Qt.Key.Key_PageDown])
def test_a_clicker_works_whatever_has_the_keys(
    qtbot: QtBot, open_window: Open, ahead: Qt.Key, back: Qt.Key
) -> None:
    program = open_window()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    program.actions["view.reduced_motion"].setChecked(True)
    go(qtbot, program, "explain")
    player = player_of(qtbot, program)
    for name, widget in candidates(program).items():
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert QApplication.focusWidget() is widget, name
        label, rate = program.paper.label, program.window.story_panel._teach.rate.rate
        stage = player.stage
        press(qtbot, ahead)
        assert player.stage == stage + 1, name
        press(qtbot, back)
        assert player.stage == stage, name
        assert (program.paper.label, program.window.story_panel._teach.rate.rate) == (label, rate)
        assert program.story.player is player


def test_after_a_rate_was_typed_the_keys_are_the_storys_again(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    program.actions["view.reduced_motion"].setChecked(True)
    go(qtbot, program, "explain")
    player_of(qtbot, program)
    ready = program.source.ready
    type_rate(qtbot, program, "3")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.source.ready not in (None, ready), timeout=20_000)
    player = player_of(qtbot, program)
    assert player.story.trace.rate == 3
    for key, by in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Space, 1),
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_Left, -1),
        (Qt.Key.Key_PageUp, -1),
    ):
        stage = player.stage
        press(qtbot, key)
        assert player.stage == stage + by, key

    # What can be no rate is said, and the one before it stays.
    type_rate(qtbot, program, "0")
    press(qtbot, Qt.Key.Key_Return)
    assert "any number above 0 and up to 1,000,000" in program.window.banner.text
    assert program.window.story_panel._teach.rate.text() == "3"


@pytest.mark.parametrize(
    "rate", ["1000000", *(pytest.param(rate, marks=pytest.mark.long) for rate in ("3", "1e-9"))]
)
def test_a_story_of_any_rate_is_told_to_its_end(qtbot: QtBot, open_window: Open, rate: str) -> None:
    program = open_window()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    program.actions["view.reduced_motion"].setChecked(True)
    go(qtbot, program, "explain")
    player_of(qtbot, program)
    ready = program.source.ready
    type_rate(qtbot, program, rate)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.source.ready not in (None, ready), timeout=20_000)
    player = player_of(qtbot, program)
    trace = player.story.trace
    assert trace.rate == float(rate)
    while not player.at_end:
        press(qtbot, Qt.Key.Key_PageDown)
        assert player.phase == player.stage + REST
