"""The plots: pull from a log, stay bounded, survive bad numbers."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.panels.plots.axes import y_ticks
from netviz.panels.plots.history import MetricHistory
from netviz.panels.plots.pages.curves import accuracy_chart
from netviz.panels.plots.pages.page import Look, Sources
from netviz.panels.plots.plot import Plot
from netviz.panels.run.columns import CAPACITY
from netviz.panels.train.run_curves import RunCurves
from netviz.panels.watch.curves import Curves
from netviz.training.measure.metrics import MetricLog
from netviz.training.measure.points import single_steps
from netviz.viewmodels.palette import DARK, LIGHT
from netviz.viewmodels.score import Score


@pytest.fixture
def curves(qtbot: QtBot) -> Curves:
    curves = Curves(LIGHT)
    qtbot.addWidget(curves)
    curves.resize(1000, 140)
    curves.show()
    return curves


def fill(log: MetricLog, steps: int, start: int = 1) -> MetricLog:
    for step in range(start, start + steps):
        log.append(step, 2.3 / step**0.3, 1 - 0.9 / step**0.5)
    return log


def drawn(plot: Plot) -> list[int]:
    """How many columns of mini-batches are drawn, and of how many points the lines are."""
    chart = plot.chart
    assert chart is not None
    lengths = [len(line.step) for line in chart.lines] or [0, 0]
    return [0 if chart.band is None else len(chart.band.step), *lengths]


def names(plot: Plot) -> dict[str, float]:
    """The lines' names, and how high each stands: y falls."""
    return {word.words: -word.box.center().y() for word in plot.figure()._written.words if word.words}


def place(plot: Plot, step: float) -> QPoint:
    return QPoint(round(plot.place_of(step)), 50)


def test_pulling_draws_what_is_new_and_only_then(curves: Curves) -> None:
    log = MetricLog()
    assert not curves._invitation.isHidden()
    curves.pull(log)
    assert not curves._invitation.isHidden()
    fill(log, 10)
    assert curves.pull(log)
    assert curves._invitation.isHidden()
    assert drawn(curves._loss)[1] == 10
    assert not curves.pull(log)
    fill(log, 5, start=11)
    log.add_validation(15, 0.5, 0.9)
    assert curves.pull(log)
    assert drawn(curves._loss) == [15, 15, 1]
    assert curves._header.validation == 0.9


def test_while_training_one_plot_is_drawn_at_a_time_and_both_in_the_end(curves: Curves) -> None:
    log = fill(MetricLog(), 10)
    curves.pull(log)
    fill(log, 5, start=11)
    assert curves.pull(log, one=True)
    assert (drawn(curves._loss)[1], drawn(curves._accuracy)[1]) == (15, 10)
    fill(log, 5, start=16)
    curves.finish()
    # Both are of one step then, however many more there are.
    curves.finish()
    assert curves.pull(log, one=True, until=18)
    curves.finish()
    assert (drawn(curves._loss)[1], drawn(curves._accuracy)[1]) == (18, 18)
    assert curves.pull(log, one=True)
    # Nothing is new any more, but one plot has not seen all of it.
    assert curves.pull(log)
    assert (drawn(curves._loss)[1], drawn(curves._accuracy)[1]) == (20, 20)
    assert not curves.pull(log)


def test_a_validation_later_than_the_step_that_is_told_waits_for_it(curves: Curves) -> None:
    log = fill(MetricLog(), 30)
    log.add_validation(25, 0.5, 0.9)
    curves.pull(log, until=20)
    assert drawn(curves._accuracy)[2] == 0
    assert curves._header.validation is None
    assert curves.pull(log, until=30)
    assert drawn(curves._accuracy)[2] == 1
    assert curves._header.validation == 0.9


def test_a_click_says_the_step_under_the_pointer(curves: Curves, qtbot: QtBot) -> None:
    plot = curves._loss
    steps: list[int] = []
    curves.step_clicked.connect(steps.append)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(200, 50))
    assert steps == []  # there are no steps yet
    curves.pull(fill(MetricLog(), 400))
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place(plot, 100))
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(plot.width() - 2, 50))
    assert steps == [pytest.approx(100, abs=3), 400]


def test_the_numbers_are_those_of_the_step_that_is_shown(curves: Curves) -> None:
    log = fill(MetricLog(), 400)
    log.add_validation(100, 0.9, 0.5)
    log.add_validation(400, 0.3, 0.9)
    curves.pull(log)
    newest = curves._header.loss
    curves.set_cursor(150)
    assert curves._header.validation == 0.5
    assert curves._header.loss is not None
    assert newest is not None
    assert curves._header.loss > newest
    curves.set_cursor(400)
    assert (curves._header.validation, curves._header.loss) == (0.9, newest)
    curves.set_cursor(20)
    assert curves._header.validation is None


