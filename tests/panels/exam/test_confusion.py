"""The confusion matrix: what a click means, and what it says."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import readable
from netviz.panels.test.charts.confusion import ConfusionMatrix
from netviz.panels.test.charts.counts import count_in
from netviz.rendering.contrast import contrast
from netviz.tasks.answer import Classes
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.palette import DARK, DARK_COLOUR_BLIND, LIGHT, LIGHT_COLOUR_BLIND

THEMES = (LIGHT, DARK, LIGHT_COLOUR_BLIND, DARK_COLOUR_BLIND)
LEFT = Qt.MouseButton.LeftButton
COUNTS = np.diag(np.full(10, 90))
COUNTS[4, 9] = 12
COUNTS[7, 2] = 3
COUNTS.flags.writeable = False


@pytest.fixture(params=[(560, 460), (360, 270), (1400, 500)])
def matrix(qtbot: QtBot, request: pytest.FixtureRequest) -> ConfusionMatrix:
    matrix = ConfusionMatrix(DIGITS.answer)
    qtbot.addWidget(matrix)
    matrix.resize(*request.param)
    matrix.show()
    matrix.set_confusion(COUNTS)
    return matrix


def test_a_click_names_label_and_answer(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    for cell in ((4, 9), (7, 2), (0, 0), (9, 9)):
        with qtbot.waitSignal(matrix.cell_picked) as picked:
            QTest.mouseClick(matrix, LEFT, pos=matrix.cell_rect(*cell).center())
        assert tuple(picked.args) == cell


def test_a_cell_without_digits_has_none_to_show(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(matrix.cell_picked):
        QTest.mouseClick(matrix, LEFT, pos=matrix.cell_rect(1, 2).center())
        QTest.mouseClick(matrix, LEFT, pos=QPoint(2, 2))


def test_all_cells_lie_inside_and_apart(matrix: ConfusionMatrix) -> None:
    boxes = [matrix.cell_rect(i, j) for i in range(10) for j in range(10)]
    assert all(matrix.rect().contains(box) for box in boxes)
    assert not any(a.intersects(b) for k, a in enumerate(boxes) for b in boxes[:k])


@pytest.mark.parametrize("wide", [360, 700])
def test_names_of_classes_stand_apart_in_a_low_matrix(qtbot: QtBot, wide: int) -> None:
    matrix = ConfusionMatrix(Classes("fruit", ("Apfel", "Birne", "Quitte"), (0, 1, 2)))
    qtbot.addWidget(matrix)
    matrix.resize(wide, 130)
    metrics = QFontMetricsF(sized(matrix.font(), 13, QFont.Weight.DemiBold))
    for k, name in enumerate(matrix._classes.names):
        assert metrics.horizontalAdvance(name) <= matrix._box(0, k).width()
    assert matrix._box(2, 2).right() < wide
    matrix.set_confusion(np.diag([10, 9, 9]))
    matrix.grab()


def test_keys_walk_and_enter_picks(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    matrix.setFocus()
    for key in [Qt.Key.Key_Down] * 4 + [Qt.Key.Key_Right] * 12:  # the border holds
        QTest.keyClick(matrix, key)
    with qtbot.waitSignal(matrix.cell_picked) as picked:
        QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert picked.args == [4, 9]


def test_it_says_what_a_number_means(matrix: ConfusionMatrix) -> None:
    def words(i: int, j: int) -> str:
        return matrix._words_at(QPointF(matrix.cell_rect(i, j).center()))

    assert words(4, 9).startswith("12 of the 102 examples labelled 4 are read as 9.")
    assert "Its shade is that share" in words(4, 9)
    assert words(3, 3).startswith("90 of the 90 examples labelled 3 are read rightly.")
    right = matrix.cell_rect(2, 9)
    assert matrix._words_at(QPointF(right.right() + 20, right.center().y())).startswith("Recall")
    # Each name of a rim tells of its own rim, also the lower one's, which stands below the right one.
    for name, place in zip(("Recall", "Precision"), matrix._rim_names(), strict=True):
        assert matrix._words_at(QPointF(place.center())).startswith(name)


def test_nothing_measured_is_no_mistake(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    matrix.set_confusion(None)
    with qtbot.assertNotEmitted(matrix.cell_picked):
        QTest.mouseClick(matrix, LEFT, pos=matrix.cell_rect(4, 9).center())
    matrix.grab()
    matrix.set_confusion(np.zeros((10, 10), np.int64))
    matrix.grab()


def test_the_mistakes_have_a_scale_of_their_own(matrix: ConfusionMatrix) -> None:
    image = matrix.grab().toImage()

    def shade(i: int, j: int) -> int:
        box = matrix.cell_rect(i, j)
        return image.pixelColor(box.left() + 4, box.top() + 4).lightness()

    assert shade(4, 9) < shade(7, 2) < shade(1, 2)


@pytest.mark.parametrize(
    "palette", [LIGHT, DARK, LIGHT_COLOUR_BLIND, DARK_COLOUR_BLIND], ids=lambda p: p.name
)
def test_every_number_can_be_read_in_its_cell(qtbot: QtBot, palette) -> None:
    matrix = ConfusionMatrix(DIGITS.answer)
    qtbot.addWidget(matrix)
    matrix.apply_palette(palette)
    for right in (True, False):
        for share in np.linspace(0, 1, 201):
            fill = matrix._shade(right, float(share), 1.0)
            assert contrast(readable(fill, palette).name(), fill.name()) >= 7


@pytest.mark.parametrize("count", [7, 999, 1091, 10_000, 123_456])
def test_a_count_is_whole_in_the_narrowest_cell(qtbot: QtBot, count: int) -> None:
    matrix = ConfusionMatrix(DIGITS.answer)
    qtbot.addWidget(matrix)
    matrix.resize(matrix.minimumSizeHint())
    room = matrix.cell_rect(1, 1).width() - 2
    words, font = count_in(room, count, sized(matrix.font(), 12))
    assert int(words.replace(",", "")) == count
    assert QFontMetricsF(font).horizontalAdvance(words) <= room
