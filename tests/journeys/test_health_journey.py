"""What may be wrong with one's data, gone through by hand; and the room Test of what is no digit."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.panels.test.health_page import HealthPage
from netviz.tasks.given import open_data

LEFT = Qt.MouseButton.LeftButton


def learn_from(qtbot: QtBot, seat: Seat, path: Path, steps: int) -> Program:
    """A program that has learnt from what lies there, in the room Test."""
    with qtbot.waitSignal(seat.exchanged, timeout=30_000):
        seat.program.own_data._take(path, open_data(path))
    program = seat.program
    qtbot.waitUntil(lambda: program.others is not None and program.digits is not None, timeout=30_000)
    for _ in range(steps):
        program.intents.step()
    qtbot.waitUntil(lambda: program.trainer.status.step == steps, timeout=60_000)
    program.rooms.open("test")
    return program


def open_tab(qtbot: QtBot, program: Program, part: str) -> None:
    tabs = program.exam.page.tabs
    QTest.mouseClick(tabs, LEFT, pos=tabs.middle(part))

    def there() -> bool:
        snapshot, here = program.presenter.snapshot, program.exam._here()
        return snapshot is not None and here.measurement.fresh(snapshot, here.key)

    qtbot.waitUntil(there, timeout=60_000)


def line(tree: QTreeWidget, name: str) -> QTreeWidgetItem:
    lines = [tree.topLevelItem(k) for k in range(tree.topLevelItemCount())]
    return next(item for item in lines if item is not None and item.text(0) == name)


def click(tree: QTreeWidget, name: str) -> None:
    tree.scrollToItem(line(tree, name))
    QTest.mouseClick(tree.viewport(), LEFT, pos=tree.visualItemRect(line(tree, name)).center())


def shown(qtbot: QtBot, page: HealthPage, title: str) -> None:
    qtbot.waitUntil(
        lambda: page.examples.isVisible() and page.examples._title.text() == title, timeout=20_000
    )


@pytest.fixture
def signs(tmp_path: Path) -> Path:
    """Pictures, no two alike, with a broken file, a copy under another label, and empty ones."""
    chance = np.random.default_rng(8)
    for kind, name in enumerate(("bar", "cross", "frame")):
        (tmp_path / "signs" / name).mkdir(parents=True)
        for k in range(40):
            pixels = chance.integers(215, 256, (12, 12)).astype(np.uint8)
            pixels[5:7, 2:10] = 0
            if kind:
                pixels[2:10, 5:7] = 0
            if kind == 2:
                pixels[4:8, 4:8] = 255
            Image.fromarray(pixels).save(tmp_path / "signs" / name / f"{k}.png")
    signs = tmp_path / "signs"
    (signs / "bar/broken.png").write_bytes(b"\x89PNG\r\n")
    (signs / "cross/copied.png").write_bytes((signs / "bar/3.png").read_bytes())
    for k in range(3):
        Image.fromarray(np.full((12, 12), 255, np.uint8)).save(signs / f"bar/empty{k}.png")
    return signs


def test_pictures_are_gone_through(qtbot: QtBot, seat: Seat, signs: Path) -> None:
    program = learn_from(qtbot, seat, signs, 60)
    # Without a window manager nobody else gives the window the keys.
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    page = program.exam.page.data
    open_tab(qtbot, program, "data")
    checks = page.checks
    assert line(checks, "Left out at reading").text(1) == "1"
    assert line(checks, "Empty pictures").text(1) == "3"
    assert line(checks, "Duplicates").text(1) == "2"

    # The copies with two labels come first; a click puts one on the pad, and from there into the network.
    click(checks, "Duplicates")
    shown(qtbot, page, "Duplicates: 2")
    gallery = page.examples.gallery
    read = gallery.digits
    assert read.label[:2].tolist() in ([0, 1], [1, 0])
    assert (read.stored[0] == read.stored[1]).all()
    QTest.mouseClick(gallery.viewport(), LEFT, pos=gallery.tile_rect(1).center())
    chosen = program.paper.example()
    assert (chosen.pixels.tolist(), chosen.label) == (read.stored[1].tolist(), read.label[1])

    # What is empty can't be read, and it is said.
    click(checks, "Empty pictures")
    shown(qtbot, page, "Empty pictures: 3")
    before = program.paper.example()
    QTest.mouseClick(gallery.viewport(), LEFT, pos=gallery.tile_rect(1).center())
    assert any("nothing in this picture" in words for words in program.window.banner.sentences)
    assert program.paper.example() is before

    # By keys: the list below it names the file that could not be read.
    checks.setFocus()
    click(checks, "Left out at reading")
    assert "broken.png" in page.lines.topLevelItem(0).text(0)
    checks.setFocus()
    QTest.keyClick(checks, Qt.Key.Key_Up)
    assert checks.now == "classes"
    qtbot.waitUntil(lambda: page.lines.topLevelItem(0).text(0) == program.task.answer.name(0), timeout=5_000)
    QTest.mouseClick(page.lines.viewport(), LEFT, pos=QPoint(20, 10))
    name = program.task.answer.name(0)
    shown(qtbot, page, name)
    assert set(gallery.digits.label.tolist()) == {0}
    QTest.mouseClick(gallery.viewport(), LEFT, pos=gallery.tile_rect(0).center())
    chosen = program.paper.example()
    assert chosen.pixels.tolist() == gallery.digits.stored[0].tolist()
    assert chosen.label == 0
    QTest.keyClick(gallery, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.lines.isVisible, timeout=5_000)

    # What is not there says what was looked for.
    click(checks, "Leaking pixels")
    assert page.nothing.text() == "Leaking pixels: none"
    assert "from one of the pixels alone?" in page.nothing.words()

    # The other parts are there for these pictures, too.
    open_tab(qtbot, program, "robustness")
    robustness = program.exam.page.robustness
    assert robustness is not None
    assert all(plot.measured is not None for plot in robustness.plots.values())
    assert robustness.plots["occlusion"].kind.amounts[-1] <= program.task.input.rows / 2
    open_tab(qtbot, program, "map")
    scatter = program.exam.page.map.scatter
    QTest.mouseClick(scatter, LEFT, pos=scatter.position(2).toPoint())
    assert program.paper.example().index is not None


def test_rows_are_gone_through(qtbot: QtBot, seat: Seat, tmp_path: Path) -> None:
    path, chance = tmp_path / "fruit.csv", np.random.default_rng(3)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("width", "always", "price", "ripe"))
        for k in range(200):
            ripe = int(chance.random() < 0.5)
            wide = round(float(chance.normal(ripe)), 6)
            writer.writerow((wide, 1 + (k == 5), 10 * ripe + wide / 10, ("no", "yes")[ripe]))
        writer.writerow((0.5, 1, 0.05, "no"))
        writer.writerow((0.5, 1, 0.05, "yes"))
    program = learn_from(qtbot, seat, path, 30)
    open_tab(qtbot, program, "data")
    page = program.exam.page.data
    click(page.checks, "Leaking columns")
    assert page.lines.topLevelItem(0).text(0) == "price"
    click(page.checks, "Duplicates")
    shown(qtbot, page, "Duplicates: 1")
    rows = page.examples.gallery
    assert rows.digits.label.tolist() in ([0, 1], [1, 0])
    QTest.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(rows.model().index(1, 0)).center())
    chosen = program.paper.example()
    assert chosen.pixels.tolist() == rows.digits.stored[1].tolist()
    QTest.keyClick(rows, Qt.Key.Key_Up)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert program.paper.example().label == rows.digits.label[0]

    # Mistakes are rows as well, and those of a cell of the confusion matrix.
    open_tab(qtbot, program, "mistakes")
    mistakes = program.exam.page.mistakes
    assert mistakes is not None
    readings = program.exam.reading.result
    assert readings is not None
    assert len(mistakes.digits.gallery.digits) == readings.results.wrong
    open_tab(qtbot, program, "results")
    results = program.exam.page.results
    label, answer = divmod(int(readings.results.confusion.argmax()), 2)
    QTest.mouseClick(results.matrix, LEFT, pos=results.matrix.cell_rect(label, answer).center())
    assert len(results.digits.gallery.digits) == readings.results.confusion[label, answer]
    program.exam.page.data._choose("doubts")
