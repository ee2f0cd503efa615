"""Robustness curves count what a plain loop counts."""

import numpy as np
import pytest

from netviz.network.forward import evaluate
from netviz.network.network import Network
from netviz.tasks.digits.digits import DataSet, Digits
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.pictures.distortions import DISTORTIONS, DistortionError, distort
from netviz.training.config import TrainingConfig
from netviz.training.jobs.work import finish
from netviz.training.measure.examination import wilson
from netviz.training.measure.robustness import robustness
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot


@pytest.fixture(scope="module")
def trained(digits: DataSet) -> Snapshot:
    session = Session(TrainingConfig(), digits.training)
    for _ in range(600):
        session.step()
    return Snapshot("run", 0, 600, session.config.spec, session.state().parameters)


@pytest.fixture(scope="module")
def some(digits: DataSet) -> Digits:
    return Digits(digits.test.images[:1500], digits.test.labels[:1500], "test")


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_the_curve_is_the_accuracy_on_distorted_digits(trained: Snapshot, some: Digits, kind: str) -> None:
    amounts = DISTORTIONS[kind].amounts[:2] + DISTORTIONS[kind].amounts[-1:]
    curve = finish(robustness(trained, some, kind, amounts))
    assert curve.count == 1500
    for k, amount in enumerate(amounts):
        images = np.concatenate(
            [distort(some.images[:1000], kind, amount, 0), distort(some.images[1000:], kind, amount, 1000)]
        )
        expected = evaluate(trained.spec, trained.parameters, images, some.labels).accuracy
        assert curve.accuracy[k] == pytest.approx(expected)
        assert curve.intervals[k] == wilson(round(1500 * expected), 1500)


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_reading_suffers_from_every_kind(trained: Snapshot, some: Digits, kind: str) -> None:
    curve = finish(robustness(trained, some, kind))
    assert tuple(curve.amounts) == DISTORTIONS[kind].amounts
    plain = curve.accuracy[list(curve.amounts).index(0)]
    assert plain == pytest.approx(
        evaluate(trained.spec, trained.parameters, some.images, some.labels).accuracy
    )
    assert curve.accuracy[-1] < plain - 0.1


def test_shares_rise_to_one(trained: Snapshot, some: Digits) -> None:
    shares = list(robustness(trained, some, "shift", (0, 1, 2)))
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert len(shares) == 6


def test_an_unknown_kind_is_refused(some: Digits) -> None:
    network = Network(DIGITS.network)
    with pytest.raises(DistortionError, match="no “blur”"):
        finish(robustness(Snapshot("run", 0, 0, network.spec, network.parameters), some, "blur"))
