"""The learning-rate range test on screen."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from netviz.panels.train.rate_dialog import RateDialog
from netviz.training.experiments.range_test import HIGHEST, LOWEST, RangeTest
from netviz.viewmodels.palette import DARK, LIGHT
from tests.dressed import dress


def found(suggested: float | None = 0.004, n: int = 300) -> RangeTest:
    rates = np.geomspace(LOWEST, HIGHEST, n)
    depth = 0 if suggested is None else 2
    losses = 2.3 - depth * np.exp(-((np.log10(rates) + 1.4) ** 2)) if n else rates
    return RangeTest(rates, losses, losses, n < 300, suggested, suggested is not None, 0.1, 2.302585)


@pytest.fixture
def dialog(qtbot: QtBot) -> RateDialog:
    dialog = RateDialog(LIGHT)
    qtbot.addWidget(dialog)
    dialog.resize(640, 480)
    dialog.show()
    return dialog


def test_the_suggested_rate_is_taken(dialog: RateDialog, qtbot: QtBot) -> None:
    assert dialog.progress.isVisible()
    assert not dialog.use.isEnabled()
    dialog.show_share(0.5)
    assert dialog.progress.value() == 50
    dialog.show_found(found())
    assert not dialog.progress.isVisible()
    assert dialog.use.text() == "Use 0.004"
    with qtbot.waitSignal(dialog.use_clicked) as used, qtbot.waitSignal(dialog.left):
        QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert used.args == [0.004]
    assert not dialog.isVisible()


def test_another_rate_is_chosen_by_a_click_or_by_keys(dialog: RateDialog, qtbot: QtBot) -> None:
    dialog.show_found(found())
    plot = dialog.plot
    x = round(plot.place_of(0.1))
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(x, 100))
    assert plot.rate == pytest.approx(0.1, rel=0.05)
    assert dialog.use.text() == f"Use {plot.rate:g}"
    rate = plot.rate
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert rate < plot.rate < 2 * rate
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(plot.width() - 1, 100))
    assert plot.rate == HIGHEST
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(1, 100))
    assert plot.rate == LOWEST


def test_where_the_loss_never_fell_nothing_is_suggested_but_a_click_still_chooses(dialog: RateDialog) -> None:
    dialog.show_found(found(None))
    assert "fell at no rate" in dialog.note.text()
    assert not dialog.use.isEnabled()
    QTest.mouseClick(dialog.plot, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    assert dialog.use.isEnabled()


def test_what_is_said_and_the_curve_agree_where_nothing_is_suggested(dialog: RateDialog) -> None:
    flat = found(None)
    for losses, words in (
        (np.geomspace(4, 2.31, 300), "fell to that of guessing, 2.30,"),
        (np.geomspace(2.6, 2.2, 300), "fell by no more than it differs from one mini-batch"),
        (np.linspace(2.3, 9, 300), "fell at no rate"),
    ):
        dialog.show_found(replace(flat, losses=losses, smoothed=losses))
        assert words in dialog.note.text()
        assert not dialog.use.isEnabled()


def test_where_a_trained_network_shows_no_valley_it_says_so_and_why_this_rate(dialog: RateDialog) -> None:
    dialog.show_found(replace(found(0.008), valley=False, rises_at=0.083))
    words = dialog.note.text()
    assert words.startswith("No clear valley: ")
    # The loss that it names can be looked for in the picture.
    assert "Only from a rate of 0.08 on it never comes below 2.3, " in words
    assert words.endswith("a tenth of that rate is taken. Suggested: 0.008. Click to choose another.")
    dialog.show_step(8884, 0.48)
    dialog.show_found(found())
    assert dialog.note.text().endswith("the schedule’s highest rate, of which this step takes 48\u00a0%.")
    assert dialog.use.isEnabled()


def test_without_any_loss_it_says_so(dialog: RateDialog) -> None:
    dialog.show_found(found(None, 0))
    assert not dialog.use.isEnabled()
    QTest.mouseClick(dialog.plot, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    assert dialog.plot.rate is None


def test_it_is_drawn_in_both_themes_and_explains_itself(dialog: RateDialog) -> None:
    pictures = set()
    for palette in (LIGHT, DARK):
        dress(dialog, palette)
        for shown in (found(), found(None)):
            dialog.show_found(shown)
            image = dialog.plot.grab().toImage()
            pictures.add(image.constBits().tobytes())  # its owner must outlive them
    assert len(pictures) == 4
    for button in dialog.findChildren(QPushButton):
        assert button.toolTip().endswith("."), button.text()
