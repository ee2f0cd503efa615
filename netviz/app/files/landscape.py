"""The loss landscape in a file: a picture, vectors, its numbers, or a film of the ball."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.files.films import ONE_AT_A_TIME, FilmExport
from netviz.app.files.run_film import long
from netviz.app.files.saving import THE_LANDSCAPE
from netviz.app.program.settings import Settings
from netviz.app.train.landscape.seen import SeenLandscape
from netviz.app.window.banner import Banner
from netviz.files.errors import FileError
from netviz.files.whole import write_whole
from netviz.rendering.files.landscape import (
    landscape_picture,
    landscape_svg,
    map_aspect,
    write_landscape_film,
)
from netviz.rendering.files.picture import encoded
from netviz.rendering.fonts import picture_family
from netviz.training.jobs.thread import Progress
from netviz.training.jobs.work import finish
from netviz.training.landscape.archive import npz_bytes
from netviz.training.landscape.landscape import Frame, Landscape, surveyed
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette

PICTURE: Final = (1600, 1000)  # pixels
FILM: Final = (1366, 768)
_ABOUT: Final = "save landscape"


@dataclass(frozen=True, eq=False)
class _Filled:
    """The landscape of as much more of the plane as fills a picture."""

    landscape: Landscape
    frame: Frame


class LandscapeFiles(QObject):
    """What it becomes is said by the file's ending."""

    def __init__(
        self,
        film: FilmExport,
        bridge: JobBridge,
        settings: Settings,
        dialogs: ExportDialogs,
        banner: Banner,
        palette: Callable[[], Palette],
    ) -> None:
        super().__init__()
        self._film = film
        self._bridge = bridge
        self._settings = settings
        self._banner = banner
        self._palette = palette
        self.dialogs = dialogs

    def save(self, seen: SeenLandscape | None) -> None:
        """Ask where to, and write what is seen."""
        if seen is None:
            self._banner.say("The landscape is still being worked out.", about=_ABOUT)
            return
        path = self.dialogs.file_to_save(
            "Save the landscape", self._settings.folder / "landscape.png", THE_LANDSCAPE
        )
        if path is not None:
            self.write(path, seen)

    def write(self, path: Path, seen: SeenLandscape) -> None:
        """Write it there."""
        suffix, palette = path.suffix.lower(), self._palette()
        picture_family()  # fonts are loaded on this thread
        if suffix in (".png", ".svg", ".npz"):
            self._save(path, lambda progress: _content(suffix, seen, palette, progress))
        elif len(seen.landscape.path_steps) < 2:
            words = "There is no path on this landscape that the ball could go along."
            self._banner.say(words, error=True, about=_ABOUT)
        elif self._film.running:
            self._banner.say(ONE_AT_A_TIME, about=_ABOUT)
        else:
            self._film.begin(
                path,
                lambda progress: _write_film(path, seen, palette, progress),
                lambda seconds: f"The film is saved as {path.name}: {long(seconds)} to see.",
            )

    def _save(self, path: Path, make: Callable[[Progress], bytes]) -> None:
        def failed(error: Exception) -> None:
            if not isinstance(error, FileError | OSError):
                raise error
            words = f"{path.name} could not be saved: {str(error).rstrip('.')}."
            self._banner.say(words, error=True, about=_ABOUT)

        self._bridge.submit(
            "save landscape",
            lambda progress: write_whole(path, make(progress)),
            lambda _: self._banner.say(f"Saved the landscape as {path.name}.", about=_ABOUT),
            failed,
        )


def _content(suffix: str, seen: SeenLandscape, palette: Palette, progress: Progress) -> bytes:
    if suffix == ".npz":
        return npz_bytes(seen.landscape)
    filled = _filled(seen, *PICTURE, progress)
    shown = (filled.landscape, filled.frame, seen.ball, palette, *PICTURE, seen.eye, seen.trails)
    return landscape_svg(*shown) if suffix == ".svg" else encoded(landscape_picture(*shown), suffix)


def _write_film(path: Path, seen: SeenLandscape, palette: Palette, progress: Progress) -> float:
    filled = _filled(seen, *FILM, progress)
    return write_landscape_film(
        path,
        filled.landscape,
        filled.frame,
        palette,
        *FILM,
        eye=seen.eye,
        trails=seen.trails,
        progress=progress.report,
        cancelled=lambda: progress.cancelled,
    )


def _filled(seen: SeenLandscape, width: int, height: int, progress: Progress) -> _Filled:
    """A map's picture has another shape than the one on screen, and no part of it is left empty."""
    if seen.eye is not None:
        return _Filled(seen.landscape, seen.frame)
    frame = seen.frame.widened(map_aspect(seen.landscape, width, height))
    n = len(seen.landscape.grid.alphas)
    return _Filled(finish(surveyed(seen.landscape, frame, n), progress), frame)
