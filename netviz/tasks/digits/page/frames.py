"""Pictures one after the other: a folder of them, a film, or a camera, as pages to read.

Films and cameras are decoded by PyAV, which writes films as well and comes with the extra `film`: OpenCV
would be 61 MB more to fetch, Qt Multimedia 175 MB. Nothing is written or sent anywhere.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from netviz.files.errors import shown
from netviz.files.paths import is_folder
from netviz.tasks.digits.page.cameras import NEEDED, Camera, CameraFilm
from netviz.tasks.digits.page.picture import PagePicture, read_picture
from netviz.tasks.digits.picture_file import endings
from netviz.tasks.examples import DataError

QUICK_SIDE: Final = 960
"""Pixels of a picture's longer side at most: half of a page's take half the time."""
_MOST_FILES: Final = 10_000

Source = Path | Camera
"""A film, a folder of pictures, or a camera."""


class Frames(Protocol):
    """Where pictures come from."""

    name: str

    def next(self) -> PagePicture:
        """The next picture. Raises DataError, a sentence, where there is none any more."""
        ...

    def close(self) -> None:
        """Nobody looks any more."""
        ...


class FolderFrames:
    """The pictures in a folder, by their names, over and over."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        try:
            found = sorted(path for path in folder.iterdir() if path.suffix.lower() in endings())
        except OSError as error:
            raise DataError(f"{shown(folder)} can't be read: {error.strerror or error}.") from error
        if not found:
            raise DataError(
                f"{shown(folder)} holds no pictures; a folder of PNG or JPEG files, one for each "
                "moment, would be right."
            )
        self._files = found[:_MOST_FILES]
        self._next = 0

    def next(self) -> PagePicture:
        """The next one; one that can't be read is told of."""
        path = self._files[self._next % len(self._files)]
        self._next += 1
        given = read_picture(path)
        picture = given.picture.copy()
        picture.thumbnail((QUICK_SIDE, QUICK_SIDE))
        return PagePicture(picture, given.size)

    def close(self) -> None:
        """There is nothing to let go of."""


class FilmFrames:
    """The pictures of a film, over and over."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._film: Any = None
        self._pictures: Iterator[Any] = iter(())
        self._scaled = _Scaled()
        self._open()

    def next(self) -> PagePicture:
        """The next one; a film begins again behind its last."""
        for _ in range(2):
            try:
                return self._scaled.picture(next(self._pictures))
            except StopIteration:
                self._open()
            except Exception as error:  # PyAV's own kinds, OSError among them
                raise DataError(self._trouble()) from error
        raise DataError(self._trouble())

    def close(self) -> None:
        """Let go of the film."""
        if self._film is not None:
            self._film.close()
            self._film = None

    def _open(self) -> None:
        self.close()
        try:
            av: Any = importlib.import_module("av")
        except ImportError as error:
            raise DataError(NEEDED) from error
        try:
            self._film = av.open(str(self._path))
            self._pictures = self._film.decode(self._film.streams.video[0])
        except Exception as error:  # whatever PyAV meets in what is no film
            raise DataError(self._trouble()) from error

    def _trouble(self) -> str:
        return f"{shown(self._path)} holds no moving pictures that can be read; MP4 or WebM would be right."


class CameraFrames:
    """What a camera sees."""

    def __init__(self, camera: Camera) -> None:
        self.name = camera.name
        self._scaled = _Scaled()
        try:
            self._film = CameraFilm(camera)
        except ImportError as error:
            raise DataError(NEEDED) from error

    def next(self) -> PagePicture:
        """The newest picture."""
        return self._scaled.picture(self._film.next())

    def close(self) -> None:
        """Let go of the camera."""
        self._film.close()


class _Scaled:
    """A frame of PyAV's in other sizes, made where its colours are made: Pillow takes three times as long.

    What PyAV prepares for a pair of sizes and formats is kept from frame to frame, one for each use. Not for
    several threads at once.
    """

    def __init__(self) -> None:
        self._reading: Any = None
        self._showing: Any = None

    def picture(self, frame: Any) -> PagePicture:
        """As large as it is read; from the frame itself comes what is shown."""
        if self._reading is None:
            kind: Any = importlib.import_module("av.video.reformatter").VideoReformatter
            self._reading, self._showing = kind(), kind()
        size = int(frame.width), int(frame.height)
        wide, high = _quick(size)
        seen = self._reading.reformat(frame, wide, high, "rgb24", interpolation="AREA", threads=1).planes[0]
        picture = Image.frombuffer("RGB", (wide, high), seen, "raw", "RGB", seen.line_size, 1)
        return PagePicture(picture, size, partial(self._screen, frame))

    def _screen(self, frame: Any, wide: int, high: int) -> NDArray[np.uint8]:
        """As screens have it, uint8 (high, wide, 4): blue, green, red and what nobody looks at."""
        made = self._showing.reformat(frame, wide, high, "bgr0", interpolation="AREA", threads=1).planes[0]
        rows = np.frombuffer(made, np.uint8).reshape(high, made.line_size)
        return np.ascontiguousarray(rows[:, : 4 * wide]).reshape(high, wide, 4)


def _quick(size: tuple[int, int]) -> tuple[int, int]:
    """No longer side than QUICK_SIDE."""
    scale = min(1.0, QUICK_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def frames_of(source: Source) -> Frames:
    """The pictures of a folder, a film or a camera. Raises DataError."""
    if isinstance(source, Camera):
        return CameraFrames(source)
    return FolderFrames(source) if is_folder(source) else FilmFrames(source)
