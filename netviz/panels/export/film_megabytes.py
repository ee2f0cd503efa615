"""About how large a film becomes, in words: as measured, with the usual network."""

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
# Megabytes of each of five seconds of that network's first epoch, with a digit (netviz render --steps :).
_TRAINING: Final[Mapping[tuple[int, int], Mapping[str, float]]] = {
    (854, 480): {"GIF": 0.5, "WebP": 0.56, "MP4": 0.087},
    (1366, 768): {"GIF": 1.2, "WebP": 1.3, "MP4": 0.21},
    (1920, 1080): {"GIF": 2.3, "WebP": 2.2, "MP4": 0.4},
}


def story_megabytes(width: int, height: int) -> str:
    """A sentence about the story's film at this size; empty where none was measured."""
    return _about(_STORY.get((width, height), {}), 1.0)


def training_megabytes(width: int, height: int, seconds: float) -> str:
    """A sentence about a film of training that is so long; empty where none of this size was measured."""
    return _about(_TRAINING.get((width, height), {}), seconds)


def _about(megabytes: Mapping[str, float], times: float) -> str:
    kinds = [f"{_rounded(many * times)} MB as {kind}" for kind, many in megabytes.items()]
    if not kinds:
        return ""
    return f"With the usual network it takes about {one_of(kinds)}."


def _rounded(megabytes: float) -> str:
    """To two digits, as nothing more is known."""
    return f"{float(f'{megabytes:.2g}'):,g}"
