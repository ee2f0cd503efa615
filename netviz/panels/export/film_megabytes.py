"""About how large the story's film becomes, in words: as measured, with the usual network.

Of a film of training nobody can say: that depends on how many kept steps it shows, and on how they differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netviz.language.grammar import one_of

# Megabytes of the story of an untrained network of 16-16 (netviz explain).
_STORY: Final[Mapping[tuple[int, int], Mapping[str, float]]] = {
    (854, 480): {"GIF": 2.3, "WebP": 4.3, "MP4": 2.2},
    (1366, 768): {"GIF": 5.5, "WebP": 9.8, "MP4": 4.6},
    (1920, 1080): {"MP4": 7.6},
}


def story_megabytes(width: int, height: int) -> str:
    """A sentence about the story's film at this size; empty where none was measured."""
    return _about(_STORY.get((width, height), {}))


def _about(megabytes: Mapping[str, float]) -> str:
    kinds = [f"{_rounded(many)} MB as {kind}" for kind, many in megabytes.items()]
    if not kinds:
        return ""
    return f"With the usual network it takes about {one_of(kinds)}."


def _rounded(megabytes: float) -> str:
    """To two digits, as nothing more is known."""
    return f"{float(f'{megabytes:.2g}'):,g}"
