"""What of a window can't be read: words that are elided, clipped, overlapped, or out of reach.

`unreadable` looks at widgets that Qt lays out; what paints itself is recorded while it paints, by `Recorder`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPicture, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTextEdit,
    QWidget,
)

from netviz.rendering.fonts import text_scale

SMALLEST = 12.0  # pixels: no word is smaller
SLACK = 1.0  # pixels that rounding may take
_MARKUP = re.compile(r"</?[a-z][^>]*>")
_MARK = re.compile(r"<[^>]+>|&(?=\S)")


@dataclass(frozen=True)
class Fault:
    """`where` is a widget's path or a line of code, `how` what is wrong with it."""

    where: str
    text: str
    how: str

    def __str__(self) -> str:
        return f"{self.where}: “{self.text[:60]}” {self.how}"


# ---- what paints itself


@dataclass(frozen=True)
class Painted:
    """Words as they were painted: their ink in the device's pixels, and what of it was cut."""

    where: str
    text: str
    ink: QRectF
    session: int
    cut: str
    pixels: float


@dataclass
class Recorder:
    """Takes down every text that Python paints, on widgets and into kept pictures."""

    painted: list[Painted] = field(default_factory=list)
    elided: list[Fault] = field(default_factory=list)
    session: int = 0
    _painter: tuple[int, int] = (0, 0)

    def forget(self) -> None:
        """What follows is another picture."""
        self.painted.clear()
        self.elided.clear()

    def take(self, painter: QPainter, place: Any, flags: int, text: str) -> None:
        """One `drawText`."""
        device = painter.device()
        if not text.strip() or device is None:
            return
        metrics = QFontMetricsF(painter.font(), device)
        if isinstance(place, QRect | QRectF):
            room = QRectF(place)
            wraps = flags & Qt.TextFlag.TextWordWrap.value
            needed = metrics.boundingRect(room, flags, text)
            line = metrics.tightBoundingRect(text.split("\n")[0])
            if not wraps and "\n" not in text:
                # The letters' own height: an empty row above them takes nothing away.
                base = needed.top() + metrics.ascent()
                needed = QRectF(needed.left(), base + line.top(), needed.width(), line.height())
            cut = "" if flags & Qt.TextFlag.TextDontClip.value else _beyond(needed, room)
        else:
            at = QPointF(place)
            ink = metrics.tightBoundingRect(text)
            needed = QRectF(at.x(), at.y() + ink.top(), metrics.horizontalAdvance(text), ink.height())
            cut = ""
        transform = painter.combinedTransform()
        on_device = transform.mapRect(needed)
        ratio = device.devicePixelRatioF()
        whole = QRectF(0, 0, device.width() / ratio, device.height() / ratio)
        if isinstance(device, QWidget):
            whole = QRectF(device.rect())
        else:
            on_device = QRectF(
                on_device.x() / ratio,
                on_device.y() / ratio,
                on_device.width() / ratio,
                on_device.height() / ratio,
            )
        area = device.parentWidget() if isinstance(device, QWidget) else None
        scrolls = isinstance(area, QAbstractScrollArea) and area.viewport() is device
        scrolls = scrolls and not isinstance(area, QGraphicsView)  # a plot shows all of itself
        if not scrolls and not isinstance(device, QPicture):
            # What lies beyond a viewport can be scrolled to; what a plot's axis keeps has no bounds.
            cut = cut or _beyond(on_device, whole)
        key = (id(painter), id(device))
        if key != self._painter:
            self._painter = key
            self.session += 1
        # On this platform a kept picture's pixels are the screen's.
        scale = transform.m22() or transform.m12() or 1.0
        if isinstance(device, QPicture):
            scale *= text_scale()  # an axis is kept in units, and grows when it is shown
        self.painted.append(
            Painted(
                _caller(),
                text,
                on_device,
                self.session,
                cut,
                painter.font().pixelSize() * abs(scale),
            )
        )

    def faults(self, smallest: float) -> list[Fault]:
        """What of it can't be read; `smallest`: pixels, at the text size of now."""
        found = list(self.elided)
        for words in self.painted:
            if words.cut:
                found.append(Fault(words.where, words.text, f"is cut: {words.cut}"))
            if words.pixels < smallest - 0.6:
                found.append(Fault(words.where, words.text, f"is only {words.pixels:.0f} px large"))
        sessions: dict[int, list[Painted]] = {}
        for words in self.painted:
            sessions.setdefault(words.session, []).append(words)
        for together in sessions.values():
            for k, one in enumerate(together):
                for other in together[:k]:
                    shared = one.ink.intersected(other.ink)
                    if one.text != other.text and shared.width() > 1.5 and shared.height() > 1.5:
                        how = f"lies {shared.width():.0f}×{shared.height():.0f} px over “{other.text[:40]}”"
                        found.append(Fault(one.where, one.text, how))
        return list(dict.fromkeys(found))


