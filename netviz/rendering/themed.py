"""What paints itself in the theme's colours: dressed by Qt's own event, so that no widget is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from netviz.viewmodels.palette import LIGHT, PALETTES, Palette

# Of Qt's colours, these two tell one palette from another: the page, and a hue for colour-blind eyes or not.
PAGE = QPalette.ColorRole.Window
HUE = QPalette.ColorRole.LinkVisited

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object  # it stands before a class of Qt's, which has all of it


def theme_now() -> Palette:
    """The palette that the application is dressed in; LIGHT before it is dressed."""
    shown = QGuiApplication.palette()
    page, hue = (shown.color(role).name().upper() for role in (PAGE, HUE))
    return next((p for p in PALETTES if (p.page.upper(), p.positive.upper()) == (page, hue)), LIGHT)


class Themed(_Widget):
    """Stands before the class of Qt that it is, `class Pad(Themed, QWidget)`: begins in the theme that the
    application has, and takes on another as soon as there is one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._palette = self._theme = theme_now()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Qt also tells of other changes so, and of none.
        if event.type() == QEvent.Type.PaletteChange and theme_now() is not self._theme:
            self._theme = theme_now()
            self.apply_palette(self._theme)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()