def test_a_smoothed_figure_is_one_wherever_it_stands(curves: Curves) -> None:
    log, short = MetricLog(), MetricLog()
    rng = np.random.default_rng(3)
    for step in range(1, 2938):
        loss = float(rng.lognormal(-1, 0.5))
        log.append(step, loss, 0.9)
        if step <= 1937:
            short.append(step, loss, 0.9)
    curves.pull(log)
    history = MetricHistory()
    history.pull(log)
    compared = RunCurves(log)
    for step in (1, 5, 633, 1937, 2937):
        curves.set_cursor(step)
        values = np.array([log.since(None)[1].loss[:step]], np.float64)[0]
        bell = min(20.0, step / 40)
        reach = np.arange(step) - (step - 1)
        weights = np.exp(-0.5 * (reach / bell) ** 2) * (reach >= -3 * bell)
        assert curves._header.loss == pytest.approx(np.average(values, weights=weights), rel=1e-6)
        assert history.figures("loss", step).training == curves._header.loss == compared.loss_at(step)
    # It is the same while a step is the newest.
    curves.pull(short)
    curves.set_cursor(1937)
    assert curves._header.loss == log.smoothed("loss", 1937)


def test_the_name_of_the_accuracy_is_that_of_what_is_drawn(curves: Curves) -> None:
    header = curves._header
    assert header.accuracy == ("Accuracy", "–")
    log = MetricLog()
    for step in range(1, 41):
        log.append(step, 1.0, 0.25)
    curves.pull(log)
    curves.show_numbers(40, None, 430)
    assert header.accuracy == ("Training accuracy", "25.0\u00a0%")
    assert header.notes == ("", "validation: first measured at step 430")
    assert "training" in names(curves._accuracy)
    log.add_validation(40, 0.3, 0.5)
    curves.pull(log)
    assert header.accuracy == ("Validation accuracy", "50.0\u00a0%")
    assert header.notes == ("", "")
    # A figure of an earlier step than the one on screen says of which.
    log.append(41, 1.0, 0.25)
    curves.pull(log)
    curves.show_numbers(41, None)
    assert header.notes == ("", "measured at step 40")
    curves.show_one(True)
    assert header.notes == ("",)  # of the training loss, which stands alone there


def test_an_r2_below_nought_counts_in_the_line_as_in_the_figure(curves: Curves) -> None:
    log = MetricLog()
    for step in range(1, 101):
        log.append(step, 0.1 if step % 2 else 0.9, 0.0)  # of spread 1: R² of 0.8 and −0.8
    log.add_validation(100, 0.55, 0.0)
    curves.show_score(Score(1.0))
    curves.pull(log)
    curves.show_numbers(100, None)
    told = curves._header.training_accuracy
    chart = curves._accuracy.chart
    assert chart is not None
    assert told is not None
    assert chart.lines[0].value[-1] == pytest.approx(told, abs=1e-3)
    # The same in the room Train, where the axis ends at the validation's.
    history = MetricHistory()
    history.score = Score(1.0)
    history.pull(log)
    assert history.track("accuracy").mean.min() == pytest.approx(-0.8, abs=1e-6)
    large = accuracy_chart(Sources(metrics=history), Look(1, 100, 400, log=False, whole=True, palette=LIGHT))
    assert large.lines[0].value[-1] == pytest.approx(told, abs=1e-3)
    assert -0.2 < large.scale.low <= -0.1


def test_five_million_steps_stay_a_thousand_columns(curves: Curves) -> None:
    """The log folds them; they come many at once, as five million calls would take too long here."""
    log = MetricLog()
    fill(log, 3)
    rng = np.random.default_rng(0)
    accuracies = np.full(125_000, 0.95, np.float32)
    while len(log) < 5_000_000:
        losses = rng.lognormal(-2, 0.3, len(accuracies)).astype(np.float32)
        log.extend(single_steps(len(log) + 1, losses, accuracies))
        curves.pull(log)
    assert max(drawn(curves._loss)) <= 2 * CAPACITY
    assert max(drawn(curves._accuracy)) <= CAPACITY
    curves.grab()


