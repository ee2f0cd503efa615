"""At 200 % on a screen of 1920 pixels Train scrolls only up and down, and symbols are as large as words."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.train.room import SIDE
from netviz.app.window.places import GAP
from netviz.app.window.theme import stylesheet
from netviz.panels.kit.icons import SIZE, icon
from netviz.panels.plots.board import Plots
from netviz.panels.run.timeline import Timeline
from netviz.rendering.fonts import choose_text_size
from netviz.rendering.units import pixels
from netviz.viewmodels.palette import LIGHT

SCREEN = 1912  # pixels of a window on it


@pytest.fixture
def large(qapp: QApplication) -> Iterator[None]:
    choose_text_size(200)
    qapp.setStyleSheet(stylesheet(LIGHT, 2.0))
    yield
    choose_text_size(100)
    qapp.setStyleSheet("")


@pytest.mark.usefixtures("large")
def test_what_stands_beside_the_settings_has_room(qtbot: QtBot) -> None:
    room = SCREEN - SIDE.of(SCREEN) - 3 * GAP - 24  # the card's own margins
    timeline, plots = Timeline(), Plots(LIGHT)
    timeline.fold(narrow=True)
    timeline.readout.show_step(9_999, 9_999, None, 58)
    for widget in (timeline, plots):
        qtbot.addWidget(widget)
        widget.resize(room, 400)
        widget.show()
        assert widget.minimumSizeHint().width() <= room, widget
    assert "epoch 58" in timeline.readout.toolTip()
    assert "epoch 58" in timeline.readout.accessibleName()


def test_a_symbol_has_the_size_that_is_asked_for() -> None:
    for percent in (100, 125, 150, 200):
        side = SIZE * percent // 100
        assert icon("play", "#000000").actualSize(QSize(side, side)) == QSize(side, side)


def test_the_plots_buttons_stand_below_their_tabs_where_there_is_no_room_beside(qtbot: QtBot) -> None:
    plots = Plots(LIGHT)
    qtbot.addWidget(plots)
    plots.show()
    for wide, below in ((1000, False), (400, True), (1000, False)):
        plots.resize(pixels(wide), 400)
        qtbot.waitUntil(lambda below=below: (plots._beside.y() > plots._tabs.geometry().bottom()) == below)
        assert plots._beside.geometry().right() <= plots.width()
