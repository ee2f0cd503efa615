"""A run is copied as a line, and the line makes it again in another window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.lecture.recipes import CHANGED, line_dialog
from netviz.app.screen.presenter import Presenter
from netviz.training.recipe.line import read_recipe
from tests.journeys.conftest import Open
from tests.journeys.test_label_journey import go
from tests.journeys.test_story_journey import player_of, state

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_the_line_of_a_run_makes_it_again(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    window, clipboard = program.window, QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    program.later.recipes.open("netviz:1:digits 784-12-10 tanh seed=7 lr=0.05 step=150 view=explain.3")
    qtbot.waitUntil(lambda: program.rooms.now == "explain", timeout=40_000)
    qtbot.waitUntil(lambda: program.presenter.snapshot.step == 150, timeout=10_000)
    player = player_of(qtbot, program)
    qtbot.waitUntil(lambda: player_of(qtbot, program).stage == 2, timeout=10_000)
    first = state(program)
    assert first.step == 150
    assert first.config.spec.sizes == (784, 12, 10)
    assert player.story.step == 150
    assert program.intents.pace == program.settings.pace

    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL | ALT)
    qtbot.waitUntil(lambda: clipboard.text().startswith("netviz:1:"), timeout=20_000)
    line = clipboard.text()
    assert line.startswith("netviz:1:digits 784-12-10 tanh seed=7 lr=0.05 step=150 view=explain.3 #")
    assert line in window.banner.text
    assert not window.banner.cards[-1].message.lasts, "it goes once it could be read"

    go(qtbot, program, "watch")
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: program.presenter.snapshot.step == 0, timeout=10_000)
    clipboard.setText(f"  {line.upper()} ")
    qtbot.keyClick(window, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: program.rooms.now == "explain", timeout=40_000)
    again = state(program)
    assert again.step == 150
    np.testing.assert_array_equal(again.parameters, first.parameters)

    # What is wrong is said, and nothing is lost.
    clipboard.setText(line.replace("0.05", "0.06"))
    qtbot.keyClick(window, Qt.Key.Key_V, CONTROL)
    assert "there is a slip in it" in window.banner.text
    np.testing.assert_array_equal(state(program).parameters, first.parameters)

    # A run that was changed on its way has no line.
    program.intents.configure(program.intents.config.__class__(**{**vars(again.config), "l2": 0.01}))
    program.intents.step()
    qtbot.waitUntil(lambda: program.presenter.snapshot.step == 151, timeout=10_000)
    clipboard.setText("before")
    program.actions["edit.copy_recipe"].trigger()
    assert CHANGED in window.banner.text
    assert clipboard.text() == "before"


def test_a_line_is_seen_whole_where_one_is_asked_for(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    for line in ("netviz:1:", f"netviz:1:digits {'784-16-16-10 relu ' * 5}step=42676 #abcd"):
        dialog = line_dialog(line, window)
        dialog.show()
        field = dialog.findChild(QLineEdit)
        # The field's own frame lies beside the text.
        assert field.fontMetrics().horizontalAdvance(line) < field.width() - 8
        assert dialog.textValue() == line
        dialog.close()


def test_why_the_trainer_rests_is_not_left_over_the_network(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = open_window()
    recipes, said = program.later.recipes, program.window.banner
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    with monkeypatch.context() as patch:
        # As long as the window has not heard that the step is reached.
        patch.setattr(Presenter, "training", property(lambda _: True))
        recipes.open("netviz:1:digits 784-12-10 tanh seed=7 lr=0.05 step=20 view=watch")
        qtbot.waitUntil(lambda: program.presenter.snapshot.step == 20)
        qtbot.waitUntil(lambda: any("paused at step 20" in words for words in said.sentences))
        recipes._look()
        assert recipes._wanted is not None, "it is not done"
    qtbot.waitUntil(lambda: recipes._wanted is None)
    qtbot.waitUntil(lambda: not program.clock.ticking)
    assert not any("paused" in words for words in said.sentences)


def test_a_line_for_another_task_opens_that_one(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    left: list[object] = []
    program.left_for.connect(left.append)
    line = "netviz:1:moons 2-4-2 tanh seed=3 step=20"
    program.later.recipes.open(line)
    qtbot.waitUntil(lambda: bool(left), timeout=10_000)
    assert left[0].recipe == line
    assert left[0].task == read_recipe(line).config.task
