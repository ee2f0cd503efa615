"""How the window looks: Qt's palette and one stylesheet, from the colours of `viewmodels.palette`."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QMetaMethod, QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from netviz.app.window.sheet import mixed, sheet
from netviz.rendering.fonts import choose_text_size, text_scale, text_size, type_font
from netviz.rendering.themed import HUE, PAGE
from netviz.viewmodels.palette import Palette, palette_for


class Theme(StrEnum):
    """What the person chose under View > Theme."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_LENGTH: Final = re.compile(r"(?<![\w.#-])(-?\d+(?:\.\d+)?)px")
_HAIRLINE: Final = 2  # pixels: lines as thin as this stay so at every text size

# Told to Qt as well, so that window frames and the system's own dialogs go along.
_SCHEMES: Final = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
}


def palette_of(theme: Theme, *, colour_blind: bool = False) -> Palette:
    """The colours of a theme; SYSTEM asks the desktop, and is light where that does not say."""
    dark = theme is Theme.DARK
    if theme is Theme.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return palette_for(dark=dark, colour_blind=colour_blind)


def qt_palette(p: Palette) -> QPalette:
    """Qt's colour roles, so that everything the stylesheet does not name (file dialogs …) fits too."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    result = QPalette()
    colours = {
        PAGE: p.page,
        role.WindowText: p.text,
        role.Base: p.panel,
        role.AlternateBase: p.page,
        role.Text: p.text,
        role.PlaceholderText: p.muted,
        role.Button: p.panel,
        role.ButtonText: p.text,
        role.BrightText: p.negative,
        role.ToolTipBase: p.panel,
        role.ToolTipText: p.text,
        role.Highlight: p.accent,
        role.HighlightedText: p.accent_text,
        role.Accent: p.accent,
        role.Link: p.accent,
        HUE: p.positive,  # by which `theme_now` knows the palette
        role.Light: mixed(p.panel, p.text, 0.04),
        role.Midlight: mixed(p.panel, p.line, 0.5),
        role.Mid: p.line,
        role.Dark: mixed(p.line, p.text, 0.25),
        role.Shadow: mixed(p.page, "#000000", 0.6),
    }
    for part, colour in colours.items():
        result.setColor(part, QColor(colour))
    for greyed in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(group.Disabled, greyed, QColor(mixed(p.muted, p.panel, 0.4)))
    result.setColor(group.Disabled, role.Highlight, QColor(p.line))
    return result


def stylesheet(p: Palette, scale: float = 1.0) -> str:
    """The one stylesheet. Widgets choose from it by the dynamic property `role`.

    `scale`: of everything in it but hairlines, 1.0 at a text size of 100 %.
    """

    def scaled(match: re.Match[str]) -> str:
        length = float(match[1])
        return f"{length if abs(length) <= _HAIRLINE else round(length * scale)}px".replace(".0px", "px")

    return _LENGTH.sub(scaled, sheet(p))


class Appearance(QObject):
    """Dresses the application, and again when the person or the system changes the theme.

    `colour_blind`: in hues that every eye tells apart, in any theme.
    """

    changed = Signal(object)  # Palette
    text_resized = Signal()

    def __init__(
        self, app: QApplication, theme: Theme, *, colour_blind: bool = False, text_size: int = 100
    ) -> None:
        super().__init__()
        self._app = app
        self._theme = theme
        self._colour_blind = colour_blind
        app.styleHints().setColorScheme(_SCHEMES[theme])
        app.setStyle("Fusion")
        choose_text_size(text_size)
        app.setFont(type_font())
        app.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        self._palette = palette_of(theme, colour_blind=colour_blind)
        self._dress()

    @property
    def theme(self) -> Theme:
        """What was chosen."""
        return self._theme

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        return self._palette

    def choose(self, theme: Theme) -> None:
        """Change the theme now."""
        self._theme = theme
        self._app.styleHints().setColorScheme(_SCHEMES[theme])
        self._update()

    @property
    def colour_blind(self) -> bool:
        """Whether the hues are those that every eye tells apart."""
        return self._colour_blind

    def choose_colour_blind(self, chosen: bool) -> None:
        """Change the hues now."""
        self._colour_blind = chosen
        self._update()

    @property
    def text_size(self) -> int:
        """How large words and all that goes with them are, in percent."""
        return text_size()

    def choose_text_size(self, percent: int) -> None:
        """Change it now; windows hear of it by `text_resized`."""
        if percent == text_size():
            return
        choose_text_size(percent)
        self._app.setFont(type_font())
        self._dress()
        self.text_resized.emit()

    def let_go(self) -> None:
        """Nobody hears of it any more; it follows the system on."""
        for signal in (self.changed, self.text_resized):
            if self.isSignalConnected(QMetaMethod.fromSignal(signal)):
                signal.disconnect()

    def close(self) -> None:
        """Follow the system no more."""
        self._app.styleHints().colorSchemeChanged.disconnect(self._scheme_changed)

    def _scheme_changed(self) -> None:
        if self._theme is Theme.SYSTEM:
            self._update()

    def _update(self) -> None:
        palette = palette_of(self._theme, colour_blind=self._colour_blind)
        if palette != self._palette:
            self._palette = palette
            self._dress()
            self.changed.emit(palette)

    def _dress(self) -> None:
        self._app.setPalette(qt_palette(self._palette))
        self._app.setStyleSheet(stylesheet(self._palette, text_scale()))
