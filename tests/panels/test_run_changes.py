"""Where a run was changed by hand, all that shows steps has a mark, and says there what was changed."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter
from pytestqt.qtbot import QtBot

from netviz.panels.kit.figures import sized
from netviz.panels.plots.board import Plots
from netviz.panels.run.run_changes import near, words_of
from netviz.panels.run.timeline import HEIGHT, Timeline
from netviz.panels.watch.curves import Curves
from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import MetricLog
from netviz.viewmodels.palette import LIGHT
from tests.panels.plots.test_board import place, point_at, settle, shown
from tests.panels.plots.test_history import filled, measures
from tests.panels.test_curves import fill

FAST = TrainingConfig(learning_rate=0.05)


def changed(log: MetricLog) -> MetricLog:
    log.changes.settings(400, TrainingConfig(), FAST)
    log.changes.taught(700, 100, "a 4 at rate 0.005")
    return log


def test_what_is_said_names_the_change_and_its_step() -> None:
    changes = changed(MetricLog()).changes.all
    assert words_of(near(changes, 404, 5)) == "After step 400: learning rate 0.005 → 0.05"
    assert words_of(near(changes, 750, 5)) == "Taught a 4 at rate 0.005, 100 steps, after step 700"
    assert near(changes, 500, 5) == ()
    log = MetricLog()
    for step in range(1, 6):
        log.changes.settings(step, replace(FAST, batch_size=step), replace(FAST, batch_size=step + 1))
    assert words_of(log.changes.all).splitlines()[0] == "2 more just before"
    assert len(words_of(log.changes.all).splitlines()) == 4


def test_a_setting_that_is_put_back_at_the_same_step_leaves_no_mark() -> None:
    log = MetricLog()
    log.changes.settings(9, TrainingConfig(), FAST)
    log.changes.settings(9, FAST, replace(FAST, batch_size=8))
    (change,) = log.changes.all
    assert change.words == "Learning rate 0.005 → 0.05 · batch size 32 → 8"
    log.changes.settings(9, replace(FAST, batch_size=8), TrainingConfig())
    assert log.changes.all == ()


def test_what_is_set_before_the_first_step_is_what_the_run_begins_with() -> None:
    log = MetricLog()
    log.changes.settings(0, TrainingConfig(), FAST)
    assert log.changes.all == ()
    assert log.changes.begun == FAST


def test_the_curves_have_a_line_there_and_read_it(qtbot: QtBot) -> None:
    curves = Curves(LIGHT)
    qtbot.addWidget(curves)
    curves.resize(1000, 160)
    curves.show()
    log = fill(MetricLog(), 1000)
    curves.pull(log)
    assert not curves.pull(log)
    changed(log)
    assert curves.pull(log)
    for curve in (curves._loss, curves._accuracy):
        assert curve.chart is not None
        assert [change.step for change in curve.chart.changes] == [400, 700]
        at = curve.figure()._drawing._marks.getData()[0].tolist()
        assert at == pytest.approx([0.4, 0.4, 0.7, 0.7], abs=0.003)
    curves._hover_at(401.0)
    assert curves._header.right.words == "After step 400: learning rate 0.005 → 0.05"
    curves._hover_at(550.0)
    assert curves._header.right.words.startswith("step 550")
    curves.pull(fill(MetricLog(), 10))
    assert len(curves._loss.figure()._drawing._marks.getData()[0]) == 0


def test_the_numbers_above_the_curves_are_never_those_from_before_a_lesson(qtbot: QtBot) -> None:
    curves = Curves(LIGHT)
    qtbot.addWidget(curves)
    curves.resize(1000, 160)
    curves.show()
    log = fill(MetricLog(), 400)
    log.add_validation(390, 0.3, 0.956)
    curves.pull(log)
    assert (curves._header.names[0].words, curves._header.validation) == ("Training loss", 0.956)
    log.changes.taught(400, 100, "a 6 at rate 0.005")
    curves.pull(log)
    assert (curves._header.loss, curves._header.validation) == (None, None)
    log.add_validation(500, 0.41, 0.930)
    curves.pull(log)
    assert (curves._header.names[0].words, curves._header.loss) == ("Validation loss", 0.41)
    assert curves._header.notes[0] == "a taught step has no mini-batch, so no training loss"
    assert curves._header.validation == 0.930
    # In the past too, and within the lesson nothing was measured.
    curves.set_cursor(398)
    assert (curves._header.names[0].words, curves._header.validation) == ("Training loss", 0.956)
    fill(log, 200, start=501)
    curves.pull(log)
    curves.set_cursor(450)
    assert curves._header.validation is None
    curves.set_cursor(None)
    assert curves._header.names[0].words == "Training loss"
    assert curves._header.validation == 0.930


@pytest.mark.parametrize("page", ["curves", "gradients"])
def test_the_plots_have_a_mark_there_and_say_it(qtbot: QtBot, page: str) -> None:
    plots = Plots(LIGHT)
    qtbot.addWidget(plots)
    plots.resize(970, 260)
    with qtbot.waitExposed(plots):
        plots.show()
    log = filled(MetricLog(), 1, 1000)
    for step in range(100, 1001, 100):
        log.measures.add(measures(step))
    plots.pull(log)
    plots.open(page)
    settle(plots, qtbot)
    plot = shown(plots)[0]
    before = plot.grab().toImage()
    assert plots.pull(changed(log))
    settle(plots, qtbot)
    assert plot.chart is not None
    assert [change.step for change in plot.chart.changes] == [400, 700]
    assert plot.grab().toImage() != before
    point_at(plot, place(plot, 400), qtbot)
    said = plot.grab().toImage()
    plot.draw(replace(plot.chart, changes=()), LIGHT)
    assert plot.grab().toImage() != said


def test_the_strip_has_a_mark_there_and_says_it(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(900, HEIGHT)
    timeline.show_place(0, 1000, 1000, live=True)
    timeline.show()
    before = timeline.track.grab().toImage()
    timeline.show_changes(changed(MetricLog()).changes.all)
    assert timeline.track.grab().toImage() != before
    x = timeline.track._x_of(400)
    assert "After step 400: learning rate 0.005 → 0.05" in timeline.track._words_at(x)
    assert "After" not in timeline.track._words_at(timeline.track._x_of(550))


def test_the_name_of_the_strips_line_lies_on_no_mark(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1200, HEIGHT)
    timeline.show_place(0, 1000, 1000, live=True)
    timeline.show_accuracy(np.arange(50, 1001, 50), np.full(20, 0.97, np.float32))
    timeline.show()
    track, written, draw = timeline.track, {}, QPainter.drawText

    def drawn(painter: QPainter, *given: Any) -> None:
        if isinstance(given[0], QPointF):
            written[given[1]] = given[0].x()
        draw(painter, *given)

    monkeypatch.setattr(QPainter, "drawText", drawn)
    track.grab()
    name, alone = next(iter(written.items()))
    assert name == track._label
    wide = QFontMetricsF(sized(track.font(), 12)).horizontalAdvance(name)
    for step in (900, 960, 1000):
        log = MetricLog()
        log.changes.settings(step, TrainingConfig(), FAST)
        timeline.show_changes(log.changes.all)
        written.clear()
        track.grab()
        at = track._x_of(step)
        assert not written[name] <= at <= written[name] + wide
        assert written[name] <= alone


def test_where_nothing_was_measured_yet_the_step_is_named_at_which_it_was(qtbot: QtBot) -> None:
    curves = Curves(LIGHT)
    qtbot.addWidget(curves)
    curves.resize(1000, 160)
    curves.show()
    log = fill(MetricLog(), 800)
    log.add_validation(430, 0.3, 0.95)
    curves.pull(log)
    curves.set_cursor(10)
    curves.show_numbers(10, None, 1200)
    assert curves._header.notes[1] == "validation: first measured at step 430"
