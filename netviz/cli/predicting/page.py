"""`netviz predict --page`: the digits on a photo, a scan or a screenshot of a page."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from netviz.cli.main import BAD_INPUT, DONE
from netviz.cli.predicting.outputs import NO_NUMBER, UNKNOWN, kind_words, outputs_of
from netviz.tasks.digits.page.picture import read_picture
from netviz.tasks.digits.page.read import Mark, PageRead, read_page
from netviz.tasks.digits.task import DIGITS
from netviz.training.figures import percent
from netviz.training.judge import LEAST, NONE, likeness

if TYPE_CHECKING:
    from netviz.training.saved.model_file import Model


def answer_page(args: argparse.Namespace, model: Model) -> int:
    """Print what the network reads on the page; 2 where it can't be read, with a sentence."""
    try:
        if model.task.id != DIGITS.id:
            raise ValueError(
                f"{args.file} reads {model.task.examples}; for --page, a network that reads digits would be "
                "right."
            )
        if len(args.images) != 1:
            raise ValueError(
                f"--page is for one picture, not for {len(args.images)}; one file would be right."
            )
        page = read_page(read_picture(args.images[0]), likeness, LEAST)
        outputs = _outputs(model, page)
        if not np.isfinite(outputs).all():
            raise ValueError(f"{args.images[0]}: {NO_NUMBER}")
    except ValueError as error:  # a DataError is one
        print(f"netviz: {error}", file=sys.stderr)
        return BAD_INPUT
    if args.json:
        print(json.dumps(_result(model, page, outputs)))
    else:
        _print(model, page, outputs)
    return DONE


def _outputs(model: Model, page: PageRead) -> NDArray[Any]:
    """What the network answers to each mark, (n, 10)."""
    if not page.marks:
        return np.zeros((0, 10), np.float32)
    return outputs_of(model, np.stack([mark.pixels for mark in page.marks]))


def _numbers(page: PageRead, outputs: NDArray[Any]) -> list[str]:
    answers = outputs.argmax(axis=1)
    return ["".join(str(answers[place]) for place in number) for number in page.numbers]


def _result(model: Model, page: PageRead, outputs: NDArray[Any]) -> dict[str, object]:
    """`probability` is None where the outputs don't make 1 together."""
    sums_to_one = model.spec.loss_function.sums_to_one
    return {
        "digits": [
            {
                "box": list(mark.box),
                "answer": int(row.argmax()),
                "probability": float(row.max()) if sums_to_one else None,
                "is_digit": mark.is_digit,
            }
            for mark, row in zip(page.marks, outputs, strict=True)
        ],
        "numbers": _numbers(page, outputs),
    }


def _print(model: Model, page: PageRead, outputs: NDArray[Any]) -> None:
    for mark, row in zip(page.marks, outputs, strict=True):
        print(_line(mark, row))
    numbers = _numbers(page, outputs)
    if not numbers:
        print("No digits on this page.")
    else:
        print(f"Read: {'  '.join(numbers)}")
    if not all(mark.is_digit for mark in page.marks):
        print(UNKNOWN)
    if page.marks and kind_words(model):
        print(kind_words(model))


def _line(mark: Mark, row: NDArray[Any]) -> str:
    x, y, width, height = mark.box
    line = f"{f'{x},{y} {width}×{height}':<20}  {row.argmax()}  {percent(float(row.max())):>7}"
    return line if mark.is_digit else f"{line}   but this looks {NONE}"
