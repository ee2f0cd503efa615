"""What the feeds of Looks for and of Why have in common: examples, their lack, and one finding at a time."""

from __future__ import annotations

from typing import Generic, TypeVar

from netviz.app.program.parts import Parts
from netviz.app.test.measurement import Measurement
from netviz.panels.inspector.seeks.tab import SeeksTab
from netviz.panels.inspector.why.tab import WhyTab
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data, Examples
from netviz.training.jobs.work import Work
from netviz.training.snapshot import Snapshot

Result = TypeVar("Result")


class InsightFeed(Generic[Result]):
    """While the network trains it rests eight times as long as it works. `job` names its work."""

    def __init__(self, parts: Parts, tab: SeeksTab | WhyTab, job: str) -> None:
        self._task = parts.task
        self._paper = parts.paper
        self._examples: Examples | None = None
        self._missing: DataName | None = None
        self._said: object = None  # what stands in the tab: a finding, or a title and its words
        self._place = tab
        self.finding: Measurement[Result] = Measurement(
            parts.bridge, job, self._work, lambda _: None, lambda _: None, parts.clock.mark_dirty
        )

    def _work(self, snapshot: Snapshot) -> Work[Result]:
        raise NotImplementedError

    def _forget(self) -> None:
        """Other examples are there: what was found of those before is of no use."""
        raise NotImplementedError

    def provide(self, data: Data) -> None:
        """As Feed says."""
        if data.training is not self._examples:
            self._examples = data.training
            self._forget()
            self.finding.forget()

    def miss(self, data: DataName | None) -> None:
        """As Feed says."""
        self._missing = data

    def leave(self) -> None:
        """As Feed says."""
        self.finding.leave()

    def _has_examples(self, snapshot: Snapshot) -> bool:
        """Whether those of the run are there; if not, the tab says so."""
        if self._missing is not None:
            self._say("The examples of this run are not there", f"It was trained with {self._missing}.")
        elif self._examples is None or not self._examples.task.fits(snapshot.spec):
            self._say("One moment", "The examples are still being read.")
        else:
            return True
        return False

    def _say(self, title: str, words: str) -> None:
        if self._said != (title, words):
            self._said = title, words
            self._place.say(title, words)
