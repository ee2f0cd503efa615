"""Where little is left to learn, the same digit can be told on weights that have learned nothing yet."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from netviz.app.explain.first_weights import FRESH, OWN
from netviz.app.explain.page import IT_READS, IT_WILL_READ, UNTRAINED_READS
from netviz.app.explain.reasons import UNTRAINED
from netviz.app.program.composition import Program
from netviz.panels.kit.figures import sized
from netviz.panels.watch.answer import _LEFT
from netviz.tasks.digits.resources import resource
from netviz.viewmodels.story.stages import REST
from tests.app.conftest import StartProgram
from tests.app.story.test_story_room import explain, next_story, player_on_screen
from tests.app.test_program import parameters, rest, train_some_steps


def sure_digit(program: Program) -> None:
    """A test digit that the network reads with more than 90 %."""
    for index in range(200):
        program.paper.pick(program.choice.example(index))
        program.presenter.tick()
        forward = program.presenter.forward
        if forward is not None and float(forward.a[-1][program.paper.label]) > 0.95:
            return
    raise AssertionError("it reads none surely")


def test_the_first_weights_of_the_run_are_told_and_nothing_is_changed(
    qtbot: QtBot, again: StartProgram
) -> None:
    program = again()
    panel = program.window.story_panel
    first = parameters(program).copy()
    player = explain(qtbot, program)
    rest(qtbot, program)
    assert not panel._untrained.isVisible()  # there is nothing to be untrained from
    program.actions["room.watch"].trigger()
    train_some_steps(qtbot, program, 1500)
    sure_digit(program)
    program.recordings.recorder.flush().result()
    player = explain(qtbot, program)
    rest(qtbot, program)
    assert "little left to learn" in " ".join(caption for caption, _ in player.told)
    assert panel._misread.isVisible()
    own = program.source.ready
    assert own is not None
    trained = parameters(program).copy()
    label = player.story.trace.label
    qtbot.mouseClick(panel._untrained, Qt.MouseButton.LeftButton)
    story = next_story(qtbot, program, own).story
    np.testing.assert_array_equal(story.trace.parameters, first)
    assert story.trace.label == label
    assert player_on_screen(program).stage == 0
    assert player_on_screen(program).moment().caption.startswith("An untrained network sees a")
    program.story._scrub(1 + REST)
    rest(qtbot, program)
    scene = program.window.canvas.scene
    assert scene is not None
    assert scene.moment is not None
    assert OWN in scene.moment.notes
    # Its neurons are shaded on a scale of their own: on the trained network's they would all look silent.
    assert scene.shade[story.spec.neuron_slices[1]].max() > 0.3
    assert story.shade_reference != own.story.shade_reference
    assert program.window.answer._title == UNTRAINED_READS
    assert not program.story.can_apply
    assert panel._teach.apply.toolTip() == UNTRAINED
    np.testing.assert_array_equal(parameters(program), trained)
    # What is exported is what is told.
    here = program.story.story_here()
    assert here is not None
    np.testing.assert_array_equal(here[1]().trace.parameters, first)
    untrained = program.source.ready
    qtbot.mouseClick(panel._back, Qt.MouseButton.LeftButton)
    story = next_story(qtbot, program, untrained).story
    np.testing.assert_array_equal(story.trace.parameters, trained)
    qtbot.waitUntil(lambda: program.story.can_apply, timeout=5000)
    program.documents.forget()


def test_fresh_weights_say_that_they_are_fresh_and_another_room_ends_it(
    qtbot: QtBot, start: StartProgram
) -> None:
    program = start(Path(str(resource("examples", "trained-784-16-16-10.netviz"))))
    qtbot.waitUntil(lambda: program.trainer.status.step > 0, timeout=10_000)
    rest(qtbot, program)
    sure_digit(program)
    player = explain(qtbot, program)
    rest(qtbot, program)
    own = program.source.ready
    assert player.story.little_left
    program.window.story_panel.untrained_clicked.emit()
    ready = next_story(qtbot, program, own)
    assert ready.wanted.first is not None
    assert ready.wanted.first.words in (FRESH, OWN)
    assert ready.story.trace.loss_before > 5 * player.story.trace.loss_before
    program.actions["room.watch"].trigger()
    program.actions["room.explain"].trigger()
    qtbot.waitUntil(
        lambda: program.source.ready is not None and program.source.ready.wanted.first is None, timeout=10_000
    )
    program.documents.forget()


def test_no_title_of_the_answer_reaches_into_what_stands_beside_it(again: StartProgram) -> None:
    font = sized(again().window.answer.font(), 12)
    for title in (IT_READS, IT_WILL_READ, UNTRAINED_READS):
        assert QFontMetricsF(font).horizontalAdvance(title) <= _LEFT - 4, title
