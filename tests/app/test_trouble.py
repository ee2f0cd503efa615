"""A run that goes wrong is told in a sentence with its figures, and one click leads back."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from netviz.training.config import TrainingConfig
from tests.app.conftest import StartProgram
from tests.app.test_program import rest, shown_step, train_some_steps


def test_a_wild_rate_is_told_and_the_usual_one_is_offered(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    program.networks.begin(TrainingConfig(learning_rate=20.0, validate_every=50))
    program.intents.train()
    banner = program.window.banner
    qtbot.waitUntil(lambda: "only guesses" in banner.text, timeout=20_000)
    assert "learning rate 20 " in banner.text
    assert banner.cards[-1].offer_button.text() == "New network with rate 0.005"
    banner.cards[-1].offer_button.click()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "idle", timeout=10_000)
    rest(qtbot, program)
    assert shown_step(program) == 0
    assert program.intents.config.learning_rate == 0.005
    assert "only guesses" not in banner.text


def test_what_was_learned_before_is_gone_back_to(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    program.networks.begin(TrainingConfig(validate_every=50))
    train_some_steps(qtbot, program, 500)
    sound = shown_step(program)
    program.intents.configure(replace(program.trainer.status.config, learning_rate=20.0))
    program.intents.train()
    banner = program.window.banner
    qtbot.waitUntil(lambda: "only guesses" in banner.text, timeout=20_000)
    assert banner.cards[-1].offer_button.text().startswith("Go back to step ")
    banner.cards[-1].offer_button.click()
    rest(qtbot, program)
    assert 0 < shown_step(program) < sound + 50
    program.documents.forget(clean_step=program.trainer.status.step)


def test_a_healthy_run_is_not_disturbed(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    program.networks.begin(TrainingConfig(validate_every=20))
    train_some_steps(qtbot, program, 400)
    assert program.window.banner.text == ""
    _, points, _ = program.trainer.log.validation_since(None)
    assert len(points) >= 15
    program.documents.forget(clean_step=program.trainer.status.step)
