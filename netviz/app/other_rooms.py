"""The rooms Train and Test: nobody sees them in the first second, so they come behind the first picture."""

from __future__ import annotations

from collections.abc import Callable

from netviz.app.dialogs import Dialogs
from netviz.app.digit_choice import DigitChoice
from netviz.app.exam.room import ExamRoom
from netviz.app.live_arrows import LiveArrows
from netviz.app.main_window import MainWindow
from netviz.app.networks import Networks
from netviz.app.plot_feed import PlotFeed
from netviz.app.presenter import Presenter
from netviz.app.rooms import Room, Rooms
from netviz.app.settings import Settings
from netviz.app.train.room import TrainingRoom
from netviz.data.digits import DataSet
from netviz.panels.exam.page import ExamPage
from netviz.panels.settings_form import Check
from netviz.training.config import TrainingConfig
from netviz.training.trainer import Trainer
from netviz.viewmodels.clock import FrameClock
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette


class OtherRooms:
    """Makes them, and opens their tabs."""

    def __init__(
        self,
        window: MainWindow,
        presenter: Presenter,
        trainer: Trainer,
        intents: Intents,
        networks: Networks,
        live: LiveArrows,
        bridge: JobBridge,
        clock: FrameClock,
        settings: Settings,
        dialogs: Dialogs,
        choice: DigitChoice,
        rooms: Rooms,
        palette: Palette,
        *,
        check: Check,
        begin: Callable[[TrainingConfig], None],
        name: Callable[[], str],
    ) -> None:
        self.exam = ExamRoom(ExamPage(palette), presenter, bridge, clock, choose=choice.choose, go=rooms.open)
        window.places.stand(self.exam.page, "middle", ("test",))
        self.training = TrainingRoom(
            window,
            presenter,
            trainer,
            intents,
            networks,
            live,
            bridge,
            clock,
            settings,
            check=check,
            begin=begin,
            palette=palette,
        )
        self.plots = PlotFeed(
            window, presenter, trainer, clock, bridge, settings, dialogs, palette, name=name
        )
        for room in (self.exam, self.plots):
            rooms.opened.connect(room.opened)
        rooms.add("test", Room(self.exam.enter, self.exam.leave))
        rooms.add("train", Room(self.training.enter, self.training.leave))

    def provide(self, digits: DataSet) -> None:
        """The digits are loaded."""
        self.exam.provide(digits.test)
        self.training.provide(digits)

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self.exam.page.apply_palette(palette)
        self.training.apply_palette(palette)
        self.plots.apply_palette(palette)

    def close(self) -> None:
        """The window closes."""
        self.training.close()
