"""How the name of somebody's own drawings says what they are."""

from __future__ import annotations

from typing import Final

from netviz.tasks import how as hows
from netviz.tasks.data_name import DataName

KIND: Final = "kind"
ALONE: Final = "handwriting"
ON_TOP: Final = "handwriting on top"


def is_of_hand(name: DataName) -> bool:
    """Whether the examples of this name are somebody's own drawings, alone or among others."""
    return hows.read(name.how).get(KIND) in (ALONE, ON_TOP)
