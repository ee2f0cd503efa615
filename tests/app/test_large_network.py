"""A network that takes a while to make is announced, and the words go when it is there."""

from pytestqt.qtbot import QtBot

from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from tests.app.conftest import StartProgram


def test_a_large_network_is_announced(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    config = TrainingConfig(NetworkSpec.dense((784, 2600, 10)))
    program.window.form.new_network.emit(config)
    assert program.window.banner.text == "Making a network with 2.1 million weights…"
    qtbot.waitUntil(lambda: program.trainer.status.config == config, timeout=20_000)
    qtbot.waitUntil(lambda: program.window.banner.text == "", timeout=20_000)
    assert program.stack.undoText() == "new network"
    program.window.form.new_network.emit(TrainingConfig())
    assert program.window.banner.text == ""
