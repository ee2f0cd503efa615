"""Numbers as people read them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netviz.viewmodels.story.words.numbers import (
    activation,
    nice_below,
    nice_text,
    percent,
    percents,
    plain,
    signed,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.1712, "0.171"),
        (2.306, "2.31"),
        (-0.00961, "−0.00961"),
        (123.456, "123"),
        (3.2e-7, "3.2·10⁻⁷"),
        (-1.5e9, "−1.5·10⁹"),
        (float("nan"), "not a number"),
        (float("-inf"), "−∞"),
    ],
)
def test_plain(value: float, text: str) -> None:
    assert plain(value) == text


def test_signs() -> None:
    assert (signed(0.5), signed(-0.5), signed(0)) == ("+0.500", "−0.500", "0")


def test_rounding_never_makes_certain_or_impossible() -> None:
    assert percent(0.171) == "17.1\u00a0%"
    assert percent(0.99996) == ">99.9\u00a0%"
    assert percent(1.0) == "100.0\u00a0%"
    assert percent(0.0001) == "<0.1\u00a0%"
    assert percents(0.0001, 0.0004) == ("0.01\u00a0%", "0.04\u00a0%")
    assert percents(0.00001, 0.0001) == ("<0.01\u00a0%", "0.01\u00a0%")
    assert percents(1e-12, 2e-12) == ("<0.1\u00a0%", "<0.1\u00a0%")
    assert activation(0.9996) == ">0.999"
    assert activation(0.99999) == ">0.999"
    assert activation(0.002) == "0.002"
    assert activation(0.0004) == "<0.001"
    assert activation(-0.5) == "−0.500"


@given(st.floats(0, 1))
def test_an_output_has_as_many_decimals_as_its_share_in_percent(a: float) -> None:
    share, shown = percent(a).removesuffix("\u00a0%"), activation(a)
    assert (share[:1] in "<>", shown[:1] in "<>") in ((True, True), (False, False))
    assert float(share.strip("<>")) == pytest.approx(100 * float(shown.strip("<>")), abs=0.11)


# Numbers that are one unit of the last decimal apart, 0.0001 %, can both round to the digit between them.
@given(st.floats(0.0001, 0.9999), st.floats(1.01e-6, 1e-3))
@example(0.0546875, 1.01e-6)
def test_two_shares_that_differ_read_differently(share: float, more: float) -> None:
    before, after = percents(share, min(share + more, 1.0))
    assert before != after
    assert percents(share, share)[0] == percents(share, share)[1]


@given(st.floats(1e-12, 1e12))
def test_the_bar_is_a_round_number_just_below(value: float) -> None:
    nice = nice_below(value)
    assert nice <= value * (1 + 1e-6)
    assert nice * 2.5 >= value
    assert float(f"{nice:.0e}") == pytest.approx(nice)


def test_round_numbers_are_short() -> None:
    assert [nice_text(v) for v in (0.002, 50, 1, 2e-7, 0.1)] == ["0.002", "50", "1", "2·10⁻⁷", "0.1"]
