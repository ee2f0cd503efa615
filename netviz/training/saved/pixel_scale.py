"""What other programs do to pixels before their networks see them, put into a network's own weights.

Here pixels go from 0 (paper) to 1 (ink). A network that learned from (x − m) / s computes the same of x with
its first weights divided by s and its first biases less by m / s times the sum of the weights.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network.arrays import frozen
from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.task import DIGITS


class ScaleError(ValueError):
    """No scale of pixels; the message is a sentence."""


class PixelScale(NamedTuple):
    """(x − mean) / deviation, of x from 0 to 1."""

    mean: float = 0.0
    deviation: float = 1.0

    def __str__(self) -> str:
        return f"{self.mean:g},{self.deviation:.6g}"

    @property
    def words(self) -> str:
        """As in a sentence."""
        if self == PLAIN:
            return "pixels from 0 to 1"
        if self == BYTES:
            return f"pixels from 0 to {DIGITS.input.most}"
        if self == SIGNED:
            return "pixels from −1 to 1"
        return f"pixels normalised with mean {self.mean:g} and deviation {self.deviation:g}"

    def put_into(self, spec: NetworkSpec, parameters: NDArray[np.float32]) -> NDArray[np.float32]:
        """The parameters, float32 (spec.n_parameters,), read-only, that read pixels from 0 to 1 as these read
        scaled ones. Infinite numbers stay infinite.
        """
        if self == PLAIN:
            return parameters
        result = parameters.astype(np.float64)
        weights = as_matrix(spec, result, 0)
        with np.errstate(all="ignore"):
            weights /= self.deviation
            biases(spec, result, 0)[:] -= self.mean * weights.sum(axis=0)
            return frozen(result.astype(np.float32))


PLAIN: Final = PixelScale()
SIGNED: Final = PixelScale(0.5, 0.5)
BYTES: Final = PixelScale(0.0, 1 / DIGITS.input.most)
USUAL: Final = (PLAIN, PixelScale(0.1307, 0.3081), SIGNED, BYTES)
"""Those that networks for these digits were trained with; the second has the digits' own."""


def read_scale(text: str) -> PixelScale:
    """From `0.1307,0.3081`: the mean and the deviation. Raises ScaleError."""
    try:
        mean, deviation = (float(part) for part in text.split(","))
    except ValueError:
        mean = deviation = math.nan
    if not (abs(mean) <= 1e6 and 1e-6 <= deviation <= 1e6):
        raise ScaleError(
            f"Pixels: “{text[:40]}” can't be used; the mean and the deviation of pixels from 0 to 1, as in "
            "0.1307,0.3081, would be right."
        )
    return PixelScale(mean, deviation)