def test_a_network_from_a_file_shows_its_last_measurement_and_says_why_there_are_no_curves(
    curves: Curves,
) -> None:
    log = MetricLog()
    log.add_validation(15_000, 0.131, 0.963)
    curves.pull(log)
    curves.show_numbers(15_642, None)
    # Whether it came from a file, or begins to learn from other examples.
    assert curves._invitation.text().startswith("The curves of this run begin at step 15,642")
    assert not curves._invitation.isHidden()
    assert (curves._header.names[0].words, curves._header.loss) == ("Validation loss", 0.131)
    assert curves._header.validation == 0.963
    log.append(15_643, 0.2, 0.9)
    curves.pull(log)
    assert curves._invitation.isHidden()
    assert curves._header.names[0].words == "Training loss"
    assert curves._header.validation == 0.963
    for step in range(15_644, 16_000):
        log.append(step, 0.9 if step % 10 == 0 else 0.1, 0.9)
    log.add_validation(15_900, 0.13, 0.964)
    curves.pull(log)
    chart = curves._loss.chart
    assert chart is not None
    assert (chart.start, chart.end) == (15_642, 15_999)
    assert 0.9 <= chart.scale.high < 2
    assert drawn(curves._loss)[2] == 1  # the one before the curves begin is a number only
    curves.clear()
    curves.show_numbers(0, None)
    assert curves._invitation.text().startswith("Press Train")


def test_large_losses_are_written_compactly(curves: Curves) -> None:
    log = MetricLog()
    for step in range(1, 40):
        log.append(step, 5.5e14, 0.1)
    curves.pull(log)
    assert curves._loss.chart is not None
    ticks = [text for _, text in y_ticks(curves._loss.chart, 100)]
    assert "2·10¹⁴" in ticks
    assert all(len(text) <= 8 for text in ticks)
    curves._hover_at(20)
    assert "loss 5.5·10¹⁴" in curves._header.right.words
    assert [word.words for word in curves._loss.figure()._beside.words] == ["5.5·10¹⁴"]


def test_names_keep_their_order_while_lines_cross(curves: Curves) -> None:
    log = MetricLog()
    log.append(1, 2.3, 0.1)
    log.append(2, 2.3, 0.1)
    for step, validation in ((2, 1.0), (3, 2.28), (4, 2.31), (5, 2.29)):
        log.append(step + 1, 2.3, 0.1)
        log.add_validation(step, validation, 0.1)
        curves.pull(log)
        heights = names(curves._loss)
        assert heights["training"] > heights["validation"]


def test_many_validations_are_thinned_for_the_eye_only(curves: Curves) -> None:
    log = fill(MetricLog(), 10)
    for step in range(1, 5001):
        log.add_validation(step, 0.1, step / 5000)
    curves.pull(log)
    assert drawn(curves._accuracy)[2] <= 600
    assert curves._header.validation == 1.0


def test_another_log_starts_afresh(curves: Curves) -> None:
    curves.pull(fill(MetricLog(), 50))
    curves.pull(fill(MetricLog(), 7))
    assert drawn(curves._loss)[1] == 7
    curves.clear()
    assert not curves._invitation.isHidden()
    assert drawn(curves._loss) == [0, 0, 0]


def test_a_rewound_log_takes_the_curve_back(curves: Curves) -> None:
    log = fill(MetricLog(), 50)
    log.add_validation(40, 0.5, 0.9)
    curves.pull(log)
    log.rewind(20)
    curves.pull(log)
    assert drawn(curves._loss)[1:] == [20, 0]
    log.rewind(0)
    curves.pull(log)
    assert not curves._invitation.isHidden()


def test_a_loss_that_explodes_does_not_break_the_plot(curves: Curves) -> None:
    log = fill(MetricLog(), 20)
    for step, loss in ((21, 1e30), (22, np.inf), (23, np.nan)):
        log.append(step, loss, 0.1)
    log.add_validation(23, np.nan, 0.1)
    curves.pull(log)
    curves.grab()
    only_bad = MetricLog()
    only_bad.append(1, np.nan, 0.1)
    curves.pull(only_bad)
    curves.grab()


def test_the_cursor_stands_at_the_shown_step_and_hides_at_the_end(curves: Curves) -> None:
    curves.pull(fill(MetricLog(), 100))
    curves.set_cursor(40)
    assert curves._loss.figure()._cursor.isVisible()
    assert curves._loss._cursor == 40
    for at_the_end in (100, None):
        curves.set_cursor(at_the_end)
        assert not curves._loss.figure()._cursor.isVisible()


def test_curves_that_run_on_behind_a_step_that_is_past_are_paler(curves: Curves) -> None:
    curves.pull(fill(MetricLog(), 400))

    def ink(first: int, last: int) -> float:
        """How far the darkest pixel of the loss between two steps is from the ground."""
        left, right = (place(curves._loss, step).x() for step in (first, last))
        picture = curves._loss.grab().toImage()
        lightness = (
            picture.pixelColor(x, y).lightness()
            for x in range(left, right)
            for y in range(picture.height() - 22)
        )
        return 255 - min(lightness)

    strong = ink(250, 380)
    curves.set_cursor(200)
    assert ink(50, 180) > 0.9 * strong
    assert ink(250, 380) < 0.6 * strong
    curves.set_cursor(400)
    assert ink(250, 380) == strong


