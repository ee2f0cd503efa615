"""A story: one traced example on one layout, which neurons it is told on, and its stages."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import edge_ends, edge_index
from netviz.network.forward import ForwardPass
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.task import AnyTask
from netviz.training.experiments.backprop import BackpropTrace, BatchTrace, Right, falling_rate, spotlight
from netviz.training.experiments.rehearsal import Rehearsal
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.scene import Focus, Layout, Scene
from netviz.viewmodels.story.arrows.votes import most_disputed
from netviz.viewmodels.story.stages import Stage, stages_of

LITTLE_LEFT: Final = 0.9
"""Of the label's output: the loss is below 0.11 then, of 2.3 by guessing."""

LITTLE_WISH: Final = 0.05  # of a number: it is as good as right

_numbers = count(1)


@dataclass(frozen=True, eq=False)
class MiniBatch:
    """A mini-batch, traced: `images` uint8 (n, sizes[0]), as many as the trace has examples, the taught one
    first. `usual`: how many digits each step of the run takes.
    """

    images: NDArray[Any]
    trace: BatchTrace
    usual: int


@dataclass(frozen=True, eq=False)
class Story:
    """Everything that `moment` needs; nothing in it changes.

    `picks[c]`: the neuron of column c that the story is told on, None where nothing comes back. `edge`: the
    edge whose numbers are shown, if a person picked one. `shade_reference[c]`: the activation of a column
    that is darkest. `step`: training steps that the network has behind it, None where unknown.
    `known`: what the digit is known to be, where it is taught as another.
    """

    trace: BackpropTrace
    layout: Layout
    shade_reference: tuple[float, ...]
    picks: tuple[int | None, ...]
    stages: tuple[Stage, ...]
    chosen: tuple[tuple[int, int], ...] = ()
    edge: int | None = None
    batch: MiniBatch | None = None
    rehearsal: Rehearsal | None = None
    step: int | None = None
    known: Right | None = None
    id: int = 0
    task: AnyTask = DEFAULT

    @property
    def spec(self) -> NetworkSpec:
        """The network's shape."""
        return self.trace.spec

    @property
    def last(self) -> int:
        """The output's column."""
        return self.trace.spec.n_layers

    @property
    def step_stage(self) -> int:
        """The stage that makes the step."""
        return next(k for k, stage in enumerate(self.stages) if stage.kind == "step")

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Differs for any two stories."""
        return ("story", self.id)

    @cached_property
    def shade_before(self) -> NDArray[np.float32]:
        """The shade of every neuron before the step, float32 (n_neurons,), 0 to 1."""
        return shades(self.trace.before, self.shade_reference)

    @cached_property
    def shade_after(self) -> NDArray[np.float32]:
        """The shade of every neuron after it."""
        return shades(self.trace.after, self.shade_reference)

    @property
    def weights_before(self) -> NDArray[np.float32]:
        """float32 (n_edges,)."""
        return np.asarray(self.trace.parameters[: self.spec.n_edges], np.float32)

    @cached_property
    def weights_after(self) -> NDArray[np.float32]:
        """float32 (n_edges,)."""
        return np.asarray(self.trace.parameters_after[: self.spec.n_edges], np.float32)

    @property
    def little_left(self) -> bool:
        """Whether the digit is read so surely that a step on it hardly shows anything."""
        if self.trace.numbers:
            return bool(np.abs(self.trace.wish_a[-1]).max() < LITTLE_WISH)
        return float(self.trace.before.a[-1][self.trace.own]) > LITTLE_LEFT

    @cached_property
    def smaller(self) -> tuple[float, float] | None:
        """A smaller rate at which this step lowers the loss, and the loss then; None where this one does
        not raise it, or where none is found.
        """
        return falling_rate(self.trace)

    def loudest_source(self, column: int, index: int) -> int:
        """The neuron before whose weight into this one changes most, or the source of the picked edge."""
        if self.edge is not None:
            edge_column, source, target = edge_ends(self.spec, self.edge)
            if (edge_column, target) == (column, index):
                return source
        return int(np.abs(self.trace.changes_into(column, index)).argmax())

    @cached_property
    def told_edge(self) -> int:
        """The edge that the mini-batch is shown on: the picked one, or the one into the output that its
        examples disagree most about.
        """
        if self.edge is not None:
            return self.edge
        target = self.picks[self.last]
        assert target is not None
        source = self.loudest_source(self.last, target)
        if self.batch is not None:
            batch = self.batch.trace
            wishes = batch.activation[self.last - 1] * batch.wish_z[self.last][:, target, None]
            if wishes.any():
                source = most_disputed(wishes)
        return edge_index(self.spec, self.last, source, target)


def tell(
    trace: BackpropTrace,
    layout: Layout,
    shade_reference: tuple[float, ...] | None = None,
    *,
    batch: MiniBatch | None = None,
    rehearsal: Rehearsal | None = None,
    step: int | None = None,
    known: Right | None = None,
    task: AnyTask = DEFAULT,
) -> Story:
    """The story of a trace, told on the spotlights that the trace itself gives."""
    if layout.spec.sizes != trace.spec.sizes:
        raise ValueError(f"The layout is for {layout.spec}, the trace for {trace.spec}.")
    picks = spotlight(trace)
    return Story(
        trace=trace,
        layout=layout,
        shade_reference=shade_reference or (1.0,) * len(trace.spec.sizes),
        picks=picks,
        stages=stages_of(trace, picks, batch=batch is not None, run=rehearsal is not None),
        batch=batch,
        rehearsal=rehearsal,
        step=step,
        known=None if known == trace.label else known,
        id=next(_numbers),
        task=task,
    )


def recentred(story: Story, focus: Focus | None) -> Story:
    """The same story told on the neuron or edge that a person picked; None goes back to the story's own
    spotlights.

    A pixel stands for its edge into the first hidden layer's spotlight.
    """
    chosen = dict(story.chosen)
    edge = None
    if focus is None:
        chosen = {}
    elif focus.column == 0:
        target = story.picks[1]
        if target is not None:
            chosen[1] = target
            edge = edge_index(story.spec, 1, focus.index, target)
    else:
        chosen[focus.column] = focus.index
        if focus.source is not None:
            edge = edge_index(story.spec, focus.column, focus.source, focus.index)
    picks = spotlight(story.trace, chosen)
    stages = stages_of(story.trace, picks, batch=story.batch is not None, run=story.rehearsal is not None)
    return replace(
        story, picks=picks, stages=stages, chosen=tuple(sorted(chosen.items())), edge=edge, id=next(_numbers)
    )


def told_like(story: Story, other: Story) -> Story:
    """A story told on the neurons and the edge that a person picked in another one of the same network."""
    return told_on(story, other.chosen, other.edge)


def told_on(story: Story, chosen: tuple[tuple[int, int], ...], edge: int | None) -> Story:
    """The same story told on these neurons (column, index) and this edge, as far as any are given."""
    if not chosen and edge is None:
        return story
    picks = spotlight(story.trace, dict(chosen))
    stages = stages_of(story.trace, picks, batch=story.batch is not None, run=story.rehearsal is not None)
    return replace(story, picks=picks, stages=stages, chosen=chosen, edge=edge, id=next(_numbers))


def placed(story: Story, layout: Layout) -> Story:
    """The same story on another page."""
    return replace(story, layout=layout, id=next(_numbers))


def as_seen(story: Story, layout: Layout, shades: tuple[float, ...] | None) -> Story:
    """It on this page, and where these activations are darkest (its own for None): itself where it is so."""
    if story.layout is not layout:
        story = placed(story, layout)
    if shades is not None and shades != story.shade_reference:
        story = replace(story, shade_reference=shades, id=next(_numbers))
    return story


def story_scene(scene: Scene, moment: StoryMoment) -> Scene:
    """The scene as it is at a moment: its shades, weights and outputs where the moment has its own, and
    the moment over it.
    """
    weights = scene.weights if moment.weights is None else moment.weights
    # The network on screen and the one told about are often the same: then its edges stay as they are drawn.
    own = None if _same_memory(weights, scene.weights) else moment.weights_key
    answer, probability, under = scene.answer, scene.probability, moment.image_caption
    if moment.probability is not None:
        probability = moment.probability
        answer = int(probability.argmax()) if probability.size else None
    return replace(
        scene,
        key=(scene.key, moment.key),
        edge_key=scene.edge_key if own is None else (scene.edge_key, own),
        values_key=scene.values_key if own is None else (scene.values_key, own),
        weights=weights,
        shade=scene.shade if moment.shade is None else moment.shade,
        probability=probability,
        answer=answer,
        captions=scene.captions if under is None else (under, *scene.captions[1:]),
        focus=None,
        moment=moment,
    )


def _same_memory(a: NDArray[np.float32], b: NDArray[np.float32]) -> bool:
    """Whether two read-only arrays are views of the same numbers."""
    same = a.__array_interface__["data"][0] == b.__array_interface__["data"][0] and a.shape == b.shape
    return same and not (a.flags.writeable or b.flags.writeable)


def shades(forward: ForwardPass, reference: tuple[float, ...]) -> NDArray[np.float32]:
    """How dark each neuron is, float32 (n_neurons,), 0 to 1: |a| / reference of its column."""
    shades = [np.clip(np.abs(a) / max(r, 1e-12), 0, 1) for a, r in zip(forward.a, reference, strict=True)]
    return np.concatenate(shades).astype(np.float32)
