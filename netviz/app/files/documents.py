"""Opening and saving: nothing is lost without a question, and no file write makes the window wait."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent

from netviz.app.files.opened import Opened, is_data, read_file
from netviz.app.files.saving import THE_RUN
from netviz.app.program.parts import Parts
from netviz.app.run.data import RunData
from netviz.app.run.examples import example_words
from netviz.app.run.networks import ABOUT
from netviz.app.run.recordings import Recordings
from netviz.app.window.dialogs import Unsaved
from netviz.files import endings
from netviz.files.errors import FileError
from netviz.files.paths import is_there
from netviz.tasks.all_tasks import DEFAULT, USUAL, task_named
from netviz.tasks.data_name import UNKNOWN, DataName
from netviz.tasks.digits.digits import DataError
from netviz.tasks.input import Picture
from netviz.tasks.pictures.pictures import PictureData
from netviz.tasks.pictures.reading import read_image, read_picture
from netviz.tasks.task import AnyTask, PictureTask
from netviz.training.config import ConfigError
from netviz.training.jobs.thread import Progress
from netviz.training.recording.lock import is_being_written
from netviz.training.recording.reader import Recording
from netviz.training.recording.run_file import check_replaceable
from netviz.training.recording.tables.schema import Origin
from netviz.training.saved.model_file import save_model
from netviz.training.session import SessionState
from netviz.viewmodels.probe import Example, example

if TYPE_CHECKING:
    from netviz.app.page.reader import PageReader
    from netviz.viewmodels.pages.page import Page


class _Document(NamedTuple):
    """Which file a network is, and as which step and version of its weights it stands there."""

    path: Path | None
    clean_step: int | None
    version: int


class Saved(NamedTuple):
    """Up to which step, and what is missing."""

    step: int
    note: str


def no_picture(task: AnyTask) -> str:
    """Why a picture can't be read here."""
    way = f"File > New > {task_named(USUAL).label}"
    return f"This network reads {task.examples}, no pictures: {way} is for them."


