"""What scrolls: focus brings into sight what is out of it, and moves nothing else."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

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
