"""What the legend says about this very picture: what a line is, how many there are, what full shade means."""

from __future__ import annotations

from typing import Final

from netviz.panels.watch.legend import Legend, full_colour
from netviz.rendering.labels import share_text
from netviz.rendering.surfaces.form import shown
from netviz.rendering.units import high
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.training.figures import said
from netviz.viewmodels.scene import Scene

LOW: Final = 860  # units: in a window that is not higher, numbers of what is pointed at go before notes


def tell_legend(legend: Legend, scene: Scene, shades: str, *, pointed: bool, task: AnyTask) -> None:
    """`shades`: which activation is darkest, and what that was measured on; empty where each is 1. `pointed`:
    something is told of above.
    """
    squares = shown(scene)
    legend.set_squares(squares)
    legend.set_below_zero(scene.spec.below_zero or not isinstance(task.input, Picture))
    if squares and scene.surfaces is not None:
        shades = full_colour(scene.surfaces.largest[1:-1]) if len(scene.surfaces.largest) > 2 else ""
    brief = pointed and high(legend.window()) < LOW
    views = set(scene.views)
    legend.set_lines(views.pop() if len(views) == 1 else "weight", heading(scene, task))
    notes = (_changes(scene),) if brief else (_changes(scene), edges(scene), shades)
    legend.set_notes(tuple(filter(None, notes)))


def heading(scene: Scene, task: AnyTask) -> str:
    """What a line stands for at this moment."""
    source = "pixels" if isinstance(task.input, Picture) else "inputs"
    if "change" in scene.views:
        return "Lines: how weights have changed"
    if all(view == "contribution" for view in scene.views):
        return f"Lines: a·w, what each adds for this {task.example}"
    if "contribution" in scene.views:
        return f"Lines from {source}: a·w, for this {task.example}; all others: weights"
    return "Lines: weights"


def edges(scene: Scene) -> str:
    """One sentence that does not depend on how this machine draws them."""
    total = scene.n_edges
    if scene.share < 1:
        return f"Drawn: the strongest {share_text(scene.share)} of {total:,} edges."
    return f"{total:,} edges; the weakest are too faint to be seen."


def _changes(scene: Scene) -> str:
    if scene.since is None or not scene.weights.any():
        return ""
    full = " · ".join(said(value, 2) for value in scene.reference)
    since = "since" if scene.since <= scene.step else "from the later"
    return f"Change {since} step {scene.since:,}; full colour: {full}"
