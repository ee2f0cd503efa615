"""Small buttons for narrow columns."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from netviz.panels.kit import icons
from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette

HEIGHT: Final = 26
_TEXT_SIZE: Final = 12
KEYBOARD: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""Ways to reach a widget with keys: only then does a picture of the focus help."""


class SmallButton(Themed, QAbstractButton):
    """A quiet button with a word, or with an icon and no word; `name` is read out by screen readers.

    `flat`: without an edge until the pointer is on it, for a strip that has one of its own.
    `quiet`: chosen, it is grey, where something else leads.
    """

    def __init__(
        self,
        name: str,
        tip: str,
        *,
        text: str = "",
        icon: str = "",
        checkable: bool = False,
        flat: bool = False,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._flat = flat
        self._quiet = quiet
        self._before_text = 0.0  # pixels for what else is painted there
        self._hovered = False
        self.setText(text)
        self.setCheckable(checkable)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        across = QSizePolicy.Policy.Expanding if text else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        if not self.text():
            return units.size(HEIGHT + 4, HEIGHT)
        words = QFontMetricsF(sized(self.font(), _TEXT_SIZE)).horizontalAdvance(self.text())
        return units.size(words + 17, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return hint - units.size(9, 0) if self.text() else hint

    @property
    def palette_(self) -> Palette:
        """The theme's colours."""
        return self._palette

    def set_flat(self, flat: bool) -> None:
        """Whether it has no edge of its own."""
        self._flat = flat
        self.update()

    def set_icon(self, icon: str) -> None:
        """Another icon."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = units.area(self).adjusted(0.5, 0.5, -0.5, -0.5)
            active = self.isEnabled()
            if active and self.isChecked() and self._quiet:
                fill, edge, ink = mix(p.panel, p.text, 0.14), mix(p.line, p.text, 0.4), QColor(p.text)
            elif active and self.isChecked():
                fill, edge, ink = QColor(p.accent), QColor(p.accent), QColor(p.accent_text)
            else:
                share = 0.11 if self.isDown() else 0.05 if self._hovered and active else 0.0
                fill = mix(p.panel, p.text, share)
                edge = mix(p.line, p.text, 0.18) if self._hovered and active else QColor(p.line)
                ink = QColor(p.text) if active else mix(p.muted, p.panel, 0.45)
            if self._flat and not (self.isChecked() or (self._hovered and active)):
                edge = QColor(p.panel)
            if self.hasFocus():
                edge = QColor(p.text) if self.isChecked() else QColor(p.accent)
            painter.setBrush(fill)
            painter.setPen(QPen(edge, 1))
            painter.drawRoundedRect(box, 6, 6)
            if self._icon:
                corner = box.center() - QPointF(icons.SIZE / 2, icons.SIZE / 2)
                icons.paint_icon(painter, self._icon, corner, ink)
            else:
                painter.setPen(ink)
                painter.setFont(sized(self.font(), _TEXT_SIZE))
                painter.drawText(
                    box.adjusted(self._before_text, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, self.text()
                )
