"""The rooms Train, Explain and Test: nobody sees them in the first second; they come behind the picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from netviz.app.explain.telling import Telling
from netviz.app.program.parts import Parts
from netviz.app.program.rooms import Room, Rooms
from netviz.app.run.undo import History
from netviz.app.screen.digit_choice import DigitChoice
from netviz.app.screen.paper import Paper
from netviz.app.test.points import PointsRoom
from netviz.app.test.room import ExamRoom
from netviz.app.train.plot_feed import PlotFeed
from netviz.app.train.room import TrainingRoom
from netviz.app.watch.first_path import FirstPath
from netviz.app.watch.live_arrows import LiveArrows
from netviz.panels.test.page import ExamPage
from netviz.panels.test.points_page import PointsPage
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.examples import Data
from netviz.tasks.pictures.pictures import PictureData
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
        self.exam: ExamRoom | PointsRoom = _exam(parts, rooms, choice)
        parts.window.places.stand(self.exam.page, "middle", ("test",))
        self.training = TrainingRoom(parts, live, palette, begin)
        self.plots = PlotFeed(parts, name)
        for room in (self.exam, self.plots):
            rooms.opened.connect(room.opened)
        rooms.tell_in(self.telling.room)
        rooms.add("test", Room(self.exam.enter, self.exam.leave))
        rooms.add("train", Room(self.training.enter, self.training.leave))

    def be_known_to(self, path: FirstPath) -> None:
        """The first steps ask the room Test what it has found."""
        if isinstance(self.exam, ExamRoom):
            path.know(self.exam)

    def provide(self, digits: Data) -> None:
        """The examples are loaded."""
        self.telling.provide(digits)
        exam = self.exam
        if isinstance(exam, ExamRoom):
            assert isinstance(digits, PictureData)
            exam.provide(digits)
        else:
            exam.provide(digits)
        self.training.provide(digits)

    def miss(self, data: DataName | None) -> None:
        """The digits of the run are not there; None where they are."""
        self.telling.miss(data)
        self.exam.miss(data)

    def close(self) -> None:
        """The window closes."""
        self.training.close()


def _exam(parts: Parts, rooms: Rooms, choice: DigitChoice) -> ExamRoom | PointsRoom:
    """The room Test that fits the task. Its page is made where it stands: widgets that are moved from parent
    to parent are dressed anew each time.
    """
    places = parts.window.places
    if parts.task is not DIGITS:
        points = PointsPage(parts.task, places)
        return PointsRoom(
            points, parts.presenter, parts.bridge, parts.clock, choose=choice.choose, go=rooms.open
        )
    return ExamRoom(
        ExamPage(DIGITS, places),
        parts.presenter,
        parts.bridge,
        parts.clock,
        parts.settings,
        choose=choice.choose,
        go=rooms.open,
    )
