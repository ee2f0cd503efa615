"""The nearest of 60,000 in a hidden layer, while one draws: within a frame, and beside plain NumPy.

The examples are the training digits and as many again as make 60,000. Processor time of one search after
another, each of another drawing; the medians count.

    PYTHONPATH=. .venv/bin/python tests/benchmarks/bench_nearest.py [--turns 41] [--hidden 16,16] [--json]
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable

import numpy as np

from netviz.network.forward import activations
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec, parse_layers
from netviz.tasks.digits.digits import load_digits
from netviz.tasks.digits.task import DIGITS
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.jobs.work import finish
from netviz.training.measure.nearest import index_of
from netviz.training.snapshot import Snapshot

MANY = 60_000
SHOWN = 12
FRAME_MS = 16.0


def medians(works: dict[str, Callable[[int], object]], turns: int) -> dict[str, float]:
    """Processor milliseconds of each."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(turns):
        for name, work in works.items():
            began = time.thread_time()
            work(turn)
            took[name].append(1000 * (time.thread_time() - began))
    return {name: statistics.median(times) for name, times in took.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=41)
    parser.add_argument("--hidden", default="16,16")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    one_blas_thread()
    data = load_digits()
    examples = data.training.some(np.arange(MANY) % len(data.training))
    hidden = parse_layers(args.hidden, DIGITS.input.n, DIGITS.answer.n, DIGITS.ends)
    spec = NetworkSpec.dense(hidden)
    network = Network(spec)
    network.initialise(0)
    snapshot = Snapshot("bench", 0, 0, spec, network.parameters.copy(), task=DIGITS)
    rows = []
    for layer in range(len(spec.sizes)):
        began = time.thread_time()
        index = finish(index_of(snapshot, examples, layer))
        built = 1000 * (time.thread_time() - began)
        plain = activations(spec, snapshot.parameters, examples.inputs(), layer)

        def search(turn: int, index=index) -> object:  # type: ignore[no-untyped-def]
            return index.nearest(data.test.stored[turn], SHOWN)

        def differences(turn: int, plain=plain, layer=layer) -> object:  # type: ignore[no-untyped-def]
            x = data.test.inputs([turn])
            a = activations(spec, snapshot.parameters, x, layer)[0]
            return np.argsort(np.linalg.norm(plain - a, axis=1))[:SHOWN]

        took = medians({"search": search, "differences": differences}, args.turns)
        rows.append(
            {
                "layer": layer,
                "neurons": spec.sizes[layer],
                "built_ms": built,
                "search_ms": took["search"],
                "of_plain": took["search"] / took["differences"],
                "at_most_ms": FRAME_MS if 0 < layer < len(spec.sizes) - 1 else None,
            }
        )
    if args.json:
        print(json.dumps({"examples": MANY, "rows": rows}))
    else:
        for row in rows:
            print(
                f"layer {row['layer']} of {row['neurons']:>4} neurons: {row['search_ms']:6.2f} ms a search, "
                f"{row['of_plain']:.2f} of plain differences; worked out in {row['built_ms']:.0f} ms"
            )
    if any(row["at_most_ms"] is not None and row["search_ms"] > row["at_most_ms"] for row in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
