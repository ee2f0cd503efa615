"""Time to a validation accuracy beside PyTorch eager: 784-128-64-10, same mini-batches, loss and optimiser.

Both train on one core, an epoch in turn, so that whatever else the machine does falls on both, with the
same digits in the same order from the same initial weights; each is examined four times an epoch, which
doesn't count. Processor time. PyTorch needs an environment of its own, see bench_training.py:

    PYTHONPATH=. /tmp/torch/bin/python tests/benchmarks/bench_time_to.py [--accuracy 0.97] [--seeds 2]
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import torch

from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet, load_digits
from netviz.training.config import TrainingConfig
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.session import Session

CONFIG = TrainingConfig(NetworkSpec.dense((784, 128, 64, 10)))
MOST_EPOCHS = 30
QUARTERS = 4


def netviz_run(config: TrainingConfig, digits: DataSet) -> Iterator[tuple[float, float]]:
    """Processor seconds so far and validation accuracy, after each quarter of an epoch."""
    session = Session(config, digits.training)
    spent = 0.0
    while True:
        begin = time.process_time()
        while not session.step() or not is_quarter(session.offset, config.batch_size, len(digits.training)):
            pass
        spent += time.process_time() - begin
        parameters = session.network.parameters
        validation = digits.validation
        yield spent, evaluate(config.spec, parameters, validation.images, validation.labels).accuracy


def torch_run(config: TrainingConfig, digits: DataSet, *, reads: bool) -> Iterator[tuple[float, float]]:
    """The same as PyTorch's own tutorials write it; with `reads` loss and accuracy are read, too."""
    start = Session(config)
    layers: list[torch.nn.Module] = []
    for W, b in zip(start.network.W, start.network.b, strict=True):
        linear = torch.nn.Linear(*W.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W.T.copy()))
            linear.bias.copy_(torch.from_numpy(b.copy()))
        layers += [linear, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    loss_function = torch.nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=config.learning_rate, momentum=config.momentum)
    images = torch.from_numpy(digits.training.images.copy()).float() / 255
    labels = torch.from_numpy(digits.training.labels.astype(np.int64))
    examined = torch.from_numpy(digits.validation.images.copy()).float() / 255
    answers = torch.from_numpy(digits.validation.labels.astype(np.int64))
    n, batch, spent, epoch = len(labels), config.batch_size, 0.0, 0
    while True:
        order = torch.from_numpy(np.random.default_rng((config.seed, epoch)).permutation(n))
        begin = time.process_time()
        for place in range(0, n, batch):
            rows = order[place : place + batch]
            wanted = labels[rows]
            optimiser.zero_grad()
            outputs = model(images[rows])
            loss = loss_function(outputs, wanted)
            loss.backward()
            optimiser.step()
            if reads:
                loss.item()
                (outputs.argmax(1) == wanted).sum().item()
            if is_quarter((place + batch) % n if place + batch < n else 0, batch, n):
                spent += time.process_time() - begin
                with torch.no_grad():
                    right = float((model(examined).argmax(1) == answers).float().mean())
                yield spent, right
                begin = time.process_time()
        epoch += 1


def is_quarter(offset: int, batch: int, n: int) -> bool:
    """Whether the mini-batch that ends before `offset` completes a quarter of the epoch."""
    end = offset or n
    begin = (end - 1) // batch * batch
    return QUARTERS * end // n > QUARTERS * begin // n


def race(runs: dict[str, Iterator[tuple[float, float]]], goal: float) -> dict[str, tuple[float, int]]:
    """Seconds and quarters until each reaches the goal, run side by side."""
    reached: dict[str, tuple[float, int]] = {}
    for quarter in range(1, QUARTERS * MOST_EPOCHS + 1):
        for name, run in runs.items():
            if name not in reached:
                seconds, accuracy = next(run)
                if accuracy >= goal:
                    reached[name] = (seconds, quarter)
        if len(reached) == len(runs):
            break
    return reached


def main() -> None:
    """Print a line for each seed, and the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--accuracy", type=float, default=0.97)
    parser.add_argument("--seeds", type=int, default=2)
    arguments = parser.parse_args()
    one_blas_thread()
    torch.set_num_threads(1)
    digits = load_digits()
    makers: dict[str, Callable[[TrainingConfig], Iterator[tuple[float, float]]]] = {
        "netviz": lambda config: netviz_run(config, digits),
        "PyTorch": lambda config: torch_run(config, digits, reads=True),
        "bare": lambda config: torch_run(config, digits, reads=False),
    }
    ratios: dict[str, list[float]] = {"PyTorch": [], "bare": []}
    for seed in range(arguments.seeds):
        config = replace(CONFIG, seed=seed)
        reached = race({name: make(config) for name, make in makers.items()}, arguments.accuracy)
        told = ", ".join(f"{name} {s:.2f} s ({q / QUARTERS:g} epochs)" for name, (s, q) in reached.items())
        print(f"seed {seed}, {100 * arguments.accuracy:g}\u00a0%: {told}", flush=True)
        for name, values in ratios.items():
            if name in reached and "netviz" in reached:
                values.append(reached["netviz"][0] / reached[name][0])
    for name, values in ratios.items():
        if values:
            print(
                f"netviz needs {statistics.median(values):.2f} of the time of {name} (at most 0.5 of PyTorch)"
            )


if __name__ == "__main__":
    main()
