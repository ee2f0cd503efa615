"""The window: where each panel stands. It knows no trainer; `composition` wires it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netviz.app.banner import Banner
from netviz.app.settings import PANELS
from netviz.panels.answer import Answer
from netviz.panels.controls import Controls
from netviz.panels.digit_picker import DigitPicker
from netviz.panels.draw_panel import DrawPanel
from netviz.panels.inspector import Inspector
from netviz.panels.legend import Legend
from netviz.panels.settings_form import Check, SettingsForm
from netviz.rendering.canvas import GraphCanvas
from netviz.viewmodels.palette import Palette

GAP: Final = 12
BAR_HEIGHT: Final = 50
LEFT_WIDTH: Final = 236
RIGHT_WIDTH: Final = 264
CURVES_HEIGHT: Final = 158
FIRST_SIZE: Final = QSize(1366, 768)
SMALLEST_SIZE: Final = QSize(960, 600)


class Card(QFrame):
    """A rounded panel with its own column of widgets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(10)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget below the others."""
        self.column.addWidget(widget, stretch)


class TopBar(QWidget):
    """The name at the left, the controls of training at the right."""

    def __init__(self, controls: Controls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(BAR_HEIGHT)
        name = QLabel("netviz", self)
        name.setProperty("role", "wordmark")
        self.about = QLabel(self)
        self.about.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(18)
        row.addWidget(name)
        row.addWidget(self.about)
        row.addStretch(1)
        row.addWidget(controls)


class MainWindow(QMainWindow):
    """The page: pad and answer left, the network in the middle, one neuron right, curves below."""

    closing = Signal(object)  # QCloseEvent; ignore it to stay
    dropped = Signal(object)  # Path of a file that was dropped on the window
    shown = Signal()

    def __init__(self, check: Check, palette: Palette) -> None:
        super().__init__()
        self.setWindowTitle("netviz")
        self.setMinimumSize(SMALLEST_SIZE)
        self.resize(FIRST_SIZE)
        self.setAcceptDrops(True)
        self.controls = Controls()
        self.bar = TopBar(self.controls)
        self.draw = DrawPanel()
        self.answer = Answer()
        self.picker = DigitPicker()
        self.form = SettingsForm(check)
        self.canvas = GraphCanvas()
        self.inspector = Inspector()
        self.legend = Legend()
        self.banner = Banner()
        self.curves_card = Card()
        self._palette = palette
        self._dressed: list[QWidget] = []

        self._left = Card()
        self._left.setFixedWidth(LEFT_WIDTH)
        self._left.add(self.draw)
        # A taller window has room for more runners-up, and for more digits to pick from.
        self._left.add(self.answer, 1)
        self._left.add(self.picker, 2)
        self._left.add(self.form)
        self._right = Card()
        self._right.setFixedWidth(RIGHT_WIDTH)
        self._right.add(self.inspector, 1)
        self._right.add(self.legend)
        self.curves_card.setFixedHeight(CURVES_HEIGHT)
        self.curves_card.column.setContentsMargins(12, 8, 12, 8)
        self._panels = {"left": self._left, "right": self._right, "curves": self.curves_card}
        assert set(self._panels) == set(PANELS)
        self.setCentralWidget(self._page())
        self.apply_palette(palette)

    def _page(self) -> QWidget:
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.canvas.setMinimumSize(320, 240)
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self._right)
        beside = QVBoxLayout()
        beside.setSpacing(GAP)
        beside.addWidget(self.banner)
        beside.addLayout(middle, 1)
        beside.addWidget(self.curves_card)
        body = QHBoxLayout()
        body.setContentsMargins(GAP, GAP, GAP, GAP)
        body.setSpacing(GAP)
        body.addWidget(self._left)
        body.addLayout(beside, 1)
        page = QWidget(self)
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(body, 1)
        return page

    def insert_curves(self, curves: QWidget) -> None:
        """Put the plots in their card, once they are loaded."""
        self.curves_card.add(curves)

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide one of PANELS."""
        self._panels[name].setVisible(shown)

    def apply_palette(self, palette: Palette) -> None:
        """Dress all that paints itself."""
        self._palette = palette
        for widget in (
            self.controls,
            self.draw,
            self.answer,
            self.picker,
            self.form,
            self.inspector,
            self.legend,
        ):
            widget.apply_palette(palette)

    def click_keeps_focus(self) -> None:
        """A click on a button does not take the keys: Space still means Train. Tab reaches it as before."""
        for button in self.findChildren(QAbstractButton):
            if button.focusPolicy() != Qt.FocusPolicy.NoFocus:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    # A key that a focused button or field has a use for is not taken away by a shortcut.
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focused = self.focusWidget()
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            presses = isinstance(focused, QAbstractButton) and event.key() == Qt.Key.Key_Space
            if plain and (presses or isinstance(focused, QLineEdit | QAbstractSpinBox | QComboBox)):
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            event.acceptProposedAction()
            self.dropped.emit(Path(local[0]))
