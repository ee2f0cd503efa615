"""A lecture of three scenes: prepared, saved, opened again, and gone through with a clicker."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from netviz.app.lecture import presentation
from netviz.app.program.composition import Program
from netviz.panels.lecture.scenes_dialog import ScenesDialog
from tests.journeys.conftest import THREE, Open, draw
from tests.journeys.test_presentation_journey import press
from tests.journeys.test_story_journey import player_of, state


def add(qtbot: QtBot, program: Program) -> None:
    scenes, dialog = program.later.scenes, program.later.scenes.dialog
    before = len(scenes.scenes)
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(scenes.scenes) == before + 1, timeout=20_000)


@pytest.mark.long
def test_a_lecture_of_three_scenes(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presentation, "LARGE", ((0, 100),))  # larger type has a journey of its own
    program = open_window()
    window, scenes = program.window, program.later.scenes
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    press(program, Qt.Key.Key_PageDown)  # nothing to go through yet
    program.actions["lecture.scenes"].trigger()
    dialog = scenes.dialog
    assert isinstance(dialog, ScenesDialog)
    assert not dialog.go_button.isEnabled()
    program.later.recipes.open("netviz:1:digits 784-8-10 relu seed=3 step=30")
    qtbot.waitUntil(lambda: program.presenter.snapshot.step == 30, timeout=20_000)
    qtbot.waitUntil(lambda: program.later.recipes._wanted is None, timeout=20_000)
    add(qtbot, program)
    first = state(program).parameters
    drawn = program.paper.example().pixels
    program.rooms.open("explain")
    player_of(qtbot, program).scrub(3.8)
    add(qtbot, program)
    program.rooms.open("watch")
    draw(qtbot, window.draw.pad, THREE)
    program.intents.train_to(45)
    qtbot.waitUntil(lambda: program.presenter.snapshot.step == 45, timeout=20_000)
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=20_000)
    add(qtbot, program)
    assert [scene.name for scene in scenes.scenes] == [
        "Watch, step 30",
        "Explain a step, step 30",
        "Watch, step 45",
    ]

    dialog.list.item(0).setText("The beginning")
    dialog.list.setCurrentRow(0)
    qtbot.mouseClick(dialog.down_button, Qt.MouseButton.LeftButton)
    assert [scene.name for scene in scenes.scenes][:2] == ["Explain a step, step 30", "The beginning"]
    qtbot.mouseClick(dialog.up_button, Qt.MouseButton.LeftButton)
    path = tmp_path / "lecture.netviz-scenes"
    monkeypatch.setattr(program.dialogs, "file_to_save", lambda *_: path)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Saved the scenes" in window.banner.text, timeout=10_000)
    prepared = scenes.scenes
    scenes.scenes = ()
    dialog.close()

    program.documents.open_path(path)
    qtbot.waitUntil(lambda: len(scenes.scenes) == 3, timeout=20_000)
    assert [s.name for s in scenes.scenes] == [s.name for s in prepared]
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    window.canvas.setFocus()
    press(program, Qt.Key.Key_F5)
    assert program.later.presentation.on
    press(program, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: program.presenter.snapshot.step == 30, timeout=20_000)
    qtbot.waitUntil(lambda: np.array_equal(program.paper.example().pixels, drawn), timeout=20_000)
    np.testing.assert_array_equal(state(program).parameters, first)
    press(program, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: program.rooms.now == "explain", timeout=20_000)
    qtbot.waitUntil(
        lambda: program.story.player is not None and program.story.player.stage == 3, timeout=20_000
    )
    press(program, Qt.Key.Key_Right)  # the arrows lead through the story still
    qtbot.waitUntil(lambda: program.story.player.stage == 4, timeout=20_000)
    press(program, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: program.presenter.snapshot.step == 45, timeout=20_000)
    qtbot.waitUntil(lambda: program.rooms.now == "watch", timeout=20_000)
    press(program, Qt.Key.Key_PageDown)
    assert "That was the last scene." in window.banner.text
    press(program, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: program.rooms.now == "explain", timeout=20_000)
    assert program.later.presentation.end()
    keys = [key.toString() for key in program.actions["story.next"].shortcuts()]
    assert "PgDown" in keys
