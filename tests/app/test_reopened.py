"""A file keeps the whole run: the network, every metric, and the steps that led there."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.app.conftest import Answers, StartProgram
from tests.app.test_program import rest, shown_step, train_some_steps


def test_the_saved_metrics_are_shown_again(
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
    assert [point.step for point in restored] == [point.step for point in points]
    assert len(again.trainer.log) == step
