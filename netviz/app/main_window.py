"""The window: where each panel stands. It knows no trainer; `composition` wires it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
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
from netviz.panels.label_question import LabelQuestion
from netviz.panels.legend import Legend
from netviz.panels.progress_strip import ProgressStrip
from netviz.panels.settings_form import Check, SettingsForm
from netviz.panels.story_bar import StoryBar
from netviz.panels.story_legend import StoryLegend
from netviz.panels.story_panel import StoryPanel
from netviz.panels.view_bar import ViewBar
from netviz.rendering.canvas import GraphCanvas
from netviz.viewmodels.palette import Palette

GAP: Final = 12
BAR_HEIGHT: Final = 50
# Smallest and largest, in pixels, and a share of the window's width or height between them.
LEFT_WIDTH: Final = (236, 320, 0.15)
RIGHT_WIDTH: Final = (264, 360, 0.175)
CURVES_HEIGHT: Final = (158, 240, 0.17)
FIRST_SIZE: Final = QSize(1366, 768)
FRAME: Final = QSize(8, 40)
SMALLEST_SIZE: Final = QSize(960, 600)
# Below this height the digits to pick from, the legend and the view's settings give way; menus reach them.
ALL_PANELS_FROM: Final = 680


def _between(limits: tuple[int, int, float], whole: int) -> int:
    smallest, largest, share = limits
    return max(smallest, min(round(whole * share), largest))


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
    """The name and the tabs at the left, the controls of training at the right."""

    def __init__(self, controls: Controls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(BAR_HEIGHT)
        name = QLabel("netviz", self)
        name.setProperty("role", "wordmark")
        self.about = QLabel(self)
        self.about.setProperty("role", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 0, 16, 0)
        self._row.setSpacing(18)
        self._row.addWidget(name)
        self._row.addWidget(self.about)
        self._row.addStretch(1)
        self.progress = ProgressStrip(self)
        self._row.addWidget(self.progress)
        self._row.addWidget(controls)

    def insert_tabs(self, tabs: QWidget) -> None:
        """Put the tabs beside the name."""
        self._row.insertWidget(1, tabs)


class MainWindow(QMainWindow):
    """The page: pad and answer left, the network in the middle, one neuron right, curves below.

    While a step is explained, the story's card stands at the right, and its caption below the network.
    """

    closing = Signal(object)  # QCloseEvent; ignore it to stay
    dropped = Signal(object)  # Path of a file that was dropped on the window
    shown = Signal()

    def __init__(self, check: Check, palette: Palette) -> None:
        super().__init__()
        self.setWindowTitle("netviz")
        self.setMinimumSize(SMALLEST_SIZE)
        # Frame and title are the desktop's; at the first start it has not said how large they are.
        self.resize(FIRST_SIZE.boundedTo(self.screen().availableSize() - FRAME))
        self.setAcceptDrops(True)
        self.controls = Controls()
        self.bar = TopBar(self.controls)
        self.draw = DrawPanel()
        self.answer = Answer()
        self.picker = DigitPicker()
        self.form = SettingsForm(check)
        self.canvas = GraphCanvas()
        self.inspector = Inspector()
        self.view_bar = ViewBar()
        self.legend = Legend()
        self.story_panel = StoryPanel()
        self.story_legend = StoryLegend()
        self.story_bar = StoryBar()
        self.question = LabelQuestion()
        self.banner = Banner()
        self.curves_card = Card()
        self._palette = palette

        self._left = Card()
        self._left.add(self.draw)
        # A taller window has room for more runners-up, and for more digits to pick from.
        self._left.add(self.answer, 1)
        self._left.add(self.picker, 2)
        self._left.add(self.form)
        self._right = Card()
        self._right.add(self.inspector, 1)
        self._right.add(self.view_bar)
        self._right.add(self.legend)
        self._story_side = Card()
        self._story_side.add(self.story_panel, 1)
        self._story_side.add(self.story_legend)
        self._story_below = QStackedWidget()
        self._story_below.setProperty("role", "panel")
        self._story_below.addWidget(self.story_bar)
        self._story_below.addWidget(self.question)
        self._explaining = False
        self._legend_wanted = True
        self._shown = dict.fromkeys(PANELS, True)
        self.curves_card.column.setContentsMargins(12, 8, 12, 8)
        self.setCentralWidget(self._page())
        # Not the first button: Space means to train, or to go on.
        self.canvas.setFocus()
        self._arrange()
        self._share_room()
        self.apply_palette(palette)

    def _page(self) -> QWidget:
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.canvas.setMinimumSize(320, 240)
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self._right)
        middle.addWidget(self._story_side)
        beside = QVBoxLayout()
        beside.setSpacing(GAP)
        beside.addWidget(self.banner)
        beside.addLayout(middle, 1)
        beside.addWidget(self._story_below)
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
        self._shown[name] = shown
        self._arrange()

    def explain(self, explaining: bool) -> None:
        """Make room for the story, or for the network alone."""
        self._explaining = explaining
        self._arrange()
        self.canvas.setFocus()

    def show_legend(self, shown: bool) -> None:
        """What the colours mean, in both rooms."""
        self._legend_wanted = shown
        self._give_way()

    def _give_way(self) -> None:
        roomy = self.height() >= ALL_PANELS_FROM
        self.picker.setVisible(roomy)
        self.view_bar.setVisible(roomy)
        self.legend.setVisible(roomy and self._legend_wanted)
        self.story_legend.setVisible(roomy and self._legend_wanted)

    def show_question(self, asked: bool) -> None:
        """The question in the place of the story's caption."""
        self._story_below.setCurrentWidget(self.question if asked else self.story_bar)

    def _arrange(self) -> None:
        story = self._explaining
        self._left.setVisible(self._shown["left"])
        self._right.setVisible(self._shown["right"] and not story)
        self._story_side.setVisible(self._shown["right"] and story)
        self._story_below.setVisible(story)
        self.curves_card.setVisible(self._shown["curves"] and not story)

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
            self.story_panel,
            self.story_legend,
            self.story_bar,
        ):
            widget.apply_palette(palette)

    def _share_room(self) -> None:
        """Larger windows have larger panels, within reason."""
        right = _between(RIGHT_WIDTH, self.width())
        self._left.setFixedWidth(_between(LEFT_WIDTH, self.width()))
        self._right.setFixedWidth(right)
        self._story_side.setFixedWidth(right)
        # The story's words stand in the place of the curves, and the network where it was.
        for card in (self.curves_card, self._story_below):
            card.setFixedHeight(_between(CURVES_HEIGHT, self.height()))
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

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
