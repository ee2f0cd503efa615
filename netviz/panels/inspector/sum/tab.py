"""Every term of a neuron's sum, and what becomes of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.panels.inspector.sum.function import FunctionCurve
from netviz.panels.inspector.sum.picture import TermPicture
from netviz.panels.inspector.sum.rows import TermRows
from netviz.panels.inspector.sum.steps import OutputSteps
from netviz.panels.inspector.sum.terms import Terms, terms_of
from netviz.panels.kit.nothing import Nothing
from netviz.rendering.units import pixels
from netviz.tasks.input import Picture
from netviz.viewmodels.scene import Focus

_BOTH: Final = 480  # units: so wide, a picture of the terms has room beside the steps of the outputs


class SumTab(Tab):
    """Live; while one points at a row and training runs, it is held at that step, so that it can be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self._waiting: Shown | None = None  # what comes while it is held
        self._terms: Terms | None = None
        self._nothing = Nothing(parent=self)
        self._all = QWidget(self)
        self.rows = TermRows(self._all)
        self.picture = TermPicture(self._all)
        self.curve = FunctionCurve(self._all)
        self.steps = OutputSteps(self._all)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(self.picture)
        below.addWidget(self.curve, 1)
        below.addWidget(self.steps, 1)
        inner = QVBoxLayout(self._all)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.rows, 1)
        inner.addLayout(below)
        inner.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing, 1)
        column.addWidget(self._all, 1)
        self.rows.pointed.connect(self._point_at)
        self.rows.picked.connect(self._go_to)
        self.picture.pointed.connect(self._point_at)

    def show_inside(self, shown: Shown) -> None:
        before = self._shown
        same = before is not None and before.focus == shown.focus
        if same and shown.training and self.rows.at is not None:
            self._waiting = shown
            assert before is not None
            self.rows.hold_at(before.snapshot.step)
            return
        self._waiting, self._shown = None, shown
        self.rows.hold_at(None)
        self._show(shown)

    def show_pointed(self, focus: Focus | None) -> None:
        source = self._source_of(focus)
        if source is None and focus is None and self._shown is not None and self._shown.focus is not None:
            source = self._shown.focus.source  # the edge that is kept
        self.rows.mark(source)
        self.picture.mark(source)

    def _source_of(self, focus: Focus | None) -> int | None:
        """The term that a neuron or an edge of the graph stands for."""
        terms = self._terms
        if focus is None or terms is None:
            return None
        here = terms.focus
        if focus.source is not None:
            return focus.source if (focus.column, focus.index) == (here.column, here.index) else None
        return focus.index if focus.column == here.column - 1 else None

    def _show(self, shown: Shown) -> None:
        terms = self._terms = terms_of(shown)
        self._nothing.setVisible(terms is None)
        self._all.setVisible(terms is not None)
        if terms is None:
            if shown.focus is None:
                self._nothing.say("Nothing is chosen", "Click a neuron or a line in the network.")
            else:
                self._nothing.say(
                    "An input is no sum",
                    "It is what the network reads. Choose a neuron of the next layer to see what it becomes.",
                )
            return
        self.rows.show_terms(terms)
        reads = shown.task.input
        output = terms.facts.output
        ink = isinstance(reads, Picture) and terms.focus.column == 1 and reads.n == len(terms)
        self.picture.setVisible(ink and (not output or self.width() >= pixels(_BOTH)))
        if ink and isinstance(reads, Picture):
            self.picture.show_terms(terms, reads)
        function = terms.facts.activation
        self.curve.setVisible(function is not None)
        self.steps.setVisible(output and shown.forward is not None)
        if function is not None:
            self.curve.show_function(function, terms.z)
        elif shown.forward is not None:
            loss = shown.snapshot.spec.loss
            self.steps.show_sums(shown.forward.z[-1], shown.task, loss, terms.focus.index)

    def _point_at(self, source: int | None) -> None:
        """A row, or a pixel of the picture, is pointed at."""
        terms = self._terms
        self.rows.mark(source)
        self.picture.mark(source)
        if terms is not None and source is not None:
            self.pointed.emit(Focus(terms.focus.column, terms.focus.index, source))
            return
        self.pointed.emit(None)
        if self._waiting is not None:
            self.show_inside(self._waiting)

    def _go_to(self, source: int) -> None:
        """What a term comes from is looked into next."""
        terms = self._terms
        if terms is not None and terms.focus.column > 1:
            self.chosen.emit(Focus(terms.focus.column - 1, source))
