"""The page of results: figures, the cell that is shown in the place of the plots, the threshold."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from netviz.app.window.theme import stylesheet
from netviz.panels.test.charts.counts import shares_right
from netviz.panels.test.charts.coverage import Threshold
from netviz.panels.test.read_examples import none_read
from netviz.panels.test.results import Results, ResultsPage
from netviz.rendering.fonts import TEXT_SIZES, choose_text_size
from netviz.tasks.answer import Classes
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.hues import hues
from netviz.training.measure.calibration import calibrate, cover
from netviz.training.measure.examination import wilson
from netviz.viewmodels.palette import DARK, LIGHT
from tests.dressed import dress

RNG = np.random.default_rng(1)
CONFIDENCE = RNG.uniform(0.1, 1, 1000)
RIGHT = RNG.uniform(0, 1, 1000) < CONFIDENCE


def results(confusion: np.ndarray) -> Results:
    n_right, n = int(confusion.trace()), int(confusion.sum())
    return Results(
        confusion,
        n_right / n,
        tuple(wilson(n_right, n)),
        0.9566,
        15,
        calibrate(CONFIDENCE, RIGHT),
        cover(CONFIDENCE, RIGHT),
        14,
    )


CONFUSION = np.diag(np.full(10, 95)) + np.eye(10, k=1, dtype=np.int64) * 5
CONFUSION[9, 0] = 5
CONFUSION[4, 5] = 6
CONFUSION[4, 4] = 94


@pytest.fixture
def page(qtbot: QtBot) -> ResultsPage:
    page = ResultsPage(DIGITS)
    qtbot.addWidget(page)
    page.resize(1000, 620)
    page.show()
    return page


def test_before_anything_is_measured_there_are_dashes(page: ResultsPage) -> None:
    page.show_results(None)
    assert page.accuracy.value == page.confused.value == "–"
    page.grab()


def test_the_figures_are_those_of_the_matrix(page: ResultsPage) -> None:
    page.show_results(results(CONFUSION))
    assert page.accuracy.value == "94.90\u00a0%"
    assert page.accuracy.note == "95\u00a0% confidence: 93.36 to 96.10\u00a0%"
    assert (page.wrong.value, page.wrong.note) == ("51", "of 1,000")
    assert (page.without.value, page.without.note) == ("95.66\u00a0%", "15 left out")
    assert (page.confused.value, page.confused.note) == ("4 read as 5", "6 times")


@pytest.mark.parametrize(("others", "note"), [((), "6 times"), ((0,), "6 times, like one other"),
                                              ((0, 2), "6 times, like 2 others")])  # fmt: skip
def test_mistakes_that_are_as_frequent_are_told_of(
    page: ResultsPage, others: tuple[int, ...], note: str
) -> None:
    confusion = CONFUSION.copy()
    for label in others:
        confusion[8, label] = 6
    page.show_results(results(confusion))
    assert (page.confused.value, page.confused.note) == ("4 read as 5", note)


def test_a_network_without_mistakes_confuses_nothing(page: ResultsPage) -> None:
    page.show_results(results(np.diag(np.full(10, 100))))
    assert (page.accuracy.value, page.wrong.value) == ("100.00\u00a0%", "0")
    assert page.confused.note == "it makes no mistake"


def test_a_cell_takes_the_place_of_the_plots_until_it_is_closed(page: ResultsPage, qtbot: QtBot) -> None:
    page.show_results(results(CONFUSION))
    with qtbot.waitSignal(page.cell_picked) as picked:
        QTest.mouseClick(page.matrix, Qt.MouseButton.LeftButton, pos=page.matrix.cell_rect(4, 5).center())
    assert picked.args == [4, 5]
    page.show_cell((4, 5), none_read())
    assert page.cell == (4, 5)
    assert page.digits.isVisible()
    assert not page.diagram.isVisible()
    page.matrix.setFocus()
    QTest.keyClick(page.matrix, Qt.Key.Key_Escape)
    assert page.cell is None
    assert page.diagram.isVisible()


def test_the_threshold_says_what_it_gives(page: ResultsPage, qtbot: QtBot) -> None:
    page.show_results(results(CONFUSION))
    threshold = page.threshold
    for value in (0.0, 0.5, 0.8):
        threshold.slider.setValue(round(200 * value))
        sure = value <= CONFIDENCE
        coverage, accuracy = threshold.curve.at(value)
        assert coverage == pytest.approx(sure.mean())
        assert accuracy == pytest.approx(RIGHT[sure].mean())
        assert f"{100 * sure.mean():.1f}\u00a0%" in threshold._words.text()
    threshold.slider.setValue(200)
    assert "never knows" in threshold._words.text()


def test_a_drag_in_the_curve_moves_the_slider(page: ResultsPage, qtbot: QtBot) -> None:
    page.show_results(results(CONFUSION))
    curve = page.threshold.curve
    x = round(curve.place_of(0.25))
    with qtbot.waitSignal(page.threshold.changed):
        QTest.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(x, curve.height() // 2))
    assert page.threshold.threshold == pytest.approx(0.25, abs=0.01)


def test_a_bar_of_the_diagram_tells_its_numbers(page: ResultsPage) -> None:
    measured = results(CONFUSION)
    page.show_results(measured)
    words = page.diagram._words(measured.calibration, 7)
    inside = (CONFIDENCE >= 0.7) & (CONFIDENCE < 0.8)
    assert words.startswith(f"{inside.sum()} answers were given with 70\u00a0% to 80\u00a0%")
    assert f"{100 * RIGHT[inside].mean():.1f}\u00a0% of them are right" in words


def test_themes_differ(page: ResultsPage) -> None:
    page.show_results(results(CONFUSION))
    light = page.grab().toImage()
    dress(page, DARK)
    assert page.grab().toImage() != light


@pytest.mark.parametrize("width", [686, 1200])
def test_no_figure_is_cut_where_the_page_is_narrow(page: ResultsPage, width: int) -> None:
    page.resize(width, 480)
    page.show_results(results(CONFUSION))
    QApplication.processEvents()
    for figure in (page.accuracy, page.wrong, page.without, page.confused):
        for label in figure.findChildren(QLabel):
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


def test_a_figure_has_a_short_name_where_it_is_narrow(page: ResultsPage) -> None:
    figure = page.without
    full, short = "Without questionable labels", "Undisputed labels"
    needed = figure.fontMetrics().horizontalAdvance(full)
    for width, name in ((needed, full), (needed - 1, short)):
        figure.resize(width, figure.height())
        assert name in [label.text() for label in figure.findChildren(QLabel)]
        assert figure.accessibleName().startswith(full) or not figure.accessibleName()


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_no_word_is_cut_where_the_page_is_as_small_as_it_can_be(qtbot: QtBot, percent: int) -> None:
    """Its least height is that of all words at its width, and of plots whose numbers don't touch."""
    choose_text_size(percent)
    try:
        page = ResultsPage(DIGITS)
        qtbot.addWidget(page)
        page.show_results(results(CONFUSION))
        page.show()
        for _ in range(4):  # lines are known when the width is
            page.resize(page.minimumSizeHint())
            QApplication.processEvents()
        for label in page.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        for plot in (page.diagram, page.threshold.curve):
            assert plot.height() >= plot.minimumSizeHint().height()
    finally:
        choose_text_size(100)