def test_numbers_are_written_without_moving(curves: Curves) -> None:
    curves.show_numbers(5622, 352_417.0)
    assert curves._header.right.words == "step 5,622 · 352,000 samples/s"
    curves.show_numbers(5622, None)
    assert curves._header.right.words == "step 5,622"


def test_pointing_at_a_step_reads_it(curves: Curves, qtbot: QtBot) -> None:
    log = fill(MetricLog(), 100)
    log.add_validation(50, 0.5, 0.912)
    curves.pull(log)
    curves.show_numbers(100, None)
    curves.grab()
    QTest.mouseMove(curves._loss, place(curves._loss, 60))
    qtbot.waitUntil(lambda: "loss" in curves._header.right.words)
    assert "accuracy" in curves._header.right.words
    assert not any(name.isVisible() for name in curves._header.names)
    # What is told meanwhile does not take it away.
    curves.show_numbers(100, None)
    assert "loss" in curves._header.right.words
    assert curves._loss.figure()._hover.isVisible()
    assert curves._accuracy.figure()._hover.isVisible()
    curves._hover_at(None)
    assert curves._header.right.words == "step 100"


@pytest.mark.parametrize("one", [False, True])
@pytest.mark.parametrize("width", [480, 700, 1000])
def test_whatever_is_pointed_at_is_written_whole_and_over_nothing(
    curves: Curves, qtbot: QtBot, width: int, one: bool
) -> None:
    log = fill(MetricLog(), 60_000)
    log.add_validation(30_000, 0.5, 0.912)
    curves.show_one(one)
    curves.resize(width, 140)
    curves.pull(log)
    curves.show_numbers(60_000, None)
    for step in (100.0, 29_000.0, 31_000.0, 59_000.0):
        curves._hover_at(step)
        right = curves._header.right
        assert right.sizeHint().width() <= right.width()
        assert curves._header.rect().contains(right.geometry())
        for curve in (curves._loss,) if one else (curves._loss, curves._accuracy):
            (reading,) = curve.figure()._beside.words
            metrics = QFontMetricsF(reading.font)
            assert curve.figure().frame.adjusted(-1, 0, 1, 0).contains(reading.box)
            assert metrics.horizontalAdvance(reading.words) <= reading.box.width()


@pytest.mark.parametrize("width", [480, 560, 700, 1080])
def test_of_which_step_a_figure_is_stands_there_in_any_width(curves: Curves, width: int) -> None:
    log = fill(MetricLog(), 400)
    log.add_validation(390, 0.3, 0.956)
    curves.resize(width, 140)
    curves.pull(log)
    curves.show_numbers(400, 3_080.0, epoch=1)
    assert "at step 390" in curves._header.notes[1] + curves._header.names[1].words
    log.changes.taught(400, 100, "a 6 at rate 0.005")
    log.add_validation(500, 0.41, 0.930)
    curves.pull(log)
    curves.show_numbers(500, None, epoch=1)
    assert curves._header.names[0].words == "Validation loss"
    assert "no " in curves._header.notes[0] or width == 480


def test_the_theme_reaches_the_plots(curves: Curves) -> None:
    curves.pull(fill(MetricLog(), 100))
    curves.apply_palette(DARK)
    assert curves._loss.grab().toImage().pixelColor(2, 2).name().upper() == DARK.panel
    assert curves._accuracy.chart is not None
    assert curves._accuracy.chart.lines[1].ink == DARK.validation


def test_names_of_lines_that_end_together_do_not_overlap(curves: Curves, qtbot: QtBot) -> None:
    log = MetricLog()
    for step in range(1, 200):
        log.append(step, 0.2, 0.99)
    log.add_validation(199, 0.2, 0.99)
    curves.pull(log)
    for curve in (curves._loss, curves._accuracy):
        heights = names(curve)
        assert abs(heights["training"] - heights["validation"]) == pytest.approx(14, abs=1)


def test_the_first_step_alone_is_drawn(curves: Curves) -> None:
    log = MetricLog()
    log.append(1, 2.3, 0.1)
    curves.pull(log)
    for curve in (curves._loss, curves._accuracy):
        assert len(curve.figure()._drawing._dots.data) == 1
    log.append(2, 2.2, 0.1)
    curves.pull(log)
    for curve in (curves._loss, curves._accuracy):
        assert len(curve.figure()._drawing._dots.data) == 0
