"""How well the default settings learn: test accuracy after each epoch, over several seeds.

python tests/benchmarks/bench_learning.py [--seeds 3]
"""

import argparse
import time
from dataclasses import replace

from netviz.data.digits import DataSet, load_digits
from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from netviz.training.session import Session
from netviz.training.threads import one_blas_thread

ROWS = (((784, 16, 16, 10), 5, 0.94), ((784, 128, 64, 10), 10, 0.975))


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
    arguments = parser.parse_args()
    one_blas_thread()
    digits = load_digits()
    for sizes, epochs, needed in ROWS:
        for seed in range(arguments.seeds):
            begin = time.perf_counter()
            config = replace(TrainingConfig(), spec=NetworkSpec.dense(sizes), seed=seed)
            found = accuracies(config, digits, epochs)
            print(
                f"{config.spec!s:<15} seed {seed}: {' '.join(f'{100 * share:.2f}' for share in found)} %  "
                f"(needed {100 * needed:.1f} within {epochs} epochs; {time.perf_counter() - begin:.1f} s)",
                flush=True,
            )


if __name__ == "__main__":
    main()
