"""Where everything is made and wired: the only place that knows both the trainer and the widgets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent

from netviz.app.files.documents import Documents
from netviz.app.files.exchange import Exchange
from netviz.app.program.arrivals import Arrivals
from netviz.app.program.deeds import LATER, WITH_ROOMS, deeds, reasons
from netviz.app.program.loading import Loading
from netviz.app.program.opening import ABOUT_DATA, Opening
from netviz.app.program.parts import Parts
from netviz.app.program.process.sweeper import Sweeper
from netviz.app.program.reasons import grey_out
from netviz.app.program.rooms import LOADING, Rooms
from netviz.app.program.settings import Settings
from netviz.app.program.training_controls import TrainingControls
from netviz.app.program.wiring import Wiring
from netviz.app.run.branches import Branches
from netviz.app.run.complaint import complaint
from netviz.app.run.data import RunData
from netviz.app.run.desk import DeskKeeper
from netviz.app.run.making import Making
from netviz.app.run.networks import Networks
from netviz.app.run.past.mode import PastMode
from netviz.app.run.past.time_travel import TimeTravel
from netviz.app.run.recordings import Recordings
from netviz.app.run.taking_back import TakingBack
from netviz.app.run.trouble import Trouble
from netviz.app.run.undo import History
from netviz.app.screen.digit_choice import DigitChoice
from netviz.app.screen.making import make_paper
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
from netviz.tasks.all_tasks import task_named, why_none
from netviz.tasks.examples import Data
from netviz.tasks.task import AnyTask
from netviz.training.config import new_config
from netviz.training.jobs.thread import JobThread
from netviz.training.measure.measurer import Measurer
from netviz.training.measure.validation import Validator
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.playing.clock import FrameClock

if TYPE_CHECKING:
    from netviz.app.explain.room import StoryRoom
    from netviz.app.explain.source import StorySource
    from netviz.app.files.own_data import OwnData
    from netviz.app.program.later import Later
    from netviz.app.program.other_rooms import OtherRooms
    from netviz.app.test.room import ExamRoom
    from netviz.app.train.plot_feed import PlotFeed
    from netviz.app.train.room import TrainingRoom


class Program(QObject):
    """The running program: one window, one trainer, one job thread."""

    ready = Signal()  # digits, plots and all rooms are there
    left_for = Signal(object)  # Opening: another task's run is wanted in this window, and this one is kept

    def __init__(
        self,
        settings: Settings,
        appearance: Appearance,
        opening: Opening = Opening(),  # noqa: B008 (frozen)
        window: MainWindow | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.appearance = appearance
        self.opening = opening
        self.task = opening.task
        self._closed = False
        self._make_threads()
        self._make_screen(window)
        self._make_run()
        self._make_rooms()
        self._make_hands()
        self.arrivals = Arrivals(self)
        self.window.closing.connect(self._closing)
        self.documents.elsewhere.connect(self._leave_for_file)
        self._brought: Path | None = None
        self.documents.data_brought.connect(self._take_data)
        self._remember()
        self.own_keys = OwnKeys()
        self.return_key = ReturnKey(self.window, self.own_keys)
        self.other_layouts = OtherLayouts(self.window)
        self.own_keys.watch(self.window)

    def _make_threads(self) -> None:
        """The threads, and the way back from them; none of them may look for garbage."""
        self.sweeper = Sweeper(self)
        self.jobs = JobThread()
        self.bridge = JobBridge(self.jobs)
        self.clock = FrameClock()
        self.loading = Loading(self.task, self.bridge, lambda: self.appearance.palette, self.opening.finder)
        self.recordings = Recordings(self.bridge, self.settings, self.opening.folder)
        self.validator = Validator(
            self.jobs, lambda: self.trainer.log, measured=lambda: self.bridge.call(self._measured)
        )
        # What was measured last is seen although training rests by then.
        self.measurer = Measurer(self.jobs, measured=lambda: self.bridge.call(self.clock.mark_dirty))
        config = self.settings.config(self.task, self.opening.n_training)
        self.trainer = Trainer(
            config,
            validate=self.validator.offer,
            notify=lambda: self.bridge.call(self.clock.mark_dirty),
            recorder=self.recordings.recorder,
            measurer=self.measurer,
        )
        self.intents = Intents(self.trainer.send, config)

    def _make_screen(self, window: MainWindow | None) -> None:
        """The window, what lies before the network, and what is shown of it."""
        palette = self.appearance.palette
        self.stack = History(self)
        self.window = window or MainWindow()
        self.window.furnish(self.task, complaint)
        self.window.canvas.use_jobs(self.bridge)
        self.paper = make_paper(self.task, self.window.draw, self.stack)
        self.presenter = Presenter(self.window, self.trainer, self.paper, self.clock, self.bridge, palette)
        self.dialogs = Dialogs(self.window)

    def _make_run(self) -> None:
        """The network: another one in its place, its files, its recording."""
        window, banner = self.window, self.window.banner
        self.networks = Networks(self.trainer, self.intents, self.bridge, self.stack, self.recordings)
        self.making = Making(self.networks, banner)
        self.trouble = Trouble(self.trainer, self.networks, banner)
        self.parts = Parts(
            self.task,
            window,
            self.presenter,
            self.paper,
            self.trainer,
            self.intents,
            self.networks,
            self.bridge,
            self.clock,
            self.settings,
            self.dialogs,
        )
        self.run_data = RunData(
            self.trainer,
            self.intents,
            self.networks,
            self.bridge,
            banner,
            lambda: self.documents.dialogs,
        )
        self.documents = Documents(self.parts, self.recordings, self.run_data)
        self.title = WindowTitle(window, self.documents)
        self.exchange = Exchange(self.task, self.documents, self.paper, self.bridge, banner)
        self.time = TimeTravel(
            window.timeline,
            self.presenter,
            self.trainer,
            self.clock,
            banner,
            lambda: self.recordings.file,
            lambda: self.recordings.recorder.behind,
        )
        self.branches = Branches(self.parts, self.time, self.recordings, self.documents)

    def _make_rooms(self) -> None:
        """The rooms."""
        window = self.window
        self.live = LiveArrows(self.presenter, window.canvas, self.trainer, self.intents, self.clock)
        self.rooms = Rooms(window, self.presenter, self.intents, self.settings, self.live)
        self.watch = WatchRoom(self.parts, self.live, self.rooms, self.paper, self.run_data)
        self.past = PastMode(window, self.time, self.rooms, self.branches, self.trainer, self.clock)
        self.desk = DeskKeeper(self.paper, self.rooms, self.recordings.recorder.keep_desk)
        self.others: OtherRooms | None = None  # they come behind the first picture
        self.later: Later | None = None  # so do these
        self.choice = DigitChoice(
            self.task,
            window.picker,
            self.bridge,
            snapshot=lambda: self.presenter.snapshot,
            pick=self.paper.pick,
            say=window.banner.say,
        )

    def _make_hands(self) -> None:
        """Buttons, menus and keys."""
        window, settings, appearance = self.window, self.settings, self.appearance
        self.looks = Looks(window, self.presenter, self.rooms, settings, appearance)
        self.controls = TrainingControls(
            window.controls, self.trainer, self.intents, self.networks, self.rooms
        )
        self.back = TakingBack(self.stack, self.trainer, self.recordings, window.banner)
        self.actions = ActionSet(deeds(self), window, self.task)
        self.menus = make_menus(window, self.actions)
        offer_files(self.menus, settings, self.documents)
        name_undo(self.actions, self.stack, self.back, self.presenter.figures_changed)
        grey_out(self.actions, self.menus.values(), reasons(self))
        for name in (*LATER, *WITH_ROOMS):
            self.actions.allow(name, LOADING)
        self.rooms.furnish(self.actions)
        self.controls.furnish(self.actions)
        self.watch.furnish(self.actions)
        self.wiring = Wiring(self)

    def _measured(self) -> None:
        # Curves that rest are drawn anew too.
        self.clock.mark_dirty()
        self.trouble.measured()

    def spec_on_screen(self) -> NetworkSpec:
        """Of the network that is shown, or else of the one that is wanted."""
        shown = self.presenter.snapshot
        return self.intents.config.spec if shown is None else shown.spec

    @property
    def digits(self) -> Data | None:
        """The digits at hand, once they are loaded."""
        return self.run_data.at_hand

    @property
    def exam(self) -> ExamRoom:
        """The room Test, once the rooms are there; whoever asks for it has it made."""
        assert self.others is not None
        return self.others.exam()

    @property
    def story(self) -> StoryRoom:
        """The room Explain, once it is there."""
        assert self.others is not None
        return self.others.telling.room

    @property
    def source(self) -> StorySource:
        """Where its stories come from, once it is there."""
        assert self.others is not None
        return self.others.telling.source

    @property
    def training(self) -> TrainingRoom:
        """The room Train, once the rooms are there; whoever asks for it has it made."""
        assert self.others is not None
        return self.others.training()

    @property
    def plots(self) -> PlotFeed:
        """What the room Train plots, once it is there."""
        assert self.others is not None
        return self.others.plots

    def show_nearest(self, shown: bool) -> None:
        """Search by example, once it is there."""
        if self.others is not None:
            self.others.nearest.show(shown)

    @property
    def own_data(self) -> OwnData:
        """What opens somebody's own data, once it is there."""
        assert self.later is not None
        return self.later.own_data

    def _take_data(self, path: Path) -> None:
        if self.later is None:
            self._brought = path  # read as soon as there is what reads it
        else:
            self.later.own_data.take(path)

    def take_what_was_brought(self) -> None:
        """What reads data of one's own is there."""
        if self._brought is not None:
            self._take_data(self._brought)
            self._brought = None

    def do_later(self, name: str) -> None:
        """One of the deeds of `Later`, once it is there."""
        if self.later is not None:
            self.later.handlers()[name]()

    def _may_end(self) -> bool:
        return self.later is None or self.later.film.may_end()

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

    def begin(self, task: str) -> None:
        """A new network for this task (one of TASKS)."""
        row, none = task_named(task), why_none(task)
        if none:
            self.window.banner.say(none, error=True, about=ABOUT_DATA)
        elif row == self.task:
            n = None if self.digits is None else len(self.digits.training)
            self.making.begin(new_config(task=row) if n is None else new_config(n, row))
        else:
            self.leave_for(Opening(row, words=self.stays(row.about), bare=True))

    def _leave_for_file(self, task: AnyTask, path: Path, shipped: bool) -> None:
        self.leave_for(Opening(task, path, shipped, self.stays(), bare=True))

    def stays(self, words: str = "") -> str:
        """What the window says next, of the new run and of the one that it leaves."""
        stays = ""
        if self.recordings.keeps and not self.recordings.only_branched:
            stays = self.recordings.stays(self.trainer.status.step, self.trainer.log)
        if stays:
            stays += ", where Undo does not reach."
        elif self.stack.canUndo():
            stays = "Undo does not reach what was here before."
        return " ".join(filter(None, (words, stays)))

    def leave_for(self, opening: Opening) -> None:
        """Another task's run takes this one's place, which is kept; nothing is lost without a question."""

        def go() -> None:
            if self._may_end():
                self._keep_settings()
                self.desk.keep_now()
                self.left_for.emit(opening if self.later is None else self.later.taken_along(opening))

        self.documents.leave("another one is opened", go)

    def close(self, *, finished: bool = True, ends: bool = True) -> None:
        """End both threads; nothing reaches the window any more. Once is enough, twice is no mistake.

        `ends`: no other program takes its place in the window, in the same look.
        """
        if self._closed:
            return
        self._closed = True
        self.loading.close()
        self.clock.stop()
        self.bridge.close()
        self.window.canvas.give_back()
        # It outlives the actions that show what it can undo.
        self.stack.clear()
        for part in (self.later, self.others):
            if part is not None:
                part.close()
        self.desk.close()
        self.time.close()
        self.trainer.close()
        self.recordings.recorder.close(finished=finished)
        self.jobs.close()
        self.sweeper.stop()
        if ends:
            self.appearance.close()
        else:
            self.appearance.let_go()
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
        if event.isAccepted() and not self._may_end():
            event.ignore()
        if event.isAccepted():
            if self.later is not None:
                self.later.presentation.end()  # it is not begun with
            self._keep_settings()
            self.desk.keep_now()
            self.close()

    def _keep_settings(self) -> None:
        self.settings.geometry = self.window.saveGeometry()
        self.settings.set_config(self.intents.config)
        self.settings.pace = self.intents.pace
