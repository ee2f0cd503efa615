"""What stands at the outputs: where each is, where it should be, and what the step did to it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.viewmodels.moment import Label, OutputRow
from netviz.viewmodels.naming import output_name
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.numbers import activation, from_to, plain

_SIZE: Final = 12.0
_LEAST_PITCH: Final = 26.0
_BELOW_BAR: Final = 29.0  # from a neuron's edge
_APART: Final = 4.0
_WIDTHS: Final = {".": 0.34, " ": 0.34, "→": 1.05}  # in sizes of the type, no less than they take
_OTHERS: Final = 0.7


def output_rows(story: Story, outputs: NDArray[np.floating[Any]] | None = None) -> tuple[OutputRow, ...]:
    """What each output wants, from the top: before the step, or where `outputs` are now."""
    trace, pick = story.trace, story.picks[story.last]
    a = trace.before.a[-1] if outputs is None else outputs
    target = trace.target.tolist()
    return tuple(
        OutputRow(
            index=k,
            label=output_name(len(a), k, story.task),
            activation=float(value),
            target=target[k],
            wish=target[k] - float(value),
            role="output_wish" if k == pick else "muted",
        )
        for k, value in enumerate(a)
    )


def moved_rows(story: Story) -> tuple[OutputRow, ...]:
    """What the step did to each output: from where to where."""
    trace, pick = story.trace, story.picks[story.last]
    pairs = zip(trace.before.a[-1], trace.after.a[-1], strict=True)
    return tuple(
        OutputRow(
            index=k,
            label=output_name(story.spec.sizes[-1], k, story.task),
            activation=float(before),
            target=float(after),
            wish=float(after) - float(before),
            role="output_wish" if k == pick else "muted",
            moved=True,
        )
        for k, (before, after) in enumerate(pairs)
    )


def output_labels(story: Story, alpha: float) -> tuple[Label, ...]:
    """`0.171 → 1` at each output, where there is room below its bar."""
    target, pick = story.trace.target, story.picks[story.last]
    wanted = [plain(float(y)) if story.trace.numbers else str(int(y)) for y in target]
    texts = [f"{activation(float(a))} → {wanted[k]}" for k, a in enumerate(story.trace.before.a[-1])]
    return _below_bars(story, texts, pick, alpha, "output_wish")


def moved_labels(story: Story, alpha: float) -> tuple[Label, ...]:
    """`0.172 → 0.185` at each output: before and after; one number where both read the same."""
    before, after = story.trace.before.a[-1], story.trace.after.a[-1]
    pairs = [from_to(float(a), float(b)).split(" → ") for a, b in zip(before, after, strict=True)]
    texts = [was if was == now else f"{was} → {now}" for was, now in pairs]
    return _below_bars(story, texts, story.trace.own, alpha, "text")


def _below_bars(
    story: Story, texts: list[str], strong: int | None, alpha: float, role: str
) -> tuple[Label, ...]:
    layout = story.layout
    where = story.spec.neuron_slices[-1]
    xy, radius = layout.xy[where], layout.radius[where]
    pitch = float(xy[1, 1] - xy[0, 1]) if len(xy) > 1 else 100.0
    # Words may have letters that reach below their line, which no digit has.
    words = any(len(output_name(len(xy), k, story.task)) > 1 for k in range(len(xy)))
    below = 16.0 if words else 13.0
    beside = float(xy[0, 0] + radius[0])
    left = min(beside + _BELOW_BAR, layout.width - max(map(_wide, texts)))
    # On a narrow page they begin beside the neuron; where they would lie on it, the card alone has them.
    if pitch < _LEAST_PITCH or left < beside + _APART or alpha <= 0:
        return ()
    return tuple(
        Label(
            x=left,
            y=float(xy[k, 1]) + below,
            text=text,
            role=role if k == strong else "muted",
            size=_SIZE,
            bold=k == strong,
            alpha=alpha,
        )
        for k, text in enumerate(texts)
    )


def _wide(text: str) -> float:
    """About how much room it takes, rather too much than too little: there are no metrics here."""
    return _SIZE * sum(_WIDTHS.get(letter, _OTHERS) for letter in text)
