"""Which stretch of a run is to become a film, and how long it takes to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QWidget

from netviz.panels.export.dialog import ExportDialog
from netviz.panels.export.film_megabytes import story_megabytes
from netviz.panels.kit.numbers.whole import WholeNumber
from netviz.rendering.files.run_film import running_seconds

SIZES: Final = (
    ("Small, 854 × 480", 854, 480),
    ("1366 × 768", 1366, 768),
    ("Full HD, 1920 × 1080", 1920, 1080),
    ("4K, 3840 × 2160", 3840, 2160),
)
STORY_SIZES: Final = SIZES[:3]
USUAL_SIZE: Final = 1  # among them
LONGEST: Final = 600
USUAL: Final = 20
_LOOK_MS: Final = 250


@dataclass(frozen=True)
class FilmWish:
    """Steps from `first` to `last`, in so many seconds, `width` × `height` pixels large."""

    first: int
    last: int
    seconds: float
    width: int
    height: int


class FilmDialog(ExportDialog):
    """The run goes from `first` to `last`, and grows where `newest` says so."""

    def __init__(
        self,
        first: int,
        last: int,
        parent: QWidget | None = None,
        newest: Callable[[], int] | None = None,
    ) -> None:
        super().__init__("Export training as a film", "snapshot", parent)
        self.first_box, self.last_box = WholeNumber("First step", self), WholeNumber("Last step", self)
        for box, value in ((self.first_box, first), (self.last_box, last)):
            box.setRange(first, last)
            box.setValue(value)
        self.seconds_box = WholeNumber("Length in seconds", self, unit="s")
        self.seconds_box.setRange(1, LONGEST)
        self.seconds_box.setValue(USUAL)
        self.size_box = _size_box(SIZES, self)
        self._lay_out(
            ("From step", self.first_box),
            ("To step", self.last_box),
            ("Length", self.seconds_box),
            ("Size", self.size_box),
        )
        for changing in (self.first_box, self.last_box, self.seconds_box):
            changing.valueChanged.connect(self._explain)
        self.size_box.currentIndexChanged.connect(self._explain)
        self._newest = newest
        if newest is not None:
            looking = QTimer(self, interval=_LOOK_MS)
            looking.timeout.connect(self._grow)
            looking.start()
        self._explain()

    def wish(self) -> FilmWish:
        """What is chosen."""
        _, width, height = SIZES[self.size_box.currentIndex()]
        return FilmWish(
            self.first_box.value(), self.last_box.value(), float(self.seconds_box.value()), width, height
        )

    def accept(self) -> None:
        """Take what is typed, unless there is no film in it."""
        for box in (self.first_box, self.last_box, self.seconds_box):
            box.interpretText()
        if self.first_box.value() < self.last_box.value():
            super().accept()

    def _grow(self) -> None:
        if self._newest is not None:
            last = max(self.last_box.maximum(), self._newest())
            for box in (self.first_box, self.last_box):
                box.setMaximum(last)

    def _explain(self) -> None:
        wish = self.wish()
        forwards = wish.first < wish.last
        if forwards:
            running = running_seconds(wish.seconds)
            speed = (wish.last - wish.first) / running
            words = (
                f"{_speed(speed)}; the last picture stays for {wish.seconds - running:.2g} seconds. "
                "Each frame shows the kept step nearest to its moment, and "
                "says which; what lies there is read in all of them."
            )
        else:
            words = "The first step must come before the last."
        self._say(words, can_save=forwards)


class StoryFilmDialog(ExportDialog):
    """How large the story's film is to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Export the story as a film", "backpropagation", parent)
        self.size_box = _size_box(STORY_SIZES, self)
        self._lay_out(("Size", self.size_box))
        self.size_box.currentIndexChanged.connect(self._explain)
        self._explain()

    def size_wished(self) -> tuple[int, int]:
        """Width and height in pixels."""
        _, width, height = STORY_SIZES[self.size_box.currentIndex()]
        return width, height

    def _explain(self) -> None:
        words = f"Next you choose which kind, and where it is saved. {story_megabytes(*self.size_wished())}"
        self._say(words.rstrip(), can_save=True)


def _size_box(sizes: Sequence[tuple[str, int, int]], parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    for words, _, _ in sizes:
        box.addItem(words)
    box.setCurrentIndex(USUAL_SIZE)
    return box


def _speed(speed: float) -> str:
    """`38 steps a second`; of slow films `one step in 4 seconds`."""
    if speed >= 1.5:
        return f"{speed:,.0f} steps a second"
    return "1 step a second" if speed > 0.67 else f"A step every {1 / speed:,.0f} seconds"
