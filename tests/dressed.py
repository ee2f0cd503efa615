"""Dresses a widget, and all in it that paints itself, in a theme that the application has not."""

from PySide6.QtWidgets import QWidget

from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette


def dress(page: QWidget, palette: Palette) -> None:
    """As Qt's event would, if the application took on this theme."""
    for widget in (page, *page.findChildren(QWidget)):
        if isinstance(widget, Themed):
            widget.apply_palette(palette)
