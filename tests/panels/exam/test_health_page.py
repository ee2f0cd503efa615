"""What is found in data, as it is listed: sentences are read whole."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from netviz.panels.test.health_page import HealthPage, Listed
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.palette import LIGHT
from tests.dressed import dress

WRONG = (
    "/home/somebody/shapes/circle/1.png is no picture that can be read; a picture (PNG or JPEG) would be "
    "right."
)


def test_why_something_was_left_out_is_read_whole(qtbot: QtBot) -> None:
    page = HealthPage(DIGITS)
    qtbot.addWidget(page)
    dress(page, LIGHT)
    page.show_lines(
        "Left out at reading: 2", Listed(("What was left out, and why",), ((3 * WRONG,), (5 * WRONG,)))
    )
    lines = page.lines
    for wide in (1100, 640):
        page.resize(wide, 560)
        with qtbot.waitExposed(page):
            page.show()
        qtbot.wait(1)
        for k, words in enumerate((3 * WRONG, 5 * WRONG)):
            item = lines.topLevelItem(k)
            assert item is not None
            place = lines.visualItemRect(item)
            room = QRect(0, 0, place.width() - 8, 1000)
            needed = lines.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap.value, words)
            assert needed.height() > lines.fontMetrics().height()
            assert place.height() >= needed.height()
