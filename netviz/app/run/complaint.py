"""What is wrong with the settings of a run, before anything is made of them."""

from __future__ import annotations

from netviz.network.spec import SpecError
from netviz.training.config import ConfigError, TrainingConfig


def complaint(config: TrainingConfig) -> str | None:
    """A sentence about what is wrong with these settings, or None."""
    try:
        config.check()
    except (ConfigError, SpecError) as error:
        return str(error)
    return None
