"""Which activations weights of another program were trained with: what each would read says it best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netviz.data.digits import PIXELS, Digits
from netviz.network.activations import ACTIVATIONS
from netviz.network.forward import evaluate
from netviz.training.model_file import N_DIGITS, Model, as_named


@dataclass(frozen=True)
class Fit:
    """How much is read rightly, 0 to 1, if all hidden layers have this activation; None if unknown."""

    activation: str
    accuracy: float | None


def fits(model: Model, digits: Digits | None) -> tuple[Fit, ...]:
    """One for each activation, the best first; without digits, or for a network that reads none, in their
    usual order and without figures.
    """
    spec = model.spec
    if digits is None or (spec.sizes[0], spec.sizes[-1]) != (PIXELS, N_DIGITS):
        return tuple(Fit(name, None) for name in ACTIVATIONS)
    found = []
    for name in ACTIVATIONS:
        with np.errstate(all="ignore"):
            measured = evaluate(as_named(spec, name), model.parameters, digits.images, digits.labels)
        found.append(Fit(name, measured.accuracy))
    return tuple(sorted(found, key=lambda fit: -(fit.accuracy or 0.0)))
