"""The window's one stylesheet, at a text size of 100 %: a function for what belongs together."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QColor

from netviz.rendering.fonts import Type
from netviz.tasks.digits.resources import resource
from netviz.viewmodels.palette import Palette


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it, as #RRGGBB."""
    a, b = QColor(colour), QColor(other)
    channels = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in channels)


def sheet(p: Palette) -> str:
    """All of it. Widgets choose from it by the dynamic property `role`."""
    s = _shades(p)
    parts = (_page, _words, _buttons, _tabs, _parts, _fields, _sliders, _menus, _tables, _bars)
    return "\n" + "\n\n".join(part(p, s).strip("\n") for part in parts) + "\n"


class _Shades(NamedTuple):
    """Colours between those of a palette, and the files of its arrows."""

    hover: str
    pressed: str
    strong_line: str
    faint: str
    accent_hover: str
    past: str
    past_bar: str
    error: str
    error_line: str
    up: str
    down: str
    left: str
    right: str


def _shades(p: Palette) -> _Shades:
    up, down, left, right = (
        resource("arrows", f"{way}-{'dark' if p.dark else 'light'}.svg").as_posix()
        for way in ("up", "down", "left", "right")
    )
    return _Shades(
        hover=mixed(p.panel, p.text, 0.05),
        pressed=mixed(p.panel, p.text, 0.11),
        strong_line=mixed(p.line, p.text, 0.18),
        faint=mixed(p.muted, p.panel, 0.45),
        accent_hover=mixed(p.accent, p.text if not p.dark else "#FFFFFF", 0.12),
        past=mixed(p.page, p.text, 0.09),
        past_bar=mixed(p.page, p.text, 0.16),
        error=mixed(p.panel, p.negative, 0.10),
        error_line=mixed(p.line, p.negative, 0.4),
        up=up,
        down=down,
        left=left,
        right=right,
    )


def _page(p: Palette, s: _Shades) -> str:
    """The page, its cards and messages."""
    return f"""
QMainWindow, QDialog, QWidget[role="page"] {{ background: {p.page}; }}
QWidget[role="page"][past="true"] {{ background: {s.past}; }}
QFrame[role="past"] {{ background: {s.past_bar}; border: none; border-bottom: 1px solid {s.strong_line}; }}
QWidget[role="bar"] {{ background: {p.panel}; border-bottom: 1px solid {p.line}; }}
QFrame[role="panel"] {{ background: {p.panel}; border: 1px solid {p.line}; border-radius: 9px; }}
QFrame[role="popover"] {{ background: {p.panel}; border: 1px solid {s.strong_line}; }}
QFrame[role="line"] {{ background: {p.line}; border: none; }}
QFrame[role="message"] {{ background: {p.panel}; border: 1px solid {s.strong_line}; border-radius: 9px; }}
QFrame[role="message"][kind="warning"] {{ background: {s.hover}; border-color: {p.muted}; }}
QFrame[role="message"][kind="error"] {{ background: {s.error}; border-color: {s.error_line}; }}
QLabel[role="mark"] {{
    background: {p.text}; color: {p.panel}; border-radius: 9px; font-weight: 700;
    min-width: 18px; min-height: 18px; max-height: 18px;
}}
QLabel[role="mark"][kind="error"] {{ background: {p.negative}; }}
"""


def _words(p: Palette, _s: _Shades) -> str:
    """Labels, by what they say."""
    return f"""
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
QLabel[role="formula"] {{ font-size: {Type.HEADLINE}px; }}
QLabel[role="huge"] {{ font-size: {Type.DISPLAY}px; font-weight: 700; }}
"""


def _buttons(p: Palette, s: _Shades) -> str:
    """Buttons of all kinds."""
    return f"""
QPushButton, QToolButton {{
    background: {p.panel}; border: 1px solid {p.line}; border-radius: 7px;
    padding: 5px 12px; min-height: 18px; outline: none;
}}
QPushButton:hover, QToolButton:hover {{ background: {s.hover}; border-color: {s.strong_line}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {s.pressed}; }}
QPushButton:checked, QToolButton:checked {{ background: {s.pressed}; border-color: {s.strong_line}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {p.accent}; padding: 4px 11px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {s.faint}; }}
QPushButton[role="primary"] {{
    background: {p.accent}; color: {p.accent_text}; border: 1px solid {p.accent}; font-weight: 600;
}}
QPushButton[role="primary"]:hover {{ background: {s.accent_hover}; border-color: {s.accent_hover}; }}
QPushButton[role="primary"]:focus {{ border: 4px double {p.accent_text}; padding: 2px 9px; }}
QPushButton[role="primary"]:disabled {{ background: {p.line}; border-color: {p.line}; color: {s.faint}; }}
QPushButton[role="narrow"] {{ padding: 5px 8px; }}
QPushButton[role="narrow"]:focus {{ padding: 4px 7px; }}
QPushButton[role="digit"] {{ padding: 5px 3px; }}
QPushButton[role="digit"]:focus {{ padding: 4px 2px; }}
QDialogButtonBox QPushButton:default {{
    background: {p.accent}; color: {p.accent_text}; border: 1px solid {p.accent}; font-weight: 600;
}}
QDialogButtonBox QPushButton:default:hover {{ background: {s.accent_hover}; border-color: {s.accent_hover}; }}
QDialogButtonBox QPushButton:default:focus {{ border: 4px double {p.accent_text}; padding: 2px 9px; }}
QDialogButtonBox QPushButton:default:disabled {{
    background: {p.line}; border-color: {p.line}; color: {s.faint};
}}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QFileDialog {{
    backward-icon: url("{s.left}"); forward-icon: url("{s.right}");
    leftarrow-icon: url("{s.left}"); rightarrow-icon: url("{s.right}");
    filedialog-parent-directory-icon: url("{s.up}");
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
QPushButton[role="link"]:hover {{ background: {s.hover}; }}
QPushButton[role="link"]:focus {{ border: 1px solid {p.accent}; }}
QPushButton[role="quiet"]:hover {{ background: {s.hover}; }}
QPushButton[role="quiet"]:focus {{ border: 1px solid {p.accent}; }}
QPushButton[role="quiet"]:disabled {{ color: {s.faint}; }}
"""


