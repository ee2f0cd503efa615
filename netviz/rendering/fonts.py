"""The program's type: one family, one scale of sizes, and how large the person wants it.

Sizes are pixels at a text size of 100 %. What paints itself works in such units, on a painter that is
scaled (`rendering/units.py`); what Qt lays out asks for `type_font`. The chosen text size lies beside the
application's font. Files and films are made at 100 %, whatever the window has.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from netviz.tasks.digits.resources import resource

_FILES: Final = ("Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")
_TABULAR: Final = QFont.Tag("tnum")
_TEXT_SIZE: Final = "text_size"  # a property of the application
TEXT_SIZES: Final = (100, 125, 150, 200)  # percent


class Type(IntEnum):
    """The sizes there are, in pixels at 100 %: nothing on screen is smaller than a caption."""

    CAPTION = 12  # axes, captions, what is said beside
    BODY = 13  # fields, buttons, lists
    SAID = 14  # sentences to be read: the story, tabs
    TITLE = 15  # of a dialog or a card
    HEADLINE = 19  # of a stage of the story, the name of the program
    FIGURE = 22  # a number that stands alone
    DISPLAY = 44  # the answer


@cache  # asked hundreds of times for each frame
def text_size() -> int:
    """The chosen text size in percent; 100 where there is no application."""
    app = QGuiApplication.instance()
    chosen = None if app is None else app.property(_TEXT_SIZE)
    return chosen if isinstance(chosen, int) else 100


def choose_text_size(percent: int) -> None:
    """Take on one of TEXT_SIZES from now on. Whoever dresses the application tells the widgets."""
    app = QGuiApplication.instance()
    if app is None or percent not in TEXT_SIZES:
        raise ValueError(f"A text size of {percent}\u00a0% can't be chosen; {TEXT_SIZES} can.")
    app.setProperty(_TEXT_SIZE, percent)
    text_size.cache_clear()


def text_scale() -> float:
    """Pixels for each pixel at 100 %."""
    return text_size() / 100


@cache
def picture_family() -> str:
    """The family of the bundled font, loaded once. Needs a QGuiApplication."""
    families = []
    for name in _FILES:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        families += QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else QFont().family()


def label_font(family: str, pixels: float, *, strong: bool = False) -> QFont:
    """A font of this size in logical pixels; tabular figures, so that changing numbers stand still."""
    font = QFont(family)
    font.setPixelSize(max(round(pixels), 1))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setFeature(_TABULAR, 1)
    return font


def type_font(role: Type = Type.BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of this role at the chosen text size, for a widget that Qt lays out and paints."""
    font = label_font(picture_family(), role * text_scale())
    font.setWeight(weight)
    return font
