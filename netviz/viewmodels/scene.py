"""A scene: everything that one picture of the network shows, frozen. Both painters draw it.

Coordinates are logical pixels of the page that the layout was made for, origin at the top left; the camera
maps them to the screen.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import as_matrix, fair_step, n_edges_in, sources_of
from netviz.network.forward import ForwardPass
from netviz.network.spec import NetworkSpec
from netviz.tasks.answer import Numbers
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.moment import Lines, StoryMoment
from netviz.viewmodels.naming import input_name, output_name
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.surface import Surfaces

View = Literal["auto", "weight", "contribution", "change", "difference"]


@dataclass(frozen=True)
class Focus:
    """What the pointer, a click or the keyboard has chosen: a neuron, or an edge where `source` is set.

    `column` 0 is the input; `index` is the neuron in its column. For an edge, `column` and `index` are the
    neuron that it leads to and `source` is the neuron in the column before.
    """

    column: int
    index: int
    source: int | None = None


@dataclass(frozen=True, eq=False)
class Layout:
    """Where everything stands. Made from a spec and a page size only: it stays the same while one trains.

    `xy` float32 (n_neurons, 2): centres; for input pixels the centre of the cell. `port` float32 (n_neurons,
    2): where a neuron's outgoing edges begin; for pixel (r, c) on the image's right border at height r + (c +
    ½)/columns cells, for all others the centre. `radius` float32 (n_neurons,): of the disc, half a cell for
    pixels. `image` is x, y, side of the input image, or None where the inputs are no square picture and stand
    in a column like all others. `column_x` the x of each column (the image's right border for the input).
    `task`: what its inputs are called by, where that is known.
    """

    spec: NetworkSpec
    width: float
    height: float
    image: tuple[float, float, float] | None
    column_x: tuple[float, ...]
    xy: NDArray[np.float32]
    port: NDArray[np.float32]
    radius: NDArray[np.float32]
    task: AnyTask | None = None

    @property
    def identity(self) -> tuple[Hashable, ...]:
        """Equal for two layouts that place the same network the same way."""
        return (self.spec.sizes, self.width, self.height, self.image is None, self.column_x[0])

    @property
    def has_names(self) -> bool:
        """Whether its inputs stand in a column and have names."""
        return self.image is None and self.task is not None and self.task.input.n == self.spec.sizes[0]


@dataclass(frozen=True, eq=False)
class Scene:
    """One picture. Compare keys, never contents.

    `key` changes with anything in the picture, `edge_key` with anything that its edges show (weights, gain,
    reference, layout, palette) and not with the focus, `values_key` with `weights` and `gain` only. `weights`
    float32 (n_edges,): the front of the snapshot's flat array as it is, or in the view "change" what each
    weight has gained since step `since`. `gain` float32 (n_neurons,): what each neuron's outgoing weights are
    multiplied with for the picture (1: the weight itself; its activation: the contribution a·w). `reference`
    float32 (L,): the |w·gain| of each layer that is drawn at full strength. `power` float32 (L,): strength =
    min(|w·gain| / reference, 1) ** power. `views`: for each layer "weight", "contribution" or "change".
    `shade` float32 (n_neurons,): 0 to 1. `negative` bool (n_neurons,): activation below zero, drawn with a
    dashed rim. `activation` float32 (n_neurons,) or None while nothing is drawn. `probability` float32
    (n_outputs,) or empty while nothing is drawn. `output_labels`: beside the outputs. `captions`: one line
    under each column; `input_labels`: left of inputs that have names.
    `answer`: the output that won, or None. `share`: of each layer's edges only this share,
    the strongest, is in the picture; no edge below `least`, float32 (L,), is. `pointed`: an edge of the
    neuron in focus that is pointed at. `pulses`: what travels along edges at this moment. `dim`: the
    opacity of the edges meanwhile. `surfaces`: what each neuron gives all over the plane, where a plane is
    read. `numbers`: what outputs stand for, where they are numbers. `step`: of the network. `since` is None
    where none are seen, and where it is not known from which step they count.
    """

    key: tuple[Hashable, ...]
    edge_key: tuple[Hashable, ...]
    values_key: tuple[Hashable, ...]
    layout: Layout
    palette: Palette
    weights: NDArray[np.float32]
    gain: NDArray[np.float32]
    reference: NDArray[np.float32]
    power: NDArray[np.float32]
    views: tuple[str, ...]
    shade: NDArray[np.float32]
    negative: NDArray[np.bool_]
    activation: NDArray[np.float32] | None
    probability: NDArray[np.float32]
    answer: int | None
    output_labels: tuple[str, ...]
    captions: tuple[str, ...]
    focus: Focus | None = None
    moment: StoryMoment | None = None
    share: float = 1.0
    least: NDArray[np.float32] | None = None
    step: int = 0
    since: int | None = None
    pointed: Focus | None = None
    input_labels: tuple[str, ...] = ()
    pulses: tuple[Lines, ...] = ()
    dim: float = 1.0
    surfaces: Surfaces | None = None
    numbers: Numbers | None = None

    @property
    def spec(self) -> NetworkSpec:
        """The network's shape."""
        return self.layout.spec

    @cached_property
    def n_edges(self) -> int:
        """All edges, drawn or not."""
        return self.spec.n_edges


# 99.5 of a hundred edges are weaker than the reference (see `edge_reference`).
REFERENCE_PERCENTILE: Final = 99.5
MOST_AT_FULL_STRENGTH: Final = 64
_SAMPLE: Final = 65536
_SMALLEST_REFERENCE: Final = 1e-12


def full_strength_share(n_edges: int) -> float:
    """The share of a layer's edges that are drawn below full strength:

    99.5 %, or all but 64 of a large layer's.
    """
    return max(REFERENCE_PERCENTILE / 100, 1 - MOST_AT_FULL_STRENGTH / n_edges)


def edge_reference(
    spec: NetworkSpec, weights: NDArray[np.float32], gain: NDArray[np.float32] | None = None, *, exact: bool
) -> NDArray[np.float32]:
    """The 99.5th percentile of |w·gain| of every layer, float32 (L,).

    While training, `exact=False` looks at every n-th edge only, the same ones each time, 65,536 a layer: off
    by 2 or 3 %, in a millisecond at any size.
    """
    shares = [full_strength_share(n_edges_in(spec, layer)) for layer in range(spec.n_layers)]
    return np.maximum(_quantiles(spec, weights, gain, shares, exact=exact), np.float32(_SMALLEST_REFERENCE))


def edge_threshold(
    spec: NetworkSpec,
    weights: NDArray[np.float32],
    gain: NDArray[np.float32] | None,
    share: float,
    *,
    exact: bool,
) -> NDArray[np.float32]:
    """The |w·gain| that only this share of each layer's edges exceeds or reaches, float32 (L,).

    `exact` as for `edge_reference`.
    """
    if share >= 1:
        return np.zeros(spec.n_layers, np.float32)
    return _quantiles(spec, weights, gain, [1 - share] * spec.n_layers, exact=exact)


def _quantiles(
    spec: NetworkSpec,
    weights: NDArray[np.float32],
    gain: NDArray[np.float32] | None,
    shares: Sequence[float],
    *,
    exact: bool,
) -> NDArray[np.float32]:
    """For each layer the |w·gain| that this share of its edges lies below."""
    result = np.empty(spec.n_layers, np.float32)
    for layer in range(spec.n_layers):
        step = 1 if exact else fair_step(spec, layer, max(1, n_edges_in(spec, layer) // _SAMPLE))
        strength = np.abs(as_matrix(spec, weights, layer).ravel()[::step])
        if gain is not None:
            strength *= np.abs(gain[spec.neuron_slices[layer]][sources_of(spec, layer, step)])
        rank = min(int(strength.size * shares[layer]), strength.size - 1)
        result[layer] = np.partition(strength, rank)[rank]
    return result


WEAKEST_POWER: Final = 1.6
STRONGEST_POWER: Final = 3.0


def edge_power(layout: Layout) -> NDArray[np.float32]:
    """The exponent of each layer's strength curve, float32 (L,): 1.6 with room for edges, 3 where they crowd.

    What decides is how many edges cross a pixel of the page's height: a linear map gives a hairball.
    """
    per_pixel = np.array([n_in * n_out for n_in, n_out in layout.spec.shapes]) / layout.height
    return np.clip(
        WEAKEST_POWER + 0.7 * np.log10(np.maximum(per_pixel, 1e-3) / 0.5), WEAKEST_POWER, STRONGEST_POWER
    ).astype(np.float32)


class _Neurons(NamedTuple):
    """What a pass says of all neurons; see the fields of `Scene` with these names."""

    gain: NDArray[np.float32]
    shade: NDArray[np.float32]
    activation: NDArray[np.float32] | None
    probability: NDArray[np.float32]

    @property
    def negative(self) -> NDArray[np.bool_]:
        if self.activation is None:
            return np.zeros(len(self.gain), np.bool_)
        return self.activation < 0

    @property
    def answer(self) -> int | None:
        return int(self.probability.argmax()) if self.probability.size else None


def _neurons(
    spec: NetworkSpec,
    forward: ForwardPass | None,
    views: tuple[str, ...],
    shade_reference: tuple[float, ...] | None,
) -> _Neurons:
    gain = np.ones(spec.n_neurons, np.float32)
    shade = np.zeros(spec.n_neurons, np.float32)
    if forward is None:
        return _Neurons(gain, shade, None, np.empty(0, np.float32))
    activation = np.concatenate([np.ravel(a) for a in forward.a]).astype(np.float32, copy=False)
    for column, where in enumerate(spec.neuron_slices):
        scale = 1.0 if shade_reference is None else shade_reference[column]
        np.abs(activation[where], out=shade[where])
        shade[where] /= max(scale, _SMALLEST_REFERENCE)
        if column < spec.n_layers and views[column] == "contribution":
            gain[where] = activation[where]
    np.clip(shade, 0.0, 1.0, out=shade)
    return _Neurons(gain, shade, activation, np.ravel(forward.a[-1]).astype(np.float32, copy=False))


def resolve(
    snapshot: Snapshot,
    layout: Layout,
    palette: Palette,
    forward: ForwardPass | None = None,
    *,
    shade_reference: tuple[float, ...] | None = None,
    focus: Focus | None = None,
    pointed: Focus | None = None,
    view: View = "auto",
    resting: bool = True,
    since: Snapshot | None = None,
    share: float = 1.0,
    reference: NDArray[np.float32] | None = None,
    least: NDArray[np.float32] | None = None,
    surfaces: Surfaces | None = None,
) -> Scene:
    """The picture of `snapshot` with the digit whose pass is `forward` (None: nothing is drawn yet).

    `shade_reference`: the activation of each column that is darkest (see `shade_references`); None is 1 for
    all. `view` "auto" shows the weight, but from a picture the contribution a·w once one is there and
    training rests (`resting`); "contribution" shows a·w in every layer; "change" shows what each weight has
    gained since the network `since` (nothing where that is another one, or None), and so does "difference",
    of two networks. Only the strongest `share` of each layer's edges is in the picture. `reference` and
    `least`: float32 (L,), what `edge_reference` and `edge_threshold` gave; None computes them exactly, for
    pictures in files. Raises ValueError where the layout is that of another network.
    """
    spec = snapshot.spec
    if layout.spec.sizes != spec.sizes:
        raise ValueError(f"The layout is for {layout.spec}, the network is {spec}.")
    if view == "auto" and not isinstance(snapshot.task.input, Picture):
        view = (
            "weight"  # of an input below 0, a·w has the other sign than the weight by which lines are named
        )
    views = edge_views(spec, view, resting=resting, drawn=forward is not None)
    shown = _neurons(spec, forward, views, shade_reference)
    changes = view in ("change", "difference")
    weights = weight_changes(snapshot, since) if changes else snapshot.weights
    if reference is None or len(reference) != spec.n_layers:
        reference = edge_reference(spec, weights, shown.gain, exact=True)
    if least is None or len(least) != spec.n_layers:
        least = edge_threshold(spec, weights, shown.gain, share, exact=True)
    contributing = forward if "contribution" in views else None
    base = since.identity if changes and since is not None else None
    picked = (share, least.tobytes()) if share < 1 else None
    values_key = (snapshot.identity, views, contributing, base)
    edge_key = (values_key, layout.identity, palette, reference.tobytes(), picked)
    return Scene(
        key=(edge_key, forward, shade_reference, focus, pointed, surfaces),
        edge_key=edge_key,
        values_key=values_key,
        layout=layout,
        palette=palette,
        weights=weights,
        gain=shown.gain,
        reference=reference,
        power=edge_power(layout),
        views=views,
        shade=shown.shade,
        negative=shown.negative,
        activation=shown.activation,
        probability=shown.probability,
        answer=shown.answer,
        output_labels=tuple(output_name(spec.sizes[-1], k, snapshot.task) for k in range(spec.sizes[-1])),
        input_labels=_input_labels(layout, snapshot.task),
        captions=_captions(layout),
        focus=focus,
        share=share,
        least=least if share < 1 else None,
        step=snapshot.step,
        since=since.step if changes and since is not None else None,
        pointed=pointed,
        surfaces=surfaces,
        numbers=numbers if isinstance(numbers := snapshot.task.answer, Numbers) else None,
    )


def _input_labels(layout: Layout, task: AnyTask) -> tuple[str, ...]:
    """What stands left of inputs that are few and have names of their own."""
    n = layout.spec.sizes[0]
    if layout.image is not None or n != task.input.n:
        return ()
    return tuple(input_name(n, k, task) for k in range(n))


def laid_out(scene: Scene, layout: Layout | None = None) -> Scene:
    """The same picture for a file: its references exact, on this layout of the same network if there is one.

    Nothing flows in it. Raises ValueError where the layout is that of another network.
    """
    layout = layout or scene.layout
    if layout.spec.sizes != scene.spec.sizes:
        raise ValueError(f"The layout is for {layout.spec}, the network is {scene.spec}.")
    least = edge_threshold(scene.spec, scene.weights, scene.gain, scene.share, exact=True)
    return replace(
        scene,
        key=("for a file", scene.key, layout.identity),
        edge_key=("for a file", scene.edge_key, layout.identity),
        layout=layout,
        power=edge_power(layout),
        reference=edge_reference(scene.spec, scene.weights, scene.gain, exact=True),
        least=least if scene.share < 1 else None,
    )


def weight_changes(snapshot: Snapshot, since: Snapshot | None) -> NDArray[np.float32]:
    """What each weight has gained since that snapshot, float32 (n_edges,).

    All 0 where it is of another network or another run of this one.
    """
    same = since is not None and (since.run, since.generation, since.spec.sizes) == (
        snapshot.run,
        snapshot.generation,
        snapshot.spec.sizes,
    )
    if since is None or not same:
        return np.zeros(snapshot.spec.n_edges, np.float32)
    with np.errstate(invalid="ignore", over="ignore"):  # a network that has diverged has no differences
        return snapshot.weights - since.weights


def edge_views(spec: NetworkSpec, view: View, *, resting: bool, drawn: bool) -> tuple[str, ...]:
    """What the edges of each layer show: "weight", "contribution", "change" … (see `resolve`)."""
    if view in ("change", "difference"):
        return (view,) * spec.n_layers
    if not drawn or view == "weight" or (view == "auto" and not resting):
        return ("weight",) * spec.n_layers
    if view == "contribution":
        return ("contribution",) * spec.n_layers
    return ("contribution",) + ("weight",) * (spec.n_layers - 1)


def _captions(layout: Layout) -> tuple[str, ...]:
    inputs, *hidden, outputs = layout.spec.sizes
    return (
        f"input · {inputs:,}" if layout.image is None else f"{inputs:,} pixels",
        *(f"hidden {k} · {n:,}" for k, n in enumerate(hidden, start=1)),
        f"output · {outputs:,}",
    )
