"""Every view of what is inside, by the keys alone: reached, used and left."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.panels.inspector.layer.tab import LayerTab
from netviz.panels.inspector.operate.tab import OperateTab
from netviz.panels.inspector.page.rows import PAGES
from netviz.panels.inspector.seeks.tab import SeeksTab
from netviz.panels.inspector.sum.tab import SumTab
from netviz.panels.inspector.why.tab import WhyTab
from netviz.panels.landscape.page import MAP
from netviz.viewmodels.scene import Focus
from tests.journeys.conftest import Open

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOST = 90  # times Tab, to the furthest


class Keys:
    """Somebody without a mouse."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self._window = program.window
        self._qtbot = qtbot

    @property
    def here(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def press(self, *keys: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self.here, key, held)

    def reach(self, widget: QWidget) -> None:
        """With Tab; every stop on the way is one that is seen."""
        self._qtbot.waitUntil(widget.isVisible)
        passed = []
        for _ in range(MOST):
            if self.here is widget:
                return
            assert self.here.isVisible()
            words = self.here.text() if isinstance(self.here, QAbstractButton) else self.here.accessibleName()
            passed.append(f"{type(self.here).__name__} {words}")
            self.press(Key.Key_Tab)
        raise AssertionError(f"{widget} is not reached; by way of {passed}")


def began(qtbot: QtBot, open_window: Open) -> tuple[Program, Keys]:
    """A window with a few steps trained."""
    program = open_window()
    program.window.resize(1366, 768)
    keys = Keys(program, qtbot)
    for step in (1, 2, 3):
        keys.press(Key.Key_S)
        qtbot.waitUntil(lambda step=step: program.trainer.status.step == step)
    qtbot.waitUntil(lambda: program.recordings.file is not None)
    program.recordings.written()
    return program, keys


def test_every_view_is_reached_used_and_left(qtbot: QtBot, open_window: Open) -> None:
    program, keys = began(qtbot, open_window)
    every_tab_of_look_inside(qtbot, program, keys)
    one_weight(qtbot, program, keys)
    the_landscape(qtbot, program, keys)
    two_networks(qtbot, program, keys)
    runs_side_by_side(qtbot, program, keys)


def every_tab_of_look_inside(qtbot: QtBot, program: Program, keys: Keys) -> None:
    assert program.others is not None
    inside, explorer = program.others.inside, program.presenter.explorer

    def sum_(tab: SumTab) -> None:
        qtbot.waitUntil(lambda: tab.rows.terms is not None)
        keys.reach(tab.rows)
        keys.press(Key.Key_Down, Key.Key_Down)
        assert explorer.pointed == Focus(3, kept.index, int(tab.rows.sources[1]))
        keys.press(Key.Key_Escape)
        assert explorer.pointed is None

    def layer(tab: LayerTab) -> None:
        qtbot.waitUntil(lambda: tab.matrix.numbers is not None)
        keys.reach(tab.matrix)
        keys.press(Key.Key_Right, Key.Key_Down)
        assert explorer.hovered is not None
        keys.press(Key.Key_Escape)

    def seeks(tab: SeeksTab) -> None:
        qtbot.waitUntil(tab.most.isVisible)
        keys.reach(tab.most)
        before = program.presenter.example.id
        keys.press(Key.Key_Right, Key.Key_Return)
        qtbot.waitUntil(lambda: program.presenter.example.id != before)

    def why(tab: WhyTab) -> None:
        qtbot.waitUntil(tab.picture.isVisible)
        keys.reach(tab.outputs)
        keys.reach(tab.picture)
        most = int(np.abs(tab.picture._values).argmax())
        keys.press(Key.Key_Down)
        assert explorer.hovered == Focus(0, most)
        keys.press(Key.Key_Left)
        assert explorer.hovered == Focus(0, most - 1 if most % 28 else most)
        keys.press(Key.Key_Escape)
        assert explorer.hovered is None
        keys.reach(tab.put)

    def operate(tab: OperateTab) -> None:
        qtbot.waitUntil(lambda: tab.effect.outcome is not None)
        keys.reach(tab.factor.field)
        QTest.keyClicks(keys.here, "3")
        keys.press(Key.Key_Return)
        qtbot.waitUntil(tab.question.isVisible)
        # The keys have gone on to its buttons, and what was typed with Return presses none of them.
        assert tab.question.isAncestorOf(keys.here)
        assert not program.trainer.log.changes.n_operated
        keys.reach(tab.question.no)
        keys.press(Key.Key_Space)
        assert not tab.question.isVisible()
        for button in (*tab.layers.buttons, *tab.experiments.values()):
            keys.reach(button)

    uses: dict[str, Callable[..., None]] = {
        "sum": sum_,
        "layer": layer,
        "seeks": seeks,
        "why": why,
        "operate": operate,
    }
    assert set(uses) == {row.id for row in PAGES}
    for row in PAGES:
        keys.press(Key.Key_I)
        assert inside.seen
        keys.reach(inside.page.tabs)
        if row is not PAGES[0]:
            keys.press(Key.Key_Right)
        assert inside.page.tabs.now == row.id
        kept = explorer.kept
        assert kept is not None
        uses[row.id](inside.page.tab(row.id))
        if inside.page.isAncestorOf(keys.here) and row is PAGES[-1]:
            keys.press(Key.Key_Escape)
        else:
            keys.press(Key.Key_I)
        assert not inside.seen, f"{row.id}, from {keys.here}"
        assert keys.here.isVisible()


def one_weight(qtbot: QtBot, program: Program, keys: Keys) -> None:
    """An edge is chosen as a cell of its layer; closed again, its curve stands beside the network."""
    assert program.others is not None
    inside, explorer = program.others.inside, program.presenter.explorer
    keys.press(Key.Key_I)
    keys.reach(inside.page.tabs)
    keys.press(*(Key.Key_Left,) * 3)
    layer = inside.page.tab("layer")
    assert isinstance(layer, LayerTab)
    qtbot.waitUntil(lambda: layer.matrix.numbers is not None)
    keys.reach(layer.matrix)
    keys.press(Key.Key_Right, Key.Key_Return)
    assert explorer.kept is not None
    assert explorer.kept.source is not None
    keys.press(Key.Key_I)
    curve = program.others.one_weight.panel.curve
    keys.reach(curve)
    qtbot.waitUntil(lambda: curve.told is not None)
    keys.press(Key.Key_Right, Key.Key_Right)
    assert curve.at == curve.told.curve.middle + 2
    keys.press(Key.Key_Escape)
    assert curve.at is None


def the_landscape(qtbot: QtBot, program: Program, keys: Keys) -> None:
    """As a map and as a surface, moved and turned."""
    keys.press(Key.Key_G)
    page = program.training.landscape.page
    qtbot.waitUntil(lambda: page.isVisible() and page.shown is not None)
    keys.reach(page.map)
    frame = page.map.frame
    keys.press(Key.Key_Plus)
    assert page.map.frame != frame
    keys.reach(page.as_.button(MAP))
    keys.press(Key.Key_Right)
    assert page.view is page.surface
    keys.reach(page.surface)
    eye = page.surface.eye
    keys.press(Key.Key_Right)
    assert page.surface.eye != eye
    for choice in (page.choices.kind, page.choices.points, page.choices.examples):
        keys.reach(choice)
    keys.reach(page.back)
    keys.press(Key.Key_Space)
    assert not page.isVisible()


def two_networks(qtbot: QtBot, program: Program, keys: Keys) -> None:
    keys.press(Key.Key_G, held=SHIFT)
    two = program.training.two.page
    assert two is not None
    keys.reach(two.swap)
    keys.press(Key.Key_G, held=SHIFT)
    assert not two.isVisible()


def runs_side_by_side(qtbot: QtBot, program: Program, keys: Keys) -> None:
    """From their button in Train."""
    keys.press(Key.Key_2, held=CONTROL)
    keys.reach(program.training.card.compare)
    keys.press(Key.Key_Space)
    beside = program.training.comparison.page
    qtbot.waitUntil(beside.isVisible)
    keys.reach(beside.back)
    keys.press(Key.Key_Space)
    assert not beside.isVisible()
    assert keys.here.isVisible()
