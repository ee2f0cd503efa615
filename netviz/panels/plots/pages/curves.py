"""Loss and accuracy: every mini-batch, smoothed, and on the validation examples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from netviz.panels.kit.figures import plain
from netviz.panels.kit.images import mix
from netviz.panels.plots.chart import Band, Chart, Line
from netviz.panels.plots.export import Column, Table
from netviz.panels.plots.fold import (
    Track,
    bell_of,
    between,
    column_width,
    fold,
    gaps,
    smoothed,
    thinned,
)
from netviz.panels.plots.history import Figures
from netviz.panels.plots.pages.page import Look, Page, PlotKind, Sources
from netviz.panels.plots.pages.words import ALL_ZERO, share
from netviz.panels.plots.scale import Scale, fitted, written
from netviz.panels.run.columns import Array, Series
from netviz.training.measure.hand import HandPoint
from netviz.training.measure.smoothing import REACH
from netviz.viewmodels.palette import Palette

YOUR_HAND: Final = "your hand"
_PEAKS: Final = 98.0  # percent of single mini-batches that fit, where the scale is linear
_LOSS: Final = (
    "How wrong the network is: of every mini-batch (faint), smoothed, and on the validation examples."
)
_ACCURACY: Final = (
    "The share of examples that it answers rightly; on a logarithmic scale the share of errors."
)


def loss_chart(sources: Sources, look: Look) -> Chart:
    """The loss of each mini-batch, smoothed, and of the validation digits."""
    history = sources.metrics
    return _metric_chart(
        history.track("loss"),
        history.validation("loss"),
        look,
        title="Loss",
        write=written,
        read=plain,
        figures=lambda step: history.figures("loss", step),
    )


def accuracy_chart(sources: Sources, look: Look) -> Chart:
    """The accuracy of each mini-batch, smoothed, and of the validation digits; on a log scale the error."""
    history = sources.metrics
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
    step_of_hand, read = history.hand

    def hand_at(step: float) -> HandPoint | None:
        found = history.hand_at(step)
        return found._replace(accuracy=1 - found.accuracy) if found is not None and look.log else found

    return _metric_chart(
        track,
        (step, value),
        look,
        title=title,
        write=share if score.share else written,
        read=score.write,
        figures=figures,
        top=1.0,
        hand=(step_of_hand, 1 - read if look.log else read),
        hand_at=hand_at,
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
    hand: tuple[Array, Array] | None = None,
    hand_at: Callable[[float], HandPoint | None] = lambda _step: None,
) -> Chart:
    p = look.palette
    width, bell = column_width(look.start, look.end, look.pixels), bell_of(look.start, look.end)
    around = fold(track, look.start, look.end, width, margin=REACH * bell)
    mean = smoothed(track, around, bell)
    every = between(around, look.start, look.end)
    smooth = between(replace(around, mean=mean), look.start, look.end)
    seen = thinned(*validation, look.start, look.end, look.pixels)
    faint = mix(p.panel, p.muted, 0.22).name()
    note = "Press Train, and curves will grow here."
    parted = gaps(track, look.start, look.end, width)
    band = None
    if len(every):
        band = Band(faint, every.step, every.low, every.high, gaps=parted if len(parted) else None)
    lines: tuple[Line, ...] = (
        Line("training", p.training, smooth.step, smooth.mean),
        Line("validation", p.validation, *seen, dotted=True),
    )
    if hand is not None and len(hand[0]):
        drawn = thinned(*hand, look.start, look.end, look.pixels)
        lines += (Line(YOUR_HAND, p.text, *drawn, dotted=True, dashed=True),)
    scale = _metric_scale(every, lines, look, top)
    if look.log and len(every) and not any((v > 0).any() for v in (every.high, smooth.mean, seen[1])):
        lines, band, note = (), None, ALL_ZERO
    return Chart(
        title=title,
        start=look.start,
        end=look.end,
        scale=scale,
        lines=lines,
        band=band,
        write=write,  # type: ignore[arg-type]
        read=read,  # type: ignore[arg-type]
        figures=lambda step: _readings(figures(step), p, hand_at(step), int(step)),
        note=note,
    )


def _readings(
    found: Figures, p: Palette, hand: HandPoint | None, step: int
) -> tuple[tuple[str, float, str], ...]:
    hand_step = None if hand is None or hand.step == step else hand.step
    said = (
        ("mini-batch" if found.single else "mean", found.batch, p.muted),
        (_of("training", found.trained_at), found.training, p.training),
        (_of("validation", found.validated_at), found.validation, p.validation),
        (_of(YOUR_HAND, hand_step), None if hand is None else hand.accuracy, p.text),
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
    if top is not None:
        # An R² may be far below 0: only that of the validation pulls the axis down with it.
        least = min(0.0, float(lines[1].value.min(initial=0.0)))
        values = [np.maximum(each, least) for each in values]
    return fitted(values, log=False, least=0.0 if look.whole and top is None else None, most=top)


def table(sources: Sources) -> Table:
    """A row for each mini-batch (long ago, for several), and one for each reading of the validation set."""
    metrics = sources.metrics
    loss, accuracy = metrics.track("loss"), metrics.track("accuracy")
    step, validation_loss = metrics.validation("loss")
    _, validation_accuracy = metrics.validation("accuracy")
    n, m = len(loss), len(step)
    order = np.argsort(np.concatenate([loss.last, step]), kind="stable")
    row = np.empty(n + m, np.intp)
    row[order] = np.arange(n + m)
    batches, readings = row[:n], row[n:]
    whole = step.astype(np.int64)
    columns = [
        Column("first step", np.concatenate([loss.first, whole])[order]),
        Column("last step", np.concatenate([loss.last, whole])[order]),
        Column("mini-batches", loss.count.copy(), batches),
    ]
    for name, track in (("loss", loss), ("accuracy (share)", accuracy)):
        columns += [
            Column(f"mean mini-batch {name}", track.mean.copy(), batches),
            Column(f"least mini-batch {name}", track.low.copy(), batches),
            Column(f"greatest mini-batch {name}", track.high.copy(), batches),
        ]
    columns += [
        Column("validation loss", validation_loss, readings),
        Column("validation accuracy (share)", validation_accuracy, readings),
    ]
    hand_step, hand = metrics.hand
    # It is measured where the validation examples are, once there is any.
    at = np.searchsorted(step, hand_step)
    known = (at < m) & (step[np.minimum(at, m - 1)] == hand_step) if m else np.zeros(0, bool)
    if known.any():
        columns.append(Column("accuracy on your hand (share)", hand[known], readings[at[known]]))
    return Table(n + m, tuple(columns))


CURVES: Final = Page(
    "curves",
    "Curves",
    "Loss and accuracy: every mini-batch (faint), smoothed, and on the validation examples.",
    table,
    (
        PlotKind("Loss", _LOSS, loss_chart),
        PlotKind("Accuracy", _ACCURACY, accuracy_chart),
    ),
    log=False,
    single=True,
)
