"""A setting to fill in: its name, its field, and one sentence below where it can't be used."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from netviz.panels.kit.terms import TermLabel
from netviz.rendering import units
from netviz.training.readings import either, readings

TERMS = (
    "learning rate", "momentum", "mini-batch", "dropout", "augmentation", "gradient", "activation", "loss",
    "epoch", "validation", "hidden layer", "optimiser", "schedule", "L1", "L2", "label smoothing", "patience",
)  # fmt: skip
"""The words that a setting's name may have in it."""

_NAME_WIDTH = 112
_UNIT_WIDTH = 72
_COMPLAINT_HEIGHT = 48


class Complaints(QLabel):
    """Where several fields complain, one at a time, in room that is kept for three lines: nothing moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: dict[object, str] = {}
        self.setProperty("role", "complaint")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        units.hold(self, least_height=_COMPLAINT_HEIGHT)

    def tell(self, who: object, sentence: str) -> None:
        """What this one has to say now; empty: nothing."""
        self._said.pop(who, None)
        if sentence:
            self._said = {who: sentence, **self._said}
        self.setText(next(iter(self._said.values()), ""))


class Field(QWidget):
    """`name` beside `editor`, and the complaint under it."""

    def __init__(self, name: str, tip: str, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._editor = editor
        self._said = ""
        self._place: Complaints | None = None
        label = TermLabel(name, TERMS, self)
        units.hold(label, width=_NAME_WIDTH)
        label.setBuddy(editor)
        self._complaint = QLabel(self)
        self._complaint.setProperty("role", "complaint")
        self._complaint.setWordWrap(True)
        self._complaint.setTextFormat(Qt.TextFormat.PlainText)
        self._complaint.hide()
        units.hold(self._complaint, least_width=1)
        for widget in (label, editor):
            widget.setToolTip(tip)
        editor.setAccessibleName(name)
        editor.setAccessibleDescription(tip)
        editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.addWidget(label, 0, 0)
        grid.addWidget(editor, 0, 1)
        grid.addWidget(self._complaint, 1, 0, 1, 2)

    def set_unit(self, unit: str) -> None:
        """Say behind the editor what its number counts."""
        label = QLabel(unit, self)
        label.setProperty("role", "muted")
        units.hold(label, width=_UNIT_WIDTH)
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.addWidget(label, 0, 2)

    def complain_in(self, place: Complaints) -> None:
        """Say it there instead."""
        self._place = place

    def complaint(self) -> str:
        """What is wrong with it; empty where all is well."""
        return self._said

    def complain(self, sentence: str | None) -> None:
        """Show a sentence under the field, or where `complain_in` said; None takes it away."""
        before, self._said = self._said, sentence or ""
        if self._place is not None:
            self._place.tell(self, self._said)
        else:
            self._complaint.setText(self._said)
            self._complaint.setVisible(bool(self._said))
        if bool(before) != bool(self._said):
            self._editor.setProperty("refused", bool(self._said))
            self._editor.style().unpolish(self._editor)
            self._editor.style().polish(self._editor)


class TextField(Field):
    """A line of text. `typed` while it is edited, `entered` when the person is done with it."""

    typed = Signal()
    entered = Signal()

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        self.edit = QLineEdit()
        super().__init__(name, tip, self.edit, parent)
        self.edit.setMaxLength(400)
        self.edit.textEdited.connect(self.typed)
        self.edit.editingFinished.connect(self.entered)

    def text(self) -> str:
        """What is written there."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Write something, without a signal, and take the complaint away."""
        if text != self.edit.text():
            self.edit.setText(text)
        self.edit.setModified(False)
        self.complain(None)


class ChoiceBox(QComboBox):
    """A combo box that the wheel leaves alone."""

    def event(self, event: QEvent) -> bool:
        # Plain keys choose here, whatever they mean to the rest of the window.
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        asked = event.type() == QEvent.Type.ShortcutOverride
        clicker = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if (
            asked
            and isinstance(event, QKeyEvent)
            and event.modifiers() in plain
            and event.key() not in clicker
        ):
            event.accept()
            return True
        return super().event(event)

    # Scrolling past a closed box must not change a setting.
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(Field):
    """One of a few; `chosen` when the person chooses. A value that is none of them shows as no choice. `tips`
    explain what can be chosen, by value.
    """

    chosen = Signal()

    def __init__(
        self,
        name: str,
        tip: str,
        words: dict[str, str],
        parent: QWidget | None = None,
        tips: dict[str, str] | None = None,
    ) -> None:
        self.box = ChoiceBox()
        # A narrow column shortens the words rather than hiding their end and the arrow.
        units.hold(self.box, least_width=80)
        super().__init__(name, tip, self.box, parent)
        for value, shown in words.items():
            self.box.addItem(shown, value)
            if tips is not None:
                self.box.setItemData(self.box.count() - 1, tips[value], Qt.ItemDataRole.ToolTipRole)
        self.box.activated.connect(self.chosen)

    def value(self) -> str | None:
        """The chosen value."""
        data = self.box.currentData()
        return data if isinstance(data, str) else None

    def set_value(self, value: str | None) -> None:
        """Choose, without a signal."""
        self.box.setCurrentIndex(-1 if value is None else self.box.findData(value))
        self.complain(None)


class NotANumber(ValueError):
    """The message is a sentence for the person."""


class TwoReadings(NotANumber):
    """One that can be read in two ways."""


def read_number(name: str, text: str, like: str = "0.02") -> float:
    """A number as people type it, with a point or a comma; `nan` and `inf` pass: their range refuses them.
    What can be read in two ways is asked about, with both: TwoReadings.

    `like` is an example of what would be right.
    """
    if either(text):
        raise TwoReadings(
            f"{name}: “{_short(text)}” {either(text)}; the one that is meant, written so, would be right."
        )
    try:
        return float(text.replace(",", ".") if "." not in text else text)
    except ValueError:
        raise NotANumber(
            f"{name}: “{_short(text)}” is not a number; a number as in {like} would be right."
        ) from None


def read_whole(name: str, text: str) -> int:
    """A whole number; spaces and commas between groups of three digits are allowed."""
    plain = re.sub(r"(?<=\d)[ ,](?=\d{3}\b)", "", text)
    if not re.fullmatch(r"[-+]?\d{1,30}", plain, re.ASCII):
        if either(text) and all(number == int(number) for number in readings(text)):
            raise TwoReadings(
                f"{name}: “{_short(text)}” {either(text)}; the one that is meant, written so, would be right."
            )
        raise NotANumber(f"{name}: “{_short(text)}” is not a whole number; one as in 64 would be right.")
    return int(plain)


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
