"""What was measured of the layers, as rows of a recording: among its commands, which older programs know."""

from __future__ import annotations

import base64
import binascii
import json
import sqlite3
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from netviz.network.arrays import frozen
from netviz.network.spec import SpecError
from netviz.training.config_table import TableError, spec_from_table
from netviz.training.measure.measures import MAX_MEASURES, N_BINS, Histogram, Measures, StepMeasures
from netviz.training.recording.tables.schema import COUNT_LIMIT, MAX_TEXT

KIND: Final = "measures"
_MOST_BYTES: Final = 16_000_000
_LOOK_EVERY: Final = 256  # rows


class MeasureError(ValueError):
    """A row that can't be what was measured; the message is the end of a sentence about its file."""


def write_measures(
    connection: sqlite3.Connection, first_id: int, measures: Sequence[Measures], *, restart: bool
) -> int:
    """Add them as commands from `first_id` on; with `restart` in the place of those from their first step on.

    Returns the last id that is in use. Of more than 4,000 rows, or 16 MB, every second one goes.
    """
    if restart and measures:
        connection.execute("DELETE FROM commands WHERE kind = ? AND step >= ?", (KIND, measures[0].step))
    number = first_id - 1
    for one in measures:
        number += 1
        row = (number, one.step, time.time(), KIND, json.dumps(_table(one)))
        connection.execute("INSERT INTO commands VALUES (?, ?, ?, ?, ?)", row)
    if number // _LOOK_EVERY > (first_id - 1) // _LOOK_EVERY:
        _thin(connection)
    return number


def _thin(connection: sqlite3.Connection) -> None:
    question = "SELECT id, length(data) FROM commands WHERE kind = ? ORDER BY id"
    rows = connection.execute(question, (KIND,)).fetchall()
    while len(rows) > 2 * MAX_MEASURES or sum(size for _, size in rows) > _MOST_BYTES:
        connection.executemany("DELETE FROM commands WHERE id = ?", [(number,) for number, _ in rows[1::2]])
        rows = rows[::2]


def read_measures(connection: sqlite3.Connection) -> list[Measures]:
    """All that is there, in order of steps. Raises MeasureError."""
    found = []
    question = "SELECT step, data FROM commands WHERE kind = ? ORDER BY step, id LIMIT ?"
    for step, text in connection.execute(question, (KIND, 4 * MAX_MEASURES)):
        if not isinstance(step, int) or not 0 <= step < COUNT_LIMIT:
            raise MeasureError("what was measured in it has no step")
        if not isinstance(text, str) or len(text) > MAX_TEXT:
            raise MeasureError("what was measured in it is no text, or far too long")
        found.append(_measures(step, text))
    return found


def _table(one: Measures) -> dict[str, Any]:
    arrays = (
        one.of_step.gradient_norm,
        one.of_step.update_ratio,
        one.dead,
        one.saturated,
        *(part for found in (one.weights, one.activations) for part in (found.low, found.high)),
    )
    numbers = b"".join(np.asarray(array, "<f4").tobytes() for array in arrays)
    counts = b"".join(np.asarray(found.counts, "<i4").tobytes() for found in (one.weights, one.activations))
    packed = base64.b64encode(zlib.compress(numbers + counts, 1)).decode()
    return {"spec": asdict(one.spec), "data": packed}


def _measures(step: int, text: str) -> Measures:
    try:
        table = json.loads(text)
        spec = spec_from_table(table["spec"]).checked()
        packed = base64.b64decode(table["data"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError, TableError, SpecError, binascii.Error) as error:
        raise MeasureError("what was measured in it can't be read") from error
    n, hidden = spec.n_layers, len(spec.activations)
    shapes = [n, n, hidden, hidden, n, n, n, n]
    size = 4 * sum(shapes) + 2 * 4 * n * N_BINS
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise MeasureError("what was measured in it can't be unpacked") from error
    if len(content) != size or not unpacker.eof:
        raise MeasureError("what was measured in it does not fit its layers")
    ends = np.cumsum(shapes)
    numbers = np.frombuffer(content, "<f4", int(ends[-1]))
    parts = [frozen(part.astype(np.float32)) for part in np.split(numbers, ends[:-1])]
    counts = np.frombuffer(content, "<i4", 2 * n * N_BINS, 4 * int(ends[-1])).reshape(2, n, N_BINS)
    if not all(np.isfinite(part).all() for part in parts[4:]) or counts.min(initial=0) < 0:
        raise MeasureError("what was measured in it is no histogram")
    weights, activations = (
        Histogram(parts[4 + 2 * k], parts[5 + 2 * k], frozen(counts[k].astype(np.int32))) for k in (0, 1)
    )
    of_step = StepMeasures(parts[0], parts[1])
    return Measures(step, spec, of_step, parts[2], parts[3], weights, activations)
