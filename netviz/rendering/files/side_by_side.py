"""Runs side by side in files: their networks and their curves, as a picture or as a film."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from netviz.network.forward import forward_pass
from netviz.rendering.camera import Camera
from netviz.rendering.files.film_file import write_film
from netviz.rendering.files.picture import paint_words
from netviz.rendering.files.run_film import film_shots, frames_a_second
from netviz.rendering.fonts import Type, label_font, picture_family
from netviz.rendering.painter import paint, paint_page
from netviz.rendering.selection import select
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.moment import every_colour
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.references import shade_references
from netviz.viewmodels.scene import resolve
from netviz.viewmodels.surface import surfaces_of

WIDTH: Final = 1366.0  # units of a page; every size in pixels is this one scaled
HEIGHT: Final = 768.0
SECONDS: Final = 12.0
_MARGIN: Final = 24.0
_GAP: Final = 18.0
_HEAD: Final = 46.0
_NAMED: Final = 40.0  # above a network
_FIGURES: Final = 26.0  # below it
_CURVES: Final = 210.0
_LINES: Final = 3_000

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curve:
    """What was measured of a run: `step` and `value` float64 (n,), in order of steps."""

    step: Numbers
    value: Numbers

    def at(self, step: float) -> float | None:
        """What was measured last by then."""
        k = int(np.searchsorted(self.step, step, side="right")) - 1
        return float(self.value[k]) if k >= 0 else None


@dataclass(frozen=True, eq=False)
class Lane:
    """A run: its letter, how it differs, its loss and its score."""

    letter: str
    words: str
    loss: Curve
    score: Curve


@dataclass(frozen=True, eq=False)
class SideBySideFile:
    """All that is drawn of runs but their networks. `score`: what the second plot shows; `write` writes one
    of its values. `inputs` (n_in,): what all networks read; `validation` (n, n_in): what shades are measured
    on.
    """

    title: str
    lanes: tuple[Lane, ...]
    score: str
    write: Callable[[float], str]
    inputs: NDArray[np.floating[Any]] | None
    validation: NDArray[np.floating[Any]]
    palette: Palette


def side_by_side_picture(
    file: SideBySideFile, snapshots: Sequence[Snapshot], step: int, width: int, height: int
) -> QImage:
    """The networks after `step` steps and all that was measured by then, RGB32. Needs a QGuiApplication; any
    thread will do.
    """
    image = QImage(width, height, QImage.Format.Format_RGB32)
    scale = min(width / WIDTH, height / HEIGHT)
    page = QRectF(0, 0, width / scale, height / scale)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.fillRect(page, QColor(file.palette.page))
        _head(painter, file, step, page)
        n = len(file.lanes)
        high = page.height() - _HEAD - _CURVES - _GAP
        wide = (page.width() - 2 * _MARGIN - (n - 1) * _GAP) / n
        for k, (lane, snapshot) in enumerate(zip(file.lanes, snapshots, strict=True)):
            place = QRectF(_MARGIN + k * (wide + _GAP), _HEAD, wide, high)
            _lane(painter, file, lane, snapshot, step, place, file.palette.runs[k], scale)
        _plots(painter, file, step, QRectF(_MARGIN, _HEAD + high + _GAP, page.width() - 2 * _MARGIN, _CURVES))
    return image


def write_side_by_side(
    path: Path,
    file: SideBySideFile,
    networks: Callable[[int], Sequence[Snapshot]],
    steps: NDArray[np.int64],
    width: int,
    height: int,
    *,
    seconds: float = SECONDS,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> float:
    """The runs as a film whose kind is the suffix of `path` (see `write_film`): `networks` gives them after
    each of the ascending `steps`. Returns how many seconds it takes to see. Raises FilmError, FileError and
    Cancelled.
    """
    fps = frames_a_second(path)
    shots = film_shots(steps, seconds, fps)
    write_film(
        path,
        shots,
        lambda step: side_by_side_picture(file, networks(int(step)), int(step), width, height),
        key_phases=[float(steps[0]), float(steps[-1])],
        fps=fps,
        colours=(*every_colour(file.palette), *file.palette.runs[: len(file.lanes)]),
        progress=progress,
        cancelled=cancelled,
    )
    return sum(shot.seconds for shot in shots)


def _head(painter: QPainter, file: SideBySideFile, step: int, page: QRectF) -> None:
    family, p = picture_family(), file.palette
    row = QRectF(_MARGIN, 10, page.width() - 2 * _MARGIN, _HEAD - 16)
    upright = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(label_font(family, Type.FIGURE, strong=True))
    painter.setPen(QColor(p.text))
    painter.drawText(row, Qt.AlignmentFlag.AlignLeft | upright, file.title)
    painter.drawText(row, Qt.AlignmentFlag.AlignRight | upright, f"step {step:,}")


def _lane(
    painter: QPainter,
    file: SideBySideFile,
    lane: Lane,
    snapshot: Snapshot,
    step: int,
    place: QRectF,
    ink: str,
    scale: float,
) -> None:
    family, p = picture_family(), file.palette
    strong, small = label_font(family, Type.SAID, strong=True), label_font(family, Type.CAPTION)
    painter.setFont(strong)
    painter.setPen(QColor(ink))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, lane.letter)
    beside = QRectF(place.left() + 20, place.top() + 1, place.width() - 20, _NAMED)
    painter.setFont(small)
    painter.setPen(QColor(p.muted))
    painter.drawText(beside, Qt.TextFlag.TextWordWrap, lane.words)
    box = place.adjusted(0, _NAMED, 0, -_FIGURES)
    layout = make_layout(snapshot.spec, box.width(), box.height(), snapshot.task)
    forward = shades = None
    if file.inputs is not None:
        forward = forward_pass(snapshot.spec, snapshot.parameters, file.inputs)
        if all(np.isfinite(z).all() for z in forward.z):
            shades = tuple(map(float, shade_references(snapshot, file.validation)))
        else:
            forward = None
    scene = resolve(
        snapshot,
        layout,
        p,
        forward,
        shade_reference=shades,
        view="weight",
        surfaces=surfaces_of(snapshot),
    )
    painter.save()
    painter.translate(box.topLeft())
    painter.setClipRect(QRectF(0, 0, box.width(), box.height()))
    paint_page(painter, scene, QRectF(0, 0, box.width(), box.height()))
    edges = select(scene, _LINES, detail=scale)
    paint(painter, scene, edges, Camera())
    paint_words(painter, scene, edges, Camera(), counted=False)
    painter.restore()
    loss, score = lane.loss.at(step), lane.score.at(step)
    said = ["not trained yet" if loss is None else f"loss {loss:.3f}"]
    if score is not None:
        said.append(f"{file.score} {file.write(score)}")
    painter.setFont(strong)
    painter.setPen(QColor(p.text))
    below = QRectF(place.left(), place.bottom() - _FIGURES, place.width(), _FIGURES)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, " · ".join(said))


def _plots(painter: QPainter, file: SideBySideFile, step: int, room: QRectF) -> None:
    wide = (room.width() - 2 * _GAP) / 2
    left = QRectF(room.left(), room.top(), wide, room.height() - 12)
    right = left.translated(wide + 2 * _GAP, 0)
    losses, scores = ([getattr(lane, name) for lane in file.lanes] for name in ("loss", "score"))
    _plot(painter, file, "Loss of the mini-batches, smoothed (logarithmic)", losses, step, left, log=True)
    _plot(painter, file, file.score.capitalize(), scores, step, right, log=False)


@dataclass(frozen=True)
class _Axes:
    """Where values stand: from `low` to `high` over `box`, up to the step `end`; equal heights are equal
    factors where `log`.
    """

    box: QRectF
    low: float
    high: float
    end: float
    log: bool

    def points(self, curve: Curve, until: int) -> list[QPointF]:
        """A curve's measurements up to a step, as far as they can be drawn."""
        there = (curve.step <= until) & _drawn(curve.value, self.log)
        low, high = self._scaled(self.low), self._scaled(self.high)
        share = (self._scaled(curve.value[there]) - low) / max(high - low, 1e-9)
        x = self.box.left() + self.box.width() * curve.step[there] / self.end
        y = self.box.bottom() - self.box.height() * share
        return [QPointF(*at) for at in zip(x, y, strict=True)]

    def _scaled(self, value: Any) -> Any:
        return np.log10(value) if self.log else value