def test_nothing_is_drawn_where_next_to_nothing_is_answered(qtbot: QtBot) -> None:
    """One wrong answer of ten thousand is no 0 % right."""
    sure = np.concatenate((np.linspace(0.1, 0.3, 2000), [0.35]))
    right = np.concatenate((np.ones(2000, bool), [False]))
    threshold = Threshold()
    qtbot.addWidget(threshold)
    threshold.show_coverage(cover(sure, right), len(sure))
    assert threshold.curve.at(0.2)[1] == pytest.approx(1, abs=1e-2)
    drawn = threshold.curve._shown
    assert drawn is not None
    assert np.nanmin(drawn.accuracy) > 0.9
    threshold.slider.setValue(68)
    assert threshold._words.text() == "One answer reaches 34.0\u00a0%: too few to say how many are right."
    threshold.slider.setValue(199)
    assert "it never knows" in threshold._words.text()


def test_how_many_are_no_digits_is_said(page):
    page.show_results(results(CONFUSION))
    assert page.refused.text().startswith("14 of 1,000 (1.4\u00a0%) look like no digit")
    # It is not the network of the figures above that says so.
    assert "a second, small network judges the ink alone" in page.refused.text()
    page.show_results(None)
    assert not page.refused.text()


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_the_knob_stands_under_the_line_at_every_text_size(qtbot: QtBot, percent: int) -> None:
    threshold = Threshold()
    qtbot.addWidget(threshold)
    try:
        choose_text_size(percent)
        threshold.setStyleSheet(stylesheet(LIGHT, percent / 100))
        threshold.resize(700, 500)
        threshold.show()
        threshold.text_resized()
        slider, curve = threshold.slider, threshold.curve
        for value in (0.0, 0.9, 1.0):
            slider.setValue(round(200 * value))
            threshold.layout().activate()
            option = QStyleOptionSlider()
            slider.initStyleOption(option)
            handle = slider.style().subControlRect(
                QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
            )
            knob = slider.mapTo(threshold, handle.topLeft()).x() + handle.width() / 2
            line = curve.mapTo(threshold, QPoint(0, 0)).x() + curve.place_of(value) * percent / 100
            assert knob == pytest.approx(line, abs=1.5)
    finally:
        choose_text_size(100)


def test_of_very_many_classes_the_matrix_shows_those_with_the_most_mistakes(qtbot: QtBot) -> None:
    n, chance = 300, np.random.default_rng(0)
    task = replace(DIGITS, answer=Classes("kinds", tuple(f"kind {k}" for k in range(n)), hues(n)))
    page = ResultsPage(task)
    qtbot.addWidget(page)
    page.resize(1094, 668)
    page.show()
    assert page.minimumSizeHint().width() <= 1094
    confusion = np.diag(chance.integers(50, 60, n))
    confusion[250, 7] = 9
    confusion[8, 251] = 5
    confusion[250, 100] = 1  # 100 is not seen: others are confused as often
    right = np.repeat([True, False], [int(confusion.trace()), 15])
    sure = np.full(len(right), 0.9)
    share = float(right.mean())
    results = Results(confusion, share, (0.9, 1.0), None, 0, calibrate(sure, right), cover(sure, right), None)
    page.show_results(results)
    page.grab()
    shown = page.matrix._classes.names
    assert len(shown) == 16
    assert {"kind 250", "kind 7", "kind 8", "kind 251"} <= set(shown)
    # Shares are of all classes, not of those that are seen.
    recall, _ = shares_right(page.matrix._counts, page.matrix._totals)
    assert recall[shown.index("kind 250")] == confusion[250, 250] / confusion[250].sum()
    place = page.matrix.cell_rect(shown.index("kind 250"), shown.index("kind 7")).center()
    with qtbot.waitSignal(page.cell_picked) as picked:
        QTest.mouseClick(page.matrix, Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == [250, 7]
    page.show_cell((250, 7), none_read(task))
    assert page.matrix._selected == (shown.index("kind 250"), shown.index("kind 7"))
