"""What the stages draw: rings, wishes and numbers beside the neurons that a story is told on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.training.backprop import edge_index
from netviz.viewmodels.moment import (
    Arrows,
    Label,
    Lines,
    OutputRow,
    Ring,
    ScaleBar,
    WishArrow,
    layer_tag,
    wish_role,
)
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.story.geometry import (
    SHORTEST,
    Edges,
    Scale,
    arrow_scale,
    arrows_on,
    edge_lines,
    edges_into,
    edges_of,
    pulses,
    scale_bar,
    strongest,
)
from netviz.viewmodels.story.numbers import activation, from_to, nice_text, signed
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.wishes import Wishes, one_wish, wishes_of
from netviz.viewmodels.story.words import neuron_name, still

PULSES: Final = 160
ROOMY: Final = 110.0  # from column to column, so that words fit between
# Logical pixels: an arrow further from its neuron's disc than this hangs from it by a thin line.
TETHERED: Final = 10.0
TETHER_WIDTH: Final = np.float32(1.0)
TETHER_OPACITY: Final = np.float32(0.45)
CHARACTER: Final = 7.0  # logical pixels, the usual width of a figure in a number on the canvas


@dataclass(frozen=True, eq=False)
class Told:
    """The change of the weights into one neuron: arrows, their scale, and what was left out."""

    edges: Edges
    values: NDArray[np.float64]
    scale: Scale
    bar: ScaleBar | None
    notes: tuple[str, ...]

    def arrows(self, grown: float = 1.0, alpha: float = 1.0) -> tuple[Arrows, ...]:
        """The arrows at a share of their length; none at 0."""
        if grown <= 0 or alpha <= 0:
            return ()
        return (arrows_on(self.edges, self.values, self.scale, grown=grown, alpha=alpha),)

    def tethers(self, layout: Layout) -> tuple[Lines, ...]:
        """A thin line from each neuron to its arrow, where that stands beyond the neuron's neighbours."""
        drawn = np.abs(self.values) * self.scale.length >= SHORTEST
        rims = edges_of(layout, self.edges.ids, (0.5, 0.5)).begin
        away = np.hypot(*(self.edges.begin - rims).T)
        some = np.flatnonzero(drawn & (away > TETHERED))
        if self.edges.from_pixels or not len(some):
            return ()
        line = np.hstack([rims[some], self.edges.begin[some]]).astype(np.float32)
        thin = np.ones(len(some), np.float32)
        return (Lines("muted", line, TETHER_WIDTH * thin, TETHER_OPACITY * thin),)


def told(story: Story, column: int) -> Told | None:
    """The told change of a column's spotlight; None where it has none."""
    pick = story.picks[column]
    if pick is None:
        return None
    edges = edges_into(story.layout, column, pick)
    values = np.asarray(story.trace.changes_into(column, pick), np.float64)
    scale = arrow_scale(story.layout, [(edges, values)], story.trace.rate)
    largest = float(np.abs(values).max(initial=0.0))
    notes = []
    if edges.from_pixels:
        notes.append(
            f"On each pixel: the change of its weight into {layer_tag(column, story.last)}·{pick}; "
            "filled: grows, open: falls."
        )
    if largest > 0:
        notes += _not_drawn(story, column, np.abs(values) * scale.length)
    if scale.enlarged > 1 and largest > 0:
        notes.append(f"The arrows are ×{nice_text(scale.enlarged)} longer than usual.")
    bar = scale_bar(scale, largest, "change of a weight") if largest > 0 else None
    return Told(edges, values, scale, bar, tuple(notes))


def _not_drawn(story: Story, column: int, length: NDArray[np.float64]) -> list[str]:
    """Which weights have no arrow: those that do not change, and those that change too little to be seen."""
    silent = (story.trace.before.a[column - 1] == 0) & (length == 0)
    off, short = int(silent.sum()), int(((length < SHORTEST) & ~silent).sum())
    notes = []
    if off and column == 1:
        notes.append(f"{off} of {len(length)} pixels: no ink, no change.")
    elif off:
        notes.append(f"{off} of {len(length)} neurons {'are' if off > 1 else 'is'} off: no change.")
    if short:
        arrows = ("more arrows are" if off else "arrows are") if short > 1 else "arrow is"
        notes.append(f"{short} {arrows} shorter than 1 px.")
    if column == 1:
        return [" ".join(notes)] if notes else []  # beside the magnifier there is room for two
    return notes


def told_pulses(story: Story, column: int, part: Told, at: float) -> tuple[Lines, ...]:
    """The wish on its way back along the edges into a spotlight, as bright as it changes each."""
    largest = float(np.abs(part.values).max(initial=0.0))
    if not 0 < at < 1 or largest == 0:
        return ()
    some = strongest(part.values, PULSES)
    role = wish_role(column, story.last)
    size = np.abs(part.values[some]) / largest
    return (pulses(story.layout, part.edges.ids[some], size, at, backward=True, role=role),)


