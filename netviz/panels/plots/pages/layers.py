"""A line for each layer: what gradients and neurons have in common."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtGui import QColor

from netviz.panels.kit.figures import percent
from netviz.panels.kit.images import mix
from netviz.panels.plots.chart import Chart, Line
from netviz.panels.plots.export import Column, Table
from netviz.panels.plots.fold import thinned
from netviz.panels.plots.measured import MeasureHistory
from netviz.panels.plots.pages import words
from netviz.panels.plots.pages.page import Look
from netviz.panels.plots.scale import fitted, written
from netviz.viewmodels.palette import Palette

_MOST_LINES: Final = 8  # more are a tangle
_MOST_COLUMNS: Final = 1200  # of all lines of a plot together: lines that go up and down take long to draw


def layer_inks(n: int, palette: Palette) -> list[str]:
    """From the first layer to the last, in the colours that the layers' rings have in the story."""
    known = [palette.first_wish, palette.second_wish, palette.output_wish]
    if n <= 3:
        return [QColor(ink).name() for ink in ([known[0], known[2]] if n == 2 else known[:n])]
    # The story rings the first, the last hidden and the output layer; those between are grey, then darker.
    pale = mix(palette.muted, palette.panel, 0.25).name()
    between = [mix(pale, palette.text, k / max(n - 4, 1)).name() for k in range(n - 3)]
    return [QColor(known[0]).name(), *between, *(QColor(ink).name() for ink in known[1:])]


def layer_chart(
    measures: MeasureHistory,
    name: str,
    look: Look,
    *,
    title: str,
    share: bool = False,
    note: str = "",
) -> Chart:
    """One of the figures that are measured of every layer, by its name."""
    names, inks = measures.layer_names, layer_inks(len(measures.layer_names), look.palette)
    found = measures.lines(name)
    if len(found) > _MOST_LINES:
        title = f"{title}, {_MOST_LINES} of {len(found)} layers"
        found = [found[round(k)] for k in np.linspace(0, len(found) - 1, _MOST_LINES)]
    columns = min(look.pixels, _MOST_COLUMNS // max(len(found), 1))
    lines = []
    for layer, value in found:
        step, value = thinned(measures.steps, value, look.start, look.end, columns)
        lines.append(Line(names[layer], inks[layer], step, value))
    values = [line.value for line in lines]
    if share:
        scale = fitted([*values, np.array([0.0, 0.1])], log=False, least=0.0, most=1.0)
    else:
        scale = fitted(values, log=look.log, least=None if look.log else 0.0)
    if look.log and not share:
        # A logarithmic axis has no place for 0: nothing drawn would look like nothing measured.
        zero = [line for line in lines if len(line.value) and not (line.value > 0).any()]
        if zero and len(zero) == len(lines):
            lines, note = [], words.ALL_ZERO
        elif zero:
            title = f"{title}; 0 in {', '.join(line.name for line in zero)}"
    return Chart(
        title=title,
        start=look.start,
        end=look.end,
        scale=scale,
        lines=tuple(lines),
        note=note or words.waiting(look),
        write=words.share if share else written,
        read=percent if share else words.three,
        before=words.before(measures),
    )


def layer_table(measures: MeasureHistory, names: tuple[str, str]) -> Table:
    """A row for each step at which layers were measured, and a column for each layer."""
    step = measures.steps.astype(np.int64)
    columns = [Column("step", step)]
    for name in names:
        unit = " (share)" if name.endswith("neurons") else ""
        columns += [
            Column(f"{name}, {measures.layer_names[layer]}{unit}", value)
            for layer, value in measures.lines(name)
        ]
    return Table(len(step), tuple(columns))
