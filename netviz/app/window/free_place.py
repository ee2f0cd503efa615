"""Where on a page a message lies: over no control, no words, and as little else as can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from netviz.panels.kit.term_spot import TermSpot
from netviz.panels.watch.path_card import PathCard
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import caption_places, input_places
from netviz.rendering.units import covered

MARGIN: Final = 20
_GAP: Final = 8
STRIDE: Final = 12
CONTROL: Final = 400.0  # as bad as this is each covered pixel of what one presses, or reads first
WORDS: Final = 40.0  # a line of them is worse than all of a plot
OUTPUT: Final = 50.0  # what an output is called
PICTURE: Final = 1.0  # plots between their titles and numbers, and whatever else stands on a card
NEURON: Final = 20.0  # the drawing before them can be spared for a moment, they are few pixels each
NETWORK: Final = 0.1  # its picture is large, and one looks at it when one has read
READ_FIRST: Final = ("title", "section", "spoken", "headline", "complaint")
"""Roles of labels: titles of cards, the sentence under the network, what is wrong."""
READ: Final = "read"
"""The property of what says what a room is about, whatever it says now: nothing lies on it if that can be."""
_MOST_NEURONS: Final = 200  # that are looked at one by one
_AT_ONCE: Final = 16  # rows of places that are looked at together
_OUTPUT: Final = 50.0  # units: of an output's name and bar
COLUMNS: Final = 9  # places beside one another that are tried
CONTROLS: Final = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


@runtime_checkable
class HasWords(Protocol):
    """A widget that knows where it has painted words, as a plot does."""

    def words_at(self) -> list[QRect]:
        """In its own pixels."""
        ...


def obstacles(page: QWidget, message: QWidget, within: QRect | None = None) -> list[tuple[QRect, float]]:
    """What is on the page beside the message, and how bad it is to cover a pixel of it; only what reaches
    `within`.
    """
    found: list[tuple[QRect, float]] = []
    networks = page.findChildren(GraphCanvas)
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or message.isAncestorOf(widget):
            continue
        place = _seen(widget, page)
        if _is_apart(place, within):
            continue
        if isinstance(widget, GraphCanvas):
            found += _in_network(widget, place, widget.mapTo(page, QPoint(0, 0)))
        elif not isinstance(widget, TermSpot):  # which is a word in the network's picture
            how_painted = any(network.isAncestorOf(widget) for network in networks)
            # Plots take the keys too, but they are no button; one can lie on a part of them.
            small = place.width() * place.height() * 12 < page.width() * page.height()
            corner = widget.mapTo(page, QPoint(0, 0))
            found += _in_widget(widget, place, corner, small=small, how_painted=how_painted)
    return found


def _in_network(canvas: GraphCanvas, place: QRect, corner: QPoint) -> list[tuple[QRect, float]]:
    """What lies in the picture of a network, whose corner is there on the page."""
    parts = ((_names_in(canvas), WORDS), (_outputs_in(canvas), OUTPUT), (_neurons_in(canvas), NEURON))
    inside = [(part.translated(corner), weight) for found, weight in parts for part in found]
    return [(place, NETWORK), *inside]


def _in_widget(
    widget: QWidget, place: QRect, corner: QPoint, *, small: bool, how_painted: bool
) -> list[tuple[QRect, float]]:
    """What any other widget is, and holds."""
    if isinstance(widget, PathCard) or widget.property(READ) is not None:
        return [(place, CONTROL)]
    found: list[tuple[QRect, float]] = []
    if isinstance(widget, HasWords):
        written = [words.translated(corner).intersected(place) for words in widget.words_at()]
        found += [(one, WORDS) for one in written if not one.isEmpty()]
    if _is_control(widget, small=small):
        found.append((place, CONTROL))
    elif how_painted:
        return found
    elif widget.property("role") == "panel":
        found.append((place, PICTURE))
    elif isinstance(widget, QLabel):
        if widget.text():
            first = widget.property("role") in READ_FIRST
            words = _words_of(widget).translated(corner).intersected(place)
            found.append((words, CONTROL if first else WORDS))
    elif not widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        # What is small and paints itself says something; of a large one, a part can be covered.
        says = small and not isinstance(widget.parentWidget(), QAbstractScrollArea)
        found.append((place, WORDS if says else PICTURE))
    return found


def best_place(page: QRect, size: QSize, obstacles: list[tuple[QRect, float]]) -> tuple[QRect, float]:
    """Low and in the middle if it can be: over no control and nothing that one reads first, then no words,
    then no plot; over the network's picture rather than these. And how bad that place is.
    """
    room = page.width() - size.width() - 2 * MARGIN
    middle = MARGIN + room // 2
    columns = sorted({MARGIN + room * k // (COLUMNS - 1) for k in range(COLUMNS)} | {middle})
    # Just left of the outputs, that none loses its name, and just beside a column of neurons.
    beside = {other.left() - size.width() - _GAP for other, weight in obstacles if weight in (OUTPUT, NEURON)}
    beside |= {other.right() + _GAP for other, weight in obstacles if weight == NEURON}
    columns += [x for x in beside if MARGIN <= x <= MARGIN + room]
    columns.sort(key=lambda x: abs(x - middle))
    lowest = page.height() - size.height() - MARGIN
    found, least = QRect(QPoint(columns[0], lowest), size), float("inf")
    rows = range(lowest, MARGIN, -STRIDE)
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        cost = _costs(columns, some, size, obstacles)
        k = int(cost.argmin())
        if cost[k] < least:
            row, column = divmod(k, len(columns))
            found, least = QRect(QPoint(columns[column], some[row]), size), float(cost[k])
        if least == 0:
            break
    return found, least


def _costs(
    columns: Sequence[int], rows: Sequence[int], size: QSize, obstacles: list[tuple[QRect, float]]
) -> NDArray[np.float64]:
    """How bad each place is, row by row: float64 (rows · columns,)."""
    left, top = np.tile(columns, len(rows)), np.repeat(rows, len(columns))
    cost = np.zeros(len(left))
    for other, weight in obstacles:
        wide = np.minimum(left + size.width(), other.x() + other.width()) - np.maximum(left, other.x())
        high = np.minimum(top + size.height(), other.y() + other.height()) - np.maximum(top, other.y())
        cost += weight * np.maximum(wide, 0) * np.maximum(high, 0)
    return cost


def _is_apart(place: QRect, within: QRect | None) -> bool:
    return within is not None and not place.intersects(within)


def _is_control(widget: QWidget, *, small: bool) -> bool:
    if widget.property("role") == "bar" or isinstance(widget, CONTROLS):
        return True
    return small and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _seen(widget: QWidget, page: QWidget) -> QRect:
    """The part of it that no area in which one scrolls has cut off, in the page's coordinates."""
    # Not Qt's visible region: a message hides what it lies on, and a plot's picture the plot.
    place, around = QRect(widget.mapTo(page, QPoint(0, 0)), widget.size()), widget.parentWidget()
    while around is not None and around is not page:
        place = place.intersected(QRect(around.mapTo(page, QPoint(0, 0)), around.size()))
        around = around.parentWidget()
    return place


