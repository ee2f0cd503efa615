"""One moment of a story: everything that is drawn over the network, frozen, in the layout's coordinates.

A moment holds numbers and roles, never colours or widgets: the same moment goes to the canvas, to a file and,
in words, to a reader who sees no picture. Lengths and widths are in logical pixels of the page that the
layout was made for.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.viewmodels.palette import Palette

# Layers between the last hidden one (green) and the first (orange), in networks with three hidden layers or
# more.
MIDDLE_WISHES_LIGHT: Final = ("#0B8A94", "#C2338F", "#7A6A12")
MIDDLE_WISHES_DARK: Final = ("#3FC6D0", "#F07CC4", "#C9B857")


def wish_role(column: int, n_layers: int) -> str:
    """The role of a wish in a column (1 … n_layers): purple at the output, green before it, orange at the
    first hidden layer.
    """
    if column == n_layers:
        return "output_wish"
    if column == n_layers - 1:
        return "second_wish"
    return (
        "first_wish" if column == 1 else f"middle_wish_{(n_layers - 2 - column) % len(MIDDLE_WISHES_LIGHT)}"
    )


def told_columns(n_layers: int) -> tuple[int, ...]:
    """The columns whose wishes a legend names, from the output backwards: each colour once, the deepest."""
    roles: dict[str, int] = {}
    for column in range(n_layers, 0, -1):
        roles.setdefault(wish_role(column, n_layers), column)
    return tuple(roles.values())


def layer_tag(column: int, n_layers: int) -> str:
    """The short name of a column on a ring: `out`, `2`, `1`; `in` for the pixels."""
    if column == n_layers:
        return "out"
    return str(column) if column else "in"


def role_colour(palette: Palette, role: str) -> str:
    """The colour (#RRGGBB) of a role: the name of a palette's field, or `middle_wish_0` and on."""
    if role.startswith("middle_wish_"):
        return _middle_wishes(palette)[int(role.rsplit("_", 1)[1])]
    colour = getattr(palette, role)
    assert isinstance(colour, str)
    return colour


def every_colour(palette: Palette) -> tuple[str, ...]:
    """All colours (#RRGGBB) that mean something in this theme, the page's first, each once."""
    own = (getattr(palette, each.name) for each in fields(palette))
    written = (value for value in own if isinstance(value, str) and value.startswith("#"))
    return tuple(dict.fromkeys((palette.page, *written, *_middle_wishes(palette))))


def _middle_wishes(palette: Palette) -> tuple[str, ...]:
    return MIDDLE_WISHES_DARK if palette.dark else MIDDLE_WISHES_LIGHT


@dataclass(frozen=True, eq=False)
class Arrows:
    """Arrows along edges, one number each.

    `edge` int64 (n,): index of the weight in the flat array. `value` float64 (n,): its change. `line` float32
    (n, 4): x, y of the tail, x, y of the tip; the tip is nearer to the output where the value is positive.
    `width` float32 (n,): of the shaft at the head. `filled` bool (n,): filled head (positive) or open
    (negative). `alpha` float32 (n,).
    """

    role: str
    edge: NDArray[np.int64]
    value: NDArray[np.float64]
    line: NDArray[np.float32]
    width: NDArray[np.float32]
    filled: NDArray[np.bool_]
    alpha: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Lines:
    """Straight lines of one role: lit edges, glows, pulses. `line` float32 (n, 4), `width` and `alpha`
    float32 (n,), strongest last. `halo`: on a stripe of the page's colour, clear of what is below.
    """

    role: str
    line: NDArray[np.float32]
    width: NDArray[np.float32]
    alpha: NDArray[np.float32]
    halo: bool = False


@dataclass(frozen=True)
class WishArrow:
    """A wish beside its neuron: a vertical arrow from `y0` to `y1` at `x`; up (y1 < y0) is "more active".

    `hollow`: the neuron is off and passes nothing back. `value` is the wish itself.
    """

    column: int
    index: int
    value: float
    x: float
    y0: float
    y1: float
    width: float
    role: str
    alpha: float = 1.0
    hollow: bool = False


@dataclass(frozen=True)
class Ring:
    """A ring around a chosen neuron; `tag` is its layer's short name. `hollow`: grey and dashed, the neuron
    passes nothing back.
    """

    column: int
    index: int
    role: str
    tag: str
    alpha: float = 1.0
    hollow: bool = False


class Label(NamedTuple):
    """A few words on the canvas. `anchor` is the point of the text that stands at (x, y): `left`, `centre` or
    `right`, vertically centred.
    """

    x: float
    y: float
    text: str
    role: str = "text"
    anchor: str = "left"
    size: float = 11.0
    bold: bool = False
    alpha: float = 1.0


class ScaleBar(NamedTuple):
    """`length` pixels stand for `value`; `text` says it (`0.002 change of weight`)."""

    length: float
    value: float
    text: str
    role: str = "change"


@dataclass(frozen=True)
class OutputRow:
    """What one output wants: its activation, the target, and the wish y − a.

    `moved`: what a step did to it instead: the activation before, in `target` the one after, and in `wish`
    the difference.
    """

    index: int
    label: str
    activation: float
    target: float
    wish: float
    role: str
    moved: bool = False


@dataclass(frozen=True, eq=False)
class BatchSheet:
    """The examples of a mini-batch and what each wants of one edge.

    `images` uint8 (n, n_inputs); `labels` int64 (n,); `wish` float64 (n,): −∂L/∂w of each example; `mean`:
    their average. `shown` 0 to 1: how far the sheet has come in; `gathered` 0 to 1: how far the wishes have
    come together to their average.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    wish: NDArray[np.float64]
    mean: float
    edge_name: str
    shown: float = 1.0
    gathered: float = 1.0


class LossCurve(NamedTuple):
    """The mini-batch loss of a short training run, float32 (n,), the step that the picture shows, and a
    note.
    """

    loss: NDArray[np.float32]
    step: int
    note: str = ""


@dataclass(frozen=True, eq=False)
class StoryMoment:
    """One moment. Compare keys, never contents.

    `dim`: opacity of the network's edges below the story's own `lines` (1: nothing is dimmed). `shade`,
    `weights`, `probability`, `image_caption`: what the scene shows instead of its own, or None; `weights_key`
    is equal for two moments that show the same weights, and `weight_share` says how much of the change is in
    them (0 before, 1 after; more than 1 while enlarged). `notes` say each simplification of the picture.
    `magnified`: the pixel that is shown larger, with its arrow. `n_stages` 0: no part of a told story.
    `under`: lines that everything else is drawn over. `notes_beside`: the notes stand beside the picture, not
    in it. `read`: the outputs of a true network, where `probability` is on its way between those of two.
    `flying`: signs (`story.signs`) of all that its sweep shows while it lasts.
    """

    key: tuple[Hashable, ...]
    heading: str
    title: str
    caption: str
    detail: str = ""
    stage: int = 0
    n_stages: int = 1
    formula: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    dim: float = 1.0
    image_caption: str | None = None
    under: tuple[Lines, ...] = ()
    lines: tuple[Lines, ...] = ()
    arrows: tuple[Arrows, ...] = ()
    wishes: tuple[WishArrow, ...] = ()
    rings: tuple[Ring, ...] = ()
    labels: tuple[Label, ...] = ()
    scale: ScaleBar | None = None
    outputs: tuple[OutputRow, ...] = ()
    loss: tuple[float, float | None] | None = None
    sheet: BatchSheet | None = None
    curve: LossCurve | None = None
    shade: NDArray[np.float32] | None = None
    weights: NDArray[np.float32] | None = None
    probability: NDArray[np.float32] | None = None
    read: NDArray[np.float32] | None = None
    weight_share: float = 0.0
    weights_key: Hashable = None
    spotlight: tuple[tuple[int, int], ...] = field(default=())
    magnified: int | None = None
    notes_beside: bool = False
    flying: frozenset[str] = frozenset()

    @property
    def follows_step(self) -> bool:
        """Whether its outputs are those of a network that the told step, or more of them, has changed."""
        stepped = any(row.moved for row in self.outputs)
        return stepped or self.sheet is not None or self.curve is not None

    @property
    def about_outputs(self) -> str:
        """What the rows of `outputs` tell."""
        if any(row.moved for row in self.outputs):
            return "What the step did"
        now = self.sheet is not None or self.curve is not None
        return "What each output wants now" if now else "What each output wants"

    @property
    def text(self) -> str:
        """The moment in words: title, caption, numbers, notes; for a screen reader, and for tests."""
        parts = [f"{self.heading}. {self.title}.", self.caption, self.detail, *self.formula, *self.notes]
        return "\n".join(part for part in parts if part)
