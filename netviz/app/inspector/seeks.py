"""What the neuron that is kept looks for, found out on the job thread; again while the network trains."""

from __future__ import annotations

from typing import Final

from netviz.app.inspector.insight import InsightFeed
from netviz.app.program.parts import Parts
from netviz.app.test.turns import part_of
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.panels.inspector.seeks.found import Found, PutExample, PutMade
from netviz.panels.inspector.seeks.tab import SeeksTab
from netviz.tasks.spam.mail import Mail
from netviz.training.insight.exact import Exact
from netviz.training.insight.favourite import favourite, pushes
from netviz.training.insight.responses import responses
from netviz.training.insight.spread import Spread, spread_of
from netviz.training.insight.stored import as_stored
from netviz.training.jobs.work import Work
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.naming import name_of
from netviz.viewmodels.probe import example
from netviz.viewmodels.scene import Focus

_JOB: Final = "looks for"


class SeeksFeed(InsightFeed[Found]):
    """As InsightFeed says."""

    def __init__(self, parts: Parts, tab: Tab) -> None:
        assert isinstance(tab, SeeksTab)
        super().__init__(parts, tab, _JOB)
        self._tab = tab
        self._spread: Spread | None = None
        self._neuron: Focus | None = None
        tab.wanted.connect(self._put)

    def _forget(self) -> None:
        self._spread = None

    def follow(self, shown: Shown) -> None:
        """As Feed says."""
        snapshot, neuron, examples = shown.snapshot, shown.neuron, self._examples
        if neuron is None or not neuron.column:
            self._say("Choose a neuron", "Of a hidden layer or of the output: an input looks for nothing.")
        elif self._has_examples(snapshot):
            self._neuron = neuron
            self.finding.follow(snapshot, training=shown.training, live=True, key=(neuron, id(examples)))
            found = self.finding.result
            if found is None or not self._about(found, snapshot, neuron):
                self._say("One moment", self._task.filled("The network reads all training {examples}."))
            elif self._said is not found:
                self._said = found
                self._tab.show_found(found)

    def _about(self, found: Found, snapshot: Snapshot, neuron: Focus) -> bool:
        told = found.responses
        same = self.finding.same_network(snapshot) and found.examples is self._examples
        return same and (told.column, told.index) == (neuron.column, neuron.index)

    def _work(self, snapshot: Snapshot) -> Work[Found]:
        examples, neuron = self._examples, self._neuron
        assert examples is not None
        assert neuron is not None
        column, index = neuron.column, neuron.index
        if self._spread is None:
            self._spread = yield from part_of(spread_of(examples), 0.0, 0.3)
        spread = self._spread
        told = yield from part_of(responses(snapshot, examples, column, index), 0.3, 0.4)
        exact = Exact(snapshot.spec, snapshot.parameters)
        if not (told.finite and exact.finite):
            return Found(told, examples, spread)
        if isinstance(examples.task.input, Mail):
            return Found(told, examples, spread, pushes=pushes(exact, spread, column, index))
        climb = favourite(exact, examples.task.input, spread, column, index)
        made = yield from part_of(climb, 0.7, 0.3)
        return Found(told, examples, spread, made=made)

    def _put(self, wish: object) -> None:
        examples = self._examples
        if isinstance(wish, PutExample) and examples is not None:
            right = examples.answers[wish.row].ravel()[0].item()
            name = f"training {self._task.example} {wish.row + 1:,}"
            self._paper.pick(
                example(examples.stored[wish.row], "file", label=right, name=name, task=self._task)
            )
        elif isinstance(wish, PutMade) and wish.found.made is not None:
            told = wish.found.responses
            neuron = name_of(told.snapshot.spec.sizes, told.column, told.index, self._task)
            stored = as_stored(self._task.input, wish.found.made.x)
            self._paper.pick(example(stored, "made", name=f"made to excite {neuron}", task=self._task))
