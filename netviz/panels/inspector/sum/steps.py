"""From the outputs' sums to the answers, a column for each step and a row for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.language.grammar import counted
from netviz.network.losses import loss_named
from netviz.panels.inspector.sum.outputs import softmax_steps
from netviz.panels.inspector.sum.terms import adding_up, written
from netviz.panels.kit.figures import digits_width, percent, plain, signed, sized
from netviz.panels.kit.images import mix
from netviz.panels.kit.slider import Slider
from netviz.panels.kit.terms import TermLabel
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.rendering.themed import Themed
from netviz.tasks.answer import Numbers
from netviz.tasks.task import AnyTask
from netviz.training.figures import answered
from netviz.viewmodels.naming import output_name

_ROW: Final = 17.0
_HEAD: Final = 18.0
MOST: Final = 10  # answers that have a row
TEMPERATURES: Final = (0.1, 10.0)
_NOTCHES: Final = 40  # of the slider, to either side of 1
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, eq=False)
class Steps:
    """A table: `heads` of its columns; `rows` of cells, the answer's name first; `share` 0 to 1 of each row
    for a bar, or None. `sums`: the last line, with what the columns add up to. `place`: the row of the chosen
    output.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    share: tuple[float, ...] | None
    sums: tuple[str, ...]
    place: int | None


def steps_of(z: NDArray[np.floating], task: AnyTask, loss: str, chosen: int, temperature: float) -> Steps:
    """What becomes of the last sums z (n_out,)."""
    kind = loss_named(loss)
    n = len(z)
    names = [output_name(n, k, task) for k in range(n)]
    order = np.arange(n) if n <= MOST else np.sort(_most(z, chosen))
    place = order.tolist().index(chosen) if chosen in order else None
    if kind.sums_to_one:
        return _softmax(z, names, order, place, temperature)
    a = kind.output(np.asarray(z, np.float64))
    if kind.answers == "numbers":
        return _numbers(a, names, order, place, task)
    rows = tuple((names[k], signed(float(z[k])), percent(float(a[k]))) for k in order.tolist())
    return Steps(("answer", "z", "1 ÷ (1 + e⁻ᶻ)"), rows, tuple(a[order].tolist()), (), place)


def _most(z: NDArray[np.floating], chosen: int) -> NDArray[np.intp]:
    """The largest, and the chosen one in any case."""
    largest = np.argsort(-z, kind="stable")[: MOST - 1]
    return largest if chosen in largest else np.append(largest[:-1], chosen)


def _softmax(
    z: NDArray[np.floating], names: list[str], order: NDArray[np.intp], place: int | None, temperature: float
) -> Steps:
    steps = softmax_steps(z, temperature)
    others = np.setdiff1d(np.arange(len(z)), order)
    parts = [*steps.raised[order].tolist(), *([float(steps.raised[others].sum())] if len(others) else [])]
    raised = [written(part).removeprefix("+") for part in adding_up(np.array(parts), steps.total)]
    scaled = temperature != 1.0
    rows = [
        (
            names[k],
            signed(float(steps.z[k])),
            *((signed(float(steps.scaled[k])),) if scaled else ()),
            signed(float(steps.lowered[k])),
            e,
            percent(float(steps.share[k])),
        )
        for k, e in zip(order.tolist(), raised, strict=False)
    ]
    shares = [*steps.share[order].tolist()]
    if len(others):
        share = float(steps.share[others].sum())
        blank = ("",) * (3 if scaled else 2)
        rows.append((counted(len(others), "1 more", "{n} more"), *blank, raised[-1], percent(share)))
        shares.append(share)
    heads = ("answer", "z", *(("z ÷ T",) if scaled else ()), "− max", "e to that", "÷ sum")
    total = written(round(steps.total * 1000)).removeprefix("+")
    sums = ("sum", *("",) * (len(heads) - 3), total, "100\u00a0%")
    return Steps(heads, tuple(rows), tuple(shares), sums, place)


def _numbers(
    a: NDArray[np.floating], names: list[str], order: NDArray[np.intp], place: int | None, task: AnyTask
) -> Steps:
    answer = task.answer
    scaled = isinstance(answer, Numbers) and answer.is_scaled and answer.n == len(a)
    rows = []
    for k in order.tolist():
        z = float(a[k])
        meant = (answered(answer, z),) if scaled and isinstance(answer, Numbers) else ()
        rows.append((names[k], signed(z), plain(z), *meant))
    heads = ("answer", "z", "a = z", *(("which stands for",) if scaled else ()))
    return Steps(heads, tuple(rows), None, (), place)


