"""Painted words of the field can be asked what they mean: what lies over them lies exactly there."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.kit.term_spot import TermSpot
from netviz.panels.kit.terms import TermCard
from netviz.panels.test.charts.confusion import ConfusionMatrix
from netviz.panels.watch.legend import Legend
from netviz.rendering.fonts import choose_text_size
from netviz.tasks.digits.task import DIGITS

COUNTS = np.diag(np.full(10, 90))
COUNTS[4, 9] = 12


def matrix() -> QWidget:
    widget = ConfusionMatrix(DIGITS.answer)
    widget.set_confusion(COUNTS)
    return widget


def legend() -> QWidget:
    widget = Legend()
    widget.set_lines("weight", "Lines: weights")
    widget.set_notes(("12,960 edges; the weakest are too faint to be seen.",))
    return widget


def ink(widget: QWidget, around: QRect) -> tuple[int, int]:
    """The first and the last column with ink, of what the widget itself paints there."""
    image = widget.grab(around).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, : image.width()]
    columns = np.flatnonzero((np.abs(rows.astype(int) - int(rows[0, 0])) > 60).any(axis=0))
    return around.left() + int(columns[0]), around.left() + int(columns[-1])


@pytest.mark.parametrize("size", [(560, 460), (360, 300)])
@pytest.mark.parametrize(("make", "terms"), [(matrix, {"recall", "precision"}), (legend, {"edge"})])
@pytest.mark.parametrize("percent", [100, 150])
def test_it_lies_over_its_word_and_tells_it(
    qtbot: QtBot, make: object, terms: set[str], size: tuple[int, int], percent: int
) -> None:
    choose_text_size(percent)
    try:
        window = QWidget()
        qtbot.addWidget(window)
        widget = make()  # type: ignore[operator]
        column = QVBoxLayout(window)
        column.addWidget(widget)
        window.resize(size[0] * percent // 100, size[1] * percent // 100)
        window.show()
        spots = {spot.term: spot for spot in widget.findChildren(TermSpot) if spot.isVisible()}
        assert spots.keys() == terms
        for spot in spots.values():
            assert widget.rect().contains(spot.geometry())
            spot.hide()
        for spot in spots.values():
            first, last = ink(widget, spot.geometry())
            assert abs(first - spot.geometry().left()) <= 3
            assert abs(last - spot.geometry().right()) <= 3
        for spot in spots.values():
            spot.show()
            QTest.mouseClick(spot, Qt.MouseButton.LeftButton)
            card = window.findChild(TermCard)
            assert card is not None
            assert card.term == spot.term
            card.go()
            qtbot.waitUntil(lambda: window.findChild(TermCard) is None)
    finally:
        choose_text_size(100)
