"""What comes of the wishes: the step, the mini-batch, and training."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import counted
from netviz.network.connections import as_matrix, edge_ends
from netviz.network.forward import forward_pass
from netviz.viewmodels.moment import BatchSheet, Label, LossCurve, Ring, StoryMoment, layer_tag, wish_role
from netviz.viewmodels.story.arrows.geometry import arrow_scale, arrows_on, edge_lines, edges_into, scale_bar
from netviz.viewmodels.story.arrows.lines import edges_to
from netviz.viewmodels.story.arrows.rings import rings
from netviz.viewmodels.story.arrows.sweep import choose, signs_in, swept
from netviz.viewmodels.story.arrows.told import told
from netviz.viewmodels.story.arrows.votes import Votes
from netviz.viewmodels.story.outputs import moved_labels, moved_rows, output_rows
from netviz.viewmodels.story.story import Story, shades
from netviz.viewmodels.story.words import sentences as words
from netviz.viewmodels.story.words import training_words
from netviz.viewmodels.story.words.called import called
from netviz.viewmodels.story.words.labels import CHARACTER, free_place, on_neurons
from netviz.viewmodels.story.words.names import edge_name
from netviz.viewmodels.story.words.numbers import nice_below, nice_text, signed

VISIBLE_MOVE: Final = 0.35  # of the strongest weight: how far the enlarged change moves an edge
MOST_MOVING: Final = 64  # edges into one neuron: drawing more takes a processor longer than a frame
QUICKENING: Final = 1.6
NEW_WEIGHTS: Final = "Every weight at its true new value."
EACH_ITS_SCALE: Final = "each layer's arrows have their own scale"


def step(begun: StoryMoment, story: Story, done: tuple[float, ...]) -> StoryMoment:
    """Arrows are absorbed; edges move, enlarged first, then to their true values; the outputs move."""
    absorbed, out, _held, back, moved = done
    trace = story.trace
    pieces = [part for column in range(1, story.last + 1) if (part := told(story, column)) is not None]
    arrows = tuple(group for part in pieces for group in part.arrows(1 - absorbed, 1 - absorbed))
    factor = enlargement(story)
    told_weights = _weights_at(story, factor * out + (1 - factor) * back)
    # The edges that are not told about are dimmed and move at once, when those that are told have, and by
    # their true change: drawing all of them takes a processor longer than a frame.
    share = 1.0 if back == 1 else 0.0
    weights = story.weights_after if share else story.weights_before
    before, after = (np.asarray(f.a[-1], np.float32) for f in (trace.before, trace.after))
    notes = _of_weights(factor, out, back, moved)
    shade = story.shade_before + np.float32(moved) * (story.shade_after - story.shade_before)
    return replace(
        words.step(story).on(begun),
        under=tuple(
            line
            for column in range(1, story.last + 1)
            for line in edges_to(story, column, told_weights, most=MOST_MOVING)
        ),
        arrows=arrows,
        rings=rings(story, 1),
        weights=weights,
        weights_key=(story.key, share),
        weight_share=share,
        shade=story.shade_after if moved == 1 else shade,
        probability=after if moved == 1 else before + np.float32(moved) * (after - before),
        read=after if moved > 0 else before,
        labels=moved_labels(story, moved),
        loss=(trace.loss_before, trace.loss_after if moved > 0 else None),
        outputs=moved_rows(story) if moved > 0 else output_rows(story),
        notes=notes,
        dim=begun.dim + 0.25 * moved,
    )


def _of_weights(factor: float, out: float, back: float, moved: float) -> tuple[str, ...]:
    """How far from the truth the weights and the outputs are drawn."""
    if factor > 1 and out > 0 and back < 1:
        return (
            f"The change of the weights told about is drawn ×{nice_text(factor)}, so that it can be seen.",
        )
    if factor > 1 and back == 1:
        return (NEW_WEIGHTS if moved == 1 else f"{NEW_WEIGHTS[:-1]}; the outputs are on their way.",)
    return ()


def _weights_at(story: Story, share: float) -> NDArray[np.float32]:
    if share in (0, 1):
        return story.weights_after if share else story.weights_before
    change = story.weights_after - story.weights_before
    return np.asarray(story.weights_before + np.float32(share) * change, np.float32)


def enlargement(story: Story) -> float:
    """How many times larger the change is drawn first, so that it can be seen; 1 where that is not needed."""
    largest = 0.0
    for column, pick in enumerate(story.picks):
        if pick is not None:
            largest = max(largest, float(np.abs(story.trace.changes_into(column, pick)).max()))
    if largest == 0:
        return 1.0
    strongest = max(float(np.abs(as_matrix(story.spec, story.weights_before, -1)).max()), 1e-6)
    return max(nice_below(VISIBLE_MOVE * strongest / largest), 1.0)


def many(begun: StoryMoment, story: Story, done: tuple[float, ...]) -> StoryMoment:
    """A mini-batch: what each example wants of one edge, and their average, which times the rate is its
    change.
    """
    batch = story.batch
    assert batch is not None
    shown, gathered = done
    edge = story.told_edge
    column, source, target = edge_ends(story.spec, edge)
    wish = batch.trace.edge_wishes(column, source, target)
    mean = float(wish.mean())
    ids = np.array([edge])
    edges = edges_into(story.layout, column, target).only(np.array([source]))
    change = np.array([mean * batch.trace.rate])
    scale = arrow_scale(story.layout, [(edges, change)], batch.trace.rate)
    drawn = arrows_on(edges, change, scale, grown=gathered)
    notes = [f"Put together to hold this {called(story).example}: training draws its mini-batches at random."]
    votes = Votes.of(wish)
    if votes.lengthened:
        longer = "{n} small vote is drawn longer.", "{n} small votes are drawn longer."
        notes.append(counted(votes.lengthened, *longer))
    if scale.enlarged > 1 and mean:
        notes.append(f"Along the edge, the arrow is {scale.one_longer}.")
    labels: tuple[Label, ...] = ()
    number = signed(float(change[0]))
    room = story.layout.column_x[column] - story.layout.column_x[column - 1]
    for text in (f"Δw {number}", number) if gathered == 1 else ():
        if room < CHARACTER * len(text) + 40:
            continue
        # The edge itself must stay in sight, so the number stands clear of all of it.
        whole = np.hstack([edges.begin, edges.end])[0].astype(np.float32)
        own = drawn.line[0] if len(drawn.line) else whole
        x, y = free_place(story, column, text, own, np.array([whole]))
        if not on_neurons(story.layout, x, y, text):
            labels = (Label(x, y, text, "change", "centre", 12.0, bold=True),)
            break  # else the formula beside has it
    weight = story.weights_after[ids].astype(np.float64)
    role = wish_role(column, story.last)
    ring = Ring(column, target, role, layer_tag(column, story.last))
    sheet = BatchSheet(
        images=batch.images,
        labels=batch.trace.labels,
        wish=wish,
        mean=mean,
        edge_name=edge_name(story.spec, edge, story.task),
        shown=shown,
        gathered=gathered,
    )
    return replace(
        training_words.many(story).on(after(begun, story)),
        sheet=sheet,
        under=edge_lines(story.layout, ids, weight, abs(float(weight[0]))),
        arrows=(drawn,) if gathered > 0 else (),
        scale=scale_bar(scale, abs(float(change[0])), "change of this weight") if mean else None,
        notes=tuple(notes),
        rings=(ring,),
        labels=labels,
        image_caption=training_words.together(story),
    )


def again(begun: StoryMoment, story: Story, done: tuple[float, ...]) -> StoryMoment:
    """Training: sweep after sweep, faster and faster, while the loss falls and the answer grows."""
    run = story.rehearsal
    assert run is not None
    place = run.steps * done[0] ** QUICKENING
    at = min(int(place), run.steps)
    spec = story.spec
    now = forward_pass(spec, run.parameters[at], story.trace.pixels)
    shown = replace(
        training_words.again(story, at, now.a[-1]).on(begun),
        weights=run.parameters[at][: spec.n_edges],
        weights_key=(story.key, "run", at),
        curve=LossCurve(run.loss, at, EACH_ITS_SCALE if at < run.steps else ""),
        dim=0.6 if at < run.steps else 1.0,
        probability=np.asarray(now.a[-1], np.float32),
        outputs=output_rows(story, now.a[-1]),
        shade=shades(now, story.shade_reference),
        loss=(float(run.loss[0]), float(run.loss[at])),
    )
    if at < run.steps:
        change = run.parameters[at + 1][: spec.n_edges] - run.parameters[at][: spec.n_edges]
        sweep = choose(story.layout, change)
        lines, arrows, _ = swept(sweep, place - at)
        return replace(shown, lines=lines, arrows=arrows, flying=signs_in(sweep))
    return shown


def after(begun: StoryMoment, story: Story) -> StoryMoment:
    """The network as the step left it."""
    trace = story.trace
    return replace(
        begun,
        weights=story.weights_after,
        weights_key=(story.key, 1.0),
        weight_share=1.0,
        shade=story.shade_after,
        probability=np.asarray(trace.after.a[-1], np.float32),
        outputs=output_rows(story, trace.after.a[-1]),
        loss=(trace.loss_before, trace.loss_after),
    )
