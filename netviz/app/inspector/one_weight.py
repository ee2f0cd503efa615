"""The loss by the one weight that the inspector tells of, worked out on the job thread."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from netviz.app.program.parts import Parts
from netviz.app.test.turns import Turns
from netviz.network.connections import edge_index
from netviz.panels.inspector.inspector import Inspector
from netviz.panels.inspector.weight_curve import Told, WeightCurve
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data
from netviz.training.jobs.work import Work
from netviz.training.landscape.landscape import EXAMPLES, Sample, sample_of
from netviz.training.landscape.one_weight import OneWeight, one_weight
from netviz.training.snapshot import Snapshot

EVERY: Final = 1.0  # seconds, while it trains
FEW: Final = 500  # examples then


class OneWeightFeed:
    """Follows the edge in the inspector and the step on screen."""

    def __init__(self, parts: Parts, inspector: Inspector) -> None:
        self._presenter = parts.presenter
        self._trainer = parts.trainer
        self._work: Turns[float, OneWeight] = Turns(parts.bridge, "one weight")
        self._data: Data | None = None
        self._missing = False
        self._samples: dict[int, Sample] = {}
        self._asked: tuple[object, ...] | None = None
        self._place: int | None = None
        self._next = 0.0
        self.panel = WeightCurve(inspector)
        inspector.insert_curve(self.panel)
        parts.clock.tick.connect(self._follow)

    def provide(self, data: Data) -> None:
        """The examples are there."""
        if data is not self._data:
            self._data, self._samples, self._asked = data, {}, None

    def miss(self, data: DataName | None) -> None:
        """The run's own examples are not there; its loss on others would be another."""
        self._missing, self._asked = data is not None, None

    def _follow(self) -> None:
        presenter, data, panel = self._presenter, self._data, self.panel
        focus, snapshot = presenter.explorer.told_focus, presenter.snapshot
        edge = focus is not None and focus.source is not None
        if data is None or self._missing or not edge or snapshot is None or not panel.isVisible():
            return
        assert focus is not None
        assert focus.source is not None
        spec = snapshot.spec
        fits = focus.column < len(spec.sizes) and focus.index < spec.sizes[focus.column]
        if not fits or focus.source >= spec.sizes[focus.column - 1]:
            return
        place = edge_index(spec, focus.column, focus.source, focus.index)
        training = presenter.training and not presenter.playback.travelling
        count = FEW if training else EXAMPLES
        asked = (snapshot.identity, place, data, count)
        if asked == self._asked or (training and place == self._place and perf_counter() < self._next):
            return
        if place != self._place:
            panel.show_told(None)
        self._asked, self._place, self._next = asked, place, perf_counter() + EVERY
        config = self._trainer.status.config
        rate = config.schedule.rate_at(config.learning_rate, snapshot.step)

        def done(curve: OneWeight) -> None:
            panel.show_told(Told(curve, rate, snapshot.step))

        self._work.run(self._measure(snapshot, place, data, count), done, lambda _share: None)

    def _measure(self, snapshot: Snapshot, place: int, data: Data, count: int) -> Work[OneWeight]:
        if count not in self._samples:
            self._samples = {count: sample_of(data.training, count)}
        return (yield from one_weight(snapshot.spec, snapshot.parameters, place, self._samples[count]))
