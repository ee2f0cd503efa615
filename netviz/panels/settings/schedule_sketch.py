"""The learning rate over the steps of a schedule, drawn small, with a point for the present step."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.training.figures import said
from netviz.training.schedules import Schedule

_HEIGHT: Final = 66
_APART: Final = 14  # units between the words above


class ScheduleSketch(Themed, QWidget):
    """A line from the schedule's first step on; what lies before the present step is filled. A dashed line
    marks where its steps end.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._schedule = Schedule()
        self._rate = 0.0
        self._step = 0
        self._length = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("How the learning rate will change from step to step; the point is the present step.")
        self.setAccessibleName("Schedule of the learning rate")

    def sizeHint(self) -> QSize:
        return units.size(220, _HEIGHT)

    def show_schedule(self, schedule: Schedule, rate: float) -> None:
        """Draw this one, for the base rate `rate`."""
        if (schedule, rate) != (self._schedule, self._rate):
            self._schedule, self._rate = schedule, rate
            self._describe()

    def show_step(self, step: int) -> None:
        """This step is made next."""
        if step != self._step:
            self._step = step
            self._describe()

    def show_length(self, words: str) -> None:
        """How far its end is from the present step, in other words than steps."""
        if words != self._length:
            self._length = words
            self.update()

    @property
    def length(self) -> str:
        """How far its end is."""
        return self._length

    @property
    def end_words(self) -> str:
        """At which step its steps end, as it stands under the mark there."""
        end = f"{self._schedule.start + self._schedule.steps:,}"
        return f"{end}, {self._length} from now" if self._length else end

    @property
    def now_words(self) -> str:
        """The present rate, as it stands over the point."""
        return f"now {said(self._schedule.rate_at(self._rate, self._step), 2)}"

    @property
    def highest_words(self) -> str:
        """How high the top of the picture is."""
        return f"highest {said(self._rate)}"

    def _places(
        self, now: float, highest: float, wide: float, metrics: QFontMetrics
    ) -> tuple[float, float | None]:
        """Where the words about the present rate begin, over its point, and those about the highest, over the
        first place that has it; None where the first leave these no room.
        """
        mine, other = (metrics.horizontalAdvance(words) for words in (self.now_words, self.highest_words))
        here = min(max(now - mine / 2, 4.0), wide - 4 - mine)
        there = min(max(highest - other / 2, 4.0), wide - 4 - other)
        apart = there + other + _APART <= here or here + mine + _APART <= there
        return here, there if apart else None

    def _describe(self) -> None:
        now = self._schedule.rate_at(self._rate, self._step)
        self.setAccessibleDescription(
            f"{self._schedule.row.label}; the rate is {said(now, 2)} at step {self._step:,}."
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        p, schedule = self._palette, self._schedule
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            font = sized(self.font(), 12)
            painter.setFont(font)
            line = painter.fontMetrics().height()
            box = units.area(self).adjusted(4, line + 3, -4, -line - 3)
            first, end = schedule.start, schedule.start + schedule.row.seen * schedule.steps
            if not schedule.row.has_steps:
                first, end = 0, max(2 * self._step, schedule.steps)

            def at(step: float) -> QPointF:
                share = (step - first) / max(end - first, 1)
                height = schedule.factor_at(int(step)) * box.height()
                return QPointF(box.left() + min(max(share, 0.0), 1.0) * box.width(), box.bottom() - height)

            n = max(int(box.width()), 2)
            points = [at(first + (end - first) * i / n) for i in range(n + 1)]
            mark = at(schedule.start + schedule.steps).x()
            if schedule.row.has_steps:
                painter.setPen(QPen(QColor(p.muted), 1, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(mark, box.top()), QPointF(mark, box.bottom()))
            now = at(self._step)
            done = [point for point in points if point.x() <= now.x()]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mix(p.panel, p.accent, 0.16))
            ground = [QPointF(now.x(), box.bottom()), QPointF(box.left(), box.bottom())]
            painter.drawPolygon(QPolygonF([*done, now, *ground]))
            painter.setPen(QPen(QColor(p.line), 1))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(p.accent), 1.6, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPolyline(QPolygonF(points))
            # From the words to the point that they tell of.
            painter.setPen(QPen(QColor(p.muted), 1))
            painter.drawLine(QPointF(now.x(), line), now)
            painter.setPen(QPen(QColor(p.panel), 1.5))
            painter.setBrush(QColor(p.text))
            painter.drawEllipse(now, 4.5, 4.5)
            left = Qt.AlignmentFlag.AlignLeft
            below = QRectF(4, units.high(self) - line, units.wide(self) - 8, line)
            top = min(points, key=lambda point: point.y()).x()
            here, highest = self._places(now.x(), top, units.wide(self), painter.fontMetrics())
            painter.setPen(QColor(p.text))
            painter.drawText(QRectF(here, 0, units.wide(self), line), left, self.now_words)
            painter.setPen(QColor(p.muted))
            if highest is not None:
                painter.drawText(QRectF(highest, 0, units.wide(self), line), left, self.highest_words)
            begins = f"step {first:,}"
            painter.drawText(below, left, begins)
            if schedule.row.has_steps:
                # Under its mark, as far as the two words leave it room.
                wide = painter.fontMetrics().horizontalAdvance(self.end_words)
                least = below.left() + painter.fontMetrics().horizontalAdvance(begins) + 10
                x = min(max(mark - wide / 2, least), below.right() - wide)
                painter.drawText(QRectF(x, below.top(), wide + 1, line), left, self.end_words)