def wish_pulses(story: Story, column: int, at: float) -> tuple[Lines, ...]:
    """All wishes of the column after on their way back to a column, as bright as their share is large."""
    if not 0 < at < 1:
        return ()
    spec = story.spec
    weights = story.weights_before[spec.weight_slices[column]].reshape(spec.shapes[column])
    sent = (weights * story.trace.wish_z[column + 1]).ravel()
    some = strongest(sent, PULSES)
    size = np.abs(sent[some]) / max(float(np.abs(sent).max(initial=0.0)), 1e-300)
    ids = some + spec.weight_slices[column].start
    return (pulses(story.layout, ids, size, at, backward=True, role=wish_role(column + 1, story.last)),)


def forward_pulses(story: Story, layer: int, at: float) -> tuple[Lines, ...]:
    """The strongest contributions a·w on their way through a layer of weights."""
    if not 0 < at < 1:
        return ()
    spec = story.spec
    weights = story.weights_before[spec.weight_slices[layer]].reshape(spec.shapes[layer])
    sent = (np.asarray(story.trace.before.a[layer], np.float64)[:, None] * weights).ravel()
    some = strongest(sent, PULSES)
    size = np.sqrt(np.abs(sent[some]) / max(float(np.abs(sent).max(initial=0.0)), 1e-300))
    ids = some + spec.weight_slices[layer].start
    return tuple(
        pulses(story.layout, ids[mine], size[mine], at, backward=False, role=role)
        for role, mine in (("negative", sent[some] < 0), ("positive", sent[some] > 0))
    )


def edges_to(
    story: Story, column: int, weights: NDArray[np.float32], alpha: float = 1.0, most: int | None = None
) -> tuple[Lines, ...]:
    """The edges into a column's spotlight, with these weights (n_edges,); from the image only those with
    ink. `most`: only so many, those that are strongest before the step.
    """
    pick = story.picks[column]
    if pick is None or alpha <= 0:
        return ()
    edges = edges_into(story.layout, column, pick)
    largest = float(np.abs(story.weights_before[edges.ids]).max(initial=0.0))
    values = weights[edges.ids].astype(np.float64)
    if edges.from_pixels:
        values = np.where(story.trace.pixels > 0, values, 0.0)
    ids = edges.ids
    if most is not None and np.count_nonzero(values) > most:
        ink = story.trace.pixels > 0 if edges.from_pixels else np.ones(len(values), np.bool_)
        some = np.sort(strongest(np.where(ink, story.weights_before[ids], 0.0), most))
        ids, values = ids[some], values[some]
    return edge_lines(story.layout, ids, values, largest, alpha)


def edges_from(story: Story, column: int, alpha: float = 1.0) -> tuple[Lines, ...]:
    """The edges that bring a spotlight its wish: all that lead from it to the column after."""
    pick = story.picks[column]
    if pick is None or alpha <= 0:
        return ()
    start = edge_index(story.spec, column + 1, pick, 0)
    ids = np.arange(start, start + story.spec.sizes[column + 1], dtype=np.int64)
    values = story.weights_before[ids].astype(np.float64)
    return edge_lines(story.layout, ids, values, float(np.abs(values).max(initial=0.0)), alpha)


def wishes_in(story: Story, column: int, grown: float = 1.0) -> Wishes:
    """The wishes of a whole column."""
    trace = story.trace
    at_output = column == story.last
    passes = np.ones(story.spec.sizes[column], np.bool_) if at_output else trace.slope[column] != 0
    return wishes_of(
        story.layout,
        column,
        trace.wish_a[column],
        passes,
        story.picks[column],
        wish_role(column, story.last),
        grown=grown,
        what="away from its target" if at_output else "wish about an activation",
    )


def spot_wishes(story: Story, down_to: int) -> tuple[WishArrow, ...]:
    """The coloured arrows of the spotlights from the output back to a column."""
    return tuple(
        arrow
        for column in range(story.last, down_to - 1, -1)
        if story.picks[column] is not None
        for arrow in one_wish(wishes_in(story, column), story.picks[column])
    )


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
            tag = f"{tag}·{pick}"
        role = "muted" if off else wish_role(column, story.last)
        found.append(Ring(column, pick, role, tag, fade, hollow=off))
    return tuple(found)


