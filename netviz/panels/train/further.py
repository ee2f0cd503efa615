"""What else is special about one of several runs side by side: further settings, a row each."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from netviz.panels.kit.fields import ChoiceBox
from netviz.panels.train.foot import SignButton
from netviz.panels.train.variations import FURTHER, Variation
from netviz.rendering import units
from netviz.training.config import TrainingConfig

Extra = tuple[str, str]  # the name of one of FURTHER, and what is written or chosen there
MOST: Final = 4
_WIDE: Final = 290  # units
_NAMED: Final = {row.name: row for row in FURTHER}


def put_all(config: TrainingConfig, extras: tuple[Extra, ...]) -> TrainingConfig:
    """The configuration with these settings besides. Raises NotANumber where one can't be read."""
    for name, text in extras:
        config = _NAMED[name].put(config, text)
    return config


class _Row(QWidget):
    changed = Signal()
    removed = Signal()

    def __init__(self, letter: str, names: list[str], name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._letter = letter
        self.name = ChoiceBox(self)
        self.name.setAccessibleName(f"Another setting of run {letter}")
        self.name.setToolTip(f"Which setting of run {letter} is another one, too.")
        self.name.addItems(names)
        self.name.setCurrentIndex(names.index(name))
        self.edit, self.box = QLineEdit(self), ChoiceBox(self)
        self.edit.setMaxLength(200)
        self.cross = SignButton(
            "×", f"Take this setting of run {letter} back", f"Run {letter} has it as all others do.", self
        )
        value = QHBoxLayout()
        value.setSpacing(6)
        value.addWidget(self.edit, 1)
        value.addWidget(self.box, 1)
        value.addWidget(self.cross)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.name, 3)
        self._row.addLayout(value, 3)
        for widget, least in ((self.name, 70), (self.edit, 40), (self.box, 50)):
            units.hold(widget, least_width=least)
        self.show_value(text)
        self.name.activated.connect(self.changed)
        self.edit.editingFinished.connect(self._typed)
        self.box.activated.connect(self.changed)
        self.cross.clicked.connect(self.removed)

    @property
    def row(self) -> Variation:
        """Which setting it is."""
        return _NAMED[self.name.currentText()]

    @property
    def extra(self) -> Extra:
        """As it stands there."""
        words = self.row.words
        return self.row.name, self.edit.text().strip() if words is None else str(self.box.currentData())

    def show_value(self, text: str) -> None:
        """Write or choose this."""
        words, name = self.row.words, f"{self.row.name} of run {self._letter}"
        self.edit.setVisible(words is None)
        self.box.setVisible(words is not None)
        for widget in (self.edit, self.box):
            widget.setAccessibleName(name)
            widget.setToolTip(f"{name}.")
        self.edit.setText(text)
        self.edit.setModified(False)
        if words is not None:
            self.box.clear()
            for key, shown in words.items():
                self.box.addItem(shown, key)
            self.box.setCurrentIndex(max(self.box.findData(text), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Called by Qt. Where both would be cut beside each other, they stand below each other."""
        super().resizeEvent(event)
        beside = units.wide(self) >= _WIDE
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )

    def _typed(self) -> None:
        if self.edit.isModified():
            self.edit.setModified(False)
            self.changed.emit()


class Further(QWidget):
    """`changed` when a person added a setting, took one away, or gave one another value."""

    changed = Signal()

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = letter
        self._config = TrainingConfig()
        self._besides = ""
        self.rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def extras(self) -> tuple[Extra, ...]:
        """What stands there."""
        return tuple(row.extra for row in self.rows)

    @property
    def full(self) -> bool:
        """Whether there is no room for another one."""
        return len(self.rows) >= MOST

    def ask(self, config: TrainingConfig, besides: str, extras: tuple[Extra, ...]) -> None:
        """These, of a run that has all else as `config`; `besides` is asked for elsewhere."""
        self._config, self._besides = config, besides
        self._fill(tuple(extra for extra in extras if extra[0] != besides))

    def add(self) -> None:
        """One more: the first that is not there yet, as all runs have it."""
        left = self._names(None)
        if left and not self.full:
            self._fill((*self.extras, (left[0], _NAMED[left[0]].get(self._config))))
            self.rows[-1].name.setFocus(Qt.FocusReason.TabFocusReason)

    def _names(self, own: str | None) -> list[str]:
        """What can be chosen in a row that has `own`."""
        taken = {name for name, _ in self.extras} - {own}
        return [name for name in _NAMED if name not in taken and name != self._besides]

    def _fill(self, extras: tuple[Extra, ...]) -> None:
        while self.rows:
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        taken = {name for name, _ in extras}
        for name, text in extras:
            names = [n for n in _NAMED if n == name or (n not in taken and n != self._besides)]
            row = _Row(self._letter, names, name, text, self)
            row.changed.connect(lambda row=row, name=name: self._changed(row, name))
            row.removed.connect(lambda row=row: self._remove(row))
            self._column.addWidget(row)
            self.rows.append(row)
        self.setVisible(bool(self.rows))

    def _changed(self, row: _Row, name: str) -> None:
        if row.row.name != name:
            # Another setting: as all runs have it, until another value is given.
            row.show_value(row.row.get(self._config))
            self._fill(self.extras)
        self.changed.emit()

    def _remove(self, row: _Row) -> None:
        self._fill(tuple(other.extra for other in self.rows if other is not row))
        self.changed.emit()
