"""Every dialog that saves, with the desktop's part of it real: what is typed, asked, and written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import Qt as OfText
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QMessageBox,
)
from pytestqt.qtbot import QtBot

from netviz.app.files import saving
from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.window.dialogs import Dialogs
from netviz.files.endings import OF_OTHERS, Written
from netviz.tasks.digits.resources import resource
from tests.app.conftest import StartProgram

ALL = {name: value for name, value in vars(saving).items() if isinstance(value, Written)}
REFUSED = "Nothing can be saved there"
SOURCES = Path(saving.__file__).parents[2]


def _seen(text: str) -> str:
    """What a person reads of it: marks are no words, where Qt takes them for marks."""
    page = QTextDocument()
    (page.setHtml if OfText.mightBeRichText(text) else page.setPlainText)(text)
    return page.toPlainText()


class Person(QObject):
    """Types one name after another, answers questions, and cancels where there is no more to type."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[str] = []
        self.kind = ""
        self.replaces = True
        self.asked: list[str] = []
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def will(self, *typed: str, kind: str = "", replaces: bool = True) -> None:
        """What to do from now on."""
        self.typed, self.kind, self.replaces, self.asked = list(typed), kind, replaces, []

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            self._answer(box)
        elif isinstance(box, QFileDialog) and box.isVisible():
            self._type(box)

    def _answer(self, box: QMessageBox) -> None:
        text, words = _seen(box.text()), _seen(box.informativeText())
        self.asked.append(text)
        if text == REFUSED:
            self.asked[-1] = words
            box.button(QMessageBox.StandardButton.Ok).click()
            return
        wanted = "Replace" if self.replaces else "Cancel"
        next(button for button in box.buttons() if button.text().strip("&") == wanted).click()

    def _type(self, dialog: QFileDialog) -> None:
        if not self.typed:
            dialog.reject()
            return
        if self.kind:
            dialog.findChild(QComboBox, "fileTypeCombo").setCurrentText(self.kind)
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, self.typed.pop(0))
        QTest.keyClick(edit, Qt.Key.Key_Return)


@pytest.fixture
def person(qapp: QApplication) -> Iterator[Person]:
    made = Person()
    yield made
    made._timer.stop()


@pytest.fixture
def dialogs(qtbot: QtBot) -> Dialogs:
    window = QMainWindow()
    qtbot.addWidget(window)
    return Dialogs(window)


def is_something(path: Path) -> Path:
    """A file that may be replaced: of a run, a run."""
    model = resource("examples", "trained-784-16-16-10.netviz").read_bytes()
    path.write_bytes(model if path.suffix.lower() in (".netviz", ".safetensors") else b"older")
    return path


