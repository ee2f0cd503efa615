"""A table gives back every number that went in; what can't be written says why."""

import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from netviz.network.spec import NetworkSpec
from netviz.panels.plots.export import Column, ExportError, Table, csv_text, page_picture, png_bytes
from netviz.panels.plots.history import MetricHistory
from netviz.panels.plots.measured import MeasureHistory
from netviz.panels.plots.pages.curves import CURVES
from netviz.panels.plots.pages.first_layer import FIRST_LAYER
from netviz.panels.plots.pages.gradients import GRADIENTS
from netviz.panels.plots.pages.histograms import HISTOGRAMS
from netviz.panels.plots.pages.neurons import NEURONS
from netviz.panels.plots.pages.page import Sources
from netviz.training.jobs.thread import Cancelled
from netviz.training.measure.measures import MeasureLog
from netviz.training.measure.metrics import MetricLog
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.palette import LIGHT
from tests.panels.plots.test_history import measures


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_curves_come_back_number_for_number() -> None:
    log, rng = MetricLog(), np.random.default_rng(0)
    loss = rng.lognormal(size=200).astype(np.float32)
    for step in range(1, 201):
        log.append(step, float(loss[step - 1]), 0.5)
        if step % 50 == 0:
            log.add_validation(step, 0.1 * step, 0.875)
    log.append(201, np.nan, 0.25)
    history = MetricHistory()
    history.pull(log)
    rows = read(csv_text(CURVES.table(Sources(metrics=history))))
    batches = [row for row in rows if row["mini-batches"]]
    readings = [row for row in rows if not row["mini-batches"]]
    assert [int(row["last step"]) for row in batches] == list(range(1, 202))
    assert [np.float32(row["mean mini-batch loss"]) for row in batches[:-1]] == loss.tolist()
    assert batches[-1]["mean mini-batch loss"] == ""
    assert [int(row["last step"]) for row in readings] == [50, 100, 150, 200]
    assert [float(row["validation loss"]) for row in readings] == [0.1 * s for s in (50, 100, 150, 200)]
    assert {row["validation accuracy (share)"] for row in batches} == {""}
    assert [int(row["last step"]) for row in rows] == sorted(int(row["last step"]) for row in rows)


def test_layers_are_named_with_their_units() -> None:
    history, log = MeasureHistory(), MeasureLog()
    for step in (1, 5):
        log.add(measures(step))
    history.pull(log)
    rows = read(csv_text(GRADIENTS.table(Sources(measures=history))))
    assert [float(row["gradient norm, output"]) for row in rows] == pytest.approx([3, 0.6])
    rows = read(csv_text(NEURONS.table(Sources(measures=history))))
    assert set(rows[0]) == {"step", "dead neurons, hidden 1 (share)", "saturated neurons, hidden 2 (share)"}
    rows = read(csv_text(HISTOGRAMS.table(Sources(measures=history, layer=1))))
    assert len(rows) == 2 * 2 * 40
    of_one = [row for row in rows if row["step"] == "5" and row["of"] == "weights into hidden 2"]
    assert [int(row["count"]) for row in of_one] == list(range(40))
    assert float(of_one[0]["from"]) == -2
    assert float(of_one[-1]["to"]) == pytest.approx(2)


def test_the_first_layer_has_a_column_for_each_neuron() -> None:
    spec = NetworkSpec.dense((784, 3, 10))
    parameters = np.random.default_rng(1).normal(size=spec.n_parameters).astype(np.float32)
    rows = read(csv_text(FIRST_LAYER.table(Sources(snapshot=Snapshot("run", 0, 1, spec, parameters)))))
    assert len(rows) == 784
    assert rows[28]["weight from"] == "pixel 2·1"
    found = [[np.float32(row[f"to neuron 1·{k + 1}"]) for k in range(3)] for row in rows]
    np.testing.assert_array_equal(found, parameters[: 784 * 3].reshape(784, 3))


def test_nothing_and_too_much_are_refused_in_a_sentence() -> None:
    for table in (
        CURVES.table(Sources(metrics=MetricHistory())),
        FIRST_LAYER.table(Sources()),
        HISTOGRAMS.table(Sources()),
    ):
        with pytest.raises(ExportError, match="nothing to save yet"):
            csv_text(table)
    spec = NetworkSpec.dense((784, 20_000, 10))
    with pytest.raises(ExportError, match="15,680,000 numbers"):
        FIRST_LAYER.table(
            Sources(snapshot=Snapshot("run", 0, 1, spec, np.zeros(spec.n_parameters, np.float32)))
        )


def test_a_long_table_can_be_given_up() -> None:
    calls = []

    def check() -> None:
        calls.append(1)
        if len(calls) > 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        csv_text(Table(100_000, (Column("x", np.arange(100_000)),)), check)


def test_a_picture_is_twice_as_sharp_as_the_screen(qtbot: QtBot) -> None:
    image = QImage.fromData(png_bytes(page_picture(QSize(400, 200), LIGHT)), "PNG")
    assert (image.width(), image.height()) == (864, 464)
    assert image.pixelColor(0, 0).name().upper() == LIGHT.panel
    with pytest.raises(ExportError, match="memory"):
        page_picture(QSize(10**6, 10**6), LIGHT)
