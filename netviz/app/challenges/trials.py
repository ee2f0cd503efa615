"""One try at a challenge: what is looked at, again and again, until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from netviz.network.forward import evaluate
from netviz.training.figures import percent
from netviz.training.judge import digit_shares
from netviz.training.measure.metrics import MetricLog
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.challenges.rules import (
    DRAWN,
    GOOD_ENOUGH,
    MOST_IN_A_BATCH,
    STILL_ONE,
    TAKEN_FOR,
    Verdict,
)
from netviz.viewmodels.pages.page import outputs_of

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

_MEASURING: Final = "validation for a challenge"


class Trial(Protocol):
    """It lasts from Begin until it is done or given up."""

    def look(self) -> Verdict:
        """How far it is now."""
        ...

    def close(self) -> None:
        """It is over."""
        ...


class TrainedTrial:
    """A network that is trained from step 0 until it reads enough; several may be tried in turn."""

    def __init__(self, program: Program, goal: float, *, steps: bool) -> None:
        """`steps` are counted, not weights; then mini-batches are small all the time."""
        self._program = program
        self._goal = goal
        self._steps = steps
        self._fresh = self._small = True
        self._left: MetricLog | None = None  # of the network before: what was measured of it counts no more
        self._sizes: tuple[int, ...] = ()
        self._since = -1  # the step at which the network took on its shape
        program.intents.replacing.connect(self._replacing)
        program.intents.sent.connect(self._sent)
        program.networks.reset()

    def close(self) -> None:
        """Nothing is listened to any more."""
        self._program.intents.replacing.disconnect(self._replacing)
        self._program.intents.sent.disconnect(self._sent)

    def _replacing(self, log: MetricLog | None) -> None:
        self._fresh, self._left, self._since = log is None, self._program.trainer.log, -1
        self._small, self._sizes = True, ()

    def _sent(self) -> None:
        if self._steps and self._program.intents.config.batch_size > MOST_IN_A_BATCH:
            self._small = False

    def look(self) -> Verdict:
        """Only what the program measures of all validation digits, of this shape, counts."""
        program = self._program
        status, log = program.trainer.status, program.trainer.log
        if not self._fresh:
            return Verdict("This network was opened or brought back. Reset it, or begin a new one.")
        if log is self._left:
            return Verdict("A new network is being made.")
        if not self._small or (status.config.batch_size > MOST_IN_A_BATCH and self._steps):
            return Verdict(
                f"Its mini-batches are larger than {MOST_IN_A_BATCH} digits. Make them smaller and reset it."
            )
        sizes = status.config.spec.sizes
        if sizes != self._sizes:
            self._since = status.step if self._sizes else -1
            self._sizes = sizes
        points = [point for point in log.validation_since(None)[1] if point.step > self._since]
        count = status.config.spec.n_parameters
        has = "" if self._steps else f" It has {count:,} weights and biases."
        if not points:
            return Verdict(f"Step {status.step:,}: train, and it is measured on the validation digits.{has}")
        done = next((point for point in points if point.accuracy >= self._goal), None)
        if done is None:
            last = points[-1]
            return Verdict(
                f"Step {last.step:,}: it reads {percent(last.accuracy)} of the validation digits.{has}"
            )
        words = f"Step {done.step:,}: it reads {percent(done.accuracy)} of the validation digits."
        return Verdict(words, float(done.step if self._steps else count))


class DrawnTrial:
    """A digit that is drawn from now on, which the network takes for another one."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._before = program.paper.example().id
        self._measured: dict[tuple[str, int, int], float] = {}  # what networks read, by their identity
        self._asked: tuple[str, int, int] | None = None

    def close(self) -> None:
        """Nothing is to be let go of."""

    def look(self) -> Verdict:
        """Of the drawing on the pad, while the pen rests."""
        program = self._program
        shown, lies = program.presenter.snapshot, program.paper.example()
        if shown is None or lies.source != "pad" or lies.id <= self._before or program.paper.changing:
            return Verdict(f"Draw a {DRAWN} on the pad.")
        with np.errstate(all="ignore"):  # a network that has diverged gives no numbers
            share = outputs_of(shown, lies.pixels[None])[0]
        said, judged = int(share.argmax()), float(digit_shares(lies.pixels)[DRAWN])
        sees = f"The judge sees a {DRAWN} in it with {percent(judged, 0)}"
        words = f"{sees}; the network reads {said}, {percent(float(share[said]), 0)}."
        if said != TAKEN_FOR or judged < STILL_ONE:
            return Verdict(words)
        right = self._measure(shown)
        if right is None:
            return Verdict(f"{words} It is being measured on the validation digits.")
        if right < GOOD_ENOUGH:
            return Verdict(
                f"{words} But it reads only {percent(right)} of the validation digits: train it first."
            )
        return Verdict(f"{words} It reads {percent(right)} of the validation digits.", float(share[said]))

    def _measure(self, shown: Snapshot) -> float | None:
        """The share of the validation digits that this network reads; None until it is known."""
        data, identity = self._program.run_data.at_hand, shown.identity
        if identity not in self._measured and identity != self._asked and data is not None:
            self._asked, digits = identity, data.validation

            def done(accuracy: float) -> None:
                self._measured[identity] = accuracy

            self._program.bridge.submit(
                _MEASURING,
                lambda _progress: evaluate(shown.spec, shown.parameters, digits.inputs(), digits.answers)[1],
                done,
            )
        return self._measured.get(identity)
