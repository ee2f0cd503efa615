"""Where somebody is in a story: what is kept so that it can be gone on with later."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.network.spec import NetworkSpec
from netviz.training.experiments.backprop import Right


@dataclass(frozen=True)
class StoryPlace:
    """`label`: what the drawing on the pad is said to be, None where nobody has said. `stage`: from 0.
    `chosen`: pairs (column, neuron) that a person told the story on, instead of the story's own; `edge`: the
    weight that was picked, by its place in the flat array. `is_open`: whether the room was.
    """

    label: Right | None = None
    stage: int = 0
    chosen: tuple[tuple[int, int], ...] = ()
    edge: int | None = None
    is_open: bool = False

    def within(self, spec: NetworkSpec) -> StoryPlace:
        """The same without what this network does not have: a file may say anything."""
        label = self.label
        if isinstance(label, int) and not 0 <= label < spec.sizes[-1]:
            label = None
        chosen = tuple((c, k) for c, k in self.chosen if 0 < c <= spec.n_layers and 0 <= k < spec.sizes[c])
        edge = self.edge if self.edge is not None and 0 <= self.edge < spec.n_edges else None
        return StoryPlace(label, max(self.stage, 0), chosen, edge, self.is_open)
