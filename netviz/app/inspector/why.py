"""Why the network on screen answers so to what lies before it, found out on the job thread."""

from __future__ import annotations

from typing import Final

import numpy as np

from netviz.app.inspector.insight import InsightFeed
from netviz.app.program.parts import Parts
from netviz.app.test.turns import part_of
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.panels.inspector.why.explained import Asked, Explained, PutChanged, next_answer, others
from netviz.panels.inspector.why.tab import WhyTab
from netviz.training.insight.attribution import why
from netviz.training.insight.exact import Exact
from netviz.training.insight.least_change import least_change
from netviz.training.insight.spread import Bounds, bounds_of, groups_of
from netviz.training.jobs.work import Work
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.probe import Example, example

_JOB: Final = "why"


class WhyFeed(InsightFeed[Explained | None]):
    """As InsightFeed says."""

    def __init__(self, parts: Parts, tab: Tab) -> None:
        assert isinstance(tab, WhyTab)
        super().__init__(parts, tab, _JOB)
        self._clock = parts.clock
        self._tab = tab
        self._bounds: Bounds | None = None
        self._example: Example | None = None
        self._asked = Asked()
        tab.wanted.connect(self._do)

    def _forget(self) -> None:
        self._bounds = None

    def follow(self, shown: Shown) -> None:
        """As Feed says."""
        snapshot, examples, lies = shown.snapshot, self._examples, shown.example
        if lies.empty:
            begin = self._task.filled(self._task.input.sentences.begin_or_pick)
            self._say(begin, "Why the network answers as it does appears here.")
        elif shown.forward is None:
            self._say("There is nothing to see", "This network’s weights have grown beyond all numbers.")
        elif self._has_examples(snapshot):
            self._example = lies
            key = (lies.id, self._asked, id(examples))
            self.finding.follow(snapshot, training=shown.training, live=True, key=key)
            found = self.finding.result
            if found is None or not self.finding.same_network(snapshot) or found.example.id != lies.id:
                self._say("One moment", "It is being worked out.")
            elif self._said is not found and found.asked == self._asked:
                self._said = found
                self._tab.show_explained(found)

    def _work(self, snapshot: Snapshot) -> Work[Explained | None]:
        examples, lies, asked = self._examples, self._example, self._asked
        assert examples is not None
        assert lies is not None
        if self._bounds is None:
            self._bounds = yield from part_of(bounds_of(examples), 0.0, 0.2)
        bounds, reads, exact = self._bounds, self._task.input, Exact(snapshot.spec, snapshot.parameters)
        x = reads.scaled(lies.pixels, np.float64).astype(np.float64)
        z = exact.sums(x[None], exact.last)[0]
        outputs = exact.passed_on(z[None], exact.last)[0].astype(np.float32)
        given = int(z.argmax())
        output = given if asked.output is None or asked.output >= len(z) else asked.output
        groups = [group for _, group in groups_of(reads)]
        told = yield from part_of(why(exact, x, bounds.empty, output, groups), 0.2, 0.4)
        options = others(self._task, z, output)
        towards = asked.towards
        if towards is None or towards >= len(options) or options[towards] is None:
            towards = next_answer(options, z)
        option = options[towards]
        assert option is not None
        change = yield from part_of(least_change(snapshot, lies.pixels, bounds, option.goal), 0.6, 0.4)
        return Explained(snapshot, lies, asked, z, outputs, given, told, towards, change)

    def _do(self, wish: object) -> None:
        if isinstance(wish, Asked):
            self._asked = wish
            self._clock.mark_dirty()
        elif isinstance(wish, PutChanged) and wish.explained.change is not None:
            explained = wish.explained
            option = others(self._task, explained.z, explained.why.output)[explained.towards]
            assert option is not None
            name = f"changed towards {option.name}"
            self._paper.pick(example(wish.explained.change.stored, "made", name=name, task=self._task))
