"""Return presses the primary button wherever one is to be seen; fields and grids of digits keep the key."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.window.dialogs import Dialogs
from netviz.panels.export.film_dialog import FilmDialog
from netviz.panels.export.picture_dialog import PictureDialog
from netviz.panels.run.runs_dialog import RunsDialog
from netviz.panels.settings.new_network import NewNetworkDialog
from netviz.panels.train.rate_dialog import RateDialog
from netviz.viewmodels.palette import LIGHT
from tests.app.conftest import StartProgram
from tests.panels.test_runs_dialog import FIRST


def new_network() -> QDialog:
    dialog = NewNetworkDialog(lambda _config: None)
    dialog.begin()
    return dialog


def runs() -> QDialog:
    dialog = RunsDialog(256, (16, 1000))
    dialog.show_rows([FIRST], "One run.")
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0))
    return dialog


DIALOGS: dict[str, Callable[[], QDialog]] = {
    "new network": new_network,
    "film": lambda: FilmDialog(0, 1000),
    "picture": lambda: PictureDialog(800, 600),
    "runs": runs,
}


def primary_of(dialog: QDialog) -> QPushButton:
    """What is drawn as the button to press."""
    found = [
        button
        for button in dialog.findChildren(QPushButton)
        if button.isVisible() and (button.property("role") == "primary" or button.isDefault())
    ]
    assert len(found) == 1, [button.text() for button in found]
    return found[0]


@pytest.mark.parametrize("name", DIALOGS)
def test_return_presses_the_primary_button_of_a_dialog_from_every_field(qtbot: QtBot, name: str) -> None:
    dialog = DIALOGS[name]()
    qtbot.addWidget(dialog)
    fields: list[QWidget | None] = [None]
    fields += [
        field
        for kind in (QLineEdit, QAbstractSpinBox, QComboBox)
        for field in dialog.findChildren(kind)
        if not isinstance(field.parent(), QAbstractSpinBox) and field is not getattr(dialog, "budget_box", 0)
    ]
    for field in fields:
        dialog.show()
        button = primary_of(dialog)
        pressed: list[str] = []
        button.pressed.connect(lambda pressed=pressed, button=button: pressed.append(button.text()))
        clicked: list[str] = []
        button.clicked.connect(lambda _=False, clicked=clicked: clicked.append("once"))
        if field is not None and field.isEnabled():
            field.setFocus()
        QTest.keyClick(field or dialog, Qt.Key.Key_Return)
        assert clicked == ["once"], field


def test_a_rate_that_was_found_is_used_with_return(qtbot: QtBot) -> None:
    dialog = RateDialog(LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.use.isDefault()


def asked(answer: Callable[[], object]) -> Iterator[QMessageBox]:
    found: list[QMessageBox] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        found.append(box)
        QTest.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(200, look)
    answer()
    yield from found


def test_return_answers_questions_with_the_button_that_is_marked(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialogs = Dialogs(window)
    for answer in (lambda: dialogs.unsaved("the window closes"), lambda: dialogs.delete_run("run.netviz")):
        (box,) = asked(answer)
        assert box.clickedButton() is box.defaultButton()


@pytest.fixture
def program(start: StartProgram, qtbot: QtBot) -> Program:
    program = start()
    qtbot.waitUntil(lambda: program.others is not None, timeout=20_000)
    # Digits are shortcuts of the room, which only a window in front hears.
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow, timeout=5000)
    return program


def test_return_goes_on_to_the_next_questionable_digit(program: Program, qtbot: QtBot) -> None:
    program.actions["room.test"].trigger()
    page = program.exam.page
    page.open_part("labels")
    labels = page.labels
    qtbot.waitUntil(lambda: labels.case is not None and labels.isVisible(), timeout=20_000)
    case = labels.case
    assert case is not None
    QTest.keyClick(program.window, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: labels._next.property("role") == "primary", timeout=5000)
    QTest.keyClick(program.window, Qt.Key.Key_Return)
    assert labels.case is not None
    assert labels.case.place == case.place + 1


def test_return_in_watch_trains_and_a_focused_button_is_pressed_itself(
    program: Program, qtbot: QtBot
) -> None:
    window = program.window
    QTest.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controls._train.text() == " Pause", timeout=5000)
    QTest.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.trainer.status.phase != "training", timeout=5000)
    step = window.controls._step
    step.setFocus(Qt.FocusReason.TabFocusReason)
    before = program.trainer.status.step
    QTest.keyClick(step, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.trainer.status.step == before + 1, timeout=5000)
    assert program.trainer.status.phase != "training"
