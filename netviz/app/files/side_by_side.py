"""Runs side by side in a file: asked where to, and written behind the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.files.films import ONE_AT_A_TIME, FilmExport
from netviz.app.files.run_film import long
from netviz.app.files.saving import THE_COMPARISON
from netviz.app.program.settings import Settings
from netviz.app.train.standing import Standing, write_film, write_picture, write_table
from netviz.app.window.banner import Banner
from netviz.files.errors import FileError
from netviz.panels.plots.export import ExportError
from netviz.rendering.fonts import picture_family
from netviz.training.jobs.thread import Progress
from netviz.viewmodels.job_bridge import JobBridge

_ABOUT = "save comparison"


class SideBySideFiles(QObject):
    """What it becomes is said by the file's ending: a picture, a table, or a film."""

    def __init__(
        self,
        film: FilmExport,
        bridge: JobBridge,
        settings: Settings,
        dialogs: ExportDialogs,
        banner: Banner,
    ) -> None:
        super().__init__()
        self._film = film
        self._bridge = bridge
        self._settings = settings
        self._banner = banner
        self.dialogs = dialogs

    def save(self, standing: Standing) -> None:
        """Ask where to, and write them as they stand."""
        path = self.dialogs.file_to_save(
            "Save the runs side by side", self._settings.folder / "runs side by side.png", THE_COMPARISON
        )
        if path is not None:
            self.write(path, standing)

    def write(self, path: Path, standing: Standing) -> None:
        """Write them there."""
        suffix = path.suffix.lower()
        if suffix == ".csv":
            self._save(path, "table", lambda progress: write_table(path, standing, progress))
        elif suffix == ".png":
            picture_family()  # fonts are loaded on this thread
            self._save(path, "picture", lambda _progress: write_picture(path, standing))
        elif not standing.seen.step:
            self._banner.say("There is nothing to film yet: train them first.", error=True, about=_ABOUT)
        elif self._film.running:
            self._banner.say(ONE_AT_A_TIME, about=_ABOUT)
        else:
            self._film.begin(
                path,
                lambda progress: write_film(path, standing, progress),
                lambda seconds: f"The film is saved as {path.name}: {long(seconds)} to see.",
            )

    def _save(self, path: Path, what: str, work: Callable[[Progress], None]) -> None:
        def failed(error: Exception) -> None:
            if not isinstance(error, ExportError | FileError | OSError):
                raise error
            words = f"{path.name} could not be saved: {str(error).rstrip('.')}."
            self._banner.say(words, error=True, about=_ABOUT)

        self._bridge.submit(
            "save comparison",
            work,
            lambda _: self._banner.say(f"Saved the {what} as {path.name}.", about=_ABOUT),
            failed,
        )
