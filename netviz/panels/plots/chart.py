"""What one plot shows: numbers and words only, so that it is drawn alike on the screen and in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.panels.plots.scale import Scale, written
from netviz.panels.run.columns import Array
from netviz.training.changes import Change


@dataclass(frozen=True, eq=False)
class Line:
    """A named line: `step` and `value` are float64 (n,) in order of steps; `ink` is a colour.

    `dotted` marks each measurement by a dot of the radius `dot`; where the width is 0 there are only the
    dots, however many, in any order. `pairs` are strokes from each point with an even place to the next one.
    """

    name: str
    ink: str
    step: Array
    value: Array
    dotted: bool = False
    dot: float = 2.4
    width: float = 1.6
    dashed: bool = False
    pairs: bool = False


@dataclass(frozen=True, eq=False)
class Band:
    """From the least to the greatest of every column, pale. Arrays float64 (n,) in order of steps.

    `filled`: all between the two lines; else of few columns a line through single measurements. `gaps`: from
    which steps to which, (n, 2), it is not drawn.
    """

    ink: str
    step: Array
    low: Array
    high: Array
    filled: bool = False
    gaps: Array | None = None


@dataclass(frozen=True, eq=False)
class Bars:
    """Bars from the bottom up, each in its ink. Arrays float64 (n,)."""

    left: Array
    right: Array
    height: Array
    inks: tuple[str, ...]


@dataclass(frozen=True)
class Upright:
    """A line from the bottom to the top, with words beside it: at its top, or near the value `height`."""

    at: float
    ink: str
    words: str = ""
    height: float | None = None
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, eq=False)
class Heat:
    """A histogram for each of some steps, as columns of shades.

    `edges` are the borders of the columns in steps, float64 (n + 1,); `shade` is float32 (rows, n) from 0 to
    1, the highest row first; the rows divide the `scale` equally. Rows below zero are in the ink `below`.
    `least` and `most`, float64 (n,), are the ends of what was counted in each.
    """

    ink: str
    below: str
    edges: Array
    shade: NDArray[np.float32]
    least: Array
    most: Array
    scale: Scale


@dataclass(frozen=True, eq=False)
class Chart:
    """One plot between two steps; `note` is said in its middle, where there is nothing to draw, and `before`
    left of the first measurement, where there is room: why there are none.

    `write` writes a value of the y axis, `read` the same value exactly, for the pointer. `figures` gives the
    name, value and ink of what there is at a step, where that is more than the lines' values. `changes`:
    where somebody changed the run. `log_across`: equal distances across are equal factors. `sides`: the room
    left and right of the frame, where it does not follow from what is written there.
    """

    title: str
    start: float
    end: float
    scale: Scale
    lines: tuple[Line, ...] = ()
    band: Band | None = None
    heat: Heat | None = None
    note: str = ""
    write: Callable[[float], str] = written
    read: Callable[[float], str] = written
    figures: Callable[[float], tuple[tuple[str, float, str], ...]] | None = None
    before: str = ""
    changes: tuple[Change, ...] = ()
    bars: Bars | None = None
    uprights: tuple[Upright, ...] = ()
    log_across: bool = False
    x_ticks: tuple[tuple[float, str], ...] | None = None
    y_ticks: tuple[float, ...] | None = None
    sides: tuple[float, float] | None = None
    below: str = ""  # what stands across, under the axis
    after: str = ""  # said right of the last measurement that all lines have, where there is room
    legend: tuple[tuple[str, float, str], ...] = ()  # ink, thickness and words, where there is room for them
    words_below: bool = False  # what is said beside the pointer stands at the bottom

    def across(self, step: Array | float) -> Array:
        """Where these steps stand across, 0 at the left and 1 at the right."""
        if self.end == self.start:
            return np.zeros_like(np.asarray(step, np.float64))
        return Scale(self.start, self.end, self.log_across).share(np.asarray(step, np.float64))

    def step_at(self, share: float) -> float:
        """The step that stands there; the inverse of `across`."""
        if self.log_across:
            return float(self.start * (self.end / self.start) ** share)
        return self.start + share * (self.end - self.start)

    def spread_at(self, step: float) -> tuple[float, float] | None:
        """The least and the most that was counted in the histogram of a step."""
        if self.heat is None:
            return None
        k = int(np.searchsorted(self.heat.edges, step, side="right")) - 1
        k = min(max(k, 0), len(self.heat.least) - 1)
        return float(self.heat.least[k]), float(self.heat.most[k])

    @property
    def heading(self) -> str:
        """The title; where equal heights are equal factors it says so."""
        return f"{self.title} (logarithmic)" if self.scale.log and not self.empty else self.title

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        drawn = any(len(line.step) for line in self.lines)
        return not drawn and self.band is None and self.heat is None and self.bars is None

    @property
    def begin(self) -> float | None:
        """The first step of which something is drawn, of lines and histograms; None where nothing is."""
        steps = [float(line.step[0]) for line in self.lines if len(line.step)]
        if self.heat is not None:
            steps.append(float(self.heat.edges[0]))
        return min(steps, default=None)

    @property
    def last(self) -> float | None:
        """The last step of which all named lines have a value; None where there is none."""
        known = [line.step[np.isfinite(line.value)] for line in self.lines if line.name]
        return min((float(steps[-1]) for steps in known if len(steps)), default=None)

    def at(self, step: float) -> tuple[tuple[Line, float, float], ...]:
        """Of each line its measurement nearest to a step: the line, the step and the value."""
        found = []
        for line in self.lines:
            if len(line.step):
                i = int(np.searchsorted(line.step, step))
                near = [k for k in (i - 1, i) if 0 <= k < len(line.step)]
                k = min(near, key=lambda k: abs(line.step[k] - step))
                found.append((line, float(line.step[k]), float(line.value[k])))
        return tuple(found)
