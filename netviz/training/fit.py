"""Whether examples, or a saved state, fit the settings of a run."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from netviz.network.optimisers import optimiser_slots
from netviz.tasks.examples import Examples
from netviz.training.config import ConfigError, TrainingConfig


class State(Protocol):
    """What of a SessionState is looked at."""

    @property
    def step(self) -> int:
        """Steps that were made."""

    @property
    def epoch(self) -> int:
        """Epochs that are over."""

    @property
    def offset(self) -> int:
        """The place in the epoch."""

    @property
    def optimiser_steps(self) -> int:
        """Steps that the optimiser counts."""

    @property
    def parameters(self) -> NDArray[np.float32]:
        """Of the network, flat."""

    @property
    def optimiser_state(self) -> NDArray[np.float32]:
        """What the optimiser remembers."""


def check_examples(config: TrainingConfig, examples: Examples) -> None:
    """Raise ConfigError where a run with these settings can't learn from these."""
    config.check(len(examples))
    task, spec = examples.task, config.spec
    n_in, n_out = spec.sizes[0], spec.sizes[-1]
    if task != config.task:
        raise ConfigError(
            f"Task: these are {task.examples} of the task {task.id}, and the network learns "
            f"{config.task.id}; examples of {config.task.id} would be right."
        )
    if examples.stored.shape[1] != n_in:
        raise ConfigError(
            f"Layers: the {task.examples} have {examples.stored.shape[1]} {task.input.called}, but {spec} "
            f"has {n_in} inputs; as many inputs as {task.input.called} would be right."
        )
    if examples.answers.ndim == 2:
        if examples.answers.shape[1] != n_out:
            raise ConfigError(
                f"Layers: the {task.examples} have {examples.answers.shape[1]} {task.answer.called} each, "
                f"but {spec} has {n_out} outputs; as many would be right."
            )
        return
    largest = int(examples.answers.max())
    if largest >= n_out:
        raise ConfigError(
            f"Layers: there are labels up to {largest}, but {spec} has {n_out} outputs; at least "
            f"{largest + 1} would be right."
        )


def check_state(config: TrainingConfig, state: State) -> None:
    """Raise ConfigError where this state is not one of such a run."""
    spec = config.spec
    slots = len(optimiser_slots(config.optimiser))
    if state.parameters.shape != (spec.n_parameters,):
        raise ConfigError(
            f"The state holds {state.parameters.size:,} parameters, but {spec} has {spec.n_parameters:,}; "
            "exactly these would be right."
        )
    if state.optimiser_state.shape != (slots, spec.n_parameters):
        raise ConfigError(
            f"The optimiser's state has shape {state.optimiser_state.shape}; {(slots, spec.n_parameters)} "
            f"would be right for {config.optimiser} on {spec}."
        )
    if min(state.step, state.epoch, state.offset, state.optimiser_steps) < 0:
        raise ConfigError(
            "The state's step, epoch, offset or optimiser steps are negative; 0 or more would be right."
        )
