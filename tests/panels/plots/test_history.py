"""What the plots keep of the logs: all of it, in order, and bounded."""

import numpy as np

from netviz.network.spec import NetworkSpec
from netviz.panels.plots.history import MOST, MetricHistory
from netviz.panels.plots.measured import FIGURES, MeasureHistory
from netviz.training.measure.measures import Histogram, MeasureLog, Measures, StepMeasures
from netviz.training.measure.metrics import MetricLog

SPEC = NetworkSpec((784, 6, 5, 10), ("relu", "tanh"))


def filled(log: MetricLog, start: int, steps: int) -> MetricLog:
    for step in range(start, start + steps):
        log.append(step, 2.3 / step**0.3, 1 - 0.9 / step**0.5)
    return log


def measures(step: int, spec: NetworkSpec = SPEC) -> Measures:
    layers = np.arange(1, spec.n_layers + 1, dtype=np.float32)
    hidden = np.linspace(0.1, 0.5, spec.n_layers - 1).astype(np.float32)
    counts = np.tile(np.arange(40, dtype=np.int32), (spec.n_layers, 1))
    histogram = Histogram(-layers, layers, counts)
    return Measures(
        step, spec, StepMeasures(layers / step, layers / 1000), hidden, hidden / 2, histogram, histogram
    )


def test_everything_that_was_logged_comes_in_order() -> None:
    history, log = MetricHistory(), MetricLog()
    assert history.pull(log)  # a log of its own, though there is nothing in it
    assert not history.pull(log)
    assert history.reach is None
    start = 1
    for n in (1, 5, 300, 40):
        filled(log, start, n)
        start += n
        assert history.pull(log)
        assert not history.pull(log)
    log.add_validation(300, 0.5, 0.9)
    assert history.pull(log)
    track = history.track("loss")
    assert track.first.tolist() == list(range(1, start))
    np.testing.assert_allclose(track.mean, 2.3 / np.arange(1, start) ** 0.3, rtol=1e-6)
    assert [a.tolist() for a in history.validation("accuracy")] == [[300], [0.9]]
    assert history.reach == (1, start - 1)


def test_a_rewound_log_and_another_log_begin_anew() -> None:
    history, log = MetricHistory(), filled(MetricLog(), 1, 100)
    history.pull(log)
    log.rewind(40)
    assert history.pull(log)
    assert history.reach == (1, 40)
    filled(log, 41, 10)
    history.pull(log)
    assert len(history) == 50
    history.pull(filled(MetricLog(), 1, 7))
    assert len(history) == 7


def test_a_long_run_stays_bounded_and_misses_no_step() -> None:
    history, log = MetricHistory(), MetricLog()
    for k in range(8):
        filled(log, 50_000 * k + 1, 50_000)
        history.pull(log)
        assert len(history) <= MOST + 50_000
    track = history.track("loss")
    assert track.count.sum() == 400_000
    assert (track.first[1:] == track.last[:-1] + 1).all()


def test_layers_are_told_apart_by_what_they_can_be() -> None:
    history, log = MeasureHistory(), MeasureLog()
    history.pull(log)
    assert history.lines(FIGURES[0]) == []
    for step in (1, 5, 9):
        log.add(measures(step))
    assert history.pull(log)
    assert history.layer_names == ("hidden 1", "hidden 2", "output")
    assert history.steps.tolist() == [1, 5, 9]
    norms = history.lines("gradient norm")
    assert [layer for layer, _ in norms] == [0, 1, 2]
    np.testing.assert_allclose(norms[2][1], [3, 3 / 5, 3 / 9], rtol=1e-6)
    # Only ReLU neurons die, only those with ends saturate.
    assert [layer for layer, _ in history.lines("dead neurons")] == [0]
    assert [layer for layer, _ in history.lines("saturated neurons")] == [1]
    weights = history.weights(1)
    assert weights is not None
    assert weights.high.tolist() == [2, 2, 2]
    assert weights.counts.shape == (3, 40)
    assert history.activations(3) is None


def test_another_shape_begins_anew() -> None:
    history, log = MeasureHistory(), MeasureLog()
    log.add(measures(1))
    history.pull(log)
    log.add(measures(2, NetworkSpec.dense((784, 10))))
    history.pull(log)
    assert history.layer_names == ("output",)
    assert history.lines("dead neurons") == []
    log.rewind(1)
    history.pull(log)
    assert history.reach == (1, 1)


def test_a_figure_of_an_earlier_step_says_of_which() -> None:
    history, log = MetricHistory(), filled(MetricLog(), 1, 400)
    log.add_validation(390, 0.3, 0.95)
    history.pull(log)
    assert history.figures("loss", 390)[-2:] == (None, None)
    assert history.figures("loss", 400)[-2:] == (None, 390)
    # A hundred taught steps have no mini-batches; the validation digits are read anew after them.
    log.changes.taught(400, 100, "a 6 at rate 0.005")
    log.add_validation(500, 0.41, 0.93)
    history.pull(log)
    taught = history.figures("loss", 500)
    assert taught.batch is None
    assert (taught.trained_at, taught.validated_at) == (400, None)
    assert (taught.training, taught.validation) == (log.smoothed("loss", 400), 0.41)


def test_of_steps_that_are_folded_none_is_called_an_earlier_one() -> None:
    history, log = MetricHistory(), MetricLog()
    filled(log, 1, 140_000)
    history.pull(log)
    assert log.n_folded
    assert history.figures("loss", 1_003).trained_at is None
