"""The picture of a page, and over it a box and an answer for each of its marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
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
    QPolygonF,
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
        self._boxes: list[QPolygonF] = []  # in pixels of the image
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
        corners = [(mark.corners * scale).tolist() for mark in page.marks]
        self._boxes = [QPolygonF([QPointF(x, y) for x, y in places]) for places in corners]
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
        return self._way().map(self._boxes[place]).boundingRect()

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
        for place in range(len(self._boxes)):
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
        if by is None or not self._boxes:
            super().keyPressEvent(event)
            return
        first = 0 if by > 0 else len(self._boxes) - 1
        self.chosen.emit(first if self._choice is None else (self._choice + by) % len(self._boxes))

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
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._page is None:
                return
            way = self._way()
            painter.drawImage(way.mapRect(QRectF(self._image.rect())), self._image)
            boxes = [way.map(box) for box in self._boxes]
            font = sized(self.font(), _WORDS, QFont.Weight.DemiBold)
            painter.setFont(font)
            # What somebody has done something with lies over the rest.
            places = sorted(
                range(len(self._boxes)), key=lambda place: (place == self._choice, place in self._corrected)
            )
            for place in places:
                self._paint_box(painter, place, boxes[place])
            metrics = QFontMetricsF(font)
            taken: list[QRectF] = []
            for place in reversed(places):
                if self._page.marks[place].is_digit or place in self._corrected:
                    self._paint_label(painter, place, boxes[place].boundingRect(), metrics, taken)

    def _paint_box(self, painter: QPainter, place: int, box: QPolygonF) -> None:
        assert self._page is not None
        p = self._palette
        now = place == self._choice
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Two lines, so that it is seen on any paper.
        painter.setPen(QPen(QColor(p.panel), 5.0 if now else 3.0))
        painter.drawPolygon(box)
        pen = QPen(QColor(p.text), 3.0 if now else 1.3)
        if not self._page.marks[place].is_digit:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawPolygon(box)

    def _paint_label(
        self, painter: QPainter, place: int, box: QRectF, metrics: QFontMetricsF, taken: list[QRectF]
    ) -> None:
        """Its answer, beside its box; not where all places there are `taken`, as on a page that is small."""
        p, words = self._palette, self.label(place)
        plate = self._free(box, QSizeF(metrics.horizontalAdvance(words) + 8, metrics.height()), taken)
        if plate is None:
            return
        taken.append(plate)
        now = place == self._choice
        painter.setPen(QPen(QColor(p.text), 1))
        painter.setBrush(QColor(p.accent if now else p.panel))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(QColor(p.accent_text if now else p.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    def _free(self, box: QRectF, size: QSizeF, taken: list[QRectF]) -> QRectF | None:
        """Above a box or below, flush with its left side or its right."""
        wide, high = units.wide(self), units.high(self)
        for top in (box.top() - size.height() - 1, box.bottom() + 1):
            for left in (box.left(), box.right() - size.width()):
                plate = QRectF(QPointF(left, top), size)
                plate.moveLeft(min(max(left, 0.0), wide - size.width()))
                inside = 0 <= top <= high - size.height()
                if inside and not any(plate.intersects(other) for other in taken):
                    return plate
        return None
