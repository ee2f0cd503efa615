"""The settings on their sheets: which field stands for which, where it is, and what it is called."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from netviz.panels.kit.fields import ChoiceField, Field, TextField
from netviz.panels.settings.sheets import DATA, NETWORK, REGULARISE, STEP, SettingSheets
from netviz.training import settings
from netviz.training.setting import ChosenSetting, NumberSetting

LAYERS: Final = "layers"
ACTIVATION: Final = "activation"
_ON: Final = {
    NETWORK: (settings.LOSS, settings.INITIALISER, settings.SEED),
    STEP: (
        settings.OPTIMISER,
        settings.MOMENTUM,
        settings.LEARNING_RATE,
        settings.SCHEDULE,
        settings.SCHEDULE_STEPS,
        settings.SCHEDULE_DROP,
        settings.BATCH_SIZE,
        settings.EXAMPLES,
        settings.CLIP_NORM,
    ),
    REGULARISE: settings.REGULARISATION,
    DATA: settings.AUGMENTATION,
}


def key_of(row: ChosenSetting | NumberSetting) -> str:
    """What a setting is called here: `learning_rate`, `schedule`, `schedule_steps`."""
    first, *rest = row.path
    if first == "schedule":
        return first if rest == ["kind"] else f"{first}_{rest[0]}"
    return str(row.path[-1])


NAMES: Final = {
    LAYERS: (NETWORK, "Layers"),
    ACTIVATION: (NETWORK, "Activation"),
    **{key_of(row): (sheet, row.name) for sheet, rows in _ON.items() for row in rows},
}
"""By key: the sheet and the name of the field."""


def fields(sheets: SettingSheets) -> dict[str, Field]:
    """The field of each setting, by its key."""
    network, step = sheets.network, sheets.step
    return {
        LAYERS: network.layers,
        ACTIVATION: network.activation,
        "loss": network.loss,
        "initialiser": network.initialiser,
        "seed": network.seed,
        "optimiser": step.optimiser,
        "momentum": step.momentum,
        "learning_rate": step.rate,
        "schedule": step.schedule,
        "schedule_steps": step.over,
        "schedule_drop": step.drop,
        "batch_size": step.batch,
        "examples": step.examples,
        "clip_norm": step.clip,
        **sheets.regularise.fields,
        **sheets.data.fields,
    }


def editor_of(field: Field) -> QWidget:
    """What takes the keys in it."""
    if isinstance(field, TextField):
        return field.edit
    return field.box if isinstance(field, ChoiceField) else field
