"""The pad reads a number: its digits are found after each stroke, and one of them lies before the network."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from netviz.app.screen.ink_paper import InkPaper
from netviz.app.screen.presenter import Presenter
from netviz.panels.kit.tabs import Tabs
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.pad.laid_anew import read_strokes
from netviz.panels.pad.number_row import NumberRow
from netviz.panels.pad.stroke import Stroke
from netviz.tasks.digits.page.drawn import Drawn, drawn_digits
from netviz.training.judge import LEAST, likeness
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.pages.page import PageAnswers, answers_of

DIGIT, NUMBER = "digit", "number"
FINE: Final = 0.5
"""The pen for numbers, a share of the usual one: digits beside each other are smaller than one alone."""
NONE: Final = "?"
"""Where ink is no digit."""
LOOK_MS: Final = 250  # between answers of a network that trains
_JOB: Final = "answers of the number"
_OWN: Final = 0.9  # of a stroke's points lie in the ink of its digit


class NumberPad(QObject):
    """While one draws, the digit that was chosen before stays; a new one is chosen as soon as it is drawn."""

    def __init__(
        self,
        draw: DrawPanel,
        paper: InkPaper,
        presenter: Presenter,
        bridge: JobBridge,
        names: tuple[str, ...],
    ) -> None:
        super().__init__()
        self._draw = draw
        self._paper = paper
        self._presenter = presenter
        self._bridge = bridge
        self._names = names
        self._ink: NDArray[np.uint8] | None = None
        self._digits: tuple[Drawn, ...] = ()
        self._inputs: NDArray[np.uint8] = np.zeros((0, 0), np.uint8)
        self._choice: int | None = None
        self._read: tuple[str, int, int] | None = None  # the network whose answers are shown
        self._answers: PageAnswers | None = None
        self.row = NumberRow(draw)
        self.tabs = Tabs("What is drawn", draw)
        self.tabs.add(DIGIT, "Digit", "One digit: all that is drawn is one.")
        self.tabs.add(NUMBER, "Number", "A number: digits drawn beside each other are read one by one.")
        draw.insert_number(self.tabs, self.row)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._ask)
        self.tabs.opened.connect(self._switch)
        self.row.chosen.connect(self.choose)
        paper.changed.connect(self._look)
        paper.settled.connect(self._settled)
        paper.of_number = self._chosen

    def choose(self, place: int) -> None:
        """Put this digit of the number before the network."""
        self._choice = place
        self._paper.read_anew()
        self._show()

    def _switch(self, reads: str) -> None:
        self._ink = None
        self._draw.pad.set_fineness(FINE if reads == NUMBER else 1.0)
        self._draw.invite(reads)
        if reads == NUMBER:
            self._timer.start()
        else:
            self._timer.stop()
        self._look()
        self._paper.read_anew()
        self._show()

    def _settled(self) -> None:
        """A stroke is whole: the digits are found anew."""
        if self._on:
            self._look()
            self._paper.read_anew()

    @property
    def _on(self) -> bool:
        return self.tabs.now == NUMBER

    def _chosen(self) -> NDArray[np.uint8] | None:
        """Its pixels, uint8 (n_inputs,); None where there is no number."""
        self._look()
        return self._inputs[self._choice] if self._on and self._choice is not None else None

    def _look(self) -> None:
        """Find the digits, where other ink lies there and nobody is at it."""
        ink = self._paper.ink
        if not self._on or ink is self._ink or self._paper.changing:
            return
        self._ink = ink
        self._digits = digits = drawn_digits(ink, likeness, LEAST)
        strokes = self._draw.pad.strokes()
        owners = [_owner(stroke, digits, len(ink)) for stroke in strokes]
        self._inputs = np.array([_pixels(k, digit, strokes, owners) for k, digit in enumerate(digits)])
        newest = next((k for k in reversed(owners) if k is not None), len(digits) - 1)
        self._choice = newest if digits else None
        self._read = self._answers = None
        self._ask()
        self._show()

    def _ask(self) -> None:
        """A few times a second: whether another network is on screen than the one that was asked."""
        shown, inputs = self._presenter.snapshot, self._inputs
        if shown is None or not len(inputs) or shown.identity == self._read:
            return
        self._read = shown.identity

        def done(answers: PageAnswers) -> None:
            if inputs is self._inputs:
                self._answers = answers
                self._show()

        self._bridge.submit(_JOB, lambda _progress: answers_of(shown, inputs), done)

    def _show(self) -> None:
        answers, n = self._answers, len(self._inputs)
        there = self._on and n > 0
        if not there or answers is None:
            self.row.show_number(("…",) * n, frozenset(), self._choice)
        else:
            said = tuple(
                NONE if not digit.is_digit or np.isnan(share) else self._names[k]
                for digit, k, share in zip(self._digits, answers.classes, answers.shares, strict=True)
            )
            self.row.show_number(said, frozenset(k for k in range(n) if answers.doubtful(k)), self._choice)
        self._draw.show_number(there)


def _owner(stroke: Stroke, digits: tuple[Drawn, ...], side: int) -> int | None:
    """To which digit a stroke belongs; None where its points lie in several, or it rubs out."""
    if stroke.erase or not stroke.points:
        return None
    x, y = (np.array([point[axis] for point in stroke.points]) * side for axis in (0, 1))
    for k, digit in enumerate(digits):
        piece = digit.piece
        row, column = y.astype(int) - piece.top, x.astype(int) - piece.left
        inside = (row >= 0) & (row < piece.height) & (column >= 0) & (column < piece.width)
        inked = piece.ink[row[inside], column[inside]] > 0
        if inked.sum() >= _OWN * len(x):
            return k
    return None


def _pixels(
    place: int, digit: Drawn, strokes: tuple[Stroke, ...], owners: list[int | None]
) -> NDArray[np.uint8]:
    """Its strokes laid anew, as those of a single digit are, where these are known; else its ink."""
    own = [stroke for stroke, owner in zip(strokes, owners, strict=True) if owner == place or stroke.erase]
    unknown = any(owner is None and not stroke.erase for stroke, owner in zip(strokes, owners, strict=True))
    return digit.piece.pixels if unknown or not digit.whole or not own else read_strokes(own)
