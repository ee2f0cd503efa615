"""How well the default settings learn: the best test accuracy within some epochs, over several seeds.

python tests/benchmarks/bench_learning.py [--seeds 3] [--lr 0.005] [--augment]
"""

import argparse
import time
from dataclasses import replace

from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation import DEFAULT_AUGMENTATION, NO_AUGMENTATION
from netviz.tasks.digits.digits import DataSet, load_digits
from netviz.training.config import TrainingConfig
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.session import Session

# Within how many epochs which share is needed.
ROWS = {
    (784, 16, 16, 10): {5: 0.94, 20: 0.95},
    (784, 128, 64, 10): {10: 0.975, 30: 0.98},
}


def accuracies(config: TrainingConfig, digits: DataSet, epochs: int) -> list[float]:
    """Test accuracy after each epoch."""
    session = Session(config, digits.training)
    found = []
    for epoch in range(epochs):
        while session.epoch == epoch:
            session.step()
        found.append(
            evaluate(config.spec, session.network.parameters, digits.test.images, digits.test.labels).accuracy
        )
    return found


def main() -> None:
    """Print a line for each network and seed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--lr", type=float, default=TrainingConfig().learning_rate)
    parser.add_argument("--augment", action="store_true")
    arguments = parser.parse_args()
    one_blas_thread()
    digits = load_digits()
    augmentation = DEFAULT_AUGMENTATION if arguments.augment else NO_AUGMENTATION
    base = TrainingConfig(learning_rate=arguments.lr, augmentation=augmentation)
    for sizes, needed in ROWS.items():
        for seed in range(arguments.seeds):
            begin = time.perf_counter()
            config = replace(base, spec=NetworkSpec.dense(sizes), seed=seed)
            found = accuracies(config, digits, max(needed))
            told = ", ".join(
                f"{100 * max(found[:epochs]):.2f}\u00a0% within {epochs} (needed {100 * share:.1f})"
                for epochs, share in needed.items()
            )
            print(
                f"{config.spec!s:<15} seed {seed}: {told}, {100 * found[-1]:.2f}\u00a0% at the end  "
                f"({time.perf_counter() - begin:.1f} s)",
                flush=True,
            )


if __name__ == "__main__":
    main()
