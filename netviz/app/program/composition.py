"""Where everything is made and wired: the only place that knows both the trainer and the widgets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent

from netviz.app.explain.room import StoryRoom
from netviz.app.explain.source import StorySource
from netviz.app.explain.teaching import Teaching
from netviz.app.files.documents import Documents
from netviz.app.files.exchange import Exchange
from netviz.app.files.films import FilmExport
from netviz.app.files.pictures import Pictures
from netviz.app.files.run_film import RunFilm
from netviz.app.help.menu import HelpMenu
from netviz.app.program.deeds import deeds, reasons
from netviz.app.program.loading import Loading
from netviz.app.program.parts import Parts
from netviz.app.program.reasons import grey_out
from netviz.app.program.rooms import Rooms
from netviz.app.program.settings import Settings
from netviz.app.program.sweeper import Sweeper
from netviz.app.program.training_controls import TrainingControls
from netviz.app.program.wiring import Wiring
from netviz.app.run.branches import Branches
from netviz.app.run.complaint import complaint
from netviz.app.run.data import RunData
from netviz.app.run.desk import DeskKeeper
from netviz.app.run.last_run import offer_last_run
from netviz.app.run.lessons import Lessons
from netviz.app.run.making import Making
from netviz.app.run.networks import Networks
from netviz.app.run.past_mode import PastMode
from netviz.app.run.recordings import Recordings
from netviz.app.run.runs import Runs
from netviz.app.run.taking_back import TakingBack
from netviz.app.run.time_travel import TimeTravel
from netviz.app.run.trouble import Trouble
from netviz.app.run.undo import History
from netviz.app.screen.digit_choice import DigitChoice
from netviz.app.screen.paper import Paper
from netviz.app.screen.presenter import Presenter
from netviz.app.watch.live_arrows import LiveArrows
from netviz.app.watch.room import WatchRoom
from netviz.app.window.actions import ActionSet
from netviz.app.window.dialogs import Dialogs
from netviz.app.window.keyboards import OtherLayouts
from netviz.app.window.keys import OwnKeys, ReturnKey
from netviz.app.window.looks import Looks
from netviz.app.window.main_window import MainWindow
from netviz.app.window.menus import make_menus, name_undo, offer_files
from netviz.app.window.theme import Appearance
from netviz.app.window.title import WindowTitle
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.task import DIGITS
from netviz.training.jobs.thread import JobThread
from netviz.training.measure.measurer import Measurer
from netviz.training.measure.validation import Validator
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.clock import FrameClock
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.job_bridge import JobBridge

if TYPE_CHECKING:
    from netviz.app.program.other_rooms import OtherRooms
    from netviz.app.test.room import ExamRoom
    from netviz.app.train.plot_feed import PlotFeed
    from netviz.app.train.room import TrainingRoom
    from netviz.panels.watch.curves import Curves

# This test digit, a 3, lies there when the window opens, so that the picture is alive from the start.
WELCOME_DIGIT: Final = 32


class Program(QObject):
    """The running program: one window, one trainer, one job thread."""

    ready = Signal()  # digits, plots and all rooms are there

    def __init__(self, settings: Settings, appearance: Appearance, file: Path | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.appearance = appearance
        self._file = file
        self._closed = False

        # The threads, and the way back from them; none of them may look for garbage.
        self.sweeper = Sweeper(self)
        self.jobs = JobThread()
        self.bridge = JobBridge(self.jobs)
        self.clock = FrameClock()
        self.loading = Loading(self.bridge, lambda: appearance.palette)
        self.recordings = Recordings(self.bridge, settings)
        self.validator = Validator(
            self.jobs, lambda: self.trainer.log, measured=lambda: self.bridge.call(self._measured)
        )
        # What was measured last is seen although training rests by then.
        self.measurer = Measurer(self.jobs, measured=lambda: self.bridge.call(self.clock.mark_dirty))
        config = settings.config()
        self.trainer = Trainer(
            config,
            validate=self.validator.offer,
            notify=lambda: self.bridge.call(self.clock.mark_dirty),
            recorder=self.recordings.recorder,
            measurer=self.measurer,
        )
        self.intents = Intents(self.trainer.send, config)

        # The window, what lies before the network, and what is shown of it.
        self.stack = History(self)
        self.window = window = MainWindow(DIGITS, complaint, appearance.palette)
        window.canvas.use_jobs(self.bridge)
        self.paper = Paper(window.draw, self.stack)
        self.presenter = Presenter(
            window, self.trainer, self.paper, self.clock, self.bridge, appearance.palette
        )
        self.dialogs = Dialogs(window)

        # The network: another one in its place, its files, its recording.
        self.networks = Networks(self.trainer, self.intents, self.bridge, self.stack, self.recordings)
        self.making = Making(self.networks, window.banner)
        self.trouble = Trouble(self.trainer, self.networks, window.banner)
        self.parts = Parts(
            DIGITS,
            window,
            self.presenter,
            self.trainer,
            self.intents,
            self.networks,
            self.bridge,
            self.clock,
            settings,
            self.dialogs,
        )
        self.run_data = RunData(
            self.trainer,
            self.intents,
            self.networks,
            self.bridge,
            window.banner,
            lambda: self.documents.dialogs,
        )
        self.documents = Documents(self.parts, self.recordings, self.run_data)
        self.title = WindowTitle(window, self.documents)
        self.exchange = Exchange(self.documents, self.paper, self.bridge, window.banner)
        self.pictures = Pictures(
            self.bridge, settings, window.banner, self.dialogs, window.canvas, lambda: self.documents.name
        )
        self.runs = Runs(window, self.recordings, settings, self.dialogs, self.documents.open_path)
        self.time = TimeTravel(
            window.timeline,
            self.presenter,
            self.trainer,
            self.clock,
            window.banner,
            lambda: self.recordings.file,
            lambda: self.recordings.recorder.behind,
        )
        self.branches = Branches(self.parts, self.time, self.recordings, self.documents)

        # The rooms, and films of what they show.
        self.live = LiveArrows(self.presenter, window.canvas, self.trainer, self.intents, self.clock)
        self.source = StorySource(
            window, self.presenter, self.trainer, self.paper, self.bridge, lambda: self.recordings.file
        )
        lessons = Lessons(self.trainer, self.intents, self.bridge, self.stack, self.networks)
        self.teaching = Teaching(lessons, self.bridge, self.stack)
        self.story = StoryRoom(window, self.presenter, self.source, self.teaching, self.stack, self.clock)
        self.rooms = Rooms(window, self.presenter, self.intents, settings, self.live, self.story)
        self.watch = WatchRoom(self.parts, self.live, self.rooms, self.paper)
        self.watch.apply_palette(appearance.palette)
        self.past = PastMode(window, self.time, self.rooms, self.branches, self.trainer, self.clock)
        self.desk = DeskKeeper(self.paper, self.rooms, self.story, self.recordings.recorder.keep_desk)
        self.others: OtherRooms | None = None  # they come behind the first picture
        self.choice = DigitChoice(
            window.picker,
            self.bridge,
            snapshot=lambda: self.presenter.snapshot,
            pick=self.paper.pick,
            say=window.banner.say,
        )
        self.film = FilmExport(
            window,
            self.dialogs,
            settings,
            self.story,
            self.source,
            appearance.palette,
            lambda: self.rooms.open("explain"),
        )
        self.run_film = RunFilm(
            self.film, self.time, self.recordings, self.paper, settings, self.dialogs, window.banner
        )

        # Buttons, menus and keys.
        self.looks = Looks(window, self.presenter, self.rooms, settings, appearance)
        self.controls = TrainingControls(
            window.controls, self.trainer, self.intents, self.networks, self.rooms
        )
        self.help = HelpMenu(window, appearance, lambda: self.actions.specs, self._spec_on_screen)
        self.back = TakingBack(self.stack, self.trainer, self.recordings, window.banner)
        self.actions = ActionSet(deeds(self), window)
        self.menus = make_menus(window, self.actions)
        offer_files(self.menus, settings, self.documents)
        name_undo(self.actions, self.menus, self.stack, self.back)
        grey_out(self.actions, self.menus.values(), reasons(self))
        self.rooms.furnish(self.actions)
        self.controls.furnish(self.actions)
        self.watch.furnish(self.actions)
        self.wiring = Wiring(self)
        window.closing.connect(self._closing)
        self._hear_of_loading()
        self._remember()
        self.own_keys = OwnKeys()
        self.return_key = ReturnKey(window)
        self.other_layouts = OtherLayouts(window)
        self.own_keys.watch(window)

    def _measured(self) -> None:
        # Curves that rest are drawn anew too.
        self.clock.mark_dirty()
        self.trouble.measured()

    def _spec_on_screen(self) -> NetworkSpec:
        shown = self.presenter.snapshot
        return self.intents.config.spec if shown is None else shown.spec

    # ---- what comes behind the first picture

    def _hear_of_loading(self) -> None:
        self.loading.begun.connect(self._look_at_files)
        self.loading.digits_came.connect(self._digits_came)
        self.run_data.used.connect(self._use_digits)
        self.run_data.missing_changed.connect(self._tell_missing)
        self.loading.plots_came.connect(self._plots_came)
        self.loading.rooms_came.connect(self._rooms_came)
        self.loading.ready.connect(self.ready)

    def _look_at_files(self) -> None:
        if self._file is not None:
            self.documents.open_path(self._file)
        self.recordings.look_for_lost(self.window.banner, self.documents.open_path, self._offer_last_run)

    def _offer_last_run(self) -> None:
        last = self.settings.last_run
        if self._file is None and last is not None:
            offer_last_run(
                last,
                titled=not self.recordings.holds(last),
                bridge=self.bridge,
                banner=self.window.banner,
                go_on=self.documents.open_path,
                untouched=lambda: self.trainer.status.phase == "idle" and self.recordings.file is None,
            )

    def _digits_came(self, bundled: DataSet) -> None:
        self.run_data.provide(bundled)
        assert self.digits is not None
        self.trainer.provide(self.digits.training)
        if self.paper.sheet.empty and not self.window.draw.pad.ink().any() and self._file is None:
            self.paper.pick(self.choice.example(WELCOME_DIGIT), undoable=False)

    def _use_digits(self, digits: DataSet) -> None:
        """The run that stands there was trained with these, or begins with them."""
        self.validator.provide(digits.validation)
        self.measurer.provide(digits.validation)
        self.presenter.provide(digits.validation)
        self.source.provide(digits.training)
        self.teaching.provide(digits.validation)
        self.documents.provide(digits.name)
        self.recordings.recorder.data = digits.name
        self.time.provide(digits)
        self.run_film.provide(digits)
        self.choice.provide(digits.test)
        if self.others is not None:
            self.others.provide(digits)
        self._tell_missing()

    def _tell_missing(self) -> None:
        """The digits of the run are not there, or are there again."""
        missing = self.run_data.missing
        self.source.miss(missing)
        self.choice.miss(missing)
        if self.others is not None:
            self.others.miss(missing)

    def _plots_came(self, curves: Curves) -> None:
        self.appearance.changed.connect(curves.apply_palette)
        self.window.insert_curves(curves)
        self.presenter.show_curves(curves)
        curves.step_clicked.connect(self.time.go_to)

    def _rooms_came(self, kind: type[OtherRooms]) -> None:
        self.others = kind(
            self.parts,
            self.rooms,
            self.live,
            self.choice,
            self.appearance.palette,
            begin=self.making.begin,
            name=lambda: self.documents.name,
        )
        self.others.plots.step_asked.connect(self.time.go_to)
        if self.digits is not None:
            self.others.provide(self.digits)
            self.others.miss(self.run_data.missing)
        self.watch.path.know(self.others.exam)
        if self._file is None:
            self.watch.path.begin()
        self.desk.open_room()
        self.presenter.tell_again()

    @property
    def digits(self) -> DataSet | None:
        """The digits at hand, once they are loaded."""
        return self.run_data.at_hand

    @property
    def exam(self) -> ExamRoom:
        """The room Test, once it is there."""
        assert self.others is not None
        return self.others.exam

    @property
    def training(self) -> TrainingRoom:
        """The room Train, once it is there."""
        assert self.others is not None
        return self.others.training

    @property
    def plots(self) -> PlotFeed:
        """What the room Train plots, once it is there."""
        assert self.others is not None
        return self.others.plots

    # ---- the life of the program

    def start(self) -> None:
        """Show the window; what it does not need for its first picture is loaded behind it."""
        self.sweeper.start()
        self.loading.wait_for(self.window.canvas)
        self.window.show()

    def end(self) -> None:
        """Close without a question: the system wants it. The run is kept, and offered at the next start."""
        self._keep_settings()
        self.close(finished=False)

    def close(self, *, finished: bool = True) -> None:
        """End both threads; nothing reaches the window any more. Once is enough, twice is no mistake."""
        if self._closed:
            return
        self._closed = True
        self.loading.close()
        self.clock.stop()
        self.bridge.close()
        self.window.canvas.give_back()
        # It outlives the actions that show what it can undo.
        self.stack.clear()
        self.film.close()
        if self.others is not None:
            self.others.close()
        self.desk.close()
        self.time.close()
        self.runs.close()
        self.trainer.close()
        self.recordings.recorder.close(finished=finished)
        self.jobs.close()
        self.sweeper.stop()
        self.appearance.close()
        self.settings.flush()

    def _remember(self) -> None:
        """Bring everything back to how it was left."""
        if self.settings.geometry is not None:
            self.window.restoreGeometry(self.settings.geometry)
        self.intents.set_pace(self.settings.pace)
        self.looks.remember(self.actions)
        self.title.show()

    def _closing(self, event: QCloseEvent) -> None:
        self.documents.closing(event)
        if event.isAccepted() and not self.film.may_end():
            event.ignore()
        if event.isAccepted():
            self._keep_settings()
            self.desk.keep_now()
            self.close()

    def _keep_settings(self) -> None:
        self.settings.geometry = self.window.saveGeometry()
        self.settings.set_config(self.intents.config)
        self.settings.pace = self.intents.pace
