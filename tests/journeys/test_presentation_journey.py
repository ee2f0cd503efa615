"""For a hall: F5, a clicker's keys, and everything as it was afterwards."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.panels.lecture.blackness import Blackness
from netviz.panels.lecture.spoken import Spoken
from netviz.rendering.fonts import text_size
from tests.journeys.conftest import Open
from tests.journeys.test_label_journey import go
from tests.journeys.test_story_journey import player_of


def press(program: Program, key: Qt.Key) -> None:
    QTest.keyClick(program.window.focusWidget() or program.window, key)


def seen(program: Program) -> dict[str, bool]:
    """Which panels can be seen."""
    window = program.window
    parts: dict[str, QWidget] = {
        "menus": window.menuBar(),
        "bar": window.bar,
        "pad": window.draw,
        "network": window.canvas,
        "inspector": window.inspector,
        "curves": window.curves_card,
        "story": window.story_bar,
        "card": window.story_panel,
        "picker": window.picker or window,
    }
    return {name: part.isVisible() for name, part in parts.items()}


def test_a_lecture_with_a_clicker(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    window = program.window
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    go(qtbot, program, "explain")
    player = player_of(qtbot, program)
    before, state, size = seen(program), window.windowState(), text_size()
    shown = {name: program.settings.panel_shown(name) for name in ("left", "right", "curves")}
    keys = [action.shortcuts() for action in program.actions.all()]

    press(program, Qt.Key.Key_F5)
    assert window.isFullScreen()
    high = window.screen().size().height()
    assert text_size() == (200 if high >= 1000 else 150)
    assert [name for name, there in seen(program).items() if there] == ["network"]
    spoken = window.findChild(Spoken)
    assert spoken is not None
    qtbot.waitUntil(lambda: "flows in" in spoken.accessibleDescription(), timeout=10_000)
    press(program, Qt.Key.Key_PageDown)
    press(program, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "L = −ln" in spoken.accessibleDescription(), timeout=10_000)
    press(program, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: player.stage == 0, timeout=10_000)

    for key in (Qt.Key.Key_B, Qt.Key.Key_Period):
        press(program, key)
        assert window.findChild(Blackness) is not None
        assert isinstance(window.focusWidget(), Blackness)
        press(program, Qt.Key.Key_PageDown)
        qtbot.waitUntil(lambda: window.findChild(Blackness) is None, timeout=10_000)
        assert player.stage == 0  # it only brought the picture back

    press(program, Qt.Key.Key_Escape)
    assert (seen(program), window.windowState(), text_size()) == (before, state, size)
    assert {name: program.settings.panel_shown(name) for name in shown} == shown
    assert [action.shortcuts() for action in program.actions.all()] == keys
    press(program, Qt.Key.Key_B)
    assert window.findChild(Blackness) is None
