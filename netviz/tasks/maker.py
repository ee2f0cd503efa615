"""Who makes the examples of a task, anew for whatever recipe."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from netviz.tasks.answer import Classes
from netviz.tasks.data_name import DataName
from netviz.tasks.generated import MadeData, find_made
from netviz.tasks.recipe import Place, Recipe
from netviz.tasks.task import AnyTask

ENOUGH = 7  # own ones of each class: so many are needed where no others are made


class Maker(NamedTuple):
    """`usual`: what is made where nobody says otherwise. `made` makes the examples of a recipe."""

    task: AnyTask
    usual: Recipe
    made: Callable[[Recipe], MadeData]

    @property
    def classes(self) -> int | None:
        """How many there are; None where a number is answered."""
        return self.task.answer.n if isinstance(self.task.answer, Classes) else None

    def read(self, how: str) -> Recipe:
        """The recipe of such a text (see DataName.how). Raises DataError."""
        return Recipe.read(how, self.usual, self.task.input.n + 1, self.classes)

    def find(self, name: DataName) -> MadeData:
        """The examples of this name. Raises DataError."""
        recipe = self.read(name.how)
        return find_made(name, lambda: self.made(recipe))

    def lacking(self, own: tuple[Place, ...]) -> str:
        """What is missing so that these alone would do, in a sentence; empty where they do."""
        if self.classes is None:
            return "" if len(own) >= ENOUGH else f"Without made points {ENOUGH} of your own are needed."
        counts = [sum(label == k for *_, label in own) for k in range(self.classes)]
        if min(counts) >= ENOUGH:
            return ""
        return f"Without made points {ENOUGH} of your own are needed for each class."
