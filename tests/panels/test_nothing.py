"""One way to say that there is nothing to see."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.explain.story_panel import StoryPanel
from netviz.panels.kit.nothing import Nothing
from netviz.panels.test.digit_gallery import DigitGallery
from netviz.panels.test.page import ExamPage
from netviz.panels.test.read_examples import none_read
from netviz.panels.train.state_card import StateCard
from netviz.tasks.digits.task import DIGITS


def test_what_is_so_stands_in_the_middle_and_wraps(qtbot: QtBot) -> None:
    nothing = Nothing("Nothing to worry about.", "Everything is looked at after each validation. " * 2)
    qtbot.addWidget(nothing)
    nothing.resize(240, 300)
    nothing.show()
    labels = [label for label in nothing.findChildren(QLabel) if label.isVisible()]
    assert [label.text() for label in labels] == [nothing.text(), nothing.words()]
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width())
    first = labels[0].geometry()
    assert 60 < first.top() < 180
    nothing.say("There is none.")
    assert not labels[1].isVisible()


def test_every_empty_place_says_it_alike(qtbot: QtBot) -> None:
    page, gallery, state, story = ExamPage(DIGITS), DigitGallery(DIGITS), StateCard(), StoryPanel(DIGITS)
    empty: list[QWidget] = []
    for widget in (page, gallery, state, story):
        qtbot.addWidget(widget)
        widget.show()
    page.say("There is nothing to examine", "Train first.")
    gallery.show_digits("4 read as 9", "", none_read(), nothing="There is none any more.")
    state.show_hints((), measured=True)
    story.show_nothing()
    for widget in (page, gallery, state, story):
        found = [nothing for nothing in widget.findChildren(Nothing) if nothing.isVisible()]
        assert len(found) == 1, widget
        assert found[0].text() or found[0].words()
        empty += found
    state.show_hints((), measured=False)
    assert state.all_well.words() == ""
