"""The plots with real mouse events: hover reads a step, a click asks for it, wheel and drag look closer."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.network.spec import NetworkSpec
from netviz.panels.kit.figures import percent, plain
from netviz.panels.kit.term_spot import TermSpot
from netviz.panels.kit.terms import TermCard
from netviz.panels.plots.board import Plots
from netviz.panels.plots.pages import PAGES
from netviz.panels.plots.pages.layers import layer_inks
from netviz.panels.plots.plot import Plot
from netviz.training.measure.measures import StepMeasures
from netviz.training.measure.metrics import MetricLog
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.palette import DARK, LIGHT, Palette
from tests.panels.plots.test_history import SPEC, filled, measures


@pytest.fixture
def log() -> MetricLog:
    log = filled(MetricLog(), 1, 1000)
    for step in range(100, 1001, 100):
        log.add_validation(step, 1.0, 0.9)
        log.measures.add(measures(step))
    return log


@pytest.fixture
def plots(qtbot: QtBot) -> Plots:
    plots = Plots(LIGHT)
    qtbot.addWidget(plots)
    plots.resize(970, 260)
    with qtbot.waitExposed(plots):
        plots.show()
    return plots


def test_words_of_the_field_in_titles_explain_themselves(qtbot: QtBot, plots: Plots, log: MetricLog) -> None:
    plots.pull(log)
    plots.open("neurons")
    qtbot.waitUntil(lambda: plots.settled, timeout=5000)
    dead = next(plot for plot in plots.findChildren(Plot) if plot.accessibleName().startswith("Dead"))
    (spot,) = dead.findChildren(TermSpot)
    assert (spot.term, spot.isVisible()) == ("dead neuron", True)
    QTest.mouseClick(spot, Qt.MouseButton.LeftButton)
    (card,) = plots.findChildren(TermCard)
    assert card.term == "dead neuron"


def point_at(plot: Plot, position: QPoint, qtbot: QtBot) -> None:
    """Move there until it is noticed: a screen tells late where its own pointer is."""

    def noticed() -> bool:
        QTest.mouseMove(plot, position)
        return plot._hover is not None

    qtbot.waitUntil(noticed, timeout=5000)


def settle(plots: Plots, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: plots.settled)


def shown(plots: Plots) -> list[Plot]:
    return [plot for plot in plots.findChildren(Plot) if plot.isVisible()]


def place(plot: Plot, step: float) -> QPoint:
    assert plot.chart is not None
    return QPoint(round(plot.place_of(step)), round(plot.frame.center().y()))


def turn(plot: Plot, at: QPoint, notches: int) -> None:
    turned = QWheelEvent(
        QPointF(at),
        plot.mapToGlobal(QPointF(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot, turned)


def test_before_training_it_says_what_will_appear(plots: Plots, qtbot: QtBot) -> None:
    for page in PAGES:
        plots.open(page.key)
        settle(plots, qtbot)
        for plot in shown(plots):
            assert plot.chart is not None
            assert plot.chart.empty
            assert "Press Train" in plot.chart.note
        plots.grab()


def test_a_run_without_measurements_says_why(plots: Plots, qtbot: QtBot) -> None:
    recorded = MetricLog()
    for step in range(1, 200):
        recorded.append(step, 1.0, 0.5)
    for page in ("gradients", "neurons", "histograms"):
        plots.open(page)
        plots.pull(recorded)
        settle(plots, qtbot)
        for plot in shown(plots):
            assert plot.chart is not None
            assert plot.chart.empty
            assert "Nothing was measured of the layers" in plot.chart.note
    plots.pull(MetricLog())
    settle(plots, qtbot)
    assert all("Press Train: layers" in plot.chart.note for plot in shown(plots) if plot.chart)


@pytest.mark.parametrize("page", ["gradients", "neurons", "histograms"])
def test_after_a_change_of_layers_a_plot_says_why_it_begins_there(
    plots: Plots, log: MetricLog, qtbot: QtBot, page: str
) -> None:
    def muted() -> int:
        """What is written in the left half of the frames, below the titles."""
        found = 0
        for plot in shown(plots):
            image, frame = plot.grab().toImage(), plot.frame
            ink = QColor(LIGHT.muted).rgb()
            for x in range(int(frame.left()) + 4, int(frame.center().x())):
                rows = range(int(frame.top()) + 4, int(frame.bottom()) - 4)
                found += sum(image.pixel(x, y) == ink for y in rows)
        return found

    plots.open(page)
    plots.pull(log)
    settle(plots, qtbot)
    assert all(plot.chart is not None and plot.chart.before == "" for plot in shown(plots))
    assert muted() == 0
    other = NetworkSpec((784, 9, 10), ("relu",))
    for count, step in enumerate((820, 860, 900)):
        log.measures.add(measures(step, other))
        plots.pull(log)
        settle(plots, qtbot)
        for plot in shown(plots):
            if plot.chart is not None and not plot.chart.empty:
                assert plot.chart.before.startswith("The layers were 784-6-5-10 before.")
                assert plot.chart.begin is not None
                assert plot.chart.begin > 700
        assert muted() > 20, count
    log.measures.rewind(500)
    plots.pull(log)
    settle(plots, qtbot)
    assert all(plot.chart is not None and plot.chart.before == "" for plot in shown(plots))


def test_what_is_drawn_is_what_was_logged(plots: Plots, log: MetricLog, qtbot: QtBot) -> None:
    plots.pull(log)
    settle(plots, qtbot)
    loss, accuracy = shown(plots)
    assert loss.chart is not None
    assert accuracy.chart is not None
    assert (loss.chart.start, loss.chart.end) == (0, 1000)
    assert loss.chart.band is not None
    assert loss.chart.band.high.max() == pytest.approx(2.3)
    assert [line.name for line in loss.chart.lines] == ["training", "validation"]
    assert accuracy.chart.lines[1].step.tolist() == list(range(100, 1001, 100))
    assert accuracy.chart.lines[1].value.tolist() == [0.9] * 10
    assert not plots.pull(log)
    assert plots.settled


def test_pages_show_each_layer_in_the_same_colour(plots: Plots, log: MetricLog, qtbot: QtBot) -> None:
    plots.pull(log)
    inks = {}
    for page in ("gradients", "neurons"):
        plots.open(page)
        settle(plots, qtbot)
        for plot in shown(plots):
            assert plot.chart is not None
            for line in plot.chart.lines:
                assert inks.setdefault(line.name, line.ink) == line.ink
    assert set(inks) == {"hidden 1", "hidden 2", "output"}
    plots.open("histograms")
    settle(plots, qtbot)
    assert all(plot.chart is not None and plot.chart.heat is not None for plot in shown(plots))
    weights = shown(plots)[0]
    # What lies beyond the picture's ends says so.
    assert weights.chart is not None
    scale = weights.chart.scale
    off = [", off the axis:" if outside else "" for outside in (scale.low > -1, scale.high < 1)]
    read = [(name, value) for name, value, _ in weights.readings()]
    assert read == [(f"least{off[0]}", "−1.00"), (f"most{off[1]}", "1.00")]
    assert any(off)


def test_only_what_is_visible_is_drawn_and_one_plot_at_a_time(
    plots: Plots, log: MetricLog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(plots, qtbot)
    drawn: list[Plot] = []
    draw = Plot.draw
    monkeypatch.setattr(Plot, "draw", lambda self, *a: (drawn.append(self), draw(self, *a))[1])
    plots.pull(log)
    plots.draw_next()
    assert len(drawn) == 1
    settle(plots, qtbot)
    assert drawn == shown(plots)
    plots.hide()
    filled(log, 1001, 5)
    plots.pull(log)
    QApplication.processEvents()
    assert len(drawn) == 2
    plots.show()
    settle(plots, qtbot)
    assert len(drawn) == 4


def test_hover_reads_the_step_in_all_plots_and_a_click_asks_for_it(
    plots: Plots, log: MetricLog, qtbot: QtBot
) -> None:
    plots.pull(log)
    settle(plots, qtbot)
    loss, accuracy = shown(plots)
    point_at(loss, place(loss, 400), qtbot)
    hovered = loss._hover
    assert hovered is not None
    assert abs(hovered - 400) <= 3
    assert accuracy._hover == hovered
    said = {name: value for name, value, _ in accuracy.readings()}
    assert said["mini-batch"] == f"{100 * (1 - 0.9 / hovered**0.5):.1f}\u00a0%"
    # Not every step was validated, so it says which one was.
    measured = int(hovered) // 100 * 100
    assert said["validation" if hovered == measured else f"validation at {measured:,}"] == "90.0\u00a0%"
    with qtbot.waitSignal(plots.step_asked) as asked:
        QTest.mouseClick(loss, Qt.MouseButton.LeftButton, pos=place(loss, 400))
    assert abs(asked.args[0] - 400) <= 3
    plots.grab()
    QTest.mouseMove(plots, QPoint(2, 2))
    plots.open("gradients")
    settle(plots, qtbot)
    first = shown(plots)[0]
    point_at(first, place(first, 333), qtbot)
    assert first._hover == 300  # the nearest step that was measured


def test_wheel_drag_and_double_click(plots: Plots, log: MetricLog, qtbot: QtBot) -> None:
    plots.pull(log)
    settle(plots, qtbot)
    loss, accuracy = shown(plots)
    turn(loss, place(loss, 250), 6)
    settle(plots, qtbot)
    assert loss.chart is not None
    assert accuracy.chart is not None
    start, end = loss.chart.start, loss.chart.end
    assert (accuracy.chart.start, accuracy.chart.end) == (start, end)
    assert end - start == pytest.approx(1000 / 1.25**6, rel=0.01)
    assert start < 250 < end
    at = loss.frame.center().toPoint()
    asked: list[int] = []
    plots.step_asked.connect(asked.append)
    QTest.mousePress(loss, Qt.MouseButton.LeftButton, pos=at)
    for shift in (10, 40, 80):
        QTest.mouseMove(loss, at - QPoint(shift, 0))
    QTest.mouseRelease(loss, Qt.MouseButton.LeftButton, pos=at - QPoint(80, 0))
    settle(plots, qtbot)
    assert loss.chart.start - start == pytest.approx(80 / loss.frame.width() * (end - start), rel=0.05)
    assert not asked
    QTest.mouseClick(loss, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(loss, Qt.MouseButton.LeftButton, pos=at)
    settle(plots, qtbot)
    assert (loss.chart.start, loss.chart.end) == (0, 1000)
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    assert len(asked) <= 1  # the double click itself asks for nothing
    QTest.keyClick(loss, Qt.Key.Key_Plus)
    QTest.keyClick(loss, Qt.Key.Key_Right)
    settle(plots, qtbot)
    assert loss.chart.start > 100
    QTest.keyClick(loss, Qt.Key.Key_Home)
    settle(plots, qtbot)
    assert loss.chart.start == 0


def test_the_step_on_screen_is_marked_unless_it_is_the_newest(plots: Plots, log: MetricLog) -> None:
    plots.pull(log)
    parameters = np.zeros(SPEC.n_parameters, np.float32)
    plots.show_network(Snapshot("run", 0, 400, SPEC, parameters))
    assert {plot._cursor for plot in plots.findChildren(Plot)} == {400}
    plots.show_network(Snapshot("run", 0, 1000, SPEC, parameters))
    assert {plot._cursor for plot in plots.findChildren(Plot)} == {None}


def test_the_logarithm_is_each_page_s_own(plots: Plots, log: MetricLog, qtbot: QtBot) -> None:
    plots.pull(log)
    settle(plots, qtbot)
    plots._log_button.click()
    settle(plots, qtbot)
    accuracy = shown(plots)[1]
    assert accuracy.chart is not None
    assert accuracy.chart.scale.log
    assert accuracy.chart.title == "Error (1 − accuracy)"
    assert accuracy.chart.lines[1].value == pytest.approx([0.1] * 10)
    plots.open("gradients")
    assert plots._log_button.isChecked()
    plots._log_button.click()
    plots.open("curves")
    assert plots._log_button.isChecked()
    plots.open("histograms")
    assert plots._log_button.isHidden()


def test_another_network_s_first_layer_and_another_theme(plots: Plots, qtbot: QtBot) -> None:
    plots.open("first layer")
    for number, sizes in enumerate(((784, 16, 10), (784, 10), (784, 300, 10))):
        spec = NetworkSpec.dense(sizes)
        parameters = np.random.default_rng(0).normal(size=spec.n_parameters).astype(np.float32)
        plots.show_network(Snapshot("run", number, 0, spec, parameters))
        settle(plots, qtbot)
        assert plots._sheet.neurons == sizes[1]
    plots.apply_palette(DARK)
    settle(plots, qtbot)
    image = plots.grab().toImage()
    assert image.pixelColor(3, image.height() - 2).name().upper() == DARK.panel
    assert not plots.picture().isNull()


def test_of_many_layers_some_are_drawn_and_all_are_exported(plots: Plots, qtbot: QtBot) -> None:
    log = filled(MetricLog(), 1, 50)
    deep = NetworkSpec.dense((784, *[12] * 30, 10))
    for step in (10, 20, 30):
        log.measures.add(measures(step, deep))
    plots.pull(log)
    plots.open("gradients")
    settle(plots, qtbot)
    chart = shown(plots)[0].chart
    assert chart is not None
    assert chart.title == "Gradient norm, 8 of 31 layers"
    assert [chart.lines[0].name, chart.lines[-1].name] == ["hidden 1", "output"]
    assert len(chart.lines) == 8
    assert len(plots.table().columns) == 1 + 2 * 31
    plots.grab()


def test_what_is_zero_is_said_on_a_logarithmic_scale(plots: Plots, qtbot: QtBot) -> None:
    """A dead network: nothing moves but the output's biases; then not even these."""
    log = filled(MetricLog(), 1, 50)
    spec = NetworkSpec.dense((784, 8, 6, 10))
    for step in (10, 20, 30):
        dead = StepMeasures(np.array([0, 0, 0.3], np.float32), np.zeros(3, np.float32))
        log.measures.add(replace(measures(step, spec), of_step=dead))
    plots.pull(log)
    plots.open("gradients")
    settle(plots, qtbot)
    gradient, update = (plot.chart for plot in shown(plots))
    assert gradient is not None
    assert update is not None
    assert gradient.title == "Gradient norm; 0 in hidden 1, hidden 2"
    assert update.empty
    assert "are 0" in update.note


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_no_two_layers_have_nearly_the_same_ink(palette: Palette) -> None:
    for n in range(1, 7):
        inks = [QColor(ink) for ink in layer_inks(n, palette)]
        assert len(inks) == n
        for k, one in enumerate(inks):
            for other in inks[k + 1 :]:
                apart = [abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)]
                assert max(apart) > 45, (n, one.name(), other.name())
    ends = layer_inks(4, palette)
    assert (ends[0], ends[2], ends[3]) == tuple(
        QColor(ink).name() for ink in (palette.first_wish, palette.second_wish, palette.output_wish)
    )


