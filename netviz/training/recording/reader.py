"""Reads a recording, also while it is written: any step that it kept, its metrics, marks and commands."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import FileError, shown
from netviz.files.formats import HEAD, RUN, format_of
from netviz.files.paths import readable
from netviz.network.optimisers import optimiser_slots
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from netviz.training.experiments.lesson import Lesson
from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.recording.info import read_info
from netviz.training.recording.opening import for_reading
from netviz.training.recording.reasons import RIGHT, UNREADABLE, unreadable
from netviz.training.recording.tables import coding, rows
from netviz.training.recording.tables.hand_rows import read_hand
from netviz.training.recording.tables.measure_rows import read_measures
from netviz.training.recording.tables.schema import TEACH, Mark, Parent, RecordedCommand
from netviz.training.session import SessionState
from netviz.training.snapshot import Snapshot

_T = TypeVar("_T")
_MOST_SNAPSHOTS: Final = 1_000_000
_BASES: Final = 4  # decoded ones that are kept, as neighbours share them


_CHANGING: Final = ("configure", TEACH)  # commands after which steps are counted anew


class Recording:
    """A recording, open for reading; `close` it, or use it in a `with`. Any thread may ask, one at a time.

    Everything raises FileError, a sentence that names the file, where it can't be read. What another
    connection commits meanwhile is there at the next question.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()
        self._closing = ExitStack()
        self._version: object = None
        self._index: list[tuple[int, int, int]] = []  # step, generation, id
        self._states: list[tuple[int, int, int]] = []
        self._configs: dict[int, TrainingConfig] = {}
        self._decoded: dict[int, NDArray[np.float32]] = {}
        with self._told():
            _recognise(path)
            self._connection = self._closing.enter_context(for_reading(path))
            try:
                rows.check_format(self._connection)
                rows.check_whole(self._connection)
                self._refresh()
                self.info = read_info(self._connection, self._configs)
            except BaseException:
                self._closing.close()
                raise

    def __enter__(self) -> Recording:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._closing.close()

    # ---- what is there

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps of which snapshots are kept, ascending, each once."""
        with self._told():
            self._refresh()
            return tuple(dict.fromkeys(step for step, _, _ in self._index))

    @property
    def state_steps(self) -> tuple[int, ...]:
        """The steps of which full states are kept, ascending, each once."""
        with self._told():
            self._refresh()
            return tuple(dict.fromkeys(step for step, _, _ in self._states))

    @property
    def last_step(self) -> int:
        """The step of the last snapshot."""
        with self._told():
            self._refresh()
            return self._index[-1][0] if self._index else 0

    @property
    def resumes_at(self) -> int:
        """The step of the last full state: there the run goes on when it is opened.

        Snapshots after it are what a kill left; training makes those steps again.
        """
        with self._told():
            self._refresh()
            return self._states[-1][0] if self._states else 0

    @property
    def last_spec(self) -> NetworkSpec:
        """The network as it goes on: its shape may have changed since the first step."""
        with self._told():
            return self._asked(self._last_spec)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marked steps, ascending."""
        with self._told():
            return tuple(rows.read_marks(self._connection))

    @property
    def commands(self) -> tuple[RecordedCommand, ...]:
        """All commands, in their order."""
        with self._told():
            return tuple(rows.read_commands(self._connection))

    def commands_after(self, number: int, until: int) -> list[RecordedCommand]:
        """The commands with ids above `number` that took effect at step `until` or before."""
        with self._told():
            return [one for one in rows.read_commands(self._connection, number) if one.step <= until]

    def config_of(self, command: RecordedCommand) -> TrainingConfig | None:
        """The settings that a command brought; None where it was not about settings."""
        if command.kind != "configure":
            return None
        with self._told():
            self._refresh()
            number = command.data.get("config")
            config = self._configs.get(number) if isinstance(number, int) else None
            if config is None:
                raise rows.Damaged("a command in it has no configuration")
            return config

    def lesson_of(self, command: RecordedCommand) -> tuple[Lesson, int] | None:
        """What was taught after that step, and in how many steps; None where the command was another."""
        if command.kind != TEACH:
            return None
        with self._told():
            return rows.read_lesson(command.data)

    @property
    def desk(self) -> str:
        """What lay beside the network, a text of the window's; empty where nothing is known."""
        with self._told():
            return rows.read_about(self._connection).get("desk", "")

    @property
    def parent(self) -> Parent | None:
        """The run that this one branched off."""
        return self.info.parent

    @property
    def configs(self) -> tuple[TrainingConfig, ...]:
        """All that it was trained with, the first one first."""
        return tuple(self._configs[number] for number in sorted(self._configs))

    def metrics(self) -> MetricLog:
        """A new log with all metrics of the run, and what was changed in it."""
        with self._told():
            self._refresh()
            log = rows.read_metrics(self._connection)
            log.changes = rows.read_changes(self._connection, self._configs)
            log.data = self.info.data
            for measured in read_measures(self._connection):
                log.measures.add(measured)
            for point in read_hand(self._connection):
                log.hand.add(*point)
            return log

    def validation(self) -> list[ValidationPoint]:
        """The measurements on the validation digits alone, in their order."""
        with self._told():
            return rows.read_validation(self._connection)

    # ---- the network at a step

    def nearest(self, step: int) -> tuple[int, Snapshot]:
        """The kept snapshot nearest to `step`, of two equally near ones the earlier; with its own step."""
        with self._told():
            return self._asked(lambda: self._nearest(step))

    def state_before(self, step: int | None = None) -> SessionState:
        """The last full state at or before `step` (the last of all for None), exactly as it was."""
        return self.state_and_command(step)[0]

    def state_and_command(self, step: int | None = None) -> tuple[SessionState, int]:
        """`state_before`, and the id of the last command that had taken effect when it was taken."""
        with self._told():
            return self._asked(lambda: self._state_before(step))

    def epoch_at(self, step: int, n_digits: int) -> int | None:
        """The epoch, counted from 1, that `step` belongs to, with `n_digits` training digits; None where the
        settings changed between the full state before it and that step.
        """
        with self._told():
            self._refresh()
            after = bisect.bisect_right(self._states, (step, 1 << 62, 1 << 62))
            if after == 0:
                return None
            at, _, number = self._states[after - 1]
            row = self._one("SELECT command, epoch, place FROM states WHERE snapshot = ?", number)
            command, epoch, place = (rows.count(value, "a place in training") for value in row)
            (config_id,) = self._one("SELECT config FROM snapshots WHERE id = ?", number)
            config = self._configs.get(config_id)
            since = rows.read_commands(self._connection, command)
        if config is None or any(one.step < step and one.kind in _CHANGING for one in since):
            return None
        if at == step:
            return max(epoch, 1) if step and not place else epoch + 1
        n_digits = config.learnt_from(n_digits)
        left = step - at - -(-(n_digits - place) // config.batch_size)
        return epoch + 1 if left <= 0 else epoch + 1 + -(-left // -(-n_digits // config.batch_size))

    # ---- inside

    def _last_spec(self) -> NetworkSpec:
        if not self._states:
            return self.info.config.spec
        (number,) = self._one("SELECT config FROM snapshots WHERE id = ?", self._states[-1][2])
        config = self._configs.get(number)
        if config is None:
            raise rows.Damaged("a network in it has no configuration")
        return config.spec

    def _nearest(self, step: int) -> tuple[int, Snapshot]:
        if not self._index:
            raise rows.Damaged("it holds no network")
        after = bisect.bisect_right(self._index, (step, 1 << 62, 1 << 62))
        if after == 0:
            # Of several at the first step the last: what the others were became this before training.
            first = self._index[0][0]
            found = self._index[bisect.bisect_right(self._index, (first, 1 << 62, 1 << 62)) - 1]
        else:
            found = self._index[after - 1]
            if after < len(self._index) and self._index[after][0] - step < step - found[0]:
                later = self._index[after][0]
                found = self._index[bisect.bisect_right(self._index, (later, 1 << 62, 1 << 62)) - 1]
        parameters, config = self._weights(found[2])
        return found[0], Snapshot(
            self.info.run, found[1], found[0], config.spec, parameters, task=config.task
        )

    def _state_before(self, step: int | None) -> tuple[SessionState, int]:
        after = len(self._states)
        if step is not None:
            after = bisect.bisect_right(self._states, (step, 1 << 62, 1 << 62))
        if after == 0:
            raise rows.Damaged("it holds no full state from which training could go on at that step")
        at, _, number = self._states[after - 1]
        parameters, config = self._weights(number)
        row = self._one(
            "SELECT command, epoch, place, optimiser_steps, data FROM states WHERE snapshot = ?",
            number,
        )
        command, epoch, place, steps = (rows.count(value, "a place in training") for value in row[:4])
        shape = (len(optimiser_slots(config.optimiser)), config.spec.n_parameters)
        memory = self._numbers(row[4], shape[0] * shape[1], coding.EXACT, None).reshape(shape)
        if not np.isfinite(memory).all():
            raise rows.Damaged("its optimiser's state holds numbers that are not finite")
        return SessionState(config, at, epoch, place, parameters, memory, steps), command

    def _weights(self, number: int) -> tuple[NDArray[np.float32], TrainingConfig]:
        config_id, base, kept, data = self._one(
            "SELECT config, base, kept, data FROM snapshots WHERE id = ?", number
        )
        config = self._configs.get(config_id)
        if config is None:
            raise rows.Damaged("a network in it has no configuration")
        n = config.spec.n_parameters
        difference_to = None if base is None else self._base(base, n)
        weights = self._numbers(data, n, kept, difference_to)
        if not np.isfinite(weights).all():
            raise rows.Damaged("some of its weights are not finite")
        return weights, config

    def _base(self, number: int, n: int) -> NDArray[np.float32]:
        found = self._decoded.pop(number, None)
        if found is None:
            base, kept, data = self._one("SELECT base, kept, data FROM snapshots WHERE id = ?", number)
            if base is not None:
                raise rows.Damaged("a network in it is a difference to a difference")
            found = self._numbers(data, n, kept, None)
        if found.size != n:
            raise rows.Damaged("a network in it is a difference to one of another shape")
        self._decoded[number] = found
        while len(self._decoded) > _BASES:
            self._decoded.pop(next(iter(self._decoded)))
        return found

    def _numbers(
        self, data: object, n: int, kept: object, base: NDArray[np.float32] | None
    ) -> NDArray[np.float32]:
        if not isinstance(data, bytes) or not isinstance(kept, int):
            raise rows.Damaged("its numbers are missing")
        return coding.decode(data, n, kept, base)

    def _one(self, question: str, number: int) -> tuple[Any, ...]:
        row: tuple[Any, ...] | None = self._connection.execute(question, (number,)).fetchone()
        if row is None:
            raise _ThinnedMeanwhileError
        return row

    def _asked(self, question: Callable[[], _T]) -> _T:
        """The answer; once more where what was asked for was thinned out since the index was read."""
        self._refresh()
        for _ in range(5):
            try:
                return question()
            except _ThinnedMeanwhileError:
                self._version = None
                self._decoded.clear()
                self._refresh()
        raise rows.Damaged("a network in it is missing")

    def _refresh(self) -> None:
        """Read the index again where another connection has written since."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version == self._version:
            return
        self._index = self._ordered("SELECT step, generation, id FROM snapshots")
        self._states = self._ordered(
            "SELECT step, generation, id FROM states JOIN snapshots ON snapshots.id = states.snapshot"
        )
        (newest,) = self._connection.execute("SELECT max(id) FROM configs").fetchone()
        if newest not in self._configs:
            self._configs = rows.read_configs(self._connection)
        self._version = version

    def _ordered(self, question: str) -> list[tuple[int, int, int]]:
        found = []
        for row in self._connection.execute(f"{question} ORDER BY step, generation, id"):
            step, generation, number = (rows.count(value, "a step") for value in row)
            found.append((step, generation, number))
            if len(found) > _MOST_SNAPSHOTS:
                raise rows.Damaged("its snapshots are too many")
        return found

    @contextmanager
    def _told(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except UNREADABLE as error:
                raise unreadable(self.path, error) from error


class _ThinnedMeanwhileError(Exception):
    """The row is not there any more."""


def _recognise(path: Path) -> None:
    with readable(path, RIGHT).open("rb") as file:
        if format_of(path, file.read(HEAD)) is not RUN:
            raise FileError(f"{shown(path)} is no recording; {RIGHT}.")
