"""What scrolls: focus brings into sight what is out of it, and moves nothing else."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.kit.card import Card
from netviz.panels.kit.scrolling import Scrolling


def _page(qtbot: QtBot) -> tuple[Scrolling, list[QPushButton]]:
    page = QWidget()
    page.setMinimumSize(900, 900)
    buttons = []
    for x, y in ((300, 20), (310, 230), (600, 20), (300, 800), (20, 20)):
        button = QPushButton("x", page)
        button.setGeometry(x, y, 60, 30)
        buttons.append(button)
    scroll = Scrolling(page, sideways=True)
    qtbot.addWidget(scroll)
    scroll.resize(400, 300)
    with qtbot.waitExposed(scroll):
        scroll.show()
    scroll.activateWindow()
    buttons[0].setFocus()
    qtbot.waitUntil(buttons[0].hasFocus)
    return scroll, buttons


def test_focus_scrolls_only_to_what_is_out_of_sight(qtbot: QtBot) -> None:
    scroll, buttons = _page(qtbot)
    across, down = scroll.horizontalScrollBar(), scroll.verticalScrollBar()
    assert (across.value(), down.value()) == (0, 0)
    view = scroll.viewport()
    for k in range(1, len(buttons)):
        old = across.value(), down.value()
        before = buttons[k].mapTo(view, QPoint(0, 0))
        scroll.focusNextPrevChild(True)
        assert buttons[k].hasFocus()
        at = buttons[k].mapTo(view, QPoint(0, 0))
        assert view.rect().contains(at)
        assert view.rect().contains(at + QPoint(59, 29))
        if 0 <= before.x() <= view.width() - 60:
            assert across.value() == old[0]
        if 0 <= before.y() <= view.height() - 30:
            assert down.value() == old[1]


def test_hiding_what_has_the_focus_scrolls_not_sideways(qtbot: QtBot) -> None:
    scroll, buttons = _page(qtbot)
    buttons[0].hide()
    assert (scroll.horizontalScrollBar().value(), scroll.verticalScrollBar().value()) == (0, 0)


def test_a_line_that_a_cards_edge_cuts_dissolves_there_and_is_whole_at_the_end(qtbot: QtBot) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    card = Card(outer, scrolls=True)
    QVBoxLayout(outer).addWidget(card)
    lines = [QLabel("a line of words", card.inside) for _ in range(20)]
    for line in lines:
        card.add(line)
    outer.resize(260, 200)
    with qtbot.waitExposed(outer):
        outer.show()
    (scroll,) = card.findChildren(Scrolling)
    bar = scroll.verticalScrollBar()
    assert bar.maximum() > 0
    fade = scroll._fade
    assert fade is not None
    assert fade.isVisible()
    assert fade.geometry().bottom() == scroll.viewport().geometry().bottom()
    assert outer.childAt(fade.mapTo(outer, QPoint(5, 5))) is not fade  # it takes no click
    bar.setValue(bar.maximum())
    assert not fade.isVisible()
    bar.setValue(0)
    outer.resize(260, 900)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert not fade.isVisible()
