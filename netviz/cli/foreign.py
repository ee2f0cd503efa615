"""What a file of another program leaves out: the options that say it, and what measuring says of it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from netviz.training.recording.run_file import Run
    from netviz.training.saved.fitting import Fits
    from netviz.training.saved.foreign_layers import Said


def add_foreign(parser: argparse.ArgumentParser) -> None:
    """`--activation` and `--pixels`, for commands that read a network."""
    parser.add_argument(
        "--activation",
        metavar="NAME",
        help="of weights from another program: what their hidden layers have, by a name that netviz train "
        "has for it, or one for each, as tanh,relu (what the file says, else the usual one)",
    )
    parser.add_argument(
        "--pixels",
        metavar="MEAN,DEVIATION",
        help="of weights from another program: how the pixels that they learned from, 0 to 1, were "
        "normalised, as 0.1307,0.3081 (what the file says, else not at all)",
    )


def _said_of(args: argparse.Namespace) -> Said:
    """What these options say."""
    from netviz.training.saved.foreign_layers import Said

    return Said(args.activation, args.pixels)


def _told_of(model: Run) -> Run:
    """With what measuring says in its note, where it is of another program and something was assumed."""
    from netviz.tasks.all_tasks import TASKS
    from netviz.tasks.finding import load
    from netviz.training.saved.fitting import fits

    reads_it = model.task.id in TASKS and model.task.fits(model.spec)
    if not (model.assumed or model.pixels_assumed) or not reads_it:
        return model
    words = _measured(fits(model, load(model.task.id).validation), activation_known=not model.assumed)
    return replace(model, note=" ".join(filter(None, (model.note, words))))


def read_with(path: Path, step: int | None, args: argparse.Namespace) -> Run:
    """The network in a file, with what these options say of it, and what measuring says. Raises FileError."""
    from netviz.training.recording.run_file import read_run

    return _told_of(read_run(path, step, _said_of(args)))


def reader_with(path: Path, step: int | None, args: argparse.Namespace) -> Run:
    """The same of a network that reads what its task has."""
    from netviz.training.recording.run_file import read_reader

    return _told_of(read_reader(path, step, _said_of(args)))


def _measured(found: Fits, *, activation_known: bool) -> str:
    """What would read clearly more, or that nothing reads much."""
    from netviz.training.figures import percent
    from netviz.training.saved.pixel_scale import PLAIN

    assumed, best = found.assumed, found.best
    if assumed.accuracy is None or best.accuracy is None:
        return ""
    if found.another:
        options = [] if activation_known else [f"--activation {best.activation}"]
        if best.pixels != PLAIN:
            options.append(f"--pixels {best.pixels}")
        what = best.pixels.words if best.pixels != PLAIN else "that"
        return (
            f"With these {percent(assumed.accuracy)} of {found.count:,} validation digits are read rightly; "
            f"with {' '.join(options)} ({what}) {percent(best.accuracy)} would be."
        )
    if found.poor:
        return (
            f"Only {percent(assumed.accuracy)} of {found.count:,} validation digits are read rightly so, and "
            "no usual activation or scale of pixels reads many more: it may have learned from other pixels."
        )
    return ""
