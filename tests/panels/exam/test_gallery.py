"""The gallery: picking with mouse and keys, and that it costs what is in sight."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.panels.test import gallery as module
from netviz.panels.test.digit_gallery import DigitGallery
from netviz.panels.test.gallery import Gallery
from netviz.panels.test.read_examples import ReadExamples
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.palette import DARK

RNG = np.random.default_rng(0)
LEFT = Qt.MouseButton.LeftButton


def read_digits(n: int) -> ReadExamples:
    labels = np.arange(n) % 10
    return ReadExamples(
        RNG.integers(0, 256, (n, 784)).astype(np.uint8),
        1000 + np.arange(n),
        labels,
        (labels + (np.arange(n) % 3 > 0)) % 10,
        np.linspace(1, 0.3, n),
    )


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.resize(330, 200)
    gallery.show()
    gallery.set_digits(read_digits(40))
    return gallery


def click(gallery: Gallery, place: int) -> None:
    QTest.mouseClick(gallery.viewport(), LEFT, pos=gallery.tile_rect(place).center())


def test_a_click_picks_the_digit_under_it(gallery: Gallery, qtbot: QtBot) -> None:
    for place in (0, 3, 7):
        with qtbot.waitSignal(gallery.picked) as picked:
            click(gallery, place)
        assert picked.args == [1000 + place]


def test_a_scrolled_gallery_picks_what_is_seen(gallery: Gallery, qtbot: QtBot) -> None:
    before = gallery.tile_rect(20).center()
    gallery.verticalScrollBar().setValue(100)
    assert gallery.tile_rect(20).center().y() == pytest.approx(before.y() - 100, abs=1)
    with qtbot.waitSignal(gallery.picked) as picked:
        click(gallery, 20)
    assert picked.args == [1020]


def test_keys_walk_to_what_is_out_of_sight_and_enter_picks_it(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.setFocus()
    QTest.keyClick(gallery, Qt.Key.Key_End)
    assert gallery.verticalScrollBar().value() == gallery.verticalScrollBar().maximum() > 0
    QTest.keyClick(gallery, Qt.Key.Key_Left)
    with qtbot.waitSignal(gallery.picked) as picked:
        QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert picked.args == [1038]
    for _ in range(9):
        QTest.keyClick(gallery, Qt.Key.Key_PageUp)
    assert gallery.verticalScrollBar().value() == 0


def test_between_tiles_nothing_is_picked(gallery: Gallery, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(gallery.picked):
        QTest.mouseClick(gallery.viewport(), LEFT, pos=gallery.tile_rect(0).bottomRight() + QPoint(4, 4))


def test_of_ten_thousand_only_those_in_sight_are_made_images_of(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    real = module.ink_image
    monkeypatch.setattr(module, "ink_image", lambda ink, palette: made.append(1) or real(ink, palette))
    gallery.set_digits(read_digits(10_000))
    gallery.grab()
    assert 0 < len(made) < 40


def test_a_tile_says_label_answer_and_probability() -> None:
    digits = read_digits(4)
    assert [digits.caption(k) for k in range(4)] == ["0", "1→2", "2→3", "3"]
    assert digits.sentence(1) == "Test example 1,001, labelled 1: it reads 2 with 76.7\u00a0%, wrongly."


@pytest.mark.parametrize(
    ("share", "text"), [(1.0, "100%"), (0.9997, ">99%"), (0.996, ">99%"), (0.5, "50%"), (0.0, "0%")]
)
def test_rounding_makes_nothing_certain(share: float, text: str) -> None:
    assert module.tight_percent(share) == text.replace("%", "\u202f%")


def test_the_ways_on_appear_with_a_digit_that_is_on_the_pad(qtbot: QtBot) -> None:
    panel = DigitGallery(DIGITS, closable=True)
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    panel.show()
    panel.show_digits("12 digits", "the surest first", read_digits(12))
    assert not panel.next.isVisible()
    with qtbot.waitSignal(panel.picked):
        click(panel.gallery, 2)
    assert panel.next.isVisible()
    panel.set_selected(None)
    assert not panel.next.isVisible()
    panel.show_digits("None", "", read_digits(0), nothing="There are none.")
    assert not panel.gallery.isVisible()


def test_themes_differ(gallery: Gallery) -> None:
    light = gallery.grab().toImage()
    gallery.apply_palette(DARK)
    assert gallery.grab().toImage() != light


def test_only_whole_rows_are_in_sight(gallery: Gallery) -> None:
    bar = gallery.verticalScrollBar()
    for height in range(230, 470, 7):  # more than one row has room
        gallery.resize(260, height)
        room = gallery.viewport().height()
        for notch in range(4):
            bar.setValue(notch * bar.singleStep())
            boxes = [gallery._box(place) for place in range(len(gallery.digits))]
            cut = [box for box in boxes if box.top() < room - 3 and box.bottom() > room + 3]
            assert not cut, (height, notch)


@pytest.mark.parametrize("width", [250, 330, 480, 700])
def test_what_stands_under_a_tile_does_not_touch(qtbot: QtBot, width: int) -> None:
    gallery = Gallery(smallest=20)
    qtbot.addWidget(gallery)
    gallery.resize(width, 300)
    gallery.show()
    metrics = QFontMetricsF(gallery._font())
    assert gallery._side() >= metrics.horizontalAdvance("6→4") + metrics.horizontalAdvance("99.8%") + 4
