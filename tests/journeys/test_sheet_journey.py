"""What is on screen on paper: this network, this step, this drawing."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from netviz.panels.export.sheet_dialog import SheetDialog, SheetWish
from netviz.rendering.files.handout import handout
from tests.journeys.conftest import THREE, Open, draw
from tests.journeys.test_label_journey import is_asked, say
from tests.pdf import read_pdf


def test_a_drawing_is_put_on_paper_once_it_has_a_label(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handout, "LINES", 40)
    program = open_window()
    window = program.window
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    dialogs, actions = program.later.sheets.dialogs, program.actions
    path = tmp_path / "sheet.pdf"
    monkeypatch.setattr(dialogs, "file_to_save", lambda *_: path)
    monkeypatch.setattr(dialogs, "sheet", lambda: SheetWish(blanks=True, paper="letter"))

    draw(qtbot, window.draw.pad, THREE)
    actions["file.sheet"].trigger()
    is_asked(qtbot, program)
    assert program.rooms.now == "explain"
    assert not path.exists()
    say(qtbot, program, 3)
    actions["file.sheet"].trigger()
    qtbot.waitUntil(lambda: "its answers as sheet-answers.pdf" in window.banner.text, timeout=20_000)
    sheet = read_pdf(path)
    assert sheet.texts[0].startswith("Teach it this 3\n")
    assert set(sheet.sizes) == {(612.0, 792.0)}
    assert f"784-16-16-10, {program.presenter.snapshot.step or 'untrained'}" in sheet.texts[0]

    path = tmp_path / "no folder" / "sheet.pdf"
    monkeypatch.setattr(dialogs, "sheet", lambda: SheetWish(blanks=False, paper="a4"))
    actions["file.sheet"].trigger()
    qtbot.waitUntil(lambda: "there is no folder" in window.banner.text, timeout=20_000)
    program.actions["edit.clear"].trigger()
    assert program.later.sheets.why_not() == "Nothing lies before the network yet."


def test_the_dialog_says_what_is_chosen(qtbot: QtBot) -> None:
    dialog = SheetDialog()
    qtbot.addWidget(dialog)
    assert dialog.wish().blanks is False
    dialog.kind_box.setCurrentIndex(1)
    dialog.paper_box.setCurrentIndex(0)
    assert dialog.wish() == SheetWish(blanks=True, paper="a4")
