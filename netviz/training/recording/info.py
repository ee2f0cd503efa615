"""What a recording says of itself."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from netviz.tasks.data_name import DataName
from netviz.training.config import TrainingConfig
from netviz.training.recording.tables import rows
from netviz.training.recording.tables.schema import Parent


class RecordingInfo(NamedTuple):
    """Whose run it is. `created` is in seconds since 1970, `config` that of its beginning."""

    run: str
    config: TrainingConfig
    data: DataName
    created: float
    program: str
    finished: bool
    parent: Parent | None


def read_info(connection: sqlite3.Connection, configs: dict[int, TrainingConfig]) -> RecordingInfo:
    """What stands in the file, whose configurations are these. Raises rows.Damaged."""
    about = rows.read_about(connection)
    first = min(configs, default=None)
    if first is None or not about.get("run"):
        raise rows.Damaged("it says not whose run it is")
    try:
        created = float(about.get("created", "0"))
    except ValueError:
        created = 0.0
    return RecordingInfo(
        about["run"][:64],
        configs[first],
        rows.read_data(about).of_task(configs[first].task.id),
        created,
        about.get("program", "")[:20],
        about.get("finished") == "1",
        rows.read_parent(about.get("parent", "")),
    )
