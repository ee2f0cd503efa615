"""What the page about the loss landscape shows, and what is asked for there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netviz.rendering.landscape.relief import Relief
from netviz.training.landscape.beside import Trail
from netviz.training.landscape.directions import RUN
from netviz.training.landscape.landscape import EXAMPLES, GRID, Frame, Landscape


@dataclass(frozen=True)
class Asked:
    """What a person chose: the directions' kind, the three steps or two weights (by their places in the flat
    array) that they go by, points on a side, and examples. `weights` None: those that moved most.
    `others`: recordings whose paths are laid beside this run’s.
    """

    kind: str = RUN
    steps: tuple[int, int, int] | None = None
    weights: tuple[int, int] | None = None
    others: tuple[Path, ...] = ()
    n: int = GRID
    examples: int = EXAMPLES


@dataclass(frozen=True, eq=False)
class Shown:
    """A landscape with its relief; `frame`: the part that is seen when all of it is wanted. `note`: why it is
    another than was asked for; `asked`: what it is, with the steps or weights that were taken. `trails`: the
    other runs’ paths. `rough`: it is still being worked out more finely.
    """

    landscape: Landscape
    relief: Relief
    frame: Frame
    asked: Asked = Asked()
    trails: tuple[Trail, ...] = ()
    note: str = ""
    rough: bool = False
