"""The digits that a training step learns from, in the place of the drawing."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from netviz.panels.kit.figures import sized
from netviz.panels.kit.images import ink_image
from netviz.rendering.fonts import Type, text_scale
from netviz.rendering.themed import Themed
from netviz.rendering.units import area, pixels
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.training.snapshot import MiniBatch
from netviz.viewmodels.palette import Palette

HEAD: Final = 42.0  # units above the digits: what they are, and of which step
FOOT: Final = 22.0  # below: what became of the drawing
_PAPER: Final = 1  # pixels around each digit

_READ: Final = "the pad: only read"  # below a small picture


class BatchSheet(Themed, QWidget):
    """A contact sheet with a line above it. It lets the pointer through; whoever places it knows where the
    network's input is.
    """

    def __init__(self, picture: Picture, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._shape = picture
        self._batch: MiniBatch | None = None
        self._step = 0
        self._read = ""
        self._side = 100.0
        self._place: tuple[object, ...] = ()
        self._picture = QPixmap()
        self._key: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def batch(self) -> MiniBatch | None:
        """What is on it."""
        return self._batch

    @property
    def words(self) -> tuple[str, str, str]:
        """The line above, the step, and the line below."""
        if self._batch is None:
            return "", "", ""
        below = f"{self._read} is only read." if self._read else ""
        return _title(self._batch, self._task), _step(self._batch, self._step), below

    def show_batch(self, batch: MiniBatch, step: int, *, read: str = "") -> None:
        """The mini-batch that led to `step`; `read`: what lies on the pad, "Your drawing"."""
        if batch is self._batch and (step, read) == (self._step, self._read):
            return
        self._batch, self._step, self._read = batch, step, read
        labels = ", ".join(str(label) for label in batch.labels.tolist())
        self.setAccessibleName(". ".join(filter(None, self.words)))
        self.setAccessibleDescription(f"Their labels: {labels}")
        self.update()

    def stand(self, x: float, y: float, side: float, room: float) -> None:
        """Over a picture with that upper left corner and side, in units of the canvas; its title may be as
        wide as `room`.
        """
        place = x, y, side, room, self.words[0], text_scale()
        if place == self._place:
            return  # it is asked at each frame
        self._place = place
        metrics = QFontMetricsF(sized(self.font(), Type.SAID, QFont.Weight.DemiBold))
        wide = min(max(side + 2, metrics.horizontalAdvance(self.words[0]) + 4), max(room, side + 2))
        self._side = side + 2
        self.setGeometry(pixels(x - 1), pixels(y - HEAD), pixels(wide), pixels(side + 1 + HEAD + FOOT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The canvas below is painted more often than this changes: it is kept as a picture."""
        if self._batch is None:
            return
        ratio = self.devicePixelRatioF()
        key = (self._batch, self._step, self._read, self._side, self._palette, self.size(), ratio)
        if key != self._key:
            self._key = key
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            self._paint(self._picture, self._batch)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)

    def _paint(self, picture: QPixmap, batch: MiniBatch) -> None:
        p, whole = self._palette, area(self)
        title, step, below = self.words
        side = min(self._side, whole.width())
        with QPainter(picture) as painter:
            painter.scale(text_scale(), text_scale())
            # Beside the digits only the title stands, over what leads on from there.
            painter.fillRect(QRectF(0, 0, side, whole.height()), QColor(p.page))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            large = sized(self.font(), Type.SAID, QFont.Weight.DemiBold)
            small = sized(self.font(), Type.CAPTION, QFont.Weight.DemiBold)
            painter.setPen(QColor(p.text))
            fits = QFontMetricsF(large).horizontalAdvance(title) <= whole.width()
            # Over a small picture in small letters, and shorter.
            painter.setFont(large if fits else small)
            title = _first_whole((title, *_short(batch, self._task)), painter, whole.width())
            painter.drawText(QRectF(0, 0, whole.width(), 22), left, title)
            below_title = QRectF(0, 21, whole.width(), 18)
            painter.setFont(sized(self.font(), Type.CAPTION))
            painter.setPen(QColor(p.muted))
            step = _first_whole((step, f"step {self._step:,}"), painter, whole.width())
            painter.drawText(below_title, left, step)
            box = QRectF(1, HEAD, side - 2, side - 2)
            _paint_digits(painter, self._shape.of(batch.pixels), box, p)
            painter.setFont(sized(self.font(), Type.CAPTION))
            painter.setPen(QColor(p.muted))
            below = _first_whole((below, _READ) if below else (), painter, side - 2)
            painter.drawText(QRectF(0, box.bottom(), side, FOOT), Qt.AlignmentFlag.AlignCenter, below)


def _title(batch: MiniBatch, task: AnyTask) -> str:
    shown = len(batch.labels)
    if batch.size == 1:
        return task.filled("Learns from this {example}")
    if shown == batch.size:
        return task.filled("Learns from these {n} {examples}", n=shown)
    return task.filled("Learns from {all:,} {examples}, {n} of them:", all=batch.size, n=shown)


def _short(batch: MiniBatch, task: AnyTask) -> tuple[str, ...]:
    """Shorter titles that say what it learns from: a number alone would not."""
    shown = len(batch.labels)
    if shown < batch.size:
        return (task.filled("{n} of {all:,} {examples}", all=batch.size, n=shown),)
    if shown == 1:
        return ("Learns from it",)
    return tuple(task.filled(words, n=shown) for words in ("Learns from {n} {examples}", "{n} {examples}"))


def _first_whole(forms: tuple[str, ...], painter: QPainter, room: float) -> str:
    """The first of them that has room in whole, in units; empty where none has."""
    metrics = QFontMetricsF(painter.font())
    return next((words for words in forms if metrics.horizontalAdvance(words) <= room), "")


def _step(batch: MiniBatch, step: int) -> str:
    return f"epoch {batch.epoch + 1:,} · step {step:,}"


def columns_of(n: int) -> int:
    """How many digits stand beside each other on a sheet of `n`."""
    return max(math.isqrt(max(n, 1) - 1) + 1, 1)


def sheet_of(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pictures uint8 (n, h, w) side by side, row by row, as one: as many across as down, paper between."""
    columns = columns_of(len(pictures))
    high, wide = (length + 2 * _PAPER for length in pictures.shape[1:])
    sheet = np.zeros((columns, high, columns, wide), np.uint8)
    for k, picture in enumerate(pictures):
        row, column = divmod(k, columns)
        sheet[row, _PAPER:-_PAPER, column, _PAPER:-_PAPER] = picture
    return sheet.reshape(columns * high, columns * wide)


def _paint_digits(painter: QPainter, pictures: NDArray[np.uint8], box: QRectF, p: Palette) -> None:
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(box, ink_image(sheet_of(pictures), p))
    columns = columns_of(len(pictures))
    pitch = box.width() / columns
    painter.setPen(QPen(QColor(p.line), 1))
    for k in range(columns + 1):
        painter.drawLine(box.topLeft() + QPointF(0, k * pitch), box.topRight() + QPointF(0, k * pitch))
        painter.drawLine(box.topLeft() + QPointF(k * pitch, 0), box.bottomLeft() + QPointF(k * pitch, 0))
