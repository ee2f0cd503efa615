"""Training speed beside PyTorch eager: same network, mini-batches, loss and optimiser, one core, one process.

They train in short turns, so that whatever else the machine does falls on all of them, and the median of
the turns counts, in processor time. PyTorch stays out of the program's own dependencies; give it an
environment of its own:

    python3 -m venv /tmp/torch
    /tmp/torch/bin/pip install torch==2.13.0 numpy==2.4.6 threadpoolctl
    PYTHONPATH=. /tmp/torch/bin/python tests/benchmarks/bench_training.py --json
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from netviz.network.optimisers import OPTIMISERS, optimiser_named
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits, load_digits
from netviz.training.config import TrainingConfig
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.session import Session

SMALL, LARGE = (784, 16, 16, 10), (784, 128, 64, 10)
ROWS = [(SMALL, 10), (SMALL, 32), (SMALL, 64), (SMALL, 128), (LARGE, 32), (LARGE, 64), (LARGE, 128)]
NEEDED = {(SMALL, 32): 3.0, (LARGE, 64): 2.0}


def torch_step(config: TrainingConfig, digits: Digits, *, reads: bool) -> Callable[[], None]:
    """One training step as PyTorch's own tutorials write it.

    All digits lie in memory as float32 tensors, converted before (172 MB; the program converts each
    mini-batch from uint8). With `reads`, loss and accuracy are read after every step, as the program does;
    without, nothing is.
    """
    torch.manual_seed(config.seed)
    layers: list[torch.nn.Module] = []
    for n_in, n_out in config.spec.shapes:
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    loss_function = torch.nn.CrossEntropyLoss()
    if config.optimiser == "adam":
        optimiser: torch.optim.Optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate)
    else:
        momentum = config.momentum if config.optimiser == "momentum" else 0.0
        optimiser = torch.optim.SGD(model.parameters(), lr=config.learning_rate, momentum=momentum)
    images = torch.from_numpy(digits.images.copy()).float() / 255
    labels = torch.from_numpy(digits.labels.astype(np.int64))
    order = torch.randperm(len(labels))
    place = 0

    def step() -> None:
        nonlocal order, place
        if place + config.batch_size > len(order):
            order, place = torch.randperm(len(order)), 0
        rows = order[place : place + config.batch_size]
        place += config.batch_size
        wanted = labels[rows]
        optimiser.zero_grad()
        outputs = model(images[rows])
        loss = loss_function(outputs, wanted)
        loss.backward()
        optimiser.step()
        if reads:
            loss.item()
            (outputs.argmax(1) == wanted).sum().item()

    return step


def samples_per_second(step: Callable[[], object], batch: int, seconds: float) -> float:
    """How many samples `step` trains on in a second of processor time."""
    steps = 0
    begin = time.process_time()
    while time.process_time() - begin < seconds:
        for _ in range(10):
            step()
        steps += 10
    return steps * batch / (time.process_time() - begin)


def main() -> None:
    """Print the table, and with --json one JSON object as the last line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.15, help="of each turn")
    parser.add_argument("--optimizer", choices=OPTIMISERS, default="momentum")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    one_blas_thread()
    torch.set_num_threads(1)
    digits = load_digits().training
    base = TrainingConfig(
        optimiser=arguments.optimizer, learning_rate=optimiser_named(arguments.optimizer).usual_rate
    )
    print(
        f"PyTorch {torch.__version__}, numpy {np.__version__}, one thread, {arguments.optimizer}, samples/s"
    )
    print("“bare” is PyTorch without reading loss and accuracy after each step, which netviz always does.")
    print(
        f"{'network':<16}{'batch':>6}{'netviz':>10}{'PyTorch':>10}{'ratio':>7}{'bare':>10}{'ratio':>7}{'needed':>8}"
    )
    rows = []
    for sizes, batch in ROWS:
        config = replace(base, spec=NetworkSpec.dense(sizes), batch_size=batch)
        steps = {
            "netviz": Session(config, digits).step,
            "torch": torch_step(config, digits, reads=True),
            "bare": torch_step(config, digits, reads=False),
        }
        for step in steps.values():
            samples_per_second(step, batch, 0.05)
        turns: dict[str, list[float]] = {name: [] for name in steps}
        for _ in range(arguments.turns):
            for name, step in steps.items():
                turns[name].append(samples_per_second(step, batch, arguments.seconds))
        speed = {name: statistics.median(values) for name, values in turns.items()}
        ratio, bare = speed["netviz"] / speed["torch"], speed["netviz"] / speed["bare"]
        needed = NEEDED.get((sizes, batch))
        print(
            f"{config.spec!s:<16}{batch:>6}{speed['netviz']:>10,.0f}{speed['torch']:>10,.0f}{ratio:>7.2f}"
            f"{speed['bare']:>10,.0f}{bare:>7.2f}{'' if needed is None else f'{needed:.0f}':>8}",
            flush=True,
        )
        measured = {name: round(value) for name, value in speed.items()}
        rows.append({"layers": str(config.spec), "batch": batch, "ratio": round(ratio, 2), **measured})
    if arguments.json:
        print(json.dumps({"training": rows}))


if __name__ == "__main__":
    main()
