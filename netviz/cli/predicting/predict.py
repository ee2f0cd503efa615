"""`netviz predict`: let a saved network read pictures of digits."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from netviz.cli.arguments import a_path, a_whole
from netviz.cli.foreign import add_foreign, reader_with
from netviz.cli.main import BAD_INPUT, DONE
from netviz.cli.predicting.typed_inputs import add_inputs, add_texts, like, no_pictures, texts, typed
from netviz.training.figures import percent

if TYPE_CHECKING:
    from netviz.cli.predicting.typed import Given
    from netviz.tasks.task import AnyTask, PictureTask
    from netviz.training.judge import Judgement
    from netviz.training.saved.model_file import Model

RUNNERS_UP: Final = 3
_LEAST_SHOWN: Final = 0.0005  # what would read 0.0 % says nothing


@dataclass(frozen=True)
class Reading:
    """How one picture was read: digits with their outputs, the likeliest first; or why it could not be.

    `judgement` says whether its ink is like a digit at all.
    """

    file: Path
    ranking: tuple[tuple[int, float], ...] = ()
    judgement: Judgement | None = None
    problem: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz predict`."""
    parser.add_argument("file", type=a_path, help="a recorded run, or a saved network")
    parser.add_argument(
        "--step", type=a_whole, metavar="N", help="of a recording, the kept step nearest to N (the last)"
    )
    parser.add_argument(
        "images",
        metavar="IMAGE",
        type=a_path,
        nargs="*",
        help="a picture of one digit, drawn, scanned or a photo; of a table's task a CSV file with rows",
    )
    parser.add_argument(
        "--page",
        action="store_true",
        help="the picture is of a page: find all digits on it, and the numbers that they make",
    )
    add_inputs(parser, action="append", default=[])
    add_texts(parser)
    add_foreign(parser)
    parser.add_argument("--json", action="store_true", help="print the result as a JSON object")


def run(args: argparse.Namespace) -> int:
    """Read each picture; 2 where one can't be read, with a sentence, after all others were."""
    from netviz.cli.predicting.typed import answer_typed
    from netviz.training.jobs.mathematics import one_blas_thread

    one_blas_thread()
    try:
        model = reader_with(args.file, args.step, args)
        task = model.task
        examples = _typed(args, task)
    except ValueError as error:
        # FileError and the like are ValueErrors with a sentence.
        print(f"netviz: {error}", file=sys.stderr)
        return BAD_INPUT
    if model.note:
        print(f"netviz: {args.file}: {model.note}", file=sys.stderr)
    if args.page:
        from netviz.cli.predicting.page import answer_page

        return answer_page(args, model)
    return answer_typed(args, model, task, examples) if examples else _read_pictures(args, model)


def _typed(args: argparse.Namespace, task: AnyTask) -> list[Given]:
    """The examples that were typed; raises ValueError where there is nothing, or what means nothing to it."""
    from netviz.cli.predicting.typed import Given
    from netviz.tasks.columns import Columns
    from netviz.tasks.input import Measures
    from netviz.tasks.tabular.asked import read_rows

    if args.page and (args.inputs or args.text):
        raise ValueError("--page is for a picture, not for what is typed; one of the two would be right.")
    reads = task.input
    if not args.images and not args.inputs and not args.text:
        what = "--inputs with numbers" if isinstance(reads, Measures) else "a picture's file"
        if isinstance(reads, Columns):
            what = f"{like(task, text=True)}, or a CSV file with rows,"
        raise ValueError(f"There is nothing to read; {what} would be right.")
    if args.images and isinstance(reads, Measures):
        raise ValueError(no_pictures(task, str(args.images[0])))
    given = [Given(text, typed(task, text)) for text in args.inputs]
    given += [Given(text, mail) for text, mail in zip(args.text, texts(args, task), strict=True)]
    if isinstance(reads, Columns):
        for path in args.images:
            raw, lines = read_rows(path, reads)
            rows = zip(lines, reads.prepared(raw), strict=True)
            given += [Given(f"{path}, line {line:,}", row) for line, row in rows]
    return given


