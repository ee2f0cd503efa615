"""`netviz test`: examine a saved network on digits that it never learned from."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from netviz.cli.arguments import a_path, a_whole
from netviz.cli.foreign import add_foreign, reader_with
from netviz.cli.main import BAD_INPUT, DONE
from netviz.training.figures import percent

if TYPE_CHECKING:
    from netviz.tasks.data_name import DataName
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

    from netviz.cli.own_digits import own_digits
    from netviz.files.errors import FileError
    from netviz.tasks.digits.digits import DataError
    from netviz.training.jobs.mathematics import one_blas_thread
    from netviz.training.judge import MEASURE, n_refused
    from netviz.training.measure.examination import examine

    one_blas_thread()
    try:
        model = reader_with(args.file, args.step, args)
        data = own_digits(
            args.file, model.data, args.data, "--data FOLDER with the digits to test it on would be right."
        )
    except (FileError, DataError) as error:
        print(f"netviz: {error}", file=sys.stderr)
        return BAD_INPUT
    with np.errstate(all="ignore"):  # weights may be finite and yet so large that their sums are not
        examination = examine(model.spec, model.parameters, data.test)
    refused = n_refused(data.test)
    if args.json:
        print(json.dumps({**_result(args.file, model, examination, data.name), "no_digits": refused}))
    else:
        print(_report(args.file, model, examination, data.name))
        share = 100 * refused / examination.count
        print(f"\n{refused:,} of these digits ({share:.1f}\u00a0%) are no digits that I know: {MEASURE}")
    return DONE


def _report(file: Path, model: Run, examination: Examination, data: DataName) -> str:
    from netviz.panels.settings.words import kind

    spec, low, high = model.spec, *examination.interval
    trained = [f"{model.step:,} steps"] if model.step or model.state is not None else []
    verdict = (
        f"{percent(examination.accuracy, 2)} of {examination.count:,} test digits right "
        f"(95\u00a0% confidence: {100 * low:.2f} to {percent(high, 2)})"
    )
    lines = [
        " · ".join([str(file), str(spec), kind(spec), *trained]),
        *([model.note] if model.note else []),
        *([_others(model, data)] if _others(model, data) else []),
        "",
        verdict,
        "",
        "digit   count   recall  precision",
    ]
    counts = examination.confusion.sum(axis=1)
    for digit, (count, recall, precision) in enumerate(
        zip(counts, examination.recall, examination.precision, strict=True)
    ):
        lines.append(f"{digit:>5}   {count:>5,}  {_share(recall)}    {_share(precision)}")
    mistakes = examination.most_confused(MISTAKES)
    if mistakes:
        lines += ["", "most frequent mistakes"]
        most = mistakes[0].times
        for label, answer, times in mistakes:
            bar = "■" * max(1, round(_BAR * times / most))
            lines.append(f"    {label} read as {answer}  {times:>5,}  {bar}")
    return "\n".join(lines)


def _others(model: Run, data: DataName) -> str:
    """Says so where these are not the digits that belong to the network."""
    if not model.data.sha256 or model.data.same(data):
        return ""
    return f"It was trained with {model.data}, and is tested on others: {data}."


def _share(share: float) -> str:
    """`97.45 %`, or a dash where there was nothing to count."""
    return f"{percent(share):>7}"


def _result(file: Path, model: Run, examination: Examination, data: DataName) -> dict[str, object]:
    low, high = examination.interval
    return {
        "file": str(file),
        "layers": str(model.spec),
        "step": model.step,
        "test_accuracy": examination.accuracy,
        "interval": [low, high],
        "count": examination.count,
        "correct": examination.n_correct,
        "digits": [
            {"digit": digit, "count": int(count), "recall": _known(recall), "precision": _known(precision)}
            for digit, (count, recall, precision) in enumerate(
                zip(examination.confusion.sum(axis=1), examination.recall, examination.precision, strict=True)
            )
        ],
        "confusion": examination.confusion.tolist(),
        "data": {"sha256": data.sha256, **data.to_table()},
        "note": " ".join(filter(None, (model.note, _others(model, data)))),
    }


def _known(share: float) -> float | None:
    return None if math.isnan(share) else float(share)
