"""Which digits a file remembers: damaged or hostile files give a name all the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.tasks import how
from netviz.tasks.data_name import BUNDLED_SHA256, UNKNOWN, DataName
from netviz.tasks.digits.digits import load_digits

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
)
NAMES = st.builds(
    DataName,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.text(st.characters(categories=("L", "N", "P")), max_size=50),
    *[st.integers(0, 10**9)] * 3,
    how=st.dictionaries(st.text(max_size=9), PLAIN, max_size=4).map(how.written),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
)


@given(NAMES)
def test_a_name_comes_back_out_of_json(name: DataName) -> None:
    assert DataName.from_table(name.sha256, json.loads(json.dumps(name.to_table()))) == name


@given(
    st.text(max_size=100),
    JSON
    | st.fixed_dictionaries(
        {"folder": JSON, "training": JSON, "validation": JSON, "test": JSON, "how": JSON}
    ),
)
def test_any_table_is_a_name_that_fits_into_a_sentence(sha256: str, table: object) -> None:
    name = DataName.from_table(sha256, table)
    assert str(name).isprintable() or not sha256.isprintable()
    assert how.checked(name.how) == name.how
    assert min(name.training, name.validation, name.test) >= 0


def test_what_is_bundled_is_known_by_its_sum() -> None:
    assert load_digits().name.sha256 == BUNDLED_SHA256
    assert load_digits().name.bundled
    assert UNKNOWN.bundled
    assert not DataName("ab" * 32).bundled
    assert DataName("ab" * 32, "/here").same(DataName("ab" * 32, "/there"))


@given(st.dictionaries(st.text(max_size=9), PLAIN, max_size=4))
def test_how_they_were_had_comes_back_and_the_same_is_written_the_same(table: dict[str, object]) -> None:
    text = how.written(table)
    assert how.read(text) == table
    assert how.written(dict(reversed(table.items()))) == text
    assert (text == "") == (not table)


@pytest.mark.parametrize(
    "hostile",
    [
        "[1]",
        "{",
        "[" * 100_000,
        '{"a":' * 5000 + "1" + "}" * 5000,
        '{"a": NaN}',
        '{"a": 1e999}',
        '{"a": "' + "x" * how.LONGEST + '"}',
        7,
        None,
    ],
    ids=lambda text: str(text)[:20],
)
def test_what_is_no_such_text_says_nothing(hostile: object) -> None:
    name = DataName.from_table("ab" * 32, {"how": hostile, "training": 5, "validation": 1, "test": 1})
    assert (name.how, name.training) == ("", 5)


def test_more_than_a_file_holds_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match=f"up to {how.LONGEST:,}"):
        how.written({"points": ["12.5"] * 100_000})


def test_todays_names_say_nothing_of_it_in_files() -> None:
    assert "how" not in load_digits().name.to_table()
    assert not DataName(BUNDLED_SHA256, how=how.written({"size": 8})).bundled
