"""The rooms Train, Explain and Test: nobody sees them in the first second; they come behind the picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from netviz.app.explain.telling import Telling
from netviz.app.inspector.one_weight import OneWeightFeed
from netviz.app.inspector.page import LookInside
from netviz.app.program.parts import Parts
from netviz.app.program.rooms import Room, Rooms
from netviz.app.run.undo import History
from netviz.app.screen.digit_choice import DigitChoice
from netviz.app.screen.paper import Paper
from netviz.app.test.room import ExamRoom
from netviz.app.train.covers import Covers
from netviz.app.train.plot_feed import PlotFeed
from netviz.app.train.room import TrainingRoom
from netviz.app.watch.first_path import FirstPath
from netviz.app.watch.live_arrows import LiveArrows
from netviz.app.watch.nearest import NearestFeed
from netviz.panels.test.page import ExamPage
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.config import TrainingConfig
from netviz.viewmodels.palette import Palette


class OtherRooms:
    """Makes them, and opens their tabs."""

    def __init__(
        self,
        parts: Parts,
        paper: Paper,
        stack: History,
        rooms: Rooms,
        live: LiveArrows,
        choice: DigitChoice,
        palette: Palette,
        *,
        begin: Callable[[TrainingConfig], None],
        name: Callable[[], str],
        recording: Callable[[], Path | None],
    ) -> None:
        self.telling = Telling(parts, paper, stack, recording)
        # Made where it stands: widgets that are moved from parent to parent are dressed anew each time.
        self.exam = ExamRoom(
            ExamPage(parts.task, parts.window.places),
            parts.presenter,
            parts.bridge,
            parts.clock,
            parts.settings,
            choose=choice,
            go=rooms.open,
        )
        parts.window.places.stand(self.exam.page, "middle", ("test",))
        covers = Covers(parts, recording, choice.choose_of, rooms.open)
        self.training = TrainingRoom(parts, live, palette, begin, covers)
        self.nearest = NearestFeed(parts, paper)
        self.plots = PlotFeed(parts, name)
        self.one_weight = OneWeightFeed(parts, parts.window.inspector)
        self.inside = LookInside(parts, rooms)
        for room in (self.exam, self.plots):
            rooms.opened.connect(room.opened)
        rooms.tell_in(self.telling.room)
        rooms.add("test", Room(self.exam.enter, self.exam.leave))
        rooms.add("train", Room(self.training.enter, self.training.leave))

    def be_known_to(self, path: FirstPath) -> None:
        """The first steps ask the room Test what it has found."""
        path.know(self.exam)

    def provide(self, digits: Data) -> None:
        """The examples are loaded."""
        self.telling.provide(digits)
        self.exam.provide(digits)
        self.nearest.provide(digits)
        self.training.provide(digits)
        self.one_weight.provide(digits)
        self.inside.provide(digits)

    def provide_hand(self, drawings: Pictures | None) -> None:
        """What the person has drawn, which nothing was learnt from."""
        self.exam.provide_hand(drawings)

    def miss(self, data: DataName | None) -> None:
        """The digits of the run are not there; None where they are."""
        self.telling.miss(data)
        self.exam.miss(data)
        self.nearest.miss(data)
        self.training.covers.miss(data)
        self.one_weight.miss(data)
        self.inside.miss(data)

    def close(self) -> None:
        """The window closes."""
        self.training.close()
