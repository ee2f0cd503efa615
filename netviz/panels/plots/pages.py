"""Which plots stand on which page, and what each shows of the history between two steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PySide6.QtGui import QColor

from netviz.language.grammar import one_of
from netviz.network.activations import ACTIVATIONS, Activation, activation_named
from netviz.panels.kit.figures import MINUS, compact, percent, plain
from netviz.panels.kit.images import mix
from netviz.panels.plots.chart import Band, Chart, Line
from netviz.panels.plots.fold import (
    BELL_REACH,
    Track,
    bell_of,
    between,
    column_width,
    fold,
    smoothed,
    thinned,
)
from netviz.panels.plots.heat import heat_of
from netviz.panels.plots.history import Figures, MetricHistory
from netviz.panels.plots.measured import Histograms, MeasureHistory
from netviz.panels.plots.scale import Scale, fitted, written
from netviz.panels.run.columns import Array, Series
from netviz.viewmodels.palette import Palette

_PEAKS: Final = 98.0  # percent of single mini-batches that fit, where the scale is linear


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


def loss_chart(history: MetricHistory, look: Look) -> Chart:
    """The loss of each mini-batch, smoothed, and of the validation digits."""
    return _metric_chart(
        history.track("loss"),
        history.validation("loss"),
        look,
        title="Loss",
        write=written,
        read=plain,
        figures=lambda step: history.figures("loss", step),
    )


def accuracy_chart(history: MetricHistory, look: Look) -> Chart:
    """The accuracy of each mini-batch, smoothed, and of the validation digits; on a log scale the error."""
    track, (step, value) = history.track("accuracy"), history.validation("accuracy")
    score = history.score
    title = f"{score.name[0].upper()}{score.name[1:]}"

    def figures(step: float) -> Figures:
        found = history.figures("accuracy", step)
        if look.log:
            shares = (found.batch, found.training, found.validation)
            batch, training, seen = (None if v is None else 1 - v for v in shares)
            found = found._replace(batch=batch, training=training, validation=seen)
        return found

    if look.log:
        # Near 100 % it is the errors that can be told apart.
        title = f"Error (1 − {score.name})"
        track = Track(track.first, track.last, track.count, 1 - track.mean, 1 - track.high, 1 - track.low)
        value = 1 - value
    return _metric_chart(
        track,
        (step, value),
        look,
        title=title,
        write=_share if score.share else written,
        read=score.write,
        figures=figures,
        top=1.0,
    )


def _metric_chart(
    track: Track,
    validation: tuple[Array, Array],
    look: Look,
    *,
    title: str,
    write: object,
    read: object,
    figures: Callable[[float], Figures],
    top: float | None = None,
) -> Chart:
    p = look.palette
    width, bell = column_width(look.start, look.end, look.pixels), bell_of(track, look.start, look.end)
    around = fold(track, look.start, look.end, width, margin=BELL_REACH * bell)
    mean = smoothed(around, width, bell)
    every = between(around, look.start, look.end)
    smooth = between(replace(around, mean=mean), look.start, look.end)
    seen = thinned(*validation, look.start, look.end, look.pixels)
    faint = mix(p.panel, p.muted, 0.22).name()
    note = "Press Train, and curves will grow here."
    band = Band(faint, every.step, every.low, every.high) if len(every) else None
    lines: tuple[Line, ...] = (
        Line("training", p.training, smooth.step, smooth.mean),
        Line("validation", p.validation, *seen, dotted=True),
    )
    scale = _metric_scale(every, lines, look, top)
    if look.log and len(every) and not any((v > 0).any() for v in (every.high, smooth.mean, seen[1])):
        lines, band, note = (), None, _ALL_ZERO
    return Chart(
        title=title,
        start=look.start,
        end=look.end,
        scale=scale,
        lines=lines,
        band=band,
        write=write,  # type: ignore[arg-type]
        read=read,  # type: ignore[arg-type]
        figures=lambda step: _readings(figures(step), p),
        note=note,
    )


def _readings(found: Figures, p: Palette) -> tuple[tuple[str, float, str], ...]:
    said = (
        ("mini-batch" if found.single else "mean", found.batch, p.muted),
        (_of("training", found.trained_at), found.training, p.training),
        (_of("validation", found.validated_at), found.validation, p.validation),
    )
    return tuple((name, value, ink) for name, value, ink in said if value is not None)


def _of(name: str, step: int | None) -> str:
    """Its name, with the step where it is of another one than all else."""
    return name if step is None else f"{name} at {step:,}"


def _metric_scale(every: Series, lines: tuple[Line, ...], look: Look, top: float | None) -> Scale:
    """Lines stand on it wholly, single mini-batches but for the few outermost."""
    values = [line.value for line in lines]
    if len(every):
        low, high = (every.low, every.high)
        if look.log:
            low = low[low > 0]
        ends = [np.percentile(each, q) for each, q in ((low, 100 - _PEAKS), (high, _PEAKS)) if len(each)]
        values.append(np.array(ends))
    if look.log:
        return fitted(values, log=True)
    return fitted(values, log=False, least=0.0 if look.whole and top is None else None, most=top)


def _share(value: float) -> str:
    return f"{value * 100:g}\u00a0%" if value >= 1e-4 else f"{compact(value * 100)}\u00a0%"


# -- layers -------------------------------------------------------------------------------------------------

_MOST_LINES: Final = 8  # more are a tangle
_MOST_COLUMNS: Final = 1200  # of all lines of a plot together: lines that go up and down take long to draw
_WAIT: Final = "Press Train: layers are measured now and then, and what is found appears here."
_NOT_KEPT: Final = (
    "Nothing was measured of the layers while this run was recorded. "
    "Press Train, and they are measured from there on."
)


_ALL_ZERO: Final = "All of them are 0 here, and a logarithmic scale has no place for that."


def _waiting(look: Look) -> str:
    return _NOT_KEPT if look.unmeasured else _WAIT


def layer_inks(n: int, palette: Palette) -> list[str]:
    """From the first layer to the last, in the colours that the layers' rings have in the story."""
    known = [palette.first_wish, palette.second_wish, palette.output_wish]
    if n <= 3:
        return [QColor(ink).name() for ink in ([known[0], known[2]] if n == 2 else known[:n])]
    # The story rings the first, the last hidden and the output layer; those between are grey, then darker.
    pale = mix(palette.muted, palette.panel, 0.25).name()
    between = [mix(pale, palette.text, k / max(n - 4, 1)).name() for k in range(n - 3)]
    return [QColor(known[0]).name(), *between, *(QColor(ink).name() for ink in known[1:])]


