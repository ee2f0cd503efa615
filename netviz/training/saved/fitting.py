"""What weights of another program were trained with: what each activation, and each usual scale of pixels,
would read says it best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from netviz.network.activations import ACTIVATIONS
from netviz.network.forward import evaluate
from netviz.tasks.examples import Examples
from netviz.training.saved.foreign_layers import as_named
from netviz.training.saved.model_file import Model
from netviz.training.saved.pixel_scale import PLAIN, USUAL, PixelScale

_CLEARLY: Final = 0.02  # more of the digits another scale has to read than the usual one
_THE_SAME: Final = 0.003  # about the standard error of a share of 5,000
_MOST_WORK: Final = 5e10  # multiplications, about: some seconds
_FEWEST: Final = 500  # digits that are looked at, however large the network
_HARDLY: Final = 0.5  # of the digits; whatever learned them reads more


class Fit(NamedTuple):
    """How much is read rightly, 0 to 1, if the hidden layers have this activation, or these, as `as_named`
    takes them, and pixels were scaled so; None if unknown.
    """

    activation: str
    accuracy: float | None
    pixels: PixelScale = PLAIN


@dataclass(frozen=True)
class Fits:
    """All of a network, measured on `count` digits, the best first, or the usual one of those as good;
    `assumed` is what is taken where nobody says anything.
    """

    assumed: Fit
    found: tuple[Fit, ...]
    count: int

    @property
    def best(self) -> Fit:
        """What reads most."""
        return self.found[0]

    @property
    def another(self) -> bool:
        """Whether something else than what is assumed reads clearly more."""
        best, assumed = self.best.accuracy, self.assumed.accuracy
        return best is not None and assumed is not None and best > assumed + _CLEARLY

    @property
    def poor(self) -> bool:
        """Whether nothing reads what any network reads that has learned these digits."""
        return self.best.accuracy is not None and self.best.accuracy < _HARDLY


def fits(model: Model, digits: Examples | None) -> Fits:
    """One for each activation, with the scale of pixels that reads most; where its activations are known, one
    for each scale. Without digits, or for a network that reads none, in their usual order, without figures.
    """
    spec = model.spec
    own = ",".join(spec.activations)
    names = ACTIVATIONS if model.assumed else (own,)
    if digits is None or not digits.task.fits(spec):
        unknown = tuple(Fit(name, None) for name in names)
        return Fits(unknown[0], unknown, 0)
    scales = USUAL if model.pixels_assumed else (PLAIN,)
    work = spec.n_parameters * len(names) * len(scales)
    count = min(len(digits), max(_FEWEST, round(_MOST_WORK / work)))

    def measured(name: str, scale: PixelScale) -> Fit:
        with np.errstate(all="ignore"):
            parameters = scale.put_into(spec, model.parameters)
            if not np.isfinite(parameters).all():
                return Fit(name, 0.0, scale)
            found = evaluate(as_named(spec, name), parameters, digits.stored[:count], digits.answers[:count])
        return Fit(name, found.accuracy, scale)

    every = [[measured(name, scale) for scale in scales] for name in names]
    here = next((tries[0] for tries in every if as_named(spec, tries[0].activation) == spec), every[0][0])
    chosen = [_best(tries) for tries in every] if model.assumed else every[0]
    ranked = sorted(chosen, key=lambda fit: -(fit.accuracy or 0.0))
    # ReLU and leaky ReLU often read the same: of those that can't be told apart the usual one goes first.
    first = next(fit for fit in chosen if (fit.accuracy or 0.0) >= (ranked[0].accuracy or 0.0) - _THE_SAME)
    return Fits(here, (first, *(fit for fit in ranked if fit is not first)), count)


def _best(tries: list[Fit]) -> Fit:
    """The usual scale where no other reads clearly more."""
    best = max(tries, key=lambda fit: fit.accuracy or 0.0)
    return best if (best.accuracy or 0.0) > (tries[0].accuracy or 0.0) + _CLEARLY else tries[0]
