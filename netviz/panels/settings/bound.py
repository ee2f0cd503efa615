"""Fields that show one value made of many settings, and put what is typed into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from netviz.panels.kit.fields import ChoiceField, Field, NotANumber, TextField, read_number
from netviz.panels.kit.figures import short
from netviz.training.config import TrainingConfig

T = TypeVar("T")
Check = Callable[[TrainingConfig], str | None]
"""None where a configuration is usable, else one sentence about it."""


@dataclass(frozen=True, eq=False)
class _Text(Generic[T]):
    field: TextField
    show: Callable[[T], str]
    put: Callable[[T, str], T]


@dataclass(frozen=True, eq=False)
class _Choice(Generic[T]):
    field: ChoiceField
    get: Callable[[T], str | None]
    put: Callable[[T, str], T]


class Bound(QObject, Generic[T]):
    """Each field for itself: one that can't be used says so below and changes nothing; the others go on.

    `check` says in a sentence what is wrong with a value, or None. What `put` raises as NotANumber is such
    a sentence too. What is typed counts once it is entered; where it is a `plan`, with each key.
    """

    changed = Signal(object)  # T: usable, and not what it was
    shown = Signal()  # what stands there may be another value, or another complaint

    def __init__(
        self,
        value: T,
        check: Callable[[T], str | None],
        parent: QObject | None = None,
        *,
        plan: bool = False,
    ) -> None:
        super().__init__(parent)
        self.plan = plan
        self._value = value
        self._check = check
        self._texts: list[_Text[T]] = []
        self._choices: list[_Choice[T]] = []
        self._typing: _Text[T] | None = None

    @property
    def value(self) -> T:
        """What runs, or was asked for last."""
        return self._value

    @property
    def fields(self) -> tuple[Field, ...]:
        """All of them."""
        return (*(row.field for row in self._texts), *(row.field for row in self._choices))

    @property
    def complaint(self) -> str:
        """What is wrong with a field, the first of those that are there; empty where all is well."""
        said = (field.complaint() for field in self.fields if not field.isHidden())
        return next(filter(None, said), "")

    def text(self, field: TextField, show: Callable[[T], str], put: Callable[[T, str], T]) -> TextField:
        """Let `field` stand for what `show` writes and `put` reads."""
        row = _Text(field, show, put)
        self._texts.append(row)
        field.typed.connect(lambda: self._type(row))
        field.entered.connect(lambda: self._enter(row))
        field.set_text(show(self._value))
        return field

    def choice(
        self, field: ChoiceField, get: Callable[[T], str | None], put: Callable[[T, str], T]
    ) -> ChoiceField:
        """Let `field` stand for what `get` gives."""
        row = _Choice(field, get, put)
        self._choices.append(row)
        field.chosen.connect(lambda: self._choose(row))
        field.set_value(get(self._value))
        return field

    def show(self, value: T, *, afresh: bool = False) -> None:
        """Show this; no signal. What is being typed stays, unless `afresh`."""
        before, self._value = self._value, value
        for row in self._texts:
            typing = row is self._typing or (row.field.edit.hasFocus() and row.field.edit.isModified())
            # A refused text stays over its sentence until it is mended, or its setting changes.
            refused = row.field.complaint() and row.show(before) == row.show(value)
            if afresh or not (typing or refused):
                row.field.set_text(row.show(value))
        for choice in self._choices:
            choice.field.set_value(choice.get(value))
        self.shown.emit()

    def offer(self, value: T) -> bool:
        """Take this value, as if it had been typed; False where it can't be used."""
        if self._check(value) is not None:
            return False
        if value != self._value:
            self.show(value)
            self.changed.emit(value)
        return True

    def _read(self, row: _Text[T]) -> T | None:
        try:
            value = row.put(self._value, row.field.text())
        except NotANumber as error:
            row.field.complain(str(error))
            return None
        sentence = self._check(value)
        row.field.complain(sentence)
        return value if sentence is None else None

    def _type(self, row: _Text[T]) -> None:
        value = self._read(row)
        if self.plan and value is not None:
            self._typing = row
            self.offer(value)
            self._typing = None
        self.shown.emit()

    def _enter(self, row: _Text[T]) -> None:
        # Leaving a field that nobody has touched must not put back what a newer value has changed.
        if not row.field.edit.isModified():
            return
        value = self._read(row)
        if value is not None:
            self.offer(value)
            row.field.set_text(row.show(self._value))
        self.shown.emit()

    def _choose(self, row: _Choice[T]) -> None:
        chosen = row.field.value()
        if chosen is None:
            return
        value = row.put(self._value, chosen)
        sentence = self._check(value)
        if sentence is None:
            self.offer(value)
        else:
            row.field.set_value(row.get(self._value))
            row.field.complain(sentence)


def read_optional(name: str, text: str, like: str = "0.02") -> float | None:
    """A number, or None where nothing is written (`none` and `off` are nothing too)."""
    return None if text.lower() in ("", "none", "off", "–", "-") else read_number(name, text, like)


def optional(number: float | None) -> str:
    """As a person would type it; empty for none."""
    return "" if number is None else short(number)
