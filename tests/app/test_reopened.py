"""A file keeps the network and its last measurement; the curves begin anew where it was saved."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.app.conftest import Answers, StartProgram
from tests.app.test_program import rest, shown_step, train_some_steps


def test_the_saved_measurement_is_shown_again(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    train_some_steps(qtbot, program, 1000)
    _, points, _ = program.trainer.log.validation_since(None)
    assert points
    answers.to_save = tmp_path / "kept.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    step = shown_step(program)
    assert program.window.close()
    again = start(tmp_path / "kept.netviz")
    qtbot.waitUntil(lambda: shown_step(again) == step, timeout=10_000)
    rest(qtbot, again)
    _, restored, _ = again.trainer.log.validation_since(None)
    assert restored == [points[-1]]
    assert len(again.trainer.log) == 0
