"""What tells stories: where they come from, the lessons that Apply gives, and their room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from netviz.app.explain.around import AroundStory
from netviz.app.explain.room import StoryRoom
from netviz.app.explain.source import StorySource
from netviz.app.explain.teaching import Teaching
from netviz.app.program.parts import Parts
from netviz.app.run.lessons import Lessons
from netviz.app.run.undo import History
from netviz.app.screen.paper import Paper
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data


class Telling:
    """Makes them."""

    def __init__(
        self, parts: Parts, paper: Paper, stack: History, recording: Callable[[], Path | None]
    ) -> None:
        window, presenter, trainer, bridge = parts.window, parts.presenter, parts.trainer, parts.bridge
        self.around = AroundStory(window, parts.task)
        self.source = StorySource(parts.task, window, presenter, trainer, paper, bridge, recording)
        lessons = Lessons(trainer, parts.intents, bridge, stack, parts.networks)
        self.teaching = Teaching(lessons, bridge, stack)
        self.room = StoryRoom(window, presenter, self.source, self.teaching, stack, parts.clock)

    def provide(self, data: Data) -> None:
        """The examples of the run are there."""
        self.source.provide(data.training)
        self.teaching.provide(data.validation)

    def miss(self, data: DataName | None) -> None:
        """They are not; None where they are."""
        self.source.miss(data)
