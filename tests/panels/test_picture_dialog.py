"""Sizes and kinds that can be chosen, and those that cannot."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from netviz.panels.export.picture_dialog import LARGEST, PictureDialog, PictureWish


@pytest.fixture
def dialog(qtbot: QtBot) -> PictureDialog:
    made = PictureDialog(800, 500)
    qtbot.addWidget(made)
    return made


def test_it_begins_with_twice_the_screen(dialog: PictureDialog) -> None:
    assert dialog.wish() == PictureWish(1600, 1000, "png")


def test_presets_fill_in_the_size(dialog: PictureDialog) -> None:
    sizes = []
    for index in range(dialog.preset.count() - 1):
        dialog.preset.setCurrentIndex(index)
        sizes.append((dialog.wish().width, dialog.wish().height))
    assert sizes[:3] == [(800, 500), (1600, 1000), (3200, 2000)]
    assert (3840, 2160) in sizes
    assert len(set(sizes)) == len(sizes)


def test_a_typed_size_is_another_or_a_preset(dialog: PictureDialog) -> None:
    dialog.width_box.setValue(1234)
    assert dialog.preset.currentText() == "Other"
    dialog.width_box.setValue(1920)
    dialog.height_box.setValue(1080)
    assert dialog.preset.currentText().startswith("Full HD")
    dialog.kind.setCurrentIndex(1)
    assert dialog.wish() == PictureWish(1920, 1080, "svg")


def test_too_many_pixels_cannot_be_saved(dialog: PictureDialog) -> None:
    save = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
    assert save.isEnabled()
    dialog.width_box.setValue(16_384)
    dialog.height_box.setValue(16_384)
    assert not save.isEnabled()
    assert "100 million" in dialog._note.text()
    dialog.height_box.setValue(1000)
    assert save.isEnabled()


def test_a_typed_side_is_brought_into_the_range_when_one_is_done(qtbot: QtBot, dialog: PictureDialog) -> None:
    box = dialog.width_box
    box.selectAll()
    qtbot.keyClicks(box, "99999")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    box.clearFocus()
    box.interpretText()
    assert box.value() == LARGEST
