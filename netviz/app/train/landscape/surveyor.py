"""Works out landscapes of the run that stands there; the job thread alone asks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF

from netviz.files.errors import FileError
from netviz.network.connections import edge_ends
from netviz.network.spec import NetworkSpec
from netviz.panels.landscape.shown import Asked, Shown
from netviz.rendering.landscape.map import MapPlace, image_size
from netviz.rendering.landscape.relief import Relief
from netviz.rendering.landscape.words import Ball
from netviz.tasks.examples import Examples
from netviz.tasks.task import AnyTask
from netviz.training.jobs.work import Work
from netviz.training.landscape.beside import Trail, together, trail_of
from netviz.training.landscape.directions import (
    RANDOM,
    RUN,
    STEPS,
    WEIGHTS,
    along_run,
    at_random,
    of_weights,
    through,
)
from netviz.training.landscape.landscape import (
    Frame,
    Landscape,
    Sample,
    frame_around,
    ground_of,
    loss_and_gradient,
    sample_of,
    surveyed,
)
from netviz.training.landscape.plane import Plane, PlaneError, Walk
from netviz.training.landscape.walks import MOST, Remembered
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.naming import name_of
from netviz.viewmodels.palette import Palette

FOLLOWED: Final = 24  # networks of a path that is drawn anew each second


@dataclass(frozen=True, eq=False)
class Wish:
    """A landscape of the run in `file` (None: it has none) up to its `newest` network. `frame`: the part of
    the plane that is looked at, None for all of it. `box`, in units, is where the map will stand, with
    `ratio` pixels for each.
    """

    newest: Snapshot
    file: Path | None
    training: Examples
    asked: Asked
    frame: Frame | None
    box: QRectF
    ratio: float
    palette: Palette
    following: bool = False

    @property
    def ground(self) -> tuple[object, ...]:
        """What it takes to have the same plane and path, of the same examples."""
        return (
            self.newest.identity,
            self.file,
            replace(self.asked, n=0),
            id(self.training),
            self.following,
        )


@dataclass(frozen=True, eq=False)
class _Ground:
    wish: tuple[object, ...]
    landscape: Landscape
    asked: Asked
    trails: tuple[Trail, ...]
    note: str


class Surveyor:
    """Remembers what the next wish has in common with the last one."""

    def __init__(self) -> None:
        self._walked: tuple[tuple[object, ...], Remembered] | None = None
        self._sampled: dict[int, Sample] = {}
        self._examples: Examples | None = None
        self._beside: dict[tuple[Path, NetworkSpec], Walk] = {}
        self._ground: _Ground | None = None

    def survey(self, wish: Wish, seen: Callable[[Shown], None]) -> Work[Shown]:
        """The landscape; `seen` gets coarser ones before. Raises PlaneError: a sentence."""
        ground = self._ground
        if ground is None or ground.wish != wish.ground:
            ground = self._ground = yield from self._stand(wish)
        paths = [ground.landscape.path, *(trail.points for trail in ground.trails)]
        everything = frame_around(ground.landscape.plane, np.concatenate(paths))
        frame = (wish.frame or everything).widened(wish.box.width() / wish.box.height())

        def shown(landscape: Landscape, *, rough: bool) -> Shown:
            relief = Relief(landscape.grid)
            relief.image(*image_size(MapPlace(wish.box, frame), landscape.grid, wish.ratio), wish.palette)
            return Shown(landscape, relief, everything, ground.asked, ground.trails, ground.note, rough)

        def coarse(landscape: Landscape) -> None:
            seen(shown(landscape, rough=True))

        # While it trains a picture stands there already, and to draw one takes longer than to measure it.
        also = None if wish.following else coarse
        found = yield from surveyed(ground.landscape, frame, wish.asked.n, also)
        yield 1.0
        return shown(found, rough=False)

    def stand(self, snapshot: Snapshot, shown: Shown) -> Work[Ball]:
        """The ball for this network on a landscape, with its own loss and where its gradient leads."""
        plane, sample = shown.landscape.plane, shown.landscape.sample
        ball = ball_of(plane, snapshot)
        loss, gradient = yield from loss_and_gradient(snapshot.spec, snapshot.parameters, sample)
        descent, share = plane.part_of(-gradient)
        return replace(ball, loss=loss, descent=descent, gradient_share=share)

    def _stand(self, wish: Wish) -> Work[_Ground]:
        newest, asked = wish.newest, wish.asked
        if not np.isfinite(newest.parameters).all():
            raise PlaneError(
                "This network’s weights have grown beyond all numbers, so there is no landscape."
            )
        yield 0.0
        walk, three, note = self._walk(wish)
        yield 0.0
        if asked.kind == STEPS:
            asked = replace(asked, steps=tuple(int(walk.steps[k]) for k in three))  # type: ignore[arg-type]
        if asked.kind == WEIGHTS:
            asked = replace(asked, weights=_weights(asked.weights, walk))
        others = yield from self._others(wish)
        plane, why = _plane(asked, walk, three, list(others.values()))
        yield 0.0
        trails = tuple(trail_of(plane, path, other) for path, other in others.items())
        landscape = yield from ground_of(plane, walk, self._sample(wish))
        return _Ground(wish.ground, landscape, asked, trails, " ".join(filter(None, (note, why))))

    def _others(self, wish: Wish) -> Work[dict[Path, Walk]]:
        """The ways of the runs that are laid beside it, as far as they can be read."""
        found = {}
        for path in wish.asked.others:
            key = (path, wish.newest.spec)
            if key not in self._beside:
                try:
                    walk = Remembered(path).walk(None, FOLLOWED)
                except (FileError, PlaneError):
                    continue
                self._beside[key] = walk
            if self._beside[key].spec.sizes == wish.newest.spec.sizes:
                found[path] = self._beside[key]
            yield 0.0
        self._beside = {key: walk for key, walk in self._beside.items() if key[0] in wish.asked.others}
        return found

    def _walk(self, wish: Wish) -> tuple[Walk, tuple[int, int, int], str]:
        """The run's way, the places of three steps in it, and what has to be said about it."""
        newest, asked = wish.newest, wish.asked
        alone = Walk(newest.spec, np.array([newest.step]), newest.parameters[None])
        if wish.file is None:
            return alone, (0, 0, 0), ""
        key = (newest.run, newest.generation, wish.file)
        if self._walked is None or self._walked[0] != key:
            self._walked = key, Remembered(wish.file)
        try:
            if asked.kind == STEPS and asked.steps is not None:
                return *self._walked[1].walk_with(newest, asked.steps), ""
            walk = self._walked[1].walk(newest, FOLLOWED if wish.following else MOST)
        except FileError as error:
            self._walked = None
            return alone, (0, 0, 0), f"The run’s way is not there: {error}"
        last = len(walk.steps) - 1
        half = int(np.abs(walk.steps - walk.steps[-1] / 2).argmin())
        return walk, (0, half, last), ""

    def _sample(self, wish: Wish) -> Sample:
        if self._examples is not wish.training:
            self._examples, self._sampled = wish.training, {}
        count = wish.asked.examples
        if count not in self._sampled:
            self._sampled = {count: sample_of(wish.training, count)}
        return self._sampled[count]


