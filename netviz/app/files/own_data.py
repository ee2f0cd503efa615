"""A person's own data, brought to the window: read on the job thread, looked at, and then learnt from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from netviz.app.program.loading import table_preview
from netviz.app.program.opening import ABOUT_DATA, Opening
from netviz.app.window.dialogs import Dialogs
from netviz.app.window.main_window import MainWindow
from netviz.panels.data.preview import DataPreview
from netviz.tasks.examples import Data, DataError
from netviz.tasks.given import open_data
from netviz.tasks.pictures.folder import Say
from netviz.tasks.pictures.pictures import PictureData
from netviz.tasks.tabular.choices import Choices
from netviz.tasks.tabular.data import TableData
from netviz.tasks.tabular.names import is_table
from netviz.tasks.tabular.sight import Sight, look
from netviz.training.jobs.thread import JobThread, Progress
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette

if TYPE_CHECKING:
    from netviz.panels.data.table_preview import TablePreview

Found = TypeVar("Found")


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
        self.preview: DataPreview | TablePreview | None = None
        window.bar.progress.cancelled.connect(self.cancel)

    def choose(self) -> None:
        """Ask for a folder and read it."""
        folder = self._dialogs.folder_of_data()
        if folder is not None:
            self.take(folder)

    def choose_table(self) -> None:
        """Ask for a table and look at it."""
        table = self._dialogs.table_of_data()
        if table is not None:
            self.take(table)

    def take(self, path: Path) -> None:
        """Read what lies there, show it, and learn from it where the person says so."""
        self._window.banner.withdraw(ABOUT_DATA)
        self._read(
            lambda say: _looked(path, say) if is_table(path) else open_data(path, say=say),
            lambda found: self._show(path, found),
            lambda words: self._window.banner.say(words, error=True, about=ABOUT_DATA),
        )
        self._window.bar.progress.begin(f"Reading {path.name}")

    def _read(
        self, work: Callable[[Say], Found], done: Callable[[Found], None], failed: Callable[[str], None]
    ) -> None:
        """Do this on the job thread; what was wanted before is not wanted any more."""
        self.cancel()
        bridge = self._bridge

        def working(progress: Progress) -> Found:
            def say(share: float, words: str) -> None:
                progress.check()
                progress.report(share, words)

            return work(say)

        def came(found: Found) -> None:
            if not progress.cancelled:
                self._end(progress)
                done(found)

        def broke(error: Exception) -> None:
            self._end(progress)
            if not isinstance(error, DataError | OSError):
                raise error
            failed(str(error))

        self._progress = progress = self._jobs.submit(
            ABOUT_DATA,
            working,
            lambda found: bridge.call(lambda: came(found)),
            failed=lambda error: bridge.call(lambda: broke(error)),
            report=lambda share, _words: bridge.call(lambda: self._tell(share)),
        )

    def _tell(self, share: float) -> None:
        self._window.bar.progress.show_share(share)
        if isinstance(self.preview, DataPreview | None) or self._progress is None:
            return
        self.preview.show_progress(share)

    def cancel(self) -> None:
        """Stop reading; nothing has changed."""
        if self._progress is not None:
            self._progress.cancel()
            self._end(self._progress)

    def _end(self, progress: Progress) -> None:
        if progress is self._progress:
            self._progress = None
            self._window.bar.progress.end()

    def _show(self, path: Path, found: Data | tuple[Sight, type[TablePreview]]) -> None:
        if isinstance(found, tuple):
            self._show_table(path, *found)
            return
        if not isinstance(found, PictureData):
            self._take(path, found)
            return
        preview = DataPreview(found, self._palette(), self._window)
        preview.accepted.connect(lambda: self._take(path, found))
        self._open(preview)

    def _show_table(self, path: Path, sight: Sight, made: type[TablePreview]) -> None:
        preview = made(sight, self._window)

        def again(choices: Choices) -> None:
            preview.show_progress(0.0)
            # The file was looked at; what is read of it now has to be of the same one.
            known = preview.sight.found
            self._read(lambda say: look(path, choices, known, say), preview.show_sight, preview.say)

        def take() -> None:
            table = preview.sight.table
            assert table is not None
            self._take(path, table.data)

        preview.chosen.connect(again)
        preview.accepted.connect(take)
        preview.rejected.connect(self.cancel)
        self._open(preview)

    def _open(self, preview: DataPreview | TablePreview) -> None:
        self.preview = preview
        preview.finished.connect(preview.deleteLater)
        preview.finished.connect(self._closed)
        preview.open()

    def _closed(self) -> None:
        self.preview = None

    def _take(self, path: Path, data: Data) -> None:
        words = f"It learns from {len(data.training):,} {data.task.examples} of {path.name}."
        if isinstance(data, TableData):
            words = " ".join((words, *data.said))
        self._leave(Opening(data.task, words=words, bare=True, data=data))


def _looked(path: Path, say: Say) -> tuple[Sight, type[TablePreview]]:
    """What lies there, and what shows it, which is brought by the same thread."""
    return look(path, say=say), table_preview()
