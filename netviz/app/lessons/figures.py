"""The figures that a check looks at, as they are on screen now."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from netviz.app.lessons.hand import Hand
from netviz.lessons.conditions import Reading
from netviz.network.forward import ForwardPass
from netviz.tasks.answer import Classes
from netviz.training.snapshot import Snapshot

if TYPE_CHECKING:
    from netviz.app.page.room import PageRoom
    from netviz.app.program.composition import Program


def value_of(program: Program, reading: Reading, hand: Hand) -> float | None:
    """What the figure is now; None where there is none."""
    shown, forward = program.presenter.snapshot, program.presenter.forward
    if reading.name in _OF_WINDOW:
        found = _OF_WINDOW[reading.name](program, hand)
    elif shown is None:
        return None
    elif reading.name in _OF_NETWORK:
        found = _OF_NETWORK[reading.name](program, shown)
    else:
        found = None if forward is None else _OF_PASS[reading.name](forward, shown, reading)
    return found if found is not None and math.isfinite(found) else None


def _loss(program: Program, shown: Snapshot) -> float | None:
    return program.trainer.log.smoothed("loss", shown.step)


def _accuracy(program: Program, shown: Snapshot) -> float | None:
    measured = [p for p in program.trainer.log.validation_since(None)[1] if p.step <= shown.step]
    return 100 * program.window.score.of(measured[-1].loss, measured[-1].accuracy) if measured else None


def _stage(program: Program, _hand: Hand) -> float | None:
    player = None if program.others is None or program.rooms.now != "explain" else program.story.player
    return None if player is None else player.stage + 1


def _on_page(of: Callable[[PageRoom], int | None]) -> Callable[[Program, Hand], float | None]:
    def read(program: Program, _hand: Hand) -> float | None:
        page = None if program.later is None else program.later.page
        return None if page is None else of(page)

    return read


def _answer(forward: ForwardPass, shown: Snapshot, _reading: Reading) -> float | None:
    return float(forward.a[-1].argmax()) if isinstance(shown.task.answer, Classes) else None


def _of_neuron(columns: tuple[object, ...], reading: Reading, first: int) -> float | None:
    (column, index), *_ = reading.at
    place = column - first
    if not 0 <= place < len(columns):
        return None
    values = columns[place]
    return float(values[index - 1]) if index <= len(values) else None  # type: ignore[arg-type,index]


def _bias(_forward: ForwardPass, shown: Snapshot, reading: Reading) -> float | None:
    return _of_neuron(tuple(shown.b(k) for k in range(shown.spec.n_layers)), reading, 1)


def _weight(_forward: ForwardPass, shown: Snapshot, reading: Reading) -> float | None:
    (before, source), (column, target) = reading.at
    if not (0 < column <= shown.spec.n_layers and before == column - 1):
        return None
    if source > shown.spec.sizes[before] or target > shown.spec.sizes[column]:
        return None
    return float(shown.W(before)[source - 1, target - 1])


_OF_WINDOW: Final[dict[str, Callable[[Program, Hand], float | None]]] = {
    "steps": lambda program, hand: hand.steps(program),
    "drawn": lambda _program, hand: hand.drawn,
    "stage": _stage,
    "found": _on_page(lambda room: None if room.page is None else room.page.n_digits),
    "named": _on_page(lambda room: len(room.corrected)),
}
_OF_NETWORK: Final[dict[str, Callable[[Program, Snapshot], float | None]]] = {
    "step": lambda _program, shown: shown.step,
    "epoch": lambda _program, shown: 1 if shown.step == 0 else shown.epoch,
    "loss": _loss,
    "accuracy": _accuracy,
    "weights": lambda _program, shown: shown.spec.n_parameters,
}
_OF_PASS: Final[dict[str, Callable[[ForwardPass, Snapshot, Reading], float | None]]] = {
    "answer": _answer,
    "sure": lambda forward, _shown, _reading: 100 * float(forward.a[-1].max()),
    "z": lambda forward, _shown, reading: _of_neuron(forward.z, reading, 1),
    "a": lambda forward, _shown, reading: _of_neuron(forward.a, reading, 0),
    "b": _bias,
    "w": _weight,
    "output": lambda forward, _shown, reading: 100 * float(forward.a[-1][reading.at[0][1]]),
}
