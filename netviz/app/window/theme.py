"""How the window looks: Qt's palette and one stylesheet, from the colours of `viewmodels.palette`."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from netviz.rendering.fonts import Type, choose_text_size, text_scale, text_size, type_font
from netviz.tasks.digits.resources import resource
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


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it, as #RRGGBB."""
    a, b = QColor(colour), QColor(other)
    channels = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in channels)


def qt_palette(p: Palette) -> QPalette:
    """Qt's colour roles, so that everything the stylesheet does not name (file dialogs …) fits too."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    result = QPalette()
    colours = {
        role.Window: p.page,
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
        role.LinkVisited: p.accent,
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

    return _LENGTH.sub(scaled, _sheet(p))


def _sheet(p: Palette) -> str:
    """At a text size of 100 %."""
    hover = mixed(p.panel, p.text, 0.05)
    pressed = mixed(p.panel, p.text, 0.11)
    strong_line = mixed(p.line, p.text, 0.18)
    faint = mixed(p.muted, p.panel, 0.45)
    accent_hover = mixed(p.accent, p.text if not p.dark else "#FFFFFF", 0.12)
    past, past_bar = mixed(p.page, p.text, 0.09), mixed(p.page, p.text, 0.16)
    error, error_line = mixed(p.panel, p.negative, 0.10), mixed(p.line, p.negative, 0.4)
    up, down, left, right = (
        resource("arrows", f"{way}-{'dark' if p.dark else 'light'}.svg").as_posix()
        for way in ("up", "down", "left", "right")
    )
    return f"""
QMainWindow, QDialog, QWidget[role="page"] {{ background: {p.page}; }}
QWidget[role="page"][past="true"] {{ background: {past}; }}
QFrame[role="past"] {{ background: {past_bar}; border: none; border-bottom: 1px solid {strong_line}; }}
QWidget[role="bar"] {{ background: {p.panel}; border-bottom: 1px solid {p.line}; }}
QFrame[role="panel"] {{ background: {p.panel}; border: 1px solid {p.line}; border-radius: 9px; }}
QFrame[role="popover"] {{ background: {p.panel}; border: 1px solid {strong_line}; }}
QFrame[role="line"] {{ background: {p.line}; border: none; }}
QFrame[role="message"] {{ background: {p.panel}; border: 1px solid {strong_line}; border-radius: 9px; }}
QFrame[role="message"][kind="warning"] {{ background: {hover}; border-color: {p.muted}; }}
QFrame[role="message"][kind="error"] {{ background: {error}; border-color: {error_line}; }}
QLabel[role="mark"] {{
    background: {p.text}; color: {p.panel}; border-radius: 9px; font-weight: 700;
    min-width: 18px; min-height: 18px; max-height: 18px;
}}
QLabel[role="mark"][kind="error"] {{ background: {p.negative}; }}

QLabel {{ background: transparent; }}
QLabel[role="wordmark"] {{ font-size: {Type.HEADLINE}px; font-weight: 700; }}
QLabel[role="title"] {{ font-size: {Type.TITLE}px; font-weight: 600; }}
QLabel[role="section"] {{ font-size: {Type.BODY}px; font-weight: 600; }}
QLabel[role="muted"] {{ font-size: {Type.CAPTION}px; color: {p.muted}; }}
QLabel[role="said"] {{ font-size: {Type.SAID}px; color: {p.muted}; }}
QLabel[role="spoken"] {{ font-size: {Type.SAID}px; }}
QLabel[role="small"] {{ font-size: {Type.CAPTION}px; color: {p.muted}; }}
QLabel[role="told"] {{
    font-size: {Type.CAPTION}px; color: {p.text}; background: {p.panel}; border: 1px solid {p.negative};
    border-radius: 6px; padding: 5px 8px;
}}
QLabel[role="complaint"] {{ font-size: {Type.CAPTION}px; color: {p.negative_text}; }}
QLabel[role="value"] {{ font-size: {Type.BODY}px; font-weight: 600; }}
QLabel[role="big"] {{ font-size: {Type.FIGURE}px; font-weight: 600; }}
QLabel[role="huge"] {{ font-size: {Type.DISPLAY}px; font-weight: 700; }}

