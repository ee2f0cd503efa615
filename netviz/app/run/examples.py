"""The recorded runs that come with the program, to look at and to go on with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from netviz.files.errors import FileError
from netviz.panels.kit.figures import percent
from netviz.tasks.digits.resources import resource
from netviz.training.recording.run_file import read_run

TOLD: Final = {
    "dead-relu": (
        "Dead ReLU",
        (
            "A learning rate of 0.5 has thrown neurons to where their sum is below zero for every example: "
            "they are off for good, and nothing is learnt any more."
        ),
    ),
    "vanishing-gradients": (
        "Vanishing gradients",
        (
            "Through five layers of sigmoids hardly anything of the gradient reaches the first one: 3,000 "
            "steps have taught this network almost nothing."
        ),
    ),
    "overfitting": (
        "Overfitting",
        (
            "The training loss goes on falling while the validation loss has turned and rises: it learns "
            "its training examples by heart."
        ),
    ),
}
"""Of each file, by its name: what it shows, in words and in a sentence."""


def shipped_examples() -> list[Path]:
    """Their files, the plainly trained one first."""
    try:
        found = resource("examples").glob("*.netviz")
    except FileNotFoundError:
        return []
    return sorted(found, key=lambda path: (path.stem in TOLD, path.name))


def example_title(path: Path) -> str:
    """`Trained: 20-16-16-3, 96.2 %` (of the validation digits), or what the run shows.

    The file's name where it can't be read.
    """
    told = TOLD.get(path.stem)
    if told is not None:
        return told[0]
    try:
        run = read_run(path)
    except (FileError, OSError):
        return path.name
    accuracy = f", {percent(run.validation.accuracy)}" if run.validation else ""
    return f"Trained: {run.spec}{accuracy}"


def example_words(path: Path) -> str:
    """What there is to see in it, in one sentence; empty where nothing has to be said."""
    return TOLD[path.stem][1] if path.stem in TOLD else ""
