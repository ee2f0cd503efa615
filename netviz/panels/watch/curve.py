"""The charts of Watch: mini-batches pale, validation strong with dots, each named at its end."""

from __future__ import annotations

from typing import Final

from netviz.panels.kit.figures import compact
from netviz.panels.kit.images import mix
from netviz.panels.plots.chart import Band, Chart, Line
from netviz.panels.plots.scale import Scale, whole_percent
from netviz.panels.run.columns import Array, Series, ticks
from netviz.training.changes import Change
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.score import ACCURACY, Score

_SIDES: Final = (44.0, 74.0)  # units beside the lines, whatever is written there: both plots stand still
_HEADROOM: Final = 1.14  # the plot's height as a share of the highest tick's, so that its number fits


def curve_chart(
    palette: Palette,
    reach: tuple[float, float],
    top: float,
    smooth: tuple[Array, Array],
    validation: tuple[Array, Array],
    changes: tuple[Change, ...],
    every: Series | None = None,
    score: Score = ACCURACY,
) -> Chart:
    """Steps from the first to the last of `reach`, values from 0 to `top`: losses where there is `every`
    single mini-batch, else the `score`.
    """
    faint = mix(palette.panel, palette.muted, 0.28).name()
    return Chart(
        title="",
        start=reach[0],
        end=reach[1],
        scale=Scale(0.0, top * _HEADROOM),
        lines=(
            Line("training", palette.training, *smooth),
            Line("validation", palette.validation, *validation, dotted=True),
        ),
        band=None if every is None else Band(faint, every.step, every.low, every.high),
        write=compact if every is not None or not score.share else whole_percent,
        changes=changes,
        y_ticks=tuple(ticks(0, top, 3)),
        sides=_SIDES,
        words_below=every is None,  # where the lines are not: losses fall, accuracies rise
    )


def no_chart() -> Chart:
    """Nothing to show yet."""
    return Chart("", 0.0, 1.0, Scale(0.0, 1.0))
