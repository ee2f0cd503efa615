"""What was measured of a run's layers now and then: gradients, updates, neurons, histograms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.activations import Activation
from netviz.network.spec import NetworkSpec
from netviz.panels.run.columns import Array
from netviz.training.measure.measures import MeasureCursor, MeasureLog, Measures

FIGURES: Final = ("gradient norm", "update-to-weight ratio", "dead neurons", "saturated neurons")
# Not all can fall silent for good, and not all are flat somewhere.
_CAN: Final[dict[str, Callable[[Activation], bool]]] = {
    "dead neurons": lambda activation: activation.can_die,
    "saturated neurons": lambda activation: activation.flat is not None,
}


@dataclass(frozen=True, eq=False)
class Histograms:
    """Of one layer, at some steps: `counts` (n, bins) in equally wide bins from `low` (n,) to `high` (n,)."""

    step: Array
    low: Array
    high: Array
    counts: NDArray[Any]


class MeasureHistory:
    """The figures of every layer at the steps at which they were measured, in order of steps."""

    def __init__(self) -> None:
        self._log: MeasureLog | None = None
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._at: MeasureCursor | None = None
        self._measures: list[Measures] = []
        self._made: dict[object, Any] = {}
        self.shape_before: tuple[int, ...] | None = None

    def pull(self, log: MeasureLog) -> bool:
        """Take what is new; False where nothing was. Another log starts afresh."""
        if log is not self._log:
            self.clear()
            self._log = log
        at, measures, restart = log.since(self._at)
        if at == self._at:
            return False
        self._at = at
        self._measures = list(measures) if restart else self._measures + list(measures)
        self._made = {}
        self.shape_before = log.shape_before
        return True

    @property
    def spec(self) -> NetworkSpec | None:
        """The network that was measured last."""
        return self._measures[-1].spec if self._measures else None

    @property
    def steps(self) -> Array:
        """At which steps, float64 (n,)."""
        found: Array = self._once("steps", lambda: np.array([m.step for m in self._measures], np.float64))
        return found

    @property
    def layer_names(self) -> tuple[str, ...]:
        """A name for each weight matrix: the layer that it leads to."""
        return () if self.spec is None else layer_names(self.spec)

    @property
    def reach(self) -> tuple[int, int] | None:
        """The first and the last step that was measured, or None."""
        return (self._measures[0].step, self._measures[-1].step) if self._measures else None

    def lines(self, name: str) -> list[tuple[int, Array]]:
        """One of FIGURES: the number of each layer that has such a thing, and its values, float64 (n,)."""
        spec = self.spec
        if spec is None:
            return []
        values = self._once(name, lambda: self._stacked(name))
        can = _CAN.get(name)
        return [
            (k, values[:, k])
            for k in range(values.shape[1])
            if can is None or can(spec.activation_functions[k])
        ]

    def weights(self, layer: int) -> Histograms | None:
        """How the numbers of a weight matrix are spread."""
        return self._histograms("weights", layer)

    def activations(self, layer: int) -> Histograms | None:
        """How the activations of the layer are spread that a weight matrix leads to."""
        return self._histograms("activations", layer)

    def _histograms(self, of: str, layer: int) -> Histograms | None:
        if layer >= len(self.layer_names):
            return None
        found: Histograms = self._once((of, layer), lambda: self._gathered(of, layer))
        return found

    def _gathered(self, of: str, layer: int) -> Histograms:
        all_of_them = [getattr(m, of) for m in self._measures]
        return Histograms(
            self.steps,
            np.array([h.low[layer] for h in all_of_them], np.float64),
            np.array([h.high[layer] for h in all_of_them], np.float64),
            np.array([h.counts[layer] for h in all_of_them]),
        )

    def _stacked(self, name: str) -> NDArray[np.float64]:
        def figure(m: Measures) -> NDArray[np.float32]:
            match name:
                case "gradient norm":
                    return m.of_step.gradient_norm
                case "update-to-weight ratio":
                    return m.of_step.update_ratio
                case "dead neurons":
                    return m.dead
                case _:
                    return m.saturated

        return np.array([figure(m) for m in self._measures], np.float64)

    def _once(self, key: object, make: Callable[[], Any]) -> Any:
        """Made when it is first asked for after something new came."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


def layer_names(spec: NetworkSpec) -> tuple[str, ...]:
    """As the columns of the canvas are called: `hidden 1` … `output`."""
    return (*(f"hidden {k}" for k in range(1, spec.n_layers)), "output")
