"""Which digits a network was trained with, as its file remembers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

# A constant, because hashing 55 MB at every start would only confirm what gzip's checksums already did.
BUNDLED_SHA256: Final = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"
_SHOWN: Final = 12  # of a sum's digits
_LONGEST: Final = 4096  # characters of a path


@dataclass(frozen=True)
class DataName:
    """Names a data set: by its sum, where it was read from, and how many digits it has.

    `sha256` is DataSet.sha256, empty where nobody knows; `folder` is empty for the bundled digits, and where
    a file does not say it; the numbers are 0 then.
    """

    sha256: str = ""
    folder: str = ""
    training: int = 0
    validation: int = 0
    test: int = 0

    @property
    def bundled(self) -> bool:
        """Whether these are the digits that come with the program, or not known to be others."""
        return self.sha256 in ("", BUNDLED_SHA256)

    def same(self, other: DataName) -> bool:
        """Whether both name the same digits, wherever these lie."""
        return self.sha256 == other.sha256 or (self.bundled and other.bundled)

    def to_table(self) -> dict[str, Any]:
        """What stands in a file besides the sum, fit for JSON."""
        return {
            "folder": self.folder,
            "training": self.training,
            "validation": self.validation,
            "test": self.test,
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
        return DataName(sha256[:64], str(folder) if usable else "", *(int(n or 0) for n in numbers))

    def __str__(self) -> str:
        """As in a sentence: which digits, how many, and their sum."""
        if self.bundled:
            return "the digits that come with netviz"
        where = f"the digits of {self.folder}" if self.folder else "digits of somebody\u2019s own"
        numbers = f"{self.training:,} to learn from, {self.validation:,} to validate, {self.test:,} to test"
        counts = f"{numbers}; " if self.training else ""
        return f"{where} ({counts}sha256 {self.sha256[:_SHOWN]}…)"


UNKNOWN: Final = DataName()
