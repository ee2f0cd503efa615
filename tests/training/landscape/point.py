"""A network anywhere in a plane."""

import numpy as np
from numpy.typing import NDArray

from netviz.training.landscape.plane import Plane


def network_at(plane: Plane, alpha: float, beta: float) -> NDArray[np.float32]:
    """The parameters that stand there."""
    found = plane.origin + np.float32(alpha) * plane.directions[0] + np.float32(beta) * plane.directions[1]
    return np.asarray(found, np.float32)
