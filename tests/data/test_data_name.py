"""Which digits a file remembers: damaged or hostile files give a name all the same."""

import json

from hypothesis import given
from hypothesis import strategies as st

from netviz.tasks.data_name import BUNDLED_SHA256, UNKNOWN, DataName
from netviz.tasks.digits.digits import load_digits

NAMES = st.builds(
    DataName,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.text(st.characters(categories=("L", "N", "P")), max_size=50),
    *[st.integers(0, 10**9)] * 3,
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
    JSON | st.fixed_dictionaries({"folder": JSON, "training": JSON, "validation": JSON, "test": JSON}),
)
def test_any_table_is_a_name_that_fits_into_a_sentence(sha256: str, table: object) -> None:
    name = DataName.from_table(sha256, table)
    assert str(name).isprintable() or not sha256.isprintable()
    assert min(name.training, name.validation, name.test) >= 0


def test_what_is_bundled_is_known_by_its_sum() -> None:
    assert load_digits().name.sha256 == BUNDLED_SHA256
    assert load_digits().name.bundled
    assert UNKNOWN.bundled
    assert not DataName("ab" * 32).bundled
    assert DataName("ab" * 32, "/here").same(DataName("ab" * 32, "/there"))
