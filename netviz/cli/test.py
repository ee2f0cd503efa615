"""`netviz test`: examine a saved network on digits that it never learned from."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from netviz.cli.arguments import a_path, a_whole
from netviz.cli.foreign import add_foreign, reader_with
from netviz.cli.main import BAD_INPUT, DONE
from netviz.training.figures import percent

if TYPE_CHECKING:
    from netviz.cli.examined import Examined
    from netviz.tasks.data_name import DataName
    from netviz.tasks.task import AnyTask
    from netviz.training.measure.examination import Examination
    from netviz.training.recording.run_file import Run

MISTAKES: Final = 5
_BAR: Final = 20  # characters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz test`."""
    parser.add_argument("file", type=a_path, help="a recorded run, or a saved network")
    parser.add_argument(
        "--step", type=a_whole, metavar="N", help="of a recording, the kept step nearest to N (the last)"
    )
    parser.add_argument(
        "--data",
        type=a_path,
        metavar="FOLDER",
        help="four IDX files like MNIST's (the digits that it was trained with)",
    )
    add_foreign(parser)
    parser.add_argument("--json", action="store_true", help="print the result as a JSON object")


def run(args: argparse.Namespace) -> int:
    """Examine the network; 2 and a sentence where something is wrong."""
    import numpy as np

    from netviz.cli.examined import examined
    from netviz.cli.own_data import own_data
    from netviz.files.errors import FileError
    from netviz.tasks.digits.digits import Digits
    from netviz.tasks.examples import DataError
    from netviz.training.jobs.mathematics import one_blas_thread
    from netviz.training.judge import MEASURE, n_refused

    one_blas_thread()
    try:
        model = reader_with(args.file, args.step, args)
        data = own_data(
            args.file, model.data, args.data, "--data FOLDER with the digits to test it on would be right."
        )
    except (FileError, DataError) as error:
        print(f"netviz: {error}", file=sys.stderr)
        return BAD_INPUT
    with np.errstate(all="ignore"):  # weights may be finite and yet so large that their sums are not
        found = examined(model.spec, model.parameters, data.test)
    refused = n_refused(data.test) if isinstance(data.test, Digits) else None
    if args.json:
        no_digits = {} if refused is None else {"no_digits": refused}
        print(json.dumps({**_result(args.file, model, found, data.name), **no_digits}))
        return DONE
    print(_report(args.file, model, found, data.task, data.name))
    if refused is not None:
        share = 100 * refused / len(data.test)
        print(f"\n{refused:,} of these digits ({share:.1f}\u00a0%) look like no digit: {MEASURE}")
    return DONE


def _report(file: Path, model: Run, found: Examined, task: AnyTask, data: DataName) -> str:
    from netviz.cli.examined import ExaminedClasses
    from netviz.panels.settings.words import kind

    spec = model.spec
    trained = [f"{model.step:,} steps"] if model.step or model.state is not None else []
    lines = [
        " · ".join([str(file), str(spec), kind(spec), *trained]),
        *([model.note] if model.note else []),
        *([_others(model, data)] if _others(model, data) else []),
        "",
        found.words,
    ]
    if isinstance(found, ExaminedClasses):
        lines += _of_classes(found.found, task)
    return "\n".join(lines)


def _of_classes(examination: Examination, task: AnyTask) -> list[str]:
    """Each class, and which are taken for one another."""
    names = [task.answer.name(index) for index in range(len(examination.confusion))]
    title = task.example if max(map(len, names)) < len(task.example) else "class"
    width = max(len(title), *map(len, names))
    lines = ["", f"{title:>{width}}   count   recall  precision"]
    counts = examination.confusion.sum(axis=1)
    for name, count, recall, precision in zip(
        names, counts, examination.recall, examination.precision, strict=True
    ):
        lines.append(f"{name:>{width}}   {count:>5,}  {_share(recall)}    {_share(precision)}")
    mistakes = examination.most_confused(MISTAKES)
    if mistakes:
        lines += ["", "most frequent mistakes"]
        most = mistakes[0].times
        for label, answer, times in mistakes:
            bar = "■" * max(1, round(_BAR * times / most))
            lines.append(f"    {names[label]} read as {names[answer]}  {times:>5,}  {bar}")
    return lines


def _others(model: Run, data: DataName) -> str:
    """Says so where these are not the digits that belong to the network."""
    if not model.data.sha256 or model.data.same(data):
        return ""
    return f"It was trained with {model.data}, and is tested on others: {data}."


def _share(share: float) -> str:
    """`97.45 %`, or a dash where there was nothing to count."""
    return f"{percent(share):>7}"


def _result(file: Path, model: Run, found: Examined, data: DataName) -> dict[str, object]:
    return {
        "file": str(file),
        "task": model.task.id,
        "layers": str(model.spec),
        "step": model.step,
        **found.figures,
        **found.details,
        "data": {"sha256": data.sha256, **data.to_table()},
        "note": " ".join(filter(None, (model.note, _others(model, data)))),
    }
