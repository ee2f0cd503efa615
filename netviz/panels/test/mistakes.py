"""All examples that are misread, the most confident mistakes first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netviz.language.grammar import counted
from netviz.panels.kit.card import Card
from netviz.panels.test.cell_points import CellPoints, lie_in_a_plane
from netviz.panels.test.digit_gallery import DigitGallery
from netviz.panels.test.read_examples import ReadExamples
from netviz.tasks.task import AnyTask
from netviz.viewmodels.surface import Surfaces


class MistakesPage(QWidget):
    """A gallery as large as the page; of points the plane, in which they lie among all others."""

    picked = Signal(int)  # index in the test set
    watch_clicked = Signal()
    explain_clicked = Signal()

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.digits: DigitGallery | CellPoints = (
            CellPoints(task, closable=False) if lie_in_a_plane(task) else DigitGallery(task, smallest=62)
        )
        card = Card()
        card.add(self.digits, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(card)
        self.digits.picked.connect(self.picked)
        self.digits.watch_clicked.connect(self.watch_clicked)
        self.digits.explain_clicked.connect(self.explain_clicked)

    def show_mistakes(
        self, mistakes: ReadExamples, read: ReadExamples, surfaces: Surfaces | None, *, keep_place: bool
    ) -> None:
        """Show these, of all that were read; `surfaces`: what is answered everywhere, if that can be seen."""
        title = counted(
            len(mistakes),
            "{n} mistake in {all} examples",
            "{n} mistakes in {all} examples",
            all=f"{len(read):,}",
        )
        nothing = f"It reads all {len(read):,} test examples as they are labelled."
        if isinstance(self.digits, CellPoints):
            note = f"{_RINGED} Click one: {read.task.input.sentences.goes}." if len(mistakes) else nothing
            self.digits.show_points(title, note, read.stored, read.label, mistakes.index)
            self.digits.show_surfaces(surfaces)
            return
        self.digits.show_digits(
            title,
            "The ones that it was surest of first: label→what it reads, and with what probability.",
            mistakes,
            nothing=nothing,
            keep_place=keep_place,
        )

    def set_selected(self, index: int | None) -> None:
        """The example with this index lies before the network."""
        if isinstance(self.digits, DigitGallery):
            self.digits.set_selected(index)


_RINGED = "Ringed, in the colour of their label; behind them what it answers everywhere."
