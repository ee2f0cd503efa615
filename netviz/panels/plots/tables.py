"""What each page of plots exports: every number behind it, in columns that name their unit."""

from __future__ import annotations

import numpy as np

from netviz.panels.facts import name_of
from netviz.panels.plots.export import Column, ExportError, Table
from netviz.panels.plots.history import MetricHistory
from netviz.panels.plots.measured import Histograms, MeasureHistory
from netviz.training.snapshot import Snapshot

_NOTHING = "There is nothing to save yet; train a few steps first."


def curves(metrics: MetricHistory, _measures: MeasureHistory) -> Table:
    """A row for each mini-batch (long ago, for several), and one for each reading of the validation set."""
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
    return Table(n + m, tuple(columns))


def gradients(_metrics: MetricHistory, measures: MeasureHistory) -> Table:
    """A row for each step at which layers were measured."""
    return _layers(measures, ("gradient norm", "update-to-weight ratio"))


def neurons(_metrics: MetricHistory, measures: MeasureHistory) -> Table:
    """A row for each step at which neurons were counted."""
    return _layers(measures, ("dead neurons", "saturated neurons"))


def _layers(measures: MeasureHistory, names: tuple[str, str]) -> Table:
    step = measures.steps.astype(np.int64)
    columns = [Column("step", step)]
    for name in names:
        unit = " (share)" if name.endswith("neurons") else ""
        columns += [
            Column(f"{name}, {measures.layer_names[layer]}{unit}", value)
            for layer, value in measures.lines(name)
        ]
    return Table(len(step), tuple(columns))


def histograms(_metrics: MetricHistory, measures: MeasureHistory) -> Table:
    """A row for each bin of each histogram."""
    parts: dict[str, list[np.ndarray[tuple[int, ...], np.dtype[np.generic]]]] = {
        name: [] for name in ("step", "layer", "of", "from", "to", "count")
    }
    for layer, name in enumerate(measures.layer_names):
        for of, found in (("weights", measures.weights(layer)), ("activations", measures.activations(layer))):
            if found is not None:
                _add(parts, found, name, of)
    if not parts["step"]:
        raise ExportError(_NOTHING)
    columns = tuple(Column(name, np.concatenate(arrays)) for name, arrays in parts.items())
    return Table(len(columns[0].values), columns)


def _add(parts: dict[str, list], found: Histograms, layer: str, of: str) -> None:  # type: ignore[type-arg]
    n, bins = found.counts.shape
    width = (found.high - found.low) / bins
    at = np.arange(bins)
    parts["step"].append(np.repeat(found.step.astype(np.int64), bins))
    parts["layer"].append(np.full(n * bins, layer))
    parts["of"].append(np.full(n * bins, of))
    parts["from"].append((found.low[:, None] + at * width[:, None]).astype(np.float32).ravel())
    parts["to"].append((found.low[:, None] + (at + 1) * width[:, None]).astype(np.float32).ravel())
    parts["count"].append(found.counts.ravel())


def first_layer(snapshot: Snapshot | None) -> Table:
    """A row for each pixel, a column for each neuron of the first layer."""
    if snapshot is None:
        raise ExportError(_NOTHING)
    weights, sizes = snapshot.W(0), snapshot.spec.sizes
    pixel = [name_of(sizes, 0, k) for k in range(sizes[0])]
    columns = [Column("weight from", np.array(pixel))]
    columns += [Column(f"to {name_of(sizes, 1, k)}", weights[:, k]) for k in range(sizes[1])]
    return Table(sizes[0], tuple(columns))
