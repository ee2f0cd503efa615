"""Help > What am I seeing?: one page, in plain words, with small drawn pictures."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from netviz.app.help.drawings import HEIGHT, WIDTH, Drawing
from netviz.app.help.here import here
from netviz.app.help.sections import Section, sections
from netviz.network.spec import NetworkSpec
from netviz.rendering import units
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.task import AnyTask
from netviz.viewmodels.palette import Palette


class Figure(QWidget):
    """One of the small pictures."""

    def __init__(self, drawing: Drawing, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._palette = palette
        units.hold(self, width=WIDTH, height=HEIGHT + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._drawing(painter, self._palette)


class HelpPage(QDialog):
    """The page. It stays open beside the window."""

    concepts_asked = Signal()

    def __init__(
        self,
        palette: Palette,
        spec: NetworkSpec,
        parent: QWidget | None = None,
        task: AnyTask = DEFAULT,
        room: str = "watch",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("What am I seeing?")
        self.setProperty("concept", "network")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(28, 24, 28, 12)
        columns.setSpacing(40)
        parts = sections(palette, spec, task)
        for half in (parts[:8], parts[8:]):
            column = QVBoxLayout()
            column.setSpacing(20)
            for section in half:
                column.addLayout(_part(section, palette))
            column.addStretch()
            columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        words = QPushButton("Concepts")
        words.setToolTip("Every word of the field, with a formula and a small picture to try.")
        words.clicked.connect(self.concepts_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(words)
        buttons.addWidget(close)
        buttons.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 14)
        outer.addWidget(_note(here(room, task)))
        outer.addWidget(scroll)
        outer.addLayout(buttons)
        units.begin_at(self, units.size(1130, 690))


def _note(words: str) -> QLabel:
    note = QLabel(words)
    note.setTextFormat(Qt.TextFormat.RichText)
    note.setWordWrap(True)
    note.setContentsMargins(28, 18, 28, 6)
    return note


def _part(section: Section, palette: Palette) -> QHBoxLayout:
    title = QLabel(section.heading)
    title.setProperty("role", "title")
    text = QLabel(section.words)
    text.setWordWrap(True)
    text.setTextFormat(Qt.TextFormat.RichText)
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addWidget(title)
    words.addWidget(text)
    words.addStretch()
    row = QHBoxLayout()
    row.setSpacing(22)
    row.addWidget(Figure(section.drawing, palette), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row
