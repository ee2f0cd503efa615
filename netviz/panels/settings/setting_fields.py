"""Fields made from the rows of settings: what is read, what is shown, what explains it."""

from __future__ import annotations

from typing import overload

from netviz.panels.kit.fields import ChoiceField, TextField, read_number, read_whole
from netviz.panels.settings.bound import Bound, optional, read_optional
from netviz.training.config import TrainingConfig
from netviz.training.setting import ChosenSetting, NumberSetting


def read(row: NumberSetting, text: str, name: str = "") -> float | None:
    """The number that is typed; NotANumber where it is none. Its range is checked elsewhere."""
    name = name or row.name
    if row.kind.whole:
        return read_whole(name, text)
    return read_optional(name, text) if row.kind.optional else read_number(name, text)


def written(row: NumberSetting, config: TrainingConfig) -> str:
    """As a person would type it; empty for none."""
    value = row.get(config)
    if row.kind.whole:
        return "" if value is None else str(value)
    return optional(value)


def number_field(row: NumberSetting, name: str = "") -> TextField:
    """A field to type it in."""
    return TextField(name or row.name, row.explained)


def choice_field(row: ChosenSetting, fit: tuple[str, ...] = ()) -> ChoiceField:
    """A field to choose it in; `fit`: only among these."""
    return ChoiceField(row.name, row.explained, row.kind.offered(fit), tips=row.kind.tips)


@overload
def bound_field(bound: Bound[TrainingConfig], row: NumberSetting, name: str = "") -> TextField: ...
@overload
def bound_field(bound: Bound[TrainingConfig], row: ChosenSetting, name: str = "") -> ChoiceField: ...
def bound_field(
    bound: Bound[TrainingConfig], row: NumberSetting | ChosenSetting, name: str = ""
) -> TextField | ChoiceField:
    """A field that stands for this setting of what `bound` holds."""
    if isinstance(row, ChosenSetting):
        return bound.choice(choice_field(row), row.get, row.put)
    return bound.text(
        number_field(row, name),
        lambda config: written(row, config),
        lambda config, text: row.put(config, read(row, text, name)),
    )
