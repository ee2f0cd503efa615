"""The house style over pyqtgraph: a chart becomes a title, axes, what is drawn in them, names, and a pointer.

All plots are made here. What pyqtgraph is given is bounded by the pixels that there are, and stands in shares
of the frame, 0 to 1 both ways, so that nothing has to be computed anew while it paints.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsWidget, QWidget

from netviz.panels.kit.figures import digits_width, sized
from netviz.panels.kit.images import mix
from netviz.panels.plots.axes import BELOW, NAME_GAP, RIM, SMALL, TITLE, Axes, crisp, frame_of
from netviz.panels.plots.chart import Chart, Line
from netviz.panels.plots.drawing import Drawing
from netviz.panels.plots.items import bend, brush_of, dress, pen_of
from netviz.panels.plots.writing import CENTRE, LEFT, WRAP, Word, Writing
from netviz.panels.run.columns import Array
from netviz.panels.run.later import veil
from netviz.viewmodels.palette import LIGHT, Palette

NAME_LINE: Final = 14
ALIKE: Final = 2.0  # points between ends of lines that nobody can tell apart
_WIDEST: Final = 300.0  # units: of words beside the pointer
_ROOM_FOR_LEGEND: Final = 90  # units: how high a frame must be for it
_DOT: Final = 7.2  # units across: where the pointer reads a line
_NOTHING: Final = np.empty(0)


class Figure:
    """One plot in a view of pyqtgraph. It measures in units: pixels at a text size of 100 %."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.view: Any = pg.GraphicsView(parent)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Gestures are the widget's around it; pyqtgraph asks all its items at each movement.
        self.view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.view.setCentralItem(None)
        self.frame = QRectF(0, 0, 10, 10)
        self._placed = QRectF()  # the frame that the box was given
        self.chart: Chart | None = None
        self._border: QPen | None = None
        self._palette = LIGHT
        self._font = self._small = self._strong = QFont()
        self.size = QSizeF()
        self._scale = 1.0
        self._order: list[str] = []  # of the lines' names, from the lowest up
        root = self._root = QGraphicsWidget()
        self.view.scene().addItem(root)
        self._box: Any = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._box.setParentItem(root)  # not earlier: it listens to the scene that it is put into
        self._box.disableAutoRange()
        self._axes, self._drawing = Axes(root, self._box), Drawing(self._box)
        self._cursor, self._hover = (pg.PlotCurveItem(connect="pairs") for _ in range(2))
        self._pointed = pg.ScatterPlotItem(pxMode=True, antialias=True)
        self._later = QGraphicsRectItem()  # over what comes after the step on screen
        self._later.setPen(QPen(Qt.PenStyle.NoPen))
        for z, item in enumerate((self._later, self._cursor, self._hover, self._pointed), 4):
            item.setZValue(z)
            item.setVisible(False)
            self._box.addItem(item, ignoreBounds=True)
        self._written, self._said, self._beside = Writing(root), Writing(root), Writing(root)

    # -- a chart --------------------------------------------------------------------------------------------

    def show(
        self, chart: Chart, palette: Palette, size: QSizeF, font: QFont, *, scale: float, ratio: float
    ) -> None:
        """Draw it on so many units; `scale` pixels make one, and `ratio` pixels of the device."""
        if palette is not self._palette or self.chart is None:
            self.view.setBackground(palette.panel)  # which paints all of it, once more than what is new
        if font != self._font or self.chart is None:
            self._font, self._small = font, sized(font, SMALL)
            self._strong = sized(font, SMALL, QFont.Weight.DemiBold)
        self.chart, self._palette, self.size, self._scale = chart, palette, size, scale
        if scale != self._root.scale():
            self._root.setScale(scale)
        box = QRectF(QPointF(0, 0), size)
        self.frame = frame = frame_of(box, chart, font)
        if frame != self._placed:
            self._placed = QRectF(frame)
            self._box.setGeometry(frame.adjusted(-RIM, -RIM, RIM, RIM))
            x, y = RIM / frame.width(), RIM / frame.height()
            self._box.setRange(xRange=(-x, 1 + x), yRange=(-y, 1 + y), padding=0)
        self._box.setVisible(not chart.empty)
        self._axes.show(chart, palette, frame, self._small, size.width(), scale)
        self._drawing.show(chart, palette, frame, scale, ratio)
        title = QRectF(0, 0, size.width(), TITLE - 4)
        words = [Word(title, chart.heading, QColor(palette.text), self._strong)]
        if chart.empty:
            middle, ink = box.adjusted(24, TITLE, -24, -BELOW), QColor(palette.muted)
            words.append(Word(middle, chart.note, ink, self._small, CENTRE | WRAP))
        else:
            words += [*self._names(chart), *self._remarks(chart), *self._legend(chart)]
        self._written.write(words)
        # Else pyqtgraph notices what is new while it paints, and paints twice.
        self.view.scene().prepareForPaint()

    @property
    def words_at(self) -> list[QRectF]:
        """Where words and numbers stand, in units."""
        frame, size = self.frame, self.size
        written = (*self._written.words, *self._said.words)
        # Of a title, and of words that wrap, the box is wider than what stands in it.
        found = [QFontMetricsF(word.font).boundingRect(word.box, word.flags, word.words) for word in written]
        if self.chart is not None and not self.chart.empty:
            found.append(QRectF(0, frame.top() - RIM, frame.left(), frame.height() + 2 * RIM))
            found.append(QRectF(0, frame.bottom(), size.width(), size.height() - frame.bottom()))
        return [box for box in found if not box.isEmpty()]

    # -- words ----------------------------------------------------------------------------------------------

    def _names(self, chart: Chart) -> list[Word]:
        """Each line's name at its end, apart from the others; and what is said beside an upright one."""
        frame, words = self.frame, []
        for upright in chart.uprights:
            if not upright.words:
                continue
            x = frame.left() + float(chart.across(upright.at)) * frame.width()
            top, strong, ground = frame.top(), self._strong, None
            if upright.height is not None:
                y = frame.bottom() - float(chart.scale.share(np.array(upright.height))) * frame.height()
                top, ground = y + 4 if y < frame.center().y() else y - 20, QColor(self._palette.panel)
            wide = QFontMetricsF(strong).horizontalAdvance(upright.words) + 8
            box = QRectF(x - 6 - wide if x > frame.center().x() else x + 6, top, wide, 17)
            ink = QColor(upright.ink if upright.height is None else self._palette.text)
            words.append(Word(box, upright.words, ink, strong, CENTRE, ground))
        named = []
        for line in chart.lines:
            inside = (line.step <= chart.end + 1e-9) & np.isfinite(line.value)
            seen = line.value[inside][-max(len(line.value) // 50, 1) :] if line.name else _NOTHING
            share = chart.scale.share(seen)
            share = share[np.isfinite(share)]
            if len(share):
                # The mean of the line's end, so that names of lines that cross do not jump.
                named.append((float(np.clip(share.mean(), 0, 1)), line))
        if not named:
            return words
        metrics = QFontMetricsF(self._small)
        named.sort(key=lambda pair: pair[0])
        self._keep_order(named)
        room = max(int(frame.height() // NAME_LINE), 1)
        if len(named) > room:
            named = [named[round(k)] for k in np.linspace(0, len(named) - 1, room)]
        wanted = np.array([frame.bottom() - share * frame.height() for share, _ in named])
        for y, (_, line) in zip(apart(wanted, frame.top(), frame.bottom()), named, strict=True):
            wide = metrics.horizontalAdvance(line.name) + 2
            box = QRectF(frame.right() + NAME_GAP, y - 8, wide, 16)
            words.append(Word(box, line.name, legible(line.ink, self._palette), self._small))
        return words

    def _keep_order(self, named: list[tuple[float, Line]]) -> None:
        """Lines that lie on each other and cross again and again must not make their names jump."""
        before = {name: k for k, name in enumerate(self._order)}
        for k in range(1, len(named)):
            (low, under), (high, over) = named[k - 1], named[k]
            turned = before.get(under.name, 0) > before.get(over.name, len(before))
            if turned and high - low < ALIKE / self.frame.height():
                named[k - 1], named[k] = (low, over), (high, under)
        self._order = [line.name for _, line in named]

    def _remarks(self, chart: Chart) -> list[Word]:
        """Why there is nothing left of the first measurement, or right of the last; what stands across."""
        frame, p, small = self.frame, self._palette, self._small
        ground, line, found = QColor(p.panel), QColor(p.line), []
        for words, step in ((chart.before, chart.begin), (chart.after, chart.last)):
            if not words or step is None:
                continue
            early, x = words is chart.before, frame.left() + float(chart.across(step)) * frame.width()
            room = QRectF(frame.left(), frame.top(), x - frame.left(), frame.height())
            if not early:
                room = QRectF(x, frame.top(), frame.right() - x, frame.height())
            room = room.adjusted(8, 4, -12 if early else -2, -4)
            flags = (CENTRE if early else int(Qt.AlignmentFlag.AlignTop)) | WRAP
            box = QFontMetricsF(small).boundingRect(room, flags, words)
            if not room.contains(box):
                continue
            if early:
                border = QRectF(round(x) - 5, frame.top(), 1, frame.height())
                found.append(Word(border, "", line, small, ground=line))
            found.append(
                Word(box.adjusted(-4, -1, 4, 1), words, QColor(p.muted), small, CENTRE | WRAP, ground)
            )
        if chart.below:
            box = QRectF(frame.left(), frame.bottom() + BELOW + 2, frame.width(), BELOW - 2)
            found.append(Word(box, chart.below, QColor(p.muted), small, CENTRE))
        return found

    def _legend(self, chart: Chart) -> list[Word]:
        """What strokes and bars are, where names have no place of their own."""
        found, small, frame = [], self._small, self.frame
        if frame.height() < _ROOM_FOR_LEGEND:
            return []
        for k, (ink, thick, words) in enumerate(chart.legend):
            x, y = frame.left() + 10, frame.top() + 10 + 17 * k
            swatch = QRectF(x, y - thick / 2, 14, thick)
            found.append(Word(swatch, "", QColor(ink), small, ground=QColor(ink)))
            wide = QFontMetricsF(small).horizontalAdvance(words) + 2
            box = QRectF(x + 20, y - 8, wide, 16)
            found.append(Word(box, words, QColor(self._palette.muted), small))
        return found

    # -- the pointer ----------------------------------------------------------------------------------------

    def point(
        self,
        cursor: float | None,
        hover: float | None,
        said: Sequence[tuple[str, str, str]] = (),
        words: str = "",
        *,
        focused: bool = False,
    ) -> None:
        """A thin line at the step on screen, with all that is later paler, one under the pointer, what the
        lines say there beside the title (name, value, ink), and words beside the pointer.
        """
        chart, p = self.chart, self._palette
        if chart is None or chart.empty:
            self._said.write(())
            self._beside.write(())
            return
        self._rim(pen_of(p.accent, self._scale) if focused else None)
        past = cursor is not None and cursor < chart.end
        self._later.setVisible(past)
        if past and cursor is not None:
            begin = float(chart.across(max(cursor, chart.start)))
            x, y = RIM / self.frame.width(), RIM / self.frame.height()
            self._later.setBrush(veil(p))
            self._later.setRect(QRectF(begin, -y, 1 + x - begin, 1 + 2 * y))
        for item, at, ink in (
            (self._cursor, cursor, mix(p.panel, p.muted, 0.75)),
            (self._hover, hover, QColor(p.accent)),
        ):
            there = at is not None and chart.start <= at <= chart.end
            if there or item.isVisible():
                item.setVisible(there)
            if there and at is not None:
                dress(item, pen_of(ink, self._scale))
                line = crisp(chart.across(np.array([at, at])), self.frame.width() * self._scale)
                bend(item, line, np.array([0.0, 1.0]), pairs=True)
        over = hover if hover is not None and chart.start <= hover <= chart.end else None
        found = [] if over is None else list(chart.at(over))
        self._dot(chart, found)
        self._said.write(self._readings(chart, said))
        self._beside.write([] if over is None else self._over(chart, over, words))

    def _rim(self, pen: QPen | None) -> None:
        if pen != self._border:
            self._border = pen
            self._box.setBorder(pen)

    def _dot(self, chart: Chart, found: Sequence[tuple[Line, float, float]]) -> None:
        """A dot on each line, where the pointer reads it."""
        if found or self._pointed.isVisible():
            self._pointed.setVisible(bool(found))
            self._pointed.setData(
                x=chart.across(np.array([step for _, step, _ in found])),
                y=chart.scale.share(np.array([value for _, _, value in found])),
                brush=[brush_of(line.ink) for line, _, _ in found],
                pen=pg.mkPen(self._palette.panel, width=1.5 * self._scale),
                size=_DOT * self._scale,
            )

    def _readings(self, chart: Chart, said: Sequence[tuple[str, str, str]]) -> list[Word]:
        x, found, metrics = title_width(chart, self._font) + 14, [], QFontMetricsF(self._small)
        for name, value, ink in said:
            words = f"{name} " if name else ""
            width, room = metrics.horizontalAdvance(words), digits_width(self._small, value) + 4
            if x + width + room > self.size.width():
                break
            box = QRectF(x, 0, width + 2, TITLE - 4)
            found.append(Word(box, words, QColor(self._palette.muted), self._small))
            box = QRectF(x + width, 0, room, TITLE - 4)
            found.append(Word(box, value, legible(ink, self._palette), self._small))
            x += width + room + 10
        return found

    def _over(self, chart: Chart, hover: float, words: str) -> list[Word]:
        """The step under the axis, where it is one of steps, and words at the top beside the line."""
        p, frame, found = self._palette, self.frame, []
        x = frame.left() + float(chart.across(hover)) * frame.width()
        if chart.title and chart.x_ticks is None:
            step = f"step {hover:,.0f}"
            half = digits_width(self._small, step) / 2 + 5
            middle = min(max(x, frame.left() + half), self.size.width() - half)
            tag = QRectF(middle - half, frame.bottom() + 3, 2 * half, 15)
            # Half a number of the axis is worse than none.
            hidden = [box for box in self._axes.steps if box.intersects(tag.adjusted(-3, 0, 3, 0))]
            found += [Word(box, "", QColor(p.panel), self._small, ground=QColor(p.panel)) for box in hidden]
            found.append(Word(tag, step, QColor(p.accent_text), self._small, CENTRE, QColor(p.accent)))
        if words:
            room = QRectF(0, 0, min(_WIDEST, frame.width() - 16), frame.height())
            box = QFontMetricsF(self._small).boundingRect(room, LEFT | WRAP, words).adjusted(0, 0, 14, 8)
            right = x + 8 + box.width() <= frame.right()
            top = frame.bottom() - box.height() - 2 if chart.words_below else frame.top() + 2
            box.moveTo(x + 8 if right else max(x - 8 - box.width(), frame.left()), top)
            ground, rim = QColor(p.panel), QColor(p.line)
            found.append(Word(box, words, QColor(p.text), self._small, LEFT | WRAP, ground, rim, 7))
        return found


def draw_chart(
    painter: QPainter, box: QRectF, chart: Chart, palette: Palette, font: QFont, ratio: float
) -> None:
    """A chart in a picture, on the thread of the window, at a text size of 100 %."""
    figure = Figure()
    figure.view.resize(box.size().toSize())
    figure.show(chart, palette, box.size(), font, scale=1.0, ratio=ratio)
    figure.view.scene().render(painter, box, QRectF(QPointF(0, 0), box.size()))
    figure.view.close()
    figure.view.deleteLater()


def title_width(chart: Chart, font: QFont) -> float:
    """The room that a chart's title takes."""
    return QFontMetricsF(sized(font, SMALL, QFont.Weight.DemiBold)).horizontalAdvance(chart.heading)


def legible(ink: str, palette: Palette) -> QColor:
    """An ink for letters: nearer to the text's colour, so that light hues can be read."""
    return mix(ink, palette.text, 0.4)


def apart(wanted: Array, top: float, bottom: float, line: float = NAME_LINE) -> list[float]:
    """Places from the lowest up (y falls), at least a line apart, and within the frame where they fit."""
    places = [float(y) for y in wanted]
    half = line / 2
    for k in range(len(places)):
        highest = bottom - half if k == 0 else places[k - 1] - line
        places[k] = min(places[k], highest)
    for k in reversed(range(len(places))):
        lowest = top + half if k == len(places) - 1 else places[k + 1] + line
        places[k] = max(places[k], lowest)
    return places
