"""The rooms Train, Explain and Test: nobody sees them in the first second; they come behind the picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from netviz.app.explain.telling import Telling
from netviz.app.inspector.one_weight import OneWeightFeed
from netviz.app.inspector.page import LookInside
from netviz.app.program.first_opened import FirstOpened
from netviz.app.program.parts import Parts
from netviz.app.program.rooms import Room, Rooms
from netviz.app.run.undo import History
from netviz.app.screen.digit_choice import DigitChoice
from netviz.app.screen.paper import Paper
from netviz.app.test.room import ExamRoom
from netviz.app.train.covers import Covers
from netviz.app.train.plot_feed import PlotFeed
from netviz.app.train.room import TrainingRoom
from netviz.app.train.stops import Stops
from netviz.app.watch.live_arrows import LiveArrows
from netviz.app.watch.nearest import NearestFeed
from netviz.panels.test.page import ExamPage
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.config import TrainingConfig
from netviz.viewmodels.palette import Palette


class OtherRooms:
    """Makes them, and opens their tabs; Train and Test are made when somebody opens them."""

    def __init__(
        self,
        parts: Parts,
        paper: Paper,
        stack: History,
        rooms: Rooms,
        live: LiveArrows,
        choice: DigitChoice,
        palette: Callable[[], Palette],
        *,
        begin: Callable[[TrainingConfig], None],
        name: Callable[[], str],
        recording: Callable[[], Path | None],
    ) -> None:
        self.telling = Telling(parts, paper, stack, recording)
        self.exam = FirstOpened(lambda: _exam(parts, choice, rooms))
        self.training = FirstOpened(
            lambda: TrainingRoom(
                parts, live, palette(), begin, Covers(parts, recording, choice.choose_of, rooms.open)
            )
        )
        self.stops = Stops(parts)
        self.nearest = NearestFeed(parts, paper)
        self.plots = PlotFeed(parts, name)
        self.one_weight = OneWeightFeed(parts, parts.window.inspector)
        self.inside = LookInside(parts, rooms)
        rooms.opened.connect(self.plots.opened)
        rooms.tell_in(self.telling.room)
        rooms.add("test", Room(lambda: self.exam().enter(), lambda: self.exam().leave()))
        rooms.add("train", Room(lambda: self.training().enter(), lambda: self.training().leave()))

    def provide(self, digits: Data) -> None:
        """The examples are loaded."""
        self.telling.provide(digits)
        self.exam.tell("data", lambda room: room.provide(digits))
        self.nearest.provide(digits)
        self.training.tell("data", lambda room: room.provide(digits))
        self.one_weight.provide(digits)
        self.inside.provide(digits)

    def provide_hand(self, drawings: Pictures | None) -> None:
        """What the person has drawn, which nothing was learnt from."""
        self.exam.tell("hand", lambda room: room.provide_hand(drawings))

    def miss(self, data: DataName | None) -> None:
        """The digits of the run are not there; None where they are."""
        self.telling.miss(data)
        self.exam.tell("missing", lambda room: room.miss(data))
        self.nearest.miss(data)
        self.training.tell("missing", lambda room: room.covers.miss(data))
        self.one_weight.miss(data)
        self.inside.miss(data)

    def close(self) -> None:
        """The window closes."""
        if self.training.made is not None:
            self.training.made.close()


def _exam(parts: Parts, choice: DigitChoice, rooms: Rooms) -> ExamRoom:
    # Made where it stands: widgets that are moved from parent to parent are dressed anew each time.
    page = ExamPage(parts.task, parts.window.places)
    room = ExamRoom(
        page, parts.presenter, parts.bridge, parts.clock, parts.settings, choose=choice, go=rooms.open
    )
    parts.window.places.stand(page, "middle", ("test",))
    rooms.opened.connect(room.opened)
    return room
