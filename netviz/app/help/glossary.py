"""Help > Glossary: all words in one list, with a field to find one."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from netviz.rendering import units
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.words.glossary import Term, matching, term


def as_rich_text(terms: Sequence[Term], palette: Palette) -> str:
    """A paragraph a term, with its id as an anchor."""
    parts = []
    for row in terms:
        others = ""
        if row.others:
            also = html.escape(", ".join(row.others))
            others = f'<br><span style="color:{palette.muted}">Also called: {also}.</span>'
        parts.append(
            f'<p><a name="{html.escape(row.id)}"></a><b>{html.escape(row.name)}</b><br>'
            f"{html.escape(row.sentence)}{others}</p>"
        )
    return "".join(parts)


class GlossaryPage(QDialog):
    """It stays open beside the window."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self.setWindowTitle("Glossary")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find a word")
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName("Find a word")
        self.list = QTextBrowser(self)
        self.list.setOpenLinks(False)
        self.list.setAccessibleName("Words and what they mean")
        self.none = QLabel(self)
        self.none.setProperty("role", "muted")
        self.none.setWordWrap(True)
        close = QPushButton("Close", self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(10)
        column.addWidget(self.field)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
        self.field.textChanged.connect(self._show)
        letter = self.fontMetrics().averageCharWidth()
        units.begin_at(self, QSize(letter * 76, letter * 88))
        self._show("")

    def show_term(self, name: str) -> None:
        """Go to this term; '' for the whole list from its beginning."""
        self.field.clear()
        self.list.scrollToAnchor(term(name).id if name else "")

    def _show(self, asked: str) -> None:
        found = matching(asked)
        self.list.setHtml(as_rich_text(found, self._palette))
        self.none.setText("" if found else f"No word has “{asked.strip()}” in it.")
        self.none.setVisible(not found)
