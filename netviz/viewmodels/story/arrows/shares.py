"""Where a wish comes from: each neuron of the layer after sends its share, weight times wish, and they add
up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import counted
from netviz.network.connections import edges_out_of
from netviz.viewmodels.agreeing import digits_for
from netviz.viewmodels.moment import Label, Lines, StoryMoment, WishArrow, wish_role
from netviz.viewmodels.story.arrows.geometry import SMALLEST_HALF_WIDTH, Scale, scale_bar
from netviz.viewmodels.story.arrows.lines import edges_from
from netviz.viewmodels.story.arrows.rings import rings
from netviz.viewmodels.story.arrows.wishes import BESIDE as WISH_BESIDE
from netviz.viewmodels.story.arrows.wishes import spot_wishes
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.stages import REST, ease
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.labels import ROOMY, on_neurons, width_of
from netviz.viewmodels.story.words.names import neuron_name, the_neuron
from netviz.viewmodels.story.words.numbers import signed

SHARES_SECONDS: Final = 2.4
MOST: Final = 8  # arrows; the smallest shares come as one
TALLEST: Final = 96.0
SMALLEST: Final = 5.0  # an arrow with a head; shorter shares are drawn as one
APART: Final = 15.0  # between the shares and those that point the other way
BESIDE: Final = 22.0  # between the sum, which stands where the wish stands, and its shares
VISIBLE: Final = 0.8
NAMED_FROM: Final = 12.0


def tells_a_wish(story: Story, number: int) -> int | None:
    """The hidden column whose wish a stage tells; None where it tells none."""
    stage = story.stages[number]
    if stage.kind in ("wish", "layer") and story.picks[stage.column] is not None:
        return stage.column
    return None


@dataclass(frozen=True, eq=False)
class _Laid:
    """The shares of one neuron's wish, laid end to end: first what points where the sum points, then what
    takes some of it away. What is too short for an arrow of its own comes as one, as source -1.
    """

    column: int
    pick: int
    shares: NDArray[np.float64]
    order: list[int]  # sources, the largest share first
    rest: list[int]
    steps: list[tuple[int, float]]
    reached: NDArray[np.float64]
    scale: Scale

    @cached_property
    def total(self) -> float:
        return float(self.shares.sum())

    @property
    def largest(self) -> float:
        """Of what points up and what points down together, the longer."""
        return _largest(self.shares)

    @property
    def sign(self) -> float:
        return 1.0 if self.total >= 0 else -1.0

    def against(self, value: float) -> bool:
        """Whether a share points the other way than the sum."""
        return value * self.sign < 0


def _largest(shares: NDArray[np.float64]) -> float:
    return max(float(shares[shares > 0].sum()), float(-shares[shares < 0].sum()))


def _lay(story: Story, column: int, pick: int) -> _Laid:
    shares = story.trace.shares(column, pick)
    sign = 1.0 if float(shares.sum()) >= 0 else -1.0
    scale = Scale(TALLEST / max(_largest(shares), 1e-300))
    order = np.argsort(-np.abs(shares), kind="stable").tolist()
    single = [k for k in order[:MOST] if abs(shares[k]) * scale.length >= SMALLEST]
    rest = [k for k in order if k not in single and shares[k] != 0]
    steps = [(k, float(shares[k])) for k in single]
    if rest:
        steps.append((-1, float(shares[rest].sum())))
    steps.sort(key=lambda step: (step[1] * sign < 0, step[0] < 0, -abs(step[1])))
    reached = np.cumsum([0.0, *(value for _, value in steps)])
    return _Laid(column, pick, shares, order, rest, steps, reached, scale)


@dataclass(frozen=True)
class _Place:
    """Where they stand, in the layout's units."""

    sum_x: float
    near_x: float  # of the shares that point the other way
    far_x: float  # of the others
    y0: float

    def x_of(self, laid: _Laid, value: float) -> float:
        return self.near_x if laid.against(value) else self.far_x


