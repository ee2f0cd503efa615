"""Find the broken neuron: networks in which one neuron's weights are shuffled, and who it is."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import counted
from netviz.network.arrays import frozen
from netviz.network.connections import as_matrix
from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.resources import resource
from netviz.tasks.examples import Examples
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.run_file import read_run
from netviz.training.session import SessionState
from netviz.viewmodels.challenges.rules import ROUNDS, Verdict
from netviz.viewmodels.naming import name_of

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

_TRAINED: Final = "trained-*.netviz"
_FELT: Final = 0.02  # of the validation digits at least are misread for it
_LOOKED_AT: Final = 1000  # of them
_JOB: Final = "a broken neuron"


class BrokenTrial:
    """Networks, one after the other; `answer` says which neuron it is."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._random = np.random.default_rng()
        self._began = monotonic()
        self._round = 1
        self._brought = 0
        self._said = ""
        self._done: float | None = None
        self._closed = self._arrived = False
        self.broken: int | None = None  # of the first hidden layer, from 0; None while one is made
        self._spoilt: NDArray[np.float32] | None = None
        self._state: SessionState | None = None
        self._next()

    def close(self) -> None:
        """What is made just now comes to nobody."""
        self._closed = True

    @property
    def chosen(self) -> int | None:
        """The neuron of the first hidden layer that a click in the graph has kept."""
        kept = self._program.presenter.explorer.kept
        return None if kept is None or kept.column != 1 or kept.source is not None else kept.index

    @property
    def may_answer(self) -> bool:
        """Whether one is chosen in the network that is asked about."""
        return self.broken is not None and self.chosen is not None and self._stands()

    def answer(self) -> None:
        """The chosen one is said to be the broken one."""
        if not self.may_answer:
            return
        right = self.chosen == self.broken
        assert self.broken is not None
        was = name_of(self._spec.sizes, 1, self.broken)
        self._said = "Right: " if right else "No: "
        self._said += f"it was {was}."
        if right and self._round == ROUNDS:
            self._done = monotonic() - self._began
            return
        self._round = self._round + 1 if right else 1
        self._next()

    def look(self) -> Verdict:
        """Which network it is, and what is chosen there."""
        if self._done is not None:
            back = counted(
                self._brought,
                "Undo brings your own network back.",
                "Undo, {n} times, brings your own network back.",
            )
            return Verdict(f"{self._said} {back}", self._done)
        now = f"{self._said} Network {self._round} of {ROUNDS}".strip()
        stands = self._stands()
        self._arrived = self._arrived or (stands and self.broken is not None)
        if self.broken is None or not self._arrived:
            return Verdict(f"{now} is being made.")
        if not stands:
            return Verdict("Another network stands there now, so begin again.", over=True)
        chosen = self.chosen
        if chosen is None:
            return Verdict(f"{now}: no neuron of the first hidden layer is chosen yet.")
        return Verdict(f"{now}: {name_of(self._spec.sizes, 1, chosen)} is chosen.")

    @property
    def _spec(self) -> NetworkSpec:
        assert self._state is not None
        return self._state.config.spec

    def _stands(self) -> bool:
        """Whether the network on screen is still the one that was brought in."""
        shown = self._program.presenter.snapshot
        spoilt = self._spoilt
        return shown is not None and spoilt is not None and np.array_equal(shown.parameters, spoilt)

    def _next(self) -> None:
        program, data = self._program, self._program.run_data.at_hand
        self.broken, self._arrived = None, False
        program.intents.pause()
        program.presenter.explorer.let_go()
        if data is None:
            return
        random, known, digits = self._random, self._state, data.validation

        def made(found: tuple[SessionState, int, NDArray[np.float32]]) -> None:
            if self._closed:
                return
            self._state, place, self._spoilt = found
            log = MetricLog()
            log.data = program.run_data.own
            state = replace(self._state, parameters=self._spoilt)
            program.networks.bring_in(state, log, words="find the broken neuron")
            program.networks.replaced.emit(None)
            self._brought += 1
            self.broken = place

        program.bridge.submit(_JOB, lambda _progress: _spoilt(known, digits, random), made)


def _spoilt(
    known: SessionState | None, digits: Examples, random: np.random.Generator
) -> tuple[SessionState, int, NDArray[np.float32]]:
    """A trained network, one neuron of its first hidden layer, and all weights with that one's shuffled: one
    without which the network reads clearly less.
    """
    state = known or read_run(next(resource("examples").glob(_TRAINED))).session_state()
    spec, inputs, answers = state.config.spec, digits.inputs()[:_LOOKED_AT], digits.answers[:_LOOKED_AT]
    whole = evaluate(spec, state.parameters, inputs, answers)[1]
    place, parameters = 0, state.parameters
    for place in random.permutation(spec.sizes[1]).tolist():
        parameters = state.parameters.copy()
        weights = as_matrix(spec, parameters, 0)
        weights[:, place] = random.permutation(weights[:, place])
        if evaluate(spec, parameters, inputs, answers)[1] < whole - _FELT:
            break
    return state, place, frozen(parameters)
