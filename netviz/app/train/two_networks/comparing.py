"""Compares two networks in small parts; the job thread alone asks it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netviz.app.test.turns import part_of
from netviz.panels.two_networks.shown import Compared
from netviz.tasks.examples import Data
from netviz.training.compare.answers import BothAnswers, answers_of
from netviz.training.compare.chosen import Chosen, Source, check_readers, of_file, of_this_run
from netviz.training.compare.line import Between, check_line, line_between
from netviz.training.compare.matching import Matching, NoPairError, match
from netviz.training.jobs.work import Work
from netviz.training.landscape.landscape import sample_of
from netviz.training.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Wish:
    """Two networks, as they are asked for beside the run in `recording` (None: it has none), whose `first`
    and `newest` networks are at hand. `missing`: why there are no examples of it, in a sentence.
    """

    a: Source
    b: Source
    newest: Snapshot
    first: Snapshot | None
    recording: Path | None
    data: Data
    missing: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for two wishes for the same comparison."""
        own = None in (self.a.path, self.b.path)
        return (self.a, self.b, self.newest.identity if own else None, id(self.data), self.missing)


def compared(wish: Wish) -> Work[Compared]:
    """Everything about them. Raises FileError and NoPairError: sentences."""
    a = _chosen(wish.a, wish)
    yield 0.0
    b = _chosen(wish.b, wish)
    yield 0.0
    check_readers(a, b, wish.data.task)
    answers: BothAnswers | str = wish.missing
    if not wish.missing:
        validation = wish.data.validation
        answers = yield from part_of(
            answers_of(a.spec, a.parameters, b.spec, b.parameters, validation), 0.0, 0.2
        )
    matching: Matching | str
    line: Between | str
    try:
        matching = yield from part_of(match(a.spec, a.parameters, b.spec, b.parameters), 0.2, 0.1)
    except NoPairError as error:
        return Compared(a, b, str(error), str(error), answers)
    try:
        check_line(a.spec, b.spec)
        line = wish.missing
        if not wish.missing:
            line = yield from part_of(line_between(matching, sample_of(wish.data.training)), 0.3, 0.7)
    except NoPairError as error:
        line = str(error)
    return Compared(a, b, matching, line, answers)


def _chosen(source: Source, wish: Wish) -> Chosen:
    if source.path is None:
        return of_this_run(wish.newest, wish.recording, wish.first, source.step)
    return of_file(source)
