"""Tables as people have them, well written and badly."""

import csv
import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from netviz.tasks.answer import Numbers
from netviz.tasks.columns import Categories, Numeric
from netviz.tasks.examples import DataError
from netviz.tasks.given import look_into
from netviz.tasks.tabular import survey as surveys
from netviz.tasks.tabular import table as tables
from netviz.tasks.tabular.choices import Choices
from netviz.tasks.tabular.plan import plan
from netviz.tasks.tabular.raw import read_raw
from netviz.tasks.tabular.source import find_dialect
from netviz.tasks.tabular.table import find_table, read_table, reading
from netviz.training.jobs.work import finish
from netviz.training.measure.health.health import examine_data

ROWS = [
    (f"{1.5 + 0.25 * k:g}", ("red", "blue", "green")[k % 3], f"{k * k}", ("yes", "no")[k // 3 % 2])
    for k in range(60)
]
HEAD = ("width", "colour", "area", "ripe")


def write(path: Path, rows, head=HEAD, delimiter=",", encoding="utf-8", pack=False, decimal=".") -> Path:
    with (gzip.open if pack else open)(path, "wt", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        for row in ([head] if head else []) + rows:
            writer.writerow([cell.replace(".", decimal) if cell[:1].isdigit() else cell for cell in row])
    return path


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"delimiter": "\t"},
        {"delimiter": ";", "decimal": ","},
        {"encoding": "utf-8-sig"},
        {"delimiter": "|"},
        {"pack": True},
        {"encoding": "utf-16", "delimiter": "\t"},
        {"encoding": "cp1252", "delimiter": ";"},
    ],
    ids=str,
)
def test_however_it_is_written_it_is_the_same_table(tmp_path, how):
    rows = [(a, b, c, "süß" if d == "yes" else d) for a, b, c, d in ROWS]
    table = read_table(write(tmp_path / "t.csv", rows, **how), Choices("ripe"))
    width, colour, _ = table.task.input.columns
    assert isinstance(width, Numeric)
    assert isinstance(colour, Categories)
    assert colour.categories == ("blue", "green", "red")
    assert table.task.answer.names == ("no", "süß")
    assert table.task.input.names == ("width", "colour: blue", "colour: green", "colour: red", "area")
    parts = (table.data.training, table.data.validation, table.data.test)
    again = np.concatenate([[table.task.input.raw(x) for x in part.stored] for part in parts])
    found = sorted((round(w, 3), colour.categories[int(c)], round(a)) for w, c, a in again)
    assert found == sorted((float(a), b, int(c)) for a, b, c, _ in ROWS)


def test_without_a_header_columns_have_numbers(tmp_path):
    path = write(tmp_path / "t.csv", ROWS, head=None)
    assert not find_dialect(path).header
    table = read_table(path)
    assert table.task.answer.called == "column 4"
    assert table.data.name.training + table.data.name.validation + table.data.name.test == 60


@pytest.mark.parametrize(
    ("cell", "decimal"), [("{},5", True), ("{},500", False), ("{}.5", False), ("{},250,000", False)]
)
def test_commas_in_quotes_among_commas_are_decimal_where_they_part_no_thousands(
    tmp_path: Path, cell: str, decimal: bool
) -> None:
    path = tmp_path / "quoted.csv"
    path.write_text("a,b,c\n" + "".join(f'{k},"{cell.format(k + 1)}",x\n' for k in range(30)))
    found = find_dialect(path)
    assert (found.delimiter, found.decimal_comma) == (",", decimal)


def test_quoted_cells_may_hold_what_parts_cells(tmp_path):
    rows = [(f'say "{a}", {b}', a, c, d) for (a, b, c, d) in ROWS[:12]] * 5
    table = read_table(write(tmp_path / "t.csv", rows))
    assert any('say "1.5", red' in name for name in table.task.input.names)


def test_scales_and_gaps_are_of_the_training_rows_alone(tmp_path):
    rows = [("" if k % 7 == 0 else a, b, c, d) for k, (a, b, c, d) in enumerate(ROWS)]
    path = write(tmp_path / "t.csv", rows)
    table = read_table(path, Choices("ripe"))
    stored = table.data.training.stored
    assert stored[:, 0].mean() != pytest.approx(0, abs=1e-4)  # gaps are no part of the mean
    work = surveys.survey(path)
    raw = _end(read_raw(plan(_end(work), Choices("ripe"))))
    training = tables.stratified(raw.labels, 0).training
    known = raw.cells[training, 0]
    known = known[~np.isnan(known)]
    width = table.task.input.columns[0]
    assert (width.mean, width.deviation, width.gap) == pytest.approx(
        (known.mean(), known.std(), np.median(known))
    )
    everyone = raw.cells[~np.isnan(raw.cells[:, 0]), 0]
    assert width.mean != pytest.approx(everyone.mean(), abs=1e-9)
    assert any("“width” 9" in note and "median of the training rows" in note for note in table.notes)


