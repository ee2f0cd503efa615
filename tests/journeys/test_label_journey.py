"""What a digit is belongs to that drawing alone, wherever the next one is made, with real events."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.panels.kit.buttons import SmallButton
from netviz.tasks.digits.digits import DataSet
from netviz.viewmodels.story.place import StoryPlace
from netviz.viewmodels.story.stages import REST
from tests.journeys.conftest import THREE, Open, draw
from tests.journeys.test_story_journey import player_of

ONE = ((0.5, 0.2), (0.5, 0.5), (0.5, 0.8))
SEVEN = ((0.3, 0.22), (0.5, 0.22), (0.7, 0.22), (0.6, 0.5), (0.5, 0.8))
DOT = ((0.5, 0.5), (0.505, 0.5))
CONTROL = Qt.KeyboardModifier.ControlModifier


def go(qtbot: QtBot, program: Program, room: str) -> None:
    keys = {"watch": Qt.Key.Key_1, "explain": Qt.Key.Key_3}
    qtbot.keyClick(program.window, keys[room], CONTROL)
    assert program.rooms.now == room


def bin_it(qtbot: QtBot, program: Program) -> None:
    button = next(
        b for b in program.window.draw.tools.findChildren(SmallButton) if b.accessibleName() == "Clear"
    )
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.paper.example().empty, timeout=5000)


def is_asked(qtbot: QtBot, program: Program) -> None:
    """Which digit it is, and nothing is told, nor can anything be taught."""
    qtbot.waitUntil(lambda: program.story.player is None and program.window.question.asks, timeout=10_000)
    assert program.window.question.isVisible()
    assert not program.story.can_apply
    assert program.window.canvas.scene is None or program.window.canvas.scene.moment is None


def say(qtbot: QtBot, program: Program, label: int) -> None:
    qtbot.keyClick(program.window, Qt.Key(ord(str(label))))
    assert player_of(qtbot, program).story.trace.label == label


@pytest.fixture
def program(qtbot: QtBot, open_window: Open) -> Program:
    """A 1 was drawn in Explain and named, and one is back in Watch."""
    program = open_window()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    go(qtbot, program, "explain")
    draw(qtbot, program.window.draw.pad, ONE)
    is_asked(qtbot, program)
    say(qtbot, program, 1)
    go(qtbot, program, "watch")
    return program


@pytest.mark.parametrize("shape", [SEVEN, DOT, ONE], ids=["seven", "dot", "the same again"])
def test_a_label_does_not_stick_to_the_next_drawing(
    qtbot: QtBot, program: Program, shape: tuple[tuple[float, float], ...]
) -> None:
    bin_it(qtbot, program)
    draw(qtbot, program.window.draw.pad, shape)
    go(qtbot, program, "explain")
    is_asked(qtbot, program)
    say(qtbot, program, 7)

    # Undo of the drawing and of the bin: the 1 is a 1 again, and nobody has to say it twice.
    for _ in range(2):
        qtbot.keyClick(program.window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(
        lambda: program.story.player is not None and program.story.player.story.trace.label == 1,
        timeout=10_000,
    )
    # And forwards: the other one is what was said of it.
    for _ in range(2):
        qtbot.keyClick(program.window, Qt.Key.Key_Y, CONTROL)
    qtbot.waitUntil(
        lambda: program.story.player is not None and program.story.player.story.trace.label == 7,
        timeout=10_000,
    )


def test_one_more_stroke_makes_another_digit(qtbot: QtBot, program: Program) -> None:
    draw(qtbot, program.window.draw.pad, ((0.3, 0.25), (0.4, 0.22), (0.5, 0.2)))
    go(qtbot, program, "explain")
    is_asked(qtbot, program)
    qtbot.keyClick(program.window, Qt.Key.Key_Z, CONTROL)
    assert player_of(qtbot, program).story.trace.label == 1


def test_a_picked_digit_has_its_own_label_and_ink_on_it_has_none(
    qtbot: QtBot, program: Program, digits: DataSet
) -> None:
    qtbot.keyClick(program.window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: program.paper.example().source == "test digit", timeout=5000)
    index = program.paper.example().index
    assert index is not None
    go(qtbot, program, "explain")
    assert player_of(qtbot, program).story.trace.label == digits.test.labels[index]
    go(qtbot, program, "watch")
    draw(qtbot, program.window.draw.pad, THREE)
    go(qtbot, program, "explain")
    is_asked(qtbot, program)


def test_a_drawing_begun_while_another_digit_is_told_of(qtbot: QtBot, program: Program) -> None:
    """The first ink of it is no digit yet, and the story's answer still stands there."""
    qtbot.keyClick(program.window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: program.paper.example().source == "test digit", timeout=5000)
    go(qtbot, program, "explain")
    player_of(qtbot, program)
    qtbot.waitUntil(lambda: program.window.answer._told is not None, timeout=5000)
    draw(qtbot, program.window.draw.pad, SEVEN)
    is_asked(qtbot, program)
    say(qtbot, program, 7)


def test_a_dropped_picture_is_asked_about(
    qtbot: QtBot, program: Program, digits: DataSet, tmp_path: Path
) -> None:
    picture = tmp_path / "mine.png"
    Image.fromarray(255 - np.asarray(digits.test.images[0]).reshape(28, 28)).save(picture)
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(picture))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(600, 300), Qt.DropAction.CopyAction, held, left, none)
    QApplication.sendEvent(program.window, enter)
    drop = QDropEvent(QPointF(600, 300), Qt.DropAction.CopyAction, held, left, none)
    QApplication.sendEvent(program.window, drop)
    qtbot.waitUntil(lambda: program.paper.example().source == "file", timeout=10_000)
    go(qtbot, program, "explain")
    is_asked(qtbot, program)


def test_the_drawing_keeps_its_label_before_another_network(qtbot: QtBot, program: Program) -> None:
    qtbot.keyClick(program.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.trainer.status.step > 20, timeout=20_000)
    untrained = program.story.player
    assert untrained is not None
    told: list[object] = []
    program.story.story_changed.connect(lambda: told.append(program.story.player))
    go(qtbot, program, "explain")
    player = player_of(qtbot, program)
    # Not for a moment is the untrained network's story told on the trained one.
    assert untrained not in told
    assert player is not untrained
    assert player.story.trace.label == 1
    assert player.story.step is not None
    assert player.story.step > 20
    program.documents.forget(clean_step=program.trainer.status.step)


def test_one_goes_on_where_one_was(qtbot: QtBot, program: Program) -> None:
    go(qtbot, program, "explain")
    player = player_of(qtbot, program)
    for _ in range(4):
        qtbot.keyClick(program.window, Qt.Key.Key_Right)
    place = program.story.place(is_open=True)
    assert place == StoryPlace(label=1, stage=player.stage, is_open=True)
    assert place.stage == 2
    strokes = program.paper.sheet.strokes
    go(qtbot, program, "watch")
    bin_it(qtbot, program)
    # As a saved run brings it back: the strokes, and then the place.
    program.window.draw.pad.set_strokes(strokes)
    program.paper._stroke_finished(strokes[-1])
    program.story.go_to(StoryPlace(1, 2, chosen=((2, 5), (9, 9)), edge=10**9, is_open=True))
    program.rooms.open("explain")
    assert program.rooms.now == "explain"
    player = player_of(qtbot, program)
    assert player.story.trace.label == 1
    assert player.phase == 2 + REST
    assert player.story.picks[2] == 5
    assert program.story.place(is_open=True).chosen == ((2, 5),)
