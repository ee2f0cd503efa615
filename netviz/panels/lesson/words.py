"""A step's Markdown as a label shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtGui import QTextDocument

_PICTURE: Final = re.compile(r"!\[([^\]]*)\]\(([^)/\\]*)\)")

_UNIT: Final = re.compile(r"(?<=\d)[ ]%")  # which never stand on two lines
PARAGRAPH: Final = 10  # pixels below each
_MARGINS: Final = re.compile(r"margin-top:\d+px; margin-bottom:\d+px")
# Qt writes the colour of links that the document had: the label has its own, which follows the theme.
_COLOUR: Final = re.compile(r'(<a href="[^"]*"><span style=")[^"]*')


def shown(words: str, folder: Path) -> str:
    """As rich text: pictures are found beside the lesson, and what can be asked about is underlined."""
    beside = _PICTURE.sub(lambda found: f"![{found[1]}]({(folder / found[2]).as_uri()})", words)
    document = QTextDocument()
    document.setMarkdown(_UNIT.sub("\u00a0%", beside), QTextDocument.MarkdownFeature.MarkdownNoHTML)
    html = _MARGINS.sub(f"margin-top:0px; margin-bottom:{PARAGRAPH}px", document.toHtml())
    return _COLOUR.sub(r"\1text-decoration: underline;", html)
