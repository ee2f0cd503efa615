"""Pictures of one's own in the window: dropped, looked at, learnt, drawn, recorded and opened again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.tasks.pictures import fashion
from netviz.training.recording.recovery import recordings_in
from tests.tasks.test_own_pictures import folder


def drop(program: Program, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    program.window.dropEvent(QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, mime, left, none))


def test_a_folder_is_dropped_looked_at_learnt_and_found_again(
    qtbot: QtBot, seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = folder(tmp_path / "signs", 30)
    (signs / "bar/broken.png").write_bytes(b"\x89PNG\r\n")
    program, runs = seat.program, seat.program.recordings.folder
    window = program.window

    # Nothing happens where somebody only looks; what is no data set is said.
    drop(program, signs)
    qtbot.waitUntil(lambda: program.own_data.preview is not None, timeout=20_000)
    preview = program.own_data.preview
    assert preview is not None
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert seat.program is program
    (tmp_path / "void").mkdir()
    drop(program, tmp_path / "void")
    qtbot.waitUntil(
        lambda: any("would be right" in words for words in window.banner.sentences), timeout=20_000
    )
    # Nor where a task's pictures are not on this machine.
    monkeypatch.setattr(fashion, "FOLDER", tmp_path / "none")
    program.actions["file.new.fashion"].trigger()
    assert _is_said(program, "dataset-fashion-mnist")
    assert seat.program is program

    drop(program, signs)
    qtbot.waitUntil(lambda: program.own_data.preview not in (None, preview), timeout=20_000)
    taken = program.own_data.preview
    assert taken is not None
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        qtbot.mouseClick(taken.take, Qt.MouseButton.LeftButton)
    program = seat.program
    assert (program.task.label, program.task.input.n) == ("signs", 144)
    qtbot.waitUntil(lambda: program.others is not None and program.digits is not None, timeout=30_000)
    qtbot.waitUntil(lambda: _is_said(program, "66 pictures of signs"), timeout=20_000)

    # A drawing becomes as many pixels as the pictures have: the whole page, made smaller.
    draw = window.draw
    assert isinstance(draw, DrawPanel)
    pad = draw.pad
    middle = pad.height() // 2
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, middle))
    for x in range(30, pad.width() - 20, 10):
        qtbot.mouseMove(pad, QPoint(x, middle))
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(pad.width() - 20, middle))
    drawn = program.paper.example().pixels
    assert drawn.shape == (144,)
    assert np.flatnonzero(drawn.reshape(12, 12).max(axis=1) > 100).tolist() in ([5, 6], [5], [6])

    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step >= 30, timeout=60_000)
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=20_000)
    program.rooms.open("test")
    page = program.exam.page.results
    qtbot.waitUntil(lambda: page.accuracy.value != "–", timeout=20_000)
    step = program.trainer.status.step

    # A picture's file is prepared as they were; the run is kept, and finds its pictures again.
    drop(program, signs / "frame/4.png")
    qtbot.waitUntil(lambda: program.presenter.example.source == "file", timeout=20_000)
    stored = {image.tobytes() for image in _images(program)}
    assert program.presenter.example.pixels.tobytes() in stored
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        program.actions["file.new.digits"].trigger()
    (run,) = recordings_in(runs)
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        seat.program.documents.open_path(run)
    program = seat.program
    qtbot.waitUntil(
        lambda: program.digits is not None and program.trainer.status.step == step, timeout=30_000
    )
    assert program.digits is not None
    assert program.digits.name.folder == str(signs)


def _images(program: Program) -> np.ndarray:
    data = program.digits
    assert data is not None
    return np.concatenate([data.training.stored, data.validation.stored, data.test.stored])


def _is_said(program: Program, words: str) -> bool:
    return any(words in sentence for sentence in program.window.banner.sentences)
