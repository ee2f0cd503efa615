"""Digits of the test set to put before the network: a page of them, a random one, one that it misreads."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject

from netviz.network.forward import predict
from netviz.panels.pad.digit_picker import DigitPicker
from netviz.tasks.answer import Classes
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Examples
from netviz.tasks.task import AnyTask
from netviz.training.jobs.thread import Progress
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.probe import Example, example


class DigitChoice(QObject):
    """Serves the picker. `pick` gets the chosen example; `say` a sentence when there is none."""

    def __init__(
        self,
        task: AnyTask,
        picker: DigitPicker | None,
        bridge: JobBridge,
        *,
        snapshot: Callable[[], Snapshot | None],
        pick: Callable[[Example], None],
        say: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._task = task
        self._picker = picker
        self._bridge = bridge
        self._snapshot = snapshot
        self._pick = pick
        self._say = say
        self._digits: Examples | None = None
        self._missing: DataName | None = None
        self._first = 0
        self._current: int | None = None
        # Not part of any result: which digit comes next only has to be different each time.
        self._random = np.random.default_rng()
        if picker is not None:
            picker.picked.connect(self.choose)
            picker.next_page.connect(self.next_page)
            picker.random.connect(self.random)
            picker.next_mistake.connect(self.next_mistake)
            picker.capacity_changed.connect(self._offer)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here; numbers are never simply misread."""
        mistake = {"edit.mistake": self.next_mistake} if isinstance(self._task.answer, Classes) else {}
        return {"edit.random": self.random, **mistake}

    def provide(self, digits: Examples) -> None:
        """These are the test digits."""
        self._digits = digits
        self._first = 0
        self._offer()

    def miss(self, data: DataName | None) -> None:
        """The run's own digits are not there: what it misreads of others is no mistake of its."""
        self._missing = data

    def example(self, index: int) -> Example:
        """The test digit with this index. Raises LookupError before the digits are there."""
        if self._digits is None:
            raise LookupError("The examples are still being read.")
        right = self._digits.answers[index].ravel()[0].item()
        return example(self._digits.stored[index], "test digit", label=right, index=index, task=self._task)

    def choose(self, index: int) -> None:
        """Put this one before the network."""
        self._put(self.example(index))

    def choose_of(self, examples: Examples, place: int) -> None:
        """Put one of any split before the network."""
        if examples is self._digits:
            self.choose(place)
            return
        right = examples.answers[place].ravel()[0].item()
        name = f"{examples.name} example {place:,}"
        self._put(example(examples.stored[place], "file", label=right, name=name, task=self._task))

    def _put(self, chosen: Example) -> None:
        if chosen.empty:
            self._say(f"There is nothing in this {self._task.example} to be read.")
        else:
            self._pick(chosen)

    def show_current(self, shown: Example) -> None:
        """Mark what lies before the network, if it is one of these."""
        self._current = shown.index
        if self._picker is not None:
            self._picker.set_selected(shown.index)

    def next_page(self) -> None:
        """Offer the following ones."""
        if self._digits is not None and self._picker is not None:
            self._first = (self._first + self._picker.capacity()) % len(self._digits)
            self._offer()

    def random(self) -> None:
        """Any of them."""
        if self._digits is not None:
            self.choose(int(self._random.integers(len(self._digits))))

    def next_mistake(self) -> None:
        """The next one, in the test set's order, that the shown network misreads."""
        digits, snapshot = self._digits, self._snapshot()
        if digits is None or snapshot is None:
            return
        if self._missing is not None:
            self._say(f"The test examples of this run are not there: it was trained with {self._missing}.")
            return
        start = 0 if self._current is None else self._current + 1

        def search(_progress: Progress) -> int | None:
            for block in range(0, len(digits), 1000):
                rows = (np.arange(block, min(block + 1000, len(digits))) + start) % len(digits)
                answers, _ = predict(snapshot.spec, snapshot.parameters, digits.inputs(rows))
                wrong = np.flatnonzero(answers != digits.answers[rows])
                if wrong.size:
                    return int(rows[wrong[0]])
            return None

        def found(index: int | None) -> None:
            if index is None:
                self._say(f"This network reads all {len(digits):,} test {self._task.examples} correctly.")
            else:
                self.choose(index)

        self._bridge.submit("next mistake", search, found, self._failed)

    def _failed(self, error: Exception) -> None:
        self._say(str(error))

    def _offer(self) -> None:
        if self._digits is None or self._picker is None:
            return
        # Fewer than there is room for stand there once.
        n = min(self._picker.capacity(), len(self._digits))
        rows = (self._first + np.arange(n)) % len(self._digits)
        self._picker.set_digits(self._digits.stored[rows], self._digits.answers[rows], rows)
        self._picker.set_selected(self._current)
