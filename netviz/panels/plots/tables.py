"""What each page of plots exports: every number behind it, in columns that name their unit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.panels.plots.export import Column, Table, check_size
from netviz.panels.plots.history import MetricHistory
from netviz.panels.plots.measured import Histograms, MeasureHistory
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.naming import name_of


def curves(metrics: MetricHistory) -> Table:
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


def gradients(measures: MeasureHistory) -> Table:
    """A row for each step at which layers were measured."""
    return _layers(measures, ("gradient norm", "update-to-weight ratio"))


def neurons(measures: MeasureHistory) -> Table:
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


def histograms(measures: MeasureHistory, layer: int) -> Table:
    """A row for each bin of each histogram of one layer."""
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in ("step", "of", "from", "to", "count")}
    names = measures.layer_names
    for of, found in (
        ("weights into", measures.weights(layer)),
        ("activations of", measures.activations(layer)),
    ):
        if found is not None:
            _add(parts, found, f"{of} {names[layer]}")
    if not parts["step"]:
        return Table(0, ())
    columns = tuple(Column(name, np.concatenate(arrays)) for name, arrays in parts.items())
    return Table(len(columns[0].values), columns)


def _add(parts: dict[str, list[NDArray[Any]]], found: Histograms, of: str) -> None:
    n, bins = found.counts.shape
    width = (found.high - found.low) / bins
    at = np.arange(bins)
    parts["step"].append(np.repeat(found.step.astype(np.int64), bins))
    parts["of"].append(np.full(n * bins, of))
    parts["from"].append((found.low[:, None] + at * width[:, None]).astype(np.float32).ravel())
    parts["to"].append((found.low[:, None] + (at + 1) * width[:, None]).astype(np.float32).ravel())
    parts["count"].append(found.counts.ravel())


def first_layer(snapshot: Snapshot | None) -> Table:
    """A row for each pixel, a column for each neuron of the first layer."""
    if snapshot is None:
        return Table(0, ())
    weights, sizes = snapshot.W(0), snapshot.spec.sizes
    check_size(sizes[0], sizes[1])
    pixel = [name_of(sizes, 0, k) for k in range(sizes[0])]
    columns = [Column("weight from", np.array(pixel))]
    columns += [Column(f"to {name_of(sizes, 1, k)}", weights[:, k]) for k in range(sizes[1])]
    return Table(sizes[0], tuple(columns))
