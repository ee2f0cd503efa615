"""With its defaults the program learns to read."""

import numpy as np
import pytest

from netviz.network.forward import evaluate
from netviz.network.optimisers import OPTIMISERS, optimiser_named
from netviz.tasks.digits.digits import DataSet
from netviz.training.config import TrainingConfig
from netviz.training.session import Session


def accuracy_after_an_epoch(config: TrainingConfig, digits: DataSet) -> float:
    session = Session(config, digits.training)
    while session.epoch < 1:
        session.step()
    assert np.isfinite(session.network.parameters).all()
    validation = digits.validation
    return evaluate(config.spec, session.network.parameters, validation.images, validation.labels).accuracy


@pytest.mark.parametrize("batch_size", [10, 32, 64, 128])
def test_one_epoch_of_the_defaults_reads_nine_of_ten_digits(digits: DataSet, batch_size: int) -> None:
    assert accuracy_after_an_epoch(TrainingConfig(batch_size=batch_size), digits) >= 0.9


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_so_does_every_optimiser_at_its_usual_rate(digits: DataSet, optimiser: str) -> None:
    config = TrainingConfig(optimiser=optimiser, learning_rate=optimiser_named(optimiser).usual_rate)
    assert accuracy_after_an_epoch(config, digits) >= 0.9
