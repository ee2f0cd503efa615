"""What each of the made pages is like. A tenth of the settings is held back from tuning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

Colour = tuple[int, int, int]

PAPERS: Final[dict[str, Colour]] = {
    "white": (246, 246, 244),
    "cream": (240, 230, 208),
    "recycled": (206, 200, 188),
    "yellow": (246, 226, 130),
    "blue": (196, 214, 236),
    "board": (38, 62, 50),
    "slate": (52, 54, 60),
}
DARK: Final = ("board", "slate")
PENS: Final[dict[str, Colour]] = {
    "black": (24, 24, 28),
    "blue": (34, 54, 150),
    "red": (196, 36, 44),
    "green": (24, 116, 66),
    "pencil": (96, 96, 100),
    "violet": (110, 48, 150),
}
CHALKS: Final[dict[str, Colour]] = {"chalk": (232, 234, 228), "yellow chalk": (238, 220, 120)}
DESKS: Final[dict[str, Colour]] = {
    "walnut": (92, 62, 42),
    "oak": (164, 122, 76),
    "grey": (110, 112, 116),
    "black": (34, 34, 36),
    "green": (58, 96, 76),
}
LIGHT_DESK: Final[Colour] = (208, 202, 192)  # for dark paper
RULINGS: Final = ("", "ruled", "squared")
LIGHTS: Final = ("even", "gradient", "shadow", "lamp")
HELD_EACH: Final = 10


@dataclass(frozen=True)
class Setting:
    """One page: everything that its picture is made of; the same setting gives the same picture."""

    number: int
    paper: str = "white"
    pen: str = "black"
    n: int = 12
    ruling: str = ""
    boxed: bool = False
    crossed: int = 0  # digits that are scribbled out, beside the n
    touching: bool = False
    light: str = "even"
    folds: int = 0
    desk: str = ""
    turned: float = 0.0  # degrees
    tilt: float = 0.0  # of the side, how far a corner lies from where it would
    blur: float = 0.0  # pixels
    noise: float = 0.0  # levels
    quality: int = 92  # of JPEG
    weight: float = 0.0  # of the pen: higher is broader
    width: int = 1600
    strokes: bool = False  # drawn by a pen along the strokes of tests/strokes.py, in place of test digits

    @property
    def held_back(self) -> bool:
        """Whether nothing may be tuned with it."""
        return self.number % HELD_EACH == HELD_EACH - 1


def setting(number: int) -> Setting:
    """The hard page of this number."""
    random = np.random.default_rng([14, number])

    def one(names: object) -> str:
        every = list(names)  # type: ignore[call-overload]
        return str(every[int(random.integers(len(every)))])

    def chance(share: float) -> bool:
        return bool(random.random() < share)

    paper = one(PAPERS)
    desk = one(DESKS) if chance(0.6) else ""
    return Setting(
        number,
        paper=paper,
        pen=one(CHALKS if paper in DARK else PENS),
        n=int(random.integers(1, 41)),
        ruling=one(RULINGS) if paper not in DARK else "",
        boxed=chance(0.2),
        crossed=int(random.integers(1, 3)) if chance(0.25) else 0,
        touching=chance(0.2),
        light=one(LIGHTS),
        folds=int(random.integers(1, 3)) if chance(0.3) else 0,
        desk=desk,
        turned=float(random.uniform(-30, 30) if desk or chance(0.3) else random.uniform(-3, 3)),
        tilt=float(random.uniform(0, 0.08)) if desk else 0.0,
        blur=float(random.uniform(0, 1.6)),
        noise=float(random.uniform(0, 7)),
        quality=int(random.choice([30, 50, 75, 92])),
        weight=float(random.uniform(-0.05, 0.2)),
        width=int(random.choice([1280, 1600, 2048])),
        strokes=chance(0.25),
    )


def plain(number: int) -> Setting:
    """A scan: white paper, all of it, a little noise."""
    random = np.random.default_rng([15, number])
    return Setting(
        number,
        pen=["black", "blue"][number % 2],
        n=int(random.integers(5, 31)),
        turned=float(random.uniform(-2, 2)),
        noise=1.5,
        blur=0.5,
    )


def desk(number: int) -> Setting:
    """A photo of a white sheet that lies on a desk."""
    random = np.random.default_rng([16, number])
    names = list(DESKS)
    return replace(
        plain(number),
        desk=names[number % len(names)],
        turned=float(random.uniform(-12, 12)),
        tilt=float(random.uniform(0, 0.05)),
        light="gradient",
        noise=3.0,
    )
