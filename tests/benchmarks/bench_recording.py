"""What recording costs, and how fast a long recording is read.

    python tests/benchmarks/bench_recording.py [--only cost,read] [--megabytes 256] [--json]

*cost*: samples/s of the trainer at full speed with a recorder, against one without, in short turns one after
the other, so that whatever else the machine does falls on both; the median of the turns' ratios counts.

*read*: a recording as an hour at full speed leaves it, of 784-128-64-10 (109,386 parameters) with Adam: as
many states and snapshots as fit into the budget, spread as the thinning spreads them, and 4.5 million
metrics. The weights are synthetic (a random walk from an initialised network), as an hour's training takes an
hour. Measured: from opening to the last network and all metrics, and random jumps to the nearest kept step.
"""

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import load_digits
from netviz.training.config import TrainingConfig
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.measure.metrics import MetricLog
from netviz.training.measure.points import single_steps
from netviz.training.recording.reader import Recording
from netviz.training.recording.recorder import Recorder
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session
from netviz.training.trainer.commands import Pause, Start
from netviz.training.trainer.trainer import Trainer

HOUR_OF_STEPS = 4_500_000
METRIC_BLOCK = 50_000


def cost(folder: Path, turns: int, seconds: float, layers: tuple[int, ...]) -> dict[str, float]:
    """The samples/s kept while recording, as a share."""
    digits = load_digits().training
    config = TrainingConfig(NetworkSpec.dense((784, *layers, 10)))
    recorder = Recorder(lambda _config: folder / "cost.netviz")
    trainers = {"recorded": Trainer(config, digits, recorder=recorder), "plain": Trainer(config, digits)}
    rates: dict[str, list[float]] = {name: [] for name in trainers}
    for turn in range(turns + 1):
        for name, trainer in sorted(trainers.items(), reverse=bool(turn % 2)):
            before, began = trainer.status.step, time.perf_counter()
            trainer.send(Start())
            time.sleep(seconds)
            trainer.send(Pause())
            state = trainer.request_state().result()
            if turn:  # the first is for warming up, and holds the dense beginning
                rates[name].append((state.step - before) / (time.perf_counter() - began))
            recorder.flush().result()
    for trainer in trainers.values():
        trainer.close()
    recorder.close()
    kept = statistics.median(a / b for a, b in zip(rates["recorded"], rates["plain"], strict=True))
    return {"kept": kept, "samples_per_second": statistics.median(rates["plain"]) * config.batch_size}


def make_long_one(path: Path, megabytes: int) -> tuple[int, int]:
    """A recording of an hour; how many snapshots and states it keeps."""
    config = TrainingConfig(
        NetworkSpec.dense((784, 128, 64, 10)), optimiser="adam", learning_rate=0.001, batch_size=64
    )
    state = Session(config).state()
    budget = megabytes * 1_000_000
    writer = RecordingWriter(path, state, budget=budget)
    random = np.random.default_rng(0)
    parameters, memory = state.parameters.copy(), np.zeros_like(state.optimiser_state)
    # As many as fit, and some more, so that the thinning has had its say.
    moments = np.unique(np.geomspace(1, HOUR_OF_STEPS, 300).astype(int).tolist())
    even = np.linspace(1, HOUR_OF_STEPS, int(megabytes * 3.4)).astype(int)
    steps = np.unique(np.concatenate([moments, even])).tolist()
    noise = random.normal(0, 1, parameters.size + 1000).astype(np.float32)
    for number, step in enumerate(steps):
        shift = int(random.integers(0, 1000))
        parameters += np.float32(0.002) * noise[shift : shift + parameters.size]
        if number % 3 == 0:
            memory[0], memory[1] = noise[shift : shift + parameters.size], parameters**2
            writer.add_state(
                replace(state, step=step, parameters=parameters.copy(), optimiser_state=memory.copy())
            )
        else:
            writer.add_snapshot(step, config, parameters)
        if number % 50 == 0:
            writer.commit()
    log = MetricLog()
    for first in range(1, HOUR_OF_STEPS, METRIC_BLOCK):
        losses = random.exponential(0.2, METRIC_BLOCK).astype(np.float32)
        log.extend(single_steps(first, losses, losses))
    writer.add_metrics(log.since(None)[1])
    writer.close()
    with Recording(path) as recording:
        return len(recording.steps), len(recording.state_steps)


def read(path: Path, jumps: int) -> dict[str, float]:
    """Milliseconds of opening and of jumping."""
    opens = []
    for _ in range(5):
        began = time.perf_counter()
        with Recording(path) as recording:
            recording.nearest(recording.last_step)
            recording.metrics()
            opens.append(time.perf_counter() - began)
    random = np.random.default_rng(1)
    times = []
    with Recording(path) as recording:
        for step in random.integers(0, HOUR_OF_STEPS, jumps).tolist():
            began = time.perf_counter()
            recording.nearest(step)
            times.append(time.perf_counter() - began)
    return {
        "open_ms": 1000 * max(opens),
        "jump_p50_ms": 1000 * float(np.percentile(times, 50)),
        "jump_p99_ms": 1000 * float(np.percentile(times, 99)),
    }


def main() -> None:
    """Print what was measured beside what is wanted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="cost,read")
    parser.add_argument("--turns", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each turn")
    parser.add_argument("--layers", default="16,16", help="of the network whose cost is measured")
    parser.add_argument("--megabytes", type=int, default=256)
    parser.add_argument("--jumps", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    one_blas_thread()
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "cost" in arguments.only:
            layers = tuple(map(int, arguments.layers.split(",")))
            result["cost"] = found = cost(folder, arguments.turns, arguments.seconds, layers)
            print(
                f"samples/s kept while recording: {100 * found['kept']:.1f}\u00a0% of "
                f"{found['samples_per_second']:,.0f}; wanted: 95\u00a0%"
            )
        if "read" in arguments.only:
            path = folder / "hour.netviz"
            snapshots, states = make_long_one(path, arguments.megabytes)
            size = path.stat().st_size / 1e6
            kept = f"{snapshots} steps kept, {states} of them with all that training needs"
            print(f"an hour of 784-128-64-10: {size:.0f} MB, {kept}")
            result["read"] = found = {"megabytes": round(size), **read(path, arguments.jumps)}
            print(f"open, last network, metrics: {found['open_ms']:.0f} ms; wanted: 1,000")
            print(
                f"jump to the nearest kept step: p50 {found['jump_p50_ms']:.1f}, "
                f"p99 {found['jump_p99_ms']:.1f} ms; wanted: 50"
            )
    if arguments.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