# Those with the most kinds of files take longest; a film and a picture have several, too.
AS_OTHERS = ("THE_COMPARISON", "THE_LANDSCAPE")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long if name in AS_OTHERS else ()) for name in ALL]
)
def test_what_is_typed_is_what_is_written_and_nothing_goes_without_a_question(
    person: Person, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    what = ALL[name]

    access = os.access

    def save(*typed: str, kind: str = what.kinds[0][0], replaces: bool = True) -> Path | None:
        person.will(*typed, kind=kind, replaces=replaces)
        return dialogs.file_to_save("Save", tmp_path / f"suggested{what.endings[0]}", what)

    for kind, ending in what.kinds:
        # No ending, one that nobody knows, its own in capitals: nothing is there, so nothing is asked.
        assert save("mine", kind=kind) == tmp_path / f"mine{ending}"
        assert save("lr 0.05", kind=kind) == tmp_path / f"lr 0.05{ending}"
        for other in what.endings:
            assert save(f"mine{other}", kind=kind) == tmp_path / f"mine{other}"
            assert save(f"mine{other.upper()}", kind=kind) == tmp_path / f"mine{other.upper()}"
        assert person.asked == []
        # An ending of something else.
        for wrong in {".onnx", ".pdf", ".png", ".netviz"} - set(what.endings):
            assert save(f"mine{wrong}", kind=kind) is None
            (said,) = person.asked
            assert said.startswith(f"mine{wrong}: {what.what} can't be written as {wrong}; ")
        if not ending:
            continue
        # What is there, typed whole or without its ending: one question, about the name that is written.
        there = is_something(tmp_path / f"old{ending}")
        for typed in ("old", f"old{ending}"):
            assert save(typed, kind=kind) == there
            assert person.asked == [f"Replace old{ending}?"]
            # Who keeps it is asked for another name.
            assert save(typed, "new", kind=kind, replaces=False) == tmp_path / f"new{ending}"
            assert person.asked == [f"Replace old{ending}?"]
        # A name that looks like marks.
        odd = is_something(tmp_path / f"a<b> & c's{ending}")
        assert save(odd.stem, kind=kind) == odd
        assert person.asked == [f"Replace {odd.name}?"]
        # A link is followed, and stays one.
        link = tmp_path / f"link{ending}"
        link.symlink_to(there)
        assert save("link", kind=kind) == link
        assert person.asked == [f"Replace link{ending}?"]
        assert link.is_symlink()
        (tmp_path / f"circle{ending}").symlink_to(tmp_path / f"circle{ending}")
        (tmp_path / f"box{ending}").mkdir()
        for typed, why in (
            ("circle", "links lead in a circle"),
            ("box", "it is a folder"),
            ("none/mine", "there is no folder"),
            ("a" * 253, "name is too long"),
        ):
            assert save(typed, kind=kind) is None
            (said,) = person.asked
            assert why in said
        # A file that may only be read.
        with monkeypatch.context() as patch:
            patch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
            assert save("old", kind=kind) is None
        (said,) = person.asked
        assert "you may not" in said
    # A folder is gone into.
    (tmp_path / "folder").mkdir()
    assert save("folder", "mine") == tmp_path / "folder" / f"mine{what.endings[0]}"
    assert person.asked == []
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("ending", [".netviz", ".safetensors"])
def test_a_run_never_takes_the_place_of_something_else(
    person: Person, dialogs: Dialogs, tmp_path: Path, ending: str
) -> None:
    (tmp_path / f"notes{ending}").write_text("what I wanted to remember")
    person.will(f"notes{ending}")
    assert dialogs.file_to_save("Save", tmp_path / f"x{ending}", saving.THE_RUN) is None
    (said,) = person.asked
    assert "is no run, and a run must not take its place" in said


def test_all_that_the_window_writes_is_tried_here() -> None:
    """One place asks where to save, and whoever asks says which of these it is."""
    sources = {path: path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py")}
    asking = [path.name for path, text in sources.items() if "getSaveFileName" in text]
    assert asking == ["dialogs.py"]
    callers = [text for text in sources.values() if ".file_to_save(" in text]
    assert callers
    assert all(any(f"import {name}" in text or f", {name}" in text for name in ALL) for text in callers)
    assert all(set(what.endings) <= {*OF_OTHERS, ".netviz", ".safetensors"} for what in ALL.values())


def test_a_name_without_its_ending_is_asked_about_in_the_window_too(
    qtbot: QtBot, start: StartProgram, person: Person, tmp_path: Path
) -> None:
    """Save as, Save picture, CSV and PNG of the plots, by key and by mouse, over what is there."""
    program = start()
    window = program.window
    real = ExportDialogs(window)
    program.documents.dialogs = program.later.pictures.dialogs = program.plots.dialogs = real
    program.settings.add_recent_file(tmp_path / "x.netviz")
    old = {name: is_something(tmp_path / name) for name in ("run.netviz", "net.png", "t.csv", "p.png")}
    before = {name: path.read_bytes() for name, path in old.items()}
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    def saved(name: str) -> None:
        qtbot.waitUntil(lambda: old[name].read_bytes() != before[name], timeout=60_000)
        assert person.asked == [f"Replace {name}?"]

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
    program.intents.step()
    qtbot.waitUntil(lambda: program.trainer.status.step == 1, timeout=20_000)
    person.will("run")
    qtbot.keyClick(window, Qt.Key.Key_S, modifiers)
    saved("run.netviz")
    person.will("net")
    QTimer.singleShot(50, lambda: _accept_size(window))
    program.actions["file.save_picture"].trigger()
    saved("net.png")
    program.actions["room.train"].trigger()
    plots = program.plots.plots
    assert plots is not None
    for button, typed, name in ((plots._csv_button, "t", "t.csv"), (plots._png_button, "p", "p.png")):
        person.will(typed)
        button.click()
        saved(name)


def _accept_size(window: QMainWindow) -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog is not window
    dialog.accept()  # type: ignore[attr-defined]
