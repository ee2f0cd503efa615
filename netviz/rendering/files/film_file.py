"""Films as files: GIF and WebP by Pillow, MP4 by PyAV, or a folder of frames. Cancelled, it leaves
nothing.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

from netviz.files import gif_film, webp_film
from netviz.files.endings import check_ending
from netviz.files.gif_film import GifFilm
from netviz.files.webp_film import WebpFilm
from netviz.files.whole import making_folder, replacing
from netviz.rendering.files.gif_colours import GifColours

KINDS: Final = (".gif", ".webp", ".mp4")
_BT709: Final = 1  # of primaries, transfer and matrix alike, as ffmpeg counts them
_LIMITED: Final = 1
# Few pictures wait in the encoder, where each takes 40 MB in 4K; without B frames one fewer.
_X264: Final = {"crf": "17", "preset": "veryfast", "threads": "1", "rc-lookahead": "5", "bf": "0"}
_ORDER: Final = "BGRA" if sys.byteorder == "little" else "ARGB"  # of the bytes of Qt's RGB32
_FFMPEG_TICKS: Final = 25  # a second: ffmpeg reads single pictures at no finer times


class FilmError(ValueError):
    """A film that can't be written; the message is a sentence for the person."""


class Cancelled(Exception):
    """The person changed their mind; nothing was left behind."""


@dataclass(frozen=True)
class Shot:
    """One picture of a film: the phase that it shows, and how many seconds it stays."""

    phase: float
    seconds: float


