"""Measures the story: how smoothly each stage moves, the longest stall of the window, what pulses cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, QTimer

from netviz.app.program.composition import Program
from netviz.bench.window import open_window, wait
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig

SIZES: Final = ((784, 16, 16, 10), (784, 128, 64, 10))
BEAT_MS: Final = 2
AFTER: Final = 1.2  # seconds that what a click sets off may take
TOLD_WITHIN: Final = 20.0
TIMES: Final = 3


@dataclass(frozen=True)
class StageFrames:
    """Milliseconds from one frame of a moving stage to the next."""

    kind: str
    p50: float
    p95: float


@dataclass(frozen=True)
class Stalls:
    """The longest time that the window answered nothing, milliseconds: median and worst of a few."""

    median: float
    worst: float


@dataclass(frozen=True)
class StoryFigures:
    """What one network's story costs the window."""

    edges: int
    stages: tuple[StageFrames, ...]
    opening: Stalls
    leaving: Stalls
    apply: Stalls
    apply_many: Stalls


class _Beats:
    """Notes when the window's thread is free, every two milliseconds."""

    def __init__(self) -> None:
        self._at: list[float] = []
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self._at.append(perf_counter()))
        self._timer.start(BEAT_MS)

    def longest(self, act: Callable[[], object], seconds: float) -> float:
        """The longest time without a beat, from an act on, in milliseconds."""
        self._at = [perf_counter()]
        act()
        wait(seconds)
        return float(np.diff(self._at).max()) * 1000

    def stop(self) -> None:
        """No more."""
        self._timer.stop()


@contextmanager
def _beats() -> Iterator[_Beats]:
    beats = _Beats()
    try:
        yield beats
    finally:
        beats.stop()


def measure_story(sizes: tuple[int, ...]) -> StoryFigures:
    """Go through the whole story of an untrained network in a window of its own, then apply steps."""
    spec = NetworkSpec.dense(sizes)
    with open_window(TrainingConfig(spec)) as program, _beats() as beats:
        actions = program.actions
        opening, leaving = [], []
        for _ in range(TIMES):
            opening.append(beats.longest(actions["room.explain"].trigger, AFTER))
            _until_told(program)
            leaving.append(beats.longest(actions["room.watch"].trigger, AFTER))
        actions["room.explain"].trigger()
        _until_told(program)
        wait(AFTER)
        stages = _stages(program)
        once, many = [], []
        for _ in range(TIMES):
            # It also plays the step.
            once.append(beats.longest(actions["story.apply"].trigger, _step_seconds(program) + AFTER))
            many.append(beats.longest(actions["story.apply_many"].trigger, AFTER))
        program.documents.forget()
    return StoryFigures(
        edges=spec.n_edges,
        stages=stages,
        opening=_stalls(opening),
        leaving=_stalls(leaving),
        apply=_stalls(once),
        apply_many=_stalls(many),
    )


def measure_pulses(pairs: int, seconds: float) -> float:
    """The share of samples/s that training at full speed keeps while pulses run: the median of alternating
    pairs.
    """
    with open_window() as program:
        program.intents.train()
        wait(1.0)
        kept = []
        for _ in range(pairs):
            without = _samples_per_second(program, seconds, pulses=False)
            kept.append(_samples_per_second(program, seconds, pulses=True) / without)
        program.intents.pause()
        wait(0.3)
        program.documents.forget(clean_step=program.trainer.status.step)
    return float(np.median(kept))


def _samples_per_second(program: Program, seconds: float, *, pulses: bool) -> float:
    program.actions["view.pulses"].setChecked(pulses)
    wait(0.5)
    status = program.trainer.status
    began, step = perf_counter(), status.step
    wait(seconds)
    done = program.trainer.status.step - step
    return done * status.config.batch_size / (perf_counter() - began)


def _stages(program: Program) -> tuple[StageFrames, ...]:
    """Each stage once, played from its beginning."""
    player = program.story.player
    assert player is not None
    found = []
    for number, stage in enumerate(player.story.stages):
        frames: list[float] = []
        painted = program.window.canvas.painted.connect(lambda frames=frames: frames.append(perf_counter()))
        (program.story.next if number else program.story.replay)()
        wait(stage.seconds)
        program.window.canvas.painted.disconnect(painted)
        wait(AFTER)
        between = np.diff(frames) * 1000
        p50, p95 = np.percentile(between, (50, 95)) if len(between) else (0.0, 0.0)
        found.append(StageFrames(stage.kind, float(p50), float(p95)))
    return tuple(found)


def _step_seconds(program: Program) -> float:
    player = program.story.player
    assert player is not None
    return next(stage.seconds for stage in player.story.stages if stage.kind == "step")


def _until_told(program: Program) -> None:
    stop = perf_counter() + TOLD_WITHIN
    while program.story.player is None and perf_counter() < stop:
        wait(0.05)


def _stalls(times: list[float]) -> Stalls:
    return Stalls(float(np.median(times)), max(times))
