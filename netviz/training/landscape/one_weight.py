"""The loss as a function of one weight alone: the first picture of what it is to learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Array
from netviz.network.connections import as_matrix, edge_ends
from netviz.network.spec import NetworkSpec
from netviz.training.jobs.work import Work
from netviz.training.landscape.directions import of_weights
from netviz.training.landscape.grid import survey
from netviz.training.landscape.landscape import Sample, loss_and_gradient

POINTS: Final = 81  # odd: the middle one is the weight as it is
_REACH: Final = (1.3, 3.0)  # to either side: times |w|, and times the root mean square of its layer's weights
_LEAST: Final = 1e-3


@dataclass(frozen=True, eq=False)
class OneWeight:
    """The mean loss of `n_examples` if the weight at `place` in the flat array were one of `values` and all
    others stayed: `loss`, both float64 (n,), ascending; the weight as it is stands in the middle. `slope`:
    ∂L/∂w there.
    """

    place: int
    values: NDArray[np.float64]
    loss: NDArray[np.float64]
    slope: float
    n_examples: int

    @property
    def middle(self) -> int:
        """Where the weight is as the network has it."""
        return len(self.values) // 2

    def nearest(self, value: float) -> int:
        """The place of the value nearest to this one."""
        return int(np.abs(self.values - value).argmin())


def one_weight(spec: NetworkSpec, parameters: Array, place: int, sample: Sample) -> Work[OneWeight]:
    """For the weight at `place` of a network (n_parameters,); so far to either side that 0 is among it."""
    w = float(parameters[place])
    column = edge_ends(spec, place)[0]
    layer = as_matrix(spec, parameters, column - 1).astype(np.float64)
    reach = max(_REACH[0] * abs(w), _REACH[1] * float(np.sqrt(np.square(layer).mean())), _LEAST)
    offsets = np.linspace(-reach, reach, POINTS)
    other = (place + 1) % spec.n_edges
    _, gradient = yield from loss_and_gradient(spec, parameters, sample)
    if other == place:  # a network of one weight has no other direction
        losses = np.empty(POINTS)
        changed = np.array(parameters, np.float32)
        for k, offset in enumerate(offsets):
            changed[place] = w + offset
            losses[k], _ = yield from loss_and_gradient(spec, changed, sample)
    else:
        plane = of_weights(spec, parameters, (place, other))
        losses = (yield from survey(plane, offsets, np.zeros(1), sample.x, sample.answers)).loss[:, 0]
    return OneWeight(place, w + offsets, losses, float(gradient[place]), len(sample.rows))
