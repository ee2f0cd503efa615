"""The tab Operate alone, in every task: what its controls do to a neuron, an edge, an output and an input."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from netviz.network.spec import NetworkSpec
from netviz.panels.inspector.operate.outcome import Wanted
from netviz.panels.inspector.operate.tab import OperateTab
from netviz.panels.kit.numbers.decimal import DecimalNumber
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.training.experiments.operations.operation import Operation
from netviz.viewmodels.scene import Focus
from tests.panels.inspector.shown import shown_of

HIDDEN = (5, 4)
NEURON, EDGE, OUTPUT, INPUT = Focus(1, 2), Focus(2, 1, source=3), Focus(3, 0), Focus(0, 0)
BY_KEYS = 0.25


def parts(spec: NetworkSpec, flat: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Views of all matrices and all biases, written out."""
    matrices, biases, at = [], [], 0
    for n_in, n_out in zip(spec.sizes[:-1], spec.sizes[1:], strict=True):
        matrices.append(flat[at : at + n_in * n_out].reshape(n_in, n_out))
        at += n_in * n_out
    for n_out in spec.sizes[1:]:
        biases.append(flat[at : at + n_out])
        at += n_out
    return matrices, biases


def scaled(spec: NetworkSpec, before: np.ndarray, focus: Focus, factor: float) -> np.ndarray:
    after = before.copy()
    W, b = parts(spec, after)
    if focus.source is None:
        W[focus.column - 1][:, focus.index] *= factor
        b[focus.column - 1][focus.index] *= factor
    else:
        W[focus.column - 1][focus.source, focus.index] *= factor
    return after


def silenced(spec: NetworkSpec, before: np.ndarray, focus: Focus) -> np.ndarray:
    after = before.copy()
    W, _ = parts(spec, after)
    if focus.source is None:
        W[focus.column][focus.index] = 0
    else:
        W[focus.column - 1][focus.source, focus.index] = 0
    return after


def test_every_control_does_what_it_says(qtbot: QtBot) -> None:
    tab = OperateTab()
    qtbot.addWidget(tab)
    tab.resize(430, 900)
    tab.show()
    asked: list[Operation] = []
    tab.wanted.connect(lambda wanted: asked.append(wanted.operation) if isinstance(wanted, Wanted) else None)

    def press(button: QAbstractButton, *, keys: bool = False) -> Operation:
        asked.clear()
        assert button.isEnabled()
        if keys:
            button.setFocus()
            QTest.keyClick(button, Qt.Key.Key_Space)
        else:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        (operation,) = asked
        return operation

    def typed(field: DecimalNumber, words: str) -> Operation:
        asked.clear()
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)
        assert not asked, "nothing is done before it is said"
        QTest.keyClick(field, Qt.Key.Key_Return)
        (operation,) = asked
        return operation

    for name in TASKS:
        task = task_named(name)
        for focus in (NEURON, EDGE, OUTPUT, INPUT):
            shown = shown_of(task, HIDDEN, focus)
            spec, before = shown.snapshot.spec, shown.snapshot.parameters
            tab.show_inside(shown)
            hidden, edge = focus == NEURON, focus.source is not None
            scales = focus.column > 0
            where = f"{name} {focus}"

            def same(operation: Operation, expected: np.ndarray, where: str = where) -> None:
                found = operation.applied(spec, before)  # noqa: B023
                np.testing.assert_array_equal(found, expected, err_msg=where)
                words = operation.words(spec, task)  # noqa: B023
                assert words[0].isupper()

            # Silent: all but an output; deleted: a hidden neuron alone. Why not is said.
            assert tab.silence.isEnabled() == (focus != OUTPUT), where
            if focus != OUTPUT:
                same(press(tab.silence, keys=hidden), silenced(spec, before, focus))
            assert tab.delete.isVisible() == (not edge), where
            assert tab.delete.isEnabled() == hidden, where
            if hidden:
                smaller = press(tab.delete)
                sizes = list(spec.sizes)
                sizes[1] -= 1
                assert smaller.shape(spec).sizes == tuple(sizes)
            else:
                assert edge or "can’t be deleted" in tab._note.words, where
                assert edge or "can’t be deleted" in tab.delete.toolTip(), where
            # Multiplied: by what is typed, by keys and by the mouse, and by ready factors.
            for button, factor in ((tab.double, 2), (tab.turn, -1)):
                assert button.isEnabled() == scales, where
                if scales:
                    same(press(button), scaled(spec, before, focus, factor))
            assert tab.factor.button.isEnabled() == scales, where
            if scales:
                same(typed(tab.factor.field, str(BY_KEYS)), scaled(spec, before, focus, BY_KEYS))
                same(press(tab.factor.button), scaled(spec, before, focus, BY_KEYS))
                same(press(tab.factor.button, keys=True), scaled(spec, before, focus, BY_KEYS))
            # Its weight, or its bias, typed.
            fields = [field for field in tab.figures.fields if field.isVisible()]
            assert bool(fields) == scales, where
            if scales:
                expected = before.copy()
                W, b = parts(spec, expected)
                if focus.source is None:
                    b[focus.column - 1][focus.index] = 1.25
                else:
                    W[focus.column - 1][focus.source, focus.index] = 1.25
                same(typed(fields[0], "1.25"), expected)
