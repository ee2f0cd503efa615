"""What is said about the terms of a sum."""

from __future__ import annotations

from operator import mul

from netviz.language.grammar import counted
from netviz.panels.inspector.sum.terms import Terms
from netviz.panels.kit.figures import plain, signed
from netviz.tasks.input import Picture
from netviz.viewmodels.agreeing import digits_for
from netviz.viewmodels.naming import pixel_place, place_of


def reading(terms: Terms, source: int) -> str:
    """A term in full: its name and its numbers, with as many digits as they need to agree."""
    name, w = terms.facts.source(source), float(terms.weights[source])
    if terms.inputs is None:
        return f"{name}: w {signed(w, 5)}"
    a = float(terms.inputs[source])
    digits, equal = digits_for(mul, w, a, gives=w * a, write=signed, shown=5)
    return f"{name}: a {plain(a, digits)} × w {signed(w, digits)} {equal} {signed(w * a, 5)}"


def short(terms: Terms, source: int) -> str:
    """The name without its kind, which goes without saying in a column of them."""
    reads = terms.facts.task.input
    if terms.focus.column > 1:
        return place_of(terms.focus.column - 1, source)
    if isinstance(reads, Picture) and reads.n == len(terms):
        return pixel_place(*divmod(source, reads.columns))
    return terms.facts.source(source)


def weight(terms: Terms, source: int) -> str:
    """The weight as its column has it."""
    return signed(float(terms.weights[source]))


def others(n: int) -> tuple[str, ...]:
    """What all terms without a row are called, the longest first."""
    return (
        counted(n, "and 1 smaller one", "and {n} smaller ones together"),
        counted(n, "1 smaller one", "{n} smaller ones"),
        counted(n, "1 more", "{n} more"),
    )


def summaries(terms: Terms, n: int) -> tuple[str, ...]:
    """What stands below while nothing is pointed at, the longest first."""
    if terms.products is None:
        return (
            terms.facts.task.filled("No {example} is read: these are the weights alone."),
            "These are the weights alone.",
        )
    whole = len(terms)
    if n == whole:
        said = counted(n, "Its only term.", "All {n} terms, the largest first.")
    else:
        said = counted(
            n, "The largest of {whole} terms.", "The {n} largest of {whole} terms.", whole=f"{whole:,}"
        )
    if terms.focus.column > 1:
        return (f"{said} Point at a row to see its line; click it to go on to that neuron.", said)
    return (f"{said} Point at a row to see its line.", said)
