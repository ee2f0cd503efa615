"""The stages of a telling, and time: phase(t) is a pure function.

A phase is the number of the stage plus how far it has come. The first `REST` of a stage moves, the remainder
rests: so `2 + REST` is stage 2 with everything in its place, and the next stage begins with the picture that
the last one ended with.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import floor
from typing import Final, Literal, NamedTuple

from netviz.training.experiments.backprop import BackpropTrace

REST: Final = 0.8
HOLD: Final = 0.4  # seconds
WORDS_PER_SECOND: Final = 4.0

Kind = Literal["look", "output", "weights", "wish", "layer", "step", "many", "again"]


class Stage(NamedTuple):
    """One stage: what it tells, the column that it tells it about, and the seconds of each of its
    movements.
    """

    kind: Kind
    column: int
    beats: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """How long it moves."""
        return sum(self.beats)


def stages_of(
    trace: BackpropTrace, picks: tuple[int | None, ...], *, batch: bool, run: bool
) -> tuple[Stage, ...]:
    """All stages for this network: each hidden layer has a wish and its weights; the first of several tells
    both at once.

    Where nothing comes back to a layer (no pick), the story of the layers ends there. `batch`, `run`: whether
    a mini-batch and a short training run were computed, for the last two stages.
    """
    last = trace.spec.n_layers
    stages = [
        Stage("look", last, (0.3, *(0.4,) * last)),
        Stage("output", last, (0.45,)),
        Stage("weights", last, (0.35, 0.45)),
    ]
    for column in range(last - 1, 0, -1):
        if picks[column] is None:
            stages.append(Stage("wish", column, (0.35, 0.45)))
            break
        if column == 1 and last > 2:
            stages.append(Stage("layer", column, (0.4, 0.45, 0.35, 0.45)))
        else:
            stages += [Stage("wish", column, (0.45, 0.45)), Stage("weights", column, (0.35, 0.45))]
    stages.append(Stage("step", last, (0.5, 0.5, 0.4, 0.5, 0.45)))
    if batch:
        stages.append(Stage("many", last, (0.45, 0.5)))
    if run:
        stages.append(Stage("again", last, (5.0,)))
    return tuple(stages)


def place(stages: tuple[Stage, ...], phase: float) -> tuple[int, tuple[float, ...]]:
    """The stage that a phase lies in, and how far each of its beats has come (0 to 1, eased; steadily in
    the last stage).
    """
    phase = min(max(phase, 0.0), float(len(stages)))
    number = min(floor(phase), len(stages) - 1)
    stage = stages[number]
    now = min((phase - number) / REST, 1.0) * stage.seconds
    done = []
    for beat in stage.beats:
        # Guards a rounding in the last place: a stage at rest has every beat complete.
        whole = now >= beat - 1e-9
        done.append(1.0 if whole else now / beat if stage.kind == "again" else ease(now / beat))
        now = max(now - beat, 0.0)
    return number, tuple(done)


def ease(x: float) -> float:
    """Slow, fast, slow: 0 to 1, with no speed at both ends."""
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


class Timeline(NamedTuple):
    """When each stage moves and rests, in seconds: `holds` has one rest for each stage."""

    stages: tuple[Stage, ...]
    holds: tuple[float, ...]

    @property
    def starts(self) -> tuple[float, ...]:
        """When each stage begins, and last when all is over."""
        return tuple(
            accumulate((s.seconds + h for s, h in zip(self.stages, self.holds, strict=True)), initial=0.0)
        )

    @property
    def seconds(self) -> float:
        """How long the whole takes."""
        return self.starts[-1]

    def phase(self, t: float) -> float:
        """The phase at a time."""
        starts = self.starts
        if t >= starts[-1]:
            return len(self.stages) - 1 + REST
        number = max(bisect_right(starts, t) - 1, 0)
        inside = max(t - starts[number], 0.0)
        moving = self.stages[number].seconds
        if inside < moving:
            return number + REST * inside / moving
        # A rest of no length is no place in time.
        return number + REST + (1 - REST) * (inside - moving) / max(self.holds[number], 1e-9)

    def time(self, phase: float) -> float:
        """When a phase is reached; the inverse of `phase`."""
        phase = min(max(phase, 0.0), float(len(self.stages)))
        number = min(floor(phase), len(self.stages) - 1)
        inside = phase - number
        moving = self.stages[number].seconds
        if inside < REST:
            return self.starts[number] + moving * inside / REST
        return self.starts[number] + moving + self.holds[number] * (inside - REST) / (1 - REST)


def reading_time(text: str) -> float:
    """Seconds to read a caption, for a film that nobody holds: never shorter than the usual hold."""
    return HOLD + len(text.split()) / WORDS_PER_SECOND


def shots(timeline: Timeline, fps: int, *, sparse: tuple[Kind, ...] = ()) -> tuple[tuple[float, float], ...]:
    """A film's pictures as (phase, seconds): one each 1/fps while something moves, one for each whole rest.

    `sparse`: kinds of stages with half as many, where nearly every pixel changes in each and a GIF would be
    huge.
    """
    pictures = []
    for number, (stage, hold) in enumerate(zip(timeline.stages, timeline.holds, strict=True)):
        lasts = (2 if stage.kind in sparse else 1) / fps
        n = max(round(stage.seconds / lasts), 1)
        pictures += [(number + REST * k / n, lasts) for k in range(n)]
        pictures.append((number + REST, max(round(hold * fps), 1) / fps))
    return tuple(pictures)
