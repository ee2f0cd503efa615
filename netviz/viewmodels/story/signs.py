"""What a legend of a story names: the signs that its picture shows at this moment, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from netviz.viewmodels.moment import Lines, StoryMoment, told_columns, wish_role
from netviz.viewmodels.story.words import names

STROKE: Final = "stroke:"  # before the role of a wish: what runs over the weights into its layer
EACH_NAMED: Final = 5  # layers of weights; of more, those between share a row
WEIGHTS: Final = frozenset({"positive", "negative"})
_SENT: Final = {"positive": "adds", "negative": "takes"}
_BETWEEN: Final = "between"
_SEEN: Final = 0.06  # opacity: what is fainter nobody sees

Cells = tuple[tuple[str, str], ...]
"""Beside each other in a legend: signs, each with its words."""


def signs_of(moment: StoryMoment) -> frozenset[str]:
    """Roles of wishes, of strokes behind STROKE, and the names of all else that the picture shows.

    What flies by within a moment of its training counts for as long as that sweep lasts.
    """
    found = {
        "off" if wish.hollow else wish.role
        for wish in moment.wishes
        if wish.alpha > _SEEN and wish.y0 != wish.y1
    }
    if any(ring.column and ring.alpha > _SEEN for ring in moment.rings):
        found.add("ring")
    if moment.sheet is not None and moment.sheet.shown > _SEEN:
        found.add("vote")
    for group in moment.arrows:
        filled = group.filled[group.alpha > _SEEN]
        found |= {"grows"} if filled.any() else set()
        found |= set() if filled.all() else {"falls"}
    return frozenset(found | _strokes(moment.lines) | _weights(moment) | moment.flying)


def flying(roles: Iterable[str], *, grows: bool, falls: bool) -> frozenset[str]:
    """The signs of a whole sweep: its strokes' roles, and whether arrows of either kind follow them."""
    arrows = {sign for sign, some in (("grows", grows), ("falls", falls)) if some}
    return frozenset({STROKE + role for role in roles} | arrows)


def rows_of(n_layers: int, signs: frozenset[str]) -> tuple[Cells, ...]:
    """The legend of a network with so many layers of weights: two cells a row, or one that is long."""
    columns = told_columns(n_layers) if n_layers <= EACH_NAMED else (n_layers, n_layers - 1, 1)
    wishes = {wish_role(column, n_layers): names.wish_name(column, n_layers) for column in columns}
    strokes = {
        STROKE + wish_role(column, n_layers): names.stroke_name(column, n_layers) for column in columns
    }
    named = wishes | strokes
    shared = {_shared(sign) for sign in signs if _is_wish(sign) and sign not in named}
    groups = (
        wishes | names.BESIDE_WISHES,
        {_BETWEEN: names.BETWEEN},
        strokes,
        {STROKE + _BETWEEN: names.STROKES_BETWEEN},
        names.SENT,
        names.CHANGES,
        names.LINES,
    )
    rows: list[Cells] = []
    for group in groups:
        cells = tuple((sign, words) for sign, words in group.items() if sign in signs | shared)
        rows += (cells[k : k + 2] for k in range(0, len(cells), 2))
    return tuple(rows)


def _shared(sign: str) -> str:
    """What stands for all layers that are not named one by one."""
    return STROKE + _BETWEEN if sign.startswith(STROKE) else _BETWEEN


def _is_wish(role: str) -> bool:
    return role.endswith("_wish") or "middle_wish_" in role


def _strokes(lines: Iterable[Lines]) -> set[str]:
    """What runs over edges: a wish on its way back, or what neurons send on."""
    seen = {group.role for group in lines if (group.alpha > _SEEN).any()}
    return {_SENT[role] for role in seen & _SENT.keys()} | {STROKE + role for role in seen if _is_wish(role)}


def _weights(moment: StoryMoment) -> frozenset[str]:
    """The lines: every stage draws the network's weights."""
    if moment.weights is None:
        return WEIGHTS
    return frozenset(
        sign
        for sign, some in (("positive", moment.weights > 0), ("negative", moment.weights < 0))
        if some.any()
    )
