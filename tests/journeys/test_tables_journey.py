"""A mail typed and a penguin filled in, with real keys: answered at once, told word for word, taken back."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from netviz.app.program.seat import Seat
from netviz.network.forward import forward_pass
from netviz.panels.columns.form import FormPanel
from netviz.panels.columns.mail_panel import PICKED, MailPanel
from netviz.panels.kit.numbers.decimal import DecimalNumber
from netviz.tasks.spam.mail import numbers
from netviz.viewmodels.probe import owned
from tests.journeys.conftest import exchanged


def test_a_mail_is_typed_and_each_word_says_what_it_did(qtbot: QtBot, seat: Seat) -> None:
    program = exchanged(qtbot, seat, "file.new.spam")
    panel = program.window.draw
    assert isinstance(panel, MailPanel)
    qtbot.waitUntil(lambda: program.digits is not None, timeout=20_000)
    program.paper.clear()
    panel.edit.setFocus()
    qtbot.keyClicks(panel.edit, "Free money for ")
    panel.edit.insertPlainText("😀 ")  # which has no key
    qtbot.keyClicks(panel.edit, "you, george")
    reads, wanted = program.task.input, numbers("Free money for 😀 you, george")
    qtbot.waitUntil(lambda: panel.effects.effects != () and "george" in panel.text, timeout=10_000)
    qtbot.waitUntil(
        lambda: np.array_equal(program.presenter.example.pixels, reads.prepared(wanted)), timeout=10_000
    )
    lit = [selection.cursor.selectedText() for selection in panel.edit.extraSelections()]
    assert lit == ["Free", "money", "you", "george"]
    # What one word did is asked again, by itself.
    shown = program.presenter.snapshot
    assert shown is not None
    without = wanted.copy()
    place = reads.names.index("word “free”")
    without[place] = 0
    z = [forward_pass(shown.spec, shown.parameters, reads.prepared(raw)).z[-1] for raw in (wanted, without)]
    moved = float((z[0][1] - z[0][0]) - (z[1][1] - z[1][0]))
    full = max(2.0, *(abs(value) for value in _all_moved(program, wanted)))
    qtbot.waitUntil(
        lambda: panel._places.get(place, 9.0) * full == pytest.approx(moved, abs=1e-3), timeout=10_000
    )
    assert "1998–99" in panel.edit.toolTip()
    # Nothing is learnt yet, and nothing says so.
    assert "earnt" not in panel.edit.toolTip()
    assert panel.counted.text().endswith("by chance, as it is untrained.")

    panel.example.click()
    assert panel.text == ""
    assert panel.edit.placeholderText() == PICKED
    assert program.presenter.example.label in (0, 1)
    assert owned(program.presenter.example, "mail") == "This mail"
    program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: panel.text == "Free money for 😀 you, george", timeout=5_000)
    qtbot.waitUntil(lambda: owned(program.presenter.example, "mail") == "Your mail", timeout=5_000)
    panel.show_reading("Your mail")
    assert panel._title.text() == "Your mail"
    panel.show_reading("")
    assert panel._title.text() == "Type a mail"
    # A mail in which nothing counts, as another is begun in its place.
    panel.edit.setFocus()
    panel.edit.selectAll()
    qtbot.keyClicks(panel.edit, "happy")
    qtbot.waitUntil(lambda: panel.effects.effects == (), timeout=5_000)
    panel.edit.selectAll()
    qtbot.keyClick(panel.edit, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.text == "", timeout=5_000)


def _all_moved(program, raw):
    reads, shown = program.task.input, program.presenter.snapshot
    for place in np.flatnonzero(raw):
        without = raw.copy()
        without[place] = 0
        z = [forward_pass(shown.spec, shown.parameters, reads.prepared(one)).z[-1] for one in (raw, without)]
        yield float((z[0][1] - z[0][0]) - (z[1][1] - z[1][0]))


def test_a_penguin_is_filled_in(qtbot: QtBot, seat: Seat) -> None:
    program = exchanged(qtbot, seat, "file.new.penguins")
    panel = program.window.draw
    assert isinstance(panel, FormPanel)
    qtbot.waitUntil(lambda: program.digits is not None, timeout=20_000)
    program.paper.clear()
    bill, sex = panel.fields[0], panel.fields[-1]
    assert isinstance(bill, DecimalNumber)
    assert isinstance(sex, QComboBox)
    bill.setFocus()
    bill.selectAll()
    qtbot.keyClicks(bill, "50,5")
    qtbot.keyClick(bill, Qt.Key.Key_Return)
    reads = program.task.input
    assert reads.raw(program.paper.example().pixels)[0] == pytest.approx(50.5, abs=1e-4)
    assert panel._read[0].text() == "+1.2 σ"
    qtbot.keyClick(sex, Qt.Key.Key_Down)
    assert program.paper.example().pixels[-2:].tolist() == [1, 0]
    program.actions["edit.undo"].trigger()
    assert program.paper.example().pixels[-2:].tolist() == [0, 0]
    assert sex.currentIndex() == 0
    panel.example.click()
    # What is changed quickly is read with the next picture.
    qtbot.waitUntil(lambda: program.presenter.example is program.paper.example(), timeout=20_000)
    assert program.presenter.example.label in (0, 1, 2)
    assert np.allclose(reads.prepared(panel._raw), program.paper.example().pixels, atol=1e-5)
