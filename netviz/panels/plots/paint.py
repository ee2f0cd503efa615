"""Draws a chart by QPainter: for the screen on the window's thread, for a file on the job thread.

A thick smooth line through a thousand points takes Qt a tenth of a second; hair lines beside each other take
a thousandth.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from netviz.panels.kit.figures import digits_width, sized
from netviz.panels.kit.images import mix, ramp
from netviz.panels.plots.chart import Band, Chart, Heat, Line
from netviz.panels.run.columns import Array, ticks
from netviz.panels.run.run_changes import paint_mark
from netviz.rendering.fonts import Type
from netviz.viewmodels.palette import Palette

TITLE: Final = 20
_BOTTOM: Final = 18
_LEFT_LEAST: Final = 34
_NAME_GAP: Final = 7
_NAME_LINE: Final = 14
_LINE_WIDTH: Final = 2.0
_HAIR: Final = 0.7  # of a pixel between two hair lines
_MOST_DOTS: Final = 60
_DOT: Final = 2.4  # pixels: a dot's radius
_SMALL: Final = int(Type.CAPTION)

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


def frame_of(box: QRectF, chart: Chart, font: QFont) -> QRectF:
    """The part of `box` in which values stand; numbers are left of it and below, names right of it."""
    small = sized(font, _SMALL)
    height = max(box.height() - TITLE - _BOTTOM, 10.0)
    written = [text for _, text in _y_ticks(chart, height)]
    left = max([_LEFT_LEAST, *(digits_width(small, text) + 8 for text in written)])
    metrics = QFontMetricsF(small)
    names = [metrics.horizontalAdvance(line.name) for line in chart.lines if line.name]
    right = max(names, default=0.0) + _NAME_GAP + 4 if names else 12.0
    return QRectF(box.x() + left, box.y() + TITLE, max(box.width() - left - right, 10.0), height)


def step_at(x: float, frame: QRectF, chart: Chart) -> float:
    """The step at this place across."""
    return chart.start + (x - frame.x()) / frame.width() * (chart.end - chart.start)


def place_of(step: float, frame: QRectF, chart: Chart) -> float:
    """Where this step stands across."""
    return frame.x() + (step - chart.start) / max(chart.end - chart.start, 1e-9) * frame.width()


def legible(ink: str, palette: Palette) -> QColor:
    """An ink for letters: nearer to the text's colour, so that light hues can be read."""
    return mix(ink, palette.text, 0.4)


def paint_chart(
    painter: QPainter, box: QRectF, chart: Chart, palette: Palette, font: QFont, ratio: float
) -> None:
    """Draw a whole plot into `box`; `ratio` is how many pixels of the device make one of the box."""
    frame = frame_of(box, chart, font)
    painter.setFont(sized(font, 12, QFont.Weight.DemiBold))
    painter.setPen(QColor(palette.text))
    painter.drawText(QRectF(box.x(), box.y(), box.width(), TITLE - 4), _LEFT, chart.heading)
    if chart.empty:
        painter.setFont(sized(font, 12))
        painter.setPen(QColor(palette.muted))
        flags = int(_CENTRE) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(box.adjusted(24, TITLE, -24, -_BOTTOM), flags, chart.note)
        return
    _paint_axes(painter, box, frame, chart, palette, font)
    painter.save()
    painter.setClipRect(frame.adjusted(0, -1, 0, 1))
    if chart.heat is not None:
        _paint_heat(painter, frame, chart, chart.heat, palette, ratio)
    if chart.band is not None:
        _paint_band(painter, frame, chart, chart.band, ratio)
    for line in chart.lines:
        _paint_line(painter, frame, chart, line, ratio)
    painter.restore()
    for step in dict.fromkeys(change.step for change in chart.changes):
        if chart.start <= step <= chart.end:
            x = round(place_of(step, frame, chart)) + 0.5
            paint_mark(painter, x, frame.top(), frame.bottom(), palette)
    # Over the frame's border: one that stands on it is round too.
    for line in chart.lines:
        _paint_dots(painter, frame, chart, line)
    _paint_names(painter, frame, chart, palette, font)
    _paint_before(painter, frame, chart, palette, font)


def _paint_before(painter: QPainter, frame: QRectF, chart: Chart, palette: Palette, font: QFont) -> None:
    """Why there is nothing left of the first measurement."""
    begin = chart.begin
    if not chart.before or begin is None:
        return
    x = place_of(begin, frame, chart)
    room = QRectF(frame.left(), frame.top(), x - frame.left(), frame.height()).adjusted(8, 4, -12, -4)
    small = sized(font, _SMALL)
    flags = int(_CENTRE) | int(Qt.TextFlag.TextWordWrap)
    words = QFontMetricsF(small).boundingRect(room, flags, chart.before)
    if not room.contains(words):
        return
    painter.fillRect(words.adjusted(-4, -1, 4, 1), QColor(palette.panel))
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.drawLine(QPointF(round(x) - 4.5, frame.top()), QPointF(round(x) - 4.5, frame.bottom()))
    painter.setFont(small)
    painter.setPen(QColor(palette.muted))
    painter.drawText(room, flags, chart.before)


