"""Messages that lie over the page and wait, instead of dialogs that stop everything."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QCursor
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)
from shiboken6 import isValid

from netviz.app.window.free_place import CONTROL, MARGIN, OUTPUT, best_place, obstacles
from netviz.panels.kit.message import Kind, Message, MessageCard, Offer

__all__ = ["Banner", "Offer"]

NOTE_MS: Final = 4000
READ_MS: Final = 45  # and so long for each character of it
LOOK_MS: Final = 250
MOST: Final = 3  # stand at once; the others wait until one of these goes
GAP: Final = 8
WIDTHS: Final = (
    1.0,
    0.75,
    0.55,
    0.4,
    0.3,
    0.25,
)  # of the page: narrow ones have more lines, and may cover less


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
        self._unavoidable: list[tuple[QRect, float]] = []  # what it covers wherever it lies
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
        elif self._came_from is not None and isValid(self._came_from) and self._came_from.isVisible():
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
        if self._cards and not self.underMouse():
            covered = self._covered()
            if covered and covered != self._unavoidable:
                self._place()
                self._unavoidable = self._covered()

    # ---- where

    def _covered(self) -> list[tuple[QRect, float]]:
        """What came to lie below it and is not to: what one presses, and the network's answers."""
        found = self._obstacles(self.geometry())
        return [
            (place, weight)
            for place, weight in found
            if weight in (CONTROL, OUTPUT) and place.intersects(self.geometry())
        ]

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
                place, cost = best_place(page.rect(), whole, obstacles)
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
        page = self.parentWidget()
        return [] if page is None else obstacles(page, self, within)
