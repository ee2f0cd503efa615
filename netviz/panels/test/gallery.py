"""Digits as tiles, as many as there are; one scrolls through them."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from netviz.panels.kit.buttons import KEYBOARD
from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import ink_image, mix
from netviz.panels.kit.own_keys import keeps
from netviz.panels.test.read_examples import ReadExamples, none_read
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.training.figures import tight_percent
from netviz.viewmodels.palette import Palette

GAP: Final = 6
CAPTION: Final = 17
SMALLEST: Final = 46
_LONG: Final = 2  # letters of a name, beside which there is room for a probability
_WIDEST: Final = 112  # units of a tile, for the sake of what stands under it
_KEPT: Final = 2000  # images that wait to be painted again
_STEPS: Final = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}
_PICKING: Final = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value, Qt.Key.Key_Space.value)
_WALKING: Final = (
    *_STEPS,
    *_PICKING,
    Qt.Key.Key_Up.value,
    Qt.Key.Key_Down.value,
    Qt.Key.Key_Home.value,
    Qt.Key.Key_End.value,
    Qt.Key.Key_PageUp.value,
    Qt.Key.Key_PageDown.value,
)


class Gallery(Themed, QAbstractScrollArea):
    """Only tiles in sight are painted, so ten thousand cost what fifty cost. Arrow keys walk, Enter picks.

    Under each tile: its label and, if it is misread, the answer, with the answer's probability; below that,
    where names are long.
    """

    picked = Signal(int)  # index in the test set
    let_go = Signal()  # Esc, where the gallery can be closed

    def __init__(self, parent: QWidget | None = None, *, smallest: int = SMALLEST) -> None:
        super().__init__(parent)
        self._smallest = smallest
        self.closable = False
        self._digits = none_read()
        self._names = False  # whether they are written out, and take a line of their own
        self._longest = 0  # pixels of a line with names
        self._images: dict[int, QImage] = {}
        self._step = 1.0  # pixels from row to row when the room was shared last
        self._selected: int | None = None
        self._hovered: int | None = None
        self._place = 0  # where the keyboard is
        self._reached_by_keys = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Examples")
        self.setAccessibleDescription("Arrow keys walk through the examples, Enter picks one.")

    @property
    def digits(self) -> ReadExamples:
        """What is shown."""
        return self._digits

    def set_digits(self, digits: ReadExamples, *, keep_place: bool = False) -> None:
        """Show these; `keep_place` leaves the view where it was scrolled to."""
        self._digits = digits
        self._measure_names()
        self._images = {}
        self._hovered = None
        self._place = min(self._place, max(len(digits) - 1, 0)) if keep_place else 0
        self._share_room()
        if not keep_place:
            self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def set_selected(self, index: int | None) -> None:
        """Mark the digit with this index in the test set."""
        if index != self._selected:
            self._selected = index
            self.viewport().update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._images = {}
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(5 * (self._least() + self._gap()), 3 * (self._least() + self._caption() + self._gap()))

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * (self._least() + self._gap()), self._least() + self._caption())

    def tile_rect(self, place: int) -> QRect:
        """Where the tile at this place is now, in the viewport's coordinates."""
        return self._box(place).toRect()

    def text_resized(self) -> None:
        """Tiles and captions have another size now."""
        self._measure_names()
        self._share_room()
        self.viewport().update()

    # -- geometry -------------------------------------------------------------------------------------------

    def _gap(self) -> int:
        return units.pixels(GAP)

    def _caption(self) -> int:
        return units.pixels(CAPTION * (2 if self._names else 1))

    def _font(self) -> QFont:
        return sized(self.font(), units.pixels(12))

    def _measure_names(self) -> None:
        read, metrics = self._digits, QFontMetricsF(self._font())
        captions = [read.caption(k) for k in range(min(len(read), _KEPT))]
        self._names = any(len(part) > _LONG for words in captions for part in words.split("→"))
        self._longest = math.ceil(max(map(metrics.horizontalAdvance, captions), default=0))

    def _least(self) -> int:
        """As wide as a tile must be, so that what stands under it does not touch."""
        metrics = QFontMetricsF(self._font())
        if self._names:
            return max(units.pixels(self._smallest), min(self._longest, units.pixels(_WIDEST)))
        words = metrics.horizontalAdvance("8→8") + metrics.horizontalAdvance("88.8\u202f%") + units.pixels(6)
        return max(units.pixels(self._smallest), math.ceil(words))

    def _columns(self) -> int:
        return max((self.viewport().width() + self._gap()) // (self._least() + self._gap()), 1)

    def _side(self) -> float:
        columns = self._columns()
        # A single row need not fill the width.
        return min((self.viewport().width() - (columns - 1) * self._gap()) / columns, 1.35 * self._least())

    def _row_height(self) -> float:
        """Rows stand so far apart that only whole ones are in sight, where more than one is."""
        least = self._side() + self._caption() + self._gap()
        room = self.viewport().height() + self._gap()
        fit = int(room // least)
        rows = -(-len(self._digits) // self._columns())
        return room / fit if 1 < fit < rows else least

    def _box(self, place: int) -> QRectF:
        row, column = divmod(place, self._columns())
        side = self._side()
        top = row * self._row_height() - self.verticalScrollBar().value()
        return QRectF(column * (side + self._gap()), top, side, side + self._caption())

    def _place_at(self, position: QPoint) -> int | None:
        column = int(position.x() // (self._side() + self._gap()))
        row = int((position.y() + self.verticalScrollBar().value()) // self._row_height())
        place = row * self._columns() + column
        fits = 0 <= column < self._columns() and 0 <= place < len(self._digits)
        return place if fits and self._box(place).contains(QPointF(position)) else None

    def _share_room(self) -> None:
        rows = -(-len(self._digits) // self._columns())
        height = rows * self._row_height() - self._gap()
        bar = self.verticalScrollBar()
        first = round(bar.value() / self._step)
        self._step = self._row_height()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(round(self._row_height()))
        bar.setRange(0, max(round(height) - self.viewport().height(), 0))
        bar.setValue(round(first * self._step))

    # -- events ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._reached_by_keys = False
        place = self._place_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self._pick(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._place_at(event.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().setCursor(
                Qt.CursorShape.ArrowCursor if hovered is None else Qt.CursorShape.PointingHandCursor
            )
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.viewport().update()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        walks = len(self._digits) > 0 and keeps(event, _WALKING)
        lets_go = self.closable and keeps(event, (Qt.Key.Key_Escape.value,))
        return walks or lets_go or super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            if place is None:
                QToolTip.hideText()
            else:
                goes = self._digits.task.input.sentences.goes
                words = f"{self._digits.sentence(place)} Click: {goes}."
                QToolTip.showText(event.globalPos(), words, self.viewport(), self.tile_rect(place))
            return True
        if event.type() == QEvent.Type.Leave:
            self._hovered = None
            self.viewport().update()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._reached_by_keys = True
        count, columns, key = len(self._digits), self._columns(), event.key()
        page = columns * max(int(self.viewport().height() // self._row_height()), 1)
        steps = {
            **_STEPS,
            Qt.Key.Key_Up.value: -columns,
            Qt.Key.Key_Down.value: columns,
            Qt.Key.Key_Home.value: -self._place,
            Qt.Key.Key_End.value: count - 1 - self._place,
            Qt.Key.Key_PageUp.value: -min(page, self._place // columns * columns),
            Qt.Key.Key_PageDown.value: page,
        }
        if count and key in steps:
            place = self._place + steps[key]
            if 0 <= place < count:
                self._place = place
                self._show_place()
        elif count and key in _PICKING:
            self._pick(self._place)
        elif key == Qt.Key.Key_Escape.value and self.closable:
            self.let_go.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._reached_by_keys = event.reason() in KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _show_place(self) -> None:
        box, bar = self._box(self._place), self.verticalScrollBar()
        if box.top() < 0:
            bar.setValue(round(bar.value() + box.top()))
        elif box.bottom() > self.viewport().height():
            # Up to the end of its row, so that the rows above stay whole.
            below = self._row_height() - self._gap() - box.height()
            bar.setValue(math.ceil(bar.value() + box.bottom() + below - self.viewport().height()))
        self.viewport().update()

    def _pick(self, place: int) -> None:
        self._place = place
        self._selected = int(self._digits.index[place])
        self._show_place()
        self.picked.emit(self._selected)

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            columns = self._columns()
            first = int(self.verticalScrollBar().value() // self._row_height()) * columns
            rows = int(self.viewport().height() // self._row_height()) + 2
            for place in range(max(first, 0), min(first + rows * columns, len(self._digits))):
                # Of a row that is not wholly in sight no caption is begun, and of one beyond it nothing.
                if self._box(place).top() < self.viewport().height():
                    self._paint_tile(painter, place)

    def _paint_tile(self, painter: QPainter, place: int) -> None:
        p, digits = self._palette, self._digits
        side = self._side()
        corner = self._box(place).topLeft()
        box = QRectF(corner.x() + 0.5, corner.y() + 0.5, side - 1, side - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.low))
        painter.drawRoundedRect(box, 4, 4)
        painter.drawImage(box.adjusted(2, 2, -2, -2), self._image(place))
        pen = QPen(mix(p.line, p.muted, 0.25), 1)
        if int(digits.index[place]) == self._selected:
            pen = QPen(QColor(p.accent), 2)
        elif place == self._hovered:
            pen = QPen(QColor(p.muted), 1)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus() and self._reached_by_keys and place == self._place:
            dotted = QPen(QColor(p.text), 1)
            dotted.setDashPattern([2, 2])
            painter.setPen(dotted)
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
        if corner.y() + side + self._caption() > self.viewport().height() + 1 or corner.y() < -side:
            return
        self._paint_caption(
            painter, place, QRectF(corner.x(), corner.y() + side + 1, side, self._caption() - 2)
        )

    def _paint_caption(self, painter: QPainter, place: int, under: QRectF) -> None:
        p, digits = self._palette, self._digits
        painter.setFont(self._font())
        painter.setPen(QColor(p.text))
        words, share = digits.caption(place), digits.share(place)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        upright = Qt.AlignmentFlag.AlignVCenter
        first = second = under
        if self._names:
            half = under.height() / 2
            first, second = under.adjusted(0, 0, 0, -half), under.adjusted(0, half, 0, 0)
            words = _fitting(words, QFontMetricsF(painter.font()), under.width())
            right = left
        painter.drawText(first, left | upright, words)
        if share is not None:
            painter.setPen(QColor(p.muted))
            painter.drawText(second, right | upright, tight_percent(share))

    def _image(self, place: int) -> QImage:
        image = self._images.get(place)
        if image is None:
            if len(self._images) >= _KEPT:
                self._images.clear()
            image = ink_image(self._digits.picture(place), self._palette)
            self._images[place] = image
        return image


def _fitting(caption: str, metrics: QFontMetricsF, wide: float) -> str:
    """Label and answer, each shortened where they are too long together."""
    if metrics.horizontalAdvance(caption) <= wide:
        return caption
    parts = caption.split("→")
    each = (wide - metrics.horizontalAdvance("→") * (len(parts) - 1)) / len(parts)
    spare = sum(max(each - metrics.horizontalAdvance(part), 0) for part in parts)
    elide = Qt.TextElideMode.ElideRight
    return "→".join(metrics.elidedText(part, elide, each + spare) for part in parts)