def title_width(chart: Chart, font: QFont) -> float:
    """The room that a chart's title takes."""
    return QFontMetricsF(sized(font, 12, QFont.Weight.DemiBold)).horizontalAdvance(chart.heading)


def _y_ticks(chart: Chart, height: float) -> list[tuple[float, str]]:
    return chart.scale.ticks(max(int(height // 44), 2), chart.write)


def _paint_axes(
    painter: QPainter, box: QRectF, frame: QRectF, chart: Chart, palette: Palette, font: QFont
) -> None:
    small = sized(font, _SMALL)
    painter.setFont(small)
    rule = QPen(mix(palette.line, palette.panel, 0.3), 1)
    for value, text in _y_ticks(chart, frame.height()):
        y = round(frame.bottom() - float(chart.scale.share(np.array(value))) * frame.height()) + 0.5
        if chart.heat is None:
            painter.setPen(rule)
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        painter.setPen(QColor(palette.muted))
        y = min(max(y, box.y() + TITLE + 4), frame.bottom() - 3)
        painter.drawText(QRectF(box.x(), y - 8, frame.x() - box.x() - 6, 16), _RIGHT, text)
    painter.setPen(QColor(palette.muted))
    for place, words in steps_below(box, frame, chart, font):
        painter.drawText(place, _CENTRE, words)


def steps_below(box: QRectF, frame: QRectF, chart: Chart, font: QFont) -> list[tuple[QRectF, str]]:
    """The numbers below the frame, and where they stand."""
    small, found = sized(font, _SMALL), []
    for step in ticks(chart.start, chart.end, max(int(frame.width() // 76), 1)):
        if step == int(step) and chart.start <= step <= chart.end:
            words = written_step(step)
            half = digits_width(small, words) / 2 + 1
            x = min(max(place_of(step, frame, chart), box.x() + half), box.right() - half)
            found.append((QRectF(x - half, frame.bottom() + 3, 2 * half, 15), words))
    return found


def written_step(step: float) -> str:
    """A step on the axis: `5,000`, `1.5 M`."""
    return f"{step:,.0f}" if abs(step) < 1_000_000 else f"{step / 1_000_000:.6g} M"


def _polygon(x: Array, y: Array) -> QPolygonF:
    """Points without a Python object for each."""
    points = np.empty((len(x), 2), ">f8")
    points[:, 0], points[:, 1] = x, y
    # The stream does not keep what it reads.
    written = QByteArray(len(x).to_bytes(4, "big") + points.tobytes())
    stream = QDataStream(written, QIODevice.OpenModeFlag.ReadOnly)
    polygon = QPolygonF()
    stream >> polygon
    return polygon


def _pixels(frame: QRectF, chart: Chart, step: Array, value: Array) -> tuple[Array, Array]:
    """Where these values stand; what is far outside comes near, so that it can be drawn."""
    x = frame.x() + (step - chart.start) / max(chart.end - chart.start, 1e-9) * frame.width()
    share = np.clip(chart.scale.share(value), -1, 2)
    return x, frame.bottom() - share * frame.height()


def _paint_line(painter: QPainter, frame: QRectF, chart: Chart, line: Line, ratio: float) -> None:
    x, y = _pixels(frame, chart, line.step, line.value)
    sound = np.isfinite(y)
    x, y = x[sound], y[sound]
    if not len(x):
        return
    _paint_hairs(painter, x, y, QColor(line.ink), ratio)


def _paint_dots(painter: QPainter, frame: QRectF, chart: Chart, line: Line) -> None:
    """Each measurement of a dotted line, and one that is alone."""
    x, y = _pixels(frame, chart, line.step, line.value)
    across = np.isfinite(y) & (x >= frame.left() - 1) & (x <= frame.right() + 1)
    if not (line.dotted and across.sum() <= _MOST_DOTS) and across.sum() != 1:
        return
    inside = across & (y >= frame.top() - 1) & (y <= frame.bottom() + 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(line.ink))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for a, b in zip(x[inside].tolist(), y[inside].tolist(), strict=True):
        painter.drawEllipse(QPointF(a, b), _DOT, _DOT)


def _paint_hairs(painter: QPainter, x: Array, y: Array, ink: QColor, ratio: float) -> None:
    pen = QPen(ink, 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hairs = max(round(_LINE_WIDTH * ratio), 1)
    polygon = _polygon(x, y)
    painter.save()
    painter.translate(0, -(hairs - 1) / 2 * _HAIR / ratio)
    for _ in range(hairs):
        painter.drawPolyline(polygon)
        painter.translate(0, _HAIR / ratio)
    painter.restore()


def _paint_band(painter: QPainter, frame: QRectF, chart: Chart, band: Band, ratio: float) -> None:
    ink = QColor(band.ink)
    x, top = _pixels(frame, chart, band.step, band.high)
    _, bottom = _pixels(frame, chart, band.step, band.low)
    top, bottom = np.nan_to_num(top, nan=2 * frame.bottom()), np.nan_to_num(bottom, nan=2 * frame.bottom())
    if len(x) * 2 < frame.width():
        pen = QPen(ink, 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spread = np.stack([top, bottom], axis=1)
        spread[1::2] = spread[1::2, ::-1]
        painter.drawPolyline(_polygon(np.repeat(x, 2), spread.ravel()))
        return
    covered = columns_covered(
        (x - frame.x()) * ratio,
        (top - frame.y()) * ratio,
        (bottom - frame.y()) * ratio,
        round(frame.width() * ratio),
        round(frame.height() * ratio),
    )
    height, width = covered.shape
    image = QImage(covered.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([0, ink.rgba()])
    painter.drawImage(frame, image)


def columns_covered(x: Array, top: Array, bottom: Array, width: int, height: int) -> NDArray[np.uint8]:
    """The pixels (height, width) between `top` and `bottom`, as 0 and 1: in every column all that lies there.

    Columns in which there is no point lie between their neighbours'.
    """
    column = np.clip(np.floor(x), -1, width).astype(np.int64)
    at = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    there = column[at] + 0.5
    centre = np.arange(width) + 0.5
    upper = np.interp(centre, there, np.minimum.reduceat(top, at))
    lower = np.interp(centre, there, np.maximum.reduceat(bottom, at))
    # Where a column lies wholly above or below the one before, it reaches to it.
    before_upper, before_lower = upper[:-1].copy(), lower[:-1].copy()
    upper[1:] = np.minimum(upper[1:], before_lower)
    lower[1:] = np.maximum(lower[1:], before_upper)
    none = (centre < there[0] - 1) | (centre > there[-1] + 1)
    row = np.arange(height)[:, None]
    covered = (row >= np.floor(upper)) & (row <= np.floor(lower)) & ~none
    return np.ascontiguousarray(covered.astype(np.uint8))


def _paint_heat(
    painter: QPainter, frame: QRectF, chart: Chart, heat: Heat, palette: Palette, ratio: float
) -> None:
    width = max(round(frame.width() * ratio), 1)
    step = chart.start + (np.arange(width) + 0.5) / width * (chart.end - chart.start)
    column = np.searchsorted(heat.edges, step, side="right") - 1
    there = (column >= 0) & (column < heat.shade.shape[1])
    shade = heat.shade[:, np.clip(column, 0, heat.shade.shape[1] - 1)] * there
    level = np.clip(np.rint(shade * 255), 0, 255).astype(np.uint8)
    rows = level.shape[0]
    value = heat.scale.high - (np.arange(rows) + 0.5) / rows * (heat.scale.high - heat.scale.low)
    inks = np.array([ramp(palette.panel, heat.ink), ramp(palette.panel, heat.below)], np.uint32)
    coloured = np.ascontiguousarray(inks[(value < 0).astype(np.intp)[:, None], level])
    image = QImage(coloured.data, width, rows, width * 4, QImage.Format.Format_RGB32)
    painter.drawImage(frame, image)


def _paint_names(painter: QPainter, frame: QRectF, chart: Chart, palette: Palette, font: QFont) -> None:
    """Each line's name at its end, apart from the others."""
    named = []
    for line in chart.lines:
        inside = line.step <= chart.end + 1e-9
        seen = line.value[inside][-max(len(line.value) // 20, 1) :] if line.name else np.empty(0)
        share = chart.scale.share(seen)
        share = share[np.isfinite(share)]
        if len(share):
            # The mean of the line's end, so that names of lines that cross do not jump.
            named.append((float(np.clip(share.mean(), 0, 1)), line))
    if not named:
        return
    named.sort(key=lambda pair: pair[0])
    room = max(int(frame.height() // _NAME_LINE), 1)
    if len(named) > room:
        named = [named[round(k)] for k in np.linspace(0, len(named) - 1, room)]
    wanted = np.array([frame.bottom() - share * frame.height() for share, _ in named])
    painter.setFont(sized(font, _SMALL))
    for y, (_, line) in zip(apart(wanted, frame.top(), frame.bottom()), named, strict=True):
        painter.setPen(legible(line.ink, palette))
        painter.drawText(QRectF(frame.right() + _NAME_GAP, y - 8, 200, 16), _LEFT, line.name)


def apart(wanted: Array, top: float, bottom: float, line: float = _NAME_LINE) -> list[float]:
    """Places from the lowest up (y falls), at least a line apart, and within the frame where they fit."""
    places = [float(y) for y in wanted]
    half = line / 2
    for k in range(len(places)):
        highest = bottom - half if k == 0 else places[k - 1] - line
        places[k] = min(places[k], highest)
    for k in reversed(range(len(places))):
        lowest = top + half if k == len(places) - 1 else places[k + 1] + line
        places[k] = max(places[k], lowest)
    return places
