"""The examination room: what its page shows, of which snapshot, and where one goes from a digit."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from netviz.app.program.settings import Settings
from netviz.app.screen.presenter import Presenter
from netviz.app.test.digit_map import MapPart, MappedDigits
from netviz.app.test.labels import LabelsPart
from netviz.app.test.measurement import Measurement
from netviz.app.test.reading import Readings, in_cell, mistakes, read
from netviz.app.test.robustness import Robustness, RobustnessPart
from netviz.panels.test.page import ExamPage
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.votes import LabelVotes, load_votes
from netviz.tasks.pictures.pictures import PictureData, Pictures
from netviz.tasks.task import PictureTask
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.clock import FrameClock
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.probe import NOTHING, Example


@dataclass(frozen=True, eq=False)
class _Here:
    """What the open part needs measured, on how many digits, and whether it follows by itself."""

    measurement: Measurement[Any]
    count: int
    live: bool = False
    key: object = None


class ExamRoom(QObject):
    """Open, it measures; closed, it costs nothing. `choose` puts a test digit on the pad, by its index;
    `go` opens another room.
    """

    def __init__(
        self,
        page: ExamPage,
        presenter: Presenter,
        bridge: JobBridge,
        clock: FrameClock,
        settings: Settings,
        *,
        choose: Callable[[int], None],
        go: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.page = page
        self._presenter = presenter
        self._clock = clock
        self._open = False
        self._digits: Pictures | None = None
        self._missing: DataName | None = None
        self._anew = False  # what was shown before is of other digits
        self._votes: LabelVotes | None = None
        self._shown: Readings | None = None
        self.reading: Measurement[Readings] = Measurement(
            bridge, "examination", self._read, self._readings_arrived, page.show_progress, clock.mark_dirty
        )
        self.labels = LabelsPart(page.labels, settings, choose, go)
        self.robustness = RobustnessPart(page.robustness, bridge)
        self.distorting: Measurement[Robustness] = Measurement(
            bridge,
            "robustness",
            self.robustness.measure,
            lambda _curves: None,
            page.show_progress,
            clock.mark_dirty,
        )
        self.map = MapPart(page.map, clock.mark_dirty)
        self.mapping: Measurement[MappedDigits] = Measurement(
            bridge, "map of digits", self.map.measure, self._map_arrived, page.show_progress, clock.mark_dirty
        )
        self._example = NOTHING
        self._finite: tuple[object, bool] = (None, True)
        page.part_opened.connect(self._part_opened)
        page.measure_clicked.connect(self._measure_again)
        page.cancel_clicked.connect(self._cancel)
        page.results.cell_picked.connect(self._show_cell)
        for part in (page.results, page.mistakes, page.map):
            part.picked.connect(choose)
            part.watch_clicked.connect(lambda: go("watch"))
            part.explain_clicked.connect(lambda: go("explain"))
        clock.tick.connect(self._follow)
        presenter.example_changed.connect(self._example_changed)

    def provide(self, digits: PictureData) -> None:
        """The digits are loaded: these are for the test."""
        test = digits.test
        if self._digits is not None and test is not self._digits:
            self._anew = True
            self._shown = None
            for measurement in self._all():
                measurement.forget()
        self._digits = test
        self._votes = load_votes(test)
        self.labels.provide(test, self._votes, digits.sha256)
        self.robustness.provide(test)
        self.map.provide(test)
        self._clock.mark_dirty()

    def miss(self, data: DataName | None) -> None:
        """The run's own digits are not there: it is tested on no others."""
        self._missing = data
        self._clock.mark_dirty()

    def enter(self) -> None:
        """Somebody looks."""
        self._open = True
        self._clock.mark_dirty()

    def opened(self, room: str) -> None:
        """The keys are the page's, not those of the first button in the window; nobody sees the edges."""
        if room == "test":
            self.page.setFocus()
        self._presenter.manner = replace(self._presenter.manner, out_of_sight=room == "test")
        self._presenter.refresh_edges()

    def leave(self) -> None:
        """Nobody looks."""
        self._open = False
        for measurement in self._all():
            measurement.leave()

    # ---- following the network

    def _follow(self) -> None:
        if not self._open:
            return
        snapshot, training = self._presenter.snapshot, self._presenter.training
        if snapshot is None or self._digits is None:
            self.page.say("One moment", "The examples are still being read.")
            return
        if self._missing is not None:
            self.page.say(
                "The examples of this run are not there",
                f"It was trained with {self._missing}. What it reads of others says nothing of it.",
            )
            return
        if not self._can_be_examined(snapshot, self._digits.task):
            return
        self.map.offer(snapshot.spec)
        if self.page.part == "robustness":
            self.robustness.follow(self._example, snapshot, training=training)
        here = self._here()
        here.measurement.follow(snapshot, training=training, live=here.live, key=here.key)
        if self._anew and here.measurement.result is None:
            self.page.say("One moment", "The test examples of this run are being read.")
        self._tell(here, snapshot)

    def _here(self) -> _Here:
        count = len(self._digits or ())
        if self.page.part == "robustness":
            return _Here(self.distorting, self.robustness.count)
        if self.page.part == "map":
            return _Here(self.mapping, self.map.count, live=self.map.live, key=self.map.key)
        # A gallery under one's hands stays as it is until the network rests.
        live = self.page.part == "results" and self.page.results.cell is None
        return _Here(self.reading, count, live=live)

    def _measure_again(self) -> None:
        self._here().measurement.again()

    def _cancel(self) -> None:
        self._here().measurement.cancel()

    def _all(self) -> tuple[Measurement[Any], ...]:
        return self.reading, self.distorting, self.mapping

    def _can_be_examined(self, snapshot: Snapshot, task: PictureTask) -> bool:
        sizes = snapshot.spec.sizes
        if not task.fits(snapshot.spec):
            reads, answers = task.input, task.answer
            self.page.say(
                "This network can't be examined here",
                f"The test {task.examples} have {reads.n} {reads.called} and {answers.n} labels; it has "
                f"{sizes[0]:,} inputs and {sizes[-1]:,} outputs.",
            )
            return False
        if self._finite[0] != snapshot.identity:
            self._finite = (snapshot.identity, bool(np.isfinite(snapshot.parameters).all()))
        if not self._finite[1]:
            self.page.say(
                "There is nothing to examine",
                "This network's weights have grown beyond all numbers. Reset it, or go back with Undo.",
            )
            return False
        self.page.say("")
        return True

    def _tell(self, here: _Here, snapshot: Snapshot) -> None:
        measurement = here.measurement
        self.page.show_progress(measurement.share)
        if measurement.step is None or not measurement.same_network(snapshot):
            words = "Reading the examples"
        else:
            words = f"measured at step {measurement.step:,}"
        # What follows by itself, or is on its way, needs no button.
        fresh = measurement.fresh(snapshot, here.key) or here.live or measurement.running
        self.page.show_status(
            words, f"On {here.count:,} test examples, which nothing was learned from.", fresh=fresh
        )

    def _read(self, snapshot: Snapshot) -> Generator[float, None, Readings]:
        assert self._digits is not None
        return read(snapshot, self._digits, self._votes)

    # ---- showing

    def _readings_arrived(self, readings: Readings) -> None:
        kept = self._shown is not None
        self._shown = readings
        page = self.page
        page.results.show_results(readings.results)
        page.mistakes.show_mistakes(mistakes(readings), len(readings.digits), keep_place=kept)
        self.labels.show_readings(readings)
        if page.results.cell is not None:
            self._show_cell(*page.results.cell, keep_place=True)

    def _show_cell(self, label: int, answer: int, keep_place: bool = False) -> None:
        if self._shown is not None:
            digits = in_cell(self._shown, label, answer)
            self.page.results.show_cell((label, answer), digits, keep_place=keep_place)

    def _map_arrived(self, mapped: MappedDigits) -> None:
        self.page.map.scatter.reduced_motion = self._presenter.manner.reduced_motion
        self.map.show(mapped)

    def _part_opened(self, _name: str) -> None:
        here = self._here().measurement
        for measurement in self._all():
            if measurement is not here:
                measurement.leave()
        self._clock.mark_dirty()

    def _example_changed(self, example: Example) -> None:
        self._example = example
        for part in (self.page.results, self.page.mistakes, self.page.map):
            part.set_selected(example.index)
