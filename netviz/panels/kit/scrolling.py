"""A part of the window that scrolls where it has too little room, and is as it was where it has enough."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from netviz.rendering.themed import Themed
from netviz.rendering.units import pixels

FADE: Final = 22  # units above the lower edge in which a card's lines dissolve, where more follow


class _Fade(Themed, QWidget):
    """Over the lower edge of a card that scrolls: a line that the edge cuts is seen to go on below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground, clear = QColor(self._palette.panel), QColor(self._palette.panel)
        clear.setAlpha(0)
        shades = QLinearGradient(0, 0, 0, self.height())
        for at, colour in ((0.0, clear), (0.8, ground), (1.0, ground)):
            shades.setColorAt(at, colour)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), shades)


class Scrolling(QScrollArea):
    """Its page is as wide as it is itself, or with `sideways` as wide as the page has to be.

    Its page is made smaller than it would like to be, before it scrolls: Qt's own resizing would scroll to
    what the page prefers. The place of a `steady` one's bar is kept free, so that no line changes its length
    when the bar comes.
    """

    BAR: Final = 12  # pixels that an upright bar takes, with its margins

    def __init__(
        self,
        page: QWidget | None = None,
        *,
        sideways: bool = False,
        steady: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._steady = steady
        self._page = self.viewport()
        self._sideways = sideways
        self._fitting = False
        self._fade: _Fade | None = None  # made where it is seen first
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._show_fade)
        bar.rangeChanged.connect(self._show_fade)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if page is not None:
            self.take(page)

    def take(self, page: QWidget) -> None:
        """Show this one; who makes it with the viewport as its parent spares it a move."""
        self._page = page
        self.setWidget(page)
        page.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return self._page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self._page.minimumSizeHint()
        return QSize(0 if self._sideways else least.width(), min(least.height(), 40))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt: what the page needs has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._fit()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Called by Qt, also where what has the focus is hidden. Qt's own would scroll to keep a margin
        around what is in sight already, and so sideways.
        """
        if not QWidget.focusNextPrevChild(self, forwards):
            return False
        focused = self.focusWidget()
        if self._page.isAncestorOf(focused):
            self.bring_into_sight(focused, focused.rect())
        return True

    def bring_into_sight(self, widget: QWidget, part: QRect) -> None:
        """A part of a widget on the page, in the widget's pixels: along each axis by no more than it takes;
        not at all where it fills the view already.
        """
        place = QRect(widget.mapTo(self.viewport(), part.topLeft()), part.size())
        view = self.viewport().size()
        if self._fade is not None and self._fade.isVisible():
            view.setHeight(view.height() - self._fade.height())
        for bar, begin, size, room in (
            (self.horizontalScrollBar(), place.x(), place.width(), view.width()),
            (self.verticalScrollBar(), place.y(), place.height(), view.height()),
        ):
            past = begin + size - room
            if begin < 0 and past < 0:
                bar.setValue(bar.value() + max(begin, past))
            elif begin > 0 and past > 0:
                bar.setValue(bar.value() + min(begin, past))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._fitting:
            return
        self._fitting = True
        whole, bar = self.maximumViewportSize(), self.verticalScrollBar().sizeHint().width()
        if self._steady:
            bar = max(bar, self.BAR)
        least = self._page.minimumSizeHint().width() if self._sideways else 0
        width, below = max(whole.width(), least), 0
        if width > whole.width():
            below = self.horizontalScrollBar().sizeHint().height()
        if self._steady or self._needed(width) > whole.height() - below:
            width = max(whole.width() - bar, least)
        self._page.resize(width, max(self._needed(width), whole.height() - below))
        self._fitting = False
        self._show_fade()

    def _show_fade(self) -> None:
        """Over the edge of a card; what scrolls elsewhere lies on no such ground."""
        bar = self.verticalScrollBar()
        more = bar.value() < bar.maximum() and not self._sideways and _on_a_card(self)
        if self._fade is None and more:
            self._fade = _Fade(self)
        if self._fade is not None:
            view, high = self.viewport().geometry(), pixels(FADE)
            self._fade.setGeometry(view.x(), view.bottom() + 1 - high, view.width(), high)
            self._fade.setVisible(more)
            self._fade.raise_()

    def _needed(self, width: int) -> int:
        """The least height of the page at this width."""
        layout = self._page.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalMinimumHeightForWidth(width)
        return self._page.minimumSizeHint().height()


def _on_a_card(widget: QWidget) -> bool:
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        if around.property("role") == "panel":
            return True
        around = around.parentWidget()
    return False
