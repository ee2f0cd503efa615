"""Pages that fill from the top: what is put below begins a new page where it no longer fits."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

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
    """A PDF while it is being made. Units are 1/96 inch. Needs a QGuiApplication; one thread at a time."""

    def __init__(self, paper: Paper, title: str, foot: str) -> None:
        self.paper = paper
        self._foot = foot
        self._content = QByteArray()
        self._buffer = QBuffer(self._content)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setTitle(title)
        self._writer.setCreator("netviz")
        self._writer.setResolution(DOTS_PER_INCH)
        self._writer.setPageLayout(
            QPageLayout(QPageSize(paper.size), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        )
        self._number = 1
        self._top = MARGIN

    def __enter__(self) -> Self:
        self.painter = QPainter(self._writer)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.scale(DOTS_PER_INCH / UNITS_PER_INCH, DOTS_PER_INCH / UNITS_PER_INCH)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._paint_foot()
        self.painter.end()
        self._buffer.close()

    @property
    def content(self) -> bytes:
        """The whole file, once everything is painted."""
        return legible(bytes(self._content.data()))

    @property
    def left(self) -> float:
        """How much room this page has left."""
        return self.paper.bottom - self._top

    def put(self, height: float, paint: Callable[[float], None], gap: float = GAP) -> None:
        """Something so high; `paint` is told where its top is."""
        if self._top + height > self.paper.bottom and self._top > MARGIN:
            self._paint_foot()
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

    def _paint_foot(self) -> None:
        y = self.paper.height - MARGIN - FOOT + 10
        number = self.text(f'<div align="right">{line(str(self._number), SMALL, MUTED)}</div>', 40.0)
        self.paint_text(self.text(line(self._foot, SMALL, MUTED), self.paper.inner - 50), MARGIN, y)
        self.paint_text(number, self.paper.width - MARGIN - 40, y)


def _font() -> QFont:
    """With figures and brackets that have a letter's number, so that the text can be copied and searched."""
    font = QFont(picture_family())
    font.setPixelSize(BODY)
    font.setFeature(_BY_NEIGHBOURS, 0)
    return font