def _layer_chart(
    measures: MeasureHistory,
    name: str,
    look: Look,
    *,
    title: str,
    share: bool = False,
    note: str = "",
) -> Chart:
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
            lines, note = [], _ALL_ZERO
        elif zero:
            title = f"{title}; 0 in {', '.join(line.name for line in zero)}"
    return Chart(
        title=title,
        start=look.start,
        end=look.end,
        scale=scale,
        lines=tuple(lines),
        note=note or _waiting(look),
        write=_share if share else written,
        read=percent if share else _three,
        before=_before(measures),
    )


def _before(measures: MeasureHistory) -> str:
    """Why a plot does not begin with the run."""
    if measures.shape_before is None:
        return ""
    layers = "-".join(map(str, measures.shape_before))
    return f"The layers were {layers} before. Where they change, all of them are measured anew."


def gradient_chart(measures: MeasureHistory, look: Look) -> Chart:
    """The length of each layer's gradient."""
    return _layer_chart(measures, "gradient norm", look, title="Gradient norm")


def update_chart(measures: MeasureHistory, look: Look) -> Chart:
    """How far a step moves each layer's weights, as a share of their size."""
    return _layer_chart(measures, "update-to-weight ratio", look, title="Update / weight")


def dead_chart(measures: MeasureHistory, look: Look) -> Chart:
    """The share of each hidden layer's neurons that answer no digit."""
    which = _labels(lambda a: a.can_die)
    note = _missing(measures, f"No hidden layer has neurons that can die: those of {which} can.")
    return _layer_chart(measures, "dead neurons", look, title="Dead neurons", share=True, note=note)


def saturated_chart(measures: MeasureHistory, look: Look) -> Chart:
    """The share of each hidden layer's neurons that stand where their activation is nearly flat."""
    which = _labels(lambda a: a.flat is not None)
    note = _missing(measures, f"No hidden layer has neurons that can saturate: those of {which} can.")
    return _layer_chart(measures, "saturated neurons", look, title="Saturated neurons", share=True, note=note)


def _labels(has: Callable[[Activation], bool]) -> str:
    """The activations of which something holds, in words: `tanh, sigmoid or ELU`."""
    labels = [activation.label for activation in map(activation_named, ACTIVATIONS) if has(activation)]
    return one_of(labels)


def _missing(measures: MeasureHistory, why: str) -> str:
    """What is said where no layer has such a thing; nothing where none was measured."""
    if measures.spec is None:
        return ""
    return why if measures.spec.activations else "This network has no hidden layer."


def weights_chart(measures: MeasureHistory, look: Look, layer: int) -> Chart:
    """How a layer's weights are spread, step by step: blue above zero, red below."""
    p = look.palette
    title = _titled(measures, "Weights into", layer)
    chart = _heat_chart(measures.weights(layer), look, title, p.positive, p.negative)
    return replace(chart, before=_before(measures))


def activations_chart(measures: MeasureHistory, look: Look, layer: int) -> Chart:
    """How a layer's activations are spread, step by step."""
    ink = look.palette.text
    title = _titled(measures, "Activations of", layer)
    chart = _heat_chart(measures.activations(layer), look, title, ink, ink)
    return replace(chart, before=_before(measures))


def _titled(measures: MeasureHistory, what: str, layer: int) -> str:
    names = measures.layer_names
    return f"{what} {names[layer]}" if layer < len(names) else what.split()[0]


def _heat_chart(found: Histograms | None, look: Look, title: str, ink: str, below: str) -> Chart:
    heat = None if found is None else heat_of(found, look.start, look.end, look.pixels, ink, below)
    return Chart(
        title=title,
        start=look.start,
        end=look.end,
        scale=Scale(0, 1) if heat is None else heat.scale,
        heat=heat,
        note=_waiting(look),
        read=_three,
    )


def _three(value: float) -> str:
    """Three digits, so that what changes keeps its width."""
    if value == 0 or not np.isfinite(value):
        return plain(value)
    digits = 2 - int(np.floor(np.log10(abs(value))))
    if abs(value) < 1e-3:
        return plain(value, 5)
    return f"{value:,.{min(max(digits, 0), 5)}f}".replace("-", MINUS)
