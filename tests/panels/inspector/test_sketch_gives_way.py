"""The drawing of a neuron takes room that is left, and none from what stands below it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.inspector.inspector import Inspector
from netviz.panels.kit.card import Card
from netviz.panels.kit.scrolling import Scrolling
from netviz.tasks.digits.task import DIGITS


def test_the_drawing_never_makes_the_legend_scroll(qtbot: QtBot) -> None:
    card, inspector, legend = Card(scrolls=True), Inspector(task=DIGITS), QWidget()
    legend.setFixedHeight(150)
    card.add(inspector, 1)
    card.add(legend)
    qtbot.addWidget(card)
    card.resize(270, 600)
    card.show()
    bar = card.findChildren(Scrolling)[0].verticalScrollBar()
    qtbot.waitUntil(inspector._sketch.isVisible)
    for height in (420, 370, 330, 300):
        card.resize(270, height)
        qtbot.wait(30)
        if inspector._sketch.isVisible():
            assert inspector._sketch.height() == inspector._sketch.sizeHint().height()
        assert bar.maximum() == 0, height
    assert not inspector._sketch.isVisible()
    card.resize(270, 600)
    qtbot.waitUntil(inspector._sketch.isVisible)
