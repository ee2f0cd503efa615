"""Films are painted and written on a thread of their own: the story on screen, a stretch of the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from netviz.app.explain.room import StoryRoom
from netviz.app.explain.source import StorySource
from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.files.saving import A_FILM
from netviz.app.program.settings import Settings
from netviz.app.screen.paper import Sheet
from netviz.app.window.main_window import MainWindow
from netviz.files.errors import FileError
from netviz.rendering.files.film_file import Cancelled, FilmError
from netviz.rendering.files.story_export import write_story
from netviz.rendering.fonts import picture_family
from netviz.training.experiments.backprop import TraceError
from netviz.training.jobs.thread import JobThread, Progress
from netviz.training.trainer.faults import report_fault
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.story.story import Story

CANCELLED: Final = "The export was cancelled, and no file was written."
EXPECTED: Final = (Cancelled, FilmError, FileError, TraceError)
ONE_AT_A_TIME: Final = "One film at a time: the one that is being written goes first."


class FilmExport(QObject):
    """A film takes a minute, for which the window's own job thread can't be spared."""

    def __init__(
        self,
        window: MainWindow,
        dialogs: ExportDialogs,
        settings: Settings,
        room: StoryRoom,
        source: StorySource,
        palette: Palette,
        open_room: Callable[[], None],
    ) -> None:
        super().__init__()
        self._window = window
        self.dialogs = dialogs
        self._settings = settings
        self._room = room
        self._source = source
        self._open_room = open_room
        self._waits_for: Sheet | None = None  # a drawing whose label is asked for, to export its story
        room.story_changed.connect(self._told)
        self._palette = palette
        self._jobs: JobThread | None = None
        self._bridge: JobBridge | None = None
        self._progress: Progress | None = None
        self._name = ""  # of the film that is written
        window.bar.progress.cancelled.connect(self.cancel)

    @property
    def running(self) -> bool:
        """Whether a film is being written."""
        return self._progress is not None

    def set_palette(self, palette: Palette) -> None:
        """The colours of the next film."""
        self._palette = palette

    def why_not(self) -> str:
        """Why no story can be exported now; empty where one can."""
        if self.running:
            return ONE_AT_A_TIME
        if self._source.pad_is_empty:
            return "There is no story to export yet: nothing lies before the network."
        return ""

    def export(self) -> None:
        """Ask where to, and write the story of what is on screen: this network, this step, this digit."""
        here, say = self._room.story_here(), self._window.banner.say
        self._waits_for = None
        reason = self.why_not()
        if reason:
            say(reason)
        elif here is None:
            # Only the person knows what was drawn. The question stands in Explain a step.
            self._open_room()
            self._waits_for = self._source.sheet
            say("Say what is right; then its story can be exported.")
        else:
            # While one looks for a place to save it, training may go on.
            label, make = here
            suggestion = self._settings.folder / f"teach it this {label}.gif"
            size = self.dialogs.story_film()
            path = None if size is None else self.dialogs.file_to_save("Export the story", suggestion, A_FILM)
            if size is not None and path is not None:
                self.write(path, make, size)

    def write(self, path: Path, make: Callable[[], Story], size: tuple[int, int]) -> None:
        """Write the story that `make` gives there, `size` (width, height) pixels large."""
        if self.running:
            return
        palette = self._palette

        def work(progress: Progress) -> float:
            return write_story(
                path, make(), palette, *size, progress=progress.report, cancelled=lambda: progress.cancelled
            )

        self.begin(
            path, work, lambda seconds: f"The story is saved as {path.name}: {seconds:.0f} seconds to see."
        )

    def _told(self) -> None:
        """A story is there: the one that was to be exported, if nothing else was drawn meanwhile."""
        if self._waits_for is not None and self._room.player is not None:
            waited_for, self._waits_for = self._waits_for, None
            if waited_for is self._source.sheet and self._room.is_open:
                self._window.banner.give_way()
                self.export()

    @property
    def palette(self) -> Palette:
        """The colours of the next film."""
        return self._palette

    def begin(self, path: Path, work: Callable[[Progress], float], words: Callable[[float], str]) -> None:
        """Let `work` write a film, with progress and cancel; `words` says what to say of its seconds."""
        # Fonts are loaded on this thread.
        picture_family()
        if self._jobs is None or self._bridge is None:
            self._jobs = JobThread()
            self._bridge = JobBridge(self._jobs)
        bridge = self._bridge

        def film(progress: Progress) -> None:
            try:
                seconds = work(progress)
            except Exception as error:
                if not progress.cancelled:
                    raise
                if not isinstance(error, EXPECTED):
                    report_fault(error)
                bridge.call(lambda: self._window.banner.say(CANCELLED, about="film"))
            else:
                # Who cancels in the very last moment is told that it was too late.
                bridge.call(lambda: self._done(progress, f"{words(seconds)} {how_large(path)}"))

        self._progress = progress = self._jobs.submit(
            "film",
            film,
            failed=lambda error: bridge.call(lambda: self._failed(progress, error)),
            report=lambda share, _text: bridge.call(lambda: self._window.bar.progress.show_share(share)),
        )
        self._name = path.name
        self._window.bar.progress.begin(f"Writing {path.name}")

    def cancel(self) -> None:
        """Stop the film that is being written; nothing of it stays. That is said once it is so."""
        if self._progress is not None:
            self._progress.cancel()
            self._end(self._progress)

    def may_end(self) -> bool:
        """Whether the program may end now: a film is given up only where somebody says so."""
        return not self.running or self.dialogs.give_up_film(self._name)

    def close(self) -> None:
        """The program ends: so does an export."""
        if self._bridge is not None:
            self._bridge.close()
        if self._jobs is not None:
            self._jobs.close()

    def _done(self, film: Progress, words: str) -> None:
        self._end(film)
        self._window.banner.say(words, about="film", lasts=True)

    def _failed(self, film: Progress, error: Exception) -> None:
        self._end(film)
        if not isinstance(error, EXPECTED):
            raise error
        self._window.banner.say(str(error), error=True, about="film")

    def _end(self, film: Progress) -> None:
        if film is self._progress:  # another one may have begun since this one was cancelled
            self._progress = None
            self._window.bar.progress.end()


def how_large(path: Path) -> str:
    """How much room a film takes; of a folder all its pictures."""
    files = [path] if path.is_file() else [file for file in path.glob("*") if file.is_file()]
    return f"It takes {sum(file.stat().st_size for file in files) / 1e6:,.1f} MB."
