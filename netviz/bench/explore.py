"""Measures exploring: pointing, moving the camera, and how often all edges are refreshed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import QEventLoop, QRectF, QTimer
from PySide6.QtGui import QImage, QPainter

from netviz.bench.window import wait
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.rendering.camera import Camera
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.edges.strength import look_of_all
from netviz.rendering.field.scratch import Scratch
from netviz.rendering.painter import paint_edges, paint_page
from netviz.rendering.selection import LIVE_DETAIL, select
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.config import TrainingConfig
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.commands import Start
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.scene import Focus, Scene, edge_reference, resolve

PAGE: Final = (1280, 800)
FRAME_WITHIN: Final = 30.0  # seconds
# QPainter draws every edge for a comparison up to so many: 109,000 take it ten seconds.
COMPARED_UP_TO: Final = 150_000
TRAINED: Final = (784, 128, 64, 10)
_SCENES: Final = 3  # whose weights differ, shown by turns
_LEAST: Final = 5
_SNAPSHOT_EVERY: Final = 0.033


@dataclass(frozen=True)
class Exploring:
    """Milliseconds from a wish to its painted picture, and refreshes of all edges per second.

    `hover_ms` and `pan_ms`: another neuron in focus, another camera (p50, p99). A refresh is a picture in
    which the choice of lines, and the mist of all other edges, are those of newer weights.
    """

    hover_ms: tuple[float, float]
    pan_ms: tuple[float, float]
    refreshes_per_second: float
    refreshes_per_second_training: float | None


class Changing:
    """A network whose weights are others each time."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        self.spec = NetworkSpec.dense(sizes)
        network = Network(self.spec, np.float32, 1)
        network.initialise(0)
        self.layout = make_layout(self.spec, *PAGE)
        random = np.random.default_rng(0)
        self._weights = []
        for _ in range(_SCENES):
            noise = random.standard_normal(self.spec.n_parameters, np.float32)
            self._weights.append(network.parameters * (1 + np.float32(0.05) * noise))
        self._steps = count()

    def scene(self, focus: Focus | None = None, *, step: int | None = None) -> Scene:
        """The next one; or that of a step that was shown."""
        step = next(self._steps) if step is None else step
        snapshot = Snapshot(f"bench {self.spec}", 0, step, self.spec, self._weights[step % _SCENES])
        reference = edge_reference(self.spec, snapshot.weights, exact=False)
        return resolve(snapshot, self.layout, LIGHT, focus=focus, reference=reference)


def explore(
    canvas: GraphCanvas, sizes: tuple[int, ...], seconds: float, digits: Pictures | None = None
) -> Exploring:
    """Point, pan and refresh for about `seconds` each; with `digits` refresh beside a trainer too."""
    network = Changing(sizes)
    still = network.scene(step=0)
    canvas.show_scene(still)
    until_settled(canvas)
    n = network.spec.sizes[1]
    hover = _timed(canvas, seconds, lambda k: canvas.show_scene(network.scene(Focus(1, k % n), step=0)))
    canvas.show_scene(still)
    until_settled(canvas)
    pan = _timed(canvas, seconds, lambda k: canvas.set_camera(Camera(1.5, -100.0 - k % 200, -80.0)))
    canvas.fit()
    until_settled(canvas)
    alone = _refreshes(canvas, network, seconds)
    beside = None
    if digits is not None:
        with _training(digits):
            beside = _refreshes(canvas, network, seconds)
    return Exploring(_percentiles(hover), _percentiles(pan), alone, beside)


def full_refresh(canvas: GraphCanvas, sizes: tuple[int, ...]) -> tuple[float, float | None]:
    """Milliseconds of a full refresh, and how many times as long QPainter takes for every edge.

    A refresh is the choice of the strongest, the mist of all others, the upload of all weights and the frame
    that draws them. The comparison draws each edge antialiased with the same pens; None for large networks.
    """
    network = Changing(sizes)
    canvas.show_scene(network.scene())
    until_settled(canvas)
    scratch, times = Scratch(), []
    lines = canvas.budget_lines
    for _ in range(_LEAST):
        scene = network.scene()
        began = perf_counter()
        select(scene, lines, detail=LIVE_DETAIL, scratch=scratch)
        chosen = perf_counter() - began
        wait(0.15)
        began = perf_counter()
        canvas.show_scene(scene)
        until_painted(canvas)
        times.append(chosen + perf_counter() - began)
    ours = float(np.median(times)) * 1000
    if network.spec.n_edges > COMPARED_UP_TO:
        return ours, None
    scene = network.scene()
    picture = QImage(*PAGE, QImage.Format.Format_ARGB32_Premultiplied)
    every = np.arange(network.spec.n_edges, dtype=np.uint32)
    began = perf_counter()
    with QPainter(picture) as painter:
        paint_page(painter, scene, QRectF(0, 0, *PAGE))
        paint_edges(painter, scene, every, look_of_all(scene), Camera())
    return ours, (perf_counter() - began) * 1000 / ours


def until_painted(canvas: GraphCanvas) -> None:
    """Let the next frame be painted."""
    loop = QEventLoop()
    canvas.painted.connect(loop.quit)
    QTimer.singleShot(round(FRAME_WITHIN * 1000), loop, loop.quit)
    loop.exec()
    canvas.painted.disconnect(loop.quit)


def until_settled(canvas: GraphCanvas) -> None:
    """Let the picture be completed."""
    stop = perf_counter() + FRAME_WITHIN
    wait(0.05)
    while not canvas.settled and perf_counter() < stop:
        wait(0.05)


def _timed(canvas: GraphCanvas, seconds: float, change: Callable[[int], None]) -> list[float]:
    """Milliseconds from each change to its painted frame; as fast as frames come."""
    times: list[float] = []
    stop = perf_counter() + seconds
    while perf_counter() < stop or len(times) < _LEAST:
        began = perf_counter()
        change(len(times) + 1)
        until_painted(canvas)
        times.append((perf_counter() - began) * 1000)
    return times


def _percentiles(times: list[float]) -> tuple[float, float]:
    return float(np.percentile(times, 50)), float(np.percentile(times, 99))


def _refreshes(canvas: GraphCanvas, network: Changing, seconds: float) -> float:
    """How often a second the picture got a new choice, while new weights come faster than it shows them."""
    seen: set[int] = set()
    kept: list[object] = []

    def painted() -> None:
        # Kept, so that another one does not get the same place in memory.
        if id(canvas.selection) not in seen:
            seen.add(id(canvas.selection))
            kept.append(canvas.selection)

    allowed, canvas.max_fps = canvas.max_fps, 30 if canvas.software else 60
    canvas.show_scene(network.scene())
    wait(0.5)
    canvas.painted.connect(painted)
    began = perf_counter()
    while perf_counter() < began + seconds:
        canvas.show_scene(network.scene())
        wait(_SNAPSHOT_EVERY)
    took = perf_counter() - began
    canvas.painted.disconnect(painted)
    canvas.max_fps = allowed
    return (len(seen) - 1) / took


@contextmanager
def _training(digits: Pictures) -> Iterator[None]:
    trainer = Trainer(TrainingConfig(NetworkSpec.dense(TRAINED)), digits)
    trainer.send(Start())
    try:
        yield
    finally:
        trainer.close()
