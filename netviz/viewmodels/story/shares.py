"""Where a wish comes from: each neuron of the layer after sends its share, weight times wish, and they add
up.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from netviz.viewmodels.moment import Label, StoryMoment, WishArrow, wish_role
from netviz.viewmodels.story import parts
from netviz.viewmodels.story.geometry import SMALLEST_HALF_WIDTH, Scale, scale_bar
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.numbers import signed
from netviz.viewmodels.story.stages import REST, ease
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words import neuron_name, the_neuron

SHARES_SECONDS: Final = 2.4
MOST: Final = 8  # arrows; the smallest shares come as one
TALLEST: Final = 70.0
APART: Final = 9.0
BESIDE: Final = 48.0  # clear of the ring's tag
BEFORE_NEXT: Final = 36.0


def tells_a_wish(story: Story, number: int) -> int | None:
    """The hidden column whose wish a stage tells; None where it tells none."""
    stage = story.stages[number]
    if stage.kind in ("wish", "layer") and story.picks[stage.column] is not None:
        return stage.column
    return None


def shares_moment(story: Story, number: int, at: float) -> StoryMoment:
    """The shares of a stage's wish when a part `at` (0 to 1) of them has arrived: as a staircase beside
    the neuron.
    """
    column = tells_a_wish(story, number)
    assert column is not None
    pick = story.picks[column]
    assert pick is not None
    base = moment(story, number + REST)
    spec, trace = story.spec, story.trace
    shares = trace.shares(column, pick)
    order = np.argsort(-np.abs(shares), kind="stable").tolist()
    single = order if len(order) <= MOST else order[: MOST - 1]
    rest = order[len(single) :]
    steps = [(k, float(shares[k])) for k in single]
    if rest:
        steps.append((-1, float(shares[rest].sum())))
    reached = np.cumsum([0.0, *(value for _, value in steps)])
    tall = max(float(np.abs(reached).max()), float(np.abs(shares).max()), 1e-300)
    scale = Scale(TALLEST / tall)
    xy, half = story.layout.xy, np.maximum(story.layout.radius, np.float32(SMALLEST_HALF_WIDTH))
    own = spec.neuron_slices[column].start + pick
    x0, y0 = float(xy[own, 0] + half[own]) + BESIDE, float(xy[own, 1])
    room = (
        float(story.layout.column_x[column + 1] - half[spec.neuron_slices[column + 1]].max())
        - BEFORE_NEXT
        - x0
    )
    apart = min(max(room / (len(steps) + 1), 3.6), APART)
    # Near the page's border the staircase must not leave it.
    y0 = min(max(y0, TALLEST + 16), story.layout.height - TALLEST - 30)
    after = spec.neuron_slices[column + 1].start
    arrows = []
    for k, (source, value) in enumerate(steps):
        part = ease(at * (len(steps) + 1) - k)
        if part <= 0:
            continue
        to_x, to_y = x0 + k * apart, y0 - float(reached[k]) * scale.length
        from_x, from_y = (float(v) for v in (xy[after + source] if source >= 0 else xy[after]))
        x = from_x - 14 + (to_x - from_x + 14) * part
        y = from_y + (to_y - from_y) * part
        arrows.append(
            WishArrow(
                column + 1,
                max(source, 0),
                value,
                x,
                y,
                y - value * scale.length,
                3.4,
                wish_role(column + 1, story.last) if source >= 0 else "muted",
            )
        )
    total = float(reached[-1])
    grown = ease(at * (len(steps) + 1) - len(steps))
    labels: tuple[Label, ...] = ()
    if grown > 0:
        x = x0 + len(steps) * apart + 4
        role = "muted" if not trace.passes_back(column, pick) else wish_role(column, story.last)
        arrows.append(WishArrow(column, pick, total, x, y0, y0 - total * scale.length * grown, 5.0, role))
        # Above the tip of a sum that is positive, above the tail of one that is not: captions stand below.
        top = y0 - max(total, 0.0) * scale.length
        labels = (Label(x, top - 13, f"Σ {signed(total)}", "text", "centre", bold=True),)
    weights = story.weights_before[spec.weight_slices[column]].reshape(spec.shapes[column])[pick]
    lines = tuple(
        f"{neuron_name(spec, column + 1, k)}: ({signed(float(weights[k]))}) · "
        f"({signed(float(trace.wish_z[column + 1][k]))}) = {signed(float(shares[k]))}"
        for k in order[:4]
    )
    who = "output" if column + 1 == story.last else "neuron after it"
    note = (f"The {len(rest)} smallest shares are drawn as one, in grey.",) if rest else ()
    return replace(
        base,
        key=(*base.key, "shares", at),
        caption=f"Each {who} sends its own wish back through its edge; the sum is this neuron's wish.",
        detail=f"A share is weight times wish. Sum for {the_neuron(spec, column, pick)}: {signed(total)}.",
        formula=(*lines, f"wish = Σ w · δ = {signed(total)}"),
        notes=note,
        arrows=(),
        under=parts.edges_from(story, column),
        wishes=(*parts.spot_wishes(story, column + 1), *arrows),
        rings=parts.rings(story, column),
        labels=labels,
        scale=scale_bar(scale, tall, "wish about an activation", "muted"),
        shade=story.shade_before,
    )