def test_a_missing_category_is_none_of_them(tmp_path):
    rows = [(a, "" if k % 5 == 0 else b, c, d) for k, (a, b, c, d) in enumerate(ROWS)]
    data = read_table(write(tmp_path / "t.csv", rows), Choices("ripe")).data
    sums = np.concatenate(
        [part.stored[:, 1:4].sum(axis=1) for part in (data.training, data.validation, data.test)]
    )
    assert sorted(sums.tolist()) == [0.0] * 12 + [1.0] * 48


def test_every_split_has_its_share_of_each_class(tmp_path):
    rows = [(a, b, c, "rare" if k % 5 == 0 else "usual") for k, (a, b, c, _) in enumerate(ROWS * 5)]
    data = read_table(write(tmp_path / "t.csv", rows), Choices("ripe")).data
    for part, n in ((data.training, 210), (data.validation, 45), (data.test, 45)):
        assert len(part) == n
        assert int((part.answers == 0).sum()) == n // 5
    other = read_table(tmp_path / "t.csv", Choices("ripe", seed=1)).data
    assert not np.array_equal(other.training.stored, data.training.stored)


def test_it_is_found_again_by_its_name_and_no_other_is(tmp_path):
    path = write(tmp_path / "t.csv", ROWS)
    data = read_table(path, Choices("ripe", ("width", "colour"))).data
    again = find_table(data.name)
    assert np.array_equal(again.training.stored, data.training.stored)
    assert again.name == data.name
    write(path, ROWS[::-1])
    with pytest.raises(DataError, match=r"t\.csv has been changed since"):
        find_table(data.name)
    path.unlink()
    with pytest.raises(DataError, match=r"t\.csv does not exist"):
        find_table(data.name)


