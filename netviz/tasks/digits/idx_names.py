"""What the names of IDX files tell: to learn from or to test with, and which of several sets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal

Part = Literal["learn", "test"]

_LEARN: Final = ("train", "learn")
_TEST: Final = ("test", "t10k")
_OF_IDX: Final = ("idx", "ubyte", "image", "label")
# Words that say what is in a file, not which set it belongs to.
_COMMON: Final = re.compile(r"(images?|labels?|idx\d?|ubyte|int|data|gz)\Z")


def part_of(path: Path) -> Part | None:
    """Whether its name says that one learns from it or tests with it; None where it says neither, or both."""
    learn, test = (any(word.startswith(known) for word in _words(path)) for known in (_LEARN, _TEST))
    if learn == test:
        return None
    return "learn" if learn else "test"


def set_of(path: Path) -> str:
    """Which set its name says, as `emnist-digits`; empty where it says none."""
    own = [word for word in _words(path) if not _COMMON.match(word) and not word.startswith(_LEARN + _TEST)]
    return "-".join(own)


def sounds_like_idx(path: Path) -> bool:
    """Whether a file of this name is meant to be one."""
    name = path.name.lower()
    return name.endswith(".gz") or any(word in name for word in _OF_IDX)


def _words(path: Path) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", path.name.lower()) if word]
