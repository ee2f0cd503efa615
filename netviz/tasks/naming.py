"""What neurons and pixels are called on screen: counted from 1. Arrays and files count from 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.input import picture_of
from netviz.tasks.task import AnyTask

COUNTED: Final = (
    "Neurons are named by layer and place, counted from 1 at the top: 2·6 is the sixth neuron of hidden "
    "layer 2."
)


def how_named(task: AnyTask) -> str:
    """How neurons and this task's inputs are named."""
    return f"{COUNTED} {task.input.sentences.naming}".rstrip()


def place_of(column: int, index: int) -> str:
    """`2·6`: the sixth neuron from the top of hidden layer 2; `column` 0 is the image, `index` is from 0."""
    return f"{column}·{index + 1}"


def pixel_place(row: int, column: int) -> str:
    """`12·5`: the fifth pixel of the twelfth row; both given from 0."""
    return f"{row + 1}·{column + 1}"


def input_name(n_inputs: int, index: int, task: AnyTask = DEFAULT) -> str:
    """What the task calls this input, `x`; of a network for something else `pixel 12·5` where the inputs are
    a picture, else `input 37`.
    """
    reads = task.input
    if n_inputs == reads.n:
        return reads.name(index)
    picture = picture_of(n_inputs)
    return f"input {index + 1}" if picture is None else picture.name(index)


def output_name(n_outputs: int, index: int, task: AnyTask = DEFAULT) -> str:
    """`3`: what an output stands for, in the task's words; of a network for another one, its number."""
    answer = task.answer
    return answer.name(index) if n_outputs == answer.n else str(index)


def name_of(sizes: Sequence[int], column: int, index: int, task: AnyTask = DEFAULT) -> str:
    """`pixel 12·5`, `neuron 2·6`, and `output 3` for the output that stands for the digit 3."""
    if column == 0:
        return input_name(sizes[0], index, task)
    if column == len(sizes) - 1:
        return f"output {output_name(sizes[-1], index, task)}"
    return f"neuron {place_of(column, index)}"