def _end(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def _bad(rows, **how):
    return lambda path: write(path, rows, **how)


def _raw(data):
    def made(path):
        path.write_bytes(data)
        return path

    return made


GOOD = [",".join(row) for row in (HEAD, *ROWS)]
BAD = {
    "a missing cell": (_raw("\n".join([*GOOD[:9], "1.5,red", *GOOD[9:]]).encode()),
                       r"t\.csv, line 10: 4 cells would be right"),
    "a word among numbers": (_bad([*ROWS, ("wide", "red", "9", "yes")]),
                             r"t\.csv, line 62, column “width”: “wide” is no number"),
    "infinity": (_bad([*ROWS, ("1e999", "red", "9", "yes")]),
                 r"line 62, column “width”: “1e999” is no number"),
    "one class": (_bad([(a, b, c, "yes") for a, b, c, _ in ROWS]), r"“ripe” has one class only, “yes”"),
    "a million classes": (_bad([(a, b, c, f"k{k}") for k, (a, b, c, _) in enumerate(ROWS * 20)]),
                          r"“ripe” has more than 1,000 different values"),
    "as many classes as rows": (_bad([(a, b, c, f"k{k}") for k, (a, b, c, _) in enumerate(ROWS)]),
                                r"“ripe” has 60 different values in 60 rows"),
    "one row": (_bad(ROWS[:1]), r"holds one row that can be read; 10 or more"),
    "no row": (_bad([]), r"holds 0 rows"),
    "nothing": (_raw(b""), r"holds nothing"),
    "one column": (_raw(b"a\n1\n2\n"), r"line 1 has one cell"),
    "two columns of one name": (_bad(ROWS, head=("a", "b", "a", "ripe")), r"line 1 names two columns “a”"),
    "no text": (_raw(b"\x89PNG\0\0\0\0" * 40), r"is no text"),
    "a damaged packing": (_raw(gzip.compress("\n".join(GOOD).encode())[:-30]), r"can't be read"),
    "an open quote": (_raw(("\n".join(GOOD) + '\n"1,red').encode()), r"line 62 can't be read"),
    "another encoding below": (_raw("\n".join(GOOD + GOOD[1:] * 80).encode() + "\nsü".encode("latin-1")),
                               r"holds bytes that are no UTF-8 text"),
    "nothing to read": (_bad([("1", "1", "1", d) for *_, d in ROWS]), r"has no column that can be read"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_what_can_t_be_read_is_said_with_file_and_line(tmp_path, what):
    make, words = BAD[what]
    path = make(tmp_path / "t.csv")
    with pytest.raises(DataError, match=words) as caught:
        read_table(path, Choices("ripe" if what not in ("one column", "nothing", "no text") else ""))
    assert str(caught.value).endswith(".")


def test_bad_rows_are_skipped_where_somebody_chose_so(tmp_path):
    lines = [*GOOD[:9], "1.5,red", *GOOD[9:], "wide,red,9,yes", "1,red,9,"]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(lines))
    table = read_table(path, Choices("ripe", skip=True))
    assert "2 rows that can't be read are left out." in table.notes
    assert "One row without a “ripe” is left out." in table.notes
    assert table.data.troubles == (
        "line 10: 2 cells, where 4 would be right",
        "line 63: “wide” in column “width” is no number",
    )
    assert sum(map(len, (table.data.training, table.data.validation, table.data.test))) == 60
    # The rows without a label were no trouble to read, and are found among what was left out all the same.
    assert table.data.omitted == ("One row without a “ripe” is left out.",)
    assert finish(examine_data(table.data)).left_out == (*table.data.troubles, *table.data.omitted)


def test_what_says_nothing_or_too_much_is_left_out_and_said(tmp_path):
    rows = [(*row[:3], "same", f"written by hand {k}", row[3]) for k, row in enumerate(ROWS)]
    path = write(tmp_path / "t.csv", rows, head=("width", "colour", "area", "constant", "text", "ripe"))
    table = read_table(path)
    assert table.task.answer.called == "ripe"
    assert [column.name for column in table.task.input.columns] == ["width", "colour", "area"]
    assert any("“constant” is the same in all rows" in note for note in table.notes)
    assert any("“constant” is the same in all rows" in words for words in table.data.omitted)
    assert any("“text” is text (line 2: “written by hand 0”)" in note for note in table.notes)
    with pytest.raises(DataError, match="“constant” is the same"):
        read_table(path, Choices("ripe", ("width", "constant")))


def test_the_label_among_the_inputs_is_refused_and_its_copy_is_said(tmp_path):
    rows = [(*row, "ja" if row[3] == "yes" else "nein") for row in ROWS]
    path = write(tmp_path / "t.csv", rows, head=(*HEAD, "reif"))
    with pytest.raises(DataError, match="“ripe” is what is to be answered"):
        read_table(path, Choices("ripe", ("width", "ripe")))
    assert any(
        "“reif” stands for one ripe, so it gives the answer away" in n
        for n in read_table(path, Choices("ripe")).notes
    )
    with pytest.raises(DataError, match="no column “rip”; “width”, “colour”"):
        read_table(path, Choices("rip"))


def test_a_file_that_changes_while_it_is_read_is_not_mixed(tmp_path):
    path = write(tmp_path / "t.csv", ROWS * 100)
    work = reading(path, Choices("ripe"))
    next(work)
    with path.open("a") as file:
        file.write("1,red,1,yes\n")
    with pytest.raises(DataError, match=r"was changed while it was read"):
        _end(work)
    write(path, ROWS * 100)
    work = reading(path, Choices("ripe"))
    while next(work) < 0.5:
        pass
    write(path, ROWS[::-1] * 100)
    os.utime(path, (1, 1))
    with pytest.raises(DataError, match=r"was changed while it was read"):
        _end(work)


def test_a_bomb_and_an_endless_line_are_refused_before_they_fill_the_memory(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2" * 2_000_000))
    with pytest.raises(DataError, match=r"line 2 is longer than"):
        read_table(path)
    monkeypatch.setattr("netviz.tasks.tabular.table_file._BOMB_FROM", 1 << 18)
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 4_000_000, 9))
    monkeypatch.setattr("netviz.tasks.tabular.table_file._BOMB", 200)
    with pytest.raises(DataError, match=r"times as large when it is unpacked"):
        read_table(path)
    monkeypatch.setattr(surveys, "MOST_CELLS", 1000)
    with pytest.raises(DataError, match=r"more than 1,000 cells"):
        read_table(write(path, ROWS * 100))


def test_no_file_and_no_rights(tmp_path):
    for path, words in ((tmp_path / "none.csv", "does not exist"), (tmp_path, "folder")):
        with pytest.raises(DataError, match=words):
            read_table(path)


HOUSES = [
    (f"{40 + k % 70}", ("north", "south")[k % 2], f"{1500 * (40 + k % 70) + 20000 * (k % 2) + 7 * k}")
    for k in range(400)
]
HOUSE = ("area", "district", "price")


def test_a_column_of_many_numbers_is_answered_with_a_number(tmp_path):
    data = read_table(write(tmp_path / "t.csv", HOUSES, head=HOUSE)).data
    answer = data.task.answer
    assert isinstance(answer, Numbers)
    assert answer.names == ("price",)
    prices = np.concatenate([answer.meant(p.answers) for p in (data.training, data.validation, data.test)])
    assert sorted(np.rint(prices[:, 0]).tolist()) == sorted(float(row[2]) for row in HOUSES)
    # Scaled by the training rows alone, and each split has low ones and high ones.
    learnt = data.training.answers
    assert (float(learnt.mean()), float(learnt.std())) == pytest.approx((0, 1), abs=1e-4)
    assert all(abs(float(part.answers.mean())) < 0.15 for part in (data.validation, data.test))
    assert find_table(data.name).task == data.task
    # As classes there are too many of them; few numbers are classes, where nobody says otherwise.
    with pytest.raises(DataError, match="too many to be classes"):
        read_table(tmp_path / "t.csv", Choices("price", answer="classes"))
    rooms = [(a, b, str(k % 4)) for k, (a, b, _) in enumerate(HOUSES)]
    path = write(tmp_path / "r.csv", rooms, head=(*HOUSE[:2], "rooms"))
    assert read_table(path).task.answer.names == ("0", "1", "2", "3")
    assert isinstance(read_table(path, Choices("rooms", answer="number")).task.answer, Numbers)
    with pytest.raises(DataError, match=r"“district” holds words \(line 2: “north”\)"):
        read_table(path, Choices("district", answer="number"))


def test_a_number_that_is_none_is_named_or_skipped(tmp_path):
    rows = [*HOUSES, ("50", "north", "dear"), ("50", "north", "")]
    path = write(tmp_path / "t.csv", rows, head=HOUSE)
    with pytest.raises(DataError, match="line 402, column “price”: “dear” is no number"):
        read_table(path)
    table = read_table(path, Choices(skip=True))
    assert "One row that can't be read is left out." in table.notes
    assert "One row without a “price” is left out." in table.notes


def test_rows_to_examine_with_may_lie_in_a_file_of_their_own(tmp_path):
    learn = write(tmp_path / "train.csv", ROWS)
    # In another order, written another way.
    swapped = [(d, c, b, a) for a, b, c, d in ROWS[:12]]
    test = write(tmp_path / "test.tsv", swapped, head=HEAD[::-1], delimiter="\t")
    look_into(tmp_path)  # the window opens such a folder
    data = read_table(tmp_path).data
    assert (len(data.training), len(data.validation), len(data.test)) == (52, 8, 12)
    first = data.task.input.raw(data.test.stored[0])
    assert (round(first[0], 3), data.task.answer.names[data.test.answers[0]]) == (1.5, "yes")
    chosen = read_table(learn, Choices(test=str(test))).data
    assert chosen.name == data.name
    assert np.array_equal(find_table(data.name).test.stored, data.test.stored)
    write(tmp_path / "val.csv", ROWS[20:30])
    three = read_table(tmp_path).data
    assert (len(three.training), len(three.validation), len(three.test)) == (60, 10, 12)
    write(test, swapped[::-1], head=HEAD[::-1], delimiter="\t")
    with pytest.raises(DataError, match="has been changed since"):
        find_table(data.name)
    (tmp_path / "train.tsv").write_text("a")
    with pytest.raises(DataError, match=r"holds train\.csv and train\.tsv; one of them"):
        read_table(tmp_path)


@pytest.mark.parametrize(
    ("rows", "head", "words"),
    [
        (ROWS, ("width", "colour", "size", "ripe"), r"test\.csv has no column “area”, as .*train\.csv has"),
        ([(*row, "1") for row in ROWS], (*HEAD, "more"), r"train\.csv has no column “more”"),
        ([("1", "red", "1", "perhaps")], HEAD, r"test\.csv, line 2, column “ripe”: “perhaps” is none"),
        ([("wide", "red", "1", "yes")], HEAD, r"test\.csv, line 2, column “width”: “wide” is no number"),
        ([("1", "red", "1", "")], HEAD, "too few to learn from"),
    ],
)
def test_a_file_to_examine_with_that_does_not_fit_is_said(tmp_path, rows, head, words):
    learn = write(tmp_path / "train.csv", ROWS)
    test = write(tmp_path / "test.csv", rows, head=head)
    with pytest.raises(DataError, match=words):
        read_table(learn, Choices(test=str(test)))


def test_categories_that_nobody_learnt_are_none_and_said(tmp_path):
    learn = write(tmp_path / "train.csv", ROWS)
    test = write(tmp_path / "test.csv", [("1", "pink", "1", "yes"), ("1", "red", "1", "maybe")])
    table = read_table(learn, Choices(skip=True, test=str(test)))
    assert table.data.test.stored[0, 1:4].tolist() == [0, 0, 0]
    assert any("one category that no row to learn from has" in note for note in table.notes)
    assert "One row that can't be read is left out." in table.notes


def test_rows_that_are_numbered_without_a_name_have_a_header_all_the_same(tmp_path):
    path = write(tmp_path / "t.csv", [(str(k), *row) for k, row in enumerate(ROWS)], head=("", *HEAD))
    table = read_table(path)
    assert table.task.answer.called == "ripe"
    assert any("a column without a name is left out" in note for note in table.notes)
