"""How well the person's own drawings were read, as rows of a recording: among its commands, as older programs
pass over what they don't know there.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from typing import Final

from netviz.training.measure.hand import HandPoint
from netviz.training.recording.tables.schema import COUNT_LIMIT, MAX_TEXT

KIND: Final = "own hand"
_MOST: Final = 200_000  # rows that are read


def write_hand(
    connection: sqlite3.Connection, first_id: int, points: Sequence[HandPoint], *, restart: bool
) -> int:
    """Add them as commands from `first_id` on; with `restart` in the place of all that are there. Returns the
    last id that is in use.
    """
    if restart:
        connection.execute("DELETE FROM commands WHERE kind = ?", (KIND,))
    number = first_id - 1
    for number, point in enumerate(points, start=first_id):
        row = (number, point.step, time.time(), KIND, json.dumps({"accuracy": point.accuracy}))
        connection.execute("INSERT INTO commands VALUES (?, ?, ?, ?, ?)", row)
    return number


def read_hand(connection: sqlite3.Connection) -> list[HandPoint]:
    """All that is there, in order of steps; a row that can't be one is passed over."""
    found = []
    question = "SELECT step, data FROM commands WHERE kind = ? ORDER BY step, id LIMIT ?"
    for step, text in connection.execute(question, (KIND, _MOST)):
        share = _share(text)
        if isinstance(step, int) and 0 <= step < COUNT_LIMIT and share is not None:
            found.append(HandPoint(step, share))
    return found


def _share(text: object) -> float | None:
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        return None
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        return None
    share = table.get("accuracy") if isinstance(table, dict) else None
    if not isinstance(share, float | int) or isinstance(share, bool):
        return None
    return float(share) if 0 <= share <= 1 else None