class Documents(QObject):
    """The network as a document: where it is saved, whether it was trained since."""

    elsewhere = Signal(object, object, bool)  # task, Path, whether it comes with the program
    data_brought = Signal(object)  # Path of a data set
    opened_example = Signal(object)  # Example from a picture with ink in it
    opened_page = Signal(object)  # Page with several digits
    opened_scenes = Signal(object)  # Path of a list of scenes
    title_changed = Signal()
    desk_found = Signal(str)  # with a run that was opened
    saving = Signal()  # a copy of the run is about to be made

    def __init__(self, parts: Parts, recordings: Recordings, run_data: RunData) -> None:
        super().__init__()
        self._task = parts.task
        self._window = parts.window
        self._trainer = parts.trainer
        self._intents = parts.intents
        self._networks = parts.networks
        self._bridge = parts.bridge
        self._settings = parts.settings
        self._banner = parts.window.banner
        self.dialogs = parts.dialogs
        self._recordings = recordings
        self._run_data = run_data
        self._path: Path | None = None
        self._clean_step: int | None = 0
        self._saved_version = 0  # which of the weights at that step are in a file
        self._data = UNKNOWN
        self.desk_text: Callable[[], str] = str  # what lies beside the network; whoever knows puts it here
        self.pages: PageReader | None = None  # it comes behind the first picture, where pages can be read
        parts.networks.replaced.connect(self._replaced)
        parts.networks.document = lambda: _Document(self._path, self._clean_step, self._saved_version)
        parts.networks.brought.connect(self._brought)
        parts.networks.changed.connect(self.title_changed)

    @property
    def name(self) -> str:
        """The file's name, or what stands for it."""
        return self._path.name if self._path else "untitled"

    @property
    def file(self) -> Path | None:
        """The file that holds this very network; None where none does."""
        return None if self.unsaved else self._path

    @property
    def unsaved(self) -> bool:
        """Whether there is training that no file holds."""
        taught = self._networks.version != self._saved_version
        return taught or self._trainer.status.step not in (0, self._clean_step)

    def provide(self, data: DataName) -> None:
        """The digits that training uses; saved files remember which."""
        self._data = data

    def forget(self, *, clean_step: int | None = 0) -> None:
        """Another network stands there, in no file. At `clean_step` it needs no saving (None: at any)."""
        self._path = None
        self._clean_step = clean_step
        self._saved_version = self._networks.version
        self.title_changed.emit()

    def _replaced(self, clean_step: int | None) -> None:
        self.forget(clean_step=clean_step)

    def _brought(self, document: object) -> None:
        """Undo or redo has brought a network back, and with it the file that it was."""
        if isinstance(document, _Document):
            self._path, self._clean_step, self._saved_version = document
            self.title_changed.emit()

    # ---- opening

    def open(self) -> None:
        """Ask for a file and open it."""
        path = self.dialogs.file_to_open(self._settings.folder)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path, *, shipped: bool = False) -> None:
        """Open this file, whatever it is. What comes with the program is not the person's to save over."""
        if is_data(path):
            self.data_brought.emit(path)
            return

        def done(found: Opened) -> None:
            opened = self._as_said(found)
            if opened is None:
                return
            if opened.scenes:
                self.opened_scenes.emit(path)
            elif opened.page is not None:
                self._settings.add_recent_file(path)
                self.opened_page.emit(opened.page)
            elif opened.pixels is not None:
                self._settings.add_recent_file(path)
                self.show_picture(self._picture(opened.pixels, path.name))
            elif opened.state is not None and opened.state.config.task != self._task:
                self.elsewhere.emit(opened.state.config.task, path, shipped)
            elif opened.state is not None:
                state = opened.state
                self._unless_unsaved(
                    "another one is opened", lambda: self._show(state, opened, shipped=shipped)
                )

        self._bridge.submit(
            "open", lambda progress: self._read(path, progress), done, self._failed_at(path, "open")
        )

    def _read(self, path: Path, progress: Progress) -> Opened:
        """On the job thread: the file, and the digits that belong to it."""

        def page(path: Path) -> Page | None:
            return None if self.pages is None else self.pages.several(path, progress)

        opened = read_file(path, self._read_picture, page)
        self._run_data.look_for(opened.data)
        if opened.left_out is None:
            return opened
        at_hand = self._run_data.at_hand
        found = opened.left_out.measured(at_hand.validation if isinstance(at_hand, PictureData) else None)
        return opened._replace(left_out=found if found.open else None, note=found.note)

    def _picture(self, pixels: NDArray[np.uint8], name: str) -> Example:
        """What was read in a picture, for this task or, where it reads none, for the usual one."""
        task = self._task if isinstance(self._task.input, Picture) else DEFAULT
        return example(pixels, "file", name=name, task=task)

    def _read_picture(self, path: Path) -> NDArray[np.uint8]:
        """As the pictures of the run were prepared. Raises DataError."""
        if not isinstance(self._task.input, Picture):
            return read_image(path)  # which says whether it is a picture at all
        return read_picture(cast("PictureTask", self._task), self._run_data.own.how, path)

    def _as_said(self, opened: Opened) -> Opened | None:
        """As it is, or as the person says where the file does not; None where they do not say it."""
        if opened.left_out is None:
            return opened
        model = opened.left_out.as_said(opened.path.name, self.dialogs)
        if model is None:
            return None
        return opened._replace(state=model.session_state(), note=model.note, left_out=None)

    def show_picture(self, picture: Example) -> None:
        """Put what was read in a picture before the network."""
        if not isinstance(self._task.input, Picture):
            self._banner.say(no_picture(self._task), error=True, about="open")
        elif picture.empty:
            self._banner.say(
                "There is no ink in that picture: it is one colour all over.", error=True, about="open"
            )
        else:
            self._banner.withdraw("open")
            self.opened_example.emit(picture)

    def _show(self, state: SessionState, opened: Opened, *, shipped: bool, words: str = "") -> None:
        path = opened.path
        # A run that the program recorded by itself goes on in its file; what somebody saved stays as it is.
        own = self._recordings.own(path)
        origin = None if opened.recorded is None else Origin(path, state.step, in_place=own)
        self._networks.bring_in(state, opened.log(), origin, words)
        self._clean_step = state.step
        self._saved_version = self._networks.version
        self._path = None if shipped or self._recordings.holds(path) else path
        if not shipped:
            self._settings.add_recent_file(path)
        self.title_changed.emit()
        note = opened.note
        if self._recordings.holds(path) and not own:
            note = f"Another netviz records {path.name} just now, so this one goes on in a branch of it."
        self._banner.withdraw("open")
        about_data = self._run_data.say_what_is_there(path)
        note = note or about_data or (example_words(path) if shipped else "")
        if note:
            self._banner.say(note, about=ABOUT)
        self.desk_found.emit(opened.desk)

    def _failed_at(self, path: Path, what: str) -> Callable[[Exception], None]:
        return lambda error: self._failed(path, error, what)

    def _failed(self, path: Path, error: Exception, what: str) -> None:
        if not isinstance(error, FileError | DataError | ConfigError | OSError):
            raise error
        raw = isinstance(error, OSError) and not isinstance(error, FileError | DataError)
        why = getattr(error, "strerror", None) or error
        self._banner.say(f"{path.name} can't be used: {why}." if raw else str(error), error=True, about=what)
        if not is_there(path):
            self._settings.forget_recent_file(path)

    # ---- saving

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save where it was saved before, or ask."""
        if self._path is None:
            self.save_as(then)
        else:
            self._write(self._path, then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask where to save."""
        suggestion = self._path or self._settings.folder / f"{self._trainer.status.config.spec}.netviz"
        path = self.dialogs.file_to_save("Save the run", suggestion, THE_RUN)
        if path is not None:
            self._write(path, then)

    def why_not_revert(self) -> str:
        """Why there is nothing to revert to; empty where there is."""
        if self._path is None:
            return "There is nothing to revert to: this run was not saved yet."
        return "" if self.unsaved else f"There is nothing to revert: {self._path.name} holds this very step."

    def revert(self) -> None:
        """Back to what the file holds. The run as it is stays recorded, and undo brings it back."""
        path, reason = self._path, self.why_not_revert()
        if path is None or reason:
            self._banner.say(reason, about=ABOUT)
        else:
            failed = self._failed_at(path, "open")
            self._bridge.submit("open", lambda progress: self._read(path, progress), self._reverted, failed)

    def _reverted(self, found: Opened) -> None:
        opened = self._as_said(found)
        if opened is not None and opened.state is not None:
            self._show(opened.state, opened, shipped=False, words=f"revert to {opened.path.name}")
            self._banner.say(
                f"This is {opened.path.name} as it was saved, at step {opened.state.step:,}.", about=ABOUT
            )

    def _write(self, path: Path, then: Callable[[], object] | None) -> None:
        failed = self._failed_at(path, "save")
        try:
            self._recordings.check_named(path)
            if is_there(path):  # where it was saved before, something else may lie by now
                check_replaceable(path)
        except FileError as error:
            failed(error)
            return
        self.saving.emit()
        future = self._trainer.request_state()
        _, points, _ = self._trainer.log.validation_since(None)
        data, version, desk = self._data, self._networks.version, self.desk_text()
        recorder = None if path.suffix.lower() == endings.WEIGHTS else self._recordings.recorder
        copies: SimpleQueue[Future[Path | None]] = SimpleQueue()
        if recorder is not None:
            # Asked for by the trainer itself, so that the copy ends with this very state.
            future.add_done_callback(lambda _state: copies.put(recorder.save_as(path)))

        def work(_progress: object) -> Saved:
            state = future.result()
            try:
                if recorder is not None:
                    copies.get().result()
                    with Recording(path) as recording:
                        return Saved(recording.resumes_at, "")
                note = ""
            except (FileError, CancelledError) as error:
                if is_being_written(path):
                    raise
                # Where the run can't be recorded, the network as it is can be saved all the same.
                note = f" It holds the network without the steps before it: {error}"
            save_model(path, state, data, points[-1] if points else None, desk)
            return Saved(state.step, note)

        def done(saved: Saved) -> None:
            self._path = path
            self._clean_step = saved.step
            self._saved_version = version
            self._settings.add_recent_file(path)
            self._banner.say(
                f"Saved at step {saved.step:,} as {path.name}.{saved.note}",
                error=bool(saved.note),
                about="save",
            )
            self.title_changed.emit()
            if then is not None:
                then()

        self._bridge.submit("save", work, done, failed)

    # ---- leaving

    def closing(self, event: QCloseEvent) -> None:
        """The window wants to close: ask first where something would be lost."""
        answer = self._ask("the window closes")
        event.setAccepted(answer is Unsaved.DISCARD)
        if event.isAccepted():
            self._remember_run()
        if answer is Unsaved.SAVE:
            self.save(then=self._window.close)

    def leave(self, why: str, go: Callable[[], None]) -> None:
        """The run goes from the window, with all that belongs to its task: as where the window closes."""

        def remembered() -> None:
            self._remember_run()
            go()

        self._unless_unsaved(why, remembered)

    def _remember_run(self) -> None:
        """Where the run that stands there is found again."""
        own = self._recordings.written()
        if self._path is None and own is not None:
            self._settings.add_recent_file(own)
        last = self._path if self._path is not None and not self.unsaved else own or self._path
        if last is not None and self._trainer.status.step:
            self._settings.last_run = last

    def _unless_unsaved(self, why: str, go_on: Callable[[], None]) -> None:
        answer = self._ask(why)
        if answer is Unsaved.SAVE:
            self.save(then=go_on)
        elif answer is Unsaved.DISCARD:
            go_on()

    def _ask(self, why: str) -> Unsaved:
        """What to do with unsaved training; DISCARD where nothing would be lost.

        A run that nobody saved is recorded, and File > Runs opens it. Training waits for the answer.
        """
        if not self.unsaved or (self._path is None and self._recordings.keeps):
            return Unsaved.DISCARD
        training = self._trainer.status.phase == "training"
        if training:
            self._intents.pause()
        answer = self.dialogs.unsaved(why)
        if training and answer is Unsaved.CANCEL:
            self._intents.train()
        return answer
