"""Every text can be read on what lies behind it, and the stylesheet is one that Qt understands."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.theme import Appearance, Theme, contrast, mixed, qt_palette, stylesheet
from netviz.viewmodels.palette import DARK, LIGHT, Palette

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda p: p.name)


def test_contrast_of_black_on_white_and_of_a_colour_on_itself() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    # From the guidelines' own examples: the lightest grey that passes on white.
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@BOTH
@pytest.mark.parametrize("behind", ["page", "panel"])
@pytest.mark.parametrize("text", ["text", "muted", "accent", "positive", "negative", "loss", "accuracy"])
def test_text_can_be_read(palette: Palette, text: str, behind: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, behind)) >= 4.5


@BOTH
def test_text_on_the_accent_can_be_read(palette: Palette) -> None:
    assert contrast(palette.accent_text, palette.accent) >= 4.5


def test_mixed_goes_from_one_colour_to_the_other() -> None:
    assert mixed("#102030", "#FFFFFF", 0) == "#102030"
    assert mixed("#102030", "#FFFFFF", 1) == "#FFFFFF"
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"


@BOTH
def test_the_palette_has_the_page_and_the_accent(palette: Palette) -> None:
    result = qt_palette(palette)
    assert result.color(QPalette.ColorRole.Window).name().upper() == palette.page
    assert result.color(QPalette.ColorRole.Highlight).name().upper() == palette.accent


@BOTH
def test_braces_of_the_stylesheet_match(palette: Palette) -> None:
    sheet = stylesheet(palette)
    assert sheet.count("{") == sheet.count("}")
    assert "None" not in sheet


@BOTH
def test_every_arrow_of_the_stylesheet_is_a_picture(qapp: QApplication, palette: Palette) -> None:
    named = set(re.findall(r'url\("([^"]+)"\)', stylesheet(palette)))
    assert len(named) == 4
    for path in named:
        assert not QIcon(path).pixmap(12, 12).toImage().isNull()


def test_changing_the_theme_dresses_the_application(qtbot: QtBot, qapp: QApplication) -> None:
    appearance = Appearance(qapp, Theme.LIGHT)
    try:
        assert appearance.palette is LIGHT
        with qtbot.waitSignal(appearance.changed) as blocker:
            appearance.choose(Theme.DARK)
        assert blocker.args == [DARK]
        assert DARK.page in qapp.styleSheet()
        appearance.choose(Theme.SYSTEM)
        dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
        assert appearance.palette is (DARK if dark else LIGHT)
    finally:
        appearance.choose(Theme.SYSTEM)
        appearance.close()
        qapp.setStyleSheet("")
