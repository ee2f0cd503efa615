"""In what manner the network is shown, whatever network it is: one frozen value, replaced as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.viewmodels.scene import View


@dataclass(frozen=True)
class Manner:
    """`reduced_motion`: nothing flows. `playing`: steps that are past follow one another. `simple`: what fits
    the moment are then the weights, as lines never change their meaning. `live_edges`: edges move while it
    trains. `out_of_sight`: the network is not shown in the room that is open.
    """

    reduced_motion: bool = False
    playing: bool = False
    simple: bool = False
    live_edges: bool = True
    out_of_sight: bool = False

    def view(self, chosen: View, *, own: bool) -> View:
        """What lines show, where this was chosen; `own`: what lies over the network brings its weights."""
        if own:
            return "auto"
        return "weight" if chosen == "auto" and self.simple else chosen
