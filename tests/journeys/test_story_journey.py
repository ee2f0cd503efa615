"""A lesson: why each weight moves, told on a digit that somebody drew, with real mouse and key events."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.window.tabs import RoomTabs
from netviz.training.session import SessionState
from netviz.viewmodels.story.player import Player
from netviz.viewmodels.story.stages import REST
from tests.journeys.conftest import THREE, Open, draw


def click(qtbot: QtBot, parent: QWidget, text: str) -> None:
    """Click the visible button with this text."""
    found = [b for b in parent.findChildren(QPushButton) if b.text().strip() == text and b.isVisible()]
    assert len(found) == 1, f"there are {len(found)} buttons {text}"
    assert found[0].isEnabled(), f"{text} is greyed out"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def open_tab(qtbot: QtBot, program: Program, text: str) -> None:
    tabs = program.window.bar.findChild(RoomTabs)
    tab = next(k for k in range(tabs.count()) if tabs.tabText(k) == text)
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(tab).center())


def player_of(qtbot: QtBot, program: Program) -> Player:
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=10_000)
    player = program.story.player
    assert player is not None
    return player


def stage_on_screen(program: Program) -> int | None:
    scene = program.window.canvas.scene
    return None if scene is None or scene.moment is None else scene.moment.stage


def state(program: Program) -> SessionState:
    return program.trainer.request_state().result(timeout=10)


def same(a: SessionState, b: SessionState) -> bool:
    """Bit for bit: parameters, the optimiser's state, the place in training."""
    return (
        a.parameters.tobytes() == b.parameters.tobytes()
        and a.optimiser_state.tobytes() == b.optimiser_state.tobytes()
        and (a.step, a.epoch, a.offset, a.optimiser_steps) == (b.step, b.epoch, b.offset, b.optimiser_steps)
    )


def loss(program: Program) -> float:
    """Of the digit on the pad, measured on the network as it is."""
    assert program.source.ready is not None
    return program.source.ready.story.trace.loss_before


def wait_for_new_story(qtbot: QtBot, program: Program, before: object) -> None:
    """Until the story of the network as it is now is prepared."""
    qtbot.waitUntil(
        lambda: program.source.ready is not None and program.source.ready is not before, timeout=20_000
    )


def test_a_lesson_on_a_drawn_digit(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netviz.app.files.export_dialogs.ExportDialogs.story_film", lambda _self: (320, 240))
    monkeypatch.setattr("netviz.rendering.files.story_export.MOVING_FPS", 3)
    program = open_window()
    window = program.window
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)

    # A little training first, so that the optimiser has something to remember.
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.trainer.status.step > 20, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=10_000)
    assert window.story_panel.isVisible()
    assert not window.inspector.isVisible()

    # The test digit that lies there has a label of its own: the story begins. Space goes through it.
    player = player_of(qtbot, program)
    qtbot.waitUntil(window.story_bar.isVisible, timeout=5000)
    assert player.story.trace.label == 3
    stages = len(player.story.stages)
    captions = []
    for stage in range(stages):
        qtbot.waitUntil(lambda stage=stage: stage_on_screen(program) == stage, timeout=5000)
        if player.moving:
            qtbot.keyClick(window, Qt.Key.Key_Space)  # finish this stage
        qtbot.waitUntil(lambda: not player.moving, timeout=5000)
        assert player.phase == pytest.approx(stage + REST)
        captions.append(player.moment().caption)
        qtbot.keyClick(window, Qt.Key.Key_Space)
    assert len(set(captions)) == stages
    assert player.at_end

    # Backwards by key and by scrubbing; training has not moved meanwhile.
    qtbot.keyClick(window, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: stage_on_screen(program) == stages - 2, timeout=5000)
    slider = window.story_bar.findChild(QWidget, "timeline")
    qtbot.mouseClick(
        slider,
        Qt.MouseButton.LeftButton,
        pos=QPoint(round(slider.width() * 2.9 / stages), slider.height() // 2),
    )
    qtbot.waitUntil(lambda: stage_on_screen(program) == 2, timeout=5000)
    click(qtbot, window.story_bar, "Replay")
    assert player.moving

    # A drawn digit has no label, and none is presumed.
    draw(qtbot, window.draw.pad, THREE)
    qtbot.waitUntil(window.question.isVisible, timeout=5000)
    assert program.story.player is None
    assert not program.story.can_apply
    click(qtbot, window.question, "3")
    player = player_of(qtbot, program)
    assert player.story.trace.label == 3
    assert window.story_bar.isVisible()

    # Apply is the told step, exactly; the loss falls; Undo brings everything back.
    before, loss_before, told = state(program), loss(program), program.source.ready
    step = player.story.trace.parameters_after
    click(qtbot, window.story_panel, "Apply")
    wait_for_new_story(qtbot, program, told)
    after = state(program)
    assert after.parameters.tobytes() == step.tobytes()
    assert after.optimiser_state.tobytes() == before.optimiser_state.tobytes()
    assert after.step == before.step + 1
    assert loss(program) == pytest.approx(player.story.trace.loss_after, rel=1e-6)
    assert loss(program) < loss_before
    assert player.story.stages[player.stage].kind == "step"
    told = program.source.ready
    click(qtbot, window.story_panel, "Undo")
    wait_for_new_story(qtbot, program, told)
    assert same(state(program), before)

    told = program.source.ready
    click(qtbot, window.story_panel, "×100")
    wait_for_new_story(qtbot, program, told)
    # Where next to nothing is left to learn, plain steps take next to nothing away.
    assert loss(program) < (0.5 if loss_before > 0.05 else 0.9) * loss_before
    told = program.source.ready
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_for_new_story(qtbot, program, told)
    assert same(state(program), before)

    # The story as pictures.
    frames = tmp_path / "frames"
    monkeypatch.setattr(program.later.film.dialogs, "file_to_save", lambda *_: frames)
    qtbot.keyClick(
        window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(window.bar.progress.isVisible, timeout=5000)
    qtbot.waitUntil(lambda: not program.later.film.running, timeout=120_000)
    assert (frames / "frames.ffconcat").exists()
    assert len(list(frames.glob("frame-*.png"))) > 10

    # To train is to watch: the tab changes, and training goes on from where it was.
    click(qtbot, window.controls, "Train")
    qtbot.waitUntil(lambda: program.trainer.status.step > before.step + 20, timeout=20_000)
    assert program.rooms.now == "watch"
    assert window.inspector.isVisible()
    assert not window.story_panel.isVisible()
    open_tab(qtbot, program, "Explain a step")
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=10_000)
    open_tab(qtbot, program, "Watch")
    assert program.actions["room.watch"].isChecked()
    program.documents.forget(clean_step=program.trainer.status.step)
    assert window.close()


def test_a_click_on_a_neuron_tells_the_story_on_it(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    window = program.window
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    open_tab(qtbot, program, "Explain a step")
    player = player_of(qtbot, program)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: program.window.canvas.scene is not None, timeout=5000)
    story = player.story
    own = story.picks
    layout = story.layout
    other = (own[2] or 0) + 1 if (own[2] or 0) < story.spec.sizes[2] - 1 else 0
    where = layout.xy[story.spec.neuron_slices[2].start + other]
    place = QPoint(round(float(where[0])), round(float(where[1])))
    qtbot.mouseMove(window.canvas, place)
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: player.story.picks[2] == other, timeout=5000)
    assert player.story.picks[3] == own[3]
    np.testing.assert_array_equal(player.story.trace.parameters, story.trace.parameters)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: player.story.picks == own, timeout=5000)
    assert window.close()
