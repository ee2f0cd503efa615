"""The robustness page: one curve for each distortion, and one digit at each of its amounts."""

import itertools
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.kit.figures import sized
from netviz.panels.test.robustness import Measured, RobustnessPlot, Sample, _fitting, kinds_of
from netviz.panels.test.robustness_page import RobustnessPage
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.pictures.distortions import DISTORTIONS

KINDS = kinds_of(DIGITS.input)
RNG = np.random.default_rng(0)


def sample(n: int) -> Sample:
    images = RNG.integers(0, 256, (n, 784)).astype(np.uint8)
    return Sample(images, np.arange(n) % 10, np.linspace(0.99, 0.3, n))


def measured(n: int) -> Measured:
    share = np.linspace(0.9, 0.2, n)
    return Measured(share, share - 0.02, share + 0.02)


@pytest.fixture
def page(qtbot: QtBot) -> RobustnessPage:
    page = RobustnessPage(DIGITS)
    qtbot.addWidget(page)
    page.resize(1060, 600)
    page.show()
    return page


def test_there_is_a_plot_for_every_kind_of_distortion(page: RobustnessPage) -> None:
    assert set(page.plots) == set(DISTORTIONS)
    assert all(0.0 in kind.amounts for kind in KINDS)
    page.grab()


def test_pointing_at_an_amount_shows_the_digit_there_and_what_is_read_in_it(
    qtbot: QtBot, page: RobustnessPage
) -> None:
    def point(plot: QWidget, at: float, words: str) -> None:
        """Until it is heard: where another window has just gone, the pointer may be taken to have left."""
        rows = itertools.cycle((60, 61))

        def told() -> bool:
            QTest.mouseMove(plot, QPoint(round(at), next(rows)))
            return words in page._words.text()

        qtbot.waitUntil(told)

    samples = {kind.key: sample(len(kind.amounts)) for kind in KINDS}
    page.show_samples("The digit on the pad, labelled 3", samples, 1_000)
    assert page._words.text().startswith("A curve: how many of 1,000 test pictures")
    assert page._title.text() == "The digit on the pad, labelled 3"
    for kind in KINDS:
        plot = page.plots[kind.key]
        for place in (0, len(kind.amounts) - 1):
            point(plot, plot.x_of(place), f"it reads {samples[kind.key].answers[place]} with")
            np.testing.assert_array_equal(page._digit._pixels, samples[kind.key].images[place])
    page.show_curve("noise", measured(len(KINDS[0].amounts)))
    plot = page.plots["noise"]
    point(plot, plot.x_of(0), "it reads 90.0\u00a0% rightly (95\u00a0% interval 88.0\u00a0% to 92.0\u00a0%)")
    page.grab()


def test_a_name_has_half_of_the_air_beside_its_digit(page: RobustnessPage) -> None:
    for plot in page.plots.values():
        metrics, rooms, digits = QFontMetricsF(sized(plot.font(), 12)), plot._rooms(), plot.thumbs
        assert set(rooms) == set(digits)
        for k, other in pairwise(sorted(rooms, key=lambda k: rooms[k].left())):
            assert rooms[k].right() < rooms[other].left()
        assert all(room.left() >= 0 and room.right() <= plot.width() for room in rooms.values())
        assert all(room.center().x() == pytest.approx(digits[k].center().x()) for k, room in rooms.items())
        assert all(room.width() > digits[k].width() for k, room in rooms.items())
    # With air on both sides a name of six letters is whole.
    wide = page.plots["rotation"]._rooms()[0]
    assert _fitting("Strich", metrics, wide.width()) == "Strich"


def test_keys_walk_along_a_curve(page: RobustnessPage, qtbot: QtBot) -> None:
    plot = page.plots["rotation"]
    page.show_samples("A digit", {kind.key: sample(len(kind.amounts)) for kind in KINDS}, 1_000)
    plot.setFocus()
    middle = plot.kind.amounts.index(0)
    for key, place in ((Qt.Key.Key_Right, middle + 1), (Qt.Key.Key_Left, middle)):
        with qtbot.waitSignal(plot.pointed) as pointed:
            QTest.keyClick(plot, key)
        assert pointed.args == [place]


def test_all_cards_are_equally_high(page: RobustnessPage, qtbot: QtBot) -> None:
    with qtbot.waitExposed(page):
        page.show()
    heights = {plot.parentWidget().height() for plot in page.plots.values()}
    assert max(heights) - min(heights) <= 1


def test_plots_of_one_size_have_one_frame_and_digits_of_one_size(qtbot: QtBot) -> None:
    """Whatever their amounts are; and no digit lies on another one, wherever one points."""
    frames, sizes = set(), set()
    for kind in KINDS:
        plot = RobustnessPlot(kind, DIGITS)
        qtbot.addWidget(plot)
        plot.resize(300, 220)
        box = plot.frame
        frames.add((box.x(), box.y(), box.width(), box.height()))
        for at in (None, *range(len(kind.amounts))):
            plot._point(at)
            found = list(plot.thumbs.values())
            assert at is None or at in plot.thumbs
            sizes |= {(thumb.width(), thumb.height()) for thumb in found}
            for k, thumb in enumerate(found):
                assert plot.rect().contains(thumb.toRect())
                assert not any(thumb.intersects(other) for other in found[k + 1 :])
    assert len(frames) == len(sizes) == 1


def test_where_the_window_is_narrow_two_plots_stand_beside_each_other(qtbot: QtBot) -> None:
    page = RobustnessPage(DIGITS)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    wide = page.minimumSizeHint().width()
    for narrow, across in ((True, 2), (False, 3)):
        page.fold(narrow=narrow)
        page.layout().activate()
        lefts = {plot.mapTo(page, QPoint(0, 0)).x() for plot in page.plots.values()}
        assert len(lefts) == across
        assert (page.minimumSizeHint().width() < wide) == narrow


@pytest.mark.parametrize("width", [220, 260, 320, 500])
def test_numbers_of_an_axis_stand_apart(qtbot: QtBot, width: int) -> None:
    for kind in KINDS:
        plot = RobustnessPlot(kind, DIGITS)
        qtbot.addWidget(plot)
        plot.resize(width, 220)
        metrics = QFontMetricsF(sized(plot.font(), 12))
        halves = [(box.center().x(), metrics.horizontalAdvance(text) / 2) for _, text, box in plot.numbers()]
        inks = sorted((middle - half, middle + half) for middle, half in halves)
        assert len(inks) >= 2
        assert all(after[0] - before[1] >= 10 for before, after in pairwise(inks)), (kind.key, inks)
