"""The rooms Train and Test: nobody sees them in the first second, so they come behind the first picture."""

from __future__ import annotations

from collections.abc import Callable

from netviz.app.program.parts import Parts
from netviz.app.program.rooms import Room, Rooms
from netviz.app.screen.digit_choice import DigitChoice
from netviz.app.test.room import ExamRoom
from netviz.app.train.plot_feed import PlotFeed
from netviz.app.train.room import TrainingRoom
from netviz.app.watch.live_arrows import LiveArrows
from netviz.panels.test.page import ExamPage
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.digits import DataSet
from netviz.training.config import TrainingConfig
from netviz.viewmodels.palette import Palette


class OtherRooms:
    """Makes them, and opens their tabs."""

    def __init__(
        self,
        parts: Parts,
        rooms: Rooms,
        live: LiveArrows,
        choice: DigitChoice,
        palette: Palette,
        *,
        begin: Callable[[TrainingConfig], None],
        name: Callable[[], str],
    ) -> None:
        # Made where it stands: widgets that are moved from parent to parent are dressed anew each time.
        page = ExamPage(parts.task, palette, parts.window.places)
        self.exam = ExamRoom(
            page,
            parts.presenter,
            parts.bridge,
            parts.clock,
            parts.settings,
            choose=choice.choose,
            go=rooms.open,
        )
        parts.window.places.stand(page, "middle", ("test",))
        self.training = TrainingRoom(parts, live, palette, begin)
        self.plots = PlotFeed(parts, palette, name)
        for room in (self.exam, self.plots):
            rooms.opened.connect(room.opened)
        rooms.add("test", Room(self.exam.enter, self.exam.leave))
        rooms.add("train", Room(self.training.enter, self.training.leave))

    def provide(self, digits: DataSet) -> None:
        """The digits are loaded."""
        self.exam.provide(digits)
        self.training.provide(digits)

    def miss(self, data: DataName | None) -> None:
        """The digits of the run are not there; None where they are."""
        self.exam.miss(data)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self.exam.page.apply_palette(palette)
        self.training.apply_palette(palette)
        self.plots.apply_palette(palette)

    def close(self) -> None:
        """The window closes."""
        self.training.close()
