"""What stands around the network in Explain a step: the story's card, its sentence, and its question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy

from netviz.app.explain.dock import StoryDock
from netviz.app.window.places import Card, Places
from netviz.panels.explain.label_question import LabelQuestion
from netviz.panels.explain.story_bar import StoryBar
from netviz.panels.explain.story_legend import StoryLegend
from netviz.panels.explain.story_panel import StoryPanel
from netviz.panels.kit.scrolling import Scrolling
from netviz.tasks.task import AnyTask

if TYPE_CHECKING:
    from netviz.app.window.main_window import MainWindow


class AroundStory:
    """Makes them, each where it stands. They come with the room, behind the window's first picture."""

    def __init__(self, window: MainWindow, task: AnyTask) -> None:
        places = window.places
        self.card = _card(places)
        self.panel = StoryPanel(task, self.card.inside)
        self.legend = StoryLegend(self.panel)
        self.card.add(self.panel, 1)
        self.panel.insert_legend(self.legend)
        self.above = QFrame(places)
        self.above.setProperty("role", "panel")
        # The story's words stand where the eye begins; no higher than they need. The question stands over
        # the sentence, which keeps its room: nothing below moves when it gives way.
        self.above.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.bar = StoryBar(task, self.above)
        self.question = LabelQuestion(task, self.above)
        in_one_place = QGridLayout(self.above)
        in_one_place.setContentsMargins(0, 0, 0, 0)
        for one in (self.bar, self.question):
            in_one_place.addWidget(one, 0, 0)
        self.ask(True)
        self.dock = StoryDock(places, self.above, self.bar, self.panel, window.page)
        window.insert_story(self)

    def ask(self, asked: bool) -> None:
        """The question in the place of the story's caption."""
        self.question.setVisible(asked)
        self.bar.give_way(given=asked)


def _card(places: Places) -> Card:
    card = Card(places)
    margins = card.column.contentsMargins()
    # The scroll bar lies in the margin, so that the rows are as wide as the card has room for.
    margins.setRight(margins.right() - Scrolling.BAR)
    card.column.setContentsMargins(margins)
    return card
