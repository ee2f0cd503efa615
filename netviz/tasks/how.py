"""How examples were had, as files hold it: JSON with sorted keys, so that the same is written the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

SHUFFLED: Final = "shuffled"
"""The key of the seed by which training labels were shuffled."""
SHUFFLED_OF: Final = "of"
"""The key of the sum of the examples whose labels these are."""
LONGEST: Final = 256 * 1024
"""Bytes that such a text may have."""


def written(table: Mapping[str, Any]) -> str:
    """This table of plain values as its text; empty for none. Raises ValueError where it is no JSON, or over
    LONGEST.
    """
    if not table:
        return ""
    text = json.dumps(table, sort_keys=True, separators=(",", ":"), allow_nan=False)
    if len(text) > LONGEST:
        raise ValueError(f"{len(text):,} bytes; up to {LONGEST:,} would be right")
    return text


def read(how: str) -> dict[str, Any]:
    """The table of such a text, which may be anything; empty where it is none."""
    if not how or len(how) > LONGEST:
        return {}
    try:
        table = json.loads(how, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def checked(how: object) -> str:
    """What a file holds in its place: itself as `written` would write it, empty where it is no such text."""
    if not isinstance(how, str):
        return ""
    try:
        return written(read(how))
    except (ValueError, RecursionError):
        return ""


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
