"""What one neuron makes of all training examples: which excite it most and least, and how often it is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Array
from netviz.network.forward import activations
from netviz.tasks.answer import Classes
from netviz.tasks.examples import Examples
from netviz.training.jobs.work import Work
from netviz.training.snapshot import Snapshot

SHOWN: Final = 9
_AT_A_TIME: Final = 2048
_PARTS: Final = 4  # of equally many examples, by the number that is right


@dataclass(frozen=True, eq=False)
class Ranked:
    """Examples in their order: their `rows`, the sums z and the activations a, all (k,)."""

    rows: NDArray[np.intp]
    z: NDArray[np.float32]
    a: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Group:
    """Examples of one class, or with a right number between `low` and `high`: how many, and the neuron's mean
    activation over them (nan where there is none).
    """

    label: int | None
    low: float
    high: float
    count: int
    mean: float


@dataclass(frozen=True, eq=False)
class Responses:
    """Of neuron `index` of a column over all `n` examples. `most` and `least` are ranked by z, since φ makes
    equal activations of different sums; what is there several times counts once. `mean` activation;
    `on`: the share of examples that it is on for (of an output of classes: whose answer it is; nan of an
    output of numbers). `finite`: whether all of these are numbers; else there is nothing to rank.
    """

    snapshot: Snapshot
    column: int
    index: int
    n: int
    most: Ranked
    least: Ranked
    groups: tuple[Group, ...]
    mean: float
    on: float
    finite: bool


def responses(snapshot: Snapshot, examples: Examples, column: int, index: int) -> Work[Responses]:
    """Run all examples through the network, up to this neuron (column 1 … L)."""
    spec, n = snapshot.spec, len(examples)
    z, a = np.empty(n, np.float32), np.empty(n, np.float32)
    on = np.empty(n, np.bool_)
    output = column == spec.n_layers
    W, b = snapshot.W(column - 1), snapshot.b(column - 1)
    for first in range(0, n, _AT_A_TIME):
        yield first / n
        part = slice(first, min(first + _AT_A_TIME, n))
        with np.errstate(over="ignore", invalid="ignore"):  # not over the yield: another thread may end it
            before = activations(spec, snapshot.parameters, examples.inputs(part), column - 1)
            if output:
                sums = before @ W + b
                z[part] = sums[:, index]
                a[part] = spec.loss_function.output(sums)[:, index]
                on[part] = sums.argmax(axis=1) == index
            else:
                z[part] = before @ W[:, index] + b[index]
                function = spec.activation_functions[column - 1]
                function.apply(z[part], a[part])
                on[part] = a[part] > function.on_above
    yield 1.0
    finite = bool(np.isfinite(z).all() and np.isfinite(a).all())
    if not finite:
        none = Ranked(np.empty(0, np.intp), np.empty(0, np.float32), np.empty(0, np.float32))
        return Responses(snapshot, column, index, n, none, none, (), np.nan, np.nan, finite=False)
    counts = not output or spec.loss_function.answers == "classes"
    return Responses(
        snapshot,
        column,
        index,
        n,
        _ranked(examples, -z, z, a),
        _ranked(examples, z, z, a),
        _groups(examples, a),
        float(a.mean(dtype=np.float64)),
        float(on.mean()) if counts else np.nan,
        finite=True,
    )


def _ranked(examples: Examples, by: Array, z: NDArray[np.float32], a: NDArray[np.float32]) -> Ranked:
    """The first few by this, ascending; of equal ones those that come first."""
    wanted, n = SHOWN, len(by)
    while True:
        wanted = min(8 * wanted, n)
        near = np.argpartition(by, wanted - 1)[:wanted] if wanted < n else np.arange(n)
        rows = _once(examples, near[np.lexsort((near, by[near]))])
        if len(rows) == SHOWN or wanted == n:
            return Ranked(rows, z[rows], a[rows])


def _once(examples: Examples, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    seen: dict[bytes, int] = {}
    for row in rows.tolist():
        seen.setdefault(examples.stored[row].tobytes(), row)
        if len(seen) == SHOWN:
            break
    return np.array(list(seen.values()), np.intp)


def _groups(examples: Examples, a: NDArray[np.float32]) -> tuple[Group, ...]:
    answer, answers = examples.task.answer, examples.answers
    if isinstance(answer, Classes):
        return tuple(_group(k, np.nan, np.nan, a, answers == k) for k in range(answer.n))
    right = answers.reshape(len(a), -1)[:, 0].astype(np.float64)
    order = np.argsort(right, kind="stable")
    parts = [part for part in np.array_split(order, _PARTS) if len(part)]
    return tuple(_group(None, right[part[0]], right[part[-1]], a, part) for part in parts)


def _group(label: int | None, low: float, high: float, a: NDArray[np.float32], which: NDArray[Any]) -> Group:
    chosen = a[which]
    mean = float(chosen.mean(dtype=np.float64)) if len(chosen) else np.nan
    return Group(label, float(low), float(high), len(chosen), mean)
