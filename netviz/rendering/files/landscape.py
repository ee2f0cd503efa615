"""A loss landscape in files: a picture, vectors, or a film of the ball."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from netviz.rendering.files.film_file import write_film
from netviz.rendering.files.picture import page_size
from netviz.rendering.files.run_film import SECONDS, check_seconds, film_shots, frames_a_second
from netviz.rendering.files.vector import UNITS_PER_INCH, with_fallbacks
from netviz.rendering.fonts import Type, label_font, picture_family
from netviz.rendering.landscape.map import map_box, paint_map
from netviz.rendering.landscape.relief import Relief
from netviz.rendering.landscape.surface import Eye, paint_ball, paint_surface
from netviz.rendering.landscape.words import Ball, ball_at, sentences, title
from netviz.training.landscape.beside import Trail
from netviz.training.landscape.landscape import Frame, Landscape
from netviz.viewmodels.moment import every_colour
from netviz.viewmodels.palette import Palette

_MARGIN: Final = 28.0
_GAP: Final = 14.0
_LEAST: Final = (900.0, 600.0)
_SHARP: Final = 2.0  # pixels of the relief for each unit of a vector picture


def words_height(landscape: Landscape, wide: float) -> float:
    """How high the words stand on a page this wide, whatever the ball is."""
    here = ball_at(landscape, int(landscape.path_steps[0])) if len(landscape.path_steps) else None
    return _words(None, landscape, here, wide)


def map_aspect(landscape: Landscape, width: int, height: int) -> float:
    """The map's width by its height on a picture of so many pixels."""
    box = map_box(_room(landscape, *_page(width, height)))
    return box.width() / box.height()


def paint_page(
    painter: QPainter,
    wide: float,
    high: float,
    landscape: Landscape,
    relief: Relief,
    frame: Frame,
    ball: Ball | None,
    palette: Palette,
    ratio: float,
    eye: Eye | None = None,
    trails: Sequence[Trail] = (),
) -> None:
    """The words, and below them the map on a page of this size; the surface where there is an `eye` that
    sees it.
    """
    painter.fillRect(QRectF(0, 0, wide, high), QColor(palette.page))
    _words((painter, palette), landscape, ball, wide, surface=eye is not None, n_runs=1 + len(trails))
    room, family = _room(landscape, wide, high), picture_family()
    if eye is None:
        paint_map(painter, room, landscape, relief, frame, ball, palette, family, ratio, trails)
        return
    paint_surface(painter, room, landscape, relief, eye, palette, family, trails)
    if ball is not None:
        paint_ball(painter, room, landscape, relief, eye, ball, palette)


def landscape_picture(
    landscape: Landscape,
    frame: Frame,
    ball: Ball | None,
    palette: Palette,
    width: int,
    height: int,
    eye: Eye | None = None,
    trails: Sequence[Trail] = (),
) -> QImage:
    """In so many pixels (RGB32), as a map, or as the surface that an `eye` sees. Needs a QGuiApplication."""
    return _painted(landscape, Relief(landscape.grid), frame, ball, palette, width, height, eye, trails)


def _painted(
    landscape: Landscape,
    relief: Relief,
    frame: Frame,
    ball: Ball | None,
    palette: Palette,
    width: int,
    height: int,
    eye: Eye | None = None,
    trails: Sequence[Trail] = (),
) -> QImage:
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    wide, high = _page(width, height)
    with QPainter(picture) as painter:
        painter.scale(width / wide, height / high)
        paint_page(painter, wide, high, landscape, relief, frame, ball, palette, width / wide, eye, trails)
    return picture


def landscape_svg(
    landscape: Landscape,
    frame: Frame,
    ball: Ball | None,
    palette: Palette,
    width: int,
    height: int,
    eye: Eye | None = None,
    trails: Sequence[Trail] = (),
) -> bytes:
    """As an SVG file of so many units: path, marks and words are vectors, a map's relief is an image."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(width, height))
    generator.setResolution(UNITS_PER_INCH)
    generator.setViewBox(QRectF(0, 0, width, height))
    generator.setTitle(title(landscape, 1 + len(trails)))
    said = sentences(landscape, ball, surface=eye is not None)
    generator.setDescription(" ".join(said) + " Made by netviz.")
    wide, high = _page(width, height)
    with QPainter(generator) as painter:
        painter.setFont(label_font(picture_family(), Type.CAPTION))
        painter.scale(width / wide, height / high)
        relief = Relief(landscape.grid)
        paint_page(painter, wide, high, landscape, relief, frame, ball, palette, _SHARP, eye, trails)
    buffer.close()
    return with_fallbacks(bytes(content.data()))


def write_landscape_film(
    path: Path,
    landscape: Landscape,
    frame: Frame,
    palette: Palette,
    width: int,
    height: int,
    *,
    seconds: float = SECONDS,
    eye: Eye | None = None,
    trails: Sequence[Trail] = (),
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> float:
    """The ball going along the run's path, as a film whose kind is the suffix of `path` (see `write_film`).
    Returns how many seconds it takes to see. Raises FilmError, FileError and Cancelled.
    """
    check_seconds(seconds)
    fps = frames_a_second(path)
    shots = film_shots(landscape.path_steps, seconds, fps)
    relief = Relief(landscape.grid)

    def paint(step: float) -> QImage:
        ball = ball_at(landscape, int(step))
        return _painted(landscape, relief, frame, ball, palette, width, height, eye, trails)

    write_film(
        path,
        shots,
        paint,
        key_phases=[float(step) for step in landscape.path_steps[[0, -1]]],
        fps=fps,
        colours=every_colour(palette),
        progress=progress,
        cancelled=cancelled,
    )
    return sum(shot.seconds for shot in shots)


def _page(width: int, height: int) -> tuple[float, float]:
    """As `page_size`, and never so small that the words leave no room for the map."""
    scale = min(width / _LEAST[0], height / _LEAST[1])
    return page_size(width, height) if scale >= 1 else (width / scale, height / scale)


def _room(landscape: Landscape, wide: float, high: float) -> QRectF:
    top = words_height(landscape, wide)
    return QRectF(_MARGIN, top, wide - 2 * _MARGIN, max(high - top - _GAP, 100.0))


def _words(
    on: tuple[QPainter, Palette] | None,
    landscape: Landscape,
    ball: Ball | None,
    wide: float,
    *,
    surface: bool = False,
    n_runs: int = 1,
) -> float:
    """Write them where there is a painter; where they end."""
    y = _MARGIN * 0.7
    family = picture_family()
    said = sentences(landscape, ball, surface=surface)
    rows: list[tuple[QFont, str, bool]] = [
        (label_font(family, Type.FIGURE, strong=True), title(landscape, n_runs), True),
        *((label_font(family, Type.SAID), words, False) for words in said if words),
    ]
    for font, words, strong in rows:
        room = QRectF(_MARGIN, y, wide - 2 * _MARGIN, 10_000)
        if on is not None:
            painter, palette = on
            painter.setFont(font)
            painter.setPen(QColor(palette.text if strong else palette.muted))
            painter.drawText(room, Qt.TextFlag.TextWordWrap, words)
        y += QFontMetricsF(font).boundingRect(room, Qt.TextFlag.TextWordWrap, words).height() + 6
    return float(np.ceil(y)) + _GAP
