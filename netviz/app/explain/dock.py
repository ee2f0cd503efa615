"""Where the room Explain scrolls, the story's sentence and Apply stand over what scrolls, always in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from netviz.app.window.places import GAP, Places
from netviz.panels.explain.story_bar import StoryBar
from netviz.panels.explain.story_panel import StoryPanel
from netviz.rendering import units

# Units of the window: below either the room has too little of them, and scrolls.
LOW: Final = 560.0
NARROW: Final = 920.0
LOWEST: Final = 480.0  # below it every line of the card is one of the picture less


class StoryDock(QWidget):
    """Holds `above`, the card with the sentence, in windows that are too small; `places` else."""

    def __init__(
        self, places: Places, above: QWidget, bar: StoryBar, panel: StoryPanel, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._places = places
        self._above = above
        self._bar = bar
        self._panel = panel
        self._holds = False
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(GAP, GAP, GAP, 0)
        self.hide()

    def share_room(self, window: QWidget, *, told: bool) -> None:
        """The window has another size; `told`: the room Explain is open."""
        self._bar.set_low(low=told and units.high(window) < LOWEST)
        holds = told and (units.high(window) < LOW or units.wide(window) < NARROW)
        if holds == self._holds:
            return
        self._holds = holds
        if holds:
            self._row.addWidget(self._above)
            self._bar.take_in(self._panel.buttons)
        else:
            self._places.stand_above(self._above)
            self._panel.take_buttons()
        self.setVisible(holds)
