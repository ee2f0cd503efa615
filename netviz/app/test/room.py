"""The examination room: what its page shows, of which snapshot, and where one goes from an example."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from netviz.app.program.settings import Settings
from netviz.app.screen.digit_choice import DigitChoice
from netviz.app.screen.presenter import Presenter
from netviz.app.test.digit_map import MapPart, MappedDigits
from netviz.app.test.health import Checked, HealthPart
from netviz.app.test.labels import LabelsPart
from netviz.app.test.measurement import Measurement
from netviz.app.test.reading import Readings, in_cell, mistakes, read
from netviz.app.test.robustness import Robustness, RobustnessPart
from netviz.panels.test.digit_map import MapPage
from netviz.panels.test.mistakes import MistakesPage
from netviz.panels.test.numbers_page import NumbersPage
from netviz.panels.test.page import ExamPage
from netviz.panels.test.results import ResultsPage
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.votes import LabelVotes, load_votes
from netviz.tasks.examples import Data, Examples
from netviz.tasks.pictures.pictures import Pictures
from netviz.tasks.task import AnyTask, is_of_classes
from netviz.training.measure.residuals import Residuals, residuals
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.playing.clock import FrameClock
from netviz.viewmodels.probe import NOTHING, Example


@dataclass(frozen=True, eq=False)
class _Here:
    """What the open part needs measured, on how many digits, and whether it follows by itself."""

    measurement: Measurement[Any]
    count: int
    live: bool = False
    key: object = None


class ExamRoom(QObject):
    """Open, it measures; closed, it costs nothing. `choose` puts examples before the network; `go` opens
    another room.
    """

    def __init__(
        self,
        page: ExamPage,
        presenter: Presenter,
        bridge: JobBridge,
        clock: FrameClock,
        settings: Settings,
        *,
        choose: DigitChoice,
        go: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.page = page
        self._presenter = presenter
        self._clock = clock
        self._open = False
        self._test: Examples | None = None
        self._missing: DataName | None = None
        self._anew = False  # what was shown before is of other digits
        self._votes: LabelVotes | None = None
        self._hand: Pictures | None = None
        self._shown: Readings | None = None
        self.reading: Measurement[Readings | Residuals] = Measurement(
            bridge, "examination", self._read, self._arrived, page.show_progress, clock.mark_dirty
        )
        self.labels = None if page.labels is None else LabelsPart(page.labels, settings, choose.choose, go)
        self.robustness = None if page.robustness is None else RobustnessPart(page.robustness, bridge)
        self.distorting: Measurement[Robustness] = Measurement(
            bridge, "robustness", self._distort, lambda _curves: None, page.show_progress, clock.mark_dirty
        )
        self.map = None if page.map is None else MapPart(page.map, clock.mark_dirty)
        self.mapping: Measurement[MappedDigits] = Measurement(
            bridge, "map of digits", self._map, self._map_arrived, page.show_progress, clock.mark_dirty
        )
        self.health = HealthPart(page.data, bridge, choose.choose_of)
        self.checking: Measurement[Checked] = Measurement(
            bridge,
            "health of data",
            self.health.measure,
            self.health.show,
            page.show_progress,
            clock.mark_dirty,
        )
        self._example = NOTHING
        self._finite: tuple[object, bool] = (None, True)
        page.part_opened.connect(self._part_opened)
        page.measure_clicked.connect(self._measure_again)
        page.cancel_clicked.connect(self._cancel)
        if isinstance(page.results, ResultsPage):
            page.results.cell_picked.connect(self._show_cell)
        for part in self._pickers():
            part.picked.connect(choose.choose)
        for shown in (*self._pickers(), page.data):
            shown.watch_clicked.connect(lambda: go("watch"))
            shown.explain_clicked.connect(lambda: go("explain"))
        clock.tick.connect(self._follow)
        presenter.example_changed.connect(self._example_changed)

    def provide(self, data: Data) -> None:
        """The examples are loaded: its test ones are for the test."""
        test = data.test
        if self._test is not None and test is not self._test:
            self._anew = True
            self._shown = None
            for measurement in self._all():
                measurement.forget()
        self._test = test
        if isinstance(test, Pictures):
            if self.labels is not None:
                self._votes = load_votes(test)
                self.labels.provide(test, self._votes, data.name.sha256)
            if self.robustness is not None:
                self.robustness.provide(test)
        if self.map is not None:
            self.map.provide(test)
        self.health.provide(data)
        self._clock.mark_dirty()

    def provide_hand(self, drawings: Pictures | None) -> None:
        """What the person has drawn, which nothing was learnt from."""
        self._hand = drawings
        self.reading.forget()
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
        if snapshot is None or self._test is None:
            self.page.say("One moment", "The examples are still being read.")
            return
        if self._missing is not None:
            self.page.say(
                "The examples of this run are not there",
                f"It was trained with {self._missing}. What it reads of others says nothing of it.",
            )
            return
        if not self._can_be_examined(snapshot, self._test.task):
            return
        if self.map is not None:
            self.map.offer(snapshot.spec, self._test.task)
        if self.page.part == "robustness" and self.robustness is not None:
            self.robustness.follow(self._example, snapshot, training=training)
        here = self._here()
        here.measurement.follow(snapshot, training=training, live=here.live, key=here.key)
        if self._anew and here.measurement.result is None:
            self.page.say("One moment", "The test examples of this run are being read.")
        self._tell(here, snapshot)

    def _here(self) -> _Here:
        part, results = self.page.part, self.page.results
        if part == "data":
            return _Here(self.checking, self.health.count)
        if part == "robustness" and self.robustness is not None:
            return _Here(self.distorting, self.robustness.count)
        if part == "map" and self.map is not None:
            return _Here(self.mapping, self.map.count, live=self.map.live, key=self.map.key)
        # A gallery under one's hands stays as it is until the network rests.
        browsed = isinstance(results, ResultsPage) and results.cell is not None and results.points is None
        return _Here(self.reading, len(self._test or ()), live=part == "results" and not browsed)

    def _measure_again(self) -> None:
        self._here().measurement.again()

    def _cancel(self) -> None:
        self._here().measurement.cancel()

    def _all(self) -> tuple[Measurement[Any], ...]:
        return self.reading, self.distorting, self.mapping, self.checking

    def _pickers(self) -> tuple[ResultsPage | MistakesPage | MapPage, ...]:
        """Where test examples can be picked."""
        page = self.page
        parts = (page.results, page.mistakes, page.map)
        return tuple(part for part in parts if isinstance(part, ResultsPage | MistakesPage | MapPage))

    def _can_be_examined(self, snapshot: Snapshot, task: AnyTask) -> bool:
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
        tip = f"On {here.count:,} test examples, which nothing was learned from."
        if here.measurement is self.checking:
            tip = f"All {here.count:,} examples: those to learn from, to validate with and to test with."
        self.page.show_status(words, tip, fresh=fresh)

    # ---- on the job thread

    def _read(self, snapshot: Snapshot) -> Generator[float, None, Readings | Residuals]:
        test = self._test
        assert test is not None
        if is_of_classes(test.task):
            return (yield from read(snapshot, test, self._votes, self._hand))
        yield 0.0
        return residuals(snapshot.spec, snapshot.parameters, test)

    def _distort(self, snapshot: Snapshot) -> Generator[float, None, Robustness]:
        assert self.robustness is not None
        return self.robustness.measure(snapshot)

    def _map(self, snapshot: Snapshot) -> Generator[float, None, MappedDigits]:
        assert self.map is not None
        return self.map.measure(snapshot)

    # ---- showing

    def _arrived(self, found: Readings | Residuals) -> None:
        page, test = self.page, self._test
        if isinstance(found, Residuals):
            if isinstance(page.results, NumbersPage) and test is not None:
                page.results.show_residuals(found, test.inputs())
            return
        kept = self._shown is not None
        self._shown = found
        if page.mistakes is not None:
            page.mistakes.show_mistakes(mistakes(found), found.digits, found.surfaces, keep_place=kept)
        if self.labels is not None:
            self.labels.show_readings(found)
        if isinstance(page.results, ResultsPage):
            page.results.show_results(found.results)
            if page.results.points is not None:
                page.results.points.show_surfaces(found.surfaces)
            if page.results.cell is not None:
                self._show_cell(*page.results.cell, keep_place=True)

    def _show_cell(self, label: int, answer: int, keep_place: bool = False) -> None:
        page, found = self.page.results, self._shown
        if found is None or not isinstance(page, ResultsPage):
            return
        here = in_cell(found, label, answer)
        if page.points is not None:
            page.show_cell_points((label, answer), found.digits.stored, found.digits.label, here.index)
        else:
            page.show_cell((label, answer), here, keep_place=keep_place)

    def _map_arrived(self, mapped: MappedDigits) -> None:
        if self.map is not None and self.page.map is not None:
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
        for part in self._pickers():
            part.set_selected(example.index)
