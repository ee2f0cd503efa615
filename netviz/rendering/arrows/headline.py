"""What is written beside a moment of a story: its heading and its stage's title, the scale bar, the notes."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from netviz.rendering.arrows.magnifier import magnifier_place, paint_magnifier
from netviz.rendering.camera import Camera
from netviz.rendering.contrast import paint_ground
from netviz.rendering.fonts import Type, label_font
from netviz.viewmodels.layout import FEW
from netviz.viewmodels.moment import ScaleBar, StoryMoment, role_colour
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import Layout, Scene

HEADING_SIZES: Final = (Type.HEADLINE, Type.BODY, Type.CAPTION)
_LAST_WORDS: Final = re.compile(r" (?!\d)(?=\S)")  # a line ends between words, but never before a digit
BEFORE_COLUMN: Final = 16.0  # units that the heading may come nearer to a column than the lines below it
_TOP: Final = 40.0
_NARROWEST: Final = 84.0  # units of a place beside names
_FOOT: Final = 26.0  # below the columns' captions
_MOST_LINES: Final = 2  # of a scale bar's words
OVER_IMAGE: Final = 20.0  # what stands right above the image: the name of a pixel


def headline_place(scene: Scene, moment: StoryMoment, family: str) -> QRectF:
    """Of the heading and the stage's title, in units."""
    left, wide = _headline_room(scene)
    font, lines = _heading(scene, moment, family)
    heading, metrics = QFontMetricsF(font), QFontMetricsF(label_font(family, Type.CAPTION))
    below = (len(lines) - 1) * heading.lineSpacing()
    top = _top(scene)
    room = QRectF(left, top + 20 + below - metrics.ascent(), wide, 60)
    title = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, _stage_title(moment))
    widest = max(map(heading.horizontalAdvance, lines))
    return title.united(QRectF(left, top - heading.ascent(), widest, below + heading.height()))


def headline_fits(scene: Scene) -> bool:
    """Whether there is room for it: beside names of inputs in a narrow window there is none, and what it says
    stands above the network.
    """
    return not _beside_names(scene.layout) or _headline_room(scene)[1] >= _NARROWEST


def _full_column(scene: Scene) -> bool:
    """Whether inputs with names stand from the top of the page to its foot, where there is no image."""
    inputs = scene.layout.xy[scene.spec.neuron_slices[0], 1]
    layout = scene.layout
    return layout.image is None and not _beside_names(layout) and float(inputs.min()) < _TOP + 50


def _top(scene: Scene) -> float:
    """Where the heading stands: above the first input's name."""
    return _TOP - 18 if _full_column(scene) else _TOP


def _headline_room(scene: Scene) -> tuple[float, float]:
    """Left border and width."""
    layout = scene.layout
    left = 24.0 if layout.image is None else layout.image[0]
    if _beside_names(layout):
        left += layout.column_x[0]
    return left, layout.column_x[1] - left - 40 if len(layout.column_x) > 1 else layout.width / 2


def _beside_names(layout: Layout) -> bool:
    """Whether names of inputs take all the height at the left: what is written then stands beside them."""
    return layout.has_names and layout.spec.sizes[0] >= FEW


def _heading(scene: Scene, moment: StoryMoment, family: str) -> tuple[QFont, tuple[str, ...]]:
    """As large as it can be without touching the first column; in lines where even the smallest would."""
    _, wide = _headline_room(scene)
    wide += BEFORE_COLUMN
    fonts = [label_font(family, size, strong=True) for size in HEADING_SIZES]
    for font in fonts:
        if QFontMetricsF(font).horizontalAdvance(moment.heading) <= wide:
            return font, (moment.heading,)
    metrics = QFontMetricsF(fonts[-1])
    lines: list[str] = []
    for part in _LAST_WORDS.split(moment.heading):
        if lines and metrics.horizontalAdvance(f"{lines[-1]} {part}") <= wide:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return fonts[-1], tuple(lines)


def _stage_title(moment: StoryMoment) -> str:
    place = f"{moment.stage + 1} of {moment.n_stages} · " if moment.n_stages else ""
    return place + moment.title


