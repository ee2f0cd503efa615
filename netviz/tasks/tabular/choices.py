"""What is done with a table: which column is the answer, which are read, what happens to rows that can't."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from netviz.tasks.examples import DataError

CLASSES: Final = "classes"
NUMBER: Final = "number"
ANSWERS: Final = (CLASSES, NUMBER)
"""What a column can be answered with."""
_LONGEST: Final = 4096  # characters of a path


@dataclass(frozen=True)
class Choices:
    """`label`: the column that is answered, "" for whichever looks like it. `columns`: those that are read,
    () for all that can be. `skip`: leave out rows that can't be read, where else the table is refused.
    `seed`: of the split. `answer`: one of ANSWERS, "" for what the column looks like. `validation` and
    `test`: files with the rows of these splits, "" for a share of the table's own.
    """

    label: str = ""
    columns: tuple[str, ...] = ()
    skip: bool = False
    seed: int = 0
    answer: str = ""
    validation: str = ""
    test: str = ""

    def to_table(self) -> dict[str, Any]:
        """Fit for JSON; what is as it was before there was a choice is not written."""
        table: dict[str, Any] = {
            "kind": "table",
            "label": self.label,
            "columns": list(self.columns),
            "skip": self.skip,
            "seed": self.seed,
        }
        if self.answer == NUMBER:
            table["answer"] = self.answer
        return {**table, **{key: getattr(self, key) for key in _FILES if getattr(self, key)}}

    @staticmethod
    def from_table(table: dict[str, Any]) -> Choices:
        """Out of a file that may hold anything. Raises DataError."""
        label, columns, skip, seed = (table.get(key) for key in ("label", "columns", "skip", "seed"))
        answer, *files = (table.get("answer", CLASSES), *(table.get(key, "") for key in _FILES))
        if (
            not isinstance(label, str)
            or not isinstance(columns, list)
            or not all(isinstance(name, str) for name in columns)
            or not isinstance(skip, bool)
            or not isinstance(seed, int)
            or not 0 <= seed < 2**32
            or answer not in ANSWERS
            or not all(isinstance(file, str) and len(file) <= _LONGEST and "\0" not in file for file in files)
        ):
            raise DataError("How the table of this run was read can't be made out.")
        return Choices(label, tuple(columns), skip, seed, answer, *files)


_FILES: Final = ("validation", "test")