def moved_rows(story: Story) -> tuple[OutputRow, ...]:
    """What the step did to each output: from where to where."""
    trace, pick = story.trace, story.picks[story.last]
    pairs = zip(trace.before.a[-1], trace.after.a[-1], strict=True)
    return tuple(
        OutputRow(
            index=k,
            label=str(k),
            activation=float(before),
            target=float(after),
            wish=float(after) - float(before),
            role="output_wish" if k == pick else "muted",
            moved=True,
        )
        for k, (before, after) in enumerate(pairs)
    )


def output_rows(story: Story, outputs: NDArray[np.floating[Any]] | None = None) -> tuple[OutputRow, ...]:
    """What each output wants, from the top: before the step, or where `outputs` are now."""
    trace, pick = story.trace, story.picks[story.last]
    a = trace.before.a[-1] if outputs is None else outputs
    return tuple(
        OutputRow(
            index=k,
            label=str(k),
            activation=float(value),
            target=float(k == trace.label),
            wish=float(k == trace.label) - float(value),
            role="output_wish" if k == pick else "muted",
        )
        for k, value in enumerate(a)
    )


def output_labels(story: Story, alpha: float) -> tuple[Label, ...]:
    """`0.17 → 1` at each output, where there is room below its bar."""
    target, pick = story.trace.target, story.picks[story.last]
    texts = [f"{activation(float(a))} → {int(target[k])}" for k, a in enumerate(story.trace.before.a[-1])]
    return _below_bars(story, texts, pick, alpha, "output_wish")


def moved_labels(story: Story, alpha: float) -> tuple[Label, ...]:
    """`0.172 → 0.185` at each output: before and after; one number where both read the same."""
    before, after = story.trace.before.a[-1], story.trace.after.a[-1]
    pairs = [from_to(float(a), float(b)).split(" → ") for a, b in zip(before, after, strict=True)]
    texts = [was if was == now else f"{was} → {now}" for was, now in pairs]
    return _below_bars(story, texts, story.trace.label, alpha, "text")


def _below_bars(
    story: Story, texts: list[str], strong: int | None, alpha: float, role: str
) -> tuple[Label, ...]:
    layout = story.layout
    where = story.spec.neuron_slices[-1]
    xy, radius = layout.xy[where], layout.radius[where]
    pitch = float(xy[1, 1] - xy[0, 1]) if len(xy) > 1 else 100.0
    if pitch < 26 or alpha <= 0:
        return ()
    return tuple(
        Label(
            x=float(xy[k, 0] + radius[k]) + 29,
            y=float(xy[k, 1]) + 13,
            text=text,
            role=role if k == strong else "muted",
            size=10.5,
            bold=k == strong,
            alpha=alpha,
        )
        for k, text in enumerate(texts)
    )


def arrow_label(story: Story, column: int, part: Told) -> tuple[Label, ...]:
    """The number of the largest arrow, or of the picked edge; on the image, with the pixel's name above
    it.
    """
    pick = story.picks[column]
    assert pick is not None
    source = story.loudest_source(column, pick)
    value = float(part.values[source])
    if part.edges.from_pixels and story.layout.image is not None:
        x, y, _ = story.layout.image
        name = neuron_name(story.spec, 0, source)
        return (Label(x, y - 11, f"{name}: {signed(value)}", "change", "left", 11, bold=True),)
    layout = story.layout
    room = layout.column_x[column] - layout.column_x[column - 1]
    named = f"{neuron_name(story.spec, column - 1, source)}: {signed(value)}"
    texts = (text for text in (named, signed(value)) if room >= CHARACTER * len(text) + 40)
    (arrows,) = part.arrows()
    own = arrows.edge == part.edges.ids[source]
    if not own.any():
        return ()
    label = None
    for text in texts:
        x, y = free_place(story, column, text, arrows.line[own][0], arrows.line[~own])
        label = Label(x, y, text, "change", "centre", 11, bold=True)
        if not _on_neurons(layout, x, y, text):
            break  # with the neuron's name; else without it
    # Columns that are close have no room for one; the formula has the number.
    return () if label is None else (label,)


def _on_neurons(layout: Layout, x: float, y: float, text: str) -> bool:
    """Whether a number there covers a neuron."""
    first = layout.spec.sizes[0]
    away = np.abs(layout.xy[first:] - (x, y))
    reach = layout.radius[first:, None] + (CHARACTER * len(text) / 2 + 2, 8.0)
    return bool((away < reach).all(axis=1).any())