QPushButton, QToolButton {{
    background: {p.panel}; border: 1px solid {p.line}; border-radius: 7px;
    padding: 5px 12px; min-height: 18px; outline: none;
}}
QPushButton:hover, QToolButton:hover {{ background: {hover}; border-color: {strong_line}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {pressed}; }}
QPushButton:checked, QToolButton:checked {{ background: {pressed}; border-color: {strong_line}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {p.accent}; padding: 4px 11px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {faint}; }}
QPushButton[role="primary"] {{
    background: {p.accent}; color: {p.accent_text}; border: 1px solid {p.accent}; font-weight: 600;
}}
QPushButton[role="primary"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton[role="primary"]:focus {{ border: 4px double {p.accent_text}; padding: 2px 9px; }}
QPushButton[role="primary"]:disabled {{ background: {p.line}; border-color: {p.line}; color: {faint}; }}
QPushButton[role="narrow"] {{ padding: 5px 8px; }}
QPushButton[role="narrow"]:focus {{ padding: 4px 7px; }}
QPushButton[role="digit"] {{ padding: 5px 3px; }}
QPushButton[role="digit"]:focus {{ padding: 4px 2px; }}
QDialogButtonBox QPushButton:default {{
    background: {p.accent}; color: {p.accent_text}; border: 1px solid {p.accent}; font-weight: 600;
}}
QDialogButtonBox QPushButton:default:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QDialogButtonBox QPushButton:default:focus {{ border: 4px double {p.accent_text}; padding: 2px 9px; }}
QDialogButtonBox QPushButton:default:disabled {{
    background: {p.line}; border-color: {p.line}; color: {faint};
}}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QFileDialog {{
    backward-icon: url("{left}"); forward-icon: url("{right}");
    leftarrow-icon: url("{left}"); rightarrow-icon: url("{right}");
    filedialog-parent-directory-icon: url("{up}");
}}
QFileDialog QToolButton {{ padding: 3px; }}
QPushButton[role="quiet"] {{
    background: transparent; border: 1px solid transparent; color: {p.accent}; padding: 3px 6px;
    font-weight: 600;
}}
QPushButton[role="link"] {{
    background: transparent; border: 1px solid transparent; color: {p.accent}; padding: 0 4px 0 0;
    min-height: 18px; font-weight: 600; text-align: left;
}}
QPushButton[role="link"]:hover {{ background: {hover}; }}
QPushButton[role="link"]:focus {{ border: 1px solid {p.accent}; }}
QPushButton[role="quiet"]:hover {{ background: {hover}; }}
QPushButton[role="quiet"]:focus {{ border: 1px solid {p.accent}; }}
QPushButton[role="quiet"]:disabled {{ color: {faint}; }}

QTabBar {{ background: transparent; border: none; }}
QTabBar::tab {{
    background: transparent; border: none; border-bottom: 3px solid transparent;
    padding: 5px 2px 4px 2px; margin-right: 14px; color: {p.muted};
}}
QTabBar[role="rooms"] {{ font-size: {Type.SAID}px; }}
QTabBar[role="rooms"]::tab {{ padding: 14px 4px 13px 4px; margin-right: 18px; }}
QTabBar::tab:hover, QTabBar::tab:selected {{ color: {p.text}; }}
QTabBar::tab:selected {{ border-bottom-color: {p.accent}; }}
QTabBar:focus {{ border: 1px solid {p.accent}; border-radius: 4px; }}
QTabBar::tab:disabled {{ color: {faint}; }}
QTabBar QToolButton {{ padding: 0; border: none; background: {p.panel}; }}

QToolButton[role="part"] {{
    background: transparent; border: 1px solid transparent; padding: 4px 10px; color: {p.muted};
}}
QToolButton[role="part"]:hover {{ color: {p.text}; }}
QToolButton[role="part"]:checked {{ background: {pressed}; color: {p.text}; }}
QToolButton[role="part"]:focus {{ border: 1px solid {p.accent}; padding: 4px 10px; }}

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit, QTextBrowser {{
    background: {p.panel}; border: 1px solid {p.line}; border-radius: 6px; padding: 3px 8px;
    selection-background-color: {p.accent}; selection-color: {p.accent_text};
}}
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover {{ border-color: {strong_line}; }}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
QPlainTextEdit:focus, QTextEdit:focus {{
    border: 1px solid {p.accent};
}}
QLineEdit[refused="true"], QAbstractSpinBox[refused="true"] {{ border: 1px solid {p.negative}; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url("{down}"); width: 12px; height: 12px; }}
QAbstractSpinBox {{ padding: 3px 20px 3px 8px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    subcontrol-origin: border; width: 18px; margin: 1px; border: none; background: transparent;
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {hover}; }}
QAbstractSpinBox::up-arrow {{ image: url("{up}"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{down}"); width: 10px; height: 10px; }}
QComboBox QAbstractItemView {{
    background: {p.panel}; border: 1px solid {p.line}; selection-background-color: {p.accent};
    selection-color: {p.accent_text}; outline: none;
}}

QSlider:horizontal {{ min-height: 20px; background: transparent; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {p.line}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {p.accent}; }}
QSlider::handle:horizontal {{
    width: 12px; height: 12px; margin: -5px 0;
    border-radius: 6px; background: {p.panel}; border: 1px solid {p.accent};
}}
QSlider::handle:horizontal:hover {{ background: {mixed(p.panel, p.accent, 0.2)}; }}
QSlider::handle:horizontal:focus {{ background: {p.accent}; border: 1px solid {p.text}; }}
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled {{
    background: {p.line}; border-color: {p.line};
}}

QMenuBar {{ background: {p.panel}; color: {p.text}; padding: 1px 8px; }}
QMenuBar::item {{ background: transparent; padding: 4px 9px; border-radius: 5px; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenuBar::item:pressed {{ background: {pressed}; }}
QMenu {{ background: {p.panel}; border: 1px solid {p.line}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 24px; border-radius: 5px; }}
QMenu::item:selected {{ background: {p.accent}; color: {p.accent_text}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::item:disabled:selected {{ background: {hover}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: 5px 8px; }}
QToolTip {{
    background: {p.panel}; color: {p.text}; border: 1px solid {strong_line};
    padding: 4px 6px; font-size: {Type.CAPTION}px;
}}

QTreeView {{
    background: {p.panel}; border: 1px solid {p.line}; border-radius: 6px; outline: none;
    selection-background-color: {p.accent}; selection-color: {p.accent_text};
}}
QTreeView::item {{ padding: 3px 4px; }}
QTreeView::item:hover:!selected {{ background: {hover}; }}
QHeaderView {{ background: {p.panel}; border: none; }}
QHeaderView::section {{
    background: {p.panel}; color: {p.muted}; border: none; border-bottom: 1px solid {p.line};
    padding: 5px 8px; font-size: {Type.CAPTION}px;
}}

QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 1px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 1px; }}
QScrollBar::handle {{ background: {p.line}; border-radius: 4px; min-height: 24px; min-width: 24px; }}
QScrollBar::handle:hover {{ background: {strong_line}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {p.line}; border: none; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: 2px; }}
"""


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
