"""Pages that fill from the top: what is put below begins a new page where it no longer fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from netviz.rendering.files.handout.legible import legible
from netviz.rendering.files.handout.paper import FOOT, MARGIN, UNITS_PER_INCH, Paper
from netviz.rendering.files.handout.words import BODY, MUTED, SMALL, line
from netviz.rendering.fonts import picture_family

DOTS_PER_INCH: Final = 1200
_BY_NEIGHBOURS: Final = QFont.Tag("calt")
GAP: Final = 16.0  # between two things below each other


class Pages:
    """A PDF while it is being made (`opened`). `content` is the whole file, once everything is painted."""

    def __init__(self, paper: Paper, foot: str, writer: QPdfWriter, painter: QPainter) -> None:
        self.paper, self.painter = paper, painter
        self.content = b""
        self._foot, self._writer = foot, writer
        self._number = 1
        self._top = MARGIN

    @property
    def left(self) -> float:
        """How much room this page has left."""
        return self.paper.bottom - self._top

    def put(self, height: float, paint: Callable[[float], None], gap: float = GAP) -> None:
        """Something so high; `paint` is told where its top is."""
        if self._top + height > self.paper.bottom and self._top > MARGIN:
            self.paint_foot()
            self._writer.newPage()
            self._number += 1
            self._top = MARGIN
        paint(self._top)
        self._top += height + gap

    def text(self, html: str, width: float) -> QTextDocument:
        """Rich text, broken into lines of this width."""
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(_font())
        document.setUseDesignMetrics(True)
        document.setHtml(html)
        document.setTextWidth(width)
        return document

    def paint_text(self, document: QTextDocument, x: float, y: float) -> None:
        """Its top left corner there."""
        self.painter.save()
        self.painter.translate(x, y)
        document.drawContents(self.painter)
        self.painter.restore()

    def paint_foot(self) -> None:
        """What stands below each page, and its number."""
        y = self.paper.height - MARGIN - FOOT + 10
        number = self.text(f'<div align="right">{line(str(self._number), SMALL, MUTED)}</div>', 40.0)
        self.paint_text(self.text(line(self._foot, SMALL, MUTED), self.paper.inner - 50), MARGIN, y)
        self.paint_text(number, self.paper.width - MARGIN - 40, y)


@contextmanager
def opened(paper: Paper, title: str, foot: str) -> Iterator[Pages]:
    """Pages to fill. Units are 1/96 inch. Needs a QGuiApplication; one thread at a time."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("netviz")
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageLayout(
        QPageLayout(QPageSize(paper.size), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    with QPainter(writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(DOTS_PER_INCH / UNITS_PER_INCH, DOTS_PER_INCH / UNITS_PER_INCH)
        pages = Pages(paper, foot, writer, painter)
        yield pages
        pages.paint_foot()
    buffer.close()
    pages.content = legible(bytes(content.data()))


def _font() -> QFont:
    """With figures and brackets that have a letter's number, so that the text can be copied and searched."""
    font = QFont(picture_family())
    font.setPixelSize(BODY)
    font.setFeature(_BY_NEIGHBOURS, 0)
    return font
