"""An own step at a wild rate throws the network off: the advice in the window says so within a few steps."""

from pytestqt.qtbot import QtBot

from netviz.training.experiments.lesson import Lesson
from tests.app.conftest import StartProgram
from tests.app.test_program import rest


def test_advice_speaks_after_an_own_step_that_threw_the_network_off(
    qtbot: QtBot, start: StartProgram
) -> None:
    program = start()
    rest(qtbot, program)
    program.rooms.open("train")
    shown = program.presenter.snapshot
    assert shown is not None
    lesson = Lesson(program.presenter.example.pixels, 3, 50.0)
    program.others.telling.teaching._lessons.teach("applied step", lesson, 1, shown.identity, lambda *_: None)
    qtbot.waitUntil(lambda: program.stack.count() == 1)
    for step in (2, 3):
        program.actions["training.step"].trigger()
        qtbot.waitUntil(lambda step=step: program.trainer.status.step == step)  # type: ignore[misc]
    state = program.training.state
    qtbot.waitUntil(lambda: bool(state.boxes))
    assert "The steps applied to one digit, up to step 1, have thrown the weights far off." in (
        state.boxes[0].sentence.words
    )
    program.documents.forget()