def _place(story: Story, laid: _Laid) -> _Place:
    layout = story.layout
    half = np.maximum(layout.radius, np.float32(SMALLEST_HALF_WIDTH))
    own = story.spec.neuron_slices[laid.column].start + laid.pick
    sum_x, y0 = float(layout.xy[own, 0] - half[own]) - WISH_BESIDE, float(layout.xy[own, 1])
    # Near the page's border the arrows must not leave it.
    above, below = (TALLEST + 30, 44.0) if laid.sign > 0 else (44.0, TALLEST + 44)
    y0 = min(max(y0, above), layout.height - below)
    near_x = sum_x - BESIDE
    other_way = any(laid.against(value) for _, value in laid.steps)
    return _Place(sum_x, near_x, near_x - APART if other_way else near_x, y0)


def shares_moment(story: Story, number: int, at: float) -> StoryMoment:
    """The shares of a stage's wish when a part `at` (0 to 1) of them has arrived: laid end to end beside the
    neuron, those that point where their sum points first, then back what the others take away.
    """
    column = tells_a_wish(story, number)
    assert column is not None
    pick = story.picks[column]
    assert pick is not None
    base = moment(story, number + REST)
    laid = _lay(story, column, pick)
    place = _place(story, laid)
    grown = ease(at * (len(laid.steps) + 1) - len(laid.steps))
    axis = np.array([[place.far_x - 9, place.y0, place.sum_x + 9, place.y0]], np.float32)
    who = "output" if column + 1 == story.last else "neuron after it"
    name = the_neuron(story.spec, column, pick, story.task)
    detail = f"A share is weight times wish. Sum for {name}: {signed(laid.total)}."
    return replace(
        base,
        key=(*base.key, "shares", at),
        caption=f"Each {who} sends its own wish back through its edge; the sum is this neuron's wish.",
        detail=detail + _against_its_wish(story, column, pick, laid.shares),
        formula=_formula(story, laid),
        notes=_about_rest(laid.rest, laid.shares, laid.scale),
        arrows=(),
        lines=(Lines("muted", axis, np.ones(1, np.float32), np.ones(1, np.float32), halo=True),),
        under=edges_from(story, column),
        wishes=(
            *spot_wishes(story, column + 1),
            *_on_their_way(story, laid, place, at),
            *_sum(story, laid, place, grown),
        ),
        rings=rings(story, column),
        labels=_labels(story, laid, place) if grown > 0 else (),
        scale=scale_bar(laid.scale, laid.largest, "wish about an activation", "muted"),
        shade=story.shade_before,
        magnified=None,
    )


def _on_their_way(story: Story, laid: _Laid, place: _Place, at: float) -> list[WishArrow]:
    """Each share from its neuron to its place, one after the other."""
    layout, column, length = story.layout, laid.column, laid.scale.length
    after = story.spec.neuron_slices[column + 1].start
    arrows = []
    for k, (source, value) in enumerate(laid.steps):
        part = ease(at * (len(laid.steps) + 1) - k)
        if part <= 0 or abs(value) * length < VISIBLE:
            continue
        to_x = place.x_of(laid, value)
        to_y = place.y0 - float(laid.reached[k]) * length
        from_x, from_y = (float(v) for v in layout.xy[after + max(source, 0)])
        x = from_x - 14 + (to_x - from_x + 14) * part
        y = from_y + (to_y - from_y) * part
        role = wish_role(column + 1, story.last) if source >= 0 else "muted"
        arrows.append(WishArrow(column + 1, max(source, 0), value, x, y, y - value * length, 3.4, role))
    return arrows


def _sum(story: Story, laid: _Laid, place: _Place, grown: float) -> tuple[WishArrow, ...]:
    """The wish itself, once all shares are there."""
    if grown <= 0:
        return ()
    column, pick = laid.column, laid.pick
    role = wish_role(column, story.last) if story.trace.passes_back(column, pick) else "muted"
    tip = place.y0 - laid.total * laid.scale.length * grown
    return (WishArrow(column, pick, laid.total, place.sum_x, place.y0, tip, 5.0, role),)


