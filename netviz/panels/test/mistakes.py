"""All digits that are misread, the most confident mistakes first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netviz.language.grammar import counted
from netviz.panels.kit.card import Card
from netviz.panels.test.digit_gallery import DigitGallery
from netviz.panels.test.read_digits import ReadDigits


class MistakesPage(QWidget):
    """A gallery as large as the page."""

    picked = Signal(int)  # index in the test set
    watch_clicked = Signal()
    explain_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.digits = DigitGallery(smallest=62)
        card = Card()
        card.add(self.digits, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(card)
        self.digits.picked.connect(self.picked)
        self.digits.watch_clicked.connect(self.watch_clicked)
        self.digits.explain_clicked.connect(self.explain_clicked)

    def show_mistakes(self, mistakes: ReadDigits, count: int, *, keep_place: bool = False) -> None:
        """Show these, of `count` digits that were read."""
        self.digits.show_digits(
            counted(
                len(mistakes),
                "{n} mistake in {all} examples",
                "{n} mistakes in {all} examples",
                all=f"{count:,}",
            ),
            "The ones that it was surest of first: label→what it reads, and with what probability.",
            mistakes,
            nothing=f"It reads all {count:,} test examples as they are labelled.",
            keep_place=keep_place,
        )

    def set_selected(self, index: int | None) -> None:
        """The digit with this index lies on the pad."""
        self.digits.set_selected(index)
