"""The landscape as it is seen now: what a file of it holds."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.rendering.landscape.surface import Eye
from netviz.rendering.landscape.words import Ball
from netviz.training.landscape.beside import Trail
from netviz.training.landscape.landscape import Frame, Landscape


@dataclass(frozen=True, eq=False)
class SeenLandscape:
    """`frame`: the part of the plane that is looked at; `ball`: the network on screen, where it is a point of
    it; `eye`: from where the surface is seen, None for the map; `trails`: other runs' paths.
    """

    landscape: Landscape
    frame: Frame
    ball: Ball | None
    eye: Eye | None
    trails: tuple[Trail, ...]