def _read_pictures(args: argparse.Namespace, model: Model) -> int:
    from netviz.cli.predicting.outputs import UNKNOWN, kind_words
    from netviz.training.judge import NONE

    readings = []
    width = max(len(str(image)) for image in args.images)
    for image in args.images:
        reading = _read(model, image)
        readings.append(reading)
        if reading.problem:
            print(f"netviz: {reading.problem}", file=sys.stderr)
        elif not args.json:
            print(_line(reading, width, NONE, model.task))
    status = BAD_INPUT if any(reading.problem for reading in readings) else DONE
    if args.json:
        print(json.dumps(_result(args.file, model, readings)))
        return status
    if any(reading.judgement is not None and not reading.judgement.is_digit for reading in readings):
        print(UNKNOWN)
    if kind_words(model):
        print(kind_words(model))
    return status


def _read(model: Model, image: Path) -> Reading:
    import numpy as np

    from netviz.cli.predicting.outputs import NO_NUMBER, outputs_of
    from netviz.tasks.all_tasks import USUAL
    from netviz.tasks.examples import DataError
    from netviz.tasks.pictures.prepared import read_picture
    from netviz.training.judge import judge

    task = _pictures(model.task)
    try:
        pixels = read_picture(task, model.data.how, image)
    except DataError as error:
        return Reading(image, problem=str(error))
    outputs = outputs_of(model, pixels)
    if not np.isfinite(outputs).all():
        return Reading(image, problem=f"{image}: {NO_NUMBER}")
    order = np.argsort(-outputs, kind="stable")
    ranking = tuple((int(digit), float(outputs[digit])) for digit in order)
    return Reading(image, ranking, judge(pixels) if task.id == USUAL else None)


def _line(reading: Reading, width: int, none: str, task: AnyTask) -> str:
    (digit, output), *others = reading.ranking
    runners_up = [
        f"{task.answer.name(other)} {percent(value)}"
        for other, value in others[:RUNNERS_UP]
        if value >= _LEAST_SHOWN
    ]
    line = f"{reading.file!s:<{width}}  {task.answer.name(digit)}  {percent(output):>7}"
    if runners_up:
        line += f"   then {', '.join(runners_up)}"
    judgement = reading.judgement
    if judgement is None or judgement.is_digit:
        return line
    return f"{line}   but this looks {none} ({judgement.words})"


def _result(file: Path, model: Model, readings: list[Reading]) -> dict[str, object]:
    """`output` is what the network answers, a `probability` where the outputs make 1 together, else null."""
    from netviz.cli.examined import named

    loss = model.spec.loss_function

    def probability(output: float) -> float | None:
        return output if loss.sums_to_one else None

    return {
        "file": str(file),
        "layers": str(model.spec),
        "outputs": loss.output_label,
        "predictions": [
            {"image": str(reading.file), "error": reading.problem}
            if reading.problem
            else {
                "image": str(reading.file),
                **named(model.task, reading.ranking[0][0]),
                "output": reading.ranking[0][1],
                "probability": probability(reading.ranking[0][1]),
                **_judged(reading.judgement),
                "runners_up": [
                    {**named(model.task, digit), "output": value, "probability": probability(value)}
                    for digit, value in reading.ranking[1:]
                ],
            }
            for reading in readings
        ],
    }


def _judged(judgement: Judgement | None) -> dict[str, object]:
    """Whether it is a digit at all; nothing where nobody asked."""
    if judgement is None:
        return {}
    return {"is_digit": judgement.is_digit, "likeness": judgement.likeness}


def _pictures(task: AnyTask) -> PictureTask:
    """This task, which reads pictures: what was typed in has been answered before."""
    from netviz.tasks.input import Picture

    assert isinstance(task.input, Picture)
    return cast("PictureTask", task)
