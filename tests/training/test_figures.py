"""Numbers as people read them: one rule each, whatever the number."""

import ast
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import netviz
from netviz.tasks.answer import Numbers
from netviz.training.figures import (
    activation,
    answered,
    compact,
    fixed,
    from_to,
    hundred,
    off,
    percent,
    percents,
    plain,
    signed,
    significant,
    spaced,
    tight_percent,
)

SHARES = st.floats(0, 1)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)


def read(text: str) -> float:
    """A written number back."""
    mantissa, _, power = text.lstrip("<>").replace("−", "-").partition("·10")
    digits = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(mantissa.replace(",", "")) * 10.0 ** int(digits or 0)


@given(SHARES, st.integers(0, 4))
def test_a_percentage_is_certain_or_impossible_only_where_the_share_is(share: float, decimals: int) -> None:
    text = percent(share, decimals)
    assert (read(text.removesuffix("\u00a0%")) == 100 and text[0] not in "<>") == (share == 1)
    assert (read(text.removesuffix("\u00a0%")) == 0) == (share == 0)
    assert abs(read(text.removesuffix("\u00a0%")) - 100 * share) <= 10.0**-decimals


@given(SHARES, SHARES)
def test_a_larger_share_never_reads_as_less(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert read(percent(low).removesuffix("\u00a0%")) <= read(percent(high).removesuffix("\u00a0%"))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any), st.integers(0, 1))
def test_shares_of_a_whole_make_up_a_hundred(parts: list[int], decimals: int) -> None:
    shares = [part / sum(parts) for part in parts]
    texts = hundred(shares, decimals)
    least = 10.0**-decimals
    shown = [read(text.removesuffix("\u00a0%")) for text in texts if text[0] not in "<>"]
    slack = least if any(text[0] in "<>" for text in texts) else 0
    assert abs(sum(shown) - 100) < slack + 1e-9 or texts[0][0] == ">" or len(shown) < len(texts)
    for share, text in zip(shares, texts, strict=True):
        assert ("<" in text or read(text.removesuffix("\u00a0%")) > 0) == (share > 0)
        if text[0] not in "<>":
            assert abs(read(text.removesuffix("\u00a0%")) - 100 * share) < least + 1e-9


@given(SHARES, SHARES)
def test_two_shares_have_as_many_decimals_and_differ_where_four_tell_them_apart(a: float, b: float) -> None:
    p, q = percents(a, b)
    assert p.partition(".")[2].__len__() == q.partition(".")[2].__len__()
    if abs(a - b) > 1.1e-6 and min(a, b) >= 1e-6 and max(a, b) <= 1 - 1e-6:
        assert p != q
    assert len(p) <= len("<99.9999\u00a0%")


@given(st.floats(0.9996, 1, exclude_max=True))
def test_certainty_is_written_in_one_way(share: float) -> None:
    assert percent(share) == ">99.9\u00a0%"
    assert tight_percent(share) == ">99\u202f%"
    assert activation(share) == ">0.999"
    assert from_to(share, share) == ">0.999 → >0.999"


@given(NUMBERS, st.integers(0, 5))
def test_a_sign_is_of_the_number_and_zero_has_none(number: float, decimals: int) -> None:
    for text in (signed(number, decimals), fixed(number, decimals)):
        value = read(text)
        assert text.startswith("+") == (value > 0)
        assert text.startswith("−") == (value < 0)
        assert "-" not in text
    assert not plain(number, decimals).startswith("+")
    assert (read(signed(number, decimals)) == 0) == (number == 0)


@given(st.floats(1e-12, 1e12), st.integers(3, 6))
def test_significant_digits_read_back(value: float, digits: int) -> None:
    assert read(significant(value, digits)) == pytest.approx(value, rel=10.0 ** -(digits - 2))
    assert significant(-value, digits) == f"−{significant(value, digits)}"


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_step_reads_as_a_step_where_three_decimals_see_it(before: float, after: float) -> None:
    text = from_to(before, after)
    was, now = (read(part) for part in text.split(" → "))
    assert was == pytest.approx(before, abs=0.00101)
    assert now == pytest.approx(after, abs=0.00101)
    assert not (was < now and before > after)


