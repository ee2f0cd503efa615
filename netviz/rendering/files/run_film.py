"""A stretch of a recorded run as a film: the network at its kept steps, one after another. No window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from netviz.files.errors import FileError
from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.rendering.camera import Camera
from netviz.rendering.files.film_file import FilmError, Shot, write_film
from netviz.rendering.files.picture import paint_words
from netviz.rendering.fonts import label_font, picture_family
from netviz.rendering.painter import paint, paint_page
from netviz.rendering.selection import select
from netviz.training.figures import percent
from netviz.training.measure.metrics import ValidationPoint
from netviz.training.recording.reader import Recording
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.moment import every_colour
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.references import shade_references
from netviz.viewmodels.scene import Layout, Scene, resolve
from netviz.viewmodels.surface import surfaces_of

# Logical pixels of a frame that is 768 high; every other size is this one scaled.
HEIGHT: Final = 768.0
STRIP: Final = 64.0
LINES: Final = 3_000  # edges drawn as lines; all others are in the mist, or each frame would take a second
SECONDS: Final = 20.0
MP4_FPS: Final = 30
PICTURES_FPS: Final = 15
END: Final = 1.5  # seconds that the last picture stays, at most a quarter of the film
LONGEST: Final = 3600.0
_KEYS: Final = 8  # pictures from which a GIF takes its colours


@dataclass(frozen=True, eq=False)
class Digit:
    """What the network reads in every frame: `inputs` float32 (n_inputs,).

    `validation` float32 (n, n_inputs): the digits on which the darkest shade of each layer is measured.
    """

    inputs: NDArray[np.floating[Any]]
    validation: NDArray[np.floating[Any]]


def write_run(
    path: Path,
    recording: Recording,
    first: int | None,
    last: int | None,
    palette: Palette,
    width: int,
    height: int,
    *,
    seconds: float = SECONDS,
    digit: Digit | None = None,
    newest: Snapshot | None = None,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> float:
    """Write the steps from `first` to `last` (None: as far as there are) of a run as a film.

    The kind is the suffix of `path` (see `write_film`). Steps pass at an even speed; each frame shows the
    kept step nearest to its moment, and says which; the last picture stays a little, within `seconds`.
    `newest` is shown too, where the recording does not hold its step (yet). Returns how many seconds it takes
    to see. Needs a QGuiApplication; any thread will do. Raises FilmError, FileError and Cancelled.
    """
    check_seconds(seconds)
    fps = frames_a_second(path)
    kept = np.array(recording.steps, np.int64)
    if newest is not None:
        kept = np.union1d(kept, newest.step)
    between = kept[(kept >= (first or 0)) & (kept <= (kept[-1] if last is None else last))]
    if not len(between):
        end = kept[-1] if last is None else last
        raise FilmError(
            f"{recording.path} keeps no step from {first or 0:,} to {end:,}; it goes from {kept[0]:,} to "
            f"{kept[-1]:,}."
        )
    shots = film_shots(between, seconds, fps)
    painter = RunPainter(
        recording, palette, width, height, (int(between[0]), int(between[-1])), digit, newest
    )
    shown = [shot.phase for shot in shots]
    keys = [shown[k] for k in np.unique(np.linspace(0, len(shown) - 1, _KEYS).astype(int))]
    write_film(
        path,
        shots,
        lambda step: painter.frame(int(step)),
        key_phases=keys,
        fps=fps,
        colours=every_colour(palette),
        progress=progress,
        cancelled=cancelled,
    )
    return sum(shot.seconds for shot in shots)


def check_seconds(seconds: float) -> None:
    """Raise FilmError where no film has that length."""
    if not 0 < seconds <= LONGEST:
        raise FilmError(
            f"{seconds:g} seconds can't be a film's length; more than 0, up to an hour, would be right."
        )


def frames_a_second(path: Path) -> int:
    """Of a film of the kind that the suffix says."""
    return MP4_FPS if path.suffix.lower() == ".mp4" else PICTURES_FPS


def running_seconds(seconds: float) -> float:
    """For how much of a film of this length steps pass; then the last picture stays."""
    return seconds - min(END, seconds / 4)


def film_shots(kept: NDArray[np.int64], seconds: float, fps: int) -> list[Shot]:
    """Which of the ascending kept steps (n,) is shown how long, in a film of `seconds` altogether."""
    frames = max(round(seconds * fps), 1)
    # However short it is, it ends with the last step.
    n = max(round(running_seconds(seconds) * fps), min(frames, 2)) if len(kept) > 1 else 1
    moments = np.linspace(kept[0], kept[-1], n)
    after = np.clip(np.searchsorted(kept, moments), 1, max(len(kept) - 1, 1))
    before = after - 1
    if len(kept) > 1:
        nearer = moments - kept[before] <= kept[after] - moments
        shown = kept[np.where(nearer, before, after)]
    else:
        shown = kept
    starts = np.flatnonzero(np.diff(shown, prepend=-1))
    lengths = np.diff(starts, append=len(shown)) / fps
    lengths[-1] += (frames - n) / fps
    return [Shot(float(shown[at]), float(length)) for at, length in zip(starts, lengths, strict=True)]


class RunPainter:
    """Paints the frames of a run. Needs a QGuiApplication (`offscreen` will do); one thread at a time."""

    def __init__(
        self,
        recording: Recording,
        palette: Palette,
        width: int,
        height: int,
        stretch: tuple[int, int],
        digit: Digit | None = None,
        newest: Snapshot | None = None,
    ) -> None:
        self._newest = newest
        self._recording = recording
        self._palette = palette
        self._size = (width, height)
        self._scale = height / HEIGHT
        self._stretch = stretch
        self._digit = digit
        self._measured: list[ValidationPoint] = recording.validation()
        self._layouts: dict[NetworkSpec, Layout] = {}
        self._family = picture_family()

    def frame(self, step: int) -> QImage:
        """The picture of a kept step, RGB32 of the film's size. The same step gives the same picture."""
        newest = self._newest
        if newest is not None and newest.step == step:
            at, snapshot = step, newest
        else:
            at, snapshot = self._recording.nearest(step)
        if at != step:
            raise FileError(
                f"{self._recording.path} was written meanwhile and no longer keeps step {step:,}."
            )
        scene = self._scene(snapshot)
        image = QImage(*self._size, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            painter.scale(self._scale, self._scale)
            wide = self._size[0] / self._scale
            paint_page(painter, scene, QRectF(0, 0, wide, HEIGHT))
            edges = select(scene, LINES, detail=self._scale)
            paint(painter, scene, edges, Camera())
            paint_words(painter, scene, edges, Camera())
            self._paint_strip(painter, QRectF(0, HEIGHT - STRIP, wide, STRIP), step)
        return image

    def _scene(self, snapshot: Snapshot) -> Scene:
        spec, digit = snapshot.spec, self._digit
        layout = self._layouts.get(spec)
        if layout is None:
            wide = self._size[0] / self._scale
            layout = self._layouts[spec] = make_layout(spec, wide, HEIGHT - STRIP, snapshot.task)
        forward = shades = None
        if digit is not None and spec.sizes[0] == digit.inputs.size:
            forward = forward_pass(spec, snapshot.parameters, digit.inputs)
            shades = tuple(map(float, shade_references(snapshot, digit.validation)))
        # As while training runs: the weights themselves, which is what moves.
        return resolve(
            snapshot,
            layout,
            self._palette,
            forward,
            shade_reference=shades,
            resting=False,
            surfaces=surfaces_of(snapshot),
        )

    def _paint_strip(self, painter: QPainter, place: QRectF, step: int) -> None:
        """The step in figures, how far it is, and what had been measured by then."""
        p, (first, last) = self._palette, self._stretch
        painter.fillRect(place, QColor(p.panel))
        painter.setPen(QPen(QColor(p.line), 1))
        painter.drawLine(place.topLeft(), place.topRight())
        strong, faint = label_font(self._family, 18, strong=True), label_font(self._family, 13)
        words = place.adjusted(24, 8, -24, -22)
        painter.setPen(QColor(p.muted))
        painter.setFont(faint)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "step")
        painter.setPen(QColor(p.text))
        painter.setFont(strong)
        beside = words.adjusted(QFontMetricsF(faint).horizontalAdvance("step") + 8, 0, 0, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{step:,}")
        known = [point for point in self._measured if point.step <= step]
        if known:
            painter.setPen(QColor(p.muted))
            painter.setFont(faint)
            painter.drawText(
                words,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                f"{percent(known[-1].accuracy)} of the validation examples answered rightly",
            )
        left, right, y = words.left(), words.right(), place.bottom() - 14
        share = (step - first) / max(last - first, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, until in ((p.line, 1.0), (p.accent, share)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(left, y - 2, (right - left) * until, 4), 2, 2)
        self._paint_accuracy(painter, QRectF(left, place.top() + 8, right - left, y - place.top() - 14))

    def _paint_accuracy(self, painter: QPainter, room: QRectF) -> None:
        first, last = self._stretch
        points = [
            QPointF(
                room.left() + room.width() * (point.step - first) / max(last - first, 1),
                room.bottom() - room.height() * point.accuracy,
            )
            for point in self._measured
            if first <= point.step <= last
        ]
        if len(points) > 2:
            line = QPainterPath(points[0])
            for point in points[1:]:
                line.lineTo(point)
            colour = QColor(self._palette.accuracy)
            colour.setAlphaF(0.35)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 1.4))
            painter.drawPath(line)
