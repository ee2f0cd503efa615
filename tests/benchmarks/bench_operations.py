"""An operation on 784-128-64-10 and its accuracy on 5,000 digits: allowed are 0.2 seconds.

Processor time of one core: the best of some turns. `ratio` is a pass through all layers to one through those
from the changed one on.

    PYTHONPATH=. .venv/bin/python tests/benchmarks/bench_operations.py [--turns 9]
"""

import argparse
import time

from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import load_digits
from netviz.training.experiments.operations.effect import Reading
from netviz.training.experiments.operations.operation import Operation
from netviz.training.experiments.operations.single import SetWeight, SilenceNeuron
from netviz.training.experiments.operations.whole import Prune, Quantise
from netviz.training.jobs.mathematics import one_blas_thread

ALLOWED = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=9)
    turns = parser.parse_args().turns
    one_blas_thread()
    network = Network(NetworkSpec.dense((784, 128, 64, 10)))
    network.initialise(1)
    spec, parameters = network.spec, network.parameters.copy()
    examples = load_digits().validation
    operations: tuple[Operation, ...] = (
        SetWeight(5, 1.0),
        SilenceNeuron(1, 3),
        SilenceNeuron(2, 3),
        Prune(None, 0.5),
        Quantise(None, 4),
    )
    reading = Reading(examples)
    reading.read(spec, parameters)
    whole = None
    for operation in operations:
        best = []
        for _ in range(turns):
            reading.read(spec, parameters)
            began = time.thread_time()
            reading.read(spec, operation.applied(spec, parameters))
            best.append(time.thread_time() - began)
        whole = min(best) if whole is None else whole
        print(
            f"{operation}: {1000 * min(best):.0f} ms (at most {1000 * ALLOWED:.0f}) of {len(examples):,} "
            f"digits, ratio {whole / min(best):.1f}"
        )


if __name__ == "__main__":
    main()
