"""A run at a learning rate far too high is noticed, once; a healthy one never is."""

import pytest

from netviz.network.forward import evaluate
from netviz.network.optimisers import optimiser_named
from netviz.tasks.digits.digits import DataSet
from netviz.training.advise.lookout import Lookout, Lost
from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import MetricLog
from netviz.training.session import Session


def log_of(*validation: tuple[float, float], first: float = 2.4) -> MetricLog:
    log = MetricLog()
    for k, (loss, accuracy) in enumerate(validation):
        log.append(k + 1, first if k == 0 else loss, accuracy)
        log.add_validation(k + 1, loss, accuracy)
    return log


def test_a_lost_run_is_told_once_with_its_figures() -> None:
    lookout, log = Lookout(), log_of((5e14, 0.1), (5.5e14, 0.098))
    found = lookout.look(log)
    assert found == Lost(5.5e14, 0.098, 2, pytest.approx(2.4), 1)
    log.add_validation(3, 1e20, 0.1)
    assert lookout.look(log) is None
    log.rewind(0)
    for step in (1, 2):
        log.append(step, 2.4, 0.1)
        log.add_validation(step, 1e20, 0.1)
    assert lookout.look(log) is not None  # another run


def test_it_knows_since_when_what_was_learned_is_gone() -> None:
    found = Lookout().look(log_of((1.0, 0.7), (0.8, 0.8), (1e9, 0.1), (1e9, 0.1)))
    assert found is not None
    assert found.since == 3


@pytest.mark.parametrize(
    "validation",
    [
        (),
        ((1e20, 0.1),),
        ((2.3, 0.1), (2.3, 0.1)),  # learns slowly, or is dead: the rate is not known to be too high
        ((1e20, 0.1), (2.0, 0.3)),
        ((40.0, 0.6), (30.0, 0.7)),
    ],
)
def test_what_is_not_a_lost_run(validation: tuple[tuple[float, float], ...]) -> None:
    assert Lookout().look(log_of(*validation)) is None


def run(config: TrainingConfig, digits: DataSet, steps: int, every: int) -> list[Lost | None]:
    session, log, lookout, found = Session(config, digits.training), MetricLog(), Lookout(), []
    held_out = digits.validation
    for _ in range(steps):
        result = session.step()
        log.append(*result)
        if result.step % every == 0:
            log.add_validation(
                result.step,
                *evaluate(config.spec, session.network.parameters, held_out.images, held_out.labels),
            )
            found.append(lookout.look(log))
    return found


@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "adam"])
def test_a_healthy_run_is_never_told_off(digits: DataSet, optimiser: str) -> None:
    config = TrainingConfig(optimiser=optimiser, learning_rate=optimiser_named(optimiser).usual_rate)
    assert not any(run(config, digits, 400, 20))


def test_a_run_at_a_wild_rate_is(digits: DataSet) -> None:
    found = run(TrainingConfig(learning_rate=20.0), digits, 200, 50)
    assert sum(lost is not None for lost in found) == 1
