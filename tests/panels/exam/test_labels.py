"""The questionable labels: first the vote, then what others say."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.window.theme import stylesheet
from netviz.panels.test.labels import CANT_TELL, Case, LabelsPage, Reveal
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.palette import LIGHT

LEFT = Qt.MouseButton.LeftButton
PIXELS = np.random.default_rng(0).integers(0, 256, 784).astype(np.uint8)
STATES = np.array([1, 0, 0, 2, 0], np.int8)
REVEAL = Reveal(4, 9, 4, 0.871, (("9, the label", 2), ("4", 3), ("neither", 0)), "Two of five people …")


@pytest.fixture
def page(qtbot: QtBot) -> LabelsPage:
    page = LabelsPage(DIGITS.input)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.activateWindow()
    page.show_case(Case(PIXELS, STATES, 2, None))
    return page


def test_nothing_is_told_before_the_vote(page: LabelsPage) -> None:
    assert not page.bars.isVisible()
    assert not page.next.isVisible()
    assert all(button.isEnabled() for button in page._buttons.values())


@pytest.mark.parametrize("digit", [0, 4, 9, CANT_TELL])
def test_a_click_votes(page: LabelsPage, qtbot: QtBot, digit: int) -> None:
    with qtbot.waitSignal(page.voted) as voted:
        QTest.mouseClick(page._buttons[digit], LEFT)
    assert voted.args == [digit]


@pytest.mark.parametrize(("key", "digit"), [(Qt.Key.Key_7, 7), (Qt.Key.Key_X, CANT_TELL)])
def test_a_key_votes(page: LabelsPage, qtbot: QtBot, key: Qt.Key, digit: int) -> None:
    qtbot.waitUntil(page.isActiveWindow, timeout=5000)
    with qtbot.waitSignal(page.voted) as voted:
        QTest.keyClick(page, key)
    assert voted.args == [digit]


def test_after_the_vote_everything_is_told_and_the_vote_stands(page: LabelsPage, qtbot: QtBot) -> None:
    page.show_case(Case(PIXELS, STATES, 2, REVEAL))
    assert page.bars.isVisible()
    assert page.next.isVisible()
    assert page._buttons[4].isChecked()
    with qtbot.assertNotEmitted(page.voted):
        QTest.mouseClick(page._buttons[9], LEFT)
    assert page._said["The label says"].text() == "9"
    assert page.bars.accessibleName() == "9, the label: 2 of 5; 4: 3 of 5; neither: 0 of 5"


def test_where_nobody_was_asked_there_are_no_bars(page: LabelsPage) -> None:
    page.show_case(Case(PIXELS, STATES, 2, Reveal(7, 4, None, 0.0, None, "Nobody was asked.")))
    assert not page.bars.isVisible()
    assert page._said["The network reads"].text() == "–"


def test_one_goes_through_the_row_by_buttons_and_by_its_marks(page: LabelsPage, qtbot: QtBot) -> None:
    for button, place in ((page._back, 1), (page._next, 3)):
        with qtbot.waitSignal(page.moved) as moved:
            QTest.mouseClick(button, LEFT)
        assert moved.args == [place]
    with qtbot.waitSignal(page.moved) as moved:
        QTest.mouseClick(page.strip, LEFT, pos=page.strip.place_rect(4).center().toPoint())
    assert moved.args == [4]
    qtbot.waitUntil(page.isActiveWindow, timeout=5000)
    with qtbot.waitSignal(page.moved) as moved:
        QTest.keyClick(page, Qt.Key.Key_Right)
    assert moved.args == [3]
    page.show_case(Case(PIXELS, STATES, 0, None))
    assert not page._back.isEnabled()
    page.show_case(Case(PIXELS, STATES, 4, None))
    assert not page._next.isEnabled()


def test_without_digits_it_says_why(page: LabelsPage) -> None:
    page.show_case(None, "None is in doubt.")
    assert page._invitation.text() == "None is in doubt."
    assert not any(button.isEnabled() for button in page._buttons.values())
    page.grab()


def test_the_digits_to_vote_for_can_be_read_where_it_is_narrow(page: LabelsPage) -> None:
    page.setStyleSheet(stylesheet(LIGHT))
    for width in (690, 1000):
        page.resize(width, 480)
        QApplication.processEvents()
        for digit in range(10):
            button = page._buttons[digit]
            assert button.width() >= button.sizeHint().width()
            assert page.rect().contains(button.geometry())
