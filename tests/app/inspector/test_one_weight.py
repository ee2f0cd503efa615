"""The loss by the weight that the inspector tells of, tried by hand and by keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.network.connections import edge_index
from netviz.training.figures import significant
from netviz.training.landscape.landscape import EXAMPLES, sample_of
from netviz.viewmodels.scene import Focus
from tests.app.conftest import StartProgram
from tests.training.landscape.point import plain_loss


def test_another_value_is_tried_and_the_network_keeps_its_own(start: StartProgram, qtbot: QtBot) -> None:
    program = start()
    assert program.others is not None
    panel = program.others.one_weight.panel
    assert not panel.isVisible()
    program.presenter.explorer.pick(Focus(2, 4, source=3))
    program.presenter.touch()
    qtbot.waitUntil(lambda: panel.isVisible() and panel.curve.told is not None)
    told, snapshot = panel.curve.told, program.presenter.snapshot
    assert told is not None
    assert snapshot is not None
    assert program.digits is not None
    place = edge_index(snapshot.spec, 2, 3, 4)
    assert told.curve.place == place
    assert "2,000 training examples" in panel.words.text()
    curve, x = panel.curve, panel.curve.box.left() + 0.25 * panel.curve.box.width()
    QTest.mousePress(curve, Qt.MouseButton.LeftButton, pos=QPoint(round(x), 60))
    QTest.mouseRelease(curve, Qt.MouseButton.LeftButton, pos=QPoint(round(x), 60))
    at = curve.at
    assert at is not None
    assert at == pytest.approx(20, abs=1)
    changed = snapshot.parameters.astype(np.float64)
    changed[place] = told.curve.values[at]
    loss = plain_loss(snapshot.spec, changed, sample_of(program.digits.training, EXAMPLES))
    assert told.curve.loss[at] == pytest.approx(loss, rel=2e-5)
    assert significant(float(told.curve.loss[at]), 4) in panel.words.text()
    QTest.keyClick(curve, Qt.Key.Key_Right)
    assert curve.at == at + 1
    QTest.keyClick(curve, Qt.Key.Key_Escape)
    assert curve.at is None
    assert program.presenter.explorer.told_focus is not None  # Esc let go of the trial alone
    assert program.presenter.snapshot is snapshot
    # Another step has another curve.
    step = snapshot.step
    program.intents.step()
    qtbot.waitUntil(lambda: panel.curve.told is not None and panel.curve.told.step == step + 1)
