"""An operation on the full state of a run: the network and what its optimiser remembers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from netviz.network.arrays import frozen_copy
from netviz.training.config import ConfigError
from netviz.training.experiments.operations.operation import Operation
from netviz.training.session import SessionState


def operated(state: SessionState, operation: Operation) -> SessionState:
    """The same run after this operation; step, epoch and settings stay.

    Of parameters that are others now the optimiser remembers nothing; of all others what it did. Raises
    SpecError or ConfigError where it can't be done.
    """
    if not state.is_finite:
        raise ConfigError(
            "Operation: some of the network's numbers are not finite; going back to the last good step would "
            "be right."
        )
    spec = state.config.spec
    parameters = operation.applied(spec, state.parameters)
    staying = operation.staying(spec)
    before, memory = state.parameters, state.optimiser_state
    if staying is not None:
        before, memory = before[staying], memory[:, staying]
    same = before.view(np.int32) == parameters.view(np.int32)
    config = replace(state.config, spec=operation.shape(spec))
    config.check()
    kept = np.where(same, memory, np.float32(0)).astype(np.float32, copy=False)
    return replace(state, config=config, parameters=parameters, optimiser_state=frozen_copy(kept))