def _drawn(values: Numbers, log: bool) -> NDArray[np.bool_]:
    there: NDArray[np.bool_] = np.isfinite(values) & (values > 0 if log else True)
    return there


def _plot(
    painter: QPainter,
    file: SideBySideFile,
    title: str,
    curves: Sequence[Curve],
    step: int,
    place: QRectF,
    *,
    log: bool,
) -> None:
    """Curves up to a step, on axes that hold all of them; the least and the greatest value stand beside."""
    family, p = picture_family(), file.palette
    strong, small = label_font(family, Type.CAPTION, strong=True), label_font(family, Type.CAPTION)
    x = place.left()
    for words, ink in ((title, p.text), *((lane.letter, p.runs[k]) for k, lane in enumerate(file.lanes))):
        painter.setFont(strong)
        painter.setPen(QColor(ink))
        painter.drawText(QPointF(x, place.top() + 12), words)
        x += QFontMetricsF(strong).horizontalAdvance(words) + 10
    values = np.concatenate([curve.value for curve in curves])
    values = values[_drawn(values, log)]
    lines = QFontMetricsF(small).height()
    box = place.adjusted(52, lines + 10, -22, -lines - 4)
    painter.setFont(small)
    painter.setPen(QColor(p.muted))
    if not len(values):
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Nothing has been measured yet.")
        return
    end = max([1.0, *(float(curve.step[-1]) for curve in curves if len(curve.step))])
    axes = _Axes(box, float(values.min()), float(values.max()), end, log)
    upright = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    for value, y in ((axes.high, box.top()), (axes.low, box.bottom())):
        painter.setPen(QPen(QColor(p.line), 1))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(QColor(p.muted))
        words = f"{value:.3g}" if log else file.write(value)
        painter.drawText(QRectF(place.left() - 12, y - 10, 58, 20), upright, words)
    below = QRectF(box.left(), box.bottom() + 3, box.width(), lines + 2)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "step 0")
    painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"step {end:,.0f}")
    for k, curve in enumerate(curves):
        points = axes.points(curve, step)
        painter.setPen(QPen(QColor(p.runs[k]), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)
        if not log:
            painter.setBrush(QColor(p.runs[k]))
            for at in points:
                painter.drawEllipse(at, 2.4, 2.4)
