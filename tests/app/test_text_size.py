"""View > Text size: one setting for widgets, what paints itself, and the network."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.program.settings import Settings
from netviz.app.window.theme import Appearance, Theme, stylesheet
from netviz.rendering.fonts import TEXT_SIZES, Type, choose_text_size, picture_family, text_size
from netviz.rendering.units import pixels
from netviz.viewmodels.palette import DARK
from tests.app.conftest import StartProgram


@pytest.fixture(autouse=True)
def usual_size(qapp: QApplication) -> Iterator[None]:
    font = QFont(qapp.font())
    # Widgets that wait for their end do not survive another style sheet.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    yield
    choose_text_size(100)
    qapp.setFont(font)


def test_every_size_is_twice_as_large_at_200() -> None:
    usual, large = stylesheet(DARK), stylesheet(DARK, 2.0)
    for role in Type:
        if f"font-size: {role}px" in usual:
            assert f"font-size: {2 * role}px" in large, role
    assert "border: 1px" in large, "hairlines stay hairlines"
    assert "min-height: 36px" in large
    assert "min-height: 18px" in usual


def test_no_role_is_smaller_than_twelve_pixels() -> None:
    assert min(Type) == 12


def test_the_family_is_the_one_that_comes_along(qapp: QApplication) -> None:
    appearance = Appearance(qapp, Theme.LIGHT)
    try:
        assert picture_family() == "Inter"
        assert QFontInfo(qapp.font()).family() == "Inter"
        tag = QFont.Tag("tnum")
        assert qapp.font().featureValue(tag) == 1, "figures stand still while they change"
    finally:
        appearance.close()
        qapp.setStyleSheet("")


def test_a_size_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ValueError, match="180\u00a0%"):
        choose_text_size(180)


def test_all_of_the_window_follows_at_once(start: StartProgram, qtbot: QtBot) -> None:
    program = start()
    window = program.window
    window.resize(1920, 1080)
    qtbot.wait(50)
    page = window.canvas.wide
    body = window.form.fontMetrics().height()
    for percent in TEXT_SIZES:
        program.actions[f"view.text.{percent}"].trigger()
        assert text_size() == percent
        assert pixels(100) == percent
    assert window.form.fontMetrics().height() == pytest.approx(2 * body, rel=0.07)
    qtbot.waitUntil(lambda: window.canvas.wide < 0.6 * page)
    scene_is_laid_out = lambda: (  # noqa: E731
        window.canvas.scene is not None and window.canvas.scene.layout.width == window.canvas.wide
    )
    qtbot.waitUntil(scene_is_laid_out)


def test_keys_go_through_the_sizes_and_it_is_remembered(start: StartProgram) -> None:
    program = start()
    for percent in (125, 150, 200, 200):
        program.actions["view.text.larger"].trigger()
        assert program.appearance.text_size == percent
        assert program.actions[f"view.text.{percent}"].isChecked()
    program.actions["view.text.smaller"].trigger()
    assert program.appearance.text_size == 150
    assert program.settings.text_size == 150
    choose_text_size(100)
    again = start()
    assert again.appearance.text_size == 150
    assert again.actions["view.text.150"].isChecked()


@pytest.mark.parametrize("written", ["", "large", "99", "2000000000", "-125"])
def test_a_size_that_makes_no_sense_reads_as_usual(tmp_path, written: str) -> None:
    (tmp_path / "n.ini").write_text(f"[look]\ntext_size={written}\n")
    assert Settings(tmp_path / "n.ini").text_size == 100
