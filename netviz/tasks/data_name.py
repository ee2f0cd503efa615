"""Which examples a network was trained with, as its file remembers it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from netviz.tasks import how as hows

# A constant, because hashing 55 MB at every start would only confirm what gzip's checksums already did.
BUNDLED_SHA256: Final = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"
_SHOWN: Final = 12  # of a sum's digits
_LONGEST: Final = 4096  # characters of a path
_LONGEST_TASK: Final = 40  # characters of its id
USUAL_TASK: Final = "digits"
"""The id of the task of a file that names none."""
OWN_PICTURES: Final = "pictures"
OWN_TABLE: Final = "table"
"""The ids of tasks of somebody's own."""


@dataclass(frozen=True)
class DataName:
    """Names a data set: by its sum, where it was read from, and how many examples it has, of which task.

    `sha256` is empty where nobody knows; `folder` is empty for what comes with the program, and where a file
    does not say it; the numbers are 0 then. `how` says how they were had, where their task alone does not: a
    text of `how.written`, which `how.read` makes a table again, such as `{"count":500,"noise":0.2}`.
    """

    sha256: str = ""
    folder: str = ""
    training: int = 0
    validation: int = 0
    test: int = 0
    task: str = USUAL_TASK
    how: str = ""

    @property
    def bundled(self) -> bool:
        """Whether these are the digits that come with the program, or not known to be others."""
        return self.task == USUAL_TASK and not self.how and self.sha256 in ("", BUNDLED_SHA256)

    @property
    def unshuffled(self) -> DataName | None:
        """Of which examples these are, with the training labels shuffled; None where labels are right."""
        table = hows.read(self.how)
        seed, of = table.pop(hows.SHUFFLED, None), table.pop(hows.SHUFFLED_OF, None)
        whole = isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed < 2**32
        if not whole or not isinstance(of, str):
            return None
        return replace(self, sha256=of[:64], how=hows.written(table))

    def same(self, other: DataName) -> bool:
        """Whether both name the same examples, wherever these lie."""
        if self.task != other.task:
            return False
        return self.sha256 == other.sha256 or (self.bundled and other.bundled)

    def of_task(self, task: str) -> DataName:
        """This name; where it holds no sum, that of whatever comes with the program for this task."""
        return self if self.sha256 else replace(self, task=task)

    def to_table(self) -> dict[str, Any]:
        """What stands in a file besides the sum, fit for JSON."""
        return {
            **({} if self.task == USUAL_TASK else {"task": self.task}),
            "folder": self.folder,
            "training": self.training,
            "validation": self.validation,
            "test": self.test,
            **({"how": self.how} if self.how else {}),
        }

    @staticmethod
    def from_table(sha256: str, table: object) -> DataName:
        """The name, out of a file that may hold anything: what it does not say rightly is not known."""
        about = table if isinstance(table, dict) else {}
        folder = about.get("folder")
        usable = isinstance(folder, str) and len(folder) <= _LONGEST and folder.isprintable()
        counts = [about.get(name) for name in ("training", "validation", "test")]
        right = [isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 2**53 for n in counts]
        numbers = counts if all(right) else [0, 0, 0]
        task = about.get("task", USUAL_TASK)
        of = task if isinstance(task, str) and len(task) <= _LONGEST_TASK else USUAL_TASK
        training, validation, test = (int(n or 0) for n in numbers)
        where = str(folder) if usable else ""
        return DataName(sha256[:64], where, training, validation, test, of, hows.checked(about.get("how")))

    def __str__(self) -> str:
        """As in a sentence: which digits, how many, and their sum."""
        base = self.unshuffled
        if base is not None:
            return f"{base}, their training labels shuffled"
        if self.bundled:
            return "the digits that come with netviz"
        if self.task != USUAL_TASK and self.folder:
            where = f"the examples of {self.folder}"
        elif self.task != USUAL_TASK:
            where = f"the examples of the task {self.task}"
        elif self.folder:
            where = f"the digits of {self.folder}"
        else:
            where = "digits of somebody\u2019s own"
        numbers = f"{self.training:,} to learn from, {self.validation:,} to validate, {self.test:,} to test"
        counts = f"{numbers}; " if self.training else ""
        return f"{where} ({counts}sha256 {self.sha256[:_SHOWN]}…)"


UNKNOWN: Final = DataName()
