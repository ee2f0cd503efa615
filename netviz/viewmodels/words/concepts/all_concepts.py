"""All concepts in their groups, and how one is found."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.viewmodels.words.concepts.answer import ANSWER
from netviz.viewmodels.words.concepts.beyond import BEYOND
from netviz.viewmodels.words.concepts.concept import Concept, Group, Miniature, Spot
from netviz.viewmodels.words.concepts.data import DATA
from netviz.viewmodels.words.concepts.judging import JUDGING
from netviz.viewmodels.words.concepts.learning import LEARNING
from netviz.viewmodels.words.concepts.network import NETWORK
from netviz.viewmodels.words.concepts.trouble import TROUBLE

_ALIKE: Final = 0.75  # of two spellings: one slip in a short word, two in a long one


def _activation(name: str) -> Concept:
    row = activation_named(name)
    return Concept(
        row.label,
        f"Its slope is {row.slope}.",
        f"φ(z) = {row.formula}",
        Miniature("curve", name),
        Spot("setting", "activation"),
        ("activation function", "activation", "saturation", "dead neuron"),
    )


def _with_activations(group: Group) -> Group:
    return Group(group.name, (*group.concepts, *map(_activation, ACTIVATIONS)))


GROUPS: Final = (NETWORK, _with_activations(ANSWER), LEARNING, DATA, JUDGING, TROUBLE, BEYOND)
CONCEPTS: Final = {concept.id: concept for group in GROUPS for concept in group.concepts}


def _fold(words: str) -> str:
    return re.sub(r"[^\w]+", " ", words.casefold()).strip()


def _nearness(asked: str, concept: Concept) -> float:
    """How well it answers: 4 its name, 3 the beginning of a name, 2 within one, below that likeness."""
    row = concept.term
    names = [_fold(name) for name in (row.name, *row.forms, *row.others)]
    if asked in names:
        return 4 if asked == names[0] else 3.5
    if any(name.startswith(asked) for name in names):
        return 3 if names[0].startswith(asked) else 2.5
    if any(asked in name for name in names):
        return 2
    if len(asked) > 3:
        likeness = max(SequenceMatcher(None, asked, name).ratio() for name in names)
        if likeness >= _ALIKE:
            return 1 + likeness / 2
        if asked in _fold(" ".join(concept.sentences)):
            return 1
    return 0


def found(asked: str) -> tuple[Concept, ...]:
    """What somebody may mean, the best first; all in their groups' order for ''. A slip does no harm."""
    asked = _fold(asked)
    if not asked:
        return tuple(CONCEPTS.values())
    rated = [(_nearness(asked, concept), concept) for concept in CONCEPTS.values()]
    return tuple(concept for near, concept in sorted(rated, key=lambda r: -r[0]) if near)
