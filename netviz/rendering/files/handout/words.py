"""The text of a stage as rich text, which Qt breaks into lines."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.story.sheet.working import Blank, Exercise, Line, Part, Table

# Sizes in units of 1/96 inch.
TITLE, SAID, BODY, SMALL = 14, 12, 11, 9
MUTED: Final = "#4A505E"
_DECIMAL: Final = re.compile(r"\d\.\d")
_ROOM: Final = "\u00a0" * 18  # to write in
_ROOM_IN_TABLE: Final = "\u00a0" * 14


def told(number: int, moment: StoryMoment) -> str:
    """A stage of the hand-out: its name, its sentences, its formula with the numbers."""
    formula = "".join(_line(escape(line), BODY) for line in moment.formula)
    notes = "".join(_line(escape(note), SMALL, MUTED) for note in moment.notes)
    return (
        f"{_said(number, moment.title, moment.caption)}{_line(escape(moment.detail), BODY)}{formula}{notes}"
    )


def asked(number: int, moment: StoryMoment) -> str:
    """A stage of the worksheet: its name, and its sentence where that gives no number away."""
    return _said(number, moment.title, "" if _DECIMAL.search(moment.caption) else moment.caption)


def _said(number: int, title: str, caption: str) -> str:
    return f"{_line(f'<b>{number}. {escape(title)}</b>', TITLE)}{_line(escape(caption), SAID)}"


def exercises(lines: tuple[Exercise, ...]) -> str:
    """What is to be computed."""
    return "".join(
        _line(_words(each.parts), BODY, gap=8) if isinstance(each, Line) else _table(each) for each in lines
    )


def answers(found: tuple[tuple[str, str], ...]) -> str:
    """A row for each blank."""
    return "".join(
        _line(f"<b>{escape(number)}</b>&nbsp;&nbsp;{escape(answer)}", SAID) for number, answer in found
    )


def headline(text: str) -> str:
    """The title of a sheet."""
    return _line(f"<b>{escape(text)}</b>", 20)


def line(text: str, size: int = BODY, colour: str = "#000000") -> str:
    """A paragraph of plain text."""
    return _line(escape(text), size, colour)


def _words(parts: tuple[Part, ...]) -> str:
    """A line with its blanks."""
    return "".join(_blank(part, _ROOM) if isinstance(part, Blank) else _formula(part) for part in parts)


def _formula(text: str) -> str:
    """No product is broken."""
    return escape(text).replace(" · ", "&nbsp;·&nbsp;").replace("rest ", "rest&nbsp;").replace("\n", "<br>")


def _blank(blank: Blank, room: str) -> str:
    return f"<b>{blank.text}</b>&nbsp;<u>{room}</u>"


def _table(table: Table) -> str:
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    style = "border-color: #B9BDC7; border-style: solid; border-collapse: collapse"
    return f'<table border="1" cellspacing="0" style="{style}">{rows}</table>'


def _cell(cell: Part) -> str:
    shown = _blank(cell, _ROOM_IN_TABLE) if isinstance(cell, Blank) else escape(cell).replace(" ", "&nbsp;")
    return f'<td style="padding: 0px 6px; font-size: {SMALL + 1}px">{shown}</td>'


def _line(html: str, size: int, colour: str = "#000000", gap: int = 4) -> str:
    if not html:
        return ""
    return f'<p style="margin: 0 0 {gap}px 0; font-size: {size}px; color: {colour}">{html}</p>'
