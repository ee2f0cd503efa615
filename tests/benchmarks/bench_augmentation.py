"""The share of the training speed that augmentation keeps, with the default settings and with noise as well.

Sessions with and without it train in short turns, so that whatever else the machine does falls on both; the
median of the turns counts, in processor time.

python tests/benchmarks/bench_augmentation.py [--turns 9] [--json]
python tests/benchmarks/bench_augmentation.py --epochs 10

The second trains 784-128-64-10 for so many epochs with each of three seeds, and prints what it reads.
"""

import argparse
import json
import statistics
import time
from dataclasses import replace

from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation import DEFAULT_AUGMENTATION, NO_AUGMENTATION
from netviz.tasks.digits.digits import DataSet, load_digits
from netviz.training.config import TrainingConfig
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.session import Session

SMALL, LARGE = (784, 16, 16, 10), (784, 128, 64, 10)
ROWS = [(SMALL, 10), (SMALL, 32), (SMALL, 128), (LARGE, 32), (LARGE, 128)]
NEEDED = 0.5
KINDS = {
    "none": NO_AUGMENTATION,
    "default": DEFAULT_AUGMENTATION,
    "with noise": replace(DEFAULT_AUGMENTATION, noise=0.1),
}


def samples_per_second(session: Session, seconds: float) -> float:
    """How many samples the session trains on in a second of processor time."""
    steps = 0
    begin = time.process_time()
    while time.process_time() - begin < seconds:
        for _ in range(10):
            session.step()
        steps += 10
    return steps * session.config.batch_size / (time.process_time() - begin)


def learn(data: DataSet, seed: int, epochs: int) -> str:
    """Test accuracy after so many epochs, without and with default augmentation."""
    found = []
    for augmentation in (NO_AUGMENTATION, DEFAULT_AUGMENTATION):
        config = TrainingConfig(NetworkSpec.dense(LARGE), seed=seed, augmentation=augmentation)
        session = Session(config, data.training)
        while session.epoch < epochs:
            session.step()
        test = data.test
        found.append(evaluate(config.spec, session.network.parameters, test.images, test.labels).accuracy)
    return "{:.2%} without, {:.2%} with augmentation".format(*found)


def main() -> None:
    """Print the table, and with --json one JSON object as the last line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.1, help="of each turn")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--epochs", type=int, default=0, help="see what it does to the test accuracy")
    arguments = parser.parse_args()
    one_blas_thread()
    data = load_digits()
    digits = data.training
    if arguments.epochs:
        for seed in range(3):
            print(f"seed {seed}: {learn(data, seed, arguments.epochs)}", flush=True)
        return
    print(f"{'network':<16}{'batch':>6}{'plain':>12}{'default':>10}{'share':>7}{'noise too':>12}{'share':>7}")
    rows = []
    for sizes, batch in ROWS:
        config = replace(TrainingConfig(), spec=NetworkSpec.dense(sizes), batch_size=batch)
        sessions = {
            name: Session(replace(config, augmentation=augmentation), digits)
            for name, augmentation in KINDS.items()
        }
        for session in sessions.values():
            samples_per_second(session, 0.05)
        turns: dict[str, list[float]] = {name: [] for name in sessions}
        for _ in range(arguments.turns):
            for name, session in sessions.items():
                turns[name].append(samples_per_second(session, arguments.seconds))
        speed = {name: statistics.median(values) for name, values in turns.items()}
        share = {name: value / speed["none"] for name, value in speed.items()}
        print(
            f"{config.spec!s:<16}{batch:>6}{speed['none']:>12,.0f}{speed['default']:>10,.0f}"
            f"{share['default']:>7.0%}{speed['with noise']:>12,.0f}{share['with noise']:>7.0%}",
            flush=True,
        )
        rows.append({"layers": str(config.spec), "batch": batch, "share": round(share["default"], 3)})
    print(f"At least {NEEDED:.0%} is wanted.")
    if arguments.json:
        print(json.dumps({"augmentation": rows}))


if __name__ == "__main__":
    main()
