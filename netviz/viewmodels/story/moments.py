"""`moment(story, phase)`: the one picture of a story at a phase. A pure function; the same phase gives the
same numbers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, assert_never

import numpy as np

from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.story import outcome
from netviz.viewmodels.story.arrows.lines import (
    edges_from,
    edges_to,
    forward_pulses,
    told_pulses,
    wish_pulses,
)
from netviz.viewmodels.story.arrows.rings import pixel_ring, rings
from netviz.viewmodels.story.arrows.told import told
from netviz.viewmodels.story.arrows.wishes import fainter, spot_wishes, wish_notes, wishes_in
from netviz.viewmodels.story.outputs import output_labels, output_rows
from netviz.viewmodels.story.stages import ease, place
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words import sentences as words
from netviz.viewmodels.story.words.labels import arrow_label, wish_labels

DIM: Final = 0.13
"""Opacity of the edges that a stage does not tell about."""

FADED_IMAGE: Final = 0.22  # the ink, while arrows stand on its pixels


def moment(story: Story, phase: float) -> StoryMoment:
    """What is drawn at a phase (0 … number of stages)."""
    number, done = place(story.stages, phase)
    stage = story.stages[number]
    begun = StoryMoment(
        key=(*story.key, number, done),
        heading=words.heading(story),
        title="",
        caption="",
        stage=number,
        n_stages=len(story.stages),
        outputs=output_rows(story),
        loss=(story.trace.loss_before, None),
        shade=story.shade_before,
        probability=np.asarray(story.trace.before.a[-1], np.float32),
        weights=story.weights_before,
        weights_key=(story.key, 0.0),
        spotlight=tuple((c, p) for c, p in enumerate(story.picks) if p is not None),
        dim=DIM,
    )
    match stage.kind:
        case "look":
            return _look(begun, story, done)
        case "output":
            return _output(begun, story, done)
        case "weights":
            return _weights(begun, story, stage.column, done)
        case "wish":
            return _wish(begun, story, stage.column, done)
        case "layer":
            return _layer(begun, story, stage.column, done)
        case "step":
            return outcome.step(begun, story, done)
        case "many":
            return outcome.many(begun, story, done)
        case "again":
            return outcome.again(begun, story, done)
    assert_never(stage.kind)


def _look(begun: StoryMoment, story: Story, done: tuple[float, ...]) -> StoryMoment:
    """The image comes in, then each layer lights up as its sums arrive."""
    spec = story.spec
    shade = story.shade_before.copy()
    for column, where in enumerate(spec.neuron_slices):
        # A layer lights up in the second half of its beat, when the pulses arrive.
        shade[where] *= done[0] if column == 0 else ease((done[column] - 0.5) * 2)
    answered = np.asarray(story.trace.before.a[-1], np.float32)
    return replace(
        words.look(story).on(begun),
        shade=shade,
        probability=answered if done[-1] > 0.75 else np.empty(0, np.float32),
        lines=tuple(
            line for layer in range(spec.n_layers) for line in forward_pulses(story, layer, done[layer + 1])
        ),
        dim=0.45 + 0.55 * done[-1],
        loss=None,
    )


def _output(begun: StoryMoment, story: Story, done: tuple[float, ...]) -> StoryMoment:
    """At every output: where it is, where it should be, and an arrow as long as the difference."""
    (grown,) = done
    wishes = wishes_in(story, story.last, grown)
    return replace(
        words.output(story).on(begun),
        wishes=wishes.arrows,
        rings=rings(story, story.last, grown),
        labels=output_labels(story, grown),
        scale=wishes.bar,
        notes=wish_notes(story, wishes, story.last),
        dim=1 - (1 - 2 * DIM) * grown,
    )


def _weights(begun: StoryMoment, story: Story, column: int, done: tuple[float, ...]) -> StoryMoment:
    """The wish travels back along the spotlight's edges; a black arrow grows on each."""
    glow, grown = done
    at_output = column == story.last
    shown = replace(
        words.weights(story, column).on(begun),
        under=edges_to(story, column, story.weights_before, glow),
        rings=rings(story, column),
        wishes=spot_wishes(story, column),
        labels=output_labels(story, 1.0) if at_output else (),
        dim=DIM * (2 - glow) if at_output else DIM,
    )
    if not at_output:
        # What the last stage showed makes room.
        others = tuple(w for w in wishes_in(story, column).arrows if w.index != story.picks[column])
        shown = replace(
            shown,
            wishes=(*shown.wishes, *fainter(others, 1 - glow)),
            under=(*shown.under, *edges_from(story, column, 1 - glow)),
        )
    return _with_arrows(shown, story, column, glow, grown)


