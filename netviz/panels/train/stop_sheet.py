"""When training is to pause of its own accord."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.panels.kit.fields import NotANumber, TextField, TwoReadings, read_whole
from netviz.panels.kit.figures import short
from netviz.panels.settings.bound import Bound, optional, read_optional
from netviz.training.stopping import StopConditions

_NEVER: Final = ("", "none", "off", "–", "-")


class StopSheet(QWidget):
    """Empty fields never stop anything."""

    changed = Signal(object)  # StopConditions

    def __init__(self, check: Callable[[StopConditions], str | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bound: Bound[StopConditions] = Bound(StopConditions(), check, self)
        self.bound.changed.connect(self.changed)
        text = self.bound.text
        note = QLabel("Training pauses as soon as one of these is met. Empty: never.", self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        self.epochs = text(
            TextField(
                "Epochs",
                "Pause after so many more passes through the training examples, counted from the step at "
                "which this is set: above 0, or empty.",
            ),
            lambda c: optional(c.epochs),
            lambda c, t: replace(c, epochs=read_optional("Epochs", t, "10")),
        )
        self.seconds = text(
            TextField(
                "Time",
                "Pause after so much more training, counted from when this is set, as in 90 (seconds), 1:30 "
                "or 2 min; pauses are not counted.",
            ),
            lambda c: clock(c.seconds),
            lambda c, t: replace(c, seconds=read_time("Time", t)),
        )
        self.accuracy = text(
            TextField(
                "Accuracy",
                "Pause once so many percent of the validation examples are answered rightly: at most 100.",
            ),
            lambda c: "" if c.validation_accuracy is None else f"{short(100 * c.validation_accuracy)}\u00a0%",
            lambda c, t: replace(c, validation_accuracy=read_percent("Accuracy", t)),
        )
        self.patience = text(
            TextField(
                "Patience",
                "Pause when so many validations in a row brought no better accuracy: a whole number from 1.",
            ),
            lambda c: "" if c.patience is None else f"{c.patience}",
            lambda c, t: replace(c, patience=None if t.lower() in _NEVER else read_whole("Patience", t)),
        )
        self.never = QPushButton("Clear all", self)
        self.never.setProperty("role", "quiet")
        self.never.setToolTip("Train until it is paused by hand.")
        for field in (self.epochs, self.seconds, self.accuracy, self.patience):
            field.edit.setPlaceholderText("never")
        for field, unit in (
            (self.epochs, "epochs"),
            (self.seconds, "min : s"),
            (self.accuracy, "validation"),
            (self.patience, "validations"),
        ):
            field.set_unit(unit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        for widget in (note, self.epochs, self.seconds, self.accuracy, self.patience):
            column.addWidget(widget)
        column.addWidget(self.never, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.never.clicked.connect(self._clear)

    def set_conditions(self, conditions: StopConditions) -> None:
        """Show these; no signal."""
        self.bound.show(conditions)

    def _clear(self) -> None:
        self.bound.offer(StopConditions())
        self.bound.show(StopConditions(), afresh=True)


def read_percent(name: str, text: str) -> float | None:
    """`98`, `98 %` or `0.98` as 0.98; None where nothing is written."""
    number = read_optional(name, text.removesuffix("%").strip(), "98")
    if number is None:
        return None
    return number / 100 if "%" in text or number > 1 else number


def read_time(name: str, text: str) -> float | None:
    """Seconds from `90`, `1:30`, `2 min` or `1 h`; None where nothing is written."""
    words = text.lower().split()
    if ":" in text and len(words) == 1:
        minutes, _, seconds = text.partition(":")
        if minutes.isdecimal() and seconds.isdecimal() and int(seconds) < 60:
            return 60.0 * int(minutes) + int(seconds)
        raise _no_time(name, text)
    units = {"s": 1.0, "sec": 1.0, "seconds": 1.0, "min": 60.0, "minutes": 60.0, "h": 3600.0, "hours": 3600.0}
    try:
        if len(words) == 2 and words[1] in units:
            number = read_optional(name, words[0])
            return None if number is None else number * units[words[1]]
        return read_optional(name, text)
    except TwoReadings:
        raise
    except NotANumber:
        raise _no_time(name, text) from None


def _no_time(name: str, text: str) -> NotANumber:
    return NotANumber(f"{name}: “{text[:20]}” is no time; one as in 1:30 would be right.")


def clock(seconds: float | None) -> str:
    """`45 s`, `1:30`; empty for None."""
    if seconds is None:
        return ""
    if seconds < 60 or seconds != int(seconds):
        return f"{short(seconds)} s"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
