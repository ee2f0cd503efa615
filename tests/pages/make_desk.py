"""Make the photo of a sheet that a lesson reads: test digits on squared paper that lies on a desk.

    python -m tests.pages.make_desk [FILE]

FILE is resources/examples/desk.jpg if none is given.
"""

from __future__ import annotations

import sys
from pathlib import Path

from netviz.tasks.digits.digits import load_digits
from tests.pages.photo import page
from tests.pages.settings import Setting

DESK = Setting(
    204,
    paper="cream",
    pen="blue",
    n=14,
    ruling="squared",
    desk="walnut",
    turned=-7.0,
    tilt=0.04,
    light="shadow",
    folds=1,
    blur=0.6,
    noise=2.0,
    quality=82,
    width=1280,
)


def main() -> None:
    """Write it."""
    usual = Path(__file__).parents[2] / "resources" / "examples" / "desk.jpg"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else usual
    page(DESK, load_digits().test).picture.convert("RGB").save(path, quality=80)


if __name__ == "__main__":
    main()
