"""How strong the strongest edge on screen is, and the weakest that is drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from netviz.viewmodels.references import Eased, EdgeScale
from netviz.viewmodels.scene import Scene


class EdgeStrength:
    """They are worked out from the scene on screen; the first is eased, so that the picture does not jump."""

    def __init__(self) -> None:
        self._scale = EdgeScale()
        self._reference = Eased()
        self._least: NDArray[np.float32] | None = None

    @property
    def moving(self) -> bool:
        """Whether it is still on the way to what the scene needs."""
        return self._reference.moving

    def advance(self, seconds: float) -> None:
        """Move on by this much time."""
        self._reference.advance(seconds)

    def fit(self, scene: Scene, share: float, *, exact: bool, jump: bool) -> bool:
        """Fit this scene, of whose edges `share` are drawn; at once with `jump`. True where the scene is to
        be resolved anew for it.
        """
        reference, least = self._scale.of(scene, share, exact=exact)
        self._reference.aim(reference, jump=jump)
        changed = jump or self._least is not least
        self._least = least
        return changed

    def of(self, n_layers: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Of each layer: what is drawn strongest, and the least that is drawn; each float32 (n_layers,)."""
        reference, least = self._reference.now, self._least
        # Until they are worked out for this network, any will do: nothing is shown before.
        if reference is None or len(reference) != n_layers:
            reference = np.ones(n_layers, np.float32)
        if least is None or len(least) != n_layers:
            least = np.zeros(n_layers, np.float32)
        return reference, least
