"""Words in lines have their height as soon as events have been worked off, however deep they lie."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netviz.lessons.lesson import Answer, Ask
from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.lesson.asking import Asking

WORDS = "Below 90 % it says “I don't know”: it answers 68 % of the digits, and 99 % of these rightly. "


@pytest.mark.parametrize("depth", [1, 2, 5])
@pytest.mark.parametrize("longer", [1, 3, 8])
def test_words_are_whole_at_once(qtbot: QtBot, depth: int, longer: int) -> None:
    words = Wrapped()
    page: QWidget = words
    for _ in range(depth):
        around = QWidget()
        QVBoxLayout(around).addWidget(page)
        page = around
    scrolling = Scrolling(page)
    qtbot.addWidget(scrolling)
    scrolling.resize(400, 60)
    scrolling.show()
    for width in (400, 240, 300):
        scrolling.resize(width, 60)
        for text in ("–", WORDS * longer, WORDS):
            words.setText(text)
            QCoreApplication.processEvents()
            found = (words.width(), words.height(), page.height(), page.minimumSizeHint().height())
            assert words.height() >= words.heightForWidth(words.width()), found


def test_an_answer_is_as_high_as_its_lines(qtbot: QtBot) -> None:
    page, asking = QWidget(), Asking()
    column = QVBoxLayout(page)
    column.addWidget(asking)
    column.addStretch(1)
    scrolling = Scrolling(page, steady=True)
    qtbot.addWidget(scrolling)
    scrolling.resize(300, 500)
    scrolling.show()
    for first in ("Both losses fall", "The 3"):
        answers = (first, WORDS, "By how sure it is")
        asking.ask(Ask("Which?", tuple(Answer(words, right=False, reply="") for words in answers)))
        for width in (300, 210, 420):
            scrolling.resize(width, 500)
            buttons = asking.answers
            qtbot.waitUntil(lambda b=buttons: all(one.height() == one.sizeHint().height() for one in b))
            # One line is as high as another, and more lines are higher.
            assert buttons[0].height() == buttons[2].height() < buttons[1].height()
