"""Putting one network in the place of another, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from netviz.app.run.recordings import Recordings
from netviz.app.run.undo import Exchanged, History, Remembering
from netviz.network.spec import NetworkSpec
from netviz.tasks.examples import Data
from netviz.training.advise.rates import calmer_rate
from netviz.training.config import TrainingConfig
from netviz.training.experiments.surgery import Column
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.tables.schema import Origin
from netviz.training.session import SessionState
from netviz.training.trainer.standing import Standing
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.job_bridge import JobBridge

ABOUT: Final = "network"  # of messages that speak of the network that stands there
WORTH_A_WORD: Final = 300  # steps of a run; one begins anew after a few without being told what became of it


@dataclass(frozen=True, eq=False)
class Kept:
    """A network that was replaced, with the metrics that led to it.

    `version`: which weights stood there, where the step alone does not say. `origin`: what it was read from.
    `document`: the file that it was, as the documents have it.
    """

    state: SessionState
    log: MetricLog
    version: int = 0
    origin: Origin | None = None
    document: object = None

    def held(self) -> dict[int, int]:
        """The bytes of each thing in it, by its id."""
        arrays = (self.state.parameters, self.state.optimiser_state)
        return {id(self.log): self.log.n_bytes, **{id(array): array.nbytes for array in arrays}}


class ChangedNetwork(Exchanged[Kept]):
    """The network is another one since, which stood at step `end` at first; undo leads to step `start`."""

    def __init__(
        self, words: str, before: Kept, end: int, exchange: Callable[[Kept, Callable[[Kept], None]], None]
    ) -> None:
        super().__init__(words, before, exchange)
        self.start, self.end = before.state.step, end
        self.since = 0  # steps after it that were taken back with it, and that redo brings

    def undo(self) -> None:
        """The network from before."""
        for before in self.kept_values():
            assert isinstance(before, Kept)
            self.start = before.state.step
        super().undo()


class ReplacedNetwork(ChangedNetwork):
    """Another network stands in the place of one that was left: undo and redo say what becomes of either."""


class KeptRun(ReplacedNetwork):
    """A network that was trained beside the one that was left stands in its place."""


class Networks(QObject):
    """Reset, a new network, the way back after a divergence, another shape."""

    left = Signal()  # another network takes the place of one with many steps behind it
    replaced = Signal(object)  # at which step the new one holds nothing that a file lacks; None: at no step
    worth_keeping = Signal()  # the network that was brought in is in no file, and has many steps behind it
    brought = Signal(object)  # the document of a network that undo or redo has brought back
    changed = Signal()  # the same network has other weights now, where it is: another `version`

    def __init__(
        self,
        trainer: Trainer,
        intents: Intents,
        bridge: JobBridge,
        stack: History,
        recordings: Recordings,
    ) -> None:
        super().__init__()
        self._trainer = trainer
        self._intents = intents
        self._bridge = bridge
        self._stack = stack
        self._recordings = recordings
        self.document: Callable[[], object] = lambda: None
        """What the documents want to have back with a network."""
        self.branch: Callable[[Callable[[], object]], None] = lambda _then: None
        """Begin a new run at the step on screen, and call this once it stands there."""
        self.branch_from: Callable[[int], None] = lambda _step: None
        """Begin a new run at this step of the one that stands there."""
        self.learn_from: Callable[[Data, str], None] = lambda _data, _what: None
        """Learn from these examples from now on, called so."""
        self._version = self._versions = 0

    def remember(self, command: Remembering) -> None:
        """Something was done to the network that can be taken back."""
        self._stack.push(command)

    def take_back(self) -> None:
        """Undo what was done last, wherever the keys are."""
        self._stack.undo()

    @property
    def last_done(self) -> object:
        """What would be taken back next."""
        return self._stack.last

    @property
    def can_redo(self) -> bool:
        """Whether something that was taken back can be done again."""
        return self._stack.canRedo()

    @property
    def version(self) -> int:
        """Counts what changed the weights by other means than training steps; undo brings one back."""
        return self._version

    def reset(self) -> None:
        """The same settings, step 0."""
        self.begin(self._trainer.status.config, "reset")

    def begin(self, config: TrainingConfig, words: str = "new network", end: int = 0) -> None:
        """A new network with these settings, which makes the steps up to `end` by itself."""
        self._leave()
        self._keep(words, end)
        self._intents.reset(config)
        self.replaced.emit(0)

    def bring_in(
        self, state: SessionState, log: MetricLog, origin: Origin | None = None, words: str = ""
    ) -> None:
        """A network from a file; undo, which `words` name, brings back the one before, to compare."""
        if not words:
            self._leave()
        opened = "opening another network" if origin is None else f"opening {origin.file.name}"
        self._keep(words or opened, state.step)
        self._intents.restore(state, log, origin)

    def _leave(self) -> None:
        if self._trainer.status.step >= WORTH_A_WORD:
            self.left.emit()

    def keep_run(self, state: SessionState, log: MetricLog) -> None:
        """A network that was trained beside this one takes its place, and is recorded from now on."""
        self._keep("keep the compared run", state.step, KeptRun)
        self._intents.restore(state, log, None)
        self._bridge.when_done(self._trainer.request_state(), lambda _: self.worth_keeping.emit())

    def take_back_run(self) -> None:
        """Undo `keep_run`, where that was the last thing done."""
        if isinstance(self._stack.last, KeptRun):
            self._stack.undo()

    def way_back(self) -> tuple[SessionState, TrainingConfig]:
        """The last good state, and settings with the learning rate that advice offers too."""
        state = self._trainer.last_good
        return state, replace(state.config, learning_rate=calmer_rate(self._trainer.status.config))

    def go_back(self, state: SessionState, config: TrainingConfig) -> None:
        """Go on from `state` with these settings."""
        log = self._trainer.log
        here = self._recordings.way_to(log, state.step, self._recordings.origin)
        self._keep("going back", state.step)
        branch = None if here is None else replace(here, in_place=False)
        self._intents.restore(replace(state, config=config), log, branch)
        self.replaced.emit(None)

    def reshape(self, spec: NetworkSpec, columns: tuple[Column, ...] | None, words: str) -> None:
        """Another shape for the network; what it learnt stays where it has a place, and training goes on."""
        version, origin = self.touch(), self._recordings.origin

        def kept(found: Standing) -> None:
            before = Kept(found.state, found.log, version, origin)
            self._stack.push(ChangedNetwork(words, before, found.state.step, self._exchange_shape))

        self._bridge.when_done(self._trainer.request_standing(), kept)
        self._intents.reshape(spec, columns)

    def _keep(self, words: str, end: int, kind: type[ReplacedNetwork] = ReplacedNetwork) -> None:
        """Remember the network that stands there now: the trainer answers in the order it is asked. The one
        that comes stands at step `end`.
        """
        origin, document = self._recordings.origin, self.document()

        def kept(found: Standing) -> None:
            before = Kept(found.state, found.log, origin=origin, document=document)
            self._stack.push(kind(words, before, end, self._exchange))

        self._bridge.when_done(self._trainer.request_standing(), kept)

    def _exchange(self, kept: Kept, keep: Callable[[Kept], None]) -> None:
        self._bring(kept, keep)
        self.replaced.emit(None)
        self.brought.emit(kept.document)

    def exchange(self, kept: Kept, keep: Callable[[Kept], None]) -> None:
        """Bring this network, with its `version`; `keep` gets the one that stood there."""
        self._bring(kept, keep, self.touch(kept.version))

    def _exchange_shape(self, kept: Kept, keep: Callable[[Kept], None]) -> None:
        goes_on = self._trainer.status.phase == "training"
        self.exchange(kept, keep)
        if goes_on:
            self._intents.train()

    @property
    def origin(self) -> Origin | None:
        """What the present network was read from."""
        return self._recordings.origin

    def stands_at(self, log: MetricLog, step: int, version: int) -> bool:
        """Whether this run rests at this step, with the network of this `version`."""
        status = self._trainer.status
        return (
            status.phase != "training"
            and status.step == step
            and self.version == version
            and self._trainer.log is log
        )

    def touch(self, version: int | None = None) -> int:
        """The weights are others now: new ones, or those of this version. Returns the one they replace."""
        before = self._version
        self._versions += version is None
        self._version = self._versions if version is None else version
        self.changed.emit()
        return before

    def _bring(self, kept: Kept, keep: Callable[[Kept], None], version: int = 0) -> None:
        origin, document = self._recordings.origin, self.document()

        def found(left: Standing) -> None:
            keep(Kept(left.state, left.log, version, origin, document))

        self._bridge.when_done(self._trainer.request_standing(), found)
        way = self._recordings.way_to(kept.log, kept.state.step, kept.origin)
        self._intents.restore(kept.state, kept.log, way)
