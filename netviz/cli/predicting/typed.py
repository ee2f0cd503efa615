"""`netviz predict --inputs`: what a network answers to numbers that somebody types."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.cli.main import BAD_INPUT, DONE
from netviz.cli.predicting.outputs import NO_NUMBER, outputs_of
from netviz.tasks.answer import Numbers
from netviz.training.figures import percent

if TYPE_CHECKING:
    from netviz.tasks.task import AnyTask
    from netviz.training.saved.model_file import Model


_LONGEST: Final = 60  # characters of what was given, on a line


class Given(NamedTuple):
    """An example that somebody gave, (task.input.n,), as it is stored, and what it is called."""

    name: str
    stored: NDArray[Any]


def answer_typed(args: argparse.Namespace, model: Model, task: AnyTask, examples: list[Given]) -> int:
    """Print what is answered to each, (task.input.n,), as it is stored; 2 where an answer is no number."""
    stored = np.stack([given.stored for given in examples])
    names = [given.name for given in examples]
    outputs = outputs_of(model, stored)
    wrong = [text for text, row in zip(names, outputs, strict=True) if not np.isfinite(row).all()]
    if wrong:
        print(f"netviz: {wrong[0]}: {NO_NUMBER}", file=sys.stderr)
        return BAD_INPUT
    if args.json:
        predictions = [
            {"given": name, "inputs": example.tolist(), **_table(model, task, row)}
            for name, example, row in zip(names, stored, outputs, strict=True)
        ]
        print(
            json.dumps(
                {
                    "file": str(args.file),
                    "task": task.id,
                    "layers": str(model.spec),
                    "outputs": model.spec.loss_function.output_label,
                    "predictions": predictions,
                }
            )
        )
        return DONE
    names = [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in names]
    width = max(map(len, names))
    for text, row in zip(names, outputs, strict=True):
        print(f"{text:<{width}}  {_words(task, row)}")
    return DONE


def _words(task: AnyTask, row: NDArray[Any]) -> str:
    """`upper  98.1 %   then lower 1.9 %`, or `y = 0.953`."""
    if isinstance(task.answer, Numbers):
        answered = zip(task.answer.names, task.answer.meant(row), strict=True)
        return "  ".join(f"{name} = {value:.4g}" for name, value in answered)
    first, *others = (int(place) for place in np.argsort(-row, kind="stable"))
    then = ", ".join(f"{task.answer.name(place)} {percent(float(row[place]))}" for place in others)
    return f"{task.answer.name(first)}  {percent(float(row[first])):>7}   then {then}"


def _table(model: Model, task: AnyTask, row: NDArray[Any]) -> dict[str, object]:
    if isinstance(task.answer, Numbers):
        answered = zip(task.answer.names, task.answer.meant(row).tolist(), strict=True)
        return {"answers": dict(answered)}
    place = int(row.argmax())
    output = float(row[place])
    return {
        "class": place,
        "name": task.answer.name(place),
        "output": output,
        "probability": output if model.spec.loss_function.sums_to_one else None,
        "all": {task.answer.name(k): float(value) for k, value in enumerate(row)},
    }
