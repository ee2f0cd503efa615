"""Loss landscapes of 41×41 points on 2,000 examples, against the same points each computed by itself.

Processor time of one core: the best of some turns. `ratio` is what single forward passes would take (some
points of the grid, scaled up) to what the grid takes.

    PYTHONPATH=. .venv/bin/python tests/benchmarks/bench_landscape.py [--turns 5]
"""

import argparse
import time

import numpy as np

from netviz.network.forward import evaluate
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.jobs.work import finish
from netviz.training.landscape.directions import at_random
from netviz.training.landscape.grid import Grid, survey

ROWS = (((784, 16, 16, 10), 0.6), ((784, 128, 64, 10), 2.5))  # and the seconds that are allowed
FIRST = 0.15
SINGLE = 40  # points


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    turns = parser.parse_args().turns
    one_blas_thread()
    random = np.random.default_rng(0)
    x = random.random((2000, 784), np.float32) * (random.random((2000, 784)) < 0.2).astype(np.float32)
    labels = random.integers(0, 10, 2000)
    axis = np.linspace(-1, 1, 41)
    for sizes, allowed in ROWS:
        network = Network(NetworkSpec.dense(sizes))
        network.initialise(1)
        plane = at_random(network.spec, network.parameters)
        whole, first, single = [], [], []
        for _ in range(turns):
            began = time.thread_time()
            seen: list[float] = []

            def look(_: Grid, began: float = began, seen: list[float] = seen) -> None:
                seen.append(time.thread_time() - began)

            finish(survey(plane, axis, axis, x, labels, look))
            whole.append(time.thread_time() - began)
            first.append(seen[0])
            began = time.thread_time()
            for k in range(SINGLE):
                there = plane.origin + np.float32(axis[k]) * plane.directions[0]
                evaluate(network.spec, there + np.float32(axis[-k]) * plane.directions[1], x, labels)
            single.append((time.thread_time() - began) / SINGLE * len(axis) ** 2)
        print(
            f"{network.spec}: {min(whole):.2f} s (at most {allowed}), first {min(first):.3f} s (at most "
            f"{FIRST}), ratio {min(single) / min(whole):.1f}"
        )


if __name__ == "__main__":
    main()
