"""Words, numbers and bars around the network, by QPainter: over the GPU's picture and in files alike."""

from __future__ import annotations

from math import ceil, floor
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from netviz.rendering.camera import Camera
from netviz.rendering.contrast import paint_ground
from netviz.rendering.fonts import Type, label_font
from netviz.rendering.nodes.shape import shape
from netviz.rendering.pointing.focus_marks import paint_focus_rings, paint_pointed_edge
from netviz.training.figures import answered, percent, plain
from netviz.viewmodels.layout import SMALL_PAGE
from netviz.viewmodels.scene import Scene

CAPTION_PX: Final = int(Type.CAPTION)
DIGIT_PX: Final = 14
BAR_LENGTH: Final = 36.0
_LEAST_GAP: Final = 6.0
_LONGEST: Final = ">99.9\u00a0%"  # of all shares as they are written
BAR_HEIGHT: Final = 4.0
_ROOMY: Final = 17.0  # units between inputs whose names are as large as the outputs'
_NAME_PITCH: Final = 12.5
SMALLEST_PITCH: Final = 11.0  # outputs closer than this bear no labels
_FOOT: Final = 29.0  # how far a foot reaches beyond its caption, on either side
_WORDS_FROM: Final = 130.0  # pixels between columns
_SMALL_FOOT: Final = 44.0
_BUTTON: Final = 28.0  # half of the button above that adds a layer
_CLEAR: Final = 10.0
_NARROWEST_NOTE: Final = 96.0
_NOTE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap


def paint_labels(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    family: str,
    *,
    note: str = "",
    height: float | None = None,
) -> None:
    """Captions, output labels with probability bars, the ring of a focused neuron, and a `note` below.

    The painter stands in logical pixels of the screen; `height` is the screen's, the page's if None.
    """
    paint_outputs(painter, scene, camera, family)
    paint_all_but_outputs(painter, scene, camera, family, note=note, height=height)


