"""Training speed beside PyTorch eager: the same network, mini-batches, loss and optimiser, one core, in one process.

Both train in turns of half a second, so that whatever else the machine does falls on both; the median of the turns
counts. PyTorch stays out of the program's own dependencies; install it into an environment of its own:

    python3 -m venv /tmp/torch && /tmp/torch/bin/pip install torch==2.13.0 numpy threadpoolctl safetensors
    PYTHONPATH=. /tmp/torch/bin/python tests/benchmarks/bench_training.py [--turns 7] [--json]
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable

import numpy as np
import torch

from netviz.data.digits import Digits, load_digits
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from netviz.training.session import Session
from netviz.training.threads import one_blas_thread

ROWS = (
    ((784, 16, 16, 10), 10),
    ((784, 16, 16, 10), 32),
    ((784, 16, 16, 10), 64),
    ((784, 16, 16, 10), 128),
    ((784, 128, 64, 10), 32),
    ((784, 128, 64, 10), 64),
    ((784, 128, 64, 10), 128),
)
REQUIRED = {((784, 16, 16, 10), 32): 3.0, ((784, 128, 64, 10), 64): 2.0}


def torch_step(config: TrainingConfig, digits: Digits, pixels: str) -> Callable[[], None]:
    """One training step as PyTorch's own tutorials write it, with all digits in memory as tensors.

    `pixels` is "float32" (converted before, 172 MB, the faster way) or "uint8" (converted batch by batch, as the program does).
    """
    torch.manual_seed(config.seed)
    layers: list[torch.nn.Module] = []
    for n_in, n_out in config.spec.shapes:
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    loss_function = torch.nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=config.learning_rate, momentum=config.momentum)
    images = torch.from_numpy(digits.images.copy())
    if pixels == "float32":
        images = images.float() / 255
    labels = torch.from_numpy(digits.labels.astype(np.int64))
    order = torch.randperm(len(labels))
    place = 0

    def step() -> None:
        nonlocal order, place
        if place + config.batch_size > len(order):
            order, place = torch.randperm(len(order)), 0
        rows = order[place : place + config.batch_size]
        place += config.batch_size
        x = images[rows]
        if pixels == "uint8":
            x = x.float() / 255
        optimiser.zero_grad()
        outputs = model(x)
        loss = loss_function(outputs, labels[rows])
        loss.backward()
        optimiser.step()
        # The program reports both after every step, so both are read here too.
        loss.item()
        (outputs.argmax(1) == labels[rows]).sum().item()

    return step


def bare_torch_step(config: TrainingConfig, digits: Digits) -> Callable[[], None]:
    """The same without reading loss and accuracy: the least that PyTorch can do."""
    torch.manual_seed(config.seed)
    layers: list[torch.nn.Module] = []
    for n_in, n_out in config.spec.shapes:
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    loss_function = torch.nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=config.learning_rate, momentum=config.momentum)
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
        optimiser.zero_grad()
        loss = loss_function(model(images[rows]), labels[rows])
        loss.backward()
        optimiser.step()

    return step


def samples_per_second(step: Callable[[], object], batch: int, seconds: float) -> float:
    """How many samples a second `step` trains on."""
    steps = 0
    begin = time.process_time()
    while time.process_time() - begin < seconds:
        for _ in range(10):
            step()
        steps += 10
    return steps * batch / (time.process_time() - begin)


def main() -> None:
    """Print the table, and as the last line one JSON object if asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    one_blas_thread()
    torch.set_num_threads(1)
    digits = load_digits().training
    rows = []
    print(f"PyTorch {torch.__version__}, numpy {np.__version__}, one thread each, samples/s")
    print(f"{'network':<16}{'batch':>6}{'netviz':>10}{'PyTorch':>10}{'ratio':>7}{'bare':>10}{'ratio':>7}   needed")
    for sizes, batch in ROWS:
        config = TrainingConfig(NetworkSpec.dense(sizes), batch_size=batch)
        steps = {
            "netviz": Session(config, digits).step,
            "torch": torch_step(config, digits, "float32"),
            "bare": bare_torch_step(config, digits),
        }
        turns: dict[str, list[float]] = {name: [] for name in steps}
        for step in steps.values():
            samples_per_second(step, batch, 0.1)
        for _ in range(arguments.turns):
            for name, step in steps.items():
                turns[name].append(samples_per_second(step, batch, arguments.seconds))
        speed = {name: statistics.median(values) for name, values in turns.items()}
        ratio, bare = speed["netviz"] / speed["torch"], speed["netviz"] / speed["bare"]
        needed = REQUIRED.get((sizes, batch))
        print(
            f"{config.spec!s:<16}{batch:>6}{speed['netviz']:>10,.0f}{speed['torch']:>10,.0f}{ratio:>7.2f}"
            f"{speed['bare']:>10,.0f}{bare:>7.2f}   {f'{needed:.0f}' if needed else ''}",
            flush=True,
        )
        rows.append({"layers": str(config.spec), "batch": batch, **{k: round(v) for k, v in speed.items()}})
    if arguments.json:
        print(json.dumps({"training": rows}))


if __name__ == "__main__":
    main()
