"""Messages that lie over the page and wait, instead of dialogs that stop everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from netviz.panels.kit.message import Kind, Message, MessageCard, Offer
from netviz.panels.kit.term_spot import TermSpot
from netviz.panels.watch.path_card import PathCard
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import caption_places
from netviz.rendering.units import covered

__all__ = ["Banner", "Offer"]

NOTE_MS: Final = 4000
READ_MS: Final = 45  # and so long for each character of it
LOOK_MS: Final = 250
MOST: Final = 3  # stand at once; the others wait until one of these goes
GAP: Final = 8
MARGIN: Final = 20
STRIDE: Final = 12
CONTROL: Final = 100.0  # as bad as this is each covered pixel of what one presses, or reads first
WORDS: Final = 4.0
OUTPUT: Final = 5.0  # what an output is called
PICTURE: Final = 1.0  # plots with their titles and numbers, and whatever else stands on a card
NETWORK: Final = 0.1  # its picture is large, and one looks at it when one has read
READ_FIRST: Final = ("title", "section", "spoken", "headline", "complaint")
"""Roles of labels: titles of cards, the sentence under the network, what is wrong."""
READ: Final = "read"
"""The property of what says what a room is about, whatever it says now: nothing lies on it if that can be."""
WIDTHS: Final = (1.0, 0.75, 0.55)  # of the page: a narrow card has more lines, and may cover less
_AT_ONCE: Final = 16  # rows of places that are looked at together
_OUTPUT: Final = 50.0  # units: of an output's name and bar
COLUMNS: Final = 9  # places beside one another that are tried
CONTROLS: Final = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


class Banner(QWidget):
    """The messages over a page: the newest lowest, none twice, and none over a control that it can avoid.

    A message goes when it was answered or put away, when `withdraw` is told that what it speaks of is no
    longer so, or as soon as its own `holds` says so. A plain note goes by itself once it could be read.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages: list[Message] = []
        self._cards: list[MessageCard] = []
        self._came_from: QWidget | None = None
        self._pointer = QCursor.pos()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._read)
        self._numbers = count()  # of messages that stay and say not what they are about
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._look)
        if parent is not None:
            parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What the newest message says; empty where none stands."""
        return self._messages[-1].sentence if self._messages else ""

    @property
    def kind(self) -> Kind | None:
        """Of the newest message."""
        return self._messages[-1].kind if self._messages else None

    @property
    def sentences(self) -> tuple[str, ...]:
        """Of all messages that stand or wait, oldest first."""
        return tuple(message.sentence for message in self._messages)

    @property
    def cards(self) -> tuple[MessageCard, ...]:
        """Those that stand, oldest first."""
        return tuple(self._cards)

    def say(
        self,
        sentence: str,
        *,
        error: bool = False,
        warning: bool = False,
        offer: Offer | None = None,
        about: str = "",
        lasts: bool = False,
        passes: bool = False,
        holds: Callable[[], bool] | None = None,
    ) -> None:
        """Lay a message over the page.

        `about` names what it speaks of ("open", "branch" …): a newer message about the same takes its place,
        and `withdraw(about)` takes it back. `lasts`: something that one waited for is done, so it stays until
        it is put away. `holds` is asked four times a second; where it says no, the message goes. An error, a
        warning or an offer stays as well, but one that `passes` goes as a plain note does.
        """
        kind: Kind = "note"
        if error or warning:
            kind = "error" if error else "warning"
        elif offer is not None and offer.decline is not None:
            kind = "question"
        elif lasts:
            kind = "done"
        stays = not passes and (kind != "note" or offer is not None or holds is not None)
        # Of plain notes about nothing in particular, only the newest is worth reading.
        about = about or (f"{next(self._numbers)}" if stays else "")
        message = Message(sentence, kind, about, offer, holds, stays)
        self._messages = [m for m in self._messages if m.about != about and m.sentence != sentence]
        self._messages.append(message)
        self._show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._cards[-1], QAccessible.Event.Alert))
        if not stays:
            self._pointer = QCursor.pos()
            self._timer.start(NOTE_MS + (READ_MS * len(sentence) if NOTE_MS >= READ_MS else 0))
        if lasts and self.parentWidget() is not None:
            QApplication.alert(self.window())

    def withdraw(self, about: str) -> None:
        """What was said about this is no longer so, or the thing that failed works now."""
        self._keep(lambda message: message.about != about)

    def give_way(self) -> None:
        """Another room opens: a note goes, and an offer that the room's own buttons make too. An error stays,
        a film that is done, and an offer whose refusal means something.
        """
        self._keep(lambda message: message.kind != "note" or (message.holds is not None and message.holds()))

    def clear(self) -> None:
        """None stands any more."""
        self._keep(lambda _: False)

    def take_focus(self) -> None:
        """The keys to the newest message; Esc puts it away, and brings them back to where they were."""
        if self._cards:
            focused = QApplication.focusWidget()
            if focused is not None and not self.isAncestorOf(focused):
                self._came_from = focused
            self._cards[-1].take_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt: the page has another size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    # ---- which stand

    def _keep(self, wanted: Callable[[Message], bool]) -> None:
        kept = [message for message in self._messages if wanted(message)]
        if len(kept) != len(self._messages):
            self._messages = kept
            self._show()

    def _show(self) -> None:
        standing = self._messages[-MOST:]
        had_focus = any(card.has_focus for card in self._cards)
        cards = {card.message: card for card in self._cards}
        for message, card in cards.items():
            if message not in standing:
                card.hide()
                card.deleteLater()
        self._cards = [cards.get(message) or self._card(message) for message in standing]
        if had_focus and not any(card.has_focus for card in self._cards):
            self._give_back_focus()
        self.setVisible(bool(self._cards))
        if self._cards:
            self._place()
            self._looking.start()
        else:
            self._looking.stop()

    def _card(self, message: Message) -> MessageCard:
        card = MessageCard(message, self)
        card.accepted.connect(lambda: self._accept(message))
        card.put_away.connect(lambda: self._put_away(message))
        card.show()
        return card

    def _give_back_focus(self) -> None:
        if self._cards:
            self._cards[-1].take_focus()
        elif self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()
        self._came_from = self._came_from if self._cards else None

    def _accept(self, message: Message) -> None:
        self._keep(lambda other: other is not message)
        if message.offer is not None:
            message.offer.accept()

    def _put_away(self, message: Message) -> None:
        self._keep(lambda other: other is not message)
        if message.offer is not None and message.offer.decline is not None:
            message.offer.decline()

    def _read(self) -> None:
        """The note could be read; who has brought the pointer or the keys to it is still at it."""
        came = QCursor.pos() != self._pointer
        notes = [card for card in self._cards if not card.message.lasts]
        if any((came and card.underMouse()) or card.has_focus for card in notes):
            self._timer.start(NOTE_MS)
        else:
            self._keep(lambda message: message.lasts)

    def _look(self) -> None:
        self._keep(lambda message: message.holds is None or message.holds())
        if self._cards and not self.underMouse() and self._covers_a_control():
            self._place()

    # ---- where

    def _covers_a_control(self) -> bool:
        found = self._obstacles(self.geometry())
        controls = [(place, weight) for place, weight in found if weight == CONTROL]
        return _cost(self.geometry(), controls) > 0

    def _place(self) -> None:
        page = self.parentWidget()
        if not self._cards:
            return
        widest = (page.width() if page is not None else 800) - 2 * MARGIN
        obstacles, found = self._obstacles(), (float("inf"), QRect(), [QSize()])
        for share in WIDTHS:
            sizes = [card.wish(round(widest * share)) for card in self._cards]
            high = sum(size.height() + GAP for size in sizes) - GAP
            whole = QSize(max(size.width() for size in sizes), high)
            place, cost = QRect(QPoint(), whole), 0.0
            if page is not None:
                place, cost = _best(page.rect(), whole, obstacles)
            if cost < found[0]:
                found = cost, place, sizes
            if cost == 0:
                break
        _, place, sizes = found
        y = 0
        for card, size in zip(self._cards, sizes, strict=True):
            card.setGeometry(0, y, place.width(), size.height())
            y += size.height() + GAP
        self.setGeometry(place)
        if page is not None:
            self.raise_()

    def _obstacles(self, within: QRect | None = None) -> list[tuple[QRect, float]]:
        """What is on the page, and how bad it is to cover a pixel of it; only what reaches `within`."""
        page = self.parentWidget()
        found: list[tuple[QRect, float]] = []
        if page is None:
            return found
        networks = page.findChildren(GraphCanvas)
        for widget in page.findChildren(QWidget):
            if not widget.isVisible() or self.isAncestorOf(widget):
                continue
            place = _seen(widget, page)
            if _is_apart(place, within):
                continue
            if isinstance(widget, GraphCanvas):
                found.append((place, NETWORK))
                corner = widget.mapTo(page, QPoint(0, 0))
                found += [(names.translated(corner), WORDS) for names in _names_in(widget)]
                found += [(name.translated(corner), OUTPUT) for name in _outputs_in(widget)]
                continue
            if isinstance(widget, TermSpot):
                continue  # a word in the network's picture
            if isinstance(widget, PathCard) or widget.property(READ) is not None:
                found.append((place, CONTROL))
                continue
            # Plots take the keys too, but they are no button; one can lie on a part of them.
            small = place.width() * place.height() * 12 < page.width() * page.height()
            if _is_control(widget, small=small):
                found.append((place, CONTROL))
            elif any(network.isAncestorOf(widget) for network in networks):
                continue  # how it is painted
            elif widget.property("role") == "panel":
                found.append((place, PICTURE))
            elif isinstance(widget, QLabel):
                if widget.text():
                    first = widget.property("role") in READ_FIRST
                    corner = widget.mapTo(page, QPoint(0, 0))
                    words = _words_of(widget).translated(corner).intersected(place)
                    found.append((words, CONTROL if first else WORDS))
            elif not widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
                found.append((place, PICTURE))
        return found


def _best(page: QRect, size: QSize, obstacles: list[tuple[QRect, float]]) -> tuple[QRect, float]:
    """Low and in the middle if it can be: over no control and nothing that one reads first, then no words,
    then no plot; over the network's picture rather than these. And how bad that place is.
    """
    room = page.width() - size.width() - 2 * MARGIN
    middle = MARGIN + room // 2
    columns = sorted({MARGIN + room * k // (COLUMNS - 1) for k in range(COLUMNS)} | {middle})
    # Just left of the outputs, that none loses its name.
    beside = {other.left() - size.width() - GAP for other, weight in obstacles if weight == OUTPUT}
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
    """How bad each place is, row by row: float64 (rows · columns,). As `_cost`, of all of them at once."""
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
    place = widget.visibleRegion().boundingRect()
    return place.translated(widget.mapTo(page, QPoint(0, 0)))


def _names_in(canvas: GraphCanvas) -> list[QRect]:
    """Where the names of the layers stand in the picture of a network."""
    scene = canvas.scene
    if scene is None:
        return []
    return [covered(place) for place in caption_places(scene, canvas.camera, picture_family()).values()]


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


def _cost(place: QRect, obstacles: list[tuple[QRect, float]]) -> float:
    cost = 0.0
    for other, weight in obstacles:
        if place.intersects(other):
            part = place.intersected(other)
            cost += weight * part.width() * part.height()
    return cost
