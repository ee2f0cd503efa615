"""A paper on which something is changed bit by bit, by hand, until it is left as it is."""

from __future__ import annotations

from netviz.app.run.undo import History, Replaced
from netviz.app.screen.paper import Paper, Sheet
from netviz.tasks.task import AnyTask
from netviz.viewmodels.probe import Example


class FilledPaper(Paper):
    """One entry of the undo stack, with these words, for all that is done until it is whole."""

    def __init__(self, task: AnyTask, stack: History, words: str) -> None:
        super().__init__(stack)
        self._task = task
        self._words = words
        self._from: Sheet | None = None  # what lay there before the change that goes on

    @property
    def touched(self) -> bool:
        """Whether a hand has changed what lies there, and is not through with it."""
        return self._from is not None

    def _lay(self, lies: Example) -> None:
        if self._from is None:
            self._from = self._sheet
        self._sheet = Sheet(picked=lies)
        self._example = lies
        self.changed.emit()

    def _settled(self) -> None:
        before, self._from = self._from, None
        if before is not None:
            self._stack.push(Replaced(self._words, before, self._sheet, self._put))
            self.settled.emit()
