"""How far the network's reading reaches: accuracy over noise, rotation, thickness, shift and occlusion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
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
)
from PySide6.QtWidgets import QToolTip, QWidget

from netviz.panels.kit.figures import MINUS, compact, percent, sized
from netviz.panels.kit.images import ink_image, mix
from netviz.panels.kit.own_keys import keeps
from netviz.panels.plots.axes import RIM
from netviz.panels.plots.chart import Band, Bars, Chart, Line, Upright
from netviz.panels.plots.scale import Scale, whole_percent
from netviz.panels.plots.view import ChartView
from netviz.rendering import units
from netviz.tasks.input import Picture
from netviz.tasks.pictures.distortions import distortions_of
from netviz.tasks.task import PictureTask
from netviz.viewmodels.palette import Palette

GAP: Final = 12
_LEFT: Final = 44
_RIGHT: Final = 14
_THUMB: Final = 32
_STRIP: Final = _THUMB + 39  # below the curve: numbers, digits, and what is read in them
_NAMES_APART: Final = 1.0  # from the middle between two digits, to what is written under each
_APART: Final = 14  # between two numbers of an axis, so that none is taken for a part of the next


@dataclass(frozen=True, eq=False)
class Kind:
    """A way to distort digits: its name, what the amount means (short, and as a sentence), and the curve's
    amounts (k,).
    """

    key: str
    name: str
    unit: str
    tip: str
    amounts: tuple[float, ...]


_UNITS: Final = {
    "noise": ("ink is 1", "Noise on every pixel: the amount is its standard deviation, where ink is 1."),
    "rotation": ("degrees", "Each picture is turned about its middle, clockwise."),
    "thickness": ("pixels", "What has ink grows or shrinks by so many pixels on each side."),
    "shift": ("pixels", "Each picture is moved by so many pixels, in one of eight directions."),
    "occlusion": ("pixels", "A square of paper with sides of so many pixels lies somewhere on the picture."),
}


def kinds_of(reads: Picture) -> tuple[Kind, ...]:
    """The ways to distort pictures of this size."""
    return tuple(
        Kind(key, kind.name, *_UNITS[key], kind.amounts) for key, kind in distortions_of(reads).items()
    )


@dataclass(frozen=True, eq=False)
class Measured:
    """All (k,): the share that is read rightly, and the ends of its 95 % confidence interval."""

    accuracy: NDArray[np.floating[Any]]
    low: NDArray[np.floating[Any]]
    high: NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Sample:
    """One digit at every amount: uint8 (k, n_inputs), and what is read in each, with what probability."""

    images: NDArray[np.uint8]
    answers: NDArray[np.integer[Any]]
    confidence: NDArray[np.floating[Any]]


class RobustnessPlot(ChartView):
    """The curve of one kind; under it one digit as it looks at each amount, and what is read in it."""

    pointed = Signal(int)  # place among the amounts; -1 where nothing is pointed at

    def __init__(self, kind: Kind, task: PictureTask, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._task = task
        self.kind = kind
        self._measured: Measured | None = None
        self._sample: Sample | None = None
        self._thumbs: list[QImage] = []
        self._at: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Accuracy over {kind.name.lower()}")
        self.setAccessibleDescription("Arrow keys walk along the curve.")
        self.renew()

    @property
    def measured(self) -> Measured | None:
        """What the curve shows."""
        return self._measured

    def show_measured(self, measured: Measured | None) -> None:
        """The curve; None until it is measured."""
        self._measured = measured
        self.renew()

    def show_sample(self, sample: Sample | None) -> None:
        """The digit under the curve."""
        self._sample = sample
        self._thumbs = []
        self.update()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._thumbs = []
        super().apply_palette(palette)
        self.update()

    def sizeHint(self) -> QSize:
        return units.size(320, 220)

    def minimumSizeHint(self) -> QSize:
        return units.size(220, 190)

    def x_of(self, place: int) -> float:
        """Where this amount is, in units from the left."""
        return self.place_of(self.kind.amounts[place])

    # -- the curve ------------------------------------------------------------------------------------------

    def room(self) -> QRect:
        return self.rect().adjusted(0, 0, 0, -units.pixels(_STRIP - RIM))

    def made(self) -> Chart:
        p, kind, measured, at = self._palette, self.kind, self._measured, self._at
        amounts = np.array(kind.amounts, np.float64)
        lines: list[Line] = []
        uprights: list[Upright] = []
        band = None
        if measured is not None:
            accuracy, low, high = (
                np.asarray(a, np.float64) for a in (measured.accuracy, measured.low, measured.high)
            )
            faint = mix(p.panel, p.accuracy, 0.22).name()
            band = Band(faint, amounts, low, high, filled=True)
            lines.append(Line("", p.accuracy, amounts, accuracy, dotted=True, dot=2.2))
            if at is not None:
                here, share = amounts[at : at + 1], accuracy[at : at + 1]
                lines.append(Line("", p.accuracy, here, share, dot=4))
                ink, words = mix(p.panel, p.muted, 0.6).name(), percent(float(share[0]))
                uprights.append(Upright(kind.amounts[at], ink, words, float(share[0])))
        # Of one size in plots of one size, whatever their amounts are.
        return Chart(
            title=kind.name,
            start=kind.amounts[0],
            end=kind.amounts[-1],
            scale=Scale(0.0, 1.0),
            lines=tuple(lines),
            band=band,
            bars=Bars(amounts[:0], amounts[:0], amounts[:0], ()),  # axes stand before there is a curve
            uprights=tuple(uprights),
            write=whole_percent,
            x_ticks=(),
            y_ticks=(0, 0.5, 1),
            sides=(_LEFT + _THUMB / 4, _RIGHT + _THUMB / 4),
        )

    @property
    def thumbs(self) -> dict[int, QRectF]:
        """The digits that have room under the curve, by their place among the amounts: the one that is
        pointed at, the plain one, the ends, and what fits between them.
        """
        amounts = self.kind.amounts
        plain, last = int(np.abs(np.array(amounts)).argmin()), len(amounts) - 1
        order = sorted(range(len(amounts)), key=lambda k: (k != self._at, k != plain, k not in (0, last), k))
        found: dict[int, QRectF] = {}
        for k in order:
            box = QRectF(self.x_of(k) - _THUMB / 2, self.frame.bottom() + 22, _THUMB, _THUMB)
            if not any(box.adjusted(-2, 0, 2, 0).intersects(other) for other in found.values()):
                found[k] = box
        return found

    def _nearest(self, x: float) -> int:
        return min(range(len(self.kind.amounts)), key=lambda k: abs(self.x_of(k) - x))

    def point(self) -> None:
        self.figure().point(None, None, [(self.kind.unit, "", self._palette.muted)])

    # -- events ---------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._nearest(units.place(event.position()).x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            # Only at the title, since it would lie over the curve that one points at.
            if units.place(QPointF(event.pos())).y() < self.frame.top():
                QToolTip.showText(event.globalPos(), self.kind.tip, self)
            else:
                QToolTip.hideText()
            return True
        return keeps(event, (Qt.Key.Key_Left, Qt.Key.Key_Right)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}
        if event.key() in steps:
            at = self._nearest(self.place_of(0.0)) if self._at is None else self._at
            self._point(min(max(at + steps[event.key()], 0), len(self.kind.amounts) - 1))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point(None)

    def _point(self, at: int | None) -> None:
        if at != self._at:
            self._at = at
            self.renew()
            self.update()
            self.pointed.emit(-1 if at is None else at)

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._paint_samples(painter)

    def _paint_samples(self, painter: QPainter) -> None:
        p, sample = self._palette, self._sample
        self._paint_amounts(painter)
        if sample is not None and not self._thumbs:
            self._thumbs = [ink_image(image, p) for image in self._task.input.of(sample.images)]
        usual = None
        if sample is not None:
            usual = int(sample.answers[int(np.abs(np.array(self.kind.amounts)).argmin())])
        rooms = self._rooms()
        for k, box in self.thumbs.items():
            pointed = k == self._at
            painter.setBrush(QColor(p.low))
            painter.setPen(QPen(QColor(p.accent) if pointed else mix(p.line, p.muted, 0.25), 1))
            painter.drawRoundedRect(box, 3, 3)
            if sample is None:
                continue
            painter.drawImage(box.adjusted(1, 1, -1, -1), self._thumbs[k])
            answer = int(sample.answers[k])
            other = answer != usual
            painter.setFont(sized(self.font(), 12, QFont.Weight.DemiBold if other else QFont.Weight.Normal))
            painter.setPen(QColor(p.text if other else p.muted))
            room = rooms[k]
            name = _fitting(self._task.answer.names[answer], QFontMetricsF(painter.font()), room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)

    def _rooms(self) -> dict[int, QRectF]:
        """Where what is read in each digit is written: half of the air to its neighbours is its own."""
        boxes = self.thumbs
        order = sorted(boxes, key=lambda k: boxes[k].left())
        rooms = {}
        for at, k in enumerate(order):
            box = boxes[k]
            left = boxes[order[at - 1]].right() if at else 2 * _NAMES_APART - box.left()
            right = boxes[order[at + 1]].left() if at + 1 < len(order) else 2 * units.wide(self) - box.right()
            air = min(box.left() - left, right - box.right()) / 2 - _NAMES_APART
            rooms[k] = QRectF(box.left() - air, box.bottom() + 1, box.width() + 2 * air, 17)
        return rooms

    def numbers(self) -> list[tuple[int, str, QRectF]]:
        """The amounts that are written below the curve, each with its place and half of the air around it: as
        many as have room, the one that is pointed at, none, round ones.
        """
        metrics = QFontMetricsF(sized(self.font(), 12))
        texts = [compact(amount).replace("-", MINUS) for amount in self.kind.amounts]
        order = sorted(range(len(texts)), key=lambda k: (k != self._at, texts[k] != "0", len(texts[k])))
        taken: list[tuple[int, str, QRectF]] = []
        for k in order:
            wide = metrics.horizontalAdvance(texts[k]) + _APART
            place = QRectF(self.x_of(k) - wide / 2, self.frame.bottom() + 6, wide, 14)
            if not any(place.intersects(other) for _, _, other in taken):
                taken.append((k, texts[k], place))
        return taken

    def _paint_amounts(self, painter: QPainter) -> None:
        painter.setFont(sized(self.font(), 12))
        for k, text, place in self.numbers():
            painter.setPen(QColor(self._palette.text if k == self._at else self._palette.muted))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _fitting(name: str, metrics: QFontMetricsF, wide: float) -> str:
    """A name, shortened where there is no room: `tri.`; whole, it stands where the picture is large."""
    short, letters = name, len(name)
    while letters > 1 and metrics.horizontalAdvance(short) > wide:
        letters -= 1
        short = f"{name[:letters].rstrip()}."
    return short
