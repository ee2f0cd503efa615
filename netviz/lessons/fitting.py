"""Whether the lines of a lesson fit one another: a network its problem, a neuron its network."""

from __future__ import annotations

from typing import Any

from netviz.lessons.conditions import Condition, LessonError, Reading
from netviz.lessons.directives import Focus, Shape, Wanted
from netviz.lessons.lesson import Check, Do, Number
from netviz.tasks.all_tasks import DEFAULT, task_named
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.task import AnyTask


class Fitting:
    """Follows what is on screen in the course of a lesson. `sizes` None: of a file, not known here."""

    def __init__(self) -> None:
        self._task: AnyTask | None = DEFAULT
        self._sizes: tuple[int, ...] | None = None

    def take(self, word: str, value: Any) -> None:
        """A directive. Raises LessonError where it does not fit what stands there."""
        match word, value:
            case "task", str():
                self._task = task_named(value)
                self._sizes = self._task.network.sizes
            case "open", _:
                self._task = self._sizes = None
            case "network", Shape():
                self._check_shape(value)
                self._sizes = value.sizes
            case "compare", tuple():
                for shape in value:
                    self._check_shape(shape)
            case "read", _ if self._task not in (None, DIGITS):
                raise LessonError(
                    f"A page is for the problem {DIGITS.label}; “task {DIGITS.id}” before it would be right."
                )
            case "example", Wanted():
                self._check_class(value.label)
            case "focus", Focus():
                self._check_focus(value)

    def check(self, check: Check) -> None:
        """A check. Raises LessonError where it asks for a neuron that is not there."""
        match check:
            case Number(value=Reading() as figure):
                self._check_figure(figure)
            case Do(until=conditions):
                for condition in conditions:
                    self._check_condition(condition)

    def _check_condition(self, condition: Condition) -> None:
        self._check_figure(condition.figure)
        if condition.figure.name == "answer":
            self._check_class(int(condition.number))

    def _check_figure(self, figure: Reading) -> None:
        if figure.name == "output":
            self._check_class(figure.at[0][1])
            return
        for column, index in figure.at:
            self._check_neuron(column, index)

    def _check_focus(self, focus: Focus) -> None:
        if focus.column is None:
            self._check_class(focus.index)
            return
        self._check_neuron(focus.column, focus.index)
        if focus.source is not None:
            self._check_neuron(*focus.source)

    def _check_shape(self, shape: Shape) -> None:
        task = self._task
        if task is not None and (shape.sizes[0], shape.sizes[-1]) != (task.input.n, task.answer.n):
            raise LessonError(
                f"{task.label} has {task.input.n} inputs and {task.answer.n} outputs; a shape that begins "
                "and ends with these would be right."
            )

    def _check_class(self, label: int | None) -> None:
        task = self._task
        if label is not None and task is not None and not 0 <= label < task.answer.n:
            raise LessonError(f"{task.label} has no class {label}; 0 to {task.answer.n - 1} would be right.")

    def _check_neuron(self, column: int, index: int) -> None:
        sizes = self._sizes
        if sizes is None:
            return
        if column >= len(sizes) or index > sizes[column]:
            raise LessonError(
                f"A network {'-'.join(map(str, sizes))} has no neuron {column}.{index}; the input is layer "
                "0, and neurons are counted from 1."
            )
