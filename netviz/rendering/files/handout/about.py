"""What stands at the head and the foot of each page: of which network, which step and which example."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from netviz.language.grammar import counted
from netviz.tasks.input import Picture
from netviz.viewmodels.naming import input_name
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.numbers import plain
from netviz.viewmodels.story.words.sentences import heading

NAMED: Final = 8
"""Inputs that are named with their numbers, where there is no picture."""


class About(NamedTuple):
    """The words of a sheet: its title, what it is about, its input where that is no picture, and its foot."""

    title: str
    below: str
    inputs: str
    foot: str


def about(story: Story, name: str, kind: str) -> About:
    """Of the network called `name`; `kind` is what the sheet is: `Hand-out`."""
    shape = str(story.spec)
    network = ", ".join((name, *(() if shape in name else (shape,)), _step(story.step)))
    loss = story.spec.loss_function
    below = f"Network {network}. Outputs: {loss.output_label}; loss: {loss.label}."
    return About(heading(story), below, _inputs(story), f"{kind} · {heading(story)} · {network}")


def _step(step: int | None) -> str:
    if step is None:
        return "step not known"
    return counted(step, "step {n}", "step {n}") if step else "untrained"


def _inputs(story: Story) -> str:
    """The largest inputs by name; empty where they make a picture, which is drawn."""
    if isinstance(story.task.input, Picture):
        return ""
    x = story.trace.pixels
    shown = sorted(int(k) for k in np.argsort(-np.abs(x), kind="stable")[:NAMED])
    named = ", ".join(f"{input_name(len(x), k, story.task)} {plain(float(x[k]))}" for k in shown)
    rest = counted(len(x) - len(shown), "; {n} more, nearer to 0", "; {n} more, nearer to 0")
    return f"What it reads: {named}{rest if len(x) > len(shown) else ''}."
