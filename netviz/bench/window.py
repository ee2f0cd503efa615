"""Measures the real window: its ticks, what it costs the trainer, how soon it answers the pen."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QApplication

from netviz.app.program.composition import Program
from netviz.app.program.settings import FIRST_STEPS, Settings
from netviz.app.program.start import make_application, make_program
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.tasks.digits.digits import DataSet
from netviz.training.config import TrainingConfig
from netviz.training.jobs.thread import JobThread
from netviz.training.measure.validation import Validator
from netviz.training.trainer.commands import Pause, Start
from netviz.training.trainer.trainer import Trainer

_READY_WITHIN: Final = 60.0
_PEN_TIMEOUT: Final = 0.5  # a move that changes no pixel is answered by nothing


@dataclass(frozen=True)
class Ticks:
    """Milliseconds between ticks, and what passed meanwhile."""

    p50: float
    p99: float
    max: float
    snapshots_per_second: float
    samples_per_second: float


@dataclass(frozen=True)
class PenToPrediction:
    """Milliseconds from the mouse event to the painted answer."""

    p50: float
    p99: float


@contextmanager
def open_window(config: TrainingConfig | None = None) -> Iterator[Program]:
    """The program with settings of its own, its window shown and all its parts loaded."""
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="netviz-bench-") as folder:
        settings = Settings(Path(folder) / "netviz.ini")
        settings.set_config(config or TrainingConfig())
        settings.pace = None
        settings.full = True
        settings.first_steps = FIRST_STEPS
        program = make_program(app, settings)
        loop = QEventLoop()
        program.ready.connect(loop.quit)
        QTimer.singleShot(round(_READY_WITHIN * 1000), loop.quit)
        program.start()
        loop.exec()
        # Where the pointer lies over the network, its focus would be measured too.
        QCursor.setPos(program.window.mapToGlobal(QPoint(2, 2)))
        wait(0.5)
        try:
            yield program
        finally:
            program.close()
            program.window.hide()
            program.window.deleteLater()
            app.processEvents()


def wait(seconds: float) -> None:
    """Let the window live for so long."""
    loop = QEventLoop()
    timer = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(loop.quit)
    timer.start(round(seconds * 1000))
    loop.exec()


def measure_ticks(program: Program, seconds: float, *, live_edges: bool) -> Ticks:
    """Train at full speed and watch the clock; with `live_edges` edges and arrows move too.

    The first second is not counted.
    """
    program.actions["view.live_edges"].setChecked(live_edges)
    program.actions["view.pulses"].setChecked(live_edges)
    program.intents.train()
    wait(1.0)
    times: list[float] = []
    steps: set[int] = set()

    def tick() -> None:
        times.append(perf_counter())
        if program.presenter.snapshot is not None:
            steps.add(program.presenter.snapshot.step)

    program.clock.tick.connect(tick)
    began, step = perf_counter(), program.trainer.status.step
    wait(seconds)
    took, done = perf_counter() - began, program.trainer.status.step - step
    program.clock.tick.disconnect(tick)
    program.intents.pause()
    wait(0.3)
    intervals = np.diff(times) * 1000
    return Ticks(
        float(np.percentile(intervals, 50)),
        float(np.percentile(intervals, 99)),
        float(intervals.max()),
        len(steps) / took,
        done * program.trainer.status.config.batch_size / took,
    )


def samples_per_second_without_window(digits: DataSet, config: TrainingConfig, seconds: float) -> float:
    """The same trainer, validated as often, with nobody watching."""
    jobs = JobThread()
    validator = Validator(jobs, lambda: trainer.log)
    validator.provide(digits.validation)
    trainer = Trainer(config, digits.training, validate=validator.offer)
    try:
        trainer.send(Start())
        time.sleep(1.0)
        began, step = perf_counter(), trainer.status.step
        time.sleep(seconds)
        done, took = trainer.status.step - step, perf_counter() - began
        trainer.send(Pause())
    finally:
        trainer.close()
        jobs.close()
    return done * config.batch_size / took


def measure_kept(program: Program, pairs: int, seconds: float, *, live_edges: bool) -> tuple[float, float]:
    """The median share of samples/s kept with the window, in alternating pairs, and snapshots/s."""
    digits = program.digits
    assert isinstance(digits, DataSet)
    kept, snapshots = [], []
    for _ in range(pairs):
        ticks = measure_ticks(program, seconds, live_edges=live_edges)
        alone = samples_per_second_without_window(digits, program.trainer.status.config, seconds)
        kept.append(ticks.samples_per_second / alone)
        snapshots.append(ticks.snapshots_per_second)
    return float(np.median(kept)), float(np.median(snapshots))


class _PaintWatch(QObject):
    """Notes that the answer is painted."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.painted = False
        program.window.answer.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt."""
        if event.type() == QEvent.Type.Paint:
            self.painted = True
        return super().eventFilter(watched, event)


def measure_pen(program: Program, moves: int, *, training: bool) -> PenToPrediction:
    """Draw a spiral with mouse events, and time each move until the answer that follows it is painted."""
    if training:
        program.intents.train()
    program.paper.clear()
    wait(0.5)
    draw = program.window.draw
    assert isinstance(draw, DrawPanel)
    pad, watch = draw.pad, _PaintWatch(program)
    middle, reach = QPointF(pad.rect().center()), min(pad.width(), pad.height()) * 0.36
    delays: list[float] = []

    def send(kind: QEvent.Type, at: QPointF) -> None:
        pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        held = (
            Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        )
        event = QMouseEvent(
            kind, at, QPointF(pad.mapToGlobal(at)), pressed, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(pad, event)

    def position(move: int) -> QPointF:
        angle = 0.13 * move
        return middle + QPointF(np.cos(angle), np.sin(angle)) * reach * (0.3 + 0.7 * move / moves)

    send(QEvent.Type.MouseButtonPress, position(0))
    rng = np.random.default_rng(0)
    for move in range(1, moves):
        wait(float(rng.uniform(0.015, 0.06)))
        watch.painted = False
        began = perf_counter()
        send(QEvent.Type.MouseMove, position(move))
        # Events are handled a batch at a time, so this ends when the painted window is on the screen.
        while not watch.painted and perf_counter() - began < _PEN_TIMEOUT:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
        if watch.painted:
            delays.append((perf_counter() - began) * 1000)
    send(QEvent.Type.MouseButtonRelease, position(moves))
    program.intents.pause()
    wait(0.3)
    return PenToPrediction(float(np.percentile(delays, 50)), float(np.percentile(delays, 99)))


def measure_hover(program: Program, moves: int) -> PenToPrediction:
    """Point at one neuron after the other, and time each until the picture with it in focus is painted."""
    canvas = program.window.canvas
    program.paper.clear()
    wait(1.0)
    scene = canvas.scene
    assert scene is not None
    delays: list[float] = []
    first, n = scene.spec.neuron_slices[1].start, scene.spec.sizes[1]
    for move in range(moves):
        wait(0.05)
        index = (move * 5) % n
        at = QPointF(*map(float, scene.layout.xy[first + index]))
        none = Qt.MouseButton.NoButton
        where = QPointF(canvas.mapToGlobal(at))
        event = QMouseEvent(QEvent.Type.MouseMove, at, where, none, none, Qt.KeyboardModifier.NoModifier)
        painted = _FocusWatch(program, index)
        began = perf_counter()
        QApplication.sendEvent(canvas, event)
        while not painted.seen and perf_counter() - began < _PEN_TIMEOUT:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
        if painted.seen:
            delays.append((perf_counter() - began) * 1000)
        painted.deleteLater()
    return PenToPrediction(float(np.percentile(delays, 50)), float(np.percentile(delays, 99)))


class _FocusWatch(QObject):
    """Notes that a neuron of the first hidden layer is painted in focus."""

    def __init__(self, program: Program, index: int) -> None:
        super().__init__()
        self.seen = False
        self._canvas, self._index = program.window.canvas, index
        self._canvas.painted.connect(self._painted)

    def _painted(self) -> None:
        scene = self._canvas.scene
        focus = None if scene is None else scene.focus
        if focus is not None and (focus.column, focus.index) == (1, self._index):
            self.seen = True
            self._canvas.painted.disconnect(self._painted)


def resident_mb() -> float:
    """Megabytes of this process in RAM now (at the highest, where the system does not say)."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    import resource  # noqa: PLC0415 - there is none on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def measure_start(times: int = 3) -> float:
    """Seconds from starting a process to the first painted frame of its window, the median of warm starts."""
    results = []
    for attempt in range(times + 1):
        child = subprocess.run(
            [sys.executable, "-m", "netviz.bench.first_frame", repr(time.time())],
            capture_output=True,
            text=True,
            check=True,
        )
        if attempt:  # the first one warms the disk's cache
            results.append(float(json.loads(child.stdout.splitlines()[-1])["first_frame_s"]))
    return float(np.median(results))