def ball_of(plane: Plane, snapshot: Snapshot) -> Ball:
    """Where a network of the plane's shape is."""
    points, distance = plane.project([snapshot.parameters])
    return Ball(snapshot.step, float(points[0, 0]), float(points[0, 1]), float(distance[0]))


def _weights(chosen: tuple[int, int] | None, walk: Walk) -> tuple[int, int]:
    """Those that are chosen, where there are such; else the two that have moved most."""
    n = walk.spec.n_edges
    if chosen is not None and max(chosen) < n:
        return chosen
    moved = np.abs(walk.parameters[-1, :n] - walk.parameters[0, :n])
    first, second = np.argsort(-moved, kind="stable")[:2]
    return int(first), int(second)


def _plane(asked: Asked, walk: Walk, three: tuple[int, int, int], others: list[Walk]) -> tuple[Plane, str]:
    """The plane, and why it is another than was asked for."""
    origin = walk.parameters[-1]
    if asked.kind == WEIGHTS and asked.weights is not None:
        # Which they are stands beside the map, where there is room for it.
        return replace(of_weights(walk.spec, origin, asked.weights), names=("weight 1", "weight 2")), ""
    if asked.kind == RANDOM:
        return at_random(walk.spec, origin), ""
    try:
        if asked.kind == STEPS:
            return through(walk, three), ""
        if not others:
            return along_run(walk), ""
        plane = along_run(together(walk, others))
        return replace(plane, names=("along these runs", "across them")), ""
    except PlaneError as error:
        if len(walk.steps) > 2:
            raise
        why = "This run has not moved yet" if asked.kind == RUN else str(error).split(";")[0].rstrip(".")
        return at_random(walk.spec, origin), f"{why}, so these are two random directions."


def weight_name(spec: NetworkSpec, place: int, task: AnyTask) -> str:
    """From where to where a weight leads."""
    column, source, target = edge_ends(spec, place)
    ends = (name_of(spec.sizes, column - 1, source, task), name_of(spec.sizes, column, target, task))
    return f"{ends[0]} to {ends[1]}"
