"""What a network answers, and what has to be said of its outputs, however it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import predict
from netviz.training.judge import MEASURE

if TYPE_CHECKING:
    from netviz.training.saved.model_file import Model

NO_NUMBER = "the network's answer is no finite number."
UNKNOWN = f"Looks like no digit: {MEASURE[0].lower()}{MEASURE[1:]}"


def outputs_of(model: Model, stored: NDArray[Any]) -> NDArray[np.floating[Any]]:
    """To each of these examples as they are stored, (…, n_inputs): (…, n_outputs)."""
    with np.errstate(all="ignore"):  # weights may be finite and yet so large that their sums are not
        _, outputs = predict(model.spec, model.parameters, model.task.input.scaled(stored))
    return outputs


def kind_words(model: Model) -> str:
    """That its outputs are no shares of a whole, in a sentence; empty where they are."""
    loss = model.spec.loss_function
    if loss.sums_to_one:
        return ""
    return f"These are {loss.output_label} outputs: each from 0 to 100\u00a0%, not together 100\u00a0%."
