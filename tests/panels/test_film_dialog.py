"""The stretch of a run that becomes a film: within the run, and never backwards."""

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from netviz.panels.film_dialog import FilmDialog, FilmWish


@pytest.fixture
def dialog(qtbot: QtBot) -> FilmDialog:
    dialog = FilmDialog(10, 5000)
    qtbot.addWidget(dialog)
    return dialog


def save(dialog: FilmDialog) -> QPushButton:
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    return box.button(QDialogButtonBox.StandardButton.Save)


def test_at_first_it_is_the_whole_run(dialog: FilmDialog) -> None:
    assert dialog.wish() == FilmWish(10, 5000, 20.0, 1366, 768)
    assert save(dialog).isEnabled()


def test_steps_stay_within_the_run(dialog: FilmDialog) -> None:
    dialog.first_box.setValue(0)
    dialog.last_box.setValue(9999)
    dialog.seconds_box.setValue(0)
    wish = dialog.wish()
    assert (wish.first, wish.last, wish.seconds) == (10, 5000, 1.0)


def test_backwards_is_no_film(dialog: FilmDialog) -> None:
    dialog.first_box.setValue(700)
    dialog.last_box.setValue(700)
    assert not save(dialog).isEnabled()
    dialog.last_box.setValue(701)
    assert save(dialog).isEnabled()


def test_it_says_how_fast_steps_pass(dialog: FilmDialog) -> None:
    dialog.last_box.setValue(2010)
    dialog.seconds_box.setValue(10)
    assert "200 steps a second" in dialog._note.text()
