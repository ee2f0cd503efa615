"""What the story says where a number is answered: its error is what is to be made small."""

from __future__ import annotations

import numpy as np

from netviz.tasks.answer import Numbers
from netviz.training.figures import spaced
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.called import called
from netviz.viewmodels.story.words.numbers import digits_that_differ, from_to, plain, signed


def look_words(story: Story) -> tuple[str, str]:
    """Stage 0: caption and detail."""
    c, value = called(story), float(story.trace.before.a[-1][0])
    if story.step == 0:
        caption = f"An untrained network answers {plain(value)}, where {c.right} is wanted."
    else:
        caption = f"The network answers {plain(value)}, where {c.right} is wanted."
    detail = f"{_first(c.the(0))} is a number, so nothing squeezes its sum: a = z."
    answer = story.task.answer
    if isinstance(answer, Numbers) and answer.is_scaled:
        mean, deviation = (spaced(number, answer.unit) for number in (answer.origin, answer.unit))
        detail += f" It counts from {mean} in steps of {deviation}, the mean and deviation of what it learns."
    return caption, detail


def output_words(story: Story) -> tuple[str, str]:
    """Stage 1: caption and detail."""
    c, trace = called(story), story.trace
    value, wish = float(trace.before.a[-1][0]), float(trace.wish_a[-1][0])
    way = "higher" if wish > 0 else "lower"
    caption = f"{_first(c.the(0))} should be {way} by {plain(abs(wish))}."
    if story.little_left:
        caption = f"There is little left to learn here: {c.the(0)} is off by {plain(abs(wish))}."
    detail = (
        f"It is at {plain(value)} and wants {c.right}. The loss is half the square of what is missing: "
        f"{plain(trace.loss_before)}. A wish is minus a gradient."
    )
    return caption, detail


def step_words(story: Story) -> str:
    """Stage 6: what the step did to the number."""
    c, trace = called(story), story.trace
    was, now = from_to(float(trace.before.a[-1][0]), float(trace.after.a[-1][0])).split(" → ")
    if was == now:
        return f"{_first(c.the(0))} stays at {was}."
    return f"{_first(c.the(0))} went from {was} to {now}; {c.right} is wanted."


def again_words(story: Story, outputs: np.ndarray) -> str:
    """Stage 8: where the number is after these steps."""
    c, trace = called(story), story.trace
    before, now = float(trace.before.a[-1][0]), float(outputs[0])
    digits = digits_that_differ(before, now)
    was, is_now = plain(before, digits), plain(now, digits)
    if was == is_now:
        return f"; {c.the(0)} stays at {was}."
    return f"; {c.the(0)} goes from {was} to {is_now}, where {c.right} is wanted."


def helps(story: Story, *, more: bool) -> str:
    """What a hidden neuron should do about the number."""
    wish = float(story.trace.wish_a[-1][0])
    nearer = f"bring {called(story).the(0)} nearer to {called(story).right} ({signed(wish)})"
    return f"This neuron should fire {'more' if more else 'less'}, to {nearer}."


def _first(name: str) -> str:
    return name[0].upper() + name[1:]
