"""The page around all parts of the examination."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.test.choice import Choice
from netviz.panels.test.page import PARTS, ExamPage
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.palette import DARK
from tests.dressed import dress

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot) -> ExamPage:
    page = ExamPage(DIGITS)
    qtbot.addWidget(page)
    page.resize(1094, 668)
    page.show()
    return page


def test_each_tab_opens_its_part(page: ExamPage, qtbot: QtBot) -> None:
    for name in reversed(PARTS):
        with qtbot.waitSignal(page.part_opened) as opened:
            QTest.mouseClick(page.tabs, LEFT, pos=page.tabs.middle(name))
        assert opened.args == [name]
        assert [part for part, widget in page._parts.items() if widget.isVisible()] == [name]


def test_every_part_fits_a_small_screen(page: ExamPage) -> None:
    # 1366×768 less menu, bar, the panel at the left and the gaps between.
    for name in PARTS:
        page.open_part(name)
        hint = page.minimumSizeHint()
        assert hint.width() <= 1094
        assert hint.height() <= 640


def test_a_sentence_stands_in_the_place_of_all_parts(page: ExamPage) -> None:
    page.say("One moment", "The digits are still being read.")
    assert not any(widget.isVisible() for widget in page._parts.values())
    page.open_part("map")
    assert not page.map.isVisible()
    page.say("")
    assert page.map.isVisible()


def test_measuring_again_is_offered_where_the_weights_have_changed(page: ExamPage, qtbot: QtBot) -> None:
    page.show_status("measured at step 5", "", fresh=True)
    assert not page._measure.isVisible()
    page.show_status("measured at step 5", "", fresh=False)
    with qtbot.waitSignal(page.measure_clicked):
        QTest.mouseClick(page._measure, LEFT)
    page.show_progress(0.3)
    assert page._bar.isVisible()
    assert page._bar.value() == 30
    with qtbot.waitSignal(page.cancel_clicked):
        QTest.mouseClick(page._cancel, LEFT)
    page.show_progress(None)
    assert not page._cancel.isVisible()


def test_many_options_become_a_list(qtbot: QtBot) -> None:
    choice = Choice("Layer")
    qtbot.addWidget(choice)
    choice.show()
    chosen: list[str] = []
    choice.chosen.connect(chosen.append)
    choice.offer({str(k): (f"Hidden {k}", "Tip.") for k in range(20)}, "3")
    box = choice.findChild(QComboBox)
    assert box.isVisible()
    assert box.currentText() == "Hidden 3"
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert chosen == ["4"]
    choice.offer({"a": ("A", ""), "b": ("B", "")}, "a")
    assert not box.isVisible()
    QTest.mouseClick(choice.button("b"), LEFT)
    QTest.mouseClick(choice.button("b"), LEFT)
    assert chosen == ["4", "b"]


def test_themes_differ(page: ExamPage) -> None:
    light = page.grab().toImage()
    dress(page, DARK)
    assert page.grab().toImage() != light


def test_the_page_gives_way_before_it_scrolls(qtbot: QtBot) -> None:
    """At 1366×768 all of it is to be seen: what is around it asks for its least height, not for its best."""
    places, page = QWidget(), ExamPage(DIGITS)
    QVBoxLayout(places).addWidget(page)
    places.layout().setContentsMargins(0, 0, 0, 0)
    around = Scrolling(places)
    qtbot.addWidget(around)
    around.resize(1090, 620)
    around.show()
    for part in PARTS:
        page.open_part(part)
        qtbot.wait(20)
        assert page.height() == around.viewport().height(), part
