"""What miniatures show of the run that stands there, gathered when somebody opens the concepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netviz.app.test.reading import Readings
from netviz.tasks.answer import Classes
from netviz.tasks.input import Picture
from netviz.viewmodels.words.concepts.of_run import OfRun

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

Rows: TypeAlias = NDArray[np.float64] | None
_POINTS: Final = 60  # of the training loss: more are noise in a picture so small


def of_run(program: Program) -> OfRun:
    """Of the network on screen, what lies before it, and what was measured last."""
    task, shown = program.task, program.presenter.snapshot
    if shown is None:
        return OfRun()
    answer, reads, data = task.answer, task.input, program.digits
    classes = answer.names if isinstance(answer, Classes) else ()
    lies, forward = program.paper.example(), program.presenter.forward
    label = lies.label if classes and isinstance(lies.label, int) else None
    picture = None
    if isinstance(reads, Picture) and not lies.empty:
        picture = np.asarray(lies.pixels, np.float64).reshape(reads.rows, reads.columns) / reads.most
    n_edges = shown.spec.sizes[0] * shown.spec.sizes[1]
    losses, validations = _curves(program)
    return OfRun(
        step=shown.step,
        classes=classes,
        losses=losses,
        validations=validations,
        confusion=_confusion(program),
        counts=None if data is None else (len(data.training), len(data.validation), len(data.test)),
        batch=program.intents.config.batch_size,
        picture=picture,
        logits=None
        if lies.empty or forward is None or not classes
        else np.asarray(forward.z[-1], np.float64),
        label=label,
        sizes=shown.spec.sizes,
        weights=shown.parameters[:n_edges],
    )


def _curves(program: Program) -> tuple[Rows, Rows]:
    """Training loss, averaged over stretches, and what validation has measured; None where nothing was."""
    log = program.trainer.log
    _, points = log.since(None)
    measured = log.validation_since(None)[1]
    losses = None
    if len(points):
        width = -(-len(points) // _POINTS)
        starts = np.arange(0, len(points), width)
        count = np.add.reduceat(points.count, starts)
        sums = np.add.reduceat(points.loss.astype(np.float64) * points.count, starts)
        losses = np.stack([points.last[starts], sums / count], axis=1)
    validations = np.array([[p.step, p.loss, p.accuracy] for p in measured], np.float64) if measured else None
    return _finite(losses), _finite(validations)


def _finite(rows: Rows) -> Rows:
    return rows if rows is not None and np.isfinite(rows[:, 1]).all() else None


def _confusion(program: Program) -> NDArray[np.int64] | None:
    """As the room Test has measured it, of the network that is shown."""
    others, shown = program.others, program.presenter.snapshot
    exam = None if others is None else others.exam.made
    if exam is None or shown is None:
        return None
    reading = exam.reading
    result = reading.result
    if not isinstance(result, Readings) or reading.step != shown.step or not reading.same_network(shown):
        return None
    return result.results.confusion.astype(np.int64)
