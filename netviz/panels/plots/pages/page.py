"""What a page of plots is: what stands on it, and what it exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from netviz.panels.plots.chart import Chart
from netviz.panels.plots.export import Table
from netviz.panels.plots.history import MetricHistory
from netviz.panels.plots.measured import MeasureHistory
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.palette import Palette


@dataclass(eq=False)
class Sources:
    """What is known of a run: its logs, the network on screen, and the weight matrix that is looked at."""

    metrics: MetricHistory = field(default_factory=MetricHistory)
    measures: MeasureHistory = field(default_factory=MeasureHistory)
    snapshot: Snapshot | None = None
    layer: int = 0


@dataclass(frozen=True)
class Look:
    """How a plot is asked for: between which steps, how many pixels wide, which scale, which colours."""

    start: float
    end: float
    pixels: int
    log: bool
    whole: bool
    palette: Palette
    unmeasured: bool = False  # there are curves, but nothing was kept of the layers


@dataclass(frozen=True)
class PlotKind:
    """A plot on a page; its tip says what it shows."""

    name: str
    tip: str
    make: Callable[[Sources, Look], Chart]


@dataclass(frozen=True)
class Page:
    """A page of plots, a file of its own. `key` names it for good, also in the names of files.

    `log`: whether its scales are logarithmic to begin with; None where they never are. `single`: every step
    was measured, not only some. `of_layer`: it shows one layer, which one chooses. Without plots it is the
    sheet of images.
    """

    key: str
    name: str
    tip: str
    table: Callable[[Sources], Table]
    plots: tuple[PlotKind, ...] = ()
    log: bool | None = None
    single: bool = False
    of_layer: bool = False
