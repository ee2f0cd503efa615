"""The first start: Simple, and four gestures with real mouse and key events; none is shown twice."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.settings import FIRST_STEPS, Settings
from netviz.app.watch.first_path import DOUBT, DRAW, EXPLAIN, OVER, TRAIN, TRY
from netviz.app.window.tabs import RoomTabs
from tests.journeys.conftest import THREE, Open, draw
from tests.journeys.test_first_hour import press

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def first_start(open_window: Open, tmp_path: Path) -> Open:
    """Opens the window with settings that nobody has touched."""
    settings = Settings(tmp_path / "netviz.ini")
    settings.full = False
    settings.first_steps = 0
    settings.flush()
    return open_window


def at(program: Program) -> int:
    return program.watch.path.at


def open_tab(qtbot: QtBot, program: Program, room: str) -> None:
    tabs = program.window.bar.findChild(RoomTabs)
    qtbot.mouseClick(tabs, LEFT, pos=tabs.middle(room))


def test_nobody_has_seen_anything_yet(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "new.ini")
    assert not settings.full
    assert settings.first_steps == 0


def test_draw_train_explain_doubt_and_then_draw_five_more(qtbot: QtBot, first_start: Open) -> None:
    program = first_start()
    window, card = program.window, program.window.path
    assert at(program) == DRAW
    assert card.isVisible()
    assert card.text[0] == "Draw a 3"
    # What lies there needs no bin where it is an example; a drawing does.
    assert "What lies there makes way." in card.text[1]
    # The clearest picture: one neuron's edges in each layer.
    assert program.live.single
    draw(qtbot, window.draw.pad, THREE)
    assert at(program) == TRAIN
    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: not program.live.single, timeout=5000)
    qtbot.waitUntil(lambda: at(program) == EXPLAIN, timeout=60_000)
    assert card.text[0] == "It reads your 3!"
    assert card.glad
    forward = program.presenter.forward
    assert forward is not None
    open_tab(qtbot, program, "room.explain")
    qtbot.waitUntil(lambda: program.rooms.now == "explain", timeout=5000)
    # Nothing of it was seen yet.
    assert at(program) == EXPLAIN
    # There is no Next yet.
    qtbot.waitUntil(lambda: not window.story_bar._next.isVisible(), timeout=10_000)
    assert card.text[0] == "Say which digit it is"
    program.paper.give_label(3)
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=20_000)
    qtbot.waitUntil(lambda: card.text[0] == "Press Next", timeout=10_000)
    assert window.story_bar._next.isVisible()
    program.actions["story.next"].trigger()
    assert at(program) == DOUBT
    assert card.isVisible()
    qtbot.mouseClick(card.way, LEFT)
    assert not card.way.isVisible(), "one is there"
    qtbot.waitUntil(lambda: program.rooms.now == "test", timeout=5000)
    assert program.exam.page.part == "labels"
    # It is over once one was answered.
    assert at(program) == DOUBT
    assert card.text[0] == "4 or 7?"
    assert card.text[1].startswith("Say what you see.")
    program.exam.page.labels.voted.emit(4)
    assert at(program) == TRY
    open_tab(qtbot, program, "room.watch")
    for n in range(1, 6):
        program.paper.clear()
        draw(qtbot, window.draw.pad, THREE)
        qtbot.waitUntil(lambda n=n: len(program.watch.path._reads) == n, timeout=10_000)
    right = sum(program.watch.path._reads)
    assert f"It read {right} of 5 as a 3." in card.text[1]
    qtbot.mouseClick(card.end, LEFT)
    assert not card.isVisible()
    program.documents.forget(clean_step=program.trainer.status.step)
    window.close()
    again = first_start()
    assert at(again) == OVER
    assert not again.window.path.isVisible()
    draw(qtbot, again.window.draw.pad, THREE)
    again.actions["help.first_steps"].trigger()
    assert at(again) == DRAW
    assert "The bin clears the pad first." in again.window.path.text[1]
    again.window.close()


def test_what_was_shown_is_not_shown_again_and_all_can_be_skipped(qtbot: QtBot, first_start: Open) -> None:
    program = first_start()
    qtbot.mouseClick(program.window.path.skip, LEFT)
    assert at(program) == TRAIN
    program.window.close()
    again = first_start()
    assert at(again) == TRAIN
    qtbot.mouseClick(again.window.path.end, LEFT)
    assert at(again) == OVER
    assert not again.live.single
    assert again.settings.first_steps == FIRST_STEPS
    again.window.close()


def test_simple_has_what_one_needs_first_and_f_shows_everything(qtbot: QtBot, first_start: Open) -> None:
    program = first_start()
    window = program.window
    qtbot.mouseClick(window.path.end, LEFT)
    there = (window.canvas, window.draw, window.answer, window.sentence, window.curves_card)
    more = (window.inspector, window.legend, window.timeline, window.picker, window.form)
    assert all(widget.isVisible() for widget in there)
    assert not any(widget.isVisible() for widget in more)
    curves = window._curves
    assert curves is not None
    assert curves._loss.isVisible()
    assert not curves._accuracy.isVisible()
    # What a line is never changes by itself there.
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=5000)
    assert program.presenter.scene is not None
    assert set(program.presenter.scene.views) == {"weight"}
    qtbot.keyClick(window, Qt.Key.Key_F)
    assert all(widget.isVisible() for widget in (*there, *more))
    assert curves._accuracy.isVisible()
    assert program.window.sentence.switch.full.isChecked()
    qtbot.mouseClick(program.window.sentence.switch.simple, LEFT)
    assert not any(widget.isVisible() for widget in more)
    # A panel that only Full has brings Full along.
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.inspector.isVisible()
    window.close()
    again = first_start()
    assert again.settings.full
    assert again.window.legend.isVisible()
    again.window.close()


def test_the_sentence_greets_and_then_says_what_is_seen(qtbot: QtBot, first_start: Open) -> None:
    program = first_start()
    qtbot.mouseClick(program.window.path.end, LEFT)
    program.paper.clear()
    qtbot.waitUntil(lambda: program.window.sentence.text.startswith("Start here"), timeout=5000)
    draw(qtbot, program.window.draw.pad, THREE)
    qtbot.waitUntil(lambda: "Press Train" in program.window.sentence.text, timeout=5000)
    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: program.window.sentence.text.startswith("Fast"), timeout=10_000)
    assert {"into output", "just changed"} <= set(program.window.sentence.key.words)
    press(qtbot, program, "Pause")
    qtbot.waitUntil(lambda: program.window.sentence.text.startswith("It reads your"), timeout=10_000)
    assert program.window.sentence.key.words == ()
    program.documents.forget(clean_step=program.trainer.status.step)
    program.window.close()


def test_who_trains_first_needs_no_card_for_it(qtbot: QtBot, first_start: Open) -> None:
    program = first_start()
    assert "learnt nothing yet" in program.window.path.text[1]
    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: at(program) == EXPLAIN, timeout=30_000)
    assert "learnt nothing yet" not in program.window.path.text[1]
    assert not program.live.single
    program.rooms.open("explain")
    assert at(program) == EXPLAIN
    program.rooms.open("watch")
    program.documents.forget(clean_step=program.trainer.status.step)
    program.window.close()


def test_the_past_can_be_seen_and_left_in_simple_too(qtbot: QtBot, first_start: Open) -> None:
    program = first_start()
    window = program.window
    qtbot.mouseClick(window.path.end, LEFT)
    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: program.trainer.status.step > 100, timeout=30_000)
    press(qtbot, program, "Pause")
    assert not window.timeline.isVisible()
    qtbot.waitUntil(
        lambda: program.time.held is not None and len(program.time.held.steps) > 1, timeout=20_000
    )
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(window.timeline.isVisible, timeout=10_000)
    assert program.presenter.playback.travelling
    qtbot.keyClick(window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: not window.timeline.isVisible(), timeout=10_000)
    program.documents.forget(clean_step=program.trainer.status.step)
    window.close()


def test_a_card_says_that_it_learns_only_while_it_does(qtbot: QtBot, first_start: Open) -> None:
    program = first_start()
    card = program.window.path
    draw(qtbot, program.window.draw.pad, ((0.5, 0.2), (0.5, 0.5), (0.5, 0.8)))
    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: card.text[0] == "It learns", timeout=10_000)
    press(qtbot, program, "Pause")
    qtbot.waitUntil(lambda: card.text[0] == "It rests", timeout=10_000)
    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: card.text[0] == "It learns", timeout=10_000)
    press(qtbot, program, "Pause")
    program.documents.forget(clean_step=None)
    program.window.close()


def test_the_card_is_true_of_what_lies_there_now(qtbot: QtBot, first_start: Open) -> None:
    program = first_start()
    card = program.window.path
    draw(qtbot, program.window.draw.pad, THREE)
    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: card.text[0] == "It reads your 3!", timeout=60_000)
    press(qtbot, program, "Pause")
    program.paper.clear()
    qtbot.waitUntil(lambda: card.text[0] == "Open Explain a step", timeout=5000)
    program.settings.first_steps = TRY
    program.settings.first_reads = [True, False, True]
    program.settings.flush()
    program.documents.forget(clean_step=program.trainer.status.step)
    program.window.close()
    again = first_start()
    qtbot.waitUntil(lambda: again.presenter.snapshot is not None, timeout=10_000)
    assert "Press Train first" in again.window.path.text[1]
    assert again.watch.path._reads == [True, False, True]
    again.documents.forget(clean_step=0)
    again.window.close()
