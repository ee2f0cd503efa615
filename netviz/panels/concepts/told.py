"""What one concept is: its name, two sentences, the formula, a miniature, and where it is seen."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.language.grammar import all_of
from netviz.panels.concepts.kinds import miniature
from netviz.panels.concepts.sketch import Sketch
from netviz.panels.kit.wrapped import Wrapped
from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.words.concepts.concept import Concept, typeset
from netviz.viewmodels.words.concepts.of_run import NO_RUN, OfRun
from netviz.viewmodels.words.glossary import SCHEME, term

LESSON: Final = "lesson:"


class ToldConcept(Themed, QWidget):
    """Values in, signals out."""

    see_clicked = Signal()
    concept_clicked = Signal(str)  # its id
    lesson_clicked = Signal(int, int)  # which lesson and step, from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.concept: Concept | None = None
        self.run: OfRun = NO_RUN
        self._lessons: tuple[tuple[str, int, int], ...] = ()
        self.name, self.others = self._words("big"), self._words("muted")
        self.sentences, self.formula = self._words("spoken"), self._words("formula")
        self.formula.setTextFormat(Qt.TextFormat.RichText)
        self.sketch: Sketch | None = None
        self.said, self.source = self._words("spoken"), self._words("muted")
        self.see, self.where = QPushButton("See it happen", self), self._words("muted")
        self.see.setProperty("role", "primary")
        self.see.clicked.connect(self.see_clicked)
        self.related, self.lessons = self._words("spoken"), self._words("spoken")
        for links in (self.related, self.lessons):
            links.setTextFormat(Qt.TextFormat.RichText)
            links.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            links.linkActivated.connect(self._follow)
        seen = QHBoxLayout()
        seen.setSpacing(12)
        seen.addWidget(self.see)
        seen.addWidget(self.where, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        for widget in (self.name, self.others, self.sentences, self.formula):
            column.addWidget(widget)
        self._place = column.count()
        column.addWidget(self.said)
        column.addWidget(self.source)
        column.addLayout(seen)
        column.addWidget(self.related)
        column.addWidget(self.lessons)
        column.addStretch(1)

    def show_run(self, run: OfRun) -> None:
        """Of which run miniatures tell from now on."""
        self.run = run

    def show_concept(
        self, concept: Concept, where: str, why_not: str, lessons: tuple[tuple[str, int, int], ...]
    ) -> None:
        """`where` it is seen in the program, or `why_not`; `lessons`: title, lesson and step of each."""
        self.concept, self._lessons = concept, lessons
        row = concept.term
        self.name.setText(row.name)
        self.others.setText(f"Also called: {', '.join(row.others)}." if row.others else "")
        self.others.setVisible(bool(row.others))
        self.sentences.setText(" ".join(concept.sentences))
        self.formula.setText(typeset(concept.formula))
        self._exchange(concept)
        self.see.setEnabled(not why_not)
        self.where.setText(why_not or where)
        self._link()

    def apply_palette(self, palette: Palette) -> None:
        """Links are written with the colours of the theme."""
        super().apply_palette(palette)
        self._link()

    def _exchange(self, concept: Concept) -> None:
        """Another miniature in the place of the one before."""
        before, self.sketch = self.sketch, miniature(concept.miniature, self.run, self)
        if before is not None:
            before.hide()
            before.deleteLater()
        self.sketch.said.connect(self.said.setText)
        self.said.setText(self.sketch.sentence())
        self.source.setText(self.sketch.source())
        self._column.insertWidget(self._place, self.sketch, 0, Qt.AlignmentFlag.AlignLeft)
        self.sketch.show()
        QWidget.setTabOrder(self.sketch, self.see)

    def _link(self) -> None:
        if self.concept is None:
            return
        related = [self._to(f"{SCHEME}{name}", term(name).name) for name in self.concept.related]
        self.related.setText(f"See also {all_of(related)}.")
        told = [self._to(f"{LESSON}{k}:{at}", title) for title, k, at in self._lessons]
        self.lessons.setText(f"Told in the lesson {all_of(told)}." if told else "")
        self.lessons.setVisible(bool(told))

    def _to(self, href: str, words: str) -> str:
        style = f"color:{self._palette.text};text-decoration:underline"
        return f'<a href="{href}" style="{style}">{html.escape(words)}</a>'

    def _follow(self, href: str) -> None:
        if href.startswith(SCHEME):
            self.concept_clicked.emit(href.removeprefix(SCHEME))
        else:
            lesson, step = href.removeprefix(LESSON).split(":")
            self.lesson_clicked.emit(int(lesson), int(step))

    def _words(self, role: str) -> QLabel:
        label = Wrapped("", self)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
