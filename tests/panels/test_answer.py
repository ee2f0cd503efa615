"""The answer: order, verdict, and that nothing moves."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from netviz.panels.watch.answer import Answer
from netviz.training.judge import LEAST, Judgement
from netviz.viewmodels.palette import DARK

P = np.array([0.001, 0.0004, 0.02, 0.9471, 0.0001, 0.021, 0.0, 0.001, 0.006, 0.0034])


@pytest.fixture
def answer(qtbot: QtBot) -> Answer:
    answer = Answer()
    qtbot.addWidget(answer)
    answer.resize(200, 100)
    answer.show()
    return answer


def image(answer: Answer) -> QImage:
    return answer.grab().toImage()


def test_the_highest_output_is_the_answer(answer: Answer) -> None:
    answer.show_probabilities(P)
    assert answer.accessibleName() == "Answer: 3"
    assert answer._order == (3, 5, 2, 8, 9, 0, 7, 1, 4, 6)


def test_a_label_makes_it_right_or_wrong_and_not_by_colour_alone(answer: Answer) -> None:
    answer.show_probabilities(P)
    without = image(answer)
    answer.show_probabilities(P, 3)
    assert answer.accessibleName() == "Answer: 3, right"
    right = image(answer).convertToFormat(QImage.Format.Format_Grayscale8)
    answer.show_probabilities(P, 5)
    assert answer.accessibleName() == "Answer: 3, wrong, it is a 5"
    wrong = image(answer).convertToFormat(QImage.Format.Format_Grayscale8)
    assert right != without.convertToFormat(QImage.Format.Format_Grayscale8)
    assert right != wrong


def test_nothing_to_read(answer: Answer) -> None:
    empty = image(answer)
    answer.show_probabilities(P)
    assert image(answer) != empty
    answer.show_probabilities(None)
    assert image(answer) == empty
    assert "nothing" in answer.accessibleName()


def test_a_new_answer_asks_for_no_new_layout(answer: Answer) -> None:
    hint = answer.sizeHint()
    for probabilities in (None, P, P[::-1], np.full(10, 0.1), np.array([1.0, 0.0])):
        answer.show_probabilities(probabilities)
        assert answer.sizeHint() == hint
        image(answer)


def test_outputs_that_are_no_numbers_are_painted_all_the_same(answer: Answer) -> None:
    answer.show_probabilities(np.full(10, np.nan))
    answer.apply_palette(DARK)
    image(answer)


def test_it_keeps_its_own_copy(answer: Answer) -> None:
    mine = P.copy()
    answer.show_probabilities(mine)
    before = image(answer)
    mine[:] = 0
    assert image(answer) == before


def test_an_answer_that_reads_the_same_is_not_painted_again(answer: Answer, qtbot: QtBot) -> None:
    answer.show_probabilities(P)
    with qtbot.waitExposed(answer):
        answer.show()
    answer.repaint()
    painted = []
    original = answer.paintEvent
    answer.paintEvent = lambda event: (painted.append(1), original(event))
    answer.show_probabilities(P * 0.99999)
    QCoreApplication.processEvents()
    assert not painted
    answer.show_probabilities(np.roll(P, 1))
    qtbot.waitUntil(lambda: bool(painted))


def test_what_is_no_digit_is_said_to_be_none(answer):
    answer.show_judgement(Judgement(0.031))
    answer.show_probabilities(P)
    assert answer.accessibleName().startswith("Looks like no digit, 3\u00a0% like one. Answer: ")
    assert "second, small network" in answer.toolTip()
    refused = answer.grab().toImage()
    answer.show_judgement(Judgement(0.9))
    answer.show_probabilities(P)
    assert answer.accessibleName().startswith("Answer: ")
    assert "second, small network" not in answer.toolTip()
    assert answer.grab().toImage() != refused


def test_what_is_told_of_stays_whole_when_the_drawing_turns_out_to_be_no_digit(answer: Answer) -> None:
    """The story's answer stands there while somebody begins another drawing, of which a dot is no digit."""
    answer.show_told(P, "It read")
    answer.show_judgement(Judgement(0.031))
    answer.show_probabilities(np.roll(P, 1))
    image(answer)
    assert answer._order == (3, 5, 2, 8, 9, 0, 7, 1, 4, 6)
    assert answer.accessibleName() == "Looks like no digit, 3\u00a0% like one. Answer: 3"
    answer.show_judgement(None)
    image(answer)
    assert answer.accessibleName() == "Answer: 3"
    answer.show_told(None)
    answer.show_probabilities(None)
    answer.show_judgement(Judgement(0.031))
    assert answer.accessibleName() == "Answer: nothing to read yet"


def test_the_least_that_counts_as_a_digit():
    assert Judgement(LEAST).is_digit
    assert not Judgement(LEAST - 0.001).is_digit
