"""File > Runs: every recorded run and its branches, to open, find and delete."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from netviz.app.program.settings import BUDGETS, Settings
from netviz.app.run.recordings import Recordings
from netviz.app.window.banner import Banner
from netviz.app.window.dialogs import Dialogs
from netviz.app.window.main_window import MainWindow
from netviz.files.errors import FileError
from netviz.files.paths import is_there
from netviz.network.spec import NetworkSpec
from netviz.panels.run.runs_dialog import RunRow, RunsDialog
from netviz.tasks.all_tasks import USUAL
from netviz.training.config import TrainingConfig
from netviz.training.jobs.thread import JobThread, Progress
from netviz.training.recording.lock import is_being_written
from netviz.training.recording.reader import Recording
from netviz.training.recording.recovery import recordings_in, remove
from netviz.viewmodels.job_bridge import JobBridge


class Runs(QObject):
    """Reads the files on a thread of its own: there may be hundreds."""

    def __init__(
        self,
        window: MainWindow,
        recordings: Recordings,
        settings: Settings,
        dialogs: Dialogs,
        open_path: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self._window = window
        self._recordings = recordings
        self._settings = settings
        self.dialogs = dialogs
        self._open_path = open_path
        self._jobs: JobThread | None = None
        self._bridge: JobBridge | None = None
        self._dialog: RunsDialog | None = None

    @property
    def dialog(self) -> RunsDialog | None:
        """The list, once it has been opened."""
        return self._dialog

    @property
    def banner(self) -> Banner:
        """Where it says what is wrong."""
        return self._window.banner

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the row of the table of actions does that belongs here."""
        return {"file.runs": self.show}

    def show(self) -> None:
        """Open the list."""
        if self._dialog is None:
            budget = round(self._settings.recording_budget / 1_000_000)
            self._dialog = RunsDialog(budget, BUDGETS, self._window)
            self._dialog.budget_changed.connect(self._set_budget)
            self._dialog.open_wanted.connect(self._open)
            self._dialog.folder_wanted.connect(
                lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
            )
            self._dialog.delete_wanted.connect(self._delete)
            self._dialog.show_rows((), "The runs are being read …")
        self._dialog.show()
        self._dialog.activateWindow()
        self.read()

    def read(self) -> None:
        """Read all of them anew."""
        left = self._recordings.only_branched
        present, at, own = self._recordings.file, self._recordings.stands_at, self._recordings.holds
        folder, recent = self._recordings.folder, self._settings.recent_files

        def work(progress: Progress) -> list[RunRow]:
            rows = []
            for path in dict.fromkeys((*recordings_in(folder), *recent)):
                progress.check()
                here = path == present
                row = _row(path, present=here and not left, saved=not own(path), at=at)
                if row is not None:
                    rows.append(replace(row, left=here and left))
            return rows

        def done(rows: list[RunRow]) -> None:
            if self._dialog is not None:
                self._dialog.show_rows(rows, self._about(rows))

        if self._jobs is None or self._bridge is None:
            self._jobs = JobThread()
            self._bridge = JobBridge(self._jobs)
        self._bridge.submit("runs", work, done)

    def close(self) -> None:
        """The program ends."""
        if self._bridge is not None:
            self._bridge.close()
        if self._jobs is not None:
            self._jobs.close()

    def _about(self, rows: list[RunRow]) -> str:
        if not rows:
            return "There are no runs yet: each is recorded from its first step."
        own = sum(row.size for row in rows if not row.saved)
        return (
            f"Every run is recorded by itself, in {self._recordings.folder}: {own / 1e6:,.1f} MB now; "
            "beyond 2 GB the oldest go. Save keeps one for good."
        )

    def _set_budget(self, megabytes: int) -> None:
        self._settings.recording_budget = megabytes * 1_000_000
        self._recordings.recorder.budget = self._settings.recording_budget

    def _open(self, path: Path) -> None:
        self._open_path(path)
        if self._dialog is not None:
            self._dialog.close()

    def _delete(self, path: Path) -> None:
        if path == self._recordings.file or is_being_written(path):
            self.banner.say(
                f"{path.name} is being recorded just now, so it can't be deleted.", error=True, about="delete"
            )
            return
        if not self.dialogs.delete_run(path.name):
            return
        assert self._bridge is not None

        def work(_progress: Progress) -> bool:
            remove(path)
            return is_there(path)

        def done(still_there: bool) -> None:
            if still_there:
                self.banner.say(
                    f"{path.name} could not be deleted: its folder can't be written.",
                    error=True,
                    about="delete",
                )
            else:
                self.banner.withdraw("delete")
                self._settings.forget_recent_file(path)
            self.read()

        self._bridge.submit("delete run", work, done)


def shapes(first: NetworkSpec, last: NetworkSpec) -> str:
    """`20-16-16-3`, or `16-16 → 128-64` where the hidden layers have changed since."""
    return str(first) if str(first) == str(last) else f"{_hidden(first)} → {_hidden(last)}"


def _hidden(spec: NetworkSpec) -> str:
    return "-".join(str(size) for size in spec.sizes[1:-1]) or "no hidden layer"


def _called(config: TrainingConfig, shape: str) -> str:
    """The shape alone for the usual task; else with the task's name."""
    return shape if config.task.id == USUAL else f"{config.task.label}: {shape}"


def _row(path: Path, *, present: bool, saved: bool, at: int | None) -> RunRow | None:
    """A row for what can be read; None for another file. `at`: the step of the present run's file at which
    the window stands, where none was made since.
    """
    try:
        with Recording(path) as recording:
            # What is in the window has made the steps after its last full state; of another they are lost.
            info, here = recording.info, present and at is None
            last = recording.last_step if here else recording.resumes_at
            measured = [point for point in recording.validation() if here or point.step <= last]
            return RunRow(
                path,
                info.run,
                _called(info.config, shapes(info.config.spec, recording.last_spec)),
                last,
                info.created,
                path.stat().st_size,
                measured[-1].accuracy if measured and math.isfinite(measured[-1].accuracy) else None,
                None if info.parent is None else info.parent.run,
                0 if info.parent is None else info.parent.step,
                present,
                saved,
                not info.finished and not is_being_written(path),
                at if present and at is not None and at < last else None,
            )
    except (FileError, OSError):
        return None
