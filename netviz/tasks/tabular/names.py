"""Which files are tables, by their names: whoever only asks for that loads nothing that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from netviz.files.errors import shown
from netviz.files.paths import is_file, is_folder
from netviz.language.grammar import all_of
from netviz.tasks.examples import DataError

TABLES: Final = (".csv", ".tsv", ".tab", ".txt", ".parquet")
"""How the names of tables end; .gz may follow."""
LEARN: Final = ("train", "training", "learn")
VALIDATE: Final = ("val", "valid", "validation", "dev")
TEST: Final = ("test", "testing")
_SHOWN: Final = 6  # names in a sentence


def is_table(path: Path) -> bool:
    """Whether its name says so, or, of a folder, whether one of a table to learn from lies there."""
    return _is_named(path, TABLES) and is_file(path) if not is_folder(path) else bool(_lying(path, LEARN))


def one_of_names(folder: Path, names: tuple[str, ...]) -> Path | None:
    """The table of one of these names; None where there is none. Raises DataError where there are more."""
    there = _lying(folder, names)
    if len(there) > 1:
        both = all_of(path.name for path in there[:_SHOWN])
        raise DataError(f"{shown(folder)} holds {both}; one of them would be right.")
    return there[0] if there else None


def _lying(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """Tables of one of these names."""
    try:
        there = sorted(folder.iterdir())
    except OSError:
        return []
    return [
        path
        for path in there
        if path.name.split(".")[0].lower() in names and _is_named(path, TABLES) and is_file(path)
    ]


def _is_named(path: Path, ends: tuple[str, ...]) -> bool:
    name = Path(path.stem) if path.suffix.lower() == ".gz" else path
    return name.suffix.lower() in ends
