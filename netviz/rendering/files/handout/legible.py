"""What a PDF says to whoever copies, searches or listens to it.

Qt writes beside each embedded font which letter a glyph stands for. It takes the last letter that has the
glyph: for a space that is a tab, for the figures of a column a private number that is nobody's letter.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from PySide6.QtGui import QRawFont, QTextLayout

from netviz.rendering.fonts import label_font, picture_family

_SHAPED: Final = "0123456789.,:;+−-=<>%()·"
_PRIVATE: Final = range(0xE000, 0xF900)
_TABLE: Final = re.compile(rb"beginbfrange.*?endbfrange", re.DOTALL)
_ROW: Final = re.compile(rb"(<\w{4}> <\w{4}> )(\[[^\]]*\]|<\w{4}>)")
_CODE: Final = re.compile(rb"<(\w{4})>")


def legible(content: bytes) -> bytes:
    """The same PDF, as long as before, with letters in the place of numbers that are none."""
    letters = {b"0009": b"0020", **_letters()}
    return _TABLE.sub(lambda table: _ROW.sub(lambda row: row[1] + _named(row[2], letters), table[0]), content)


def _named(codes: bytes, letters: dict[bytes, bytes]) -> bytes:
    return _CODE.sub(lambda code: b"<" + letters.get(code[1].upper(), code[1]) + b">", codes)


@cache
def _letters() -> dict[bytes, bytes]:
    """By its private number, the letter whose form in a column of figures it is; as in a PDF's tables."""
    found: dict[bytes, bytes] = {}
    for strong in (False, True):
        font = label_font(picture_family(), 12, strong=strong)
        private = QRawFont.fromFont(font).glyphIndexesForString("".join(map(chr, _PRIVATE)))
        number = dict(zip(private, _PRIVATE, strict=True))
        for letter in _SHAPED:
            layout = QTextLayout(letter, font)
            layout.beginLayout()
            layout.createLine()
            layout.endLayout()
            for glyph in (index for run in layout.glyphRuns() for index in run.glyphIndexes()):
                if glyph in number and glyph:
                    found[b"%04X" % number[glyph]] = b"%04X" % ord(letter)
    return found