def write_film(
    path: Path,
    shots: Sequence[Shot],
    paint: Callable[[float], QImage],
    *,
    key_phases: Sequence[float],
    fps: int,
    colours: Sequence[str] = (),
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write a film whose kind is the suffix of `path`: .gif, .webp, .mp4; else a folder of frames.

    `paint(phase)` gives an RGB32 picture, always of the same size. `key_phases`: pictures that together show
    every colour. `colours` (#RRGGBB, the page first): those that mean something, which a GIF has exactly,
    however few pixels show them. `fps`: of an MP4, and what all `seconds` are multiples of. `progress` hears
    0 to 1. The file appears only when it is complete. Raises FilmError, FileError and Cancelled.
    """
    kind = path.suffix.lower()
    check_ending(path, "a film", KINDS)
    frames = _Frames(shots, paint, progress, cancelled)
    if kind not in KINDS:
        _write_folder(path, frames)
        return
    av = _load_av() if kind == ".mp4" else None
    with replacing(path) as part:
        if kind == ".gif":
            _write_gif(part, frames, key_phases, colours)
        elif kind == ".webp":
            _write_webp(part, frames)
        else:
            _write_mp4(part, frames, fps, av)
        frames.check()


class _Frames:
    """The pictures one after the other; each asks first whether to go on."""

    def __init__(
        self,
        shots: Sequence[Shot],
        paint: Callable[[float], QImage],
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        if not shots:
            raise FilmError("A film needs at least one picture.")
        self.shots = shots
        self.paint = paint
        self._progress = progress
        self._cancelled = cancelled

    def __iter__(self) -> Iterator[QImage]:
        for k, shot in enumerate(self.shots):
            self.check()
            yield self.paint(shot.phase)
            self._progress((k + 1) / len(self.shots))

    def at(self, phases: Sequence[float]) -> Iterator[QImage]:
        """Pictures that are looked at before the film begins."""
        for phase in phases:
            self.check()
            yield self.paint(phase)

    def check(self) -> None:
        if self._cancelled():
            raise Cancelled


def _write_webp(part: Path, frames: _Frames) -> None:
    with part.open("wb") as file:
        film: WebpFilm | None = None
        for milliseconds, image in zip(_times(frames.shots), frames, strict=True):
            if film is None:
                _check_sides(image, webp_film.MOST_SIDE, ".webp")
                film = WebpFilm(file, image.width(), image.height())
            film.add(_pillow(image), milliseconds)
        if film is not None:
            film.close()


def _write_gif(part: Path, frames: _Frames, key_phases: Sequence[float], sure: Sequence[str]) -> None:
    _check_sides(frames.paint(frames.shots[0].phase), gif_film.MOST_SIDE, ".gif")
    colours = GifColours(map(_pillow, frames.at(key_phases)), sure)
    with part.open("wb") as file:
        film: GifFilm | None = None
        for milliseconds, image in zip(_times(frames.shots), frames, strict=True):
            if film is None:
                film = GifFilm(file, image.width(), image.height(), colours.table)
            film.add(colours.rounded(_pillow(image)), milliseconds)
        if film is not None:
            film.close()


def _ends(shots: Sequence[Shot]) -> list[int]:
    """After how many milliseconds of the film each of them ends."""
    return [round(seconds * 1000) for seconds in accumulate(shot.seconds for shot in shots)]


def _times(shots: Sequence[Shot]) -> list[int]:
    """How many milliseconds each is seen, so that together they are as long as the film."""
    return [end - begin for begin, end in pairwise([0, *_ends(shots)])]


def _check_sides(image: QImage, most: int, kind: str) -> None:
    if max(image.width(), image.height()) > most:
        raise FilmError(
            f"A {kind} film has at most {most:,} pixels on each side, not {image.width():,} × "
            f"{image.height():,}; .mp4 or a smaller size would be right."
        )


def _load_av() -> Any:
    try:
        return importlib.import_module("av")
    except ImportError as error:
        raise FilmError(
            "MP4 needs PyAV, which is not installed: pip install 'netviz[film]' brings it. "
            "GIF, WebP and a folder of frames work without it."
        ) from error


def _write_mp4(part: Path, frames: _Frames, fps: int, av: Any) -> None:
    with av.open(str(part), "w", format="mp4") as film:
        stream: Any = None
        clock = 0
        for end, image in zip(_ends(frames.shots), frames, strict=True):
            # The usual colour format halves the resolution of colours, so both sides must be even.
            width, height = image.width() // 2 * 2, image.height() // 2 * 2
            if stream is None:
                stream = film.add_stream("libx264", rate=fps, options=_X264)
                stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
                # Said in the file, or each player guesses, and blue becomes another blue.
                context = stream.codec_context
                context.color_range, context.colorspace = _LIMITED, _BT709
                context.color_primaries = context.color_trc = _BT709
            frame = av.VideoFrame.from_ndarray(_pixels(image)[:height, :width], format=_ORDER.lower())
            frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
            least = clock + 1
            while clock < max(round(end * fps / 1000), least):
                frames.check()
                frame.pts, frame.time_base = clock, Fraction(1, fps)
                clock += 1
                film.mux(stream.encode(frame))
        film.mux(stream.encode())


def _write_folder(path: Path, frames: _Frames) -> None:
    """frame-0001.png and on, and a list with their seconds that ffmpeg reads (`-f concat`)."""
    with making_folder(path) as part:
        lines = ["ffconcat version 1.0"]
        ticks = 0
        for k, (end, image) in enumerate(zip(_ends(frames.shots), frames, strict=True)):
            name = f"frame-{k + 1:04}.png"
            if not image.save(str(part / name)):
                raise FilmError(f"{path / name} could not be written.")
            shown = max(round(end * _FFMPEG_TICKS / 1000) - ticks, 1)
            ticks += shown
            last = k == len(frames.shots) - 1
            # What is said of the last entry is not heard, so the last picture stands there twice.
            lines += [f"file {name}", f"duration {(shown - last) / _FFMPEG_TICKS:.2f}"]
        lines += [lines[-2], f"duration {1 / _FFMPEG_TICKS:.2f}"]
        (part / "frames.ffconcat").write_text("\n".join(lines) + "\n", encoding="utf-8")
        frames.check()


def _pillow(image: QImage) -> Image.Image:
    order = _ORDER.replace("A", "X")
    return Image.frombuffer("RGB", (image.width(), image.height()), _pixels(image), "raw", order, 0, 1)


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """An RGB32 picture's own bytes, (height, width, 4) in _ORDER: not copied, as in 4K that is 33 MB."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows.reshape(image.height(), image.width(), 4)