def _wish(begun: StoryMoment, story: Story, column: int, done: tuple[float, ...]) -> StoryMoment:
    """The wishes of the layer after come back along every edge and add up at each neuron."""
    arriving, grown = done
    return _with_wishes(words.wish(story, column).on(begun), story, column, arriving, grown)


def _layer(begun: StoryMoment, story: Story, column: int, done: tuple[float, ...]) -> StoryMoment:
    """The first of several hidden layers: its wish, and then its arrows from the pixels."""
    arriving, grown_wish, glow, grown = done
    shown = _with_wishes(words.first_layer(story, column).on(begun), story, column, arriving, grown_wish)
    if glow == 0:
        return shown
    pick = story.picks[column]
    shown = replace(
        shown,
        wishes=tuple(
            w if w.index == pick or w.column != column else fainter((w,), 1 - glow)[0] for w in shown.wishes
        ),
        labels=tuple(label for label in shown.labels if label.role != "muted"),
        under=(*edges_from(story, column, 1 - glow), *edges_to(story, column, story.weights_before, glow)),
    )
    return _with_arrows(shown, story, column, glow, grown)


def _with_arrows(shown: StoryMoment, story: Story, column: int, glow: float, grown: float) -> StoryMoment:
    """With a glow that travels back along the spotlight's edges, then their arrows with scale, number and
    notes.
    """
    part = told(story, column)
    if part is None:
        return shown
    tethers = part.tethers(story.layout) if grown > 0 else ()
    shown = replace(
        shown,
        lines=(*shown.lines, *told_pulses(story, column, part, glow), *tethers),
        arrows=(*shown.arrows, *part.arrows(grown)),
    )
    if part.edges.from_pixels:
        shade = story.shade_before.copy()
        shade[story.spec.neuron_slices[0]] *= 1 - (1 - FADED_IMAGE) * glow
        shown = replace(shown, shade=shade)
    if grown > 0:
        shown = replace(shown, scale=part.bar, notes=part.notes)
        if part.edges.from_pixels and part.bar is not None:
            pick = story.picks[column]
            assert pick is not None
            shown = replace(shown, magnified=story.loudest_source(column, pick))
    if grown == 1 and part.bar is not None:
        shown = replace(
            shown,
            labels=(*shown.labels, *arrow_label(story, column, part, shown.labels)),
            rings=(*shown.rings, *pixel_ring(story, column, 1.0)),
        )
    return shown


def _with_wishes(shown: StoryMoment, story: Story, column: int, arriving: float, grown: float) -> StoryMoment:
    """With the pulses that bring a hidden layer its wishes, then their arrows; the arrows told before step
    back.
    """
    wishes = wishes_in(story, column, grown)
    before = told(story, column + 1)
    return replace(
        shown,
        lines=wish_pulses(story, column, arriving),
        under=(
            *edges_to(story, column + 1, story.weights_before, 1 - grown),
            *edges_from(story, column, grown),
        ),
        arrows=() if before is None else before.arrows(1.0, 1 - arriving),
        wishes=(*(wishes.arrows if grown > 0 else ()), *spot_wishes(story, column + 1)),
        rings=rings(story, column, grown),
        labels=wish_labels(story, column, wishes) if grown == 1 else (),
        scale=wishes.bar if grown > 0 else None,
        notes=wish_notes(story, wishes, column) if grown > 0 else (),
    )