def paint_all_but_outputs(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    family: str,
    *,
    note: str = "",
    height: float | None = None,
) -> None:
    """What stays as it is while a network trains."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _captions(painter, scene, camera, family)
    _input_names(painter, scene, camera, family)
    if scene.pointed is not None and scene.pointed.source is not None:
        paint_pointed_edge(painter, scene, scene.pointed, scene.pointed.source, camera)
    if scene.focus is not None:
        paint_focus_rings(painter, scene, scene.focus, camera)
    if note:
        _note(painter, scene, camera, family, note, scene.layout.height if height is None else height)


def edges_note(scene: Scene, lines: int, *, mist: bool) -> str:
    """How many edges are lines, whether the others are `mist`, and what an edge stands for."""
    total = scene.n_edges
    if scene.share < 1:
        drawn = f"The strongest {share_text(scene.share)} of {total:,} edges"
        drawn += f", {lines:,} as lines, the others as mist." if mist else f": {lines:,} lines."
    elif lines >= total:
        drawn = f"All {total:,} edges."
    elif mist:
        drawn = f"{lines:,} strongest of {total:,} edges as lines, the others as mist."
    else:
        drawn = f"{lines:,} of {total:,} edges, the others are too weak to be seen."
    if "change" in scene.views:
        return f"{drawn} {change_text(scene)}"
    if "difference" in scene.views:
        return f"{drawn} They show how the weights of network B differ from those of A."
    if all(view == "contribution" for view in scene.views):
        return f"{drawn} They show contributions, a·w."
    if "contribution" in scene.views:
        return f"{drawn} Those from the input show contributions, a·w."
    return drawn


def share_text(share: float) -> str:
    """`1 %`, `2.5 %`."""
    return f"{share * 100:.3g}\u00a0%"


def change_text(scene: Scene) -> str:
    """Since when the weights changed, in a sentence."""
    if scene.since is None:
        return "They would show changes, but how this run began is not known."
    if scene.since > scene.step:
        return f"They show how the weights differ here from step {scene.since:,}, which came later."
    if not scene.weights.any():
        return f"They would show changes, but no weight has changed since step {scene.since:,}."
    return f"They show how the weights have changed since step {scene.since:,}."


def _note(painter: QPainter, scene: Scene, camera: Camera, family: str, note: str, bottom: float) -> None:
    """At the left, below the image or above it and clear of the first column; else above everything.

    Where there is too little room its last sentence goes first.
    """
    layout = scene.layout
    font = label_font(family, CAPTION_PX)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(QColor(scene.palette.muted))
    sentences = note.split(". ")
    shorter = [". ".join(sentences[:n]) + "." for n in range(len(sentences) - 1, 0, -1)]
    for words in (note, *shorter):
        place = note_place(scene, family, words, bottom)
        if place is not None:
            if camera != Camera():
                # Anything may lie below now.
                paint_ground(painter, scene.palette, place.adjusted(-3, -3, 3, 3))
            painter.drawText(place.adjusted(0, 0, 1, 0), _NOTE, words)
            return
    most = layout.width - 28
    fits = (words for words in (note, *shorter) if metrics.horizontalAdvance(words) <= most)
    line = next(fits, None) or metrics.elidedText(note, Qt.TextElideMode.ElideRight, most)
    painter.drawText(QPointF(14, 3 + metrics.ascent()), line)


def note_place(scene: Scene, family: str, words: str, bottom: float) -> QRectF | None:
    """Where these words stand on a page that ends at `bottom`; None where they don't fit in beside columns.

    That is below the image, or above it where the story has no headline there.
    """
    layout = scene.layout
    if layout.image is None or len(layout.column_x) < 2:
        return None
    metrics = QFontMetricsF(label_font(family, CAPTION_PX))
    # A column's foot, where there is one, is its caption between two buttons, or instead of it a number.
    spacing = layout.column_x[1] - layout.column_x[0]
    half = metrics.horizontalAdvance(_fitting(scene.captions[1], metrics, spacing)) / 2
    foot = half + _FOOT if spacing >= _WORDS_FROM else max(half + 6, _SMALL_FOOT)
    width = layout.column_x[1] - foot - _CLEAR - 14
    left, top, side = layout.image
    place = metrics.boundingRect(QRectF(14, bottom - 98, width, 90), _NOTE, words)
    if width >= _NARROWEST_NOTE and place.top() > top + side + 26 and place.right() <= 14 + width:
        return place
    if scene.moment is not None:
        return None
    # A button may stand half-way to the first column.
    width = (left + side + layout.column_x[1]) / 2 - _BUTTON - _CLEAR - 14
    place = metrics.boundingRect(QRectF(14, top - 96, width, 90), _NOTE, words)
    fits = width >= _NARROWEST_NOTE and place.top() >= 2 and place.right() <= 14 + width
    return place if fits else None


def _captions(painter: QPainter, scene: Scene, camera: Camera, family: str) -> None:
    painter.setFont(label_font(family, CAPTION_PX))
    painter.setPen(QColor(scene.palette.muted))
    ascent = QFontMetricsF(painter.font()).ascent()
    for column, (caption, place) in _placed_captions(scene, camera, family).items():
        if column == 0:
            paint_ground(painter, scene.palette, place)
        painter.drawText(QPointF(place.x(), place.y() + ascent), caption)


def caption_places(scene: Scene, camera: Camera, family: str) -> dict[int, QRectF]:
    """Where the caption of each column stands, in units; those that find no room are missing."""
    return {column: place for column, (_, place) in _placed_captions(scene, camera, family).items()}


def _placed_captions(scene: Scene, camera: Camera, family: str) -> dict[int, tuple[str, QRectF]]:
    layout = scene.layout
    metrics = QFontMetricsF(label_font(family, CAPTION_PX))
    spacing = (layout.column_x[1] - layout.column_x[0]) * camera.zoom if len(layout.column_x) > 1 else 1e9
    hidden_line = max(
        (
            float(layout.xy[s, 1].max() + layout.radius[s].max())
            for s in scene.spec.neuron_slices[0 if layout.image is None else 1 :]
        ),
        default=0.0,
    )
    if layout.width < SMALL_PAGE and camera == Camera():
        for captions in (scene.captions, tuple(caption.split(" · ")[0] for caption in scene.captions)):
            widest = max((metrics.horizontalAdvance(caption) for caption in captions[1:]), default=0.0)
            if widest <= spacing - 6:
                break
            if widest <= 2 * spacing - 6:
                return _staggered(scene, captions, metrics, hidden_line)
    placed: dict[int, tuple[str, QRectF]] = {}
    taken, end = 0.0, 1e9  # what stands under a column of inputs ends before the next caption begins
    if layout.image is None:
        after = metrics.horizontalAdvance(_fitting(scene.captions[1], metrics, spacing)) / 2 + 6
        end = camera.to_screen(layout.column_x[1], hidden_line)[0] - after
    for column, caption in enumerate(scene.captions):
        if column == 0 and layout.image is not None:
            left, top, side = layout.image
            x, y = camera.to_screen(left + side / 2, top + side)
        else:
            x, y = camera.to_screen(layout.column_x[column], hidden_line)
        if column > 0:
            caption = _fitting(caption, metrics, spacing)
        width = metrics.horizontalAdvance(caption)
        if column == 0 or x - width / 2 > taken + 6:
            left = x - width / 2 if column else max(min(x - width / 2, end - width), 2.0)
            placed[column] = caption, QRectF(left, y + 8, width, metrics.height())
            taken = 0.0 if column == 0 else x + width / 2
    return placed


def _staggered(
    scene: Scene, captions: tuple[str, ...], metrics: QFontMetricsF, hidden_line: float
) -> dict[int, tuple[str, QRectF]]:
    """On a small page, whole captions in two lines by turns, rather than short ones or none."""
    layout, line = scene.layout, metrics.height()
    upper = min(hidden_line + 5, layout.height - 2 * line)
    placed = {}
    for column, caption in enumerate(captions):
        x, y = layout.column_x[column], upper + line * ((column + 1) % 2)
        if column == 0 and layout.image is not None:
            left, top, side = layout.image
            x, y = left + side / 2, top + side + 8
        width = metrics.horizontalAdvance(caption)
        placed[column] = caption, QRectF(max(x - width / 2, 2.0), y, width, line)
    return placed


def _fitting(caption: str, metrics: QFontMetricsF, spacing: float) -> str:
    """A column's caption, or where columns stand too close a shorter one: its name, or number and size."""
    name, _, _ = caption.partition(" · ")
    for words in (caption, name if name.startswith("hidden ") else caption):
        if metrics.horizontalAdvance(words) <= spacing - 6:
            return words
    return caption.removeprefix("hidden ")


