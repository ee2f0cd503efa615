"""How numbers are written."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from netviz.panels.kit.figures import compact, digits_width, fixed, percent, plain, short, signed
from netviz.viewmodels.story.words.numbers import signed as of_the_story


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.951, "95.1\u00a0%"),
        (1.0, "100.0\u00a0%"),
        (0.99999, ">99.9\u00a0%"),
        (0.0, "0.0\u00a0%"),
        (0.00001, "<0.1\u00a0%"),
        (math.nan, "–"),
    ],
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (10_000, "10,000"),
        (1e20, "1·10²⁰"),
        (2.5e-5, "2.5·10⁻⁵"),
        (-2e6, "\u22122·10⁶"),
    ],
)
def test_compact(number: float, text: str) -> None:
    assert compact(number) == text


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_percent_never_claims_certainty(share: float) -> None:
    assert percent(share) not in ("100.0\u00a0%", "0.0\u00a0%")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (6.5, "+6.500"),
        (-0.402, "−0.402"),
        (0.0, "0.000"),
        (-0.0, "0.000"),
        (0.00004, "+4.0·10⁻⁵"),
        (-1234567.0, "−1.2·10⁶"),
        (math.inf, "+∞"),
        (-math.inf, "−∞"),
        (math.nan, "not a number"),
    ],
)
def test_signed(number: float, text: str) -> None:
    assert signed(number) == text
    assert plain(number) == text.removeprefix("+")


@given(st.floats(-1000, 1000))
def test_fixed_has_always_two_decimals_and_no_negative_zero(number: float) -> None:
    text = fixed(number)
    assert text[-3] == "."
    assert text == "0.00" or text[0] in "+−"
    assert text not in ("−0.00", "+0.00")
    assert float(text.replace("−", "-")) == pytest.approx(number, abs=0.00501)


@given(st.floats(1e-8, 1e6))
def test_short_reads_back_as_nearly_the_same_number(number: float) -> None:
    assert float(short(number)) == pytest.approx(number, rel=1e-5)


def test_room_for_digits_does_not_depend_on_which_digits(qtbot: QtBot) -> None:
    font = QFont()
    assert digits_width(font, "111.1\u00a0%") == digits_width(font, "808.9\u00a0%")


@given(st.sampled_from((0.0, -0.0, 5e-5, -5e-5)), st.sampled_from((2, 3, 5)))
def test_what_is_written_as_zero_has_no_sign(number: float, decimals: int) -> None:
    """All that writes a number with a sign."""
    for text in (signed(number, decimals), fixed(number, decimals), of_the_story(number, decimals)):
        digits = text.lstrip("+−")
        if not digits.strip("0."):
            assert text == digits
