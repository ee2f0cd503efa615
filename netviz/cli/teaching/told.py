"""Which network, which example: what `netviz explain` and `netviz handout` share."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from netviz.cli.arguments import a_path, a_seed, a_whole
from netviz.cli.foreign import add_foreign, read_with
from netviz.cli.predicting.typed_inputs import add_inputs, no_pictures, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from netviz.tasks.data_name import DataName
    from netviz.tasks.examples import Data, Examples
    from netviz.training.snapshot import Snapshot
    from netviz.viewmodels.scene import Layout
    from netviz.viewmodels.story.story import Story

USUAL: Final = 3  # the digit that is taught where none is named


def add_told(parser: argparse.ArgumentParser) -> None:
    """The arguments that say which network and which example."""
    parser.add_argument(
        "file",
        nargs="?",
        type=a_path,
        help="a saved network; without it, an untrained one with the default layers",
    )
    parser.add_argument(
        "--picture",
        type=a_path,
        metavar="FILE",
        help="teach it the digit in this picture; --digit says which it is",
    )
    parser.add_argument(
        "--digit",
        type=a_whole,
        metavar="LABEL",
        help="teach it a training digit with this label (3); with --picture what that picture shows",
    )
    parser.add_argument(
        "--data", type=a_path, metavar="FOLDER", help="the digits that the network was trained with (its own)"
    )
    parser.add_argument(
        "--seed", type=a_seed, default=0, help="which digit, which mini-batch, which random weights (0)"
    )
    add_inputs(parser)
    add_foreign(parser)


def told_story(args: argparse.Namespace, make_layout: Callable[[Snapshot], Layout]) -> tuple[Story, str]:
    """The story that the arguments name, on the page that `make_layout` gives its network, and what the
    network is called. Needs an application of Qt. Raises ValueError.
    """
    from netviz.cli.own_data import own_data
    from netviz.viewmodels.references import SHADE_DIGITS, shade_references
    from netviz.viewmodels.story.prepare import prepare

    snapshot, step, batch_size, name = _snapshot(args)
    data = own_data(args.file, name, args.data, "--data FOLDER with its own digits would be right.")
    pixels, label = _taught(args, data, snapshot.spec.sizes[-1])
    references = tuple(map(float, shade_references(snapshot, data.validation.inputs(slice(SHADE_DIGITS)))))
    story = prepare(
        snapshot,
        pixels,
        label,
        make_layout(snapshot),
        references,
        reads=data.task.input,
        images=data.training.stored,
        labels=data.training.answers,
        seed=args.seed,
        step=step,
        batch_size=batch_size,
    )
    return story, "with random weights" if args.file is None else args.file.stem


def _taught(args: argparse.Namespace, data: Data, n_out: int) -> tuple[NDArray[Any], int | float]:
    """What is taught, as it is stored, and what is right for it. Raises ValueError."""
    from netviz.tasks.digits.images import read_image
    from netviz.tasks.pictures.pictures import PictureData

    task = data.task
    if task.answer.kind != "classes":
        if args.inputs is not None or args.picture is not None or args.digit is not None:
            raise ValueError(
                f"{task.label} is answered with {task.answer.called}, and is taught a training "
                f"{task.example}; --seed, which chooses another one, would be right."
            )
        return _of_numbers(data.training, args.seed)
    if args.inputs is not None:
        return typed(task, args.inputs), _label(args.inputs, args.digit, n_out)
    if args.picture is None:
        label = min(USUAL, task.answer.n - 1) if args.digit is None else args.digit
        return _example(data.training, label, args.seed), label
    if not isinstance(data, PictureData):
        raise ValueError(no_pictures(task, "--picture"))
    label = _label(args.picture, args.digit, n_out)
    return read_image(args.picture), label


def _label(picture: object, label: int | None, n_outputs: int) -> int:
    """What is shown is said to be this. No answer is presumed: the network may be wrong about it."""
    if label is None:
        raise ValueError(
            f"Which digit does {picture} show? --digit says it, as in --digit {min(4, n_outputs - 1)}."
        )
    if not 0 <= label < n_outputs:
        raise ValueError(f"--digit must be from 0 to {n_outputs - 1}, not {label}.")
    return label


def _snapshot(args: argparse.Namespace) -> tuple[Snapshot, int | None, int, DataName]:
    """The saved network, or an untrained one; its training steps, None where the file does not say; how many
    digits each of its steps takes; and from which data.
    """
    from netviz.network.network import Network
    from netviz.tasks.all_tasks import USUAL as USUAL_TASK
    from netviz.tasks.all_tasks import task_named
    from netviz.tasks.data_name import UNKNOWN
    from netviz.training.experiments.rehearsal import BATCH
    from netviz.training.snapshot import Snapshot

    file: Path | None = args.file
    if file is not None:
        run = read_with(file, None, args)
        if run.note:
            print(f"netviz: {file}: {run.note}", file=sys.stderr)
        step = None if run.state is None else run.step
        usual = BATCH if run.state is None else run.state.config.batch_size
        return (
            Snapshot(str(file), 0, run.step, run.spec, run.parameters, task=run.task),
            step,
            usual,
            run.data,
        )
    network = Network(task_named(USUAL_TASK).network)
    network.initialise(args.seed)
    return Snapshot("untrained", 0, 0, network.spec, network.parameters), 0, BATCH, UNKNOWN


def _example(training: Examples, label: int, seed: int) -> NDArray[Any]:
    """A training example with this label."""
    import numpy as np

    with_label = np.flatnonzero(training.answers == label)
    if not len(with_label):
        last = training.task.answer.n - 1
        raise ValueError(
            f"There is no training {training.task.example} {label}; --digit must be from 0 to {last}."
        )
    chosen = int(np.random.default_rng(seed).choice(with_label))
    return np.asarray(training.stored[chosen])


def _of_numbers(training: Examples, seed: int) -> tuple[NDArray[Any], float]:
    """A training example, and the right number."""
    import numpy as np

    chosen = int(np.random.default_rng(seed).integers(len(training)))
    return np.asarray(training.stored[chosen]), float(training.answers[chosen, 0])