def paint_outputs(painter: QPainter, scene: Scene, camera: Camera, family: str) -> None:
    """Which output stands for what, and its probability: as a bar, and as a number where it wins."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout, where = scene.layout, scene.spec.neuron_slices[-1]
    xy = layout.xy[where]
    pitch = float(xy[1, 1] - xy[0, 1]) * camera.zoom if len(xy) > 1 else 1e9
    if pitch < SMALLEST_PITCH:
        return
    size = max(min(DIGIT_PX, 0.75 * pitch), Type.CAPTION)
    plain, strong, number = (
        label_font(family, size),
        label_font(family, size, strong=True),
        label_font(family, min(CAPTION_PX, size)),
    )
    text, line = QColor(scene.palette.text), QColor(scene.palette.line)
    wide = layout.width - layout.column_x[-1] - float(layout.radius[where][0])
    column = max(QFontMetricsF(strong).horizontalAdvance(label) for label in scene.output_labels)
    # Names of somebody's own may be longer than there is room for.
    column = min(column, max(wide - _LEAST_GAP - 2, 20.0))
    beside = wide - column
    # Beside a narrow page's outputs gaps give way before the number does.
    written = QFontMetricsF(number).horizontalAdvance(_LONGEST)
    gap = 10.0 if beside >= 26 + written + 6 else _LEAST_GAP
    # On the narrowest page the number stands alone.
    barred = beside >= 2 * gap + 12 + written
    gap = gap if barred else min(max((beside - written) / 2, 2.0), gap)
    length = max(min(BAR_LENGTH, beside - 2 * gap - 6 - written), 6.0) if barred else 0.0
    for k, label in enumerate(scene.output_labels):
        x, y = camera.to_screen(float(xy[k, 0]), float(xy[k, 1]))
        x += shape(float(layout.radius[where][k]), camera.zoom).half_width + gap
        wins = scene.answer == k
        font = strong if wins else plain
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(text)
        name = metrics.elidedText(label, Qt.TextElideMode.ElideRight, column + 1)
        painter.drawText(
            QPointF(x + (column - metrics.horizontalAdvance(name)) / 2, y + metrics.capHeight() / 2), name
        )
        if scene.spec.loss_function.answers == "numbers":
            if scene.probability.size:
                painter.setFont(number)
                words, figures = f"= {_meant(scene)[k]}", QFontMetricsF(number)
                place = QPointF(x + column + gap, y + figures.capHeight() / 2)
                if gap + column + gap + figures.horizontalAdvance(words) > wide:
                    place = QPointF(x, y + metrics.height() / 2 + figures.ascent())
                painter.drawText(place, words)
            continue
        bar = QRectF(x + column + gap, y - BAR_HEIGHT / 2, length, BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line)
        if barred:
            painter.drawRoundedRect(bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        if scene.probability.size:
            share = float(scene.probability[k])
            if barred and share * length >= 0.5:
                bar.setWidth(max(share * length, BAR_HEIGHT))
                painter.setBrush(text if wins else QColor(scene.palette.muted))
                painter.drawRoundedRect(bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
            if wins:
                painter.setFont(number)
                painter.setPen(text)
                y += QFontMetricsF(number).capHeight() / 2
                painter.drawText(QPointF(bar.x() + (length + 6 if barred else 0.0), y), percentage(share))


def _input_names(painter: QPainter, scene: Scene, camera: Camera, family: str) -> None:
    small, chosen = _crowded_inputs(scene, camera), _chosen_input(scene)
    painter.setFont(_font_of_inputs(family, small=small))
    for k, (name, place) in input_places(scene, camera, family).items():
        painter.setPen(QColor(scene.palette.accent if small and k == chosen else scene.palette.text))
        painter.drawText(place.bottomLeft(), name)


def input_places(scene: Scene, camera: Camera, family: str) -> dict[int, tuple[str, QRectF]]:
    """What stands left of each input, where inputs have names, and where the letters are. Of crowded ones
    every second, or so many as have room, and in any case that of the one that is looked at: zooming in
    brings them all.
    """
    names, layout, found = scene.input_labels, scene.layout, {}
    if not names:
        return {}
    metrics = QFontMetricsF(_font_of_inputs(family, small=_crowded_inputs(scene, camera)))
    left, high = camera.to_screen(0.0, 0.0)[0], metrics.capHeight()
    for k in named_inputs(len(names), _input_pitch(scene, camera), _chosen_input(scene)):
        x, y = camera.to_screen(float(layout.xy[k, 0]), float(layout.xy[k, 1]))
        x -= shape(float(layout.radius[k]), camera.zoom).half_width + 8
        name = metrics.elidedText(names[k], Qt.TextElideMode.ElideRight, max(x - min(left, 0.0) - 2, 40.0))
        wide = metrics.horizontalAdvance(name)
        found[k] = name, QRectF(x - wide, y - high / 2, wide, high)
    return found


def _input_pitch(scene: Scene, camera: Camera) -> float:
    xy = scene.layout.xy
    return float(xy[1, 1] - xy[0, 1]) * camera.zoom if len(scene.input_labels) > 1 else 100.0


def _crowded_inputs(scene: Scene, camera: Camera) -> bool:
    return bool(scene.input_labels) and _input_pitch(scene, camera) < _ROOMY


def _font_of_inputs(family: str, *, small: bool) -> QFont:
    return label_font(family, CAPTION_PX if small else DIGIT_PX, strong=not small)


def _chosen_input(scene: Scene) -> int | None:
    focus = scene.focus
    if focus is not None and focus.source is not None and focus.column == 1:
        return focus.source
    return focus.index if focus is not None and focus.column == 0 and focus.source is None else None


def named_inputs(n: int, pitch: float, chosen: int | None) -> list[int]:
    """Which of `n` inputs that stand `pitch` units apart bear their names: at equal steps, the chosen one
    among them.
    """
    step = max(ceil(_NAME_PITCH / max(pitch, 0.01)), 1)
    if step > n:
        return [] if chosen is None else [chosen]
    if chosen is None:
        return list(range(0, n, step))
    return [k for k in range(n) if k == chosen or (k % step == 0 and abs(k - chosen) >= step)]


def _meant(scene: Scene) -> tuple[str, ...]:
    """The numbers that the outputs stand for; none while nothing is drawn."""
    outputs, numbers = scene.probability.tolist(), scene.numbers
    return tuple(plain(value) if numbers is None else answered(numbers, value) for value in outputs)


def outputs_written(scene: Scene) -> tuple[object, ...]:
    """What the outputs' labels say: two scenes for which this is equal have the same labels."""
    shares = scene.probability
    if scene.spec.loss_function.answers == "numbers":
        return (_meant(scene),)
    number = None if scene.answer is None or not shares.size else percentage(float(shares[scene.answer]))
    # Bars to a quarter of a pixel.
    return scene.answer, number, np.rint(shares * (4 * BAR_LENGTH)).tobytes()


def outputs_place(scene: Scene, camera: Camera, width: int, height: int) -> QRect:
    """Where the outputs' labels stand on a screen of this size."""
    left, _ = camera.to_screen(scene.layout.column_x[-1], 0.0)
    left = min(max(floor(left), 0), width)
    return QRect(left, 0, width - left, height)


def percentage(share: float) -> str:
    """A probability, short enough for its place: a decimal only close to certainty."""
    return percent(share, 1 if share >= 0.9945 else 0)
