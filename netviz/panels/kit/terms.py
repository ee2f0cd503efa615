"""Words that explain themselves: a term is underlined with dots, and a click tells what it means."""

from __future__ import annotations

from html import escape
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, SignalInstance
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QShowEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QToolTip, QVBoxLayout, QWidget
from shiboken6 import isValid

from netviz.viewmodels.words.glossary import SCHEME, linked, places, term

LINE_OF_TEXT = 44  # characters: what is pleasant to read
OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@runtime_checkable
class TermHost(Protocol):
    """A window that can show all concepts: it emits `term_asked` with a term's id to itself."""

    term_asked: SignalInstance


class TermCard(QFrame):
    """What one term means. Esc closes it, as does a click anywhere else."""

    def __init__(self, name: str, host: TermHost | None, parent: QWidget) -> None:
        super().__init__(parent)
        row = term(name)
        self.term = name
        self._before = QApplication.focusWidget()
        self.setProperty("role", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = _words(row.name, "section", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(5)
        column.addWidget(title)
        column.addWidget(_words(row.sentence, "", self))
        if row.others:
            column.addWidget(_words(f"Also called: {', '.join(row.others)}.", "muted", self))
        self.setAccessibleName(f"{row.name}: {row.sentence}")
        self.more = QPushButton("More", self)
        self.more.setProperty("role", "quiet")
        self.more.setToolTip("Its formula, a small picture to try, and where it is seen: Help > Concepts.")
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        if host is None:
            self.more.hide()
        else:
            self.more.clicked.connect(lambda: self._ask(host))

    def stand_at(self, place: QRect) -> None:
        """Below this place in the window, or above it where there is no room below; then show it."""
        cover = self.parentWidget()
        assert cover is not None
        room = cover.rect().adjusted(6, 6, -6, -6)
        self.ensurePolished()
        width = min(self.fontMetrics().averageCharWidth() * LINE_OF_TEXT + 28, room.width())
        self.resize(width, self.heightForWidth(width))
        below = place.bottom() + 5
        y = below if below + self.height() <= room.bottom() else place.top() - 5 - self.height()
        x = min(max(place.left() - 14, room.left()), room.right() - self.width())
        self.move(x, max(y, room.top()))
        self.show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Esc is this card's, whatever it means to the rest of the window."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.go()
            return True
        return super().event(event)

    def go(self) -> None:
        """Close, and give the keys back to who had them."""
        cover = self.parentWidget()
        if cover is None or cover.isHidden():
            return
        # First: where a widget with the keys is hidden, Qt would give them to any other.
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        cover.hide()
        cover.deleteLater()

    def _ask(self, host: TermHost) -> None:
        self.go()
        host.term_asked.emit(self.term)


class _Cover(QWidget):
    """Lies over the whole window while a card is open: a click on it closes the card, and that is all."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.card: TermCard | None = None
        self.setGeometry(window.rect())
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt for the window: another size would leave the card where its word is not."""
        if event.type() == QEvent.Type.Resize and self.card is not None:
            self.card.go()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.card is not None:
            self.card.go()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # What scrolls below would take the word away from its card.
        event.accept()


def explain(name: str, place: QRect, asker: QWidget) -> TermCard:
    """Tell what a term means, beside this place (in `asker`'s coordinates)."""
    window = asker.window()
    cover = _Cover(window)
    card = cover.card = TermCard(name, _host(asker), cover)
    cover.show()
    cover.raise_()
    card.stand_at(QRect(asker.mapTo(window, place.topLeft()), place.size()))
    return card


def _words(text: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _host(widget: QWidget | None) -> TermHost | None:
    while widget is not None:
        if isinstance(widget, TermHost):
            return widget
        widget = widget.parentWidget()
    return None


class TermLabel(QLabel):
    """Plain words in which the first mention of each of `terms` can be asked what it means.

    By mouse, or by Tab and Return or Space. Everything else about it is a QLabel's.
    """

    def __init__(self, words: str = "", terms: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._terms = terms
        self._at = 0  # the term that the keys are at
        self._stale = False  # read by Qt with other colours than those of now
        self._undotted = False
        self.setTextFormat(Qt.TextFormat.RichText)
        self.let_select(False)
        self._under = ""  # the term that the pointer is on
        self.linkActivated.connect(self._explain)
        self.linkHovered.connect(self._hover)
        self.installEventFilter(self)
        self.set_words(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Qt has read links with the colours from before. A window that is built tells a label so many times
        # before anybody sees it.
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and self._words:
            self._stale = True
            if self.isVisible():
                self._read_anew()

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._read_anew()
        elif self._undotted:
            self._dot()
        super().showEvent(event)

    def _read_anew(self) -> None:
        self._stale = False
        self.setText("")
        self.setText(linked(self._words, self._terms))
        self._dot()

    def let_select(self, selectable: bool) -> None:
        """Whether words can be marked with the mouse, to copy them."""
        links = (
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setTextInteractionFlags(
            links | Qt.TextInteractionFlag.TextSelectableByMouse if selectable else links
        )
        # A click does not take the keys: Space still means Train.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self.terms else Qt.FocusPolicy.NoFocus)
        self._dot()

    @property
    def words(self) -> str:
        """What is written, without any marks."""
        return self._words

    def text(self) -> str:
        """As `words`: whoever asks a label for its text wants what one reads."""
        return self._words

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms that stand in the words now, in their order there."""
        return tuple(name for _, _, name in places(self._words, self._terms))

    def set_words(self, words: str, terms: tuple[str, ...] | None = None) -> None:
        """Write these plain words; `terms`: others than so far."""
        if words == self._words and terms in (None, self._terms):
            return
        self._words = words
        if terms is not None:
            self._terms = terms
        self._at = 0
        self.setText(linked(words, self._terms))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self.terms else Qt.FocusPolicy.NoFocus)
        self._dot()

    def place_of(self, name: str) -> QRect:
        """Where a term stands in this label, in its coordinates; all of the label where it stands nowhere."""
        found = next((place for place in self._links() if place[2] == name), None)
        document = self.findChild(QTextDocument)
        if found is None or document is None:
            return self.rect()
        begin, end, _ = found
        block = document.findBlock(begin)
        layout = block.layout()
        line = layout.lineForTextPosition(begin - block.position())
        if not line.isValid():
            return self.rect()
        last = min(end - block.position(), line.textStart() + line.textLength())
        left, right = _x(line, begin - block.position()), _x(line, last)
        inside = self.contentsRect()
        free = max(inside.height() - document.size().height(), 0.0)
        alignment = self.alignment()
        top = 0.0
        if alignment & Qt.AlignmentFlag.AlignVCenter:
            top = free / 2
        elif alignment & Qt.AlignmentFlag.AlignBottom:
            top = free
        corner = layout.position() + line.position()
        y = inside.top() + top + corner.y()
        x = inside.left() + layout.position().x() + left
        return QRect(round(x), round(y), max(round(right - left), 1), max(round(line.height()), 1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt: Return and Space belong to a term that has the focus, before any shortcut."""
        if isinstance(event, QKeyEvent) and event.key() in OPENS and self.hasFocus():
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._open_focused()
                return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """A term's tip is its own sentence; the label's is for its other words."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._under:
            row = term(self._under)
            QToolTip.showText(event.globalPos(), f"<p>{escape(row.name)}: {escape(row.sentence)}</p>", self)
            return True
        return super().event(event)

    def _hover(self, href: str) -> None:
        self._under = href.removeprefix(SCHEME) if href.startswith(SCHEME) else ""
        QToolTip.hideText()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.reason() in keys:
            self._at = 0 if event.reason() == keys[0] else len(self._links()) - 1
        if event.reason() in (*keys, Qt.FocusReason.PopupFocusReason):
            self._mark()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # What is marked for the keys would keep Qt from following a link.
        self.setSelection(0, 0)
        super().mousePressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Called by Qt for Tab: from one term to the next, then on to the next widget."""
        at = self._at + (1 if forwards else -1)
        if not 0 <= at < len(self._links()):
            return QWidget.focusNextPrevChild(self, forwards)
        self._at = at
        self._mark()
        return True

    def _mark(self) -> None:
        """Show which term the keys are at."""
        links = self._links()
        if 0 <= self._at < len(links):
            begin, end, _ = links[self._at]
            self.setSelection(begin, end - begin)

    def _open_focused(self) -> None:
        links = self._links()
        if links:
            self._show(links[min(max(self._at, 0), len(links) - 1)][2])

    def _explain(self, href: str) -> None:
        if href.startswith(SCHEME):
            self._show(href.removeprefix(SCHEME))

    def _show(self, name: str) -> None:
        self._at = next((k for k, link in enumerate(self._links()) if link[2] == name), 0)
        explain(name, self.place_of(name), self)

    def _links(self) -> list[tuple[int, int, str]]:
        """Begin, end and id of every term in the text."""
        document = self.findChild(QTextDocument)
        found: list[tuple[int, int, str]] = []
        if document is None:
            return found
        block = document.begin()
        while block.isValid():
            at = block.begin()
            while not at.atEnd():
                piece = at.fragment()
                href = piece.charFormat().anchorHref()
                if href.startswith(SCHEME):
                    begin = piece.position()
                    found.append((begin, begin + piece.length(), href.removeprefix(SCHEME)))
                at += 1
            block = block.next()
        return found

    def _dot(self) -> None:
        """Dots under the terms, in the colour of the words: Qt's own links are blue, which means something
        else here.
        """
        self._undotted = not self.isVisible()
        if self._undotted or not self._words:
            return
        self.sizeHint()  # Qt reads a text only when its size is asked for
        document = self.findChild(QTextDocument)
        if document is None:
            return
        cursor = QTextCursor(document)
        for begin, end, name in self._links():
            cursor.setPosition(begin)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            dotted = QTextCharFormat()
            dotted.setAnchor(True)
            dotted.setAnchorHref(f"{SCHEME}{name}")
            dotted.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            cursor.setCharFormat(dotted)


def _x(line: QTextLine, position: int) -> float:
    """Where a character begins; PySide answers with the position too, which its types don't know."""
    at: Any = line.cursorToX(position)
    return float(at[0] if isinstance(at, tuple) else at)
