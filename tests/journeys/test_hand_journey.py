"""One's own handwriting: drawn sign by sign, kept at once, added to, learnt alone and beside MNIST."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.seat import Seat
from netviz.files.errors import FileError
from netviz.panels.hand.dialog import CollectDialog
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.plots.board import Plots
from netviz.panels.plots.chart import Chart
from netviz.panels.plots.pages.curves import accuracy_chart
from netviz.panels.plots.pages.page import Look
from netviz.panels.test.results import ResultsPage
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.hand.collection import begun, names_in, read, write
from netviz.tasks.hand.data import DigitsAndHand
from netviz.training.recording.reader import Recording
from netviz.viewmodels.palette import LIGHT
from tests.journeys.conftest import draw
from tests.strokes import DIGITS as DRAWN

Shape = tuple[tuple[float, float], ...]
LEFT = Qt.MouseButton.LeftButton
LINE: Shape = tuple((0.5, y) for y in np.linspace(0.2, 0.8, 6).tolist())
RING: Shape = tuple(
    (0.5 + 0.3 * math.cos(t), 0.5 + 0.3 * math.sin(t)) for t in np.linspace(0, 6.3, 16).tolist()
)
SHAPES = {"line": LINE, "ring": RING}


def look(widget: QWidget, name: str) -> None:
    """Leave a picture where somebody wants to look."""
    if "NETVIZ_LOOK" in os.environ:
        QTest.qWait(1500)
        widget.grab().save(f"{os.environ['NETVIZ_LOOK']}-{name}.png")


def opened(qtbot: QtBot, seat: Seat) -> CollectDialog:
    seat.program.actions["file.collect"].trigger()
    assert seat.program.later is not None
    dialog = seat.program.later.hand.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.new or bool(dialog.said))
    return dialog


def typed(qtbot: QtBot, dialog: CollectDialog, name: str, signs: str) -> None:
    for field, text in ((dialog.new.name, name), (dialog.new.signs, signs)):
        field.clear()
        qtbot.keyClicks(field, text)
    qtbot.mouseClick(dialog.new.begin, LEFT)


def test_shapes_are_named_drawn_taken_back_and_learnt(qtbot: QtBot, seat: Seat, tmp_path: Path) -> None:
    dialog = opened(qtbot, seat)
    assert dialog.stack.currentWidget() is dialog.new  # there is no collection yet
    look(dialog, "new")
    for name, signs, told in (
        ("shapes", "line, , ring", "is empty"),
        ("shapes", "line ring line", "twice"),
        ("shapes", "line", "2 to"),
        ("  ", "line, ring", "no name"),
        ("../shapes", "line, ring", "no name for"),
    ):
        typed(qtbot, dialog, name, signs)
        qtbot.waitUntil(lambda told=told: told in dialog.said)
        assert dialog.stack.currentWidget() is dialog.new
    typed(qtbot, dialog, "shapes", "line, ring")
    file = tmp_path / "data/netviz/handwriting/shapes.npz"
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is not dialog.new)
    assert len(read(file)) == 0

    # What is asked for is drawn; Return, the button and a pause take it, and each is on the disk at once.
    names = ("line", "ring")
    dialog.pause.setInterval(60_000)
    for k in range(8):
        assert dialog.wanted == k % 2
        draw(qtbot, dialog.pad, SHAPES[names[dialog.wanted]])
        if k == 5:
            dialog.pause.setInterval(50)
            draw(qtbot, dialog.pad, ((0.5, 0.49), (0.5, 0.52)))
        elif k % 2:
            qtbot.keyClick(dialog.pad, Qt.Key.Key_Return)
        else:
            qtbot.mouseClick(dialog.take, LEFT)
        qtbot.waitUntil(lambda k=k: len(read(file)) == k + 1)
        dialog.pause.setInterval(60_000)
    assert read(file).counts.tolist() == [4, 4]
    qtbot.keyClick(dialog.pad, Qt.Key.Key_Return)
    assert "Nothing is drawn" in dialog.said

    # The last is taken back; one is taken away where it stands, and comes back there.
    before = read(file)
    qtbot.mouseClick(dialog.back, LEFT)
    qtbot.waitUntil(lambda: len(read(file)) == 7)
    place = dialog.drawings.place_of(2).center().toPoint()
    qtbot.mouseClick(dialog.drawings, LEFT, pos=place)
    qtbot.waitUntil(lambda: len(read(file)) == 6)
    assert np.array_equal(read(file).images, np.delete(before.images[:7], 2, axis=0))
    qtbot.mouseClick(dialog.back, LEFT)
    qtbot.waitUntil(lambda: len(read(file)) == 7)
    assert np.array_equal(read(file).images, before.images[:7])
    look(dialog, "shapes")

    # It can be closed and added to later; a click on a sign asks for it.
    qtbot.mouseClick(dialog.end, LEFT)
    assert not dialog.isVisible()
    opened(qtbot, seat)
    assert dialog.wanted == 1
    first = dialog.signs.visualItemRect(dialog.signs.topLevelItem(0)).center()
    qtbot.mouseClick(dialog.signs.viewport(), LEFT, pos=first)
    assert dialog.wanted == 0
    draw(qtbot, dialog.pad, LINE)
    qtbot.keyClick(dialog.pad, Qt.Key.Key_Return)
    draw(qtbot, dialog.pad, RING)
    qtbot.keyClick(dialog.pad, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(read(file)) == 9)

    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        qtbot.mouseClick(dialog.alone, LEFT)
    program = seat.program
    qtbot.waitUntil(lambda: program.others is not None and program.digits is not None, timeout=30_000)
    assert program.task.answer.n == 2
    assert program.digits is not None
    assert program.digits.name.folder == str(file)
    # On the pad a drawing becomes what it became when it was collected.
    panel = program.window.draw
    assert isinstance(panel, DrawPanel)
    draw(qtbot, panel.pad, LINE)
    line = read(file).images[0]
    assert np.abs(program.paper.example().pixels.astype(int) - line).mean() < 3


@pytest.mark.long  # two trainings with all of MNIST
@pytest.mark.timeout(600)
def test_ones_own_digits_are_learnt_beside_mnist_and_found_again(
    qtbot: QtBot, seat: Seat, tmp_path: Path
) -> None:
    folder = tmp_path / "data/netviz/handwriting"
    folder.mkdir(parents=True)
    digits = seat.program.digits
    assert digits is not None
    kept = begun(names_in("0 1 2 3 4 5 6 7 8 9"))
    for k in range(60):
        kept = kept.with_sign(int(digits.test.answers[k]), digits.test.stored[k])
    write(folder / "my digits.npz", kept)
    (folder / "torn.npz").write_bytes((folder / "my digits.npz").read_bytes()[:500])
    # Of MNIST alone, all of them show how well it reads one's hand.
    assert seat.program.later is not None
    seat.program.later.hand.provide(digits)
    _look_at_hand(qtbot, seat, 60)
    dialog = opened(qtbot, seat)
    qtbot.waitUntil(lambda: dialog.files.count() == 2)
    assert "torn.npz" in dialog.said  # which is left as it is
    sign = dialog.wanted
    dialog.pause.setInterval(60_000)
    for line in DRAWN[sign][0]:
        draw(qtbot, dialog.pad, tuple((0.2 + 0.6 * x, 0.15 + 0.7 * y) for x, y in line))
    qtbot.keyClick(dialog.pad, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(read(folder / "my digits.npz")) == 61)
    look(dialog, "digits")
    program = seat.program
    qtbot.mouseClick(dialog.on_top, LEFT)
    qtbot.waitUntil(lambda: isinstance(program.digits, DigitsAndHand), timeout=30_000)
    assert program.task == DIGITS
    data = program.digits
    assert isinstance(data, DigitsAndHand)
    assert len(data.training) == len(digits.training) + data.n_own * data.times
    assert data.n_own + len(data.hand) == 61
    assert any("of your own" in words for words in program.window.banner.sentences)
    _look_at_hand(qtbot, seat, len(data.hand))
    run = program.recordings.file
    assert run is not None
    program.documents.open_path(run)
    qtbot.waitUntil(lambda: not program.jobs.busy)
    assert program.run_data.missing is None

    def kept() -> bool:
        with Recording(run) as recording:
            return bool(recording.metrics().hand.all)

    qtbot.waitUntil(kept)


def test_what_was_drawn_last_is_kept_by_a_program_that_ends(
    qtbot: QtBot, seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, seat)
    dialog.pause.setInterval(60_000)
    typed(qtbot, dialog, "lines", "line, ring")
    file = tmp_path / "data/netviz/handwriting/lines.npz"
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is not dialog.new)
    draw(qtbot, dialog.pad, LINE)
    qtbot.keyClick(dialog.pad, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(read(file)) == 1)

    # Where it can't be written, that is said, and it is there still to be written later.
    def full(_path: Path, _collection: object) -> None:
        raise FileError("lines.npz can’t be written: there is no room left there.")

    monkeypatch.setattr("netviz.app.files.handwriting.write", full)
    draw(qtbot, dialog.pad, RING)
    qtbot.keyClick(dialog.pad, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no room" in dialog.said)
    assert len(read(file)) == 1
    monkeypatch.setattr("netviz.app.files.handwriting.write", write)
    dialog.close()
    seat.program.close()
    assert len(read(file)) == 2


def _look_at_hand(qtbot: QtBot, seat: Seat, n: int) -> None:
    """It is a curve of its own in Train, and a figure in Test."""
    program = seat.program
    program.actions["training.toggle"].trigger()
    first = program.trainer.status.step
    qtbot.waitUntil(lambda: any(p.step > first for p in program.trainer.log.hand.all), timeout=60_000)
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=20_000)
    program.rooms.open("train")
    plots = program.plots.plots
    assert plots is not None
    qtbot.waitUntil(lambda: plots.settled)
    qtbot.waitUntil(lambda: [line.name for line in _accuracy(plots).lines][-1] == "your hand")
    look(program.window, f"plots-{n}")
    program.rooms.open("test")
    page = program.exam.page.results
    assert isinstance(page, ResultsPage)
    qtbot.waitUntil(lambda: f"of {n} drawings" in page.hand.text(), timeout=30_000)
    look(program.window, f"test-{n}")
    program.rooms.open("watch")


def _accuracy(plots: Plots) -> Chart:
    return accuracy_chart(plots._sources, Look(0, 1e6, 500, False, True, LIGHT, False))
