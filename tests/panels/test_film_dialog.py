"""The stretch of a run that becomes a film: within the run, and never backwards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from netviz.panels.export.film_dialog import SIZES, STORY_SIZES, FilmDialog, FilmWish, StoryFilmDialog
from netviz.panels.export.film_megabytes import story_megabytes


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
    dialog.seconds_box.setValue(10)  # of which the last picture stays 1.5
    assert "235 steps a second" in dialog._note.text()


def type_in(qtbot: QtBot, box: QSpinBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("989", 989), ("9999", 5000), ("5,000", 5000), ("123456789", 5000), ("4", 10), ("007", 10), ("x42", 42)],
)
def test_a_typed_step_is_taken_as_typed_and_then_brought_into_the_run(
    qtbot: QtBot, dialog: FilmDialog, typed: str, taken: int
) -> None:
    type_in(qtbot, dialog.last_box, typed)
    assert dialog.last_box.text() == typed.strip("x")
    qtbot.keyClick(dialog.last_box, Qt.Key.Key_Return)
    assert dialog.last_box.value() == taken
    assert dialog.last_box.text().replace(",", "") == str(taken)


def test_a_typed_length_is_taken_as_typed(qtbot: QtBot, dialog: FilmDialog) -> None:
    type_in(qtbot, dialog.seconds_box, "9999")
    assert dialog.wish().seconds == 20.0
    qtbot.keyClick(dialog.seconds_box, Qt.Key.Key_Return)
    assert (dialog.wish().seconds, dialog.seconds_box.text()) == (600.0, "600 s")


def test_what_is_typed_counts_without_leaving_the_field(qtbot: QtBot, dialog: FilmDialog) -> None:
    type_in(qtbot, dialog.last_box, "777")
    dialog.accept()
    assert dialog.wish().last == 777
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_no_film_is_not_accepted(qtbot: QtBot, dialog: FilmDialog) -> None:
    type_in(qtbot, dialog.last_box, "3")
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert not save(dialog).isEnabled()


def test_while_training_goes_on_the_newest_step_can_be_chosen(qtbot: QtBot) -> None:
    newest = [770]
    dialog = FilmDialog(0, 770, None, lambda: newest[0])
    qtbot.addWidget(dialog)
    newest[0] = 989
    qtbot.waitUntil(lambda: dialog.last_box.maximum() == 989, timeout=5000)
    assert dialog.wish().last == 770
    type_in(qtbot, dialog.last_box, "989")
    qtbot.keyClick(dialog.last_box, Qt.Key.Key_Return)
    assert dialog.wish().last == 989


@pytest.mark.parametrize(
    ("last", "seconds", "words"),
    [(15, 6, "1 step a second"), (12, 600, "A step every 299 seconds"), (5000, 600, "8 steps a second")],
)
def test_slow_films_are_told_in_words_too(dialog: FilmDialog, last: int, seconds: int, words: str) -> None:
    dialog.last_box.setValue(last)
    dialog.seconds_box.setValue(seconds)
    assert words in dialog._note.text()


def test_the_story_s_film_has_a_small_size(qtbot: QtBot) -> None:
    dialog = StoryFilmDialog()
    qtbot.addWidget(dialog)
    assert dialog.size_wished() == (1366, 768)
    sizes = []
    for k in range(dialog.size_box.count()):
        dialog.size_box.setCurrentIndex(k)
        sizes.append(dialog.size_wished())
        assert story_megabytes(*sizes[-1]) in dialog._note.text()
    assert sizes == [(854, 480), (1366, 768), (1920, 1080)]


@pytest.mark.parametrize("size", [(width, height) for _, width, height in STORY_SIZES])
def test_how_large_is_said_as_about(size: tuple[int, int]) -> None:
    words = story_megabytes(*size)
    assert not words or ("about" in words and "MB as" in words)


def test_of_a_film_of_training_no_size_is_guessed(dialog: FilmDialog) -> None:
    """That of 300 steps in 20 seconds is a fifth of what one of an epoch is."""
    for k in range(len(SIZES)):
        dialog.size_box.setCurrentIndex(k)
        assert "MB" not in dialog._note.text()
