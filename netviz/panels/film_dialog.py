"""Which stretch of a run is to become a film, and how long it takes to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox, QWidget

from netviz.panels.export_dialog import ExportDialog

SIZES: Final = (
    ("1366 × 768", 1366, 768),
    ("Full HD, 1920 × 1080", 1920, 1080),
    ("4K, 3840 × 2160", 3840, 2160),
)
LONGEST: Final = 600.0
USUAL: Final = 20.0


@dataclass(frozen=True)
class FilmWish:
    """Steps from `first` to `last`, in so many seconds, `width` × `height` pixels large."""

    first: int
    last: int
    seconds: float
    width: int
    height: int


class FilmDialog(ExportDialog):
    """The run goes from `first` to `last`."""

    def __init__(self, first: int, last: int, parent: QWidget | None = None) -> None:
        super().__init__("Export training as a film", parent)
        self.first_box, self.last_box = QSpinBox(self), QSpinBox(self)
        for box, value, name in (
            (self.first_box, first, "First step"),
            (self.last_box, last, "Last step"),
        ):
            box.setRange(first, last)
            box.setGroupSeparatorShown(True)
            box.setValue(value)
            box.setAccessibleName(name)
        self.seconds_box = QDoubleSpinBox(self)
        self.seconds_box.setRange(1.0, LONGEST)
        self.seconds_box.setDecimals(0)
        self.seconds_box.setValue(USUAL)
        self.seconds_box.setSuffix(" s")
        self.seconds_box.setAccessibleName("Length in seconds")
        self.size_box = QComboBox(self)
        for words, _, _ in SIZES:
            self.size_box.addItem(words)
        self._lay_out(
            ("From step", self.first_box),
            ("To step", self.last_box),
            ("Length", self.seconds_box),
            ("Size", self.size_box),
        )
        for changing in (self.first_box, self.last_box, self.seconds_box):
            changing.valueChanged.connect(self._explain)
        self._explain()

    def wish(self) -> FilmWish:
        """What is chosen."""
        _, width, height = SIZES[self.size_box.currentIndex()]
        return FilmWish(
            self.first_box.value(), self.last_box.value(), self.seconds_box.value(), width, height
        )

    def _explain(self) -> None:
        wish = self.wish()
        forwards = wish.first < wish.last
        if forwards:
            speed = (wish.last - wish.first) / wish.seconds
            words = (
                f"{speed:,.0f} steps a second. Each frame shows the kept step nearest to its moment, and "
                "says which; the digit on the pad is read in all of them."
            )
        else:
            words = "The first step must come before the last."
        self._say(words, can_save=forwards)