def free_place(
    story: Story, column: int, text: str, arrow: NDArray[np.float32], others: NDArray[np.float32]
) -> tuple[float, float]:
    """Where the middle of a number stands beside its arrow (x, y of tail and tip), before a column: near the
    end that points away from its source, on the side where it covers least of arrows, neurons and rings.
    """
    layout = story.layout
    half_wide, half_high = CHARACTER * len(text) / 2 + 2, 8.0
    ends = arrow.astype(np.float64).reshape(2, 2)
    far, near = ends[np.argmax(ends[:, 0])], ends[np.argmin(ends[:, 0])]
    # What must stay clear, as points with their weights: the arrow itself, the discs, other arrows.
    share = np.linspace(0, 1, 24)[:, None]
    points, weights = [near + (far - near) * share], [np.full(24, 4.0)]
    for line in others.astype(np.float64):
        points.append(line[:2] + (line[2:] - line[:2]) * share[::2])
        weights.append(np.full(12, 2.0))
    columns = [layout.spec.neuron_slices[c] for c in (column - 1, column)]
    discs = np.vstack([layout.xy[where].astype(np.float64) for where in columns])
    around = max(float(layout.radius[where.start]) for where in columns) + 1
    pick = story.picks[column]
    if pick is not None:
        # Its ring and its own wish.
        at = layout.xy[layout.spec.neuron_slices[column].start + pick].astype(np.float64)
        points.append(at + np.array([(-26.0, dy) for dy in range(-24, 25, 6)]))
        weights.append(np.full(9, 3.0))
    every, weight = np.vstack(points), np.concatenate(weights)
    way = (far - near) / max(float(np.hypot(*(far - near))), 1e-6)
    best, least = (float(far[0]) + half_wide + 6, float(far[1])), np.inf
    for along in (1.0, 0.75, 0.5, 0.25):
        at = near + (far - near) * along
        for dx, dy in ((1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1), (-1, 0)):
            # Just so far away that the text's box leaves the arrow's line.
            beside = abs(way[1]) * half_wide + abs(way[0]) * half_high + 5
            place = at + np.array([dx, dy]) * (
                (half_wide + 7, half_high + 5)
                if along == 1.0 and dx >= 0
                else (beside / max(abs(way[1]), 0.3), beside / max(abs(way[0]), 0.3))
            )
            inside = (np.abs(every - place) < (half_wide + 1, half_high + 1)).all(axis=1)
            on_discs = (np.abs(discs - place) < (half_wide + around, half_high + around)).all(axis=1)
            cost = (
                float(weight[inside].sum())
                + 12 * float(on_discs.sum())
                + 0.02 * float(np.hypot(*(place - far)))
            )
            if cost < least:
                best, least = (float(place[0]), float(place[1])), cost
    return best


def pixel_ring(story: Story, column: int, alpha: float) -> tuple[Ring, ...]:
    """A square around the pixel whose number is shown."""
    pick = story.picks[column]
    if column != 1 or pick is None or alpha <= 0 or story.layout.image is None:
        return ()
    return (Ring(0, story.loudest_source(1, pick), "change", "", alpha),)


def wish_labels(story: Story, column: int, wishes: Wishes) -> tuple[Label, ...]:
    """The spotlight's wish as a number; and what hollow means, at the strongest wish that goes nowhere."""
    pick = story.picks[column]
    room = story.layout.column_x[column] - story.layout.column_x[column - 1]
    digits = 3 if room > ROOMY else 2
    labels = [
        Label(w.x - 9, (w.y0 + w.y1) / 2, signed(w.value, digits), "text", "right", 11.5, bold=True)
        for w in wishes.arrows
        if w.index == pick
    ]
    off = [w for w in wishes.arrows if w.hollow and w.index != pick]
    if off and room > ROOMY:
        w = max(off, key=lambda arrow: abs(arrow.value))
        text = f"{still(story.spec, column)}: passes\nnothing back"
        labels.append(Label(w.x - 9, (w.y0 + w.y1) / 2, text, "muted", "right", 10.5))
    return tuple(labels)


def wish_notes(story: Story, wishes: Wishes, column: int) -> tuple[str, ...]:
    """What is left out, enlarged, or off."""
    notes = []
    n = story.spec.sizes[column]
    if wishes.left_out:
        notes.append(f"{wishes.drawn} of {n} wishes: the strongest, where there is room.")
    if wishes.scale.enlarged > 1:
        notes.append(f"The arrows are ×{nice_text(wishes.scale.enlarged)} longer than usual.")
    if wishes.lengthened:
        them = "1 small wish is" if wishes.lengthened == 1 else f"{wishes.lengthened} small wishes are"
        notes.append(f"{them} drawn longer, to be seen.")
    if column < story.last:
        off = int((story.trace.slope[column] == 0).sum())
        if off:
            notes.append(
                f"{off} of {n} neurons are {still(story.spec, column)}: hollow arrows pass nothing back."
            )
    return tuple(notes)


def fainter(arrows: tuple[WishArrow, ...], share: float) -> tuple[WishArrow, ...]:
    """The same arrows at a share of their opacity."""
    return tuple(replace(arrow, alpha=arrow.alpha * share) for arrow in arrows)
