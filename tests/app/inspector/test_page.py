"""The page "Look inside": opened in each way, left with Esc, and everything as it was before."""

from itertools import cycle

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.panels.inspector.layer.tab import LayerTab
from netviz.panels.inspector.page.rows import PAGES
from netviz.panels.inspector.sum.tab import SumTab
from netviz.rendering.units import pixels
from netviz.viewmodels.scene import Focus
from tests.app.conftest import StartProgram


def at(program: Program, focus: Focus) -> QPoint:
    """Where a neuron is on the canvas, in pixels."""
    scene = program.window.canvas.scene
    assert scene is not None
    x, y = scene.layout.xy[scene.spec.neuron_slices[focus.column].start + focus.index].tolist()
    return QPoint(pixels(x), pixels(y))


def test_it_opens_in_every_way_and_goes_again(start: StartProgram, qtbot: QtBot) -> None:
    program = start()
    assert program.others is not None
    window, inside, canvas = program.window, program.others.inside, program.window.canvas
    window.resize(1366, 768)
    explorer = program.presenter.explorer
    before = canvas.width()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    # By the key: what the answer comes from is looked into.
    QTest.keyClick(window, Qt.Key.Key_I)
    assert inside.seen
    forward = program.presenter.forward
    assert forward is not None
    answer = Focus(3, int(forward.a[-1].argmax()))
    assert explorer.kept == answer
    assert program.actions["view.inside"].isChecked()
    page = inside.page
    assert page.isVisible()
    assert page.width() >= pixels(430)
    assert not window.inspector.isVisible()
    assert not window.curves_card.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not inside.seen
    assert explorer.kept == answer  # Esc once more lets go of it
    assert not program.actions["view.inside"].isChecked()
    assert window.inspector.isVisible()
    assert window.curves_card.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert explorer.kept is None
    qtbot.waitUntil(lambda: canvas.width() == before)
    # By a double click on a neuron.
    qtbot.waitUntil(canvas.isVisible)
    here = at(program, Focus(1, 4))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=here)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=here)
    assert inside.seen
    assert explorer.kept == Focus(1, 4)
    inside.close()
    # By its button, which is there for what is kept.
    button = window.inspector._inside
    qtbot.waitUntil(button.isVisible)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert inside.seen
    QTest.mouseClick(page._close, Qt.MouseButton.LeftButton)
    assert not inside.seen
    # By Return on what is kept.
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert inside.seen
    # In another room it waits; there its key leads back to it.
    program.rooms.open("train")
    assert not inside.seen
    QTest.keyClick(window, Qt.Key.Key_I)
    assert program.rooms.now == "watch"
    assert inside.seen
    # Every tab is there.
    for row in PAGES:
        inside.open(row.id)
        assert page.tabs.now == row.id
        assert page.now.isVisible()
    # Where there is little room, the pad gives way.
    assert window.draw.isVisible()
    window.resize(900, 700)
    qtbot.waitUntil(lambda: not window.draw.isVisible())
    assert canvas.isVisible()
    inside.close()
    assert window.draw.isVisible()


def test_rows_cells_and_lines_light_each_other_up_and_follow_the_training(
    start: StartProgram, qtbot: QtBot
) -> None:
    program = start()
    assert program.others is not None
    window, inside, canvas = program.window, program.others.inside, program.window.canvas
    window.resize(1366, 768)
    explorer = program.presenter.explorer
    explorer.pick(Focus(3, 2))
    inside.open("sum")
    tab = inside.page.tab("sum")
    assert isinstance(tab, SumTab)
    qtbot.waitUntil(lambda: tab.rows.terms is not None and not program.clock.ticking)
    qtbot.waitUntil(lambda: canvas.scene is not None and canvas.scene.layout.width == canvas.wide)
    # From a row to its line.
    QTest.mouseMove(tab.rows, QPoint(pixels(40), pixels(30)))
    source = int(tab.rows.sources[0])
    qtbot.waitUntil(lambda: explorer.pointed == Focus(3, 2, source))
    QTest.mouseMove(canvas, QPoint(3, 3))
    tab.rows._point_at(None)
    qtbot.waitUntil(lambda: explorer.pointed is None)
    # From the row to that very line, before anything was drawn in between.
    first = int(tab.rows.sources[0])
    tab.rows._point_at(0)
    inside._follow()
    tab.rows._point_at(None)
    explorer.point_at(Focus(3, 2, first))
    inside._follow()
    assert tab.rows.marked == first
    explorer.point_at(None)

    # From a line to its row.
    def lit() -> bool:
        """Where all moves once more, nothing is pointed at until the pointer moves."""
        begin, end = at(program, Focus(3, 2)), at(program, Focus(2, source))
        share = next(shares)
        QTest.mouseMove(canvas, (begin * share + end * (100 - share)) / 100)
        there = explorer.pointed is not None
        return there and Focus(3, 2, tab.rows.marked) == explorer.pointed

    shares = cycle(range(24, 48, 3))  # another line may lie nearer at some places
    qtbot.waitUntil(lit)
    step = program.trainer.status.step
    program.intents.step()
    qtbot.waitUntil(lambda: tab.rows.terms is not None and tab.rows.terms.step == step + 1)
    qtbot.waitUntil(lit)  # also at the next step
    corners = cycle((3, 5))

    def gone() -> bool:
        """What still moves is pointed at anew where the pointer was heard of last."""
        QTest.mouseMove(canvas, QPoint(next(corners), 3))
        return explorer.hovered is None

    qtbot.waitUntil(gone)
    # A step of training has other numbers, and they are those of the step on screen.
    step = program.trainer.status.step
    program.intents.step()
    qtbot.waitUntil(lambda: tab.rows.terms is not None and tab.rows.terms.step == step + 1)
    snapshot, forward, terms = program.presenter.snapshot, program.presenter.forward, tab.rows.terms
    assert snapshot is not None
    assert forward is not None
    assert terms is not None
    a = forward.a[2].astype(np.float64)
    np.testing.assert_allclose(terms.products, snapshot.W(2)[:, 2] * a, atol=1e-6)
    # A click goes on to the neuron that a term comes from.
    source = int(tab.rows.sources[1])
    QTest.mouseClick(tab.rows, Qt.MouseButton.LeftButton, pos=QPoint(pixels(40), pixels(48)))
    assert explorer.kept == Focus(2, source)
    # The layer: a cell is a line, too, and a neuron a row.
    inside.open("layer")
    layer = inside.page.tab("layer")
    assert isinstance(layer, LayerTab)
    qtbot.waitUntil(lambda: layer.layers.currentIndex() == 1 and layer.matrix.marked == (source, None))
    place = layer.matrix.box_of(source, 9).center()
    QTest.mouseMove(layer.matrix, QPoint(pixels(place.x()), pixels(place.y())))
    qtbot.waitUntil(lambda: explorer.pointed == Focus(2, source, 9))
    layer.matrix._point_at((None, None))
    # What is not seen is not told.
    told = tab.rows.terms
    inside.close()
    numbers = layer.matrix.numbers
    program.intents.step()
    qtbot.waitUntil(lambda: program.presenter.snapshot is not snapshot)
    assert layer.matrix.numbers is numbers
    assert tab.rows.terms is told
