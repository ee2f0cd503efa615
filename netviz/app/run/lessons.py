"""Teaching the network one digit, so that it can be taken back: its steps are steps of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from netviz.app.run.networks import Kept, Networks
from netviz.app.run.undo import History, Remembering
from netviz.training.experiments.lesson import Lesson
from netviz.training.session import SessionState
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.job_bridge import JobBridge

Given = Callable[[SessionState, SessionState], None]
"""Is told the state before a lesson, and the one after it."""


class Lessons:
    """Gives lessons. What nobody trained on since is taken back as if it had never been; else undo brings
    the network from before the lesson, as a branch, and redo what was trained since.
    """

    def __init__(
        self, trainer: Trainer, intents: Intents, bridge: JobBridge, stack: History, networks: Networks
    ) -> None:
        self._trainer = trainer
        self._intents = intents
        self._bridge = bridge
        self._stack = stack
        self.networks = networks

    def teach(
        self, words: str, lesson: Lesson, steps: int, of: tuple[str, int, int] | None, given: Given
    ) -> None:
        """Make so many steps on this digit, if the network is the one with this identity (None: any); undo
        names them by `words`. Where none could be made, `given` is told of the same state twice.
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

    def take_back(self, taught: TaughtSteps, kept: Kept) -> None:
        """The network from before."""
        if self.networks.stands_at(kept.log, taught.end, taught.version):
            self._intents.take_back(kept.state, self._trainer.identity)
            self.networks.touch(kept.version)
        else:
            self.networks.exchange(kept, taught.keep)

    def give_again(self, taught: TaughtSteps, kept: Kept) -> None:
        """The network from after."""
        steps = taught.end - kept.state.step
        if taught.after is not None:
            self.networks.exchange(taught.after, taught.keep_before)
            return
        if not self.networks.stands_at(kept.log, kept.state.step, kept.version):
            # It was trained another way since, which redo's own undo brings back.
            self.networks.exchange(kept, taught.keep_before)
        self._intents.teach(taught.lesson, steps, None)
        self.networks.touch(taught.version)

    def ends(self, taught: TaughtSteps) -> bool:
        """Whether no step was made since."""
        return self._trainer.status.step == taught.end


class TaughtSteps(Remembering):
    """A lesson that led from `before` to step `end`. Pushed after the fact, as all commands here."""

    def __init__(
        self, words: str, lessons: Lessons, before: Kept, lesson: Lesson, end: int, version: int
    ) -> None:
        super().__init__(words)
        self._lessons = lessons
        self.before: Kept | None = before  # None: forgotten
        self.lesson = lesson
        self.end = end
        self.steps = end - before.state.step
        self.version = version
        self.after: Kept | None = None
        self.since = 0  # steps after it that were taken back with it, and that redo brings
        self._pushed = False

    @property
    def start(self) -> int:
        """Where undo leads to."""
        return self.end if self.before is None else self.before.state.step

    def kept_values(self) -> Iterable[object]:
        """The networks of both sides, as far as they are kept."""
        return (self.before, self.after)

    def forget(self) -> None:
        """Neither is brought back any more."""
        self.before = self.after = None

    def undo(self) -> None:
        """The network from before."""
        if self.before is not None:
            self._lessons.take_back(self, self.before)

    def redo(self) -> None:
        """The network from after."""
        if self._pushed and self.before is not None:
            self._lessons.give_again(self, self.before)
        self._pushed = True

    def keep(self, after: Kept) -> None:
        """What was trained since the lesson, for redo."""
        if self.before is not None:
            self.after = after
            self.changed()

    def keep_before(self, before: Kept) -> None:
        """What stood there when it was redone, for undo."""
        if self.before is not None:
            self.before, self.after = before, None
            self.changed()