def _tabs(p: Palette, s: _Shades) -> str:
    """Rows of tabs."""
    return f"""
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
QTabBar::tab:disabled {{ color: {s.faint}; }}
QLineEdit QToolButton {{ padding: 0; min-height: 0; border: none; background: transparent; }}
QTabBar QToolButton {{ padding: 0; border: none; background: {p.panel}; }}
"""


def _parts(p: Palette, s: _Shades) -> str:
    """Buttons that choose a part of what is shown."""
    return f"""
QToolButton[role="part"] {{
    background: transparent; border: 1px solid transparent; padding: 4px 10px; color: {p.muted};
}}
QToolButton[role="part"]:hover {{ color: {p.text}; }}
QToolButton[role="part"]:checked {{ background: {s.pressed}; color: {p.text}; }}
QToolButton[role="part"]:focus {{ border: 1px solid {p.accent}; padding: 4px 10px; }}
"""


def _fields(p: Palette, s: _Shades) -> str:
    """What is typed into or chosen from."""
    return f"""
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit, QTextBrowser {{
    background: {p.panel}; border: 1px solid {p.line}; border-radius: 6px; padding: 3px 8px;
    selection-background-color: {p.accent}; selection-color: {p.accent_text};
}}
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover {{ border-color: {s.strong_line}; }}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
QPlainTextEdit:focus, QTextEdit:focus {{
    border: 1px solid {p.accent};
}}
QLineEdit[refused="true"], QAbstractSpinBox[refused="true"] {{ border: 1px solid {p.negative}; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url("{s.down}"); width: 12px; height: 12px; }}
QAbstractSpinBox {{ padding: 3px 20px 3px 8px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    subcontrol-origin: border; width: 18px; margin: 1px; border: none; background: transparent;
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {s.hover}; }}
QAbstractSpinBox::up-arrow {{ image: url("{s.up}"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{s.down}"); width: 10px; height: 10px; }}
QComboBox QAbstractItemView {{
    background: {p.panel}; border: 1px solid {p.line}; selection-background-color: {p.accent};
    selection-color: {p.accent_text}; outline: none;
}}
"""


def _sliders(p: Palette, _s: _Shades) -> str:
    """Sliders."""
    return f"""
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
"""


def _menus(p: Palette, s: _Shades) -> str:
    """Menus and tool tips."""
    return f"""
QMenuBar {{ background: {p.panel}; color: {p.text}; padding: 1px 8px; }}
QMenuBar::item {{ background: transparent; padding: 4px 9px; border-radius: 5px; }}
QMenuBar::item:selected {{ background: {s.hover}; }}
QMenuBar::item:pressed {{ background: {s.pressed}; }}
QMenu {{ background: {p.panel}; border: 1px solid {p.line}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 24px; border-radius: 5px; }}
QMenu::item:selected {{ background: {p.accent}; color: {p.accent_text}; }}
QMenu::item:disabled {{ color: {s.faint}; }}
QMenu::item:disabled:selected {{ background: {s.hover}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: 5px 8px; }}
QToolTip {{
    background: {p.panel}; color: {p.text}; border: 1px solid {s.strong_line};
    padding: 4px 6px; font-size: {Type.CAPTION}px;
}}
"""


def _tables(p: Palette, s: _Shades) -> str:
    """Trees and lists, and their headings."""
    return f"""
QTreeView, QListWidget, ConceptList {{
    background: {p.panel}; border: 1px solid {p.line}; border-radius: 6px; outline: none;
    selection-background-color: {p.accent}; selection-color: {p.accent_text};
}}
QTreeView {{ show-decoration-selected: 0; }}
QTreeView::item {{ padding: 3px 4px; }}
QListWidget::item, ConceptList::item {{ padding: 3px 8px; border: none; }}
QListWidget::item:disabled, ConceptList::item:disabled {{ padding: 3px 8px; color: {p.muted}; }}
QListWidget::item:selected, ConceptList::item:selected {{ background: {p.accent}; color: {p.accent_text}; }}
QListWidget::item:hover:enabled:!selected, ConceptList::item:hover:enabled:!selected {{
    background: {s.hover};
}}
QTreeView::item:hover:!selected {{ background: {s.hover}; }}
QHeaderView {{ background: {p.panel}; border: none; }}
QHeaderView::section {{
    background: {p.panel}; color: {p.muted}; border: none; border-bottom: 1px solid {p.line};
    padding: 5px 8px; font-size: {Type.CAPTION}px;
}}
"""


def _bars(p: Palette, s: _Shades) -> str:
    """What scrolls, and bars of progress."""
    return f"""
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 1px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 1px; }}
QScrollBar::handle {{ background: {p.line}; border-radius: 4px; min-height: 24px; min-width: 24px; }}
QScrollBar::handle:hover {{ background: {s.strong_line}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QCheckBox::indicator:unchecked {{
    border: 1px solid {p.muted}; border-radius: 3px; background: {p.panel};
}}
QCheckBox::indicator:unchecked:disabled {{ border-color: {s.strong_line}; }}
QProgressBar {{ background: {p.line}; border: none; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: 2px; }}
"""
