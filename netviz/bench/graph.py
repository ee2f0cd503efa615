"""Measures the canvas by itself: frames whose weights have all changed, and what exploring costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtWidgets import QApplication

from netviz.bench.explore import PAGE, Changing, explore, full_refresh, until_painted, until_settled
from netviz.bench.window import wait
from netviz.rendering.canvas import GraphCanvas
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.jobs.thread import JobThread
from netviz.viewmodels.job_bridge import JobBridge

# 13 thousand, 109 thousand, 535 thousand, one million and five million edges.
SIZES: Final = (
    (784, 16, 16, 10),
    (784, 128, 64, 10),
    (784, 512, 256, 10),
    (784, 1024, 256, 10),
    (784, 2048, 1664, 10),
)
_LEAST_FRAMES: Final = 5
# The processor draws all edges ten times a second at most; sooner a frame would leave them out.
_EDGES_EVERY: Final = 0.11


@dataclass(frozen=True)
class GraphFrames:
    """Frames in which every weight is another one.

    `frame_ms` lasts from the new scene to the painted picture, `python_ms` is the canvas's own share of it.
    Of `edges`, the strongest `edges_drawn` are lines, all others together are mist. For the other figures see
    `Exploring` and `full_refresh`: `hover_ms` and `pan_ms` are p50 and p99, `full_refresh_ratio` is how many
    times as long QPainter takes for every edge, antialiased.
    """

    edges: int
    edges_drawn: int
    frame_ms: float
    python_ms: float
    backend: str
    device: str
    hover_ms: tuple[float, float]
    pan_ms: tuple[float, float]
    refreshes_per_second: float
    refreshes_per_second_training: float | None
    full_refresh_ms: float
    full_refresh_ratio: float | None


@contextmanager
def open_canvas() -> Iterator[GraphCanvas]:
    """A canvas of 1280×800 that draws as fast as it can. An application must be there.

    One for all measurements of a process: some drivers draw nothing any more once a canvas was deleted.
    """
    jobs = JobThread()
    canvas = GraphCanvas()
    canvas.max_fps = 1000
    canvas.use_jobs(JobBridge(jobs, canvas))
    canvas.resize(*PAGE)
    canvas.show()
    try:
        yield canvas
    finally:
        canvas.close()
        jobs.close()
        canvas.deleteLater()
        QApplication.processEvents()


def measure_graph(
    canvas: GraphCanvas, sizes: tuple[int, ...], seconds: float, digits: Pictures | None = None
) -> GraphFrames:
    """Show a network whose weights change with every frame, for about so many seconds, then explore it.

    With `digits` edges are refreshed beside a trainer too.
    """
    network = Changing(sizes)
    canvas.show_scene(network.scene())
    until_settled(canvas)
    frames: list[float] = []
    own: list[float] = []
    stop = perf_counter() + seconds
    while perf_counter() < stop or len(frames) < _LEAST_FRAMES:
        scene = network.scene()
        if canvas.software:
            wait(_EDGES_EVERY)
        began = perf_counter()
        canvas.show_scene(scene)
        until_painted(canvas)
        frames.append((perf_counter() - began) * 1000)
        own.append(canvas.python_ms)
    status = canvas.status
    # A device may take in frames ahead, and then keep one waiting for all of them: the mean is the pace. The
    # processor's frames are alike, but for what else it does.
    frame_ms = np.median(frames) if canvas.software else np.mean(frames)
    exploring = explore(canvas, sizes, seconds / 2, digits)
    refresh_ms, ratio = full_refresh(canvas, sizes)
    return GraphFrames(
        status.edges_total,
        status.edges_drawn,
        float(frame_ms),
        float(np.median(own)),
        status.backend,
        status.device,
        exploring.hover_ms,
        exploring.pan_ms,
        exploring.refreshes_per_second,
        exploring.refreshes_per_second_training,
        refresh_ms,
        ratio,
    )
