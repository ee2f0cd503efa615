"""Examples that are typed on the command line: `0.3,0.5` for a point."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from netviz.language.grammar import all_of, counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netviz.tasks.task import AnyTask


def typed(task: AnyTask, text: str) -> NDArray[Any]:
    """The numbers of one example as they are stored, (task.input.n,). Raises ValueError with a sentence."""
    import numpy as np

    from netviz.tasks.input import Measures

    reads = task.input
    if not isinstance(reads, Measures):
        raise ValueError(
            f"--inputs is for a few numbers, and {task.label} are pictures; a picture's file would be right."
        )
    parts = [part.strip() for part in text.split(",")]
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if len(numbers) != reads.n or not all(map(math.isfinite, numbers)):
        like = ",".join(f"{value:g}" for value in reads.blank())
        raise ValueError(
            counted(
                reads.n,
                "--inputs: “{text}” can't be read; one number for {names}, as {like}, would be right.",
                "--inputs: “{text}” can't be read; {n} numbers for {names}, as {like}, would be right.",
                text=text[:40],
                names=all_of(reads.names),
                like=like,
            )
        )
    return np.asarray(numbers, reads.dtype)


def no_pictures(task: AnyTask, what: str) -> str:
    """Why `what`, which is for digits, says nothing to a network for this task; a sentence."""
    like = ",".join(f"{value:g}" for value in task.input.blank())
    return (
        f"{what} is for pictures of digits, and {task.label} reads {task.input.called}; --inputs {like} "
        "would be right."
    )


def add_inputs(parser: argparse.ArgumentParser, **more: Any) -> None:
    """`--inputs`, for commands that put something before a network."""
    parser.add_argument(
        "--inputs",
        metavar="X,Y",
        help="the numbers that it reads, as 0.3,0.5, where it reads no pictures",
        **more,
    )
