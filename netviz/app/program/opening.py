"""What a program begins with: which task, and a file or settings, where there are any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from netviz.app.files.task_of import data_of
from netviz.tasks.all_tasks import DEFAULT, TASKS
from netviz.tasks.examples import Data
from netviz.tasks.finding import find
from netviz.tasks.task import AnyTask

if TYPE_CHECKING:
    from netviz.app.lecture.carried import Carried

# What messages about somebody's own data are about.
ABOUT_DATA: Final = "own data"


class Opening(NamedTuple):
    """`file` is opened, `shipped` with the program or not; `words` are said once it stands there. `bare`: no
    run from before is offered, since somebody has asked for this one. `data`: what is learnt from, where
    somebody brought them. `folder`: where its runs are recorded, where they are not the person's. `recipe`:
    the line of a run that takes the place of the first one. `lecture`: the scenes that go along.
    """

    task: AnyTask = DEFAULT
    file: Path | None = None
    shipped: bool = False
    words: str = ""
    bare: bool = False
    data: Data | None = None
    folder: Path | None = None
    recipe: str = ""
    lecture: Carried | None = None

    @property
    def n_training(self) -> int | None:
        """How many examples it brought to learn from; None where it brought none."""
        return None if self.data is None else len(self.data.training)

    @property
    def finder(self) -> Callable[[], Data] | None:
        """What finds the examples, on the job thread: those that somebody brought, or that a file with a task
        of its own names; None where the task has its own.
        """
        data, file = self.data, self.file
        if data is not None:
            return lambda: data
        if self.task.id not in TASKS and file is not None:
            return lambda: find(data_of(file))
        return None
