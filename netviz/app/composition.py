"""Where everything is made and wired: the only place that knows both the trainer and the widgets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QUndoStack
from PySide6.QtWidgets import QDialog

from netviz.app.about import AboutDialog, ShortcutsDialog
from netviz.app.actions import ActionSet
from netviz.app.branches import Branches
from netviz.app.dialogs import Dialogs
from netviz.app.digit_choice import DigitChoice
from netviz.app.documents import Documents
from netviz.app.examples import example_title, shipped_examples
from netviz.app.film_export import FilmExport
from netviz.app.help_page import HelpPage
from netviz.app.keys import OwnKeys
from netviz.app.live_arrows import LiveArrows
from netviz.app.loading import load_after_first_picture
from netviz.app.looks import Looks
from netviz.app.main_window import MainWindow
from netviz.app.menus import fill_with_files, make_menus
from netviz.app.networks import Networks
from netviz.app.paper import Paper
from netviz.app.pictures import Pictures
from netviz.app.presenter import Presenter
from netviz.app.recordings import Recordings
from netviz.app.rooms import Rooms
from netviz.app.run_film import RunFilm
from netviz.app.runs import Runs
from netviz.app.settings import Settings
from netviz.app.story.room import StoryRoom
from netviz.app.story.source import StorySource
from netviz.app.story.teaching import Teaching
from netviz.app.sweeper import Sweeper
from netviz.app.theme import Appearance
from netviz.app.time_travel import TimeTravel
from netviz.app.trouble import Trouble
from netviz.data.digits import DataSet
from netviz.network.spec import SpecError
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.jobs import JobThread
from netviz.training.measurer import Measurer
from netviz.training.trainer import Trainer, TrainerStatus
from netviz.training.validation import Validator
from netviz.viewmodels.clock import FrameClock
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.probe import Example

if TYPE_CHECKING:
    from netviz.app.exam.room import ExamRoom
    from netviz.app.other_rooms import OtherRooms
    from netviz.app.plot_feed import PlotFeed
    from netviz.app.train.room import TrainingRoom
    from netviz.panels.curves import Curves

# This test digit, a 3, lies there when the window opens, so that the picture is alive from the start.
WELCOME_DIGIT: Final = 32
LARGE: Final = 2_000_000  # weights: it takes a while until they are drawn by chance
PATIENCE_MS: Final = 1500


def complaint(config: TrainingConfig) -> str | None:
    """A sentence about what is wrong with these settings, or None."""
    try:
        config.check()
    except (ConfigError, SpecError) as error:
        return str(error)
    return None


class Program(QObject):
    """The running program: one window, one trainer, one job thread."""

    ready = Signal()  # digits and plots are there

    def __init__(self, settings: Settings, appearance: Appearance, file: Path | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.appearance = appearance
        self._file = file
        self._digits: DataSet | None = None
        self._closed = self._loading = False
        self._making = ""
        self._waiting_for = {"digits", "plots", "rooms"}
        config = settings.config()
        self.jobs = JobThread()
        self.bridge = JobBridge(self.jobs)
        self.validator = Validator(
            self.jobs,
            lambda: self.trainer.log,
            measured=lambda: self.bridge.call(self._measured),
        )
        self.clock = FrameClock()
        # What was measured last is seen although training rests by then.
        self.measurer = Measurer(self.jobs, measured=lambda: self.bridge.call(self.clock.mark_dirty))
        self.sweeper = Sweeper(self)
        self.recordings = Recordings(self.bridge, settings)
        self.trainer = Trainer(
            config,
            validate=self.validator.offer,
            notify=lambda: self.bridge.call(self.clock.mark_dirty),
            recorder=self.recordings.recorder,
            measurer=self.measurer,
        )
        self.intents = Intents(self.trainer.send, config)
        self.stack = QUndoStack(self)
        self.window = MainWindow(complaint, appearance.palette)
        self.window.canvas.use_jobs(self.bridge)
        self.paper = Paper(self.window.draw, self.stack)
        self.presenter = Presenter(
            self.window, self.trainer, self.paper, self.clock, self.bridge, appearance.palette
        )
        self.dialogs = Dialogs(self.window)
        self.documents = Documents(
            self.trainer,
            self.intents,
            self.bridge,
            settings,
            self.window.banner,
            self.dialogs,
            self.recordings,
        )
        self.pictures = Pictures(
            self.bridge,
            settings,
            self.window.banner,
            self.dialogs,
            self.window.canvas,
            name=lambda: self.documents.name,
        )
        self.networks = Networks(
            self.trainer,
            self.intents,
            self.bridge,
            self.stack,
            lambda step: self.documents.forget(clean_step=step),
            self.documents.touch,
            self.recordings.here,
        )
        self.time = TimeTravel(
            self.window.timeline,
            self.presenter,
            self.trainer,
            self.clock,
            self.window.banner,
            lambda: self.recordings.file,
        )
        self.branches = Branches(
            self.time,
            self.recordings,
            self.networks,
            self.documents,
            self.presenter,
            self.trainer,
            self.intents,
            self.bridge,
            self.window.timeline,
            self.window.banner,
            self.window.form.open_more,
        )
        self.runs = Runs(self.window, self.recordings, settings, self.dialogs, self.documents.open_path)
        self.trouble = Trouble(self.trainer, self.networks, self.window.banner)
        self.live = LiveArrows(self.presenter, self.window.canvas, self.trainer, self.intents, self.clock)
        self.source = StorySource(self.window, self.presenter, self.trainer, self.paper, self.bridge)
        teaching = Teaching(self.networks, self.bridge, self.stack)
        self.story = StoryRoom(self.window, self.presenter, self.source, teaching, self.stack, self.clock)
        self.film = FilmExport(self.window, self.dialogs, settings, self.story, appearance.palette)
        self.run_film = RunFilm(
            self.film,
            self.time,
            self.recordings,
            self.paper,
            settings,
            self.dialogs,
            self.window.banner,
        )
        self.rooms = Rooms(self.window, self.presenter, self.intents, settings, self.live, self.story)
        self.choice = DigitChoice(
            self.window.picker,
            self.bridge,
            snapshot=lambda: self.presenter.snapshot,
            pick=self.paper.pick,
            say=self.window.banner.say,
        )
        self.others: OtherRooms | None = None  # they come behind the first picture
        self.looks = Looks(self.window, self.presenter, self.rooms, settings, appearance)
        self.actions = ActionSet(self._handlers(), self.window)
        self.menus = make_menus(self.window, self.actions)
        self.rooms.furnish(self.actions)
        self._wire()
        self._remember()
        self.own_keys = OwnKeys()
        self.own_keys.watch(self.window)

    # ---- the life of the program

    def start(self) -> None:
        """Show the window; what it does not need for its first picture is loaded behind it."""
        self.sweeper.start()
        self.window.canvas.painted.connect(self._first_picture)
        # A window that nobody sees yet is not painted.
        QTimer.singleShot(PATIENCE_MS, self, self._first_picture)
        self.window.show()

    @property
    def digits(self) -> DataSet | None:
        """The digits, once they are loaded."""
        return self._digits

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

    def close(self) -> None:
        """End both threads; nothing reaches the window any more. Once is enough, twice is no mistake."""
        if self._closed:
            return
        self._closed = True
        self.clock.stop()
        self.sweeper.stop()
        self.bridge.close()
        self.window.canvas.give_back()
        # It outlives the actions that show what it can undo.
        self.stack.clear()
        self.film.close()
        if self.others is not None:
            self.others.close()
        self.time.close()
        self.runs.close()
        self.trainer.close()
        self.recordings.recorder.close()
        self.jobs.close()
        self.appearance.close()
        self.settings.flush()

    def _first_picture(self) -> None:
        if self._loading or self._closed:
            return
        self._loading = True
        load_after_first_picture(
            self.bridge,
            lambda: self.appearance.palette,
            self._digits_are_there,
            self._plots_are_there,
            self._rooms_are_there,
            lambda error: self.window.banner.say(str(error), error=True),
        )
        if self._file is not None:
            self.documents.open_path(self._file)
        self.recordings.look_for_lost(self.window.banner, self.documents.open_path)

    def _digits_are_there(self, digits: DataSet) -> None:
        self._digits = digits
        self.trainer.provide(digits.training)
        self.validator.provide(digits.validation)
        self.measurer.provide(digits.validation)
        self.presenter.provide(digits.validation)
        self.source.provide(digits.training)
        self.documents.provide(digits.sha256)
        self.recordings.recorder.data_sha256 = digits.sha256
        self.time.provide(digits)
        self.run_film.provide(digits)
        self.choice.provide(digits.test)
        if self.others is not None:
            self.others.provide(digits)
        if self.paper.sheet.empty and not self.window.draw.pad.ink().any() and self._file is None:
            self.paper.pick(self.choice.example(WELCOME_DIGIT), undoable=False)
        self._loaded("digits")

    def _plots_are_there(self, curves: Curves) -> None:
        self.appearance.changed.connect(curves.apply_palette)
        self.window.insert_curves(curves)
        self.presenter.show_curves(curves)
        curves.step_clicked.connect(self.time.go_to)
        self._loaded("plots")

    def _rooms_are_there(self, kind: type[OtherRooms]) -> None:
        if self._closed:
            return
        self.others = kind(
            self.window,
            self.presenter,
            self.trainer,
            self.intents,
            self.networks,
            self.live,
            self.bridge,
            self.clock,
            self.settings,
            self.dialogs,
            self.choice,
            self.rooms,
            self.appearance.palette,
            check=complaint,
            begin=self._begin,
            name=lambda: self.documents.name,
        )
        self.others.plots.step_asked.connect(self.time.go_to)
        if self._digits is not None:
            self.others.provide(self._digits)
        self.presenter.tell_again()
        self._loaded("rooms")

    def _loaded(self, what: str) -> None:
        self._waiting_for.discard(what)
        if not self._waiting_for:
            self.ready.emit()

    # ---- wiring

    def _handlers(self) -> dict[str, Callable[..., object]]:
        window = self.window
        return {
            "file.new": window.form.open_new,
            "file.open": self.documents.open,
            "file.save": self.documents.save,
            "file.save_as": self.documents.save_as,
            "file.revert": self.documents.revert,
            "file.save_picture": self.pictures.save,
            "file.quit": window.close,
            "edit.undo": self.stack.undo,
            "edit.redo": self.stack.redo,
            "edit.clear": self.paper.clear,
            "edit.copy_picture": self.pictures.copy,
            "edit.random": self.choice.random,
            "edit.mistake": self.choice.next_mistake,
            **self.looks.handlers(),
            "training.toggle": self._toggle,
            "training.step": self.intents.step,
            "training.reset": self.networks.reset,
            "training.faster": self.intents.faster,
            "training.slower": self.intents.slower,
            **self.rooms.handlers(),
            **self.time.handlers(),
            **self.branches.handlers(),
            **self.runs.handlers(),
            **self.run_film.handlers(),
            "file.export_story": self.film.export,
            "view.let_go": self.presenter.let_go,
            "help.seeing": lambda: self._open(HelpPage(self.appearance.palette, window)),
            "help.shortcuts": lambda: self._open(ShortcutsDialog(self.actions.specs, window)),
            "help.about": lambda: self._open(AboutDialog(window)),
        }

    def _wire(self) -> None:
        window = self.window
        window.controls.train_toggled.connect(lambda on: self.rooms.train() if on else self.intents.pause())
        window.controls.step_clicked.connect(self.intents.step)
        window.controls.reset_clicked.connect(self.networks.reset)
        window.controls.pace_changed.connect(self.intents.set_pace)
        window.form.config_changed.connect(self.intents.configure)
        window.form.new_network.connect(self._begin)
        window.closing.connect(self._closing)
        window.dropped.connect(self.documents.open_path)
        self.documents.leave = self._leave
        self.documents.bring_in = self.networks.bring_in
        self.documents.opened_example.connect(self._picture_opened)
        self.documents.title_changed.connect(self._show_title)
        self.intents.sent.connect(self._sent)
        self.intents.came_from.connect(self.recordings.came_from)
        self.networks.left.connect(lambda: self.recordings.tell_where(window.banner.say))
        self.recordings.said.connect(lambda words: window.banner.say(words, error=True))
        self.presenter.phase_changed.connect(self._phase_changed)
        self.presenter.diverged.connect(self.trouble.diverged)
        self.presenter.message.connect(lambda words: window.banner.say(words, error=True))
        self.presenter.network_changed.connect(self._network_changed)
        self.presenter.example_changed.connect(self.choice.show_current)
        window.story_panel.misread_clicked.connect(self.choice.next_mistake)
        self.appearance.changed.connect(self._dress)
        for name, can, words in (
            ("edit.undo", self.stack.canUndoChanged, self.stack.undoTextChanged),
            ("edit.redo", self.stack.canRedoChanged, self.stack.redoTextChanged),
        ):
            action, title = self.actions[name], self.actions[name].text()
            action.setEnabled(False)
            can.connect(action.setEnabled)
            words.connect(lambda text, action=action, title=title: action.setText(f"{title} {text}".strip()))
        recent, examples = self.menus["File/Open recent"], self.menus["File/Open example"]
        self.menus["File"].aboutToShow.connect(
            lambda: fill_with_files(recent, self.settings.recent_files, self.documents.open_path)
        )
        fill_with_files(examples, shipped_examples(), self._open_example, example_title)

    def _remember(self) -> None:
        """Bring everything back to how it was left."""
        if self.settings.geometry is not None:
            self.window.restoreGeometry(self.settings.geometry)
        self.intents.set_pace(self.settings.pace)
        self.looks.remember(self.actions)
        self._show_title()

    # ---- small reactions

    def _toggle(self) -> None:
        if self.trainer.status.phase == "training":
            self.intents.pause()
        else:
            self.rooms.train()

    def _sent(self) -> None:
        self.window.controls.set_pace(self.intents.pace)
        self.clock.mark_dirty()

    def _phase_changed(self, phase: str) -> None:
        self.window.controls.show_phase(phase)
        training = phase == "training"
        self.actions["training.toggle"].setText("Pause" if training else "Train")
        self.window.setWindowModified(training or self.documents.unsaved)

    def _begin(self, config: TrainingConfig) -> None:
        self._making = ""
        if config.spec.n_edges >= LARGE:
            # The trainer's thread makes it; until it is there, the window shows the one before.
            self._making = f"Making a network with {config.spec.n_edges / 1e6:.1f} million weights…"
            self.window.banner.say(self._making)
        self.networks.begin(config)

    def _network_changed(self, status: TrainerStatus) -> None:
        self.window.form.set_config(status.config)
        if self._making and self.window.banner.text == self._making:
            self.window.banner.hide()

    def _measured(self) -> None:
        # Curves that rest are drawn anew too.
        self.clock.mark_dirty()
        self.trouble.measured()

    def _picture_opened(self, picture: Example) -> None:
        if picture.empty:
            self.window.banner.say("There is no ink in that picture: it is one colour all over.", error=True)
        else:
            self.paper.pick(picture)

    def _open_example(self, path: Path) -> None:
        self.documents.open_path(path, shipped=True)

    def _show_title(self) -> None:
        self.window.setWindowTitle(f"{self.documents.name}[*] – netviz")
        self.window.setWindowModified(self.documents.unsaved)

    def _dress(self, palette: Palette) -> None:
        self.window.apply_palette(palette)
        self.presenter.set_palette(palette)
        self.film.set_palette(palette)
        if self.others is not None:
            self.others.apply_palette(palette)

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.show()
        dialog.raise_()

    def _leave(self) -> None:
        self.window.close()

    def _closing(self, event: QCloseEvent) -> None:
        self.documents.closing(event)
        if event.isAccepted():
            self.settings.geometry = self.window.saveGeometry()
            self.settings.set_config(self.intents.config)
            self.settings.pace = self.intents.pace
            self.close()
