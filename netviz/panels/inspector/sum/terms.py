"""A neuron's sum taken apart: what each input adds, which add most, and numbers that add up as shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.panels.inspector.facts import NeuronFacts, describe
from netviz.panels.inspector.page.tab import Shown
from netviz.panels.kit.figures import MINUS
from netviz.viewmodels.scene import Focus

DECIMALS = 3
_MOST = 10_000.0  # larger numbers are written with fewer decimals


@dataclass(frozen=True, eq=False)
class Terms:
    """z = Σ w·a + b of one neuron.

    `weights`, `inputs` and `products` float64 (n_in,), the last two None while nothing is read; `z` is what
    the network itself has computed. `facts`: the neuron as the inspector knows it. `step`: of the snapshot.
    """

    focus: Focus
    facts: NeuronFacts
    weights: NDArray[np.float64]
    inputs: NDArray[np.float64] | None
    products: NDArray[np.float64] | None
    bias: float
    z: float | None
    step: int

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def added(self) -> NDArray[np.float64]:
        """What the rows are about: products, or the weights while nothing is read."""
        return self.weights if self.products is None else self.products

    def largest(self, most: int) -> NDArray[np.intp]:
        """The inputs that add most, either way, largest first; of those that add alike the larger weights."""
        return np.lexsort((-np.abs(self.weights), -np.abs(self.added)))[:most]

    def rest(self, sources: NDArray[np.intp]) -> float:
        """What all others add together."""
        others = np.ones(len(self), np.bool_)
        others[sources] = False
        return float(self.added[others].sum())


def terms_of(shown: Shown) -> Terms | None:
    """The sum of the neuron in focus; None where it is an input, and where there is none."""
    neuron = shown.neuron
    if neuron is None or neuron.column == 0:
        return None
    facts = describe(neuron, shown.snapshot, shown.forward, shown.shades)
    if not isinstance(facts, NeuronFacts):
        return None
    weights = facts.weights.astype(np.float64)
    inputs = None if facts.inputs is None else facts.inputs.astype(np.float64)
    products = None if inputs is None else weights * inputs
    return Terms(neuron, facts, weights, inputs, products, facts.bias, facts.z, shown.snapshot.step)


def decimals_for(values: NDArray[np.float64]) -> int:
    """How many decimals numbers of this size are written with."""
    largest = float(np.abs(values).max(initial=0.0))
    return DECIMALS if largest < _MOST else 0


def adding_up(
    values: NDArray[np.float64],
    total: float,
    decimals: int = DECIMALS,
    *,
    carried_by: int | None = None,
) -> list[int]:
    """The values in units of the last decimal, so rounded that they add up to the total as it is rounded:
    each lies within one unit of what it is (largest remainders, as seats are shared in a parliament).

    `carried_by`: the place of the one that has no figure of its own elsewhere; it takes what the rounding of
    all the others leaves.
    """
    scale = 10**decimals
    if carried_by is not None:
        rounded = [int(unit) for unit in np.rint(values * scale).tolist()]
        rounded[carried_by] = 0
        rounded[carried_by] = round(total * scale) - sum(rounded)
        return rounded
    floors = np.floor(values * scale)
    units = [int(unit) for unit in floors.tolist()]
    missing = round(total * scale) - sum(units)
    order = np.argsort(-(values * scale - floors), kind="stable").tolist()
    if missing < 0:
        order.reverse()
    for k in range(abs(missing)):
        units[order[k % len(order)]] += 1 if missing > 0 else -1
    return units


def written(units: int, decimals: int = DECIMALS) -> str:
    """`+0.438`, `−12.000`; zero has no sign."""
    whole, part = divmod(abs(units), 10**decimals)
    text = f"{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")
    return text if units == 0 else f"{MINUS if units < 0 else '+'}{text}"
