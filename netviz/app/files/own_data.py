"""A person's own data, brought to the window: read on the job thread, looked at, and then learnt from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from netviz.app.program.opening import Opening
from netviz.app.window.dialogs import Dialogs
from netviz.app.window.main_window import MainWindow
from netviz.panels.data.preview import DataPreview
from netviz.tasks.examples import Data, DataError
from netviz.tasks.given import open_data
from netviz.tasks.pictures.pictures import PictureData
from netviz.tasks.tabular.data import TableData
from netviz.training.jobs.thread import JobThread, Progress
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette

ABOUT: Final = "own data"


class OwnData(QObject):
    """Asks for a folder, or takes what is dropped."""

    def __init__(
        self,
        window: MainWindow,
        jobs: JobThread,
        bridge: JobBridge,
        dialogs: Dialogs,
        palette: Callable[[], Palette],
        leave: Callable[[Opening], None],
    ) -> None:
        super().__init__()
        self._window = window
        self._jobs = jobs
        self._bridge = bridge
        self._dialogs = dialogs
        self._palette = palette
        self._leave = leave
        self._progress: Progress | None = None
        self.preview: DataPreview | None = None
        window.bar.progress.cancelled.connect(self.cancel)

    def choose(self) -> None:
        """Ask for a folder and read it."""
        folder = self._dialogs.folder_of_data()
        if folder is not None:
            self.take(folder)

    def take(self, path: Path) -> None:
        """Read what lies there, show it, and learn from it where the person says so."""
        self.cancel()

        def work(progress: Progress) -> Data:
            def say(share: float, words: str) -> None:
                progress.check()
                progress.report(share, words)

            return open_data(path, say=say)

        bridge = self._bridge
        strip = self._window.bar.progress
        self._progress = progress = self._jobs.submit(
            ABOUT,
            work,
            lambda data: bridge.call(lambda: self._read(progress, path, data)),
            failed=lambda error: bridge.call(lambda: self._failed(progress, error)),
            report=lambda share, _words: bridge.call(lambda: strip.show_share(share)),
        )
        self._window.banner.withdraw(ABOUT)
        strip.begin(f"Reading {path.name}")

    def cancel(self) -> None:
        """Stop reading; nothing has changed."""
        if self._progress is not None:
            self._progress.cancel()
            self._end(self._progress)

    def _end(self, progress: Progress) -> None:
        if progress is self._progress:
            self._progress = None
            self._window.bar.progress.end()

    def _read(self, progress: Progress, path: Path, data: Data) -> None:
        if progress.cancelled:
            return
        self._end(progress)
        if not isinstance(data, PictureData):
            self._take(path, data)
            return
        self.preview = preview = DataPreview(data, self._palette(), self._window)
        preview.accepted.connect(lambda: self._take(path, data))
        preview.finished.connect(preview.deleteLater)
        preview.open()

    def _take(self, path: Path, data: Data) -> None:
        words = f"It learns from {len(data.training):,} {data.task.examples} of {path.name}."
        if isinstance(data, TableData):
            words = " ".join((words, *data.said))
        self._leave(Opening(data.task, words=words, bare=True, data=data))

    def _failed(self, progress: Progress, error: Exception) -> None:
        self._end(progress)
        if not isinstance(error, DataError | OSError):
            raise error
        self._window.banner.say(str(error), error=True, about=ABOUT)
