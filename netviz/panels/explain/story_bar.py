"""The story's caption, and the ways through it: back, next, replay, play, scrub."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.explain.story_slider import StageSlider
from netviz.panels.explain.story_words import StoryWords
from netviz.panels.kit.icons import SIZE, icon
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.task import AnyTask
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.naming import how_named
from netviz.viewmodels.palette import Palette

TERMS: Final = ("backpropagation", "edge", "gradient", "hidden layer", "mini-batch", "overfitting")
"""The words that the story brings up."""

MARGINS: Final = (16, 10, 16, 8)
BESIDE_FROM: Final = 560.0  # units of width: below it the buttons stand below the sentence

SHARES: Final = "Where does it come from?"
SHARES_TIP: Final = "Show the shares that this wish is the sum of."
TO_THE_WISH: Final = "Back to the wish"
TO_THE_WISH_TIP: Final = "Show the wishes of the whole layer again; Esc does the same."


class StoryBar(Themed, QWidget):
    """A card over the graph, where the eye begins. It knows no player: the window asks one and shows it."""

    back_clicked = Signal()
    next_clicked = Signal()
    replay_clicked = Signal()
    play_toggled = Signal(bool)
    scrubbed = Signal(float)  # phase
    shares_toggled = Signal(bool)
    train_clicked = Signal()  # at the last stage: go on with real training

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playing = self._low = self._gives_way = False
        self._guest: QWidget | None = None  # what stands here where its own place is out of sight
        self._words = StoryWords(TERMS, how_named(task), self)
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
        self._same_width()  # with its icon

    def show_moment(self, moment: StoryMoment) -> None:
        """Its caption and the sentence with the numbers."""
        self._words.show_words(moment.caption, moment.detail)
        self.setAccessibleDescription(moment.text)

    def show_nothing(self) -> None:
        """There is no story."""
        self._words.show_words("", "")
        self.setAccessibleDescription("")

    def set_stages(self, titles: tuple[str, ...], told: tuple[tuple[str, str], ...] = ()) -> None:
        """The titles of all stages, for the timeline, and all that this story says."""
        self._slider.set_stages(titles)
        self._words.set_told(told)

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

    def give_way(self, *, given: bool) -> None:
        """Whether something else is said here: all of its own is out of sight, and keeps its room."""
        self._gives_way = given
        if given:
            self.show_nothing()
        for widget in (*self._buttons, *self._in_the_row_below):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
            widget.setVisible(not given)

    def take_in(self, buttons: QWidget) -> None:
        """Apply and Undo stand here, where their own card may be out of sight."""
        self._below.addWidget(buttons)
        self._guest = buttons
        self.give_way(given=self._gives_way)

    @property
    def _in_the_row_below(self) -> list[QWidget]:
        # Not asked by `itemAt`: Qt deletes an item whose widget goes, and its wrapper would not know.
        return [
            one
            for one in (self._slider, self._beside, self._guest)
            if one is not None and self._below.indexOf(one) >= 0
        ]

    def set_low(self, *, low: bool) -> None:
        """Whether all of it has to be as low as it can be."""
        if low != self._low:
            self._low = low
            self._words.set_narrow(narrow=low or not self._beside_words)
            margins = (12, 6, 12, 4) if low else MARGINS
            self._column.setContentsMargins(*margins)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._dress()

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setIconSize(units.size(SIZE, SIZE))
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    def _lay_out(self) -> None:
        # Next beside the sentence that was just read.
        self._ways = QGridLayout()
        self._ways.setSpacing(6)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.addWidget(self._words, 1)
        self._top.addLayout(self._ways)
        for button in self._buttons:
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stand_beside(beside=True)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._slider, 1)
        # The timeline keeps its length while buttons beside it come and go, and change their words.
        for button in (self._shares, self._train):
            page = QWidget(self)
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            row.addStretch(1)
            row.addWidget(button)
            self._beside.addWidget(page)
        self._beside.addWidget(QWidget(self))
        self._beside.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        below.addWidget(self._beside)
        self._below = below
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(*MARGINS)
        column.setSpacing(4)
        column.addLayout(self._top)
        column.addLayout(below)

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return self._back, self._next, self._replay, self._play

    def _stand_beside(self, *, beside: bool) -> None:
        """The buttons two by two beside the sentence, or in a row below it where that would be too narrow."""
        self._beside_words = beside
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._top.setDirection(right if beside else down)
        self._top.setSpacing(16 if beside else 6)
        for k, button in enumerate(self._buttons):
            self._ways.addWidget(button, *divmod(k, 2 if beside else len(self._buttons)))
        self._ways.setRowStretch(2, 1 if beside else 0)
        self._words.set_narrow(narrow=self._low or not beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = units.wide(self) >= BESIDE_FROM
        if beside != self._beside_words:
            self._stand_beside(beside=beside)

    def text_resized(self) -> None:
        """Words are larger or smaller now."""
        self._same_width()

    def _same_width(self) -> None:
        """What a button says now never changes its width."""
        for button, texts in ((self._shares, (SHARES, TO_THE_WISH)), (self._play, ("Play", "Pause"))):
            now = button.text()
            button.setMinimumWidth(0)
            widths = []
            for text in texts:
                button.setText(text)
                widths.append(button.sizeHint().width())
            button.setText(now)
            button.setMinimumWidth(max(widths))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._same_width()

    def _dress(self) -> None:
        self._play.setIcon(icon("pause" if self._playing else "play", self._palette.text))
