"""From the picture to what the network reads, in six pictures, each with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.images import ink_image
from netviz.panels.kit.wrapped import Wrapped
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.digits.ink import BOX, boxed, upper_quartile
from netviz.tasks.digits.page.piece import Piece, smaller
from netviz.tasks.digits.page.read import PageRead
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.pages.page import Page
from netviz.viewmodels.palette import Palette

TITLES: Final = ("Sheet", "Grey, light evened", "Ink", "Boxes", f"{BOX}×{BOX}", DIGITS.input.size)
_CUT_OUT: Final = "The sheet of paper is cut out and shown as if seen from straight above."
_TURNED: Final = "No edge of a sheet was found: all of the picture counts, turned until the writing is level."
_WHOLE: Final = "No edge of a sheet was found: all of the picture counts, as it is."
_SENTENCES: Final = (
    "Each pixel says only how much it differs from the paper around it: colours and shadows are gone.",
    "What is too faint and what is a long straight line is left out; the rest is ink.",
    (
        "Each larger piece of ink gets a box, dashed where it is no digit; parts of a digit share one, and "
        "digits that touch are cut apart."
    ),
    (
        f"The ink in {{}} box is scaled until its longer side is {BOX} pixels; very fine or broad strokes "
        "get a usual width."
    ),
    f"Its centre of mass goes to the middle of {DIGITS.input.size} pixels: this is all the network sees.",
)
_HIGH: Final = 104
_ACROSS: Final = 6
_NARROW_ACROSS: Final = 3
_LARGEST: Final = 400  # pixels of a picture here
_AROUND: Final = 1.0  # of a digit's size, is shown of its sheet on each side


@dataclass(frozen=True, eq=False)
class Step:
    """A picture: RGB uint8 (h, w, 3), or ink uint8 (h, w); over it boxes, as shares of its sides, dashed or
    not; `cells`: it is shown pixel by pixel; `crossed`: with a cross in the middle of its pixels.
    """

    picture: NDArray[np.uint8]
    sentence: str
    boxes: tuple[tuple[QRectF, bool], ...] = ()
    cells: bool = False
    crossed: bool = False


def steps_of(page: Page, place: int | None) -> tuple[Step, ...]:
    """The steps of the whole page, or around this one of its marks; the last two are of that one, or of the
    first.
    """
    read = page.read
    near = None if place is None else read.marks[place].piece
    rows, columns = _part(read, near)
    level = _level(read)
    sheet = _small(read.straightened.colours[rows, columns])
    grey = _small(_lifted(read.evened.contrast[rows, columns], level))
    ink = _small(_lifted(read.ink[rows, columns], level))
    steps = [
        Step(sheet, _sheet_words(read)),
        Step(grey, _SENTENCES[0]),
        Step(ink, _SENTENCES[1]),
        Step(ink, _SENTENCES[2], _boxes(read, rows, columns)),
    ]
    if read.marks:
        mark = read.marks[place or 0]
        which = "the first" if place is None else "this"
        steps.append(Step(_in_its_box(mark.piece), _SENTENCES[3].format(which), cells=True))
        steps.append(Step(DIGITS.input.of(mark.pixels), _SENTENCES[4], cells=True, crossed=True))
    return tuple(steps)


def _part(read: PageRead, piece: Piece | None) -> tuple[slice, slice]:
    height, width = read.ink.shape
    if piece is None:
        return slice(0, height), slice(0, width)
    around = round(_AROUND * piece.size)
    middle_row, middle_column = (piece.top + piece.bottom) // 2, (piece.left + piece.right) // 2
    half = piece.size // 2 + around
    return (
        slice(max(middle_row - half, 0), min(middle_row + half, height)),
        slice(max(middle_column - half, 0), min(middle_column + half, width)),
    )


def _level(read: PageRead) -> float:
    """How strong ink usually is on this page."""
    ink = np.sort(read.ink[read.ink > 0])
    return upper_quartile(ink) if ink.size else 255.0


def _lifted(contrast: NDArray[np.uint8], level: float) -> NDArray[np.uint8]:
    """As strong as ink can be shown, so that pencil is seen as well."""
    levels = np.minimum(np.arange(256) * (255.0 / max(level, 1.0)), 255).astype(np.uint8)
    lifted: NDArray[np.uint8] = levels[contrast]
    return lifted


def _small(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    times = max(picture.shape[:2]) // _LARGEST
    return picture if times < 2 else np.asarray(Image.fromarray(np.ascontiguousarray(picture)).reduce(times))


def _boxes(read: PageRead, rows: slice, columns: slice) -> tuple[tuple[QRectF, bool], ...]:
    height, width = rows.stop - rows.start, columns.stop - columns.start
    found = []
    for mark in read.marks:
        piece = mark.piece
        box = QRectF(
            (piece.left - columns.start) / width,
            (piece.top - rows.start) / height,
            piece.width / width,
            piece.height / height,
        )
        if box.intersects(QRectF(0, 0, 1, 1)):
            found.append((box, not mark.is_digit))
    return tuple(found)


def _in_its_box(piece: Piece) -> NDArray[np.uint8]:
    digit = boxed(smaller(piece.ink))
    field = np.zeros((BOX, BOX), np.uint8)
    height, width = digit.shape
    top, left = (BOX - height) // 2, (BOX - width) // 2
    field[top : top + height, left : left + width] = np.clip(np.rint(digit), 0, 255)
    return field


def _sheet_words(read: PageRead) -> str:
    if read.straightened.outline is not None:
        return _CUT_OUT
    turned = abs(float(read.straightened.back[0, 1])) > 1e-6
    return _TURNED if turned else _WHOLE


class StepPicture(Themed, QWidget):
    """One picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: Step | None = None
        self._image = QImage()
        units.hold(self, height=_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_step(self, step: Step | None) -> None:
        """Show this one, or nothing."""
        self._step = step
        self._draw()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._draw()

    def sizeHint(self) -> QSize:
        return units.size(120, _HIGH)

    def _draw(self) -> None:
        step = self._step
        if step is None:
            self._image = QImage()
        elif step.picture.ndim == 3:
            high, wide = step.picture.shape[:2]
            pixels = np.ascontiguousarray(step.picture)
            image = QImage(pixels.data, wide, high, 3 * wide, QImage.Format.Format_RGB888)
            self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        else:
            self._image = ink_image(step.picture, self._palette)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        step = self._step
        if step is None or self._image.isNull():
            return
        p = self._palette
        with units.begin(self) as painter:
            scale = min(
                (units.wide(self) - 2) / self._image.width(), (units.high(self) - 2) / self._image.height()
            )
            if step.cells:
                ratio = units.ratio(self)
                scale = max(int(scale * ratio), 1) / ratio
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not step.cells)
            wide, high = scale * self._image.width(), scale * self._image.height()
            box = QRectF(1, 1, wide, high)
            painter.drawImage(box, self._image)
            if step.crossed:
                self._paint_cross(painter, box)
            painter.setPen(QPen(QColor(p.line), 1))
            painter.drawRect(box)
            painter.setClipRect(box)
            for place, dashed in step.boxes:
                pen = QPen(QColor(p.text), 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
                painter.setPen(pen)
                painter.drawRect(
                    QRectF(
                        box.left() + place.left() * wide,
                        box.top() + place.top() * high,
                        place.width() * wide,
                        place.height() * high,
                    )
                )

    def _paint_cross(self, painter: QPainter, box: QRectF) -> None:
        """The middle of its pixels."""
        colour = QColor(self._palette.muted)
        colour.setAlphaF(0.5)
        painter.setPen(QPen(colour, 1))
        middle = box.center()
        painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
        painter.drawLine(QPointF(middle.x(), box.top()), QPointF(middle.x(), box.bottom()))


class StepStrip(QWidget):
    """All six side by side, or in two rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(10)
        self.pictures: list[StepPicture] = []
        self.sentences: list[Wrapped] = []
        self._columns = [self._column(k) for k in range(len(TITLES))]
        self.fold(narrow=False)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show these; where a page has no marks, only those of the page."""
        for k, column in enumerate(self._columns):
            there = k < len(steps)
            column.setVisible(there)
            self.pictures[k].show_step(steps[k] if there else None)
            if there:
                self.sentences[k].setText(steps[k].sentence)
                self.pictures[k].setAccessibleName(f"{TITLES[k]}: {steps[k].sentence}")

    def fold(self, *, narrow: bool) -> None:
        """Two rows where the window is narrow."""
        across = _NARROW_ACROSS if narrow else _ACROSS
        if across == self._across:
            return
        self._across = across
        for k, column in enumerate(self._columns):
            self._grid.addWidget(column, *divmod(k, across))
        for place in range(_ACROSS):
            self._grid.setColumnStretch(place, int(place < across))

    def _column(self, k: int) -> QWidget:
        column = QWidget(self)
        title = QLabel(f"{k + 1}  {TITLES[k]}", column)
        title.setProperty("role", "section")
        picture, sentence = StepPicture(column), Wrapped("", column)
        sentence.setProperty("role", "muted")
        self.pictures.append(picture)
        self.sentences.append(sentence)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for widget in (title, picture, sentence):
            lines.addWidget(widget)
        lines.addStretch(1)
        return column
