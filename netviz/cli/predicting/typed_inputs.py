"""Examples that are typed on the command line: `0.3,0.5` for a point."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any, Final

from netviz.language.grammar import all_of, counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netviz.tasks.task import AnyTask


_MOST: Final = 12  # columns for which a sentence shows an example


def typed(task: AnyTask, text: str) -> NDArray[Any]:
    """The numbers of one example as they are stored, (task.input.n,). Raises ValueError with a sentence."""
    import numpy as np

    from netviz.tasks.columns import Columns
    from netviz.tasks.examples import DataError
    from netviz.tasks.input import Measures
    from netviz.tasks.tabular.asked import typed_row

    reads = task.input
    if isinstance(reads, Columns):
        try:
            return reads.prepared(typed_row(reads, text))
        except DataError as error:
            raise ValueError(f"--inputs: {error}; {like(task)} would be right.") from error
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
        example = ",".join(f"{value:g}" for value in reads.blank())
        raise ValueError(
            counted(
                reads.n,
                "--inputs: “{text}” can't be read; one number for {names}, as {like}, would be right.",
                "--inputs: “{text}” can't be read; {n} numbers for {names}, as {like}, would be right.",
                text=text[:40],
                names=all_of(reads.names),
                like=example,
            )
        )
    return np.asarray(numbers, reads.dtype)


def no_pictures(task: AnyTask, what: str) -> str:
    """Why `what`, which is for digits, says nothing to a network for this task; a sentence."""
    return (
        f"{what} is for pictures of digits, and {task.label} reads {task.input.called}; {like(task)} would "
        "be right."
    )


def like(task: AnyTask, *, text: bool = False) -> str:
    """How an example that is no picture can be given: `--inputs 0.5,0.5`; a mail as a `text` where that can
    be.
    """
    from netviz.tasks.columns import Columns, Numeric
    from netviz.tasks.spam.mail import Mail

    reads = task.input
    if text and isinstance(reads, Mail):
        return "--text with the words of a mail"
    if not isinstance(reads, Columns):
        return "--inputs " + ",".join(f"{value:g}" for value in reads.blank())
    if len(reads.columns) > _MOST:
        return f"--inputs with a value for each of {len(reads.columns)} columns"
    values = (f"{c.gap:g}" if isinstance(c, Numeric) else c.categories[0] for c in reads.columns)
    return "--inputs " + ",".join(values)


def texts(args: argparse.Namespace, task: AnyTask) -> list[NDArray[Any]]:
    """What `--text` gives, as it is stored. Raises ValueError where that is for another task."""
    from netviz.tasks.spam.mail import Mail

    if args.text and not isinstance(task.input, Mail):
        raise ValueError(
            f"--text is for mails, and {task.label} reads {task.input.called}; {like(task)} would be right."
        )
    return [task.input.typed(text) for text in args.text] if isinstance(task.input, Mail) else []


def add_inputs(parser: argparse.ArgumentParser, **more: Any) -> None:
    """`--inputs`, for commands that put something before a network."""
    parser.add_argument(
        "--inputs",
        metavar="X,Y",
        help="the numbers that it reads, as 0.3,0.5, where it reads no pictures; of a table a value for each "
        "column",
        **more,
    )


def add_texts(parser: argparse.ArgumentParser) -> None:
    """`--text`, for networks that read mails."""
    parser.add_argument(
        "--text",
        metavar="MAIL",
        action="append",
        default=[],
        help="the words of a mail, where it reads mails",
    )
