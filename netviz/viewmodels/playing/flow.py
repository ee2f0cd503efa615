"""A forward pass in motion: activations go from layer to layer, contributions travel along the edges."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, edges_at
from netviz.viewmodels.moment import Lines
from netviz.viewmodels.scene import Scene
from netviz.viewmodels.story.arrows.geometry import pulses, strongest

SECONDS: Final = 0.6
PULSES: Final = 110  # in each layer, the strongest contributions
SOURCES: Final = 96  # the most active neurons of a column are the ones that send any
_ARRIVES: Final = 0.72  # share of its way at which a pulse begins to light its target
_BROADER: Final = 1.8
# The edges step back while pulses run over them: down to this opacity, and back in this share of the time.
_DIM: Final = 0.3
_FADES: Final = 0.12


class _Sent(NamedTuple):
    """The strongest contributions of a layer: ids int64 of their edges, sizes 0 to 1, signs."""

    ids: NDArray[np.int64]
    size: NDArray[np.float64]
    positive: NDArray[np.bool_]


class Flow:
    """Runs once for a new digit, and ends where anything else begins."""

    def __init__(self) -> None:
        self._at: float | None = None
        self._of: Scene | None = None
        self._sent: tuple[_Sent, ...] = ()

    @property
    def moving(self) -> bool:
        """Whether there is something to see."""
        return self._at is not None

    def begin(self) -> None:
        """From the pixels on, with the next scene."""
        self._at, self._of, self._sent = 0.0, None, ()

    def stop(self) -> None:
        """Show all there is."""
        self._at = self._of = None

    def advance(self, seconds: float) -> bool:
        """Let time pass; True if the picture changes with it."""
        if self._at is None:
            return False
        self._at += seconds / SECONDS
        if self._at >= 1:
            self.stop()
        return True

    def over(self, scene: Scene) -> Scene:
        """The scene as far as the activations have come; the scene itself where nothing flows."""
        if self._at is None:
            return scene
        if scene.activation is None or scene.moment is not None:
            self.stop()
            return scene
        if self._of is None:
            self._sent = tuple(_sent(scene, layer) for layer in range(scene.spec.n_layers))
            self._of = scene
        elif not _same_pass(self._of, scene):
            self.stop()
            return scene
        way = self._at * scene.spec.n_layers
        shade, negative = scene.shade.copy(), scene.negative.copy()
        for column in range(1, len(scene.spec.sizes)):
            lit = _arrived(way - (column - 1))
            shade[scene.spec.neuron_slices[column]] *= np.float32(lit)
            negative[scene.spec.neuron_slices[column]] &= lit > 0.5
        answered = _arrived(way - (scene.spec.n_layers - 1)) > 0.5
        return replace(
            scene,
            key=(scene.key, self._at),
            shade=shade,
            negative=negative,
            probability=scene.probability if answered else np.zeros_like(scene.probability),
            answer=scene.answer if answered else None,
            pulses=self._pulses(scene, way),
            dim=_dim(self._at),
        )

    def _pulses(self, scene: Scene, way: float) -> tuple[Lines, ...]:
        layer = min(int(way), scene.spec.n_layers - 1)
        at, sent = way - layer, self._sent[layer]
        if not 0 < at < 1:
            return ()
        found = (
            pulses(scene.layout, sent.ids[mine], sent.size[mine], at, backward=False, role=role)
            for role, mine in (("negative", ~sent.positive), ("positive", sent.positive))
            if mine.any()
        )
        return tuple(replace(lines, width=lines.width * np.float32(_BROADER)) for lines in found)


def _same_pass(one: Scene, other: Scene) -> bool:
    """Whether both show the same network reading the same digit, wherever they show it."""
    return (
        one.values_key == other.values_key
        and one.activation is not None
        and other.activation is not None
        and np.array_equal(one.activation, other.activation)
    )


def _dim(at: float) -> float:
    """The opacity of the edges at this share of the time."""
    gone = min(at / _FADES, (1 - at) / _FADES, 1.0)
    return 1 - (1 - _DIM) * max(gone, 0.0)


def _arrived(at: float) -> float:
    """How lit a column is, 0 to 1, when its pulses are at this share of their way."""
    x = min(max((at - _ARRIVES) / (1 - _ARRIVES), 0.0), 1.0)
    return x * x * (3 - 2 * x)


def _sent(scene: Scene, layer: int) -> _Sent:
    """What the most active neurons of a layer send: arithmetic on no more than SOURCES rows of weights."""
    spec = scene.spec
    assert scene.activation is not None
    a = scene.activation[spec.neuron_slices[layer]].astype(np.float64)
    rows = strongest(a, SOURCES)
    matrix = as_matrix(spec, scene.weights, layer)
    if scene.views[layer] in ("change", "difference"):
        rows = rows[:0]  # no contribution is made of changes
    value = (a[rows, None] * matrix[rows]).ravel()
    some = strongest(value, PULSES) if value.size else np.empty(0, np.int64)
    source, target = np.unravel_index(some, (len(rows), matrix.shape[1]))
    ids = edges_at(spec, layer, rows[source], target)
    largest = max(float(np.abs(value[some]).max(initial=0.0)), 1e-30)
    return _Sent(ids.astype(np.int64), np.sqrt(np.abs(value[some]) / largest), value[some] > 0)
