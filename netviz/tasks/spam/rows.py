"""The mails of Spambase."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.data_name import DataName
from netviz.tasks.digits.resources import resource
from netviz.tasks.spam.mail import KNOWN_AS
from netviz.tasks.spam.task import SPAM
from netviz.tasks.tabular.data import TableData
from netviz.tasks.tabular.shipped import find_shipped


def taken(columns: dict[str, list[str]]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Raw rows and labels of Spambase's columns."""
    raw = np.stack([np.asarray(list(map(float, columns[name]))) for name in KNOWN_AS], axis=1)
    return raw, np.asarray([kind == "spam" for kind in columns["type"]], np.int64)


def find(name: DataName) -> TableData:
    """The mails of this name. Raises DataError."""
    return find_shipped(name, resource("spam", "spambase.csv.gz"), SPAM, taken)