def test_the_heads_are_all_of_the_step_that_is_seen(plots: Plots, log: MetricLog, qtbot: QtBot) -> None:
    parameters = np.zeros(SPEC.n_parameters, np.float32)
    plots.pull(log)
    settle(plots, qtbot)
    _, points = log.since(None)
    for step in (400, 733, 1000):
        plots.show_network(Snapshot("run", 0, step, SPEC, parameters))
        loss, accuracy = ({name: value for name, value, _ in plot.readings()} for plot in shown(plots))
        assert loss["mini-batch"] == plain(float(points.loss[step - 1]))
        assert accuracy["mini-batch"] == percent(float(points.accuracy[step - 1]))
        smoothed = log.smoothed("loss", step)
        assert smoothed is not None
        assert loss["training"] == plain(smoothed)
    # Another scale is another picture of the same figures.
    before = shown(plots)[0].readings()
    plots._log_button.setChecked(True)
    settle(plots, qtbot)
    assert shown(plots)[0].readings() == before


def test_what_is_later_than_a_step_that_is_past_is_paler(plots: Plots, log: MetricLog, qtbot: QtBot) -> None:
    plots.pull(log)
    settle(plots, qtbot)
    plot = shown(plots)[0]

    def ink(first: int, last: int) -> float:
        """How far the darkest pixel between two steps is from the ground."""
        picture = plot.grab(QRect(QPoint(place(plot, first).x(), 24), place(plot, last))).toImage()
        lightness = (
            picture.pixelColor(x, y).lightness()
            for x in range(picture.width())
            for y in range(picture.height())
        )
        return 255 - min(lightness)

    strong = ink(600, 900)
    spec = NetworkSpec.dense((4, 3, 2))
    past = Snapshot("run", 0, 500, spec, np.zeros(spec.n_parameters, np.float32))
    plots.show_network(past)
    assert ink(100, 400) > 0.9 * strong
    assert ink(600, 900) < 0.6 * strong
    plots.show_network(replace(past, step=1000))
    assert ink(600, 900) == strong


def test_while_it_trains_the_plots_end_at_the_step_that_is_told_of(
    plots: Plots, log: MetricLog, qtbot: QtBot
) -> None:
    plots.pull(log, until=700)
    settle(plots, qtbot)
    assert all(plot.chart is not None and plot.chart.end == 700 for plot in shown(plots))
    assert not plots.pull(log, until=700)
    assert plots.pull(log, until=800)
    assert plots.pull(log)
    settle(plots, qtbot)
    assert all(plot.chart is not None and plot.chart.end == 1000 for plot in shown(plots))
    assert not plots.pull(log)
