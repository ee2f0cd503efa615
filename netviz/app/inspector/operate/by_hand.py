"""Operations on the network that stands there, so that they can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from netviz.app.program.parts import Parts
from netviz.app.run.networks import ChangedNetwork, Kept
from netviz.training.experiments.operations.operation import Operation
from netviz.training.experiments.operations.single import SetBias, SetWeight
from netviz.training.trainer.commands import Operated


class ByHand:
    """Does them. What nobody trained on since is taken back as if it had never been; else undo brings the
    network from before, as a branch, and redo what was trained since.

    The same weight set again at the same step is one thing to take back: a wheel sets it many times.
    """

    def __init__(self, parts: Parts) -> None:
        self._trainer = parts.trainer
        self._intents = parts.intents
        self._bridge = parts.bridge
        self.networks = parts.networks

    def operate(self, operation: Operation, told: Callable[[Operated], None]) -> None:
        """Do it; `told` hears of it on the window's thread."""
        last, version, origin = self.networks.last_done, self.networks.version, self.networks.origin
        if isinstance(last, DoneByHand) and last.is_again(operation) and self._ends(last):
            self.take_back(last)

            def again(done: Operated) -> None:
                if not done.refused:
                    last.renew(operation, done, self.networks.version)
                told(done)

            self._send(operation, again)
            return

        def new(done: Operated) -> None:
            if not done.refused:
                before = Kept(done.before, done.log, version, origin)
                self.networks.remember(DoneByHand(self, operation, before, done, self.networks.version))
            told(done)

        self._send(operation, new)

    def _send(self, operation: Operation, done: Callable[[Operated], None]) -> None:
        self._bridge.when_done(self._intents.operate(operation), lambda found: self._done(found, done))

    def _done(self, found: Operated, done: Callable[[Operated], None]) -> None:
        if not found.refused:
            self._intents.shaped(found.after.config.spec)
            self.networks.touch()
        done(found)

    # ---- there and back

    def take_back(self, done: DoneByHand) -> None:
        """The network from before, which stands there as if nothing had been done."""
        before = done.before
        assert before is not None
        self._intents.take_back_operation(before.state, done.earlier)
        self.networks.touch(before.version)

    def undo(self, done: DoneByHand) -> None:
        """The network from before; what was trained since is kept for redo."""
        before = done.before
        assert before is not None
        if self._ends(done):
            self.take_back(done)
            return
        goes_on = self._trainer.status.phase == "training"
        self.networks.exchange(before, done.keep_after)
        self._intents.take_back_operation(before.state, done.earlier)
        if goes_on:
            self._intents.train()

    def redo(self, done: DoneByHand) -> None:
        """The network from after."""
        before = done.before
        assert before is not None
        if done.after is not None:
            self.networks.exchange(done.after, done.keep_before)
            return
        if not self.networks.stands_at(before.log, before.state.step, before.version):
            # It was trained another way since, which redo's own undo brings back.
            self.networks.exchange(before, done.keep_before)
        self._bridge.when_done(self._intents.operate(done.operation), lambda found: self._redone(done, found))

    def _redone(self, done: DoneByHand, found: Operated) -> None:
        self._intents.shaped(found.after.config.spec)
        self.networks.touch(done.version)

    def _ends(self, done: DoneByHand) -> bool:
        """Whether nothing has happened to the network since."""
        before = done.before
        return before is not None and self.networks.stands_at(before.log, done.end, done.version)


class DoneByHand(ChangedNetwork):
    """An operation. Pushed after the fact, as all commands on the stack."""

    def __init__(
        self, by_hand: ByHand, operation: Operation, before: Kept, done: Operated, version: int
    ) -> None:
        super().__init__(_words(operation, done), before, done.after.step, by_hand.networks.exchange)
        self._by_hand = by_hand
        self.operation = operation
        self.before: Kept | None = before  # None: forgotten
        self.after: Kept | None = None
        self.earlier = done.earlier
        self.version = version
        self._first = True

    def is_again(self, operation: Operation) -> bool:
        """Whether this sets the same weight or bias."""
        match self.operation, operation:
            case SetWeight(edge, _), SetWeight(other, _):
                return edge == other
            case SetBias(column, index, _), SetBias(other, place, _):
                return (column, index) == (other, place)
        return False

    def renew(self, operation: Operation, done: Operated, version: int) -> None:
        """Another value in the place of the one that was set."""
        self.operation, self.version = operation, version
        self.setText(_words(operation, done))

    def kept_values(self) -> tuple[Kept | None, ...]:
        """The networks of both sides, as far as they are kept."""
        return (self.before, self.after)

    def forget(self) -> None:
        """Neither is brought back any more."""
        self.before = self.after = None

    def undo(self) -> None:
        """The network from before."""
        if self.before is not None:
            self._by_hand.undo(self)

    def redo(self) -> None:
        """The network from after."""
        if not self._first and self.before is not None:
            self._by_hand.redo(self)
        self._first = False

    def keep_after(self, after: Kept) -> None:
        """What was trained since, for redo."""
        if self.before is not None:
            self.after = after
            self.changed()

    def keep_before(self, before: Kept) -> None:
        """What stood there when it was done again, for undo."""
        if self.before is not None:
            self.before, self.after = before, None
            self.changed()


def _words(operation: Operation, done: Operated) -> str:
    config = done.before.config
    words = operation.words(config.spec, config.task)
    return words[0].lower() + words[1:]
