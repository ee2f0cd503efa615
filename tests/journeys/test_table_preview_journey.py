"""A table of one's own in the window: dropped, looked at, what is answered chosen, learnt, opened again."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from netviz.app.files.task_of import task_of
from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.panels.columns.form import FormPanel
from netviz.panels.data.table_preview import TablePreview
from netviz.panels.test.numbers_page import NumbersPage
from netviz.panels.watch.number_answer import NumberAnswer
from netviz.tasks.answer import Classes, Numbers
from netviz.training.recording.recovery import recordings_in
from tests.journeys.test_own_data_journey import drop

LEFT = Qt.MouseButton.LeftButton


def houses(path: Path, *more: str) -> Path:
    """The price follows from area and place; rooms are few."""
    chance, rows = random.Random(3), []
    for k in range(240):
        area, north = chance.uniform(40, 200), k % 2
        price = 2000 * area + 60_000 * north + chance.gauss(0, 5000)
        rows.append(f"{area:.1f},{('south', 'north')[north]},{1 + int(area > 120)},{price:.0f}")
    path.write_text("\n".join(["area,place,rooms,price", *rows, *more]))
    return path


def looked_at(qtbot: QtBot, program: Program, path: Path) -> TablePreview:
    drop(program, path)
    qtbot.waitUntil(lambda: isinstance(program.own_data.preview, TablePreview), timeout=20_000)
    preview = program.own_data.preview
    assert isinstance(preview, TablePreview)
    return preview


def tick(qtbot: QtBot, box: QCheckBox) -> None:
    """At its left, where its square is."""
    qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))


def test_tables_are_looked_at_before_they_are_learnt(qtbot: QtBot, seat: Seat, tmp_path: Path) -> None:
    # One window for all of it: to open one takes seconds.
    what_can_t_be_taken_is_said_there(qtbot, seat, tmp_path)
    what_is_answered_is_chosen_there(qtbot, seat, tmp_path)
    a_number_is_learnt_examined_and_opened_again(qtbot, seat, tmp_path)


def what_is_answered_is_chosen_there(qtbot: QtBot, seat: Seat, tmp_path: Path) -> None:
    program, path = seat.program, houses(tmp_path / "houses.csv", "wide,north,1,5", "1,2")
    preview = looked_at(qtbot, program, path)
    assert seat.program is program  # nothing was taken
    assert preview.sight.choices.label == "price"
    told = preview.troubles.toPlainText().splitlines()
    assert told == [
        "line 242: “wide” in column “area” is no number",
        "line 243: 2 cells, where 4 would be right",
    ]
    assert not preview.take.isEnabled()
    # They are not left out before one has said so.
    assert "left out" not in preview._words.text()

    # With real keys: the column before the last one is to be answered. Few numbers are classes.
    preview.label.setFocus()
    qtbot.keyClick(preview.label, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: preview.sight.choices.label == "rooms", timeout=20_000)
    assert preview.sight.choices.answer == "classes"
    assert preview.answer.currentText() == "with classes"
    # Each column's bars are those of the two classes; the price gives it away, and is not read.
    (area,) = (column for column in preview.sight.columns if column.name == "area")
    assert area.counts.sum(axis=1).tolist() == np.bincount(preview.sight.table.raw.labels).tolist()
    price = next(box for box in preview.findChildren(QCheckBox) if box.text() == "price" and box.isVisible())
    tick(qtbot, price)
    qtbot.waitUntil(lambda: preview.sight.choices.columns == ("area", "place"), timeout=20_000)
    assert not preview.take.isEnabled()
    tick(qtbot, preview.leave_out)
    assert preview.take.isEnabled()
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        qtbot.mouseClick(preview.take, LEFT)
    program = seat.program
    assert isinstance(program.task.answer, Classes)
    assert program.task.answer.names == ("1", "2")
    assert program.task.input.names == ("area", "place: north", "place: south")
    qtbot.waitUntil(lambda: program.digits is not None, timeout=30_000)
    assert len(program.digits.training) == 168


def what_can_t_be_taken_is_said_there(qtbot: QtBot, seat: Seat, tmp_path: Path) -> None:
    program, path = seat.program, houses(tmp_path / "houses.csv")
    preview = looked_at(qtbot, program, path)
    preview.answer.setFocus()
    qtbot.keyClick(preview.answer, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: "too many to be classes" in preview.sight.refused, timeout=20_000)
    assert not preview.take.isEnabled()
    houses(path, "1,north,1,1")
    qtbot.keyClick(preview.answer, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "was changed while it was read" in preview.refused.text(), timeout=20_000)
    assert not preview.take.isEnabled()
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert program.own_data.preview is None
    assert seat.program is program


def a_number_is_learnt_examined_and_opened_again(qtbot: QtBot, seat: Seat, tmp_path: Path) -> None:
    runs, path = seat.program.recordings.folder, houses(tmp_path / "houses.csv")
    preview = looked_at(qtbot, seat.program, path)
    assert preview.answer.currentText() == "with a number"
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        qtbot.mouseClick(preview.take, LEFT)
    program = seat.program
    answer, panel, said = program.task.answer, program.window.draw, program.window.answer
    assert isinstance(answer, Numbers)
    assert isinstance(panel, FormPanel)
    assert isinstance(said, NumberAnswer)
    qtbot.waitUntil(lambda: program.others is not None and program.digits is not None, timeout=30_000)
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step >= 150, timeout=60_000)
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=20_000)
    step = program.trainer.status.step
    qtbot.mouseClick(panel.example, LEFT)
    qtbot.waitUntil(lambda: "says" in said.off.text(), timeout=20_000)

    def is_told() -> bool:
        """What is written is what the output that is shown stands for."""
        forward = program.presenter.forward
        text = said.value.text().removeprefix("price = ").replace(",", "").replace("−", "-")
        meant = answer.origin + answer.unit * float(forward.a[-1][0])
        return abs(float(text) - meant) < answer.unit / 100

    qtbot.waitUntil(is_told, timeout=20_000)

    program.rooms.open("test")
    page = program.exam.page.results
    assert isinstance(page, NumbersPage)
    qtbot.waitUntil(lambda: page.r2.value != "–", timeout=20_000)
    assert float(page.r2.value) > 0.5
    # What is true is shown in what it was written in.
    assert page.predicted.dots[:, 0].min() > 50_000
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        program.actions["file.new.digits"].trigger()
    run = next(run for run in recordings_in(runs) if task_of(run) == program.task)
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        seat.program.documents.open_path(run)
    program = seat.program
    assert program.task.answer == answer
    qtbot.waitUntil(
        lambda: program.digits is not None and program.trainer.status.step == step, timeout=30_000
    )
