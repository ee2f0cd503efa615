"""The backward pass while training runs: sweeps over the real changes of the weights, at three paces."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import counted
from netviz.network.optimisers import optimiser_named
from netviz.training.config import TrainingConfig
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.moment import Arrows, Lines, ScaleBar, StoryMoment
from netviz.viewmodels.scene import Layout, Scene
from netviz.viewmodels.story.arrows.geometry import edge_lines, edges_into
from netviz.viewmodels.story.arrows.single import DIM as SINGLE_DIM
from netviz.viewmodels.story.arrows.single import single_lines, single_rings
from netviz.viewmodels.story.arrows.sweep import GLOWING as PULSED_EDGES
from netviz.viewmodels.story.arrows.sweep import HEADS, HEADS_A_NEURON, Sweep, choose, swept

Pace = Literal["sweep", "pulse", "accumulated"]

SLOW: Final = 0.75  # steps per second up to which a step is one whole sweep, layer by layer
PULSED: Final = 20.0
LONGEST: Final = 6.0  # seconds that a sweep takes
SHORTEST: Final = 0.45
STEADY: Final = 0.9  # at full speed
EVERY: Final = 0.45  # at full speed, until the next one starts
DIM: Final = 0.4
# Edges of each layer at full speed, where each picture takes its time from training.
GLOWING: Final = 8
PULSED_AT_FULL_SPEED: Final = 24


def pace_of(steps_per_second: float | None) -> Pace:
    """What is drawn at a pace; None is full speed."""
    if steps_per_second is None or steps_per_second > PULSED:
        return "accumulated"
    return "sweep" if steps_per_second <= SLOW else "pulse"


def tempo(steps_per_second: float | None) -> tuple[float, float]:
    """Seconds that a sweep takes, and seconds until the next one may start.

    Slow steps have most of their time for one sweep; quicker ones overlap, one sweep a step; at full speed
    sweeps come steadily and each shows what was collected since the last.
    """
    if steps_per_second is None or steps_per_second > PULSED:
        return STEADY, EVERY
    return min(max(0.85 / steps_per_second, SHORTEST), LONGEST), 0.0


@dataclass(frozen=True, eq=False)
class Flight:
    """A sweep on its way: the change between two snapshots, and when it started."""

    sweep: Sweep
    first: Snapshot
    last: Snapshot
    began: float
    seconds: float

    def at(self, now: float) -> float:
        """How far it has come, 0 to 1."""
        return min(max((now - self.began) / self.seconds, 0.0), 1.0)


class LivePulse:
    """Collects snapshots and shows what changed between them. Time comes from outside.

    Each sweep shows the change since the start of the sweep before: no change is left out, none is shown
    twice.
    """

    def __init__(self) -> None:
        self._newest: Snapshot | None = None
        self._previous: Snapshot | None = None  # the one shown before the newest
        self._base: Snapshot | None = None  # where the next sweep's change begins
        self._flights: list[Flight] = []
        self._told: tuple[Snapshot, Snapshot] | None = None  # between which the last sweep led

    @property
    def told_step(self) -> int | None:
        """The step that the newest sweep leads to; None while there is none."""
        return self._flights[-1].last.step if self._flights else None

    @property
    def told_snapshot(self) -> Snapshot | None:
        """The snapshot that the newest sweep leads to; None while there is none."""
        return self._flights[-1].last if self._flights else None

    @property
    def told_span(self) -> tuple[int, int] | None:
        """The steps from which and to which the newest sweep leads; None while there is none."""
        return (self._flights[-1].first.step, self._flights[-1].last.step) if self._flights else None

    def offer(self, snapshot: Snapshot) -> None:
        """The snapshot on screen. Another network, or one from another place in time, begins anew."""
        last = self._newest
        if last is not None and last.identity == snapshot.identity:
            return
        follows = (
            last is not None
            and (last.run, last.generation, last.spec) == (snapshot.run, snapshot.generation, snapshot.spec)
            and snapshot.step > last.step
        )
        if not follows:
            self.forget()
            self._base = snapshot
        self._previous, self._newest = last if follows else None, snapshot

    def again(self) -> bool:
        """The last sweep once more, if nothing has changed since; False where there is none."""
        told = self._told
        if told is None or self._newest is None or told[1].identity != self._newest.identity:
            return False
        self._flights, self._base = [], told[0]
        return True

    def forget(self) -> None:
        """Show nothing until two new snapshots have come."""
        self._newest = self._previous = self._base = None
        self._told = None
        self._flights = []

    def moment(
        self,
        now: float,
        steps_per_second: float | None,
        scene: Scene,
        config: TrainingConfig,
        picks: tuple[int | None, ...] | None = None,
    ) -> StoryMoment | None:
        """What to draw over `scene` at the time `now` (seconds); None while nothing has changed yet.

        `picks`: only the connections to these neurons, one a column.
        """
        seconds, every = tempo(steps_per_second)
        layout = scene.layout
        self._flights = [f for f in self._flights if f.sweep.layout is layout and now < f.began + f.seconds]
        if not self._flights or now - self._flights[-1].began >= every:
            glowing = PULSED_AT_FULL_SPEED if pace_of(steps_per_second) == "accumulated" else PULSED_EDGES
            self._launch(now, seconds, layout, picks, glowing)
        if not self._flights:
            return None
        pace = pace_of(steps_per_second)
        newest = self._flights[-1]
        lines: tuple[Lines, ...] = ()
        arrows: tuple[Arrows, ...] = ()
        scale: ScaleBar | None = None
        for flight in self._flights:
            more_lines, more_arrows, bar = swept(flight.sweep, flight.at(now))
            lines, arrows = lines + more_lines, arrows + more_arrows
            scale = scale if bar is None else bar
        caption = _caption(newest.last.step - newest.first.step)
        by = optimiser_named(config.optimiser).in_words
        # No comma: in small letters, after a digit, it reads as a full stop.
        detail = f"Batches of {config.batch_size} with {by}."
        moment = StoryMoment(
            key=("live", newest.first.identity, newest.last.identity, pace, picks, round(now, 4)),
            heading="Training",
            title=_title(pace, newest.first.step, newest.last.step),
            caption=caption,
            detail=detail,
            notes=_notes(newest.last.step - newest.first.step, detail),
            scale=scale,
            n_stages=0,
            dim=DIM,
            under=self._glow(newest) if pace == "accumulated" else (),
            lines=lines,
            arrows=arrows,
        )
        if seconds > SHORTEST and pace != "accumulated" and newest.at(now) < 0.85:
            # The wish comes by first; then the edges take their new values.
            moment = replace(moment, weights=newest.first.weights, weights_key=newest.first.identity)
        if picks is not None:
            under = single_lines(scene, picks)
            moment = replace(moment, dim=SINGLE_DIM, under=under, rings=single_rings(scene.spec, picks))
        return moment

    def _launch(
        self,
        now: float,
        seconds: float,
        layout: Layout,
        picks: tuple[int | None, ...] | None,
        glowing: int,
    ) -> None:
        first, last = self._base, self._newest
        if first is None or last is None or last.step <= first.step or last.spec.sizes != layout.spec.sizes:
            return
        change = last.weights - first.weights
        if picks is not None:
            change = _only_into(layout, change, picks)
        a_neuron = HEADS_A_NEURON if picks is None else HEADS  # of one neuron all are wanted
        sweep = choose(layout, change, last.step - first.step, glowing=glowing, a_neuron=a_neuron)
        self._flights.append(Flight(sweep, first, last, now, seconds))
        self._told = (first, last)
        self._base = last

    def _glow(self, flight: Flight) -> tuple[Lines, ...]:
        """What changed since the last picture, on the edges that changed most in this sweep."""
        if self._previous is None or self._newest is None:
            return ()
        lines: tuple[Lines, ...] = ()
        for ids in flight.sweep.ids:
            some = ids[-GLOWING:]
            change = (self._newest.weights[some] - self._previous.weights[some]).astype(np.float64)
            largest = float(np.abs(change).max(initial=0.0))
            lines += edge_lines(flight.sweep.layout, some, change, largest, 0.5)
        # In the colour of changes: blue and red would be taken for weights.
        return tuple(replace(line, role="change") for line in lines)


def _title(pace: Pace, first: int, last: int) -> str:
    ends = {"first": f"{first + 1:,}", "last": f"{last:,}"}
    which = counted(last - first, "step {last}", "steps {first} to {last}", **ends)
    if pace == "sweep":
        return f"slow · {which}, layer by layer"
    if pace == "pulse":
        return f"one pulse a step · {which}"
    return f"fast · each sweep is {last - first:,} steps, now up to {last:,}"


def _caption(steps: int) -> str:
    return counted(
        steps,
        "Arrows are what this step did to the strongest edges: backwards, layer by layer.",
        "Arrows are what these {n} steps together did to the strongest edges: backwards, layer by layer.",
    )


def _notes(steps: int, detail: str) -> tuple[str, ...]:
    """What strokes and arrows are, in the few lines that there is room for."""
    return (
        counted(
            steps,
            "Strokes run back to the edges that change most. Arrows: by how much, in this step.",
            "Strokes run back to the edges that change most. Arrows: by how much, in these {n} steps "
            "together.",
        ),
        f"Filled: the weight grows; open: it falls. All share the scale of the newest. {detail}",
    )


def _only_into(
    layout: Layout, change: NDArray[np.float32], picks: tuple[int | None, ...]
) -> NDArray[np.float32]:
    """The change with everything but the edges into `picks` set to 0."""
    kept = np.zeros_like(change)
    for column, pick in enumerate(picks):
        if column and pick is not None:
            ids = edges_into(layout, column, pick).ids
            kept[ids] = change[ids]
    return kept
