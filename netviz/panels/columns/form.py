"""A form for one row of a table: a line for each column, and what the network reads of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.numbers.decimal import DecimalNumber
from netviz.panels.kit.scrolling import Scrolling
from netviz.rendering import units
from netviz.tasks.columns import Categories, Columns, Numeric
from netviz.tasks.task import AnyTask

MOST: Final = 200  # columns that have a line
UNKNOWN: Final = "not known"
_ROOM: Final = 10.0  # of the range that is usual, on either side: what may be typed
_LINES: Final = 7  # that are seen without scrolling
_LINE: Final = 30  # units
_HIGHEST: Final = 330
_NAME: Final = 90  # units, of a word in a column's name at most
_FIELD: Final = 84


class FormPanel(QWidget):
    """Values in, signals out: `chosen` has a raw row, float64 (n_columns,), `settled` says that it is whole;
    `asked` that an example is wanted.
    """

    chosen = Signal(object)
    settled = Signal()
    asked = Signal()

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert isinstance(task.input, Columns)
        self._reads = task.input
        self._usual = f"Fill in a {task.example}"
        self._raw = self._reads.raw(self._reads.blank())
        self._title = QLabel(self._usual, self)
        self._title.setProperty("role", "title")
        self.example = QPushButton("An example", self)
        self.example.setProperty("role", "quiet")
        self.example.setToolTip(f"Puts one of the validation {task.examples} here.")
        self.example.clicked.connect(self.asked)
        self.fields: list[DecimalNumber | QComboBox] = []
        self._read: list[QLabel] = []
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.example)
        page = QWidget(self)
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(3)
        self._grid.setHorizontalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        for place, column in enumerate(self._reads.columns[:MOST]):
            self._add(place, column, page)
        self._grid.setRowStretch(len(self.fields), 1)
        self.page = Scrolling(page, steady=len(self.fields) > _LINES, parent=self)
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(5)
        below.addLayout(head)
        below.addWidget(self.page, 1)
        more = len(self._reads.columns) - MOST
        if more > 0:
            note = QLabel(f"{more:,} more columns stay at their medians.", self)
            note.setProperty("role", "muted")
            note.setWordWrap(True)
            below.addWidget(note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_row(None)

    def sizeHint(self) -> QSize:
        page = min(self.page.sizeHint().height(), units.pixels(_HIGHEST))
        return QSize(units.pixels(190), units.pixels(34) + page)

    def minimumSizeHint(self) -> QSize:
        return units.size(180, 30 + _LINE * min(len(self.fields), 3))

    def show_reading(self, what: str) -> None:
        """While training runs, `Your row` or `This row`: it is only read, not learnt from."""
        title = what or self._usual
        if title != self._title.text():
            self._title.setText(title)

    def show_row(self, raw: NDArray[np.float64] | None) -> None:
        """This row, (n_columns,); None for one of which nothing is known. No signal."""
        self._raw = np.array(self._reads.raw(self._reads.blank()) if raw is None else raw)
        for field, value in zip(self.fields, self._raw, strict=False):
            field.blockSignals(True)
            if isinstance(field, DecimalNumber):
                field.setValue(float(value))
            else:
                field.setCurrentIndex(0 if np.isnan(value) else int(value) + 1)
            field.blockSignals(False)
        self._tell()

    def _add(self, place: int, column: Numeric | Categories, page: QWidget) -> None:
        name = QLabel(column.names[0] if isinstance(column, Numeric) else column.name, page)
        name.setWordWrap(True)
        name.setTextFormat(Qt.TextFormat.PlainText)
        # A name is broken between its words, and none of them is cut.
        words = name.text().split()
        widest = max((name.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        units.hold(name, least_width=min(100 * widest / units.pixels(100) + 2, _NAME))
        field: DecimalNumber | QComboBox
        if isinstance(column, Numeric):
            field = self._number(column, page)
            field.valueChanged.connect(lambda value: self._typed(place, value))
        else:
            field = QComboBox(page)
            field.addItems([UNKNOWN, *column.categories])
            field.setAccessibleName(column.name)
            field.setToolTip(
                f"One of {column.n} inputs is 1, the others are 0; all are 0 where it is not known."
            )
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(7)
            field.currentIndexChanged.connect(
                lambda index: self._typed(place, float(index - 1) if index else float("nan"))
            )
        name.setBuddy(field)
        read = QLabel(page)
        read.setProperty("role", "muted")
        read.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        read.setToolTip("What the network reads: how many standard deviations it is from the training mean.")
        units.hold(read, least_width=38)
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        units.hold(field, least_width=_FIELD)
        self._grid.addWidget(name, place, 0)
        # A category has no figure beside it, and needs the room for its words.
        self._grid.addWidget(field, place, 1, 1, 1 if isinstance(column, Numeric) else 2)
        self._grid.addWidget(read, place, 2)
        self.fields.append(field)
        self._read.append(read)

    def _number(self, column: Numeric, page: QWidget) -> DecimalNumber:
        span = max(column.high - column.low, 1e-6)
        decimals = int(np.clip(3 - np.floor(np.log10(span)), 0, 8))
        number = DecimalNumber(column.names[0], page, decimals=decimals)
        number.setRange(column.low - _ROOM * span, column.high + _ROOM * span)
        number.setSingleStep(float(f"{span / 50:.0e}"))
        number.setToolTip(
            f"Training rows have {column.low:g} to {column.high:g}. Where it is missing, {column.gap:g} is "
            "taken, the median of the training rows."
        )
        return number

    def _typed(self, place: int, value: float) -> None:
        self._raw[place] = value
        self._tell()
        self.chosen.emit(self._raw.copy())
        self.settled.emit()

    def _tell(self) -> None:
        """What the network reads of each."""
        stored = self._reads.prepared(self._raw)
        for start, column, label in zip(self._reads.starts, self._reads.columns, self._read, strict=False):
            label.setText(f"{stored[start]:+.1f} σ".replace("-", "−") if isinstance(column, Numeric) else "")
