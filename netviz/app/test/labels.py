"""Voting on digits whose label is questionable, and what is revealed after the vote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from netviz.app.program.settings import Settings
from netviz.app.test.reading import Readings, four_or_seven
from netviz.panels.kit.figures import percent
from netviz.panels.test.labels import CANT_TELL, Case, LabelsPage, Reveal
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.digits.votes import MAJORITY, PEOPLE, LabelVotes
from netviz.tasks.pictures.pictures import Pictures

MOST_DOUBTS: Final = 40
_NUMBERS: Final = ("None", "One", "Two", "Three", "Four", "All")


class LabelsPart(QObject):
    """Two sets of digits: those that people voted on, and those labelled 4 or 7 that the network doubts.

    Votes are remembered, for these test digits; they change nothing but what is shown.
    """

    def __init__(
        self, page: LabelsPage, settings: Settings, choose: Callable[[int], None], go: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._page = page
        self._settings = settings
        self._data = ""
        self._choose = choose
        self._go = go
        self._digits: Pictures | None = None
        self._votes: LabelVotes | None = None
        self._readings: Readings | None = None
        self._set = "votes"
        self._rows: dict[str, NDArray[np.int64]] = {
            "votes": np.zeros(0, np.int64),
            "doubts": np.zeros(0, np.int64),
        }
        self._places = {"votes": 0, "doubts": 0}
        self._own: dict[int, int] = {}  # by index in the test set
        page.voted.connect(self._vote)
        page.moved.connect(self._move)
        page.set_chosen.connect(self._choose_set)
        page.watch_clicked.connect(lambda: self._take_to("watch"))
        page.explain_clicked.connect(lambda: self._take_to("explain"))

    @property
    def index(self) -> int | None:
        """The digit that is shown, by its place in the test set."""
        row = self._rows[self._set]
        return int(row[self._places[self._set]]) if len(row) else None

    def provide(self, digits: Pictures, votes: LabelVotes | None, data: str) -> None:
        """These are the test digits, the votes on them, if these are the digits that people voted on, and the
        sum that names the data set.
        """
        self._digits, self._votes, self._data = digits, votes, data
        remembered = self._settings.votes(data)
        self._own = {index: vote for index, vote in remembered.items() if 0 <= index < len(digits)}
        if votes is None:
            self._set = "doubts"
        else:
            self._rows["votes"] = votes.index
        self._show()

    def show_readings(self, readings: Readings) -> None:
        """What the network makes of the digits now. What is on screen stays on screen."""
        self._readings = readings
        here = self.index if self._set == "doubts" else None
        doubts = four_or_seven(readings)[:MOST_DOUBTS]
        if here is not None and here not in doubts:
            doubts = np.concatenate(([here], doubts[: MOST_DOUBTS - 1]))
        self._rows["doubts"] = doubts
        if here is not None:
            self._places["doubts"] = int(np.flatnonzero(doubts == here)[0])
        else:
            self._places["doubts"] = 0
        results = readings.results
        if results.without is None:
            self._page.show_accuracy("")
        else:
            self._page.show_accuracy(
                f"Accuracy on all {results.count:,} test examples: {percent(results.accuracy, 2)}. Without "
                f"the {results.n_questionable} for which fewer than three of five people chose the label: "
                f"{percent(results.without, 2)}."
            )
        self._show()

    def show_doubts(self) -> None:
        """The digits labelled 4 or 7 that the network doubts."""
        self._choose_set("doubts")

    # ---- what the person does

    def _vote(self, digit: int) -> None:
        index = self.index
        if index is not None and index not in self._own:
            self._own[index] = digit
            self._settings.set_votes(self._data, self._own)
            self._show()

    def _move(self, place: int) -> None:
        row = self._rows[self._set]
        if 0 <= place < len(row):
            self._places[self._set] = place
            self._show()

    def _choose_set(self, name: str) -> None:
        self._set = name
        self._show()

    def _take_to(self, room: str) -> None:
        if self.index is not None:
            self._choose(self.index)
            self._go(room)

    # ---- showing

    def _show(self) -> None:
        names = {"doubts": "4 or 7?"}
        if self._votes is not None:
            small = self._digits is not None and self._digits.task.input != DIGITS.input
            seen = f", seen at {DIGITS.input.size}" if small else ""
            names = {"votes": f"{len(self._votes)} that people voted on{seen}", **names}
        self._page.show_sets(names, self._set)
        index = self.index
        if self._digits is None or index is None:
            nothing = "The network has not read the digits yet."
            if self._readings is not None:
                nothing = "This network doubts none of the digits labelled 4 or 7."
            self._page.show_case(None, nothing)
            return
        labels, row = self._digits.labels, self._rows[self._set]
        states = np.array(
            [0 if i not in self._own else 1 if self._own[i] == labels[i] else 2 for i in map(int, row)],
            np.int8,
        )
        reveal = self._reveal(index) if index in self._own else None
        asked = self._votes is not None and index in self._votes.index
        place = self._places[self._set]
        self._page.show_case(Case(self._digits.images[index], states, place, reveal, asked))

    def _reveal(self, index: int) -> Reveal:
        assert self._digits is not None
        label, own = int(self._digits.labels[index]), self._own[index]
        answer, confidence = None, 0.0
        if self._readings is not None:
            answer = int(self._readings.digits.answer[index])
            confidence = float(self._readings.digits.confidence[index])
        bars, verdict = None, self._doubt(index, label)
        if self._votes is not None and index in self._votes.index:
            k = int(np.flatnonzero(self._votes.index == index)[0])
            votes = self._votes
            bars = (
                (f"{label}, the label", int(votes.for_label[k])),
                (f"{int(votes.other[k])}", int(votes.for_other[k])),
                ("neither", int(votes.for_neither[k])),
            )
            verdict = _verdict(int(votes.for_label[k]), label, own)
        return Reveal(own, label, answer, confidence, bars, verdict)

    def _doubt(self, index: int, label: int) -> str:
        """Of a digit that nobody was asked about."""
        if self._readings is None:
            return ""
        answer = int(self._readings.digits.answer[index])
        four, seven = (percent(float(self._readings.probabilities[index, d])) for d in (4, 7))
        reads = "" if answer in (4, 7) else f" It reads {answer}, which is neither."
        return (
            f"No votes of people are known for this one. The network gives {four} to 4 and {seven} to 7."
            f"{reads} The label says {label}."
        )


def _verdict(for_label: int, label: int, own: int) -> str:
    who = f"{_NUMBERS[for_label]} of {PEOPLE} people" if for_label < PEOPLE else f"All {PEOPLE} people"
    if for_label == 0:
        who = f"None of {PEOPLE} people"
    questionable = for_label < MAJORITY
    with_whom = ""
    if own != CANT_TELL:
        agrees = own == label
        with_whom = " You agree with the label." if agrees else " You read something else."
    if questionable:
        return (
            f"{who} chose the label: it is questionable, and a network that reads something else may be "
            f"right.{with_whom}"
        )
    return f"{who} chose the label: it stands.{with_whom}"
