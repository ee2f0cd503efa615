"""What new networks reach with the settings that they have now, and with those that they had before.

.venv/bin/python -m tests.benchmarks.bench_defaults --seeds 4
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from math import ceil
from statistics import mean
from typing import Final

import numpy as np

from netviz.network.optimisers import optimiser_named
from netviz.network.spec import NetworkSpec, parse_layers
from netviz.tasks.digits.digits import DataSet, load_digits
from netviz.training.config import TrainingConfig, default_rate, default_schedule
from netviz.training.measure.examination import examine
from netviz.training.schedules import CONSTANT, Schedule
from netviz.training.session import Session


@dataclass(frozen=True)
class Case:
    """A network and how it is trained."""

    layers: str
    activation: str = "relu"
    optimiser: str = "momentum"
    batch: int = 32
    epochs: int = 5


CASES: Final = (
    Case("16,16"),
    Case("784-10"),
    Case("128,64"),
    Case("16,16", "tanh"),
    Case("32,32,32,32,32", "sigmoid"),
    *(Case("16,16", optimiser=name) for name in ("sgd", "nesterov", "rmsprop", "adam", "adamw")),
    *(Case("16,16", batch=batch) for batch in (8, 128, 512)),
    Case("16,16", batch=1, epochs=2),
    Case("16,16", optimiser="sgd", batch=4),
    Case("16,16", optimiser="adam", batch=8),
    *(Case("16,16", optimiser="rmsprop", batch=batch) for batch in (8, 128, 256, 512)),
    Case("16,16", optimiser="rmsprop", batch=1, epochs=2),
)


def accuracy(case: Case, digits: DataSet, seed: int, *, new: bool) -> float:
    """On the test digits, in per cent."""
    sizes = parse_layers(case.layers, 784, 10)
    steps = case.epochs * ceil(len(digits.training) / case.batch)
    activations = (case.activation,) * (len(sizes) - 2)
    kind = default_schedule(case.optimiser, activations)
    old_rate = optimiser_named(case.optimiser).usual_rate
    config = replace(
        TrainingConfig(),
        spec=NetworkSpec(sizes, activations).checked(),
        optimiser=case.optimiser,
        batch_size=case.batch,
        seed=seed,
        learning_rate=default_rate(case.optimiser, case.batch, kind) if new else old_rate,
        schedule=Schedule(kind, steps) if new else CONSTANT,
    )
    session = Session(config, digits.training)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            session.step()
        return 100 * examine(config.spec, session.network.parameters, digits.test).accuracy


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=4)
    seeds, digits = range(parser.parse_args().seeds), load_digits()
    for case in CASES:
        old, new = ([accuracy(case, digits, seed, new=new) for seed in seeds] for new in (False, True))
        about = f"{case.layers} {case.activation} {case.optimiser}, batch {case.batch}, {case.epochs} epochs"
        figures = f"before {mean(old):.2f}\u00a0%  now {mean(new):.2f}\u00a0%, at least {min(new):.2f}\u00a0%"
        sys.stdout.write(f"{about:52} {figures}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
