"""A run that goes on with `netviz train --resume`: with its settings, and no others."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from netviz.cli.training.options import config_of
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.settings import SETTINGS

if TYPE_CHECKING:
    from netviz.tasks.examples import Data
    from netviz.training.session import SessionState

# Each setting by the argument that says it: as a value to compare, and as it would be typed.
_ROWS: Final[dict[str, Callable[[TrainingConfig], object]]] = {
    "task": lambda config: config.task.id,
    "layers": lambda config: config.spec.sizes,
    "activation": lambda config: config.spec.activations,
    **{row.key: row.get for row in SETTINGS if row.flag},
    "augment": lambda config: config.augmentation,
}
NO_SETTINGS: Final = frozenset(
    (
        *("resume", "save", "data", "label", "answer", "test_data", "skip_rows", "json"),
        *("epochs", "steps", "seconds", "accuracy", "patience"),
    )
)
"""Where a run lies, what belongs to it, and how long it goes on."""


def resumed(args: argparse.Namespace, data: Data) -> SessionState:
    """The state at the end of the recorded run that goes on.

    Raises ConfigError where a setting was typed that is not the run's, FileError, DataError.
    """
    from netviz.training.recording.reader import Recording
    from netviz.training.recording.replay import check_digits

    with Recording(args.resume) as recording:
        check_digits(recording, data.name)
        state = recording.state_before()
    check_settings(args, state.config)
    return state


def check_settings(args: argparse.Namespace, own: TrainingConfig) -> None:
    """Raise ConfigError where an argument that was typed says something else than the run's configuration."""
    typed = [name for name in args.given if name not in NO_SETTINGS]
    if not typed:
        return
    if args.task not in (None, own.task.id):
        raise ConfigError(_kept("--task", own.task.id))
    said = config_of(argparse.Namespace(**{**vars(args), **_as_typed(own, args.given)}), own.task)
    for name in sorted(typed):
        value = _ROWS[name]
        if value(said) != value(own):
            option = f"--{name.replace('_', '-')}"
            raise ConfigError(_kept(option, value(own)))


def _kept(option: str, value: object) -> str:
    return (
        f"{option}: this run has {_shown(value)}, and a run that goes on keeps its settings; no {option} "
        "would be right."
    )


def _as_typed(own: TrainingConfig, given: frozenset[str]) -> dict[str, object]:
    """The run's settings as arguments, but for those that were typed."""
    augmentation = own.augmentation
    table: dict[str, object] = {
        "task": own.task.id,
        "layers": "-".join(map(str, own.spec.sizes)),
        "activation": ",".join(own.spec.activations),
        **{row.key: row.get(own) if row.applies(own) else None for row in SETTINGS if row.flag},
        # Another optimiser may have none.
        "momentum": None,
        "augment": ",".join(f"{f.name}={getattr(augmentation, f.name)!r}" for f in fields(augmentation)),
    }
    if "schedule" in given:  # another kind has no use for them
        table |= {"schedule_steps": None, "drop": None}
    return {name: value for name, value in table.items() if name not in given}


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value) if not isinstance(value, float) else f"{value:g}"
