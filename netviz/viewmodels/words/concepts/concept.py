"""What one concept is, as values: its row in the glossary, and all that its page tells besides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netviz.viewmodels.words.glossary import Term, term


@dataclass(frozen=True)
class Miniature:
    """A small picture that computes: its kind, and what this concept has it show."""

    kind: str
    show: str = ""


@dataclass(frozen=True)
class Spot:
    """A place in the program where it is seen: `kind` is the way to it, `key` what is asked for there.

    Ways: "room"; "neuron", "output", "weight", "input" (something in the network, in Watch); "inside" (a tab
    of Look inside); "sheet" (of the settings in Train), "setting" (its field there), "plots" (a page of
    them), "part" (of Test), "stage" (of the story, by its kind), "page" (another page in Train), "action" (of
    the menus).
    """

    kind: str
    key: str = ""


@dataclass(frozen=True)
class Concept:
    """`formula` is written as in the program, `x_i` for a small i below and `x^(2)` above; `more` is the
    second sentence, empty where the glossary has two; `related` are ids.
    """

    id: str
    more: str
    formula: str
    miniature: Miniature
    see: Spot
    related: tuple[str, ...]

    @property
    def term(self) -> Term:
        """Its row in the glossary: name, first sentence, other names."""
        return term(self.id)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is said of it."""
        return (self.term.sentence, *((self.more,) if self.more else ()))


@dataclass(frozen=True)
class Group:
    """Concepts that belong together, in the order in which one meets them."""

    name: str
    concepts: tuple[Concept, ...]


_SIGNS = re.compile(r"_\{([^}]*)\}|_(\w+)|\^\(([^()]*)\)")


def typeset(formula: str) -> str:
    """The formula as rich text, with real subscripts and exponents."""
    rich = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def sign(match: re.Match[str]) -> str:
        below = match[1] or match[2]
        return f"<sub>{below}</sub>" if below else f"<sup>{match[3]}</sup>"

    return _SIGNS.sub(sign, rich)