@contextmanager
def recording(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    """All that is painted meanwhile."""
    recorder = Recorder()
    draw = QPainter.drawText
    elide, elide_f = QFontMetrics.elidedText, QFontMetricsF.elidedText

    def draw_text(self: QPainter, *given: Any) -> Any:
        match given:
            case (
                QRect() | QRectF() as place,
                int() | Qt.AlignmentFlag() | Qt.TextFlag() as flags,
                str(text),
                *_,
            ):
                recorder.take(self, place, _number(flags), text)
            case (QRectF() as place, str(text), *_):
                recorder.take(self, place, 0, text)
            case (QPoint() | QPointF() as place, str(text)):
                recorder.take(self, place, 0, text)
            case (int() as x, int() as y, int() as w, int() as h, flags, str(text), *_):
                recorder.take(self, QRect(x, y, w, h), _number(flags), text)
            case (int() as x, int() as y, str(text)):
                recorder.take(self, QPoint(x, y), 0, text)
        return draw(self, *given)

    def elided(original: Any) -> Any:
        def elided_text(self: Any, text: str, *given: Any) -> str:
            result: str = original(self, text, *given)
            if result != text:
                recorder.elided.append(Fault(_caller(), text, f"is elided to “{result[-24:]}”"))
            return result

        return elided_text

    monkeypatch.setattr(QPainter, "drawText", draw_text)
    monkeypatch.setattr(QFontMetrics, "elidedText", elided(elide))
    monkeypatch.setattr(QFontMetricsF, "elidedText", elided(elide_f))
    yield recorder


def _number(flags: Any) -> int:
    return int(getattr(flags, "value", flags))


def _caller() -> str:
    frame = sys._getframe(2)
    while frame is not None and "tests/layout" in frame.f_code.co_filename:
        frame = frame.f_back
    if frame is None:
        return "?"
    path = Path(frame.f_code.co_filename)
    return f"{path.parent.name}/{path.name}:{frame.f_lineno}"


def _beyond(needed: QRectF, room: QRectF) -> str:
    ways = {
        "left": room.left() - needed.left(),
        "right": needed.right() - room.right(),
        "top": room.top() - needed.top(),
        "bottom": needed.bottom() - room.bottom(),
    }
    return ", ".join(f"{by:.0f} px at the {side}" for side, by in ways.items() if by > SLACK)


# ---- what Qt lays out


def unreadable(window: QWidget, beneath: tuple[QWidget, ...] = ()) -> list[Fault]:
    """All faults of the words in `window`; what lies over them on purpose is in `beneath`."""
    found: list[Fault] = []
    seen: list[tuple[QWidget, str, QRect]] = []
    for widget in _seen(window):
        if any(other.isAncestorOf(widget) or other is widget for other in beneath):
            continue
        for text, room, needed in _words_of(widget):
            where = _path(widget, window)
            cut = _beyond(QRectF(needed), QRectF(room))
            if cut:
                found.append(Fault(where, text, f"is cut: {cut}"))
            if re.search(r"\S…$", text) and isinstance(widget, QLabel) and len(text) > 4:
                found.append(Fault(where, text, "is elided"))
            place = needed.intersected(room)
            out, visible = _reach(widget, place, window)
            if out:
                found.append(Fault(where, text, out))
            seen.append((widget, text, visible))
    for k, (one, text, place) in enumerate(seen):
        for other, other_text, other_place in seen[:k]:
            if one is other or one.isAncestorOf(other) or other.isAncestorOf(one):
                continue
            shared = place.intersected(other_place)
            if shared.width() > 2 and shared.height() > 2:
                found.append(
                    Fault(
                        _path(one, window),
                        text,
                        f"lies {shared.width()}×{shared.height()} px over “{other_text[:40]}” "
                        f"({_path(other, window)})",
                    )
                )
    return list(dict.fromkeys(found))


def _seen(widget: QWidget) -> Iterator[QWidget]:
    """It and all in it that is neither hidden nor a window of its own."""
    yield widget
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isHidden() and not child.isWindow():
            yield from _seen(child)


def _words_of(widget: QWidget) -> Iterator[tuple[str, QRect, QRect]]:
    """Each text of a widget: the room that it has, and the room that it needs, in the widget's pixels."""
    metrics = widget.fontMetrics()
    match widget:
        case QLabel() if widget.text() and widget.pixmap().isNull():
            room = widget.contentsRect()
            yield _plain(widget.text()), room, _needed_by(widget, room)
        case QComboBox() if widget.currentText():
            option = QStyleOptionComboBox()
            widget.initStyleOption(option)
            room = widget.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
            )
            yield widget.currentText(), room, _line(metrics, widget.currentText(), room)
        case QLineEdit() if widget.text() or widget.placeholderText():
            text = widget.displayText() or widget.placeholderText()
            spin = isinstance(widget.parentWidget(), QAbstractSpinBox)
            room = widget.rect().adjusted(0 if spin else 4, 0, 0 if spin else -4, 0)
            yield text, room, _line(metrics, text, room)
        case QTabBar():
            for k in range(widget.count()):
                if widget.isTabVisible(k):
                    room = widget.tabRect(k)
                    yield widget.tabText(k), room, _line(metrics, widget.tabText(k), room, centred=True)
        case QAbstractButton() if widget.text():
            if _paints_itself(widget):
                return
            text = _plain(widget.text())
            room = widget.rect().adjusted(2, 0, -2, 0)
            icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
            needed = _line(metrics, text, room, centred=True)
            yield text, room, needed.adjusted(-icon // 2, 0, icon - icon // 2, 0)
        case QHeaderView() if (
            widget.model() is not None and widget.orientation() == Qt.Orientation.Horizontal
        ):
            for k in range(widget.count()):
                if not widget.isSectionHidden(k):
                    text = str(widget.model().headerData(k, Qt.Orientation.Horizontal) or "")
                    room = QRect(widget.sectionViewportPosition(k), 0, widget.sectionSize(k), widget.height())
                    if text and not _scrolled_to(widget.parentWidget(), widget, room):
                        yield text, room, _line(metrics, text, room.adjusted(6, 0, -2, 0))
        case QAbstractItemView():
            for index in _indices(widget):
                text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
                room = widget.visualRect(index)
                if text and room.isValid() and not _scrolled_to(widget, widget.viewport(), room):
                    yield text, room, _line(metrics, text, room.adjusted(3, 0, -1, 0))


def _scrolled_to(view: QWidget | None, seen: QWidget, room: QRect) -> bool:
    """Whether this does not lie within what is seen of a view that scrolls there."""
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if not isinstance(view, QAbstractItemView):
        return False
    across = view.horizontalScrollBarPolicy() != off and not (
        seen.rect().left() <= room.left() and room.right() <= seen.rect().right()
    )
    down = view.verticalScrollBarPolicy() != off and not (
        seen.rect().top() <= room.top() and room.bottom() <= seen.rect().bottom()
    )
    return across or down


def _paints_itself(widget: QWidget) -> bool:
    """In Python; `Recorder` takes its words down."""
    return any(
        "paintEvent" in kind.__dict__ and kind.__module__.startswith("netviz")
        for kind in type(widget).__mro__
    )


def _indices(view: QAbstractItemView) -> Iterator[Any]:
    model = view.model()
    if model is None:
        return
    for row in range(min(model.rowCount(view.rootIndex()), 30)):
        columns = 1 if isinstance(view, QListView) else model.columnCount(view.rootIndex())
        for column in range(columns):
            yield model.index(row, column, view.rootIndex())


def _needed_by(label: QLabel, room: QRect) -> QRect:
    """The room that a label's words need, at its width."""
    text = label.text()
    flags = label.alignment()
    wraps = label.wordWrap()
    rich = label.textFormat() == Qt.TextFormat.RichText or (
        label.textFormat() == Qt.TextFormat.AutoText and bool(_MARKUP.search(text))
    )
    if rich:
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setDocumentMargin(0)
        document.setHtml(text)
        document.setTextWidth(room.width() if wraps else -1)
        width, height = document.idealWidth(), document.size().height()
        needed = QRect(0, 0, round(width), round(height))
    else:
        number = flags.value | (Qt.TextFlag.TextWordWrap.value if wraps else 0)
        metrics = label.fontMetrics()
        box = metrics.boundingRect(QRect(0, 0, max(room.width(), 1), 10_000), number, text)
        if wraps:
            # A word wider than its line is cut, whatever the height.
            widest = max((metrics.horizontalAdvance(word) for word in text.split()), default=0)
            needed = QRect(0, 0, max(box.width(), widest), box.height())
        else:
            lines = text.split("\n")
            needed = QRect(0, 0, max(map(metrics.horizontalAdvance, lines)), metrics.height() * len(lines))
    return _aligned(needed, room, flags)


def _aligned(needed: QRect, room: QRect, flags: Qt.AlignmentFlag) -> QRect:
    if flags & Qt.AlignmentFlag.AlignRight:
        left = room.right() + 1 - needed.width()
    elif flags & Qt.AlignmentFlag.AlignHCenter:
        left = room.left() + (room.width() - needed.width()) // 2
    else:
        left = room.left()
    if flags & Qt.AlignmentFlag.AlignBottom:
        top = room.bottom() + 1 - needed.height()
    elif flags & Qt.AlignmentFlag.AlignTop:
        top = room.top()
    else:
        top = room.top() + (room.height() - needed.height()) // 2
    return QRect(left, top, needed.width(), needed.height())


def _line(metrics: QFontMetrics, text: str, room: QRect, *, centred: bool = False) -> QRect:
    """One line in the middle of the room's height; its ink, not the leading."""
    ink = metrics.tightBoundingRect(text)
    width = metrics.horizontalAdvance(text)
    left = room.left() + (room.width() - width) // 2 if centred else room.left()
    top = room.top() + (room.height() - metrics.height()) // 2 + metrics.ascent() + ink.top()
    return QRect(left, top, width, ink.height())


def _plain(text: str) -> str:
    return _MARK.sub("", text)


def _path(widget: QWidget, window: QWidget) -> str:
    names: list[str] = []
    here: QWidget | None = widget
    while here is not None and here is not window:
        name = type(here).__name__
        if not name.startswith("Q") or not names:
            names.append(name)
        here = here.parentWidget()
    return "/".join(reversed(names[:4]))


def _reach(widget: QWidget, place: QRect, window: QWidget) -> tuple[str, QRect]:
    """How much of `place` nobody can see, also not by scrolling; and where the rest is in the window."""
    out = ""
    visible = QRect(place)
    free_x = free_y = False  # what lies beyond can be scrolled to
    here: QWidget = widget
    while here is not window:
        parent = here.parentWidget()
        if parent is None:
            break
        offset = here.pos()
        place, visible = place.translated(offset), visible.translated(offset)
        area = parent.parentWidget()
        scrolls = isinstance(area, QAbstractScrollArea) and area.viewport() is parent
        room = parent.rect()
        if scrolls:
            assert isinstance(area, QAbstractScrollArea)
            off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            free_x |= area.horizontalScrollBarPolicy() != off
            free_y |= area.verticalScrollBarPolicy() != off
        if isinstance(parent, QTextEdit):
            free_x = free_y = True
        sides = {
            "left": 0 if free_x else room.left() - place.left(),
            "right": 0 if free_x else place.right() - room.right(),
            "top": 0 if free_y else room.top() - place.top(),
            "bottom": 0 if free_y else place.bottom() - room.bottom(),
        }
        beyond = ", ".join(f"{by} px at the {side}" for side, by in sides.items() if by > SLACK)
        if beyond and not out:
            out = f"can't be reached: {beyond} of {type(parent).__name__}"
        visible = visible.intersected(room)
        place = place.intersected(room) if not (free_x or free_y) else place
        if scrolls:
            # From here on it is the viewport that must be in the window.
            place = visible
            free_x = free_y = False
        here = parent
    return out, visible
