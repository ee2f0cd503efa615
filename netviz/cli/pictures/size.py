"""The size of a picture or of a film as it is typed: 1366x768, 1366×768."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def size_between(
    smallest: int, largest: int, most_pixels: int | None = None, *, like: str
) -> Callable[[str], tuple[int, int]]:
    """A parser's type: two sides of `smallest` to `largest` pixels, together at most `most_pixels`.

    It raises ArgumentTypeError with a sentence, which names `like` where no size is meant at all.
    """

    def size(text: str) -> tuple[int, int]:
        width, _, height = text.lower().replace("×", "x").partition("x")
        try:
            sides = int(width), int(height)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no size: {like} would be one") from None
        too_many = most_pixels is not None and sides[0] * sides[1] > most_pixels
        if too_many or not all(smallest <= side <= largest for side in sides):
            together = "" if most_pixels is None else f", all together at most {most_pixels // 10**6} million"
            raise argparse.ArgumentTypeError(
                f"{text}: each side must be {smallest} to {largest:,} pixels{together}"
            )
        return sides

    return size
