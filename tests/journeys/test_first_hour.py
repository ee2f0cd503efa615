"""What a newcomer does, with real mouse and key events in the real window."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from tests.journeys.conftest import THREE, Open, draw


def buttons(program: Program, name: str) -> list[QPushButton]:
    return [b for b in program.window.controls.findChildren(QPushButton) if b.text().strip() == name]


def button(program: Program, name: str) -> QPushButton:
    found = buttons(program, name)
    assert len(found) == 1, f"there are {len(found)} buttons {name}"
    return found[0]


def press(qtbot: QtBot, program: Program, name: str) -> None:
    # Train becomes Pause, and back, with the next tick of the window.
    qtbot.waitUntil(lambda: bool(buttons(program, name)), timeout=10_000)
    qtbot.mouseClick(button(program, name), Qt.MouseButton.LeftButton)


def shown(program: Program) -> tuple[int | None, np.ndarray]:
    """The answer on screen, and all probabilities."""
    scene = program.presenter.scene
    assert scene is not None
    return scene.answer, scene.probability


def shown_step(program: Program) -> int:
    assert program.presenter.snapshot is not None
    return program.presenter.snapshot.step


def wait_for_rest(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(
        lambda: (
            program.trainer.status.phase != "training" and shown_step(program) == program.trainer.status.step
        ),
        timeout=10_000,
    )


def test_draw_a_three_train_pause_step_save_and_open_again(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    program = open_window()
    window, pad = program.window, program.window.draw.pad
    assert window.isVisible()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)

    answers: list[bytes] = []
    program.clock.tick.connect(lambda: answers.append(shown(program)[1].tobytes()))
    draw(qtbot, pad, THREE)
    qtbot.waitUntil(lambda: program.paper.example().source == "pad", timeout=5000)
    # It was read while the pen moved, not only when it was lifted.
    assert len(set(answers)) > 3
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=5000)
    untrained = shown(program)[1]
    assert untrained.max() < 0.9

    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: program.trainer.status.step > 800, timeout=60_000)
    press(qtbot, program, "Pause")
    wait_for_rest(qtbot, program)
    assert button(program, "Train").isVisible()
    _, points = program.trainer.log.since(None)
    assert points.loss[-100:].mean() < 0.5 * points.loss[:20].mean()
    answer, probability = shown(program)
    assert answer == 3
    assert probability[3] > untrained[3]

    step = shown_step(program)
    press(qtbot, program, "Step")
    qtbot.waitUntil(lambda: shown_step(program) == step + 1, timeout=5000)

    path = tmp_path / "mine.netviz"
    program.documents.dialogs.file_to_save = lambda *_: path  # type: ignore[method-assign]
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: path.exists() and not program.documents.unsaved, timeout=10_000)
    saved = program.presenter.snapshot
    assert saved is not None
    assert window.close()
    assert not window.isVisible()
    assert {"trainer", "jobs"}.isdisjoint(thread.name for thread in threading.enumerate())

    again = open_window(path)
    qtbot.waitUntil(lambda: shown_step(again) == step + 1, timeout=10_000)
    assert again.presenter.snapshot is not None
    np.testing.assert_array_equal(again.presenter.snapshot.parameters, saved.parameters)
    draw(qtbot, again.window.draw.pad, THREE)
    qtbot.waitUntil(lambda: shown(again)[0] == 3, timeout=10_000)
    again.window.close()


def test_keys_train_step_undo_and_reset(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    window, pad = program.window, program.window.draw.pad
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    draw(qtbot, pad, THREE)
    draw(qtbot, pad, ((0.5, 0.8), (0.6, 0.9)))
    assert len(pad.strokes()) == 2
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pad.strokes()) == 1
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.trainer.status.step > 50, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    wait_for_rest(qtbot, program)
    step = shown_step(program)
    qtbot.keyClick(window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: shown_step(program) == step + 1, timeout=5000)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown_step(program) == 0, timeout=5000)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown_step(program) == step + 1, timeout=5000)
    program.documents.forget(clean_step=step + 1)
    assert window.close()


def test_closing_in_the_middle_of_training_ends_every_thread(
    qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = open_window()
    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: program.trainer.status.step > 30, timeout=20_000)
    monkeypatch.setattr(type(program.documents), "unsaved", False)
    assert program.window.close()
    assert {"trainer", "jobs"}.isdisjoint(thread.name for thread in threading.enumerate())
