"""What other programs give and take: files and pictures, dropped or pasted; the digit, copied."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.files.exchange import _pixels_of
from netviz.app.program.composition import Program
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.images import read_image, read_pixels
from tests.app.conftest import StartProgram

CONTROL = Qt.KeyboardModifier.ControlModifier
ALL = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction | Qt.DropAction.LinkAction


@pytest.fixture
def program(qtbot: QtBot, start: StartProgram) -> Program:
    made = start()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow, timeout=20_000)
    return made


@pytest.fixture
def three(digits: DataSet, tmp_path: Path) -> Path:
    """A scan of a test digit, 280×280."""
    pixels = 255 - digits.test.images[32].reshape(28, 28)
    path = tmp_path / "three.png"
    Image.fromarray(pixels).resize((280, 280), Image.Resampling.BICUBIC).save(path)
    return path


def with_files(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(path) if isinstance(path, str) else QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def with_picture(path: Path) -> QMimeData:
    data = QMimeData()
    data.setImageData(QImage(str(path)))
    return data


def dragged(program: Program, data: QMimeData) -> tuple[bool, list[Qt.DropAction]]:
    """Drag it over the window and let it fall: whether it is taken, and what its source is told each time."""
    window, none = program.window, Qt.KeyboardModifier.NoModifier
    left, at = Qt.MouseButton.LeftButton, QPoint(300, 300)
    enter = QDragEnterEvent(at, ALL, data, left, none)
    move = QDragMoveEvent(at, ALL, data, left, none)
    drop = QDropEvent(QPointF(at), ALL, data, left, none)
    told = []
    for event in (enter, move, drop):
        event.setDropAction(Qt.DropAction.MoveAction)  # as file managers propose
        QApplication.sendEvent(window, event)
        told.append(event.dropAction())
    return enter.isAccepted() and move.isAccepted() and drop.isAccepted(), told


def pasted(qtbot: QtBot, program: Program, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    qtbot.keyClick(program.window, Qt.Key.Key_V, CONTROL)


def shows(program: Program, path: Path) -> bool:
    return np.array_equal(program.paper.example().pixels, read_image(path))


def brought(qtbot: QtBot, program: Program, data: QMimeData, way: str) -> None:
    if way == "drop":
        assert dragged(program, data)[0]
    else:
        pasted(qtbot, program, data)


def test_a_picture_is_read_however_it_comes_and_what_failed_is_said_until_something_works(
    qtbot: QtBot, program: Program, three: Path, tmp_path: Path
) -> None:
    banner = program.window.banner
    blank = tmp_path / "blank.png"
    Image.new("L", (60, 60), 255).save(blank)
    for way, participle in (("drop", "dropped"), ("paste", "pasted")):
        for bring, name in ((with_files, str(blank)), (with_picture, f"The {participle} picture")):
            brought(qtbot, program, bring(blank), way)
            qtbot.waitUntil(lambda name=name: banner.text.startswith(f"{name} shows no ink"), timeout=20_000)
            brought(qtbot, program, bring(three), way)
            qtbot.waitUntil(lambda: shows(program, three), timeout=20_000)
            assert not banner.sentences
            program.actions["edit.undo"].trigger()
            assert not shows(program, three)


def test_what_is_dropped_is_never_said_to_be_moved(
    qtbot: QtBot, program: Program, three: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.png"
    Image.new("L", (60, 60), 255).save(other)
    of_the_web = with_picture(three)
    of_the_web.setUrls([QUrl("https://example.org/three.png")])
    for data in (
        with_files(three),
        with_files(three, other, other),
        with_files(tmp_path),
        with_picture(three),
        of_the_web,
    ):
        assert dragged(program, data) == (True, [Qt.DropAction.CopyAction] * 3)
        if len(data.urls()) == 3:
            said = program.window.banner.text
            assert said == "Of 3 dropped files, three.png is opened: one at a time."
        qtbot.waitUntil(lambda: not program.jobs.busy, timeout=20_000)
    # Browsers bring the address and the picture itself.
    qtbot.waitUntil(lambda: shows(program, three), timeout=20_000)
    words = QMimeData()
    words.setText("a three")
    for data in (words, with_files("https://example.org/three.png"), QMimeData()):
        assert not dragged(program, data)[0]


def test_what_can_not_be_pasted_is_said(
    qtbot: QtBot, program: Program, three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = QMimeData()
    words.setText("a three")
    pasted(qtbot, program, words)
    assert program.window.banner.text == "There is no picture on the clipboard."
    monkeypatch.setattr("netviz.app.files.exchange.MOST_PIXELS", 1_000)
    pasted(qtbot, program, with_picture(three))
    qtbot.waitUntil(lambda: "The pasted picture is too large" in program.window.banner.text, timeout=20_000)


def test_pixels_are_read_as_their_file_is(three: Path, tmp_path: Path) -> None:
    path = tmp_path / "form.png"
    for form in ("RGBA", "RGB", "L", "transparent"):
        with Image.open(three) as picture:
            if form == "transparent":
                clear = Image.new("RGBA", picture.size, (0, 0, 200, 0))
                clear.putalpha(picture.point(lambda grey: 255 - grey))
                clear.save(path)
            else:
                picture.convert(form).save(path)
        np.testing.assert_array_equal(
            read_pixels(_pixels_of(QImage(str(path))), "The picture"), read_image(path), err_msg=form
        )


def test_a_digit_is_copied_and_read_back(qtbot: QtBot, program: Program) -> None:
    window, clipboard = program.window, QGuiApplication.clipboard()
    picked = program.paper.example().pixels
    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL)
    copied = clipboard.image()
    assert (copied.width(), copied.height()) == (280, 280)
    assert copied.pixelColor(0, 0).lightness() == 255
    qtbot.keyClick(window, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: program.paper.example().source == "file", timeout=20_000)
    again = program.paper.example().pixels.astype(float)
    assert np.corrcoef(picked, again)[0, 1] > 0.97

    program.paper.clear()
    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL)
    assert window.banner.text == "The pad is empty."
    assert clipboard.image() == copied
