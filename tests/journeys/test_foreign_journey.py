"""Weights of another program are opened: the window asks what the file leaves out, and shows what fits."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from netviz.network.activations import ACTIVATIONS
from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.panels.kit.figures import percent
from netviz.panels.settings.activation_dialog import ActivationDialog
from netviz.tasks.digits.digits import DataSet
from netviz.training.config import TrainingConfig
from netviz.training.session import Session
from tests.cli.test_foreign import layers, with_pixels
from tests.journeys.conftest import Open


@pytest.fixture
def tanh(digits: DataSet, tmp_path: Path) -> tuple[Path, Session]:
    import safetensors.numpy

    spec = NetworkSpec.dense((784, 16, 10), "tanh", initialiser="xavier")
    session = Session(TrainingConfig(spec, learning_rate=0.02), digits.training)
    for _ in range(600):
        session.step()
    path = tmp_path / "tanh.safetensors"
    safetensors.numpy.save_file(layers(session), path)
    return path, session


def answered(qtbot: QtBot) -> list[str]:
    """Opens with the first answer as soon as the dialog is there; what stood in it."""
    seen: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ActivationDialog):
            QTimer.singleShot(50, answer)
            return
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        seen.extend(button.text() for button in dialog.findChildren(QRadioButton))
        opener = next(b for b in dialog.findChildren(QPushButton) if "Open" in b.text())
        qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, answer)
    return seen


def test_it_asks_and_shows_what_each_would_read(
    qtbot: QtBot, open_window: Open, digits: DataSet, tanh: tuple[Path, Session]
) -> None:
    path, session = tanh
    program = open_window()
    seen = answered(qtbot)
    program.documents.open_path(path)
    qtbot.waitUntil(lambda: program.trainer.status.config.spec.activations == ("tanh",), timeout=20_000)
    validation = digits.validation
    spec, parameters = session.config.spec, session.network.parameters
    right = evaluate(spec, parameters, validation.images, validation.labels).accuracy
    assert "5,000 validation examples" in seen[0]
    best = next(words for words in seen[1:] if "tanh" in words)
    assert best == seen[1]
    assert percent(right) in best
    assert len(seen) == 1 + len(ACTIVATIONS)
    assert "tanh in the hidden layers, as you said" in program.window.banner.text


def test_another_scale_of_pixels_is_asked_about(
    qtbot: QtBot, open_window: Open, tanh: tuple[Path, Session]
) -> None:
    """Its activations are known, and yet it would read next to nothing: its weights are taken as they are."""
    import safetensors.numpy

    path, session = tanh
    safetensors.numpy.save_file(with_pixels(session, 0.0, 1 / 255), path, {"activation": "tanh"})
    program = open_window()
    seen = answered(qtbot)
    program.documents.open_path(path)
    qtbot.waitUntil(lambda: "as you said" in program.window.banner.text, timeout=20_000)
    assert "how the pixels that it learned from were scaled" in seen[0]
    assert seen[1].startswith("pixels from 0 to 255")
    assert any(words.startswith("pixels from 0 to 1 ") for words in seen)
    taken = program.trainer.request_state().result().parameters
    np.testing.assert_allclose(taken, session.network.parameters, rtol=1e-3, atol=1e-4)
    assert "Pixels from 0 to 255, as you said" in program.window.banner.text
