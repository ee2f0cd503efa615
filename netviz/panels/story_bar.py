"""The story's caption, and the ways through it: back, next, replay, play, scrub."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.icons import SIZE, icon
from netviz.panels.story_slider import StageSlider
from netviz.panels.terms import TermLabel
from netviz.rendering import units
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.naming import COUNTED
from netviz.viewmodels.palette import LIGHT, Palette

TERMS: Final = ("backpropagation", "gradient", "hidden layer", "mini-batch", "overfitting")
"""The words that the story brings up."""

SHARES: Final = "Where does it come from?"
SHARES_TIP: Final = "Show the shares that this wish is the sum of."
TO_THE_WISH: Final = "Back to the wish"
TO_THE_WISH_TIP: Final = "Show the wishes of the whole layer again; Esc does the same."


class StoryBar(QWidget):
    """A row below the graph. It knows no player: the window asks one and shows what it says."""

    back_clicked = Signal()
    next_clicked = Signal()
    replay_clicked = Signal()
    play_toggled = Signal(bool)
    scrubbed = Signal(float)  # phase
    shares_toggled = Signal(bool)
    train_clicked = Signal()  # at the last stage: go on with real training

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._playing = False
        self._caption = TermLabel("", TERMS, self)
        self._caption.setProperty("role", "big")
        self._detail = TermLabel("", TERMS, self)
        self._detail.setProperty("role", "said")
        for label in (self._caption, self._detail):
            label.setWordWrap(True)
            label.setToolTip(COUNTED)
            label.let_select(True)
            # The longest caption must not make the bar jump: the height is that of its two and two lines.
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._back = self._button("Back", "To the end of the stage before.")
        self._next = self._button("Next", "Finish this stage, or go on to the next.")
        self._next.setProperty("role", "primary")
        self._replay = self._button("Replay", "This stage once more.")
        self._play = self._button("Play", "Go on from stage to stage, with time to read.")
        self._shares = self._button(SHARES, SHARES_TIP)
        self._shares.setCheckable(True)
        self._shares.setProperty("role", "quiet")
        # Far from Next, so that whoever goes through the story by clicks does not start it by one too many.
        self._train = self._button("Train on", "Go on with real training: mini-batch after mini-batch.")
        self._train.setProperty("role", "primary")
        self._slider = StageSlider(self)
        self._beside = QStackedWidget(self)
        self._lay_out()
        self._back.clicked.connect(self.back_clicked)
        self._next.clicked.connect(self.next_clicked)
        self._replay.clicked.connect(self.replay_clicked)
        self._play.clicked.connect(lambda: self.play_toggled.emit(not self._playing))
        self._shares.clicked.connect(self.shares_toggled)
        self._train.clicked.connect(self.train_clicked)
        self._slider.scrubbed.connect(self.scrubbed)
        self.show_place(0.0, playing=False, at_start=True, at_end=False)
        self._dress()

    def show_moment(self, moment: StoryMoment) -> None:
        """Its caption and the sentence with the numbers."""
        self._caption.set_words(moment.caption)
        self._detail.set_words(moment.detail)
        self.setAccessibleDescription(moment.text)

    def set_stages(self, titles: tuple[str, ...]) -> None:
        """The titles of all stages, for the timeline."""
        self._slider.set_stages(titles)

    def show_place(
        self,
        phase: float,
        *,
        playing: bool,
        at_start: bool,
        at_end: bool,
        can_show_shares: bool = False,
        shows_shares: bool = False,
    ) -> None:
        """Where the story is, and what can be done from here; no signal."""
        self._slider.show_phase(phase)
        changed = playing != self._playing
        self._playing = playing
        self._back.setEnabled(not at_start or shows_shares)
        self._next.setEnabled(not at_end or shows_shares)
        self._play.setText("Pause" if playing else "Play")
        self._shares.setChecked(shows_shares)
        self._shares.setText(TO_THE_WISH if shows_shares else SHARES)
        self._shares.setToolTip(TO_THE_WISH_TIP if shows_shares else SHARES_TIP)
        self._beside.setCurrentIndex(1 if at_end else 0 if can_show_shares else 2)
        if changed:
            self._dress()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._slider.apply_palette(palette)
        self._dress()

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setIconSize(units.size(SIZE, SIZE))
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._caption)
        words.addWidget(self._detail)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for widget in (self._back, self._next, self._replay, self._play):
            ways.addWidget(widget)
        ways.addWidget(self._slider, 1)
        # The timeline keeps its length while buttons beside it come and go.
        for button in (self._shares, self._train):
            page = QWidget(self)
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            row.addStretch(1)
            row.addWidget(button)
            self._beside.addWidget(page)
        self._beside.addWidget(QWidget(self))
        self._beside.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ways.addWidget(self._beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addLayout(words)
        column.addStretch(1)
        column.addLayout(ways)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def _dress(self) -> None:
        self._play.setIcon(icon("pause" if self._playing else "play", self._palette.text))