def _names_in(canvas: GraphCanvas) -> list[QRect]:
    """Where the names of layers and inputs stand in the picture of a network."""
    scene = canvas.scene
    if scene is None:
        return []
    seen = scene, canvas.camera, picture_family()
    names = [place for _, place in input_places(*seen).values()]
    return [covered(place) for place in (*caption_places(*seen).values(), *names)]


def _neurons_in(canvas: GraphCanvas) -> list[QRect]:
    """Where its neurons stand, and inputs that are no picture; of a large network none in particular."""
    scene, places = canvas.scene, []
    if scene is None:
        return []
    first = 0 if scene.input_labels else scene.spec.sizes[0]
    n = len(scene.layout.xy)
    if n - first > _MOST_NEURONS:
        return []
    for k in range(first, n):
        x, y = canvas.camera.to_screen(float(scene.layout.xy[k, 0]), float(scene.layout.xy[k, 1]))
        r = float(scene.layout.radius[k]) * canvas.camera.zoom
        places.append(QRectF(x - r, y - r, 2 * r, 2 * r))
    return [covered(place) for place in places]


def _outputs_in(canvas: GraphCanvas) -> list[QRect]:
    """Where the names of the outputs stand in it."""
    scene, places = canvas.scene, []
    if scene is None:
        return []
    layout, outputs = scene.layout, scene.spec.neuron_slices[-1]
    for at, radius in zip(layout.xy[outputs], layout.radius[outputs], strict=True):
        x, y = canvas.camera.to_screen(float(at[0]), float(at[1]))
        wide = float(radius) * canvas.camera.zoom
        places.append(QRectF(x + wide + 8, y - wide, _OUTPUT, 2 * wide))
    return [covered(place) for place in places]


def _words_of(label: QLabel) -> QRect:
    """Where its words stand in it."""
    flags = label.alignment()
    wrap = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag(0)
    return label.fontMetrics().boundingRect(label.contentsRect(), int(flags) | int(wrap), label.text())
