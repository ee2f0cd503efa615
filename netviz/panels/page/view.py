"""The picture of a page, and over it a box and an answer for each of its marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from netviz.panels.kit.figures import sized
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.training.figures import percent
from netviz.viewmodels.pages.page import Page, PageAnswers

_WORDS: Final = 13  # units
_NEAR: Final = 6.0  # units by which a click may miss a box
_BESIDE: Final = 8.0  # units beside the words of a label, on both sides together
_MADE_FOR_IT: Final = 1.5  # pixels by which a picture that was made as large as this may miss its size
_NUDGES: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class PageView(Themed, QWidget):
    """A click, or an arrow key, chooses a mark. Dashed: no digit. With a question mark: doubtful."""

    chosen = Signal(int)  # place among the page's marks

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._image = QImage()
        self._answers: PageAnswers | None = None
        self._names: tuple[str, ...] = ()
        self._corrected: Mapping[int, int] = {}
        self._choice: int | None = None
        self._corners = np.zeros((0, 4, 2))  # of the boxes, in pixels of the image
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("The page")

    def show_page(self, page: Page, names: tuple[str, ...]) -> None:
        """Show this one; its answers come separately. `names` are those of the classes."""
        self._page, self._names = page, names
        self._answers, self._choice, self._corrected = None, None, {}
        pixels = page.shown.pixels
        high, wide = pixels.shape[:2]
        # Looked at where they lie: the page holds them.
        self._image = QImage(pixels.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)
        scale = np.array([wide, high]) / np.array(page.shown.size)
        self._corners = np.array([mark.corners for mark in page.marks]).reshape(-1, 4, 2) * scale
        self.setAccessibleDescription(f"{page.name}, {page.n_digits} digits. Arrow keys go through them.")
        self.update()

    def show_answers(self, answers: PageAnswers, corrected: Mapping[int, int]) -> None:
        """What the network says to each mark, and what somebody has said is right."""
        self._answers, self._corrected = answers, dict(corrected)
        self.update()

    def choose(self, place: int | None) -> None:
        """Mark this one; no signal."""
        self._choice = place
        self.update()

    def label(self, place: int) -> str:
        """What stands at this mark's box."""
        answers, page = self._answers, self._page
        if page is None or answers is None or np.isnan(answers.shares[place]):
            return "–"
        said, right = int(answers.classes[place]), self._corrected.get(place)
        if right is None:
            return self._names[said] + ("?" if page.doubtful(place, answers) else "")
        return f"{self._names[right]} ✓" if said == right else f"{self._names[said]} → {self._names[right]}"

    def box_of(self, place: int) -> QRectF:
        """Around this mark's box, in units of this widget."""
        low, high = self._corners[place].min(axis=0), self._corners[place].max(axis=0)
        return self._way().mapRect(QRectF(QPointF(*low.tolist()), QPointF(*high.tolist())))

    def sizeHint(self) -> QSize:
        return units.size(520, 380)

    def minimumSizeHint(self) -> QSize:
        return units.size(220, 160)

    def room(self) -> tuple[int, int]:
        """Its width and height in pixels of the screen."""
        ratio = self.devicePixelRatioF()
        return round(self.width() * ratio), round(self.height() * ratio)

    def _way(self) -> QTransform:
        """From pixels of the image to units of this widget."""
        image, ratio = self._image, units.ratio(self)
        if image.isNull():
            return QTransform()
        wide, high = units.wide(self), units.high(self)
        scale = min(wide / image.width(), high / image.height())
        if abs(scale * ratio - 1) * max(image.width(), image.height()) < _MADE_FOR_IT:
            scale = 1 / ratio
        # In whole pixels of the screen, so that one that was made for it is only copied.
        left = round((wide - scale * image.width()) / 2 * ratio) / ratio
        top = round((high - scale * image.height()) / 2 * ratio) / ratio
        return QTransform(scale, 0, 0, scale, left, top)

    def _at(self, position: QPointF) -> int | None:
        """The mark at this place of the widget, in units: of several the smallest."""
        found = None
        for place in range(len(self._corners)):
            box = self.box_of(place)
            if box.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(position):
                area = box.width() * box.height()
                found = min(found, (area, place)) if found else (area, place)
        return None if found is None else found[1]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(units.place(event.position()))
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.chosen.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(units.place(event.position())) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _NUDGES.get(Qt.Key(event.key()))
        if by is None or not len(self._corners):
            super().keyPressEvent(event)
            return
        first = 0 if by > 0 else len(self._corners) - 1
        self.chosen.emit(first if self._choice is None else (self._choice + by) % len(self._corners))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(units.place(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), "" if place is None else self._tip(place), self)
            return True
        return super().event(event)

    def _tip(self, place: int) -> str:
        assert self._page is not None
        if not self._page.marks[place].is_digit:
            return "This is not taken for a digit."
        if self._answers is None or np.isnan(self._answers.shares[place]):
            return "The network gives no number for it."
        said = self._names[int(self._answers.classes[place])]
        return f"It reads {said}, {percent(float(self._answers.shares[place]))}."

    def paintEvent(self, event: QPaintEvent) -> None:
        page = self._page
        if page is None:
            return
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            way = self._way()
            painter.drawImage(way.mapRect(QRectF(self._image.rect())), self._image)
            if page.marks:
                corners = self._corners * (way.m11(), way.m22()) + (way.dx(), way.dy())
                self._paint_boxes(painter, page, corners.tolist())
                self._paint_labels(painter, page, corners.min(axis=1).tolist(), corners.max(axis=1).tolist())

    def _paint_boxes(self, painter: QPainter, page: Page, corners: list[list[list[float]]]) -> None:
        """As lines, many at once: as polygons they take eight times as long."""
        p, choice = self._palette, self._choice
        sides = [_sides(box) for box in corners]
        rest = [place for place in range(len(sides)) if place != choice]
        # What somebody has chosen lies over the rest.
        for places, broad, fine in ((rest, 3.0, 1.3), ([] if choice is None else [choice], 5.0, 3.0)):
            # Two lines, so that it is seen on any paper.
            painter.setPen(QPen(QColor(p.panel), broad))
            painter.drawLines([side for place in places for side in sides[place]])
            pen = QPen(QColor(p.text), fine)
            for digit in (True, False):
                if not digit:
                    pen.setDashPattern([3, 3])
                painter.setPen(pen)
                same = [place for place in places if page.marks[place].is_digit is digit]
                painter.drawLines([side for place in same for side in sides[place]])

    def _paint_labels(
        self, painter: QPainter, page: Page, low: list[list[float]], high: list[list[float]]
    ) -> None:
        """The answers, beside their boxes; not where all places there are taken, as on a small page."""
        p = self._palette
        font = sized(self.font(), _WORDS, QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics, widths = QFontMetricsF(font), dict[str, float]()
        tall, ascent = metrics.height(), metrics.ascent()
        wide, deep = units.wide(self), units.high(self)
        places = sorted(
            range(len(low)), key=lambda place: (place == self._choice, place in self._corrected), reverse=True
        )
        painter.setPen(QPen(QColor(p.text), 1))
        plain, chosen = QColor(p.panel), QColor(p.accent)
        taken: list[tuple[float, float, float]] = []
        told: list[tuple[QPointF, str, bool]] = []
        for place in places:
            if not (page.marks[place].is_digit or place in self._corrected):
                continue
            words, now = self.label(place), place == self._choice
            across = widths.get(words)
            if across is None:
                across = widths[words] = metrics.horizontalAdvance(words)
            plate = _free(low[place], high[place], (across + _BESIDE, tall), taken, (wide, deep))
            if plate is None:
                continue
            left, top, right = plate
            taken.append(plate)
            painter.setBrush(chosen if now else plain)
            painter.drawRoundedRect(QRectF(left, top, right - left, tall), 4, 4)
            told.append((QPointF(left + _BESIDE / 2, top + ascent), words, now))
        painter.setPen(QColor(p.text))
        for where, words, now in told:
            if now:
                painter.setPen(QColor(p.accent_text))
            painter.drawText(where, words)
            if now:
                painter.setPen(QColor(p.text))


def _sides(corners: list[list[float]]) -> list[QLineF]:
    return [QLineF(*begin, *end) for begin, end in zip(corners, corners[1:] + corners[:1], strict=True)]


def _free(
    low: list[float],
    high: list[float],
    size: tuple[float, float],
    taken: list[tuple[float, float, float]],
    room: tuple[float, float],
) -> tuple[float, float, float] | None:
    """Above a box or below, flush with its left side or its right, what is not taken: left, top and right."""
    across, tall = size
    for top in (low[1] - tall - 1, high[1] + 1):
        if not 0 <= top <= room[1] - tall:
            continue
        beside = [plate for plate in taken if abs(plate[1] - top) < tall]
        for wanted in (low[0], high[0] - across):
            left = min(max(wanted, 0.0), room[0] - across)
            right = left + across
            if all(right <= plate[0] or plate[2] <= left for plate in beside):
                return left, top, right
    return None