def paint_headline(
    painter: QPainter, scene: Scene, moment: StoryMoment, camera: Camera, family: str, *, notes: bool
) -> None:
    """Title above the image, scale bar and notes below it; where there is no image, at the left border."""
    palette, layout = scene.palette, scene.layout
    left, below = (
        (24.0, layout.height - (_FOOT if _full_column(scene) else 96))
        if layout.image is None
        else (layout.image[0], layout.image[1] + layout.image[2] + 44)
    )
    if _beside_names(layout):
        left += layout.column_x[0]
        paint_ground(painter, palette, headline_place(scene, moment, family).adjusted(-3, -4, 3, 4))
    painter.setPen(QColor(palette.text))
    font, lines = _heading(scene, moment, family)
    painter.setFont(font)
    spacing = QFontMetricsF(font).lineSpacing()
    for k, line in enumerate(lines):
        painter.drawText(QPointF(left, _top(scene) + k * spacing), line)
    painter.setFont(label_font(family, 12))
    painter.setPen(QColor(palette.muted))
    _, wide = _headline_room(scene)
    top = _top(scene) + 20 + (len(lines) - 1) * spacing - QFontMetricsF(painter.font()).ascent()
    title = QRectF(left, top, wide, 60)
    painter.drawText(title, Qt.TextFlag.TextWordWrap, _stage_title(moment))
    under_title = QFontMetricsF(painter.font()).boundingRect(
        title, Qt.TextFlag.TextWordWrap, _stage_title(moment)
    )
    above = under_title.bottomLeft() + QPointF(0, 8)
    above_wide = wide
    _, y = camera.to_screen(0, below)
    enlarged = magnifier_place(scene, camera)
    if enlarged is not None:
        paint_magnifier(painter, scene, enlarged, family)
        beside = enlarged.width() + 12
        left, wide, y = left + beside, wide - beside, enlarged.top() + 7
        painter.setFont(label_font(family, 12))
    full = wide
    wide = _room_beside(moment, family, left, wide, y - 12, layout.height)
    if moment.scale is not None:
        metrics = QFontMetricsF(label_font(family, Type.CAPTION))
        needed = _least_room(moment.scale, metrics, camera)
        if wide >= needed:
            y = _paint_scale(painter, moment.scale, palette, camera, family, QPointF(left, y), wide)
        else:
            # As low as it has room above those numbers.
            high = 8 + _MOST_LINES * metrics.lineSpacing()
            tried = np.arange(y, above.y() + 12, -4.0).tolist()
            rooms = ((at, _room_beside(moment, family, left, full, at - 12, at + high + 8)) for at in tried)
            at, free = next((found for found in rooms if found[1] >= needed), (y, full))
            _paint_scale(painter, moment.scale, palette, camera, family, QPointF(left, at), free)
    painter.setFont(label_font(family, 12))
    painter.setPen(QColor(palette.muted))
    metrics = QFontMetricsF(painter.font())
    for note in moment.notes if notes and not moment.notes_beside else ():
        room = QRectF(left, y, wide, 60)
        bound = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, note)
        if y + bound.height() > layout.height and layout.image is not None:
            # Where there is no room below the image, there often is between it and the title.
            upper = QRectF(above, QSizeF(above_wide, 60))
            higher = metrics.boundingRect(upper, Qt.TextFlag.TextWordWrap, note)
            if higher.bottom() < camera.to_screen(0, layout.image[1])[1] - OVER_IMAGE:
                painter.drawText(upper, Qt.TextFlag.TextWordWrap, note)
                above += QPointF(0, higher.height() + 5)
                continue
        painter.drawText(room, Qt.TextFlag.TextWordWrap, note)
        y += bound.height() + 5


def _room_beside(
    moment: StoryMoment, family: str, left: float, wide: float, top: float, bottom: float
) -> float:
    """How wide a place from `left` on is: a wish's number beside the first column stands at the height of its
    neuron.
    """
    for label in moment.labels:
        number = QFontMetricsF(label_font(family, label.size, strong=label.bold))
        begin = label.x - number.horizontalAdvance(label.text) if label.anchor == "right" else label.x
        if top < label.y < bottom and left < begin < left + wide:
            wide = begin - left - 12
    return wide


def _least_room(scale: ScaleBar, metrics: QFontMetricsF, camera: Camera) -> float:
    """How wide the bar and its words below it, in two lines, are at least."""
    words = scale.text.split(" ")
    rows = ((" ".join(words[:k]), " ".join(words[k:])) for k in range(len(words)))
    narrowest = min(max(map(metrics.horizontalAdvance, row)) for row in rows)
    return max(narrowest + 2, scale.length * camera.zoom)


def _paint_scale(
    painter: QPainter,
    scale: ScaleBar,
    palette: Palette,
    camera: Camera,
    family: str,
    at: QPointF,
    room: float,
) -> float:
    """The bar that says how long a round number is, its words beside it or, where `room` is too narrow for
    that, below; returns where the next line begins.
    """
    x, y = at.x(), at.y()
    length = max(scale.length * camera.zoom, 1.0)
    painter.setPen(
        QPen(QColor(role_colour(palette, scale.role)), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    )
    painter.drawLine(QLineF(x, y, x + length, y))
    for end in (x, x + length):
        painter.drawLine(QLineF(end, y - 3.5, end, y + 3.5))
    font = label_font(family, 12)
    painter.setFont(font)
    painter.setPen(QColor(palette.text))
    metrics = QFontMetricsF(font)
    if length + 9 + metrics.horizontalAdvance(scale.text) > room:
        place = QRectF(x, y + 8, max(room, length), 60)
        painter.drawText(place, Qt.TextFlag.TextWordWrap, scale.text)
        return y + 14 + metrics.boundingRect(place, Qt.TextFlag.TextWordWrap, scale.text).height()
    painter.drawText(QPointF(x + length + 9, y + metrics.capHeight() / 2), scale.text)
    return y + 14