def _labels(story: Story, laid: _Laid, place: _Place) -> tuple[Label, ...]:
    """The sum's number on the other side of the axis, and at the shares what they are."""
    layout, sign = story.layout, laid.sign
    if layout.column_x[laid.column] - layout.column_x[laid.column - 1] <= ROOMY:
        return ()
    x, y0 = place.far_x - 8, place.y0
    return (
        Label(place.sum_x + 8, y0 + sign * 11, f"Σ {signed(laid.total)}", "text", "right", bold=True),
        Label(x, y0 - sign * (TALLEST + 12), "laid end to end", "muted", "centre", 12.0),
        *_names(story, laid, x, y0),
    )


def _formula(story: Story, laid: _Laid) -> tuple[str, ...]:
    """The largest shares as products, and their sum."""
    spec, after = story.spec, laid.column + 1
    weights = story.weights_before[edges_out_of(spec, laid.column, laid.pick)]
    products = (
        f"{neuron_name(spec, after, k)}: "
        + _product(float(weights[k]), float(story.trace.wish_z[after][k]), float(laid.shares[k]))
        for k in laid.order[:4]
    )
    return (*products, f"wish = Σ w · δ = {signed(laid.total)}")


def _product(weight: float, wish: float, share: float) -> str:
    """`(+0.530) · (−0.0921) = −0.0488`."""
    digits, equal = digits_for(mul, weight, wish, gives=share)
    return f"({signed(weight, digits)}) · ({signed(wish, digits)}) {equal} {signed(share)}"


def _names(story: Story, laid: _Laid, x: float, y0: float) -> tuple[Label, ...]:
    """Whose share an arrow is, beside those that are long enough, where it covers no neuron; the told one's
    stands out.
    """
    told, length = story.picks[laid.column + 1], laid.scale.length
    found = []
    for k, (source, value) in enumerate(laid.steps):
        if abs(value) * length < NAMED_FROM and source != told:
            continue
        if laid.against(value) and source != told:
            continue  # they stand between the others and the sum, where there is no room
        y = y0 - float(laid.reached[k] + laid.reached[k + 1]) / 2 * length
        whose = neuron_name(story.spec, laid.column + 1, source, story.task) if source >= 0 else "others"
        # Where the column before is near, the name alone: the formula has the number.
        text = next(
            (
                words
                for words in (f"{whose} {signed(value)}", whose)
                if not on_neurons(story.layout, x - width_of(words) / 2, y, words)
            ),
            None,
        )
        if text is not None:
            chosen = source == told
            role = "text" if chosen else "muted"
            found.append(Label(x, y, text, role, "right", 12.0, bold=chosen))
    return tuple(found)


def _against_its_wish(story: Story, column: int, pick: int, shares: NDArray[np.float64]) -> str:
    """Why the share of the neuron that the story is told on points the other way than its own wish."""
    told = story.picks[column + 1]
    if told is None:
        return ""
    wish, share = float(story.trace.wish_z[column + 1][told]), float(shares[told])
    if wish * share >= 0:
        return ""
    ways = ("more", "less") if wish > 0 else ("less", "more")
    name = the_neuron(story.spec, column + 1, told, story.task)
    return (
        f" {name[0].upper()}{name[1:]} wants {ways[0]}, but its weight is negative, so its share "
        f"({signed(share)}) asks this neuron for {ways[1]}."
    )


def _about_rest(rest: list[int], shares: NDArray[np.float64], scale: Scale) -> tuple[str, ...]:
    """The small shares that have no arrow of their own."""
    if not rest:
        return ()
    sum_ = float(shares[rest].sum())
    texts = "The smallest share is {sum}, in grey.", "The {n} smallest shares together are {sum}, in grey."
    if abs(sum_) * scale.length < VISIBLE:
        texts = (
            "The smallest share is {sum}: too short to draw.",
            "The {n} smallest shares together are {sum}: too short to draw.",
        )
    return (counted(len(rest), *texts, sum=signed(sum_)),)
