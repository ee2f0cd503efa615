"""Every text can be read on what lies behind it, and the stylesheet is one that Qt understands."""

import re
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.window.sheet import mixed
from netviz.app.window.theme import Appearance, Theme, qt_palette, stylesheet
from netviz.rendering.contrast import contrast
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.answer import MOST_CLASSES, Classes
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.hues import hues
from netviz.viewmodels.hues import hue
from netviz.viewmodels.palette import (
    DARK,
    DARK_COLOUR_BLIND,
    LIGHT,
    LIGHT_COLOUR_BLIND,
    Palette,
    palette_for,
)

ALL = (LIGHT, DARK, LIGHT_COLOUR_BLIND, DARK_COLOUR_BLIND)
EACH = pytest.mark.parametrize("palette", ALL, ids=lambda p: p.name)


def test_contrast_of_black_on_white_and_of_a_colour_on_itself() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    # From the guidelines' own examples: the lightest grey that passes on white.
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@EACH
@pytest.mark.parametrize("behind", ["page", "panel"])
@pytest.mark.parametrize("text", ["text", "muted", "accent", "positive", "negative_text", "loss", "accuracy"])
def test_text_can_be_read(palette: Palette, text: str, behind: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, behind)) >= 4.5


MEANINGS = ("positive", "negative", "output_wish", "second_wish", "first_wish", "accuracy")


@EACH
def test_no_colour_means_two_things(palette: Palette) -> None:
    """What one presses is no weight and no wish; right is no layer; runs side by side are none of them."""
    meant = {name: getattr(palette, name) for name in MEANINGS}
    assert len(set(meant.values())) == len(meant)
    for name, colour in meant.items():
        for other in (palette.accent, *palette.runs):
            assert apart(colour, other) > 20, (name, other)
    for one, other in combinations(palette.runs, 2):
        assert apart(one, other) > 20
    for one, other in combinations(MEANINGS, 2):
        assert apart(meant[one], meant[other]) > 15, (one, other)


@EACH
def test_runs_side_by_side_and_the_primary_button_are_seen(palette: Palette) -> None:
    for colour in palette.runs:
        assert contrast(colour, palette.panel) >= 3.0


def lab(colour: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB under D65 of linear RGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = to_xyz @ np.clip(colour, 0, 1) / np.array([0.9505, 1, 1.089])
    f, g, h = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * g - 16, 500 * (f - g), 200 * (g - h)])


def apart(one: str, other: str, how: str = "all cones") -> float:
    """The distance of two colours in CIELAB."""
    return float(np.linalg.norm(lab(seen_by(one, how)) - lab(seen_by(other, how))))


@pytest.mark.parametrize("how", ["all cones", "protanopia", "deuteranopia", "tritanopia"])
@pytest.mark.parametrize("palette", [LIGHT_COLOUR_BLIND, DARK_COLOUR_BLIND], ids=lambda p: p.name)
def test_ten_digits_on_the_map_are_told_apart_by_every_eye(palette: Palette, how: str) -> None:
    least = 20 if how == "tritanopia" else 34
    for one, other in combinations(range(10), 2):
        away = apart(hue(DIGITS.answer, one, palette), hue(DIGITS.answer, other, palette), how)
        assert away > least, (one, other)


@EACH
def test_every_class_of_any_task_and_number_is_seen_on_its_page(palette: Palette) -> None:
    answers = [task_named(name).answer for name in TASKS]
    several = [answer for answer in answers if isinstance(answer, Classes)]
    assert len(several) > 5
    several += [
        Classes("kinds", tuple(map(str, range(n))), hues(n)) for n in (*range(2, 60), 100, 300, MOST_CLASSES)
    ]
    for answer in several:
        for k in range(answer.n):
            for ground in (palette.page, palette.panel):
                assert contrast(hue(answer, k, palette), ground) >= 3.0, (answer.called, answer.n, k)


@EACH
def test_text_on_the_accent_can_be_read(palette: Palette) -> None:
    assert contrast(palette.accent_text, palette.accent) >= 4.5


def test_mixed_goes_from_one_colour_to_the_other() -> None:
    assert mixed("#102030", "#FFFFFF", 0) == "#102030"
    assert mixed("#102030", "#FFFFFF", 1) == "#FFFFFF"
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"


@EACH
def test_the_palette_has_the_page_and_the_accent(palette: Palette) -> None:
    result = qt_palette(palette)
    assert result.color(QPalette.ColorRole.Window).name().upper() == palette.page
    assert result.color(QPalette.ColorRole.Highlight).name().upper() == palette.accent


@EACH
def test_braces_of_the_stylesheet_match(palette: Palette) -> None:
    sheet = stylesheet(palette)
    assert sheet.count("{") == sheet.count("}")
    assert "None" not in sheet


@EACH
def test_every_arrow_of_the_stylesheet_is_a_picture(qapp: QApplication, palette: Palette) -> None:
    named = set(re.findall(r'url\("([^"]+)"\)', stylesheet(palette)))
    assert len(named) == 4
    for path in named:
        assert not QIcon(path).pixmap(12, 12).toImage().isNull()


@EACH
def test_lines_of_either_sign_are_told_from_the_page(palette: Palette) -> None:
    for name in ("positive", "negative"):
        assert contrast(getattr(palette, name), palette.page) >= 3.0


_WITHOUT_BLUE = np.array(
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
)


def seen_by(colour: str, how: str) -> NDArray[np.float64]:
    """A colour as eyes without one kind of cone see it: Viénot, Brettel and Mollon, Color Research &
    Application 24 (1999), in linear RGB."""
    c = QColor(colour)
    srgb = np.array([c.redF(), c.greenF(), c.blueF()])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    if how == "all cones":
        return linear
    if how == "tritanopia":  # Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009)
        return np.clip(_WITHOUT_BLUE @ linear, 0, 1)
    red, green, blue = linear
    share, to_blue = {"protanopia": (0.11238, 0.00401), "deuteranopia": (0.29275, -0.02234)}[how]
    both = share * red + (1 - share) * green
    return np.array([both, both, np.clip(blue + to_blue * (red - green), 0, 1)])


@pytest.mark.parametrize("how", ["protanopia", "deuteranopia"])
@pytest.mark.parametrize("palette", [LIGHT_COLOUR_BLIND, DARK_COLOUR_BLIND], ids=lambda p: p.name)
def test_what_differs_in_meaning_differs_for_colour_blind_eyes(palette: Palette, how: str) -> None:
    pairs = (("positive", "negative"), ("second_wish", "first_wish"), ("output_wish", "second_wish"))
    for one, other in pairs:
        away = seen_by(getattr(palette, one), how) - seen_by(getattr(palette, other), how)
        assert np.linalg.norm(away) > 0.2, (one, other)


def test_hues_combine_with_every_theme(qtbot: QtBot, qapp: QApplication) -> None:
    appearance = Appearance(qapp, Theme.LIGHT, colour_blind=True)
    try:
        assert appearance.palette is LIGHT_COLOUR_BLIND
        appearance.choose(Theme.DARK)
        assert appearance.palette is DARK_COLOUR_BLIND
        with qtbot.waitSignal(appearance.changed) as blocker:
            appearance.choose_colour_blind(False)
        assert blocker.args == [DARK]
        appearance.choose_colour_blind(True)
        appearance.choose(Theme.SYSTEM)
        assert appearance.palette is palette_for(dark=appearance.palette.dark, colour_blind=True)
    finally:
        appearance.choose(Theme.SYSTEM)
        appearance.close()
        qapp.setStyleSheet("")


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
