"""The sentence below the network says that the loss rises where the figure beside it does."""

from netviz.app.watch.sentence import risen
from netviz.training.measure.metrics import MetricLog


def log_of(losses: list[float]) -> MetricLog:
    log = MetricLog()
    for step, loss in enumerate(losses, 1):
        log.append(step, loss, 0.1)
    return log


def test_a_loss_that_climbs_has_risen_and_one_that_falls_or_wavers_has_not() -> None:
    climbs = log_of([2.301, 60.0, 700.0, 880.921])
    assert risen(climbs, 4) == ("2.301", "880.921")
    assert risen(log_of([2.3 - 0.01 * k for k in range(100)]), 100) is None
    assert risen(log_of([0.5 + 0.1 * (k % 2) for k in range(100)]), 100) is None
    late = log_of([0.5] * 300 + [0.5 + 0.2 * k for k in range(60)])
    assert risen(late, 360) is not None
    assert risen(late, 290) is None
    assert risen(MetricLog(), 0) is None
