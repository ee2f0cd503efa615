"""Train, step, reset and pace: real clicks and keys in, signals out."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QSlider
from pytestqt.qtbot import QtBot

from netviz.panels.watch.controls import Controls
from netviz.viewmodels.palette import DARK


@pytest.fixture
def controls(qtbot: QtBot) -> Controls:
    controls = Controls()
    qtbot.addWidget(controls)
    controls.show()
    return controls


def button(controls: Controls, word: str) -> QPushButton:
    return next(b for b in controls.findChildren(QPushButton) if b.text().strip() == word)


def test_train_and_pause_are_one_button(controls: Controls, qtbot: QtBot) -> None:
    train = button(controls, "Train")
    with qtbot.waitSignal(controls.train_toggled) as asked:
        QTest.mouseClick(train, Qt.MouseButton.LeftButton)
    assert asked.args == [True]
    assert train.text().strip() == "Train"  # the trainer says what happens, not the click
    width = controls.width()
    controls.show_phase("training")
    assert train.text().strip() == "Pause"
    assert controls.sizeHint().width() == width  # nothing beside it moves
    with qtbot.waitSignal(controls.train_toggled) as asked:
        QTest.mouseClick(train, Qt.MouseButton.LeftButton)
    assert asked.args == [False]


def test_step_and_reset(controls: Controls, qtbot: QtBot) -> None:
    with qtbot.waitSignal(controls.step_clicked):
        QTest.mouseClick(button(controls, "Step"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(controls.reset_clicked):
        QTest.mouseClick(button(controls, "Reset"), Qt.MouseButton.LeftButton)


def test_after_divergence_only_reset_helps(controls: Controls, qtbot: QtBot) -> None:
    controls.show_phase("diverged")
    assert not button(controls, "Train").isEnabled()
    assert not button(controls, "Step").isEnabled()
    assert button(controls, "Reset").isEnabled()
    controls.show_phase("paused")
    assert button(controls, "Train").isEnabled()


def test_the_slider_changes_the_pace(controls: Controls, qtbot: QtBot) -> None:
    slider = controls.findChild(QSlider)
    assert isinstance(slider, QSlider)
    slider.setFocus()
    paces: list[float | None] = []
    controls.pace_changed.connect(paces.append)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert paces == [1 / 8]
    assert controls.pace() == 1 / 8
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert paces == [1 / 8, None]


def test_a_click_on_the_track_goes_there(controls: Controls, qtbot: QtBot) -> None:
    slider = controls.findChild(QSlider)
    assert isinstance(slider, QSlider)
    controls.set_pace(None)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, slider.height() // 2))
    assert abs(slider.value() - slider.maximum() / 2) < slider.maximum() * 0.06
    paces: list[float | None] = []
    controls.pace_changed.connect(paces.append)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 2, slider.height() // 2))
    assert paces == [None]


def test_setting_the_pace_is_silent(controls: Controls, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(controls.pace_changed):
        controls.set_pace(12.0)
    assert controls.pace() == 12.0


def test_all_controls_explain_themselves(controls: Controls) -> None:
    controls.apply_palette(DARK)
    for widget in (*controls.findChildren(QPushButton), *controls.findChildren(QSlider)):
        assert widget.toolTip().endswith(".")
        assert widget.accessibleName() or widget.text()  # type: ignore[attr-defined]
