"""The examination room: what its page shows, of which snapshot, and where one goes from a digit."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Final

import numpy as np
from PySide6.QtCore import QObject

from netviz.app.exam.measurement import Measurement
from netviz.app.exam.reading import Readings, in_cell, mistakes, read
from netviz.app.presenter import Presenter
from netviz.data.digits import PIXELS, Digits
from netviz.data.votes import LabelVotes, load_votes
from netviz.panels.exam.page import ExamPage
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.clock import FrameClock
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.probe import Example

N_DIGITS: Final = 10  # kinds


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
        *,
        choose: Callable[[int], None],
        go: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.page = page
        self._presenter = presenter
        self._clock = clock
        self._choose = choose
        self._go = go
        self._open = False
        self._digits: Digits | None = None
        self._votes: LabelVotes | None = None
        self._shown: Readings | None = None
        self.reading: Measurement[Readings] = Measurement(
            bridge, "examination", self._read, self._readings_arrived, clock.mark_dirty
        )
        page.part_opened.connect(self._part_opened)
        page.measure_clicked.connect(lambda: self._measured_here().again())
        page.cancel_clicked.connect(lambda: self._measured_here().cancel())
        page.results.cell_picked.connect(self._show_cell)
        for part in (page.results, page.mistakes):
            part.picked.connect(self._picked)
            part.watch_clicked.connect(lambda: self._go("watch"))
            part.explain_clicked.connect(lambda: self._go("explain"))
        clock.tick.connect(self._follow)
        presenter.example_changed.connect(self._example_changed)

    def provide(self, test: Digits) -> None:
        """These are the test digits."""
        self._digits = test
        self._votes = load_votes(test)
        self._clock.mark_dirty()

    def enter(self) -> None:
        """Somebody looks."""
        self._open = True
        self._clock.mark_dirty()

    def opened(self, room: str) -> None:
        """The keys are the page's, not those of the first button in the window."""
        if room == "test":
            self.page.setFocus()

    def leave(self) -> None:
        """Nobody looks."""
        self._open = False
        self.reading.leave()

    # ---- following the network

    def _follow(self) -> None:
        if not self._open:
            return
        snapshot = self._presenter.snapshot
        if not self._can_be_examined(snapshot):
            return
        assert snapshot is not None
        training = self._presenter.training
        here = self._measured_here()
        # A gallery under one's hands stays as it is until the network rests.
        live = self.page.part == "results" and self.page.results.cell is None
        here.follow(snapshot, training=training, live=live)
        self._tell(here, snapshot)

    def _can_be_examined(self, snapshot: Snapshot | None) -> bool:
        if snapshot is None or self._digits is None:
            self.page.say("One moment", "The digits are still being read.")
            return False
        sizes = snapshot.spec.sizes
        if (sizes[0], sizes[-1]) != (PIXELS, N_DIGITS):
            self.page.say(
                "This network can't be examined here",
                f"The test digits have {PIXELS} pixels and {N_DIGITS} labels; it has {sizes[0]:,} inputs and "
                f"{sizes[-1]:,} outputs.",
            )
            return False
        if not np.isfinite(snapshot.parameters).all():
            self.page.say(
                "There is nothing to examine",
                "This network's weights have grown beyond all numbers. Reset it, or go back with Undo.",
            )
            return False
        self.page.say("")
        return True

    def _tell(self, here: Measurement[Readings], snapshot: Snapshot) -> None:
        fresh, share = here.fresh(snapshot), here.share
        self.page.show_progress(share)
        count = f"{len(self._digits or ()):,} test digits"
        if here.step is None or not here.same_network(snapshot):
            words = f"Reading {count} …"
        else:
            words = f"{count} · measured at step {here.step:,}"
        self.page.show_status(words, fresh=fresh)

    def _measured_here(self) -> Measurement[Readings]:
        return self.reading

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
        if page.results.cell is not None:
            self._show_cell(*page.results.cell, keep_place=True)

    def _show_cell(self, label: int, answer: int, keep_place: bool = False) -> None:
        if self._shown is not None:
            digits = in_cell(self._shown, label, answer)
            self.page.results.show_cell((label, answer), digits, keep_place=keep_place)

    def _part_opened(self, _name: str) -> None:
        self._clock.mark_dirty()

    # ---- what the person does

    def _picked(self, index: int) -> None:
        self._choose(index)

    def _example_changed(self, example: Example) -> None:
        for part in (self.page.results, self.page.mistakes):
            part.set_selected(example.index)
