"""The loss landscape of the run that stands there: a map, and beside it what it shows and leaves out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from netviz.panels.kit.card import Card
from netviz.panels.kit.nothing import Nothing
from netviz.panels.kit.terms import TermLabel
from netviz.panels.landscape.beside import Beside
from netviz.panels.landscape.choices import Choices
from netviz.panels.landscape.map_view import MapView
from netviz.panels.landscape.shown import Shown
from netviz.panels.landscape.surface_view import SurfaceView
from netviz.panels.landscape.view import LandscapeView
from netviz.panels.test.choice import Choice
from netviz.rendering import units
from netviz.rendering.landscape.words import (
    Ball,
    measured,
    of_ball,
    of_lowest,
    of_marks,
    seen_of,
    slice_of,
    title,
)

MAP: Final = "map"
SURFACE: Final = "surface"
SEEN_AS: Final = {
    MAP: ("Map", "From above, as a map: what lies where, and how far."),
    SURFACE: ("Surface", "As a surface that can be turned; heights are those of the map."),
}
_SIDE: Final = 320  # units
TERMS: Final = ("loss", "gradient", "weight", "bias", "training examples")


class LandscapePage(QWidget):
    """Knows no trainer: whoever works landscapes out shows them here."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self._trains = False
        heading = QLabel("Loss landscape", self)
        heading.setProperty("role", "title")
        self.status = QLabel(self)
        self.status.setProperty("role", "muted")
        self.as_ = Choice("Seen as", self)
        self.as_.offer(SEEN_AS, MAP)
        self.as_.chosen.connect(lambda _key: self._turn_to_view())
        self.everything = QPushButton("Show everything", self)
        self.everything.setToolTip(
            "The whole path again, as it was seen first; a double click does the same."
        )
        self.back = QPushButton("Done", self)
        self.back.setToolTip("Back to the training room.")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(heading)
        head.addWidget(self.status)
        head.addStretch(1)
        head.addWidget(self.as_)
        for button in (self.everything, self.back):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button)
        card = Card(self)
        self.map = MapView(card)
        self.surface = SurfaceView(card)
        self.nothing = Nothing("The landscape is being worked out.", parent=card)
        self._one = QStackedLayout()
        for view in (self.nothing, self.map, self.surface):
            self._one.addWidget(view)
        card.column.addLayout(self._one, 1)
        side = Card(self, scrolls=True)
        units.hold(side, width=_SIDE)
        self.choices = Choices(side.inside)
        side.add(self.choices)
        self.beside = Beside(side.inside)
        side.add(self.beside)
        self.what = QLabel(side.inside)
        self.what.setProperty("role", "section")
        self.note, self.slice, self.height_, self.marks = (
            TermLabel("", TERMS, side.inside) for _ in range(4)
        )
        self.of_ball = QLabel(side.inside)
        self.left_out, self.the_ball = (
            QLabel(words, side.inside) for words in ("What it leaves out", "The ball")
        )
        for heading in (self.left_out, self.the_ball):
            heading.setProperty("role", "section")
        for words in self._words:
            words.setWordWrap(True)
            side.add(words)
        side.column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(row, 1)
        self.back.clicked.connect(self.left)
        self.beside.changed.connect(self.choices.lay_beside)
        self.everything.clicked.connect(self._show_all)
        for view in (self.map, self.surface):
            view.moved.connect(self._offer_all)
        self.show_landscape(None)

    @property
    def _words(self) -> tuple[QLabel, ...]:
        """What it shows, what it leaves out, and what the ball is, in the order in which they are read."""
        left_out, ball = (self.left_out, self.slice), (self.the_ball, self.of_ball, self.marks)
        return self.what, self.note, self.height_, *left_out, *ball

    @property
    def shown(self) -> Shown | None:
        """What is seen."""
        return self._shown

    def show_landscape(self, shown: Shown | None) -> None:
        """Another one; None while there is none."""
        self._shown = shown
        for view in (self.map, self.surface):
            view.show_landscape(shown)
        self._turn_to_view()
        for words in self._words:
            words.setVisible(shown is not None)
        if shown is not None:
            landscape = shown.landscape
            self.what.setText(title(landscape, 1 + len(shown.trails)))
            self.beside.show_trails(shown.asked.others, shown.trails, seen_of(landscape))
            self.note.set_words(shown.note)
            self.note.setVisible(bool(shown.note))
            self.slice.set_words(slice_of(landscape))
            self.height_.set_words(measured(landscape))

    def refuse(self, title: str, words: str = "") -> None:
        """There is none, and why."""
        self.show_landscape(None)
        self.nothing.say(title, words)

    def show_ball(self, ball: Ball | None, elsewhere: str = "", *, trains: bool = False) -> None:
        """Where the network on screen is; `elsewhere`: why it is nowhere on the map. `trains`: it goes on."""
        self._trains = trains
        if ball != self.map.ball or elsewhere:
            for view in (self.map, self.surface):
                view.show_ball(ball)
            self._tell(ball, elsewhere)

    def _tell(self, ball: Ball | None, elsewhere: str = "") -> None:
        if self._shown is None:
            return
        landscape = self._shown.landscape
        above = self.view is self.map
        self.of_ball.setText(elsewhere or of_ball(landscape, ball, surface=not above, trains=self._trains))
        self.marks.set_words(of_marks(landscape, ball) if above else of_lowest(landscape))
        self.view.setAccessibleDescription(f"{slice_of(landscape)} {self.of_ball.text()}")

    @property
    def room(self) -> QRectF:
        """Where the map or the surface stands, in units; one that is not seen is not laid out."""
        return units.area(self.nothing if self._shown is None else self.view)

    @property
    def view(self) -> LandscapeView:
        """The map or the surface, whichever is chosen."""
        return self.map if self.as_.now == MAP else self.surface

    def _show_all(self) -> None:
        # A surface is that of the part that the map shows.
        for view in (self.view, self.map):
            if view.elsewhere:
                view.show_all()

    def _offer_all(self) -> None:
        """Only where there is more to see than what is seen."""
        self.everything.setEnabled(self.view.elsewhere or self.map.elsewhere)

    def _turn_to_view(self) -> None:
        self._tell(self.map.ball)
        self._one.setCurrentWidget(self.nothing if self._shown is None else self.view)
        self._offer_all()

    def show_status(self, words: str) -> None:
        """Of which step it is, and whether it is still worked out."""
        if words != self.status.text():
            self.status.setText(words)
