"""Teaching the network one digit, so that it can be taken back: its steps are steps of the run."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand, QUndoStack

from netviz.app.networks import Kept, Networks
from netviz.training.lesson import Lesson
from netviz.training.session import SessionState
from netviz.training.trainer import Trainer
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.job_bridge import JobBridge

Given = Callable[[SessionState, SessionState], None]
"""Is told the state before a lesson, and the one after it."""


class Lessons:
    """Gives lessons. What nobody trained on since is taken back as if it had never been; else undo brings
    the network from before the lesson, as a branch, and redo what was trained since.
    """

    def __init__(
        self, trainer: Trainer, intents: Intents, bridge: JobBridge, stack: QUndoStack, networks: Networks
    ) -> None:
        self._trainer = trainer
        self._intents = intents
        self._bridge = bridge
        self._stack = stack
        self.networks = networks

    def teach(self, words: str, lesson: Lesson, steps: int, of: tuple[str, int, int], given: Given) -> None:
        """Make so many steps on this digit, if the network is the one with this identity; undo names them
        by `words`. Where none could be made, `given` is told of the same state twice.
        """
        version, origin = self.networks.version, self.networks.origin
        before = self._trainer.request_standing()
        self._intents.teach(lesson, steps, of)

        def done(after: SessionState) -> None:
            found = before.result()
            if after.step > found.state.step:
                self.networks.touch()
                new = self.networks.version
                kept = Kept(found.state, found.log, version, origin)
                self._stack.push(TaughtSteps(words, self, kept, lesson, after.step, new))
            given(found.state, after)

        self._bridge.when_done(self._trainer.request_state(), done)

    def take_back(self, taught: TaughtSteps) -> None:
        """The network from before."""
        kept = taught.before
        if self._stands_at(taught, taught.end, taught.version):
            self._intents.take_back(kept.state, self._trainer.identity)
            self.networks.touch(kept.version)
        else:
            self.networks.exchange(kept, taught.keep)

    def give_again(self, taught: TaughtSteps) -> None:
        """The network from after."""
        kept, steps = taught.before, taught.end - taught.before.state.step
        if taught.after is not None:
            self.networks.exchange(taught.after, taught.keep_before)
            return
        if not self._stands_at(taught, kept.state.step, kept.version):
            # It was trained another way since, which redo's own undo brings back.
            self.networks.exchange(kept, taught.keep_before)
        self._intents.teach(taught.lesson, steps, None)
        self.networks.touch(taught.version)

    def _stands_at(self, taught: TaughtSteps, step: int, version: int) -> bool:
        status = self._trainer.status
        return (
            status.phase != "training"
            and status.step == step
            and self.networks.version == version
            and self._trainer.log is taught.before.log
        )


class TaughtSteps(QUndoCommand):
    """A lesson that led from `before` to step `end`. Pushed after the fact, as all commands here."""

    def __init__(
        self, words: str, lessons: Lessons, before: Kept, lesson: Lesson, end: int, version: int
    ) -> None:
        super().__init__(words)
        self._lessons = lessons
        self.before = before
        self.lesson = lesson
        self.end = end
        self.version = version
        self.after: Kept | None = None
        self._pushed = False

    def undo(self) -> None:
        """The network from before."""
        self._lessons.take_back(self)

    def redo(self) -> None:
        """The network from after."""
        if self._pushed:
            self._lessons.give_again(self)
        self._pushed = True

    def keep(self, after: Kept) -> None:
        """What was trained since the lesson, for redo."""
        self.after = after

    def keep_before(self, before: Kept) -> None:
        """What stood there when it was redone, for undo."""
        self.before, self.after = before, None
