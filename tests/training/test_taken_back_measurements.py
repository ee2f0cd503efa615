"""What was measured of a network that an operation made goes with the operation that is taken back."""

from netviz.training.measure.metrics import MetricLog


def measured(log: MetricLog) -> list[tuple[int, float]]:
    return [(point.step, point.loss) for point in log.validation_since(None)[1]]


def test_of_an_operation_that_never_was_nothing_stays_measured() -> None:
    log = MetricLog()
    log.add_validation(10, 0.5, 0.9)
    log.hand.add(10, 0.8)
    cursor = log.validation_since(None)[0]
    late = log.line
    log.operated(10, "Silence neuron 1·5")
    log.add_validation(10, 1.7, 0.4)
    log.hand.add(10, 0.1)
    second = log.operated(10, "Silence neuron 1·6")
    log.add_validation(10, 1.9, 0.3)
    log.take_back(second)
    assert measured(log) == [(10, 0.5), (10, 1.7)]
    log.take_back(0)
    assert measured(log) == [(10, 0.5)]
    assert [point.accuracy for point in log.hand.all] == [0.8]
    # Who had read them reads anew: curves and file.
    _, points, restart = log.validation_since(cursor)
    assert restart
    assert len(points) == 1
    # What comes late is of the network that never was.
    log.add_validation(10, 1.7, 0.4, late)
    assert measured(log) == [(10, 0.5)]
    log.add_validation(10, 0.5, 0.9, log.line)
    assert measured(log) == [(10, 0.5)] * 2


def test_a_branch_knows_it_too() -> None:
    log = MetricLog()
    log.add_validation(10, 0.5, 0.9)
    log.operated(10, "Silence neuron 1·5")
    log.add_validation(10, 1.7, 0.4)
    log.append(11, 1.0, 0.5)
    log.add_validation(20, 1.2, 0.6)
    branch = log.until(10)
    branch.take_back(0)
    assert measured(branch) == [(10, 0.5)]
    assert measured(log) == [(10, 0.5), (10, 1.7), (20, 1.2)]