def test_what_is_no_number_says_so() -> None:
    assert percent(math.nan) == tight_percent(math.nan) == "–"
    assert signed(math.nan) == significant(math.nan) == "not a number"
    assert (signed(math.inf), signed(-math.inf)) == ("+∞", "−∞")
    assert compact(-0.5) == "−0.5"


ROOT = Path(netviz.__file__).parent
# Shares that are settings or places on an axis, typed or computed round: 50 %, 2.5 %.
ROUND = {
    "training/stopping.py", "training/advise/advice.py", "training/judge.py", "rendering/labels.py",
    "app/train/room.py", "app/train/stop_words.py", "app/test/digit_map.py",
    "panels/plots/scale.py", "panels/plots/pages/words.py",
    "panels/train/run_curves.py", "panels/train/stop_sheet.py", "panels/watch/canvas_corner.py",
    "panels/watch/view_bar.py", "cli/bench.py", "cli/training/train.py",
}  # fmt: skip


def test_percentages_that_are_measured_are_written_here_and_nowhere_else() -> None:
    """A share times 100 in front of a percent sign, or Python's own %: rounding would make it certain."""
    found = []
    for file in sorted(ROOT.rglob("*.py")):
        name = str(file.relative_to(ROOT))
        if name == "training/figures.py" or name in ROUND:
            continue
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "100" in text and "%" in text else ():
            if isinstance(node, ast.JoinedStr):
                words = ast.unparse(node)
                if re.search(r"100 \*[^{}]*\}(?: |\\xa0|\xa0)?%|\* 100[^{}]*\}(?: |\\xa0|\xa0)?%", words):
                    found.append(f"{name}:{node.lineno}: {words}")
    assert not found


def test_no_percent_sign_is_parted_from_its_number() -> None:
    """In what is said, not in what is written about the code: a no-break space stands between them."""
    found = []
    for file in sorted(ROOT.rglob("*.py")):
        text = file.read_text("utf-8")
        if " %" not in text:
            continue
        tree = ast.parse(text)
        about = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            said = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about
            if said and re.search(r"(?:^|[0-9)]) %(?![(a-zA-Z])", node.value):
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}: {node.value!r}")
    assert not found


def test_numbers_far_from_each_other_have_no_decimals_that_say_nothing() -> None:
    assert [spaced(number, 139_000) for number in (334_812.4, -1.2, 51_499)] == ["335,000", "0", "51,000"]
    assert [spaced(number, 0.02) for number in (0.51234, -0.00004)] == ["0.5123", "0.0000"]
    assert spaced(-1234.5, 100) == "−1,234"
    assert spaced(math.nan, 1) == "not a number"


def test_an_answer_is_written_as_what_it_stands_for() -> None:
    plain_one, scaled = Numbers("y", ("y",), -1, 1, 1), Numbers("y", ("y",), -1, 1, 1, 335_000, 139_000)
    assert answered(plain_one, 0.953) == "0.953"
    assert answered(scaled, -0.4) == "279,000"


def test_how_far_off_an_answer_is_fits_the_numbers_as_they_are_written() -> None:
    plain_one, scaled = Numbers("y", ("y",), -1, 1, 1), Numbers("y", ("y",), -1, 1, 1, 335_000, 139_000)
    assert off(plain_one, -0.8194, -0.3488) == "0.470 too much"  # 0.819 and 0.349 are written
    assert off(plain_one, 0.25, -0.5) == "0.750 too little"
    assert off(plain_one, 0.25, 0.2501) == "that is it"
    assert off(scaled, -0.4, -0.3) == "14,000 too much"
    assert off(plain_one, 0.25, float("nan")) == "no number to compare"
