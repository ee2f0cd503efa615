"""The font that comes with the program, so that a picture looks the same on every machine."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from netviz.data.resources import resource

_FILES: Final = ("Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")


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
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