class _Table(Themed, QWidget):
    """Paints the steps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: Steps | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("From the sums to the answers")
        self.setToolTip("What becomes of the sums z of all outputs, a column for each step.")

    def show_steps(self, steps: Steps) -> None:
        """Show these."""
        before, self.steps = self.steps, steps
        if before is None or (len(before.rows), bool(before.sums)) != (len(steps.rows), bool(steps.sums)):
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = 1 if self.steps is None else len(self.steps.rows) + bool(self.steps.sums)
        return units.size(260, _HEAD + lines * _ROW + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        steps, p = self.steps, self._palette
        if steps is None:
            return
        with units.begin(self) as painter:
            font = sized(self.font(), Type.CAPTION)
            painter.setFont(font)
            boxes = self._boxes(painter, steps)
            for row, cells in enumerate((steps.heads, *steps.rows, *([steps.sums] if steps.sums else []))):
                top = 0.0 if row == 0 else _HEAD + (row - 1) * _ROW
                if steps.place is not None and row == steps.place + 1:
                    painter.fillRect(QRectF(0, top, units.wide(self), _ROW), mix(p.panel, p.text, 0.09))
                muted = row == 0 or row > len(steps.rows)
                for k, (box, words) in enumerate(zip(boxes, cells, strict=False)):
                    painter.setPen(QColor(p.muted if muted or 0 < k < len(cells) - 1 else p.text))
                    cut = words
                    if k == 0:
                        cut = painter.fontMetrics().elidedText(
                            words, Qt.TextElideMode.ElideRight, int(box.width())
                        )
                    painter.drawText(box.translated(0, top), _RIGHT if k else _LEFT, cut)
                if steps.share is not None and boxes[-1].width() > 0 and 0 < row <= len(steps.rows):
                    self._paint_bar(painter, boxes[-1].translated(0, top), steps.share[row - 1])

    def _boxes(self, painter: QPainter, steps: Steps) -> list[QRectF]:
        """Where each column stands; the last is the bars', if there are any."""
        metrics, font, wide = painter.fontMetrics(), painter.font(), units.wide(self)
        lines = (steps.heads, *steps.rows, *([steps.sums] if steps.sums else []))
        widths = []
        for k in range(len(steps.heads)):
            cells = [cells[k] for cells in lines]
            widths.append(
                max(digits_width(font, c) if k else metrics.horizontalAdvance(c) for c in cells) + 2.0
            )
        # The bars give way before a heading does, the names of answers after it.
        needed = metrics.horizontalAdvance(steps.heads[0]) + 2.0 + sum(widths[1:]) + 4.0 * len(widths) + 8
        bars = 0.0 if steps.share is None or wide < needed + 44.0 else 44.0
        gap = max(min((wide - sum(widths) - bars - 8) / max(len(widths), 1), 16.0), 4.0)
        widths[0] = min(widths[0], max(wide - sum(widths[1:]) - gap * len(widths) - bars - 8, 30.0))
        boxes, left = [], 4.0
        for width in widths:
            boxes.append(QRectF(left, 0, width, _ROW))
            left += width + gap
        if steps.share is not None:
            boxes.append(QRectF(left, 0, max(wide - left - 4, 0.0) if bars else 0.0, _ROW))
        return boxes

    def _paint_bar(self, painter: QPainter, box: QRectF, share: float) -> None:
        p = self._palette
        track = QRectF(box.left(), box.center().y() - 3, box.width(), 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.line))
        painter.drawRoundedRect(track, 3, 3)
        if np.isfinite(share):
            track.setWidth(max(track.width() * share, 1.0))
            painter.setBrush(QColor(p.text))
            painter.drawRoundedRect(track, 3, 3)


class OutputSteps(QWidget):
    """The table, a sentence above it, and for a softmax a temperature to try."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.temperature = 1.0
        self._given: tuple[NDArray[np.floating], AnyTask, str, int] | None = None
        self.words = TermLabel("", ("softmax", "logit"), self)
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.table = _Table(self)
        self._called = TermLabel("Temperature", ("temperature",), self)
        self._called.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.slider = Slider(self)
        self.slider.setRange(-_NOTCHES, _NOTCHES)
        self.slider.setAccessibleName("Temperature")
        self.slider.setToolTip(
            "Divides all sums before softmax: below 1 the answer is more certain, above 1 less. It changes "
            "this table alone."
        )
        self.slider.valueChanged.connect(self._tune)
        self._value = QLabel(self)
        self._value.setProperty("role", "muted")
        self._value.setWordWrap(True)
        tuned = QHBoxLayout()
        tuned.setSpacing(8)
        tuned.addWidget(self._called)
        tuned.addWidget(self.slider, 1)
        tuned.addWidget(self._value, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.table)
        column.addLayout(tuned)
        self._tune(0)

    def show_sums(self, z: NDArray[np.floating], task: AnyTask, loss: str, chosen: int) -> None:
        """The last sums (n_out,), what they stand for, the loss's name, and the output that is looked at."""
        self._given = (z, task, loss, chosen)
        kind = loss_named(loss)
        for widget in (self._called, self.slider, self._value):
            widget.setVisible(kind.sums_to_one)
        if kind.sums_to_one:
            words = "Softmax makes probabilities of the sums of all outputs."
        elif kind.answers == "numbers":
            words = "The output is linear: the sum itself is the answer."
        else:
            words = "Each output has a sigmoid of its own; together they need not make 100\u00a0%."
        self.words.set_words(words)
        self._write()

    def _tune(self, notch: int) -> None:
        self.temperature = float(TEMPERATURES[1] ** (notch / _NOTCHES))
        words = f"{plain(self.temperature, 2)}"
        said = "1 is how it was trained." if notch == 0 else "This table alone; the network keeps 1."
        self._value.setText(f"{words}: {said}" if notch else said)
        self._write()

    def _write(self) -> None:
        if self._given is not None:
            z, task, loss, chosen = self._given
            self.table.show_steps(steps_of(z, task, loss, chosen, self.temperature))
