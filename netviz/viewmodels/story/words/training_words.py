"""What the story says of training: a mini-batch that votes, and the steps that follow one another."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import counted
from netviz.network.connections import edge_ends
from netviz.training.figures import said
from netviz.viewmodels.agreeing import digits_for
from netviz.viewmodels.story.arrows.votes import Votes
from netviz.viewmodels.story.story import MiniBatch, Story
from netviz.viewmodels.story.words.called import Called, called
from netviz.viewmodels.story.words.names import edge_name
from netviz.viewmodels.story.words.number_sentences import again_words
from netviz.viewmodels.story.words.numbers import in_brackets, percents, plain, signed
from netviz.viewmodels.story.words.sentences import Words

FELL: Final = 0.9  # of the loss at first: what a noisy run has left where one can say that it fell


def many(story: Story) -> Words:
    """Stage 7."""
    batch, c = story.batch, called(story)
    assert batch is not None
    column, source, target = edge_ends(story.spec, story.told_edge)
    wishes = batch.trace.edge_wishes(column, source, target)
    mean = float(wishes.mean())
    votes = Votes.of(wishes)
    more, less, rest = votes.up, votes.down, votes.neither
    name = edge_name(story.spec, story.told_edge, story.task)
    wanting = (
        counted(
            more,
            "{n} of {all} {examples} wants more",
            "{n} of {all} {examples} want more",
            all=len(wishes),
            examples=c.examples,
        ),
        counted(less, "{n} wants less", "{n} want less"),
        *([counted(rest, "{n} hardly minds", "{n} hardly mind")] if rest else []),
    )
    detail = f"For the weight {name}, {', '.join(wanting)}."
    if story.edge is None and more and less:
        # Which need not be the weight that was told about before.
        detail = f"They disagree most about the weight {name}: {', '.join(wanting)}."
    if not (more and less) and more + less:
        detail += " Here nobody disagrees."
    detail += " Their average, times η, is the change of the weight."
    rate, change = batch.trace.rate, batch.trace.rate * mean
    digits, equal = digits_for(lambda mean: float(f"{rate:g}") * mean, mean, gives=change)
    lines = (
        f"average of −∂L/∂w over {len(wishes)} {c.examples} = {signed(mean, digits)}",
        f"Δw = η · average = {said(rate)} · {in_brackets(mean, digits)} {equal} {signed(change)}",
        *_usual(batch, c),
    )
    return Words(
        "Many examples",
        f"Each {c.example} votes on this weight: up to grow, down to shrink, or neither.",
        detail,
        lines,
    )


def together(story: Story) -> str:
    """Which digits the told mini-batch holds: `this 3, 4 other 3s, 27 others`."""
    batch, label = story.batch, story.trace.own
    assert batch is not None
    c = called(story)
    if not c.digits:
        return f"{c.this} and {len(batch.trace.labels) - 1} others"
    alike = int((batch.trace.labels[1:] == label).sum())
    others = len(batch.trace.labels) - 1 - alike
    if not alike:
        return f"this {label} and {others} others"
    return counted(
        alike,
        "this {label}, {n} other {label}, {others} others",
        "this {label}, {n} other {label}s, {others} others",
        label=label,
        others=others,
    )


def again(story: Story, at: int, outputs: NDArray[np.floating[Any]]) -> Words:
    """Stage 8, after `at` steps of the rehearsal, when the outputs are these (n,)."""
    run, c = story.rehearsal, called(story)
    assert run is not None
    lines = (
        f"{run.steps} steps in all, of {run.batch_size} {c.examples} each, rate η = {said(run.rate)}"
        + (f"; the step told before has {said(story.trace.rate)}." if run.rate != story.trace.rate else "."),
        "Plain gradient descent: no momentum, no L2. Training itself keeps to its own learning rate.",
        *(_usual(story.batch, c) if story.batch is not None else ()),
    )
    label, before = story.trace.own, story.trace.before.a[-1]
    first, now = plain(float(run.loss[0])), plain(float(run.loss[at]))
    over = at == run.steps
    detail = "Tried out on a copy: your network stays as it is. "
    if at:
        made = f"all {at}" if over else f"{at} of {run.steps}"
        detail += (
            f"After {made} steps{_at_rate(story)} the loss of a mini-batch is {now}, at first it was {first}"
        )
    else:
        detail += f"{run.steps} steps follow{_at_rate(story)}; the first mini-batch has a loss of {first}"
    p, q = percents(float(before[label]), float(outputs[label]))
    if c.numbers:
        detail += again_words(story, outputs)
    else:
        detail += f"; {c.this} goes from {p} to {q}." if p != q else f"; {c.this} stays at {p}."
    answer = int(outputs.argmax())
    if over:
        detail += _in_all(run.loss, c.examples)
    if over and not c.numbers:
        if answer != label and int(before.argmax()) == label:
            detail += f" It now takes it for {c.a(answer)}: the other {c.examples} wanted something else."
        elif answer != label:
            detail += f" So few steps are only a beginning: it still takes it for {c.a(answer)}."
    caption = "Repeat, until the loss stops falling."
    if not over:
        caption = f"Repeat, each time with other {c.examples}."
    elif not _falls(run.loss):
        caption = f"Repeat: every step follows other {c.examples}, so the loss goes up and down."
    return Words("Again and again", caption, detail, lines)


def _in_all(loss: NDArray[np.float32], examples: str) -> str:
    """What a run that did not fall did; empty where it fell."""
    if _falls(loss):
        return ""
    begun, ended = _ends(loss)
    if ended > begun / FELL:
        return f" On average it rose, from {plain(begun)} in the first quarter to {plain(ended)} in the last."
    if loss[-1] > loss[0]:
        return f" It ends higher than it began, as each mini-batch holds other {examples}."
    return " There is little left to learn in so few steps."


def _usual(batch: MiniBatch, c: Called) -> tuple[str, ...]:
    """That training takes another number of digits at once, where it does."""
    told = len(batch.trace.labels)
    if batch.usual == told:
        return ()
    texts = (
        "Told with {told} {examples}; a step of training takes {n} {example}.",
        "Told with {told} {examples}; a step of training takes {n} {examples}.",
    )
    return (counted(batch.usual, *texts, told=told, example=c.example, examples=c.examples),)


def _at_rate(story: Story) -> str:
    """The rehearsal's rate where it is not that of the story's step."""
    run = story.rehearsal
    assert run is not None
    if run.rate == story.trace.rate:
        return ""
    more = "larger" if run.rate > story.trace.rate else "smaller"
    return f" at the {more} rate η = {said(run.rate)}"


def loss_falls(story: Story) -> bool:
    """Whether a short training run from here still shows how the loss falls."""
    return story.rehearsal is None or _falls(story.rehearsal.loss)


def _falls(loss: NDArray[np.float32]) -> bool:
    """Whether the last quarter of a run lies clearly below its first, and its last loss below its first: both
    are on screen.
    """
    begun, ended = _ends(loss)
    return ended < FELL * begun and float(loss[-1]) < float(loss[0])


def _ends(loss: NDArray[np.float32]) -> tuple[float, float]:
    """The average of the first quarter of a run, and of its last."""
    quarter = max(len(loss) // 4, 1)
    return float(loss[:quarter].mean()), float(loss[-quarter:].mean())
