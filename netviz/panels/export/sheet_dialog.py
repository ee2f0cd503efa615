"""What is to be printed of the story: a hand-out or a worksheet, and on which paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QWidget

from netviz.panels.export.dialog import ExportDialog

_KINDS = ("Hand-out: all stages with their numbers", "Worksheet: numbers to find by hand")
_PAPERS = (("A4, 210 × 297 mm", "a4"), ("Letter, 8.5 × 11 in", "letter"))
_WORDS = (
    "Each stage as a picture, with its sentences, its formula and its numbers.",
    "Each stage as a picture, with blanks. The answers are saved beside it.",
)


@dataclass(frozen=True)
class SheetWish:
    """With `blanks` a worksheet; `paper` by its name."""

    blanks: bool
    paper: str


class SheetDialog(ExportDialog):
    """The paper that is usual where one lives is chosen at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Save the story on paper", "backpropagation", parent)
        self.kind_box, self.paper_box = QComboBox(self), QComboBox(self)
        self.kind_box.addItems(_KINDS)
        self.paper_box.addItems([words for words, _ in _PAPERS])
        american = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
        self.paper_box.setCurrentIndex(1 if american else 0)
        self._lay_out(("Kind", self.kind_box), ("Paper", self.paper_box))
        self.kind_box.currentIndexChanged.connect(self._explain)
        self._explain()

    def wish(self) -> SheetWish:
        """What is chosen."""
        return SheetWish(self.kind_box.currentIndex() == 1, _PAPERS[self.paper_box.currentIndex()][1])

    def _explain(self) -> None:
        self._say(_WORDS[self.kind_box.currentIndex()], can_save=True)
