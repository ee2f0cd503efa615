"""The list and the slider say what is chosen, once each."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QSlider
from pytestqt.qtbot import QtBot

from netviz.panels.watch.view_bar import SHARES, VIEWS, ViewBar


@pytest.fixture
def bar(qtbot: QtBot) -> ViewBar:
    made = ViewBar()
    qtbot.addWidget(made)
    made.resize(236, 60)
    made.show()
    return made


def test_choosing_tells_the_view(bar: ViewBar) -> None:
    chosen: list[str] = []
    bar.view_chosen.connect(chosen.append)
    box = bar.findChild(QComboBox)
    for _ in VIEWS[1:]:
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert chosen == [name for name, _ in VIEWS[1:]]


def test_showing_tells_nothing(bar: ViewBar) -> None:
    told: list[object] = []
    bar.view_chosen.connect(told.append)
    bar.share_chosen.connect(told.append)
    for name, words in VIEWS:
        bar.show_view(name)
        assert bar.findChild(QComboBox).currentText() == words
    for share in SHARES:
        bar.show_share(share)
        assert SHARES[bar.findChild(QSlider).value()] == share
    assert told == []


def test_sliding_goes_from_all_to_the_strongest_thousandth(bar: ViewBar) -> None:
    shares: list[float] = []
    bar.share_chosen.connect(shares.append)
    slider = bar.findChild(QSlider)
    words = []
    for _ in SHARES:
        words.append([label.text() for label in bar.findChildren(QLabel)][-3:])
        QTest.keyClick(slider, Qt.Key.Key_Left)
    assert shares == list(reversed(SHARES))[1:]
    assert any("all" in line for line in words)
    assert slider.accessibleDescription() == "the strongest 0.1\u00a0% of each layer"
