"""Parquet, where pyarrow is installed; where it isn't, what would bring it is said."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from netviz.tasks.examples import DataError
from netviz.tasks.tabular.choices import Choices
from netviz.tasks.tabular.table import find_table, read_table

HAS_ARROW = importlib.util.find_spec("pyarrow") is not None


def test_what_reads_it_is_named_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1" + bytes(40) + b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match=r"pip install 'netviz\[parquet\]'"):
        read_table(path)


if HAS_ARROW:
    # No skip: a suite without pyarrow has nothing to read with.
    import pyarrow as pa
    import pyarrow.parquet as pq

    def written(path: Path, **more: list) -> Path:
        n = 90
        table = {
            "width": [None if k % 9 == 0 else k % 3 + k / 1000 for k in range(n)],
            "colour": [("red", "blue")[k % 2] for k in range(n)],
            "ripe": [k % 3 == 0 for k in range(n)],
            **more,
        }
        pq.write_table(pa.table(table), path)
        return path

    def test_a_table_is_read_as_if_it_were_text(tmp_path: Path) -> None:
        path = written(tmp_path / "t.parquet")
        data = read_table(path).data
        (tmp_path / "t.csv").write_text(
            "width,colour,ripe\n"
            + "".join(
                f"{'' if k % 9 == 0 else k % 3 + k / 1000},{('red', 'blue')[k % 2]},{k % 3 == 0}\n"
                for k in range(90)
            )
        )
        text = read_table(tmp_path / "t.csv").data
        assert data.task.input == text.task.input
        assert data.task.answer == text.task.answer
        assert np.array_equal(data.training.stored, text.training.stored)
        assert np.array_equal(find_table(data.name).test.stored, data.test.stored)

    def test_damage_and_wrong_cells_are_named(tmp_path: Path) -> None:
        path = written(tmp_path / "t.parquet", mixed=[*("1" for _ in range(89)), "x"])
        with pytest.raises(DataError, match=r"t\.parquet, row 90, column “mixed”: “x” is no number"):
            read_table(path, Choices("ripe"))
        whole = path.read_bytes()
        for broken in (whole[:-20], whole[:4] + bytes(200) + whole[204:], whole[:10]):
            path.write_bytes(broken)
            with pytest.raises(DataError, match=r"t\.parquet"):
                read_table(path, Choices("ripe", skip=True))
