"""The examination room where the examples are points: what is measured, on which snapshot."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from netviz.app.screen.presenter import Presenter
from netviz.app.test.measurement import Measurement
from netviz.network.forward import predict
from netviz.panels.test.numbers_page import NumbersPage
from netviz.panels.test.points_page import PointsPage
from netviz.panels.test.results import Results, ResultsPage
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data, Examples
from netviz.training.measure.calibration import calibrate, cover
from netviz.training.measure.examination import examine
from netviz.training.measure.residuals import Residuals, residuals
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.clock import FrameClock
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.surface import Surfaces, surfaces_of


@dataclass(frozen=True, eq=False)
class Measured:
    """What was found, of one kind or the other."""

    results: Results | None = None
    answers: NDArray[np.intp] | None = None
    residuals: Residuals | None = None
    surfaces: Surfaces | None = None


class PointsRoom(QObject):
    """Open, it measures; closed, it costs nothing."""

    def __init__(
        self,
        page: PointsPage,
        presenter: Presenter,
        bridge: JobBridge,
        clock: FrameClock,
        *,
        choose: Callable[[int], None],
        go: Callable[[str], object],
    ) -> None:
        super().__init__()
        self.page = page
        self._presenter = presenter
        self._clock = clock
        self._open = False
        self._test: Examples | None = None
        self._answers: NDArray[np.intp] | None = None
        self._missing: DataName | None = None
        self.reading: Measurement[Measured] = Measurement(
            bridge, "examination", self._measure, self._arrived, page.show_progress, clock.mark_dirty
        )
        page.measure_clicked.connect(self.reading.again)
        if isinstance(page.results, ResultsPage):
            page.results.cell_picked.connect(self._show_cell)
            page.results.picked.connect(choose)
            page.results.watch_clicked.connect(lambda: go("watch"))
            page.results.explain_clicked.connect(lambda: go("explain"))
        clock.tick.connect(self._follow)

    def provide(self, data: Data) -> None:
        """The points are there."""
        if self._test is not None and data.test is not self._test:
            self.reading.forget()
            self._answers = None
        self._test = data.test
        self._clock.mark_dirty()

    def miss(self, data: DataName | None) -> None:
        """The run's own points are not there: it is tested on no others."""
        self._missing = data
        self._clock.mark_dirty()

    def enter(self) -> None:
        """Somebody looks."""
        self._open = True
        self._clock.mark_dirty()

    def opened(self, room: str) -> None:
        """The keys are the page's; nobody sees the edges."""
        if room == "test":
            self.page.setFocus()
        self._presenter.manner = replace(self._presenter.manner, out_of_sight=room == "test")
        self._presenter.refresh_edges()

    def leave(self) -> None:
        """Nobody looks."""
        self._open = False
        self.reading.leave()

    def _follow(self) -> None:
        snapshot, test = self._presenter.snapshot, self._test
        if not self._open:
            return
        if snapshot is None or test is None:
            self.page.say("One moment", "The points are still being made.")
            return
        examples = test.task.examples
        if self._missing is not None:
            self.page.say(
                f"The {examples} of this run are not there",
                f"It was trained with {self._missing}. What it makes of others says nothing of it.",
            )
            return
        if not np.isfinite(snapshot.parameters).all():
            self.page.say(
                "There is nothing to examine",
                "This network's weights have grown beyond all numbers. Reset it, or go back with Undo.",
            )
            return
        self.page.say("")
        reading = self.reading
        reading.follow(snapshot, training=self._presenter.training, live=True)
        self.page.show_progress(reading.share)
        there = reading.step is not None and reading.same_network(snapshot)
        words = f"measured at step {reading.step:,}" if there else f"Reading the {examples}"
        self.page.show_status(
            words, f"On {len(test):,} test {examples}, which nothing was learned from.", fresh=True
        )

    def _measure(self, snapshot: Snapshot) -> Generator[float, None, Measured]:
        test = self._test
        assert test is not None
        yield 0.0
        if test.task.answer.kind == "numbers":
            return Measured(residuals=residuals(snapshot.spec, snapshot.parameters, test))
        answers, _ = predict(snapshot.spec, snapshot.parameters, test.inputs())
        found = results(snapshot, test)
        return Measured(results=found, answers=answers, surfaces=surfaces_of(snapshot))

    def _arrived(self, measured: Measured) -> None:
        page, test = self.page.results, self._test
        if isinstance(page, NumbersPage) and measured.residuals is not None and test is not None:
            page.show_residuals(measured.residuals, test.inputs())
        elif isinstance(page, ResultsPage) and measured.results is not None:
            page.show_results(measured.results)
            self._answers = measured.answers
            if page.points is not None:
                page.points.show_surfaces(measured.surfaces)
            if page.cell is not None:
                self._show_cell(*page.cell)

    def _show_cell(self, label: int, answer: int) -> None:
        """Where the points of this label lie that got this answer."""
        page, test, answers = self.page.results, self._test, self._answers
        if not isinstance(page, ResultsPage) or page.points is None or test is None or answers is None:
            return
        index = np.flatnonzero((test.answers == label) & (answers == answer))
        page.show_cell_points((label, answer), test.stored, test.answers, index)


def results(snapshot: Snapshot, test: Examples) -> Results:
    """What this network makes of classes."""
    found = examine(snapshot.spec, snapshot.parameters, test)
    answers, outputs = predict(snapshot.spec, snapshot.parameters, test.inputs())
    sure = np.nan_to_num(outputs[np.arange(len(answers)), answers]).astype(np.float64)
    right = answers == test.answers
    low, high = found.interval
    return Results(
        found.confusion,
        found.accuracy,
        (low, high),
        None,
        0,
        calibrate(sure, right),
        cover(sure, right),
        None,
    )
