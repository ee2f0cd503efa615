"""File > Export training as a film…: a stretch of the run, with the digit that lies on the pad."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.files.films import ONE_AT_A_TIME, FilmExport
from netviz.app.files.saving import A_FILM
from netviz.app.program.settings import Settings
from netviz.app.run.past.time_travel import TimeTravel
from netviz.app.run.recordings import Recordings
from netviz.app.screen.paper import Paper
from netviz.app.window.banner import Banner
from netviz.files.errors import FileError
from netviz.panels.export.film_dialog import FilmWish
from netviz.rendering.files.run_film import Digit, write_run
from netviz.tasks.examples import Data
from netviz.training.jobs.thread import Progress
from netviz.training.recording.reader import Recording
from netviz.viewmodels.references import SHADE_DIGITS


def usual_kind() -> str:
    """The suffix of what is smallest and smoothest, where this installation can write it."""
    return ".mp4" if importlib.util.find_spec("av") is not None else ".webp"


def long(seconds: float) -> str:
    """`1 second`, `7.5 seconds`."""
    number = f"{seconds:.1f}".removesuffix(".0")
    return f"{number} second" if number == "1" else f"{number} seconds"


class RunFilm(QObject):
    """Asks what and where; the film is written as a story's is."""

    def __init__(
        self,
        film: FilmExport,
        time: TimeTravel,
        recordings: Recordings,
        paper: Paper,
        settings: Settings,
        dialogs: ExportDialogs,
        banner: Banner,
    ) -> None:
        super().__init__()
        self._film = film
        self._time = time
        self._recordings = recordings
        self._paper = paper
        self._settings = settings
        self.dialogs = dialogs
        self._banner = banner
        self._digits: Data | None = None

    def provide(self, digits: Data) -> None:
        """The digits are there: shades can be measured on them."""
        self._digits = digits

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the row of the table of actions does that belongs here."""
        return {"file.export_run": self.export}

    def why_not(self) -> str:
        """Why nothing can be filmed now; empty where something can."""
        held, newest = self._time.held, self._time.newest
        if self._film.running:
            return ONE_AT_A_TIME
        if (
            self._recordings.file is None
            or held is None
            or newest is None
            or not len(held.steps)
            or newest.step <= held.steps[0]
        ):
            if newest is not None and newest.step > 0:
                return f"How it came to step {newest.step:,} is in no recording. From here on, all steps are."
            return "There is nothing to film yet: train first."
        return ""

    def export(self) -> None:
        """Ask for the stretch and where to, and write it."""
        held, newest = self._time.held, self._time.newest
        reason = self.why_not()
        if reason or held is None or newest is None:
            self._banner.say(reason)
        else:
            wish = self.dialogs.film(int(held.steps[0]), newest.step, self._last_step)
            path = (
                None
                if wish is None
                else self.dialogs.file_to_save(
                    "Export training as a film", self._settings.folder / f"training{usual_kind()}", A_FILM
                )
            )
            if wish is not None and path is not None:
                self.write(path, wish)

    def _last_step(self) -> int:
        """Training goes on while one chooses."""
        newest = self._time.newest
        return 0 if newest is None else newest.step

    def write(self, path: Path, wish: FilmWish) -> None:
        """Write this stretch of the present run there."""
        written, opened = self._recordings.recorder.flush(), self._recordings.file
        example, digits, palette = self._paper.example(), self._digits, self._film.palette
        # Of a branch without a step of its own, or a step just made, the recording knows nothing yet.
        newest = self._time.newest
        digit = None
        if digits is not None and not example.empty:
            digit = Digit(
                digits.task.input.scaled(example.pixels), digits.validation.inputs(slice(SHADE_DIGITS))
            )

        def work(progress: Progress) -> float:
            file = written.result() or opened
            if file is None:
                raise FileError("The run is recorded nowhere at the moment, so there is nothing to film.")
            with Recording(file) as recording:
                return write_run(
                    path,
                    recording,
                    wish.first,
                    wish.last,
                    palette,
                    wish.width,
                    wish.height,
                    seconds=wish.seconds,
                    digit=digit,
                    newest=newest,
                    progress=progress.report,
                    cancelled=lambda: progress.cancelled,
                )

        self._film.begin(
            path, work, lambda seconds: f"The film is saved as {path.name}: {long(seconds)} to see."
        )
