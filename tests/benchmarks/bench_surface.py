"""A picture of a network with what each neuron gives all over the plane, against one of the digits' network.

Both are what a tick of the window makes where the processor draws: forward pass, scene, and the picture on a
page of 900×500; for points the surfaces are worked out and painted anew each time, and the field beside them
too. They take turns, the medians count, in processor time. Last: the share of a core that twenty surfaces a
second take, as while training runs.

    PYTHONPATH=. .venv/bin/python tests/benchmarks/bench_surface.py [--turns 21] [--json]
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication

from netviz.app.screen.surface_feed import EVERY
from netviz.network.forward import forward_pass
from netviz.network.network import Network
from netviz.rendering.files.picture import render_picture
from netviz.rendering.surfaces.pictures import field_picture, surface_pictures
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.training.jobs.mathematics import one_blas_thread
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.scene import resolve
from netviz.viewmodels.surface import has_surfaces, surfaces_of

AT_MOST = 1.0  # of a picture of the digits' network
AT_LEAST = 10.0  # a second


def snapshot_of(task: str) -> Snapshot:
    row = task_named(task)
    network = Network(row.network)
    network.initialise(0)
    return Snapshot("bench", 0, 0, row.network, network.parameters.copy(), task=row)


def picture(task: str) -> Callable[[], object]:
    snapshot = snapshot_of(task)
    layout = make_layout(snapshot.spec, 900, 500)
    x = np.random.default_rng(0).random(snapshot.spec.sizes[0]).astype(np.float32)

    def work() -> None:
        found = surfaces_of(snapshot)
        if found is not None:
            field_picture(found, LIGHT)
        forward = forward_pass(snapshot.spec, snapshot.parameters, x)
        render_picture(resolve(snapshot, layout, LIGHT, forward, surfaces=found), 900, 500)

    return work


def surfaces(task: str) -> Callable[[], object]:
    snapshot = snapshot_of(task)

    def work() -> None:
        found = surfaces_of(snapshot)
        assert found is not None
        surface_pictures(found, LIGHT)
        field_picture(found, LIGHT)

    return work


def medians(works: dict[str, Callable[[], object]], turns: int) -> dict[str, float]:
    """Processor seconds of each."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(turns):
        for name, work in works.items():
            began = time.thread_time()
            work()
            took[name].append(time.thread_time() - began)
    return {name: statistics.median(times) for name, times in took.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=21)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    one_blas_thread()
    application = QGuiApplication([])
    seen = [name for name in TASKS if has_surfaces(task_named(name))]
    whole = medians({name: picture(name) for name in ("digits", *seen)}, args.turns)
    alone = medians({name: surfaces(name) for name in seen}, args.turns)
    rows: list[dict[str, Any]] = [
        {
            "task": name,
            "picture_ms": 1000 * whole[name],
            "ratio": whole[name] / whole["digits"],
            "at_most": AT_MOST,
            "surfaces_ms": 1000 * alone[name],
            "share": alone[name] / EVERY,
        }
        for name in seen
    ]
    if args.json:
        print(json.dumps({"digits_ms": 1000 * whole["digits"], "a_second": 1 / EVERY, "rows": rows}))
    else:
        print(f"digits: {1000 * whole['digits']:.1f} ms a picture; {1 / EVERY:.0f} surfaces a second")
        for row in rows:
            print(
                f"{row['task']:<9} {row['picture_ms']:6.1f} ms a picture, {row['ratio']:.2f} of the digits' "
                f"(at most {AT_MOST:g}); surfaces alone {row['surfaces_ms']:.2f} ms, "
                f"{100 * row['share']:.1f} % of a core"
            )
    del application
    if 1 / EVERY < AT_LEAST or any(row["ratio"] > AT_MOST for row in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
