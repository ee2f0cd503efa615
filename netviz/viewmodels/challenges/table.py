"""Who has done what: the rows of a class, kept as text, and as a table for other programs."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from netviz.viewmodels.challenges.rules import CHALLENGES

LONGEST: Final = 40
"""Characters of a name."""
_MOST: Final = 500
_LONGEST_NETWORK: Final = 60
_ROWS: Final = {row.id: k for k, row in enumerate(CHALLENGES)}
HEAD: Final = ("challenge", "name", "result", "result in words", "network")


@dataclass(frozen=True)
class Result:
    """`challenge` is the id of one of them."""

    challenge: str
    name: str
    value: float
    network: str

    @property
    def said(self) -> str:
        """With its unit."""
        return CHALLENGES[_ROWS[self.challenge]].said(self.value)


def in_order(results: Iterable[Result]) -> list[Result]:
    """Challenge by challenge, the best first; of equals the one that was first."""

    def place(result: Result) -> tuple[int, float]:
        k = _ROWS[result.challenge]
        return k, result.value if CHALLENGES[k].lowest else -result.value

    return sorted(results, key=place)


def as_text(results: Sequence[Result]) -> str:
    """To be kept."""
    return json.dumps([asdict(result) for result in results[-_MOST:]])


def from_text(text: str) -> list[Result]:
    """What `as_text` has made; anything else is left out."""
    try:
        rows = json.loads(text or "[]")
    except ValueError:
        return []
    return [Result(**row) for row in rows[-_MOST:] if _is_result(row)] if isinstance(rows, list) else []


def as_csv(results: Sequence[Result]) -> bytes:
    """For other programs, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for row in in_order(results):
        title = CHALLENGES[_ROWS[row.challenge]].title
        writer.writerow([title, named(row.name), f"{row.value:.10g}", row.said, row.network])
    return text.getvalue().encode()


def named(name: str) -> str:
    """A name as it stands in the table: one line, and nothing that a spreadsheet would reckon with."""
    return " ".join(name.split())[:LONGEST].lstrip("=+-@ ")


def _is_result(row: object) -> bool:
    return (
        isinstance(row, dict)
        and set(row) == {"challenge", "name", "value", "network"}
        and row["challenge"] in _ROWS
        and all(isinstance(row[key], str) for key in ("name", "network"))
        and len(row["name"]) <= LONGEST
        and len(row["network"]) <= _LONGEST_NETWORK
        and isinstance(row["value"], int | float)
        and math.isfinite(row["value"])
    )
