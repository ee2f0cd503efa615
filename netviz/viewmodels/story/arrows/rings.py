"""Rings around the neurons that a story is told on, and around the pixel whose number is shown."""

from __future__ import annotations

from netviz.viewmodels.moment import Ring, layer_tag, wish_role
from netviz.viewmodels.naming import place_of
from netviz.viewmodels.story.story import Story


def rings(story: Story, down_to: int, alpha: float = 1.0) -> tuple[Ring, ...]:
    """Rings around the spotlights from the output back to a column, whose own has this opacity."""
    found = []
    for column in range(story.last, down_to - 1, -1):
        pick = story.picks[column]
        fade = alpha if column == down_to else 1.0
        if pick is None or fade <= 0:
            continue
        tag = layer_tag(column, story.last)
        off = column < story.last and not story.trace.passes_back(column, pick)
        if column < story.last:
            tag = place_of(column, pick)
        role = "muted" if off else wish_role(column, story.last)
        found.append(Ring(column, pick, role, tag, fade, hollow=off))
    return tuple(found)


def pixel_ring(story: Story, column: int, alpha: float) -> tuple[Ring, ...]:
    """A square around the pixel whose number is shown."""
    pick = story.picks[column]
    if column != 1 or pick is None or alpha <= 0 or story.layout.image is None:
        return ()
    return (Ring(0, story.loudest_source(1, pick), "change", "", alpha),)
