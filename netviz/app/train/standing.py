"""Runs side by side as they stand, to be written into a file: a picture, a table, or a film."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from netviz.files.whole import write_whole
from netviz.network.optimisers import optimiser_named
from netviz.panels.plots.export import Column, Table, csv_text
from netviz.rendering.files.film_file import Cancelled
from netviz.rendering.files.picture import encoded
from netviz.rendering.files.side_by_side import (
    Curve,
    Lane,
    SideBySideFile,
    side_by_side_picture,
    write_side_by_side,
)
from netviz.tasks.examples import Data
from netviz.training.advise.differences import what_changed
from netviz.training.config import TrainingConfig
from netviz.training.experiments.again import steps_on_the_way, trained_again
from netviz.training.experiments.side_by_side import Abreast
from netviz.training.figures import said
from netviz.training.jobs.thread import Cancelled as CancelledJob
from netviz.training.jobs.thread import Progress
from netviz.training.jobs.work import finish
from netviz.training.measure.metrics import MetricLog
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.probe import Example
from netviz.viewmodels.references import SHADE_DIGITS
from netviz.viewmodels.score import Score

PICTURE: Final = (1920, 1080)  # pixels
FILM: Final = (1366, 768)
_TRAINED: Final = 0.3  # of a film's progress


@dataclass(frozen=True, eq=False)
class Standing:
    """The runs, all after the same steps; `losses`, the smoothed ones, and `scores` (steps, values) of each;
    `read`: what all of them read.
    """

    configs: tuple[TrainingConfig, ...]
    letters: str
    logs: tuple[MetricLog, ...]
    seen: Abreast
    losses: tuple[Curve, ...]
    scores: tuple[Curve, ...]
    score: Score
    data: Data
    read: Example
    palette: Palette

    @property
    def file(self) -> SideBySideFile:
        """As pictures of them are drawn."""
        first, read = self.configs[0], self.read
        optimiser = optimiser_named(first.optimiser).label
        named = [f"{first.spec}, {optimiser}, rate {said(first.learning_rate)}"]
        named += [f"A to {self.letters[k]}: {what_changed(first, c)}" for k, c in enumerate(self.configs)][1:]
        lanes = tuple(map(Lane, self.letters, named, self.losses, self.scores))
        return SideBySideFile(
            f"Runs side by side: {first.task.label}",
            lanes,
            f"validation {self.score.name}",
            self.score.write,
            None if read.empty else read.task.input.scaled(read.pixels),
            self.data.validation.inputs(slice(SHADE_DIGITS)),
            self.palette,
        )

    def table(self) -> Table:
        """A row for each step of which something was measured up to the one that is seen: the mini-batch’s
        loss, and what the validation examples gave, of each run.
        """
        columns: list[tuple[str, np.ndarray, np.ndarray]] = []
        for letter, log in zip(self.letters, self.logs, strict=False):
            _, points = log.since(None)
            there = points.last <= self.seen.step
            columns.append((f"{letter} loss", points.last[there], points.loss[there]))
            measured = [p for p in log.validation_since(None)[1] if p.step <= self.seen.step]
            steps = np.array([p.step for p in measured], np.int64)
            columns.append((f"{letter} validation loss", steps, np.array([p.loss for p in measured])))
            good = np.array([self.score.of(p.loss, p.accuracy) for p in measured])
            columns.append((f"{letter} validation {self.score.name}", steps, good))
        every = np.unique(np.concatenate([steps for _, steps, _ in columns]))
        return Table(
            len(every),
            (
                Column("step", every),
                *(Column(name, values, np.searchsorted(every, steps)) for name, steps, values in columns),
            ),
        )


def write_picture(path: Path, standing: Standing) -> None:
    """As they stand now. Raises FileError."""
    seen = standing.seen
    picture = side_by_side_picture(standing.file, seen.snapshots, seen.step, *PICTURE)
    write_whole(path, encoded(picture, path.suffix))


def write_table(path: Path, standing: Standing, progress: Progress) -> None:
    """All that was measured. Raises ExportError and FileError."""
    write_whole(path, csv_text(standing.table(), progress.check).encode())


def write_film(path: Path, standing: Standing, progress: Progress) -> float:
    """From the first step to the one that is seen; the networks on the way are had by training once more.
    Returns how many seconds it takes to see. Raises FilmError, FileError and Cancelled.
    """
    steps = steps_on_the_way(standing.seen.step, standing.configs)
    part = _Part(progress, 0.0, _TRAINED)
    try:
        networks = finish(trained_again(standing.configs, standing.data.training, steps), part)
    except CancelledJob as error:
        raise Cancelled from error
    return write_side_by_side(
        path,
        standing.file,
        networks.__getitem__,
        steps,
        *FILM,
        progress=_Part(progress, _TRAINED, 1.0).report,
        cancelled=lambda: progress.cancelled,
    )


class _Part(Progress):
    """Some of a longer work's progress."""

    def __init__(self, whole: Progress, begin: float, end: float) -> None:
        super().__init__(lambda share, text: whole.report(begin + share * (end - begin), text))
        self._whole = whole

    def check(self) -> None:
        """Raise Cancelled where the whole is cancelled."""
        self._whole.check()
