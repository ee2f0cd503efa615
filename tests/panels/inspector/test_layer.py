"""A layer as a matrix: its cells are the numbers of plain NumPy, and where they lie, one points at them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from netviz.network.connections import edge_index
from netviz.panels.inspector.layer.look import Look
from netviz.panels.inspector.layer.matrix import Matrix
from netviz.panels.inspector.layer.numbers import full_colour, numbers_of, signed_colours, strongest
from netviz.panels.inspector.layer.picture import NOWHERE
from netviz.panels.inspector.layer.tab import PRODUCTS, LayerTab
from netviz.panels.inspector.layer.words import told
from netviz.panels.inspector.page.tab import Shown
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.palette import PALETTES
from netviz.viewmodels.scene import Focus
from tests.panels.inspector.shown import shown_of

numbers = st.floats(-1e3, 1e3, width=32)


@given(n_in=st.integers(1, 60), most=st.integers(1, 80), seed=st.integers(0, 999))
@settings(max_examples=60, deadline=None)
def test_a_point_for_several_cells_is_the_strongest(n_in: int, most: int, seed: int) -> None:
    cells = np.random.default_rng(seed).normal(0, 1, (3, n_in)).astype(np.float32)
    found = strongest(cells, most, 1)
    if n_in <= most:
        assert found is cells
        return
    assert found.shape == (3, most)
    starts = [k * n_in // most for k in range(most)] + [n_in]
    for row in range(3):
        for k in range(most):
            part = cells[row, starts[k] : starts[k + 1]]
            assert found[row, k] == part[np.abs(part).argmax()]


@given(
    n_in=st.integers(1, 900),
    n_out=st.integers(1, 200),
    zooms=st.lists(st.floats(0.2, 6), max_size=6),
    x=st.floats(0, 399),
    y=st.floats(0, 299),
)
@settings(max_examples=100, deadline=None)
def test_a_look_stays_on_the_matrix_and_finds_its_cells(
    n_in: int, n_out: int, zooms: list[float], x: float, y: float
) -> None:
    look = Look(n_in, n_out, 400.0, 300.0)
    for zoom in zooms:
        look = look.zoomed(zoom, x, y)
        width, height = look.cell
        assert -1e-6 <= look.x <= max(width * n_in - 400, 0) + 1e-6
        assert -1e-6 <= look.y <= max(height * n_out - 300, 0) + 1e-6
    (first, last), (top, bottom) = look.columns, look.rows
    assert 0 <= first < last <= n_in
    assert 0 <= top < bottom <= n_out
    column = look.column_at(x)
    if column is not None:
        assert first <= column < last
        assert column * look.cell[0] - look.x <= x + 1e-6 <= (column + 1) * look.cell[0] - look.x + 2e-6
    seen = look.towards(n_out - 1, n_in - 1)
    assert seen.columns[1] == n_in
    assert seen.rows[1] == n_out


def test_zooming_keeps_what_is_under_the_pointer() -> None:
    look = Look(784, 16, 400.0, 300.0)
    before = look.column_at(123.0)
    closer = look.zoomed(8.0, 123.0, 100.0)
    assert closer.column_at(123.0) == before
    assert closer.cell[0] > look.cell[0]
    assert closer.zoomed(0.0, 0.0, 0.0) == look


def test_colours_grow_with_the_number_and_are_those_of_the_theme() -> None:
    for palette in PALETTES:
        cells = np.array([[-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, np.nan, np.inf]], np.float32)
        colours = [QColor.fromRgb(int(c)).name().upper() for c in signed_colours(cells, 1.0, palette)[0]]
        assert colours[0] == colours[1] == palette.negative.upper()
        assert colours[5] == colours[6] == colours[8] == palette.positive.upper()
        assert colours[3] == colours[7] == palette.panel.upper()
        assert len({colours[1], colours[2], colours[3], colours[4], colours[5]}) == 5
    assert full_colour(np.zeros((2, 2), np.float32)) == 1.0


@pytest.mark.parametrize("task", TASKS)
def test_the_numbers_of_every_layer_are_plain(task: str) -> None:
    shown = shown_of(task_named(task), (5, 4), Focus(1, 0))
    snapshot, forward = shown.snapshot, shown.forward
    assert forward is not None
    flat, at = snapshot.parameters.astype(np.float64), 0
    sizes = snapshot.spec.sizes
    a = forward.a[0].astype(np.float64)
    biases = np.split(flat[snapshot.spec.n_edges :], np.cumsum(sizes[1:])[:-1])
    for layer, (n_in, n_out) in enumerate(pairwise(sizes)):
        W = flat[at : at + n_in * n_out].reshape(n_in, n_out)
        at += n_in * n_out
        found = numbers_of(shown, layer)
        np.testing.assert_array_equal(found.cells(products=False), W.T.astype(np.float32))
        np.testing.assert_allclose(found.cells(products=True), (W * a[:, None]).T, atol=1e-5)
        z = a @ W + biases[layer]
        assert found.z is not None
        np.testing.assert_allclose(found.z, z, rtol=1e-4, atol=1e-4)
        sums = found.cells(products=True).sum(axis=1) + found.bias
        np.testing.assert_allclose(sums, found.z, rtol=1e-4, atol=1e-4)
        a = np.maximum(z, 0)
    assert found.output


def wheel(widget: QWidget, at: QPointF, notches: float) -> None:
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            at,
            QPointF(widget.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, round(120 * notches)),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def a_tab(qtbot: QtBot, shown: Shown, size: tuple[int, int] = (620, 480)) -> LayerTab:
    tab = LayerTab()
    qtbot.addWidget(tab)
    tab.resize(*size)
    tab.show()
    tab.show_inside(shown)
    return tab


@pytest.mark.parametrize("column", [1, 2])
def test_numbers_stand_in_the_cells_when_they_have_room(qtbot: QtBot, column: int) -> None:
    """784 columns, and 16."""
    tab = a_tab(qtbot, shown_of(DIGITS, (16, 12), Focus(column, 3)))
    matrix = tab.matrix
    assert tab.layers.currentIndex() == column - 1
    assert matrix.look.n_in == (784, 16)[column - 1]
    tab.grab()
    assert not matrix.numbered
    middle = QPointF(matrix.area.center().toPoint())
    before = matrix.cell_at(middle)
    for _ in range(40):
        wheel(matrix, middle, 1)
    assert matrix.numbered
    assert matrix.cell_at(middle)[1] == before[1]
    tab.grab()
    for _ in range(40):
        wheel(matrix, middle, -1)
    assert matrix.look.zoom == 1


def test_pointing_walking_and_dragging(qtbot: QtBot) -> None:
    shown = shown_of(DIGITS, (16, 12), Focus(2, 3))
    tab = a_tab(qtbot, shown)
    matrix = tab.matrix
    pointed: list[object] = []
    chosen: list[object] = []
    tab.pointed.connect(pointed.append)
    tab.chosen.connect(chosen.append)
    here = matrix.box_of(7, 9).center().toPoint()
    QTest.mouseMove(matrix, here)
    qtbot.waitUntil(lambda: pointed[-1:] == [Focus(2, 7, 9)])
    edge = edge_index(shown.snapshot.spec, 2, 9, 7)
    assert matrix.cells[7, 9] == shown.snapshot.parameters[edge]
    name, _, said = told(matrix.numbers, (7, 9))[0].partition(": ")
    assert name == "neuron 1·10 → neuron 2·8"
    assert f"{abs(float(shown.snapshot.parameters[edge])):.3f}"[:4] in said
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=here)
    assert chosen == [Focus(2, 7, 9)]
    # A row's name, or its sum, stands for its neuron; a strip above for an input.
    QTest.mouseMove(matrix, QPoint(6, here.y()))
    qtbot.waitUntil(lambda: pointed[-1:] == [Focus(2, 7)])
    QTest.mouseMove(matrix, QPoint(here.x(), round(matrix.area.top()) - 8))
    qtbot.waitUntil(lambda: pointed[-1:] == [Focus(1, 9)])
    # By keys.
    matrix.setFocus()
    QTest.mouseMove(matrix, here)
    qtbot.waitUntil(lambda: matrix.at == (7, 9))
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    QTest.keyClick(matrix, Qt.Key.Key_Down)
    assert pointed[-1] == Focus(2, 8, 10)
    QTest.keyClick(matrix, Qt.Key.Key_Plus)
    QTest.keyClick(matrix, Qt.Key.Key_Plus)
    assert matrix.look.zoom > 1
    for _ in range(20):
        QTest.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.at == (8, 15)
    assert matrix.area.contains(matrix.box_of(8, 15).center())
    # Dragging moves the part that is seen, and picks nothing.
    x = matrix.look.x
    QTest.mousePress(matrix, Qt.MouseButton.LeftButton, pos=here)
    for step in (20, 60, 90):
        QTest.mouseMove(matrix, here + QPoint(step, 0))
    QTest.mouseRelease(matrix, Qt.MouseButton.LeftButton, pos=here + QPoint(90, 0))
    assert matrix.look.x < x
    assert len(chosen) == 1
    QTest.keyClick(matrix, Qt.Key.Key_0)
    assert matrix.look.zoom == 1
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert matrix.at == NOWHERE
    assert pointed[-1] is None
    # From the graph: an edge is a cell, a neuron a row or a column.
    for focus, cell in (
        (Focus(2, 4, 6), (4, 6)),
        (Focus(2, 5), (5, None)),
        (Focus(1, 3), (None, 3)),
        (Focus(3, 1, 2), NOWHERE),
        (None, (3, None)),
    ):
        tab.show_pointed(focus)
        assert matrix.marked == cell


def test_it_is_held_while_one_points_and_training_goes_on(qtbot: QtBot) -> None:
    tab = a_tab(qtbot, shown_of(DIGITS, (16,), Focus(2, 3), training=True))
    before = tab.matrix.numbers
    tab.matrix._point_at((1, 1))
    later = shown_of(DIGITS, (16,), Focus(2, 3), seed=8, training=True)
    tab.show_inside(later)
    assert tab.matrix.numbers is before
    assert tab.matrix.held == 7
    tab.matrix._point_at(NOWHERE)
    assert tab.matrix.numbers is not before
    assert tab.matrix.held is None


def test_every_task_and_every_layer_has_its_matrix(qtbot: QtBot) -> None:
    tab = LayerTab()
    qtbot.addWidget(tab)
    tab.resize(560, 460)
    tab.show()
    for name in TASKS:
        for read in (True, False):
            shown = shown_of(task_named(name), (5,), Focus(1, 2), read=read)
            tab.show_inside(shown)
            for layer in (0, 1):
                tab.layers.activated.emit(layer)
                assert tab.matrix.cells.shape == shown.snapshot.W(layer).T.shape
                tab.kinds._choose(PRODUCTS)
                tab.grab()
                assert tab.matrix.numbers is not None
                for cell in ((0, 0), (0, None), (None, 0)):
                    assert all(told(tab.matrix.numbers, cell))
    tab.show_inside(Shown(shown.snapshot))
    tab.grab()


def test_a_network_that_has_diverged_is_drawn_all_the_same(qtbot: QtBot) -> None:
    matrix = Matrix()
    qtbot.addWidget(matrix)
    matrix.resize(500, 400)
    shown = shown_of(DIGITS, (4,), Focus(1, 1), read=False)
    shown.snapshot.parameters.flags.writeable = True
    shown.snapshot.parameters[:] = np.nan
    matrix.show_numbers(numbers_of(shown, 0), products=True, anew=True)
    matrix.grab()
