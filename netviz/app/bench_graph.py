"""Measures the canvas by itself: what a frame costs whose weights have all changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from netviz.app.bench_window import wait
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.rendering.canvas import GraphCanvas
from netviz.training.jobs import JobThread
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.scene import resolve

SIZES: Final = ((784, 16, 16, 10), (784, 128, 64, 10), (784, 512, 256, 10))
_PAGE: Final = (1280, 800)
_FRAME_WITHIN: Final = 30.0  # seconds
_LEAST_FRAMES: Final = 5
# The processor draws all edges ten times a second at most; sooner a frame would leave them out.
_EDGES_EVERY: Final = 0.11


@dataclass(frozen=True)
class GraphFrames:
    """Frames in which every weight is another one.

    `frame_ms` lasts from the new scene to the painted picture, `python_ms` is the canvas's own share of it.
    Of `edges`, the strongest `edges_drawn` are lines, all others together are mist.
    """

    edges: int
    edges_drawn: int
    frame_ms: float
    python_ms: float
    backend: str
    device: str


@contextmanager
def open_canvas() -> Iterator[GraphCanvas]:
    """A canvas of 1280×800 that draws as fast as it can. An application must be there.

    One for all measurements of a process: some drivers draw nothing any more once a canvas was deleted.
    """
    jobs = JobThread()
    canvas = GraphCanvas()
    canvas.max_fps = 1000
    canvas.use_jobs(JobBridge(jobs, canvas))
    canvas.resize(*_PAGE)
    canvas.show()
    try:
        yield canvas
    finally:
        canvas.close()
        jobs.close()
        canvas.deleteLater()
        QApplication.processEvents()


def measure_graph(canvas: GraphCanvas, sizes: tuple[int, ...], seconds: float) -> GraphFrames:
    """Show a network whose weights change with every frame, for about so many seconds."""
    spec = NetworkSpec.dense(sizes)
    network = Network(spec, np.float32, 1)
    network.initialise(0)
    start = Snapshot(f"bench {spec}", 0, 0, spec, network.parameters.copy())
    layout = make_layout(spec, *_PAGE)
    canvas.show_scene(resolve(start, layout, LIGHT))
    _until_settled(canvas)
    frames: list[float] = []
    own: list[float] = []
    random = np.random.default_rng(0)
    stop = perf_counter() + seconds
    while perf_counter() < stop or len(frames) < _LEAST_FRAMES:
        noise = random.standard_normal(spec.n_parameters, np.float32)
        parameters = start.parameters * (1 + np.float32(0.05) * noise)
        scene = resolve(replace(start, step=len(frames) + 1, parameters=parameters), layout, LIGHT)
        if canvas.software:
            wait(_EDGES_EVERY)
        began = perf_counter()
        canvas.show_scene(scene)
        _until_painted(canvas)
        frames.append((perf_counter() - began) * 1000)
        own.append(canvas.python_ms)
    status = canvas.status
    # A device may take in frames ahead, and then keep one waiting for all of them: the mean is the pace. The
    # processor's frames are alike, but for what else it does.
    frame_ms = np.median(frames) if canvas.software else np.mean(frames)
    return GraphFrames(
        status.edges_total,
        status.edges_drawn,
        float(frame_ms),
        float(np.median(own)),
        status.backend,
        status.device,
    )


def _until_painted(canvas: GraphCanvas) -> None:
    loop = QEventLoop()
    canvas.painted.connect(loop.quit)
    QTimer.singleShot(round(_FRAME_WITHIN * 1000), loop, loop.quit)
    loop.exec()
    canvas.painted.disconnect(loop.quit)


def _until_settled(canvas: GraphCanvas) -> None:
    stop = perf_counter() + _FRAME_WITHIN
    wait(0.05)
    while not canvas.settled and perf_counter() < stop:
        wait(0.05)
