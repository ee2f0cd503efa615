"""File > Collect handwriting: collections are read, kept after each sign, and learnt from."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from netviz.app.program.opening import Opening
from netviz.app.run.data import RunData
from netviz.app.window.main_window import MainWindow
from netviz.files.errors import FileError
from netviz.files.paths import is_folder, is_there
from netviz.language.grammar import counted
from netviz.panels.hand.dialog import CollectDialog
from netviz.tasks.digits.task import DIGITS, is_of_digits
from netviz.tasks.examples import Data, DataError
from netviz.tasks.hand.collection import ENDING, Collection, begun, names_in, read, write
from netviz.tasks.hand.data import DigitsAndHand, alone, hand_for, on_top
from netviz.tasks.hand.library import Kept, kept_in, new_file, newest_of_digits
from netviz.tasks.pictures.pictures import PictureData, Pictures
from netviz.tasks.task import AnyTask, PictureTask
from netviz.training.jobs.thread import JobThread
from netviz.training.recording.recovery import runs_folder
from netviz.viewmodels.job_bridge import JobBridge

T = TypeVar("T")

ABOUT: Final = "handwriting"
FROM_PAGES: Final = "from pages"
"""The collection of what was named on pages."""


class Handwriting(QObject):
    """What is drawn is written whole after each sign, on a thread of its own: nothing waits for it, and
    nothing else delays it.
    """

    found = Signal(object)  # Pictures that show how well one's hand is read; None without any

    def __init__(
        self,
        window: MainWindow,
        task: AnyTask,
        data: RunData,
        leave: Callable[[Opening], None],
    ) -> None:
        super().__init__()
        self._window = window
        self._task = task
        self._data = data
        self._leave = leave
        self.folder = runs_folder().with_name("handwriting")
        self._jobs: JobThread | None = None
        self._bridge: JobBridge | None = None
        self._path: Path | None = None
        self._collection: Collection | None = None
        self._unkept = False
        self._learnt: Data | None = None
        self.dialog: CollectDialog | None = None

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the row of the table of actions does that belongs here."""
        return {"file.collect": self.show}

    def show(self) -> None:
        """Open the place where one draws."""
        if self.dialog is None:
            self.dialog = dialog = CollectDialog(self._window)
            dialog.chosen.connect(self._choose)
            dialog.new_wanted.connect(self._begin)
            dialog.changed.connect(self._changed)
            dialog.finished.connect(lambda _: self._look())
            dialog.alone_wanted.connect(lambda: self._learn(alone, self._leave_for))
            dialog.on_top_wanted.connect(lambda: self._learn(on_top, self._learn_on_top))
        self.dialog.open()
        self._do("read", lambda: kept_in(self.folder), self._read)

    def provide(self, data: Data) -> None:
        """These are learnt from now."""
        self._learnt = data
        self._look()

    def add(self, digits: Sequence[tuple[int, NDArray[np.uint8]]], done: Callable[[int], None]) -> None:
        """Put digits of a page, each with what it is, into the collection of such, each once; `done` is told
        how many lie there. What went wrong is said in the window.
        """
        path = self.folder / f"{FROM_PAGES}{ENDING}"

        def work() -> Collection:
            collection = read(path) if is_there(path) else begun(DIGITS.answer.names)
            for label, pixels in digits:
                sign = collection.names.index(DIGITS.answer.names[label])
                if not (collection.images[collection.labels == sign] == pixels).all(axis=1).any():
                    collection = collection.with_sign(sign, pixels)
            write(path if is_there(path) else new_file(self.folder, FROM_PAGES), collection)
            return collection

        def added(collection: Collection) -> None:
            if path == self._path and self.dialog is not None:
                self._open(Kept(path, collection))
            self._look()
            done(len(collection))

        self._do("add", work, added)

    def close(self) -> None:
        """The program ends: what was drawn last is written, whatever waits."""
        if self._bridge is not None:
            self._bridge.close()
        if self._jobs is not None:
            self._jobs.close()
        if self._unkept and self._path is not None and self._collection is not None:
            with contextlib.suppress(FileError):  # where it can't be written, the dialog has said so
                write(self._path, self._collection)

    def _look(self) -> None:
        """What is there to see how well one's hand is read: what is held back, or the newest collection."""
        data = self._learnt
        if isinstance(data, DigitsAndHand):
            self.found.emit(data.hand)
        elif data is not None and is_of_digits(data.task) and is_folder(self.folder):
            task = cast("PictureTask", data.task)

            def found(drawings: Pictures | None) -> None:
                # What is learnt from by then may hold some of them: only what it holds back counts.
                if self._learnt is data:
                    self.found.emit(drawings)

            self._do("look", lambda: hand_for(task, newest_of_digits(self.folder)), found)
        else:
            self.found.emit(None)

    # ---- files

    def _do(self, kind: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        if self._jobs is None or self._bridge is None:
            self._jobs = JobThread()
            self._bridge = JobBridge(self._jobs)
        self._bridge.submit(kind, lambda _progress: work(), done, self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DataError | FileError | OSError):
            raise error
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.complain(str(error))
        else:
            self._window.banner.say(str(error), error=True, about=ABOUT)

    def _read(self, library: list[Kept]) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        if self._collection is None:
            usable = next((one for one in library if one.collection is not None), None)
            if usable is None:
                dialog.ask_for_new()
            else:
                self._open(usable)
        dialog.show_library(library, self._path)
        trouble = next((one.trouble for one in library if one.trouble), "")
        if trouble:
            dialog.complain(trouble)

    def _open(self, kept: Kept) -> None:
        assert self.dialog is not None
        assert kept.collection is not None
        self._path, self._collection = kept.path, kept.collection
        self.dialog.show_collection(kept.collection)
        self.dialog.say(self._told())

    def _choose(self, path: Path) -> None:
        def done(library: list[Kept]) -> None:
            kept = next((one for one in library if one.path == path), None)
            if self.dialog is None:
                return
            if kept is not None and kept.collection is not None:
                self._open(kept)
            self.dialog.show_library(library, self._path)
            if kept is None or kept.collection is None:
                self.dialog.complain(kept.trouble if kept else f"{path.name} is not there any more.")

        self._do("read", lambda: kept_in(self.folder), done)

    def _begin(self, name: str, signs: str) -> None:
        def work() -> Kept:
            collection = begun(names_in(signs))
            path = new_file(self.folder, name)
            write(path, collection)
            return Kept(path, collection)

        def done(kept: Kept) -> None:
            self._open(kept)
            self._do("read", lambda: kept_in(self.folder), self._read)

        self._do("begin", work, done)

    def _changed(self, collection: Collection) -> None:
        path = self._path
        assert path is not None
        self._collection, self._unkept = collection, True

        def done(_: None) -> None:
            if collection is self._collection and self.dialog is not None:
                self._unkept = False
                self.dialog.say(self._told())

        self._do("keep", lambda: write(path, collection), done)

    def _told(self) -> str:
        assert self._collection is not None
        n = counted(len(self._collection), "{n} drawing is saved", "{n} drawings are saved")
        return f"{n} in {self._path}."

    # ---- learning

    def _learn(self, make: Callable[[Path, Collection], T], done: Callable[[T], None]) -> None:
        path, collection = self._path, self._collection
        if path is not None and collection is not None:
            self._do("learn", lambda: make(path, collection), done)

    def _learn_on_top(self, data: DigitsAndHand) -> None:
        if self._task != DIGITS:
            self._leave_for(data)
            return
        assert self.dialog is not None
        self.dialog.close()
        self._data.learn_from(data, data.described)

    def _leave_for(self, data: PictureData) -> None:
        assert self.dialog is not None
        self.dialog.close()
        self._leave(Opening(data.task, words=" ".join(data.said), bare=True, data=data))
