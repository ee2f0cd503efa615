"""Neurons that answer nothing, or always the same: where they are, and from how many on that is a trouble."""

from __future__ import annotations

import math
from typing import Final

from netviz.language.grammar import counted, one_of
from netviz.training.advise.evidence import Evidence

_MANY_DEAD: Final = 0.32  # about a third; healthy small layers reach 5 of 16
_AT_LEAST_DEAD: Final = 3
_MANY_SATURATED: Final = 0.5


def few_dead(evidence: Evidence) -> str:
    """How many neurons are dead, and from how many on that is a trouble, where they are fewer; else empty."""
    latest = evidence.latest
    if latest is None or most_dead(evidence) is not None:
        return ""
    found, many = [], []
    for layer, (share, kind) in enumerate(
        zip(latest.dead.tolist(), evidence.config.spec.activation_functions, strict=False)
    ):
        n = latest.spec.sizes[layer + 1]
        dead = round(share * n)
        if dead and kind.can_die:
            found.append(
                counted(
                    dead,
                    "{n} of the {all} neurons in hidden layer {layer} is active for no {example}: "
                    "a dead neuron.",
                    "{n} of the {all} neurons in hidden layer {layer} are active for no {example}: "
                    "dead neurons.",
                    layer=layer + 1,
                    example=evidence.task.example,
                    all=f"{n:,}",
                )
            )
            limit = f"{max(math.ceil(_MANY_DEAD * n), _AT_LEAST_DEAD) - 1:,} of {n:,}"
            many += [limit] if limit not in many else []
    if not found:
        return ""
    return f"{' '.join(found)} So few do no harm; more than {one_of(many)} would be many."


def most_dead(evidence: Evidence) -> int | None:
    """The hidden layer with the largest share of dead neurons, where these are many."""
    latest = evidence.latest
    if latest is None or not len(latest.dead):
        return None
    layer = int(latest.dead.argmax())
    n = latest.spec.sizes[layer + 1]
    many = latest.dead[layer] >= _MANY_DEAD and round(float(latest.dead[layer]) * n) >= _AT_LEAST_DEAD
    return layer if many and evidence.config.spec.activation_functions[layer].can_die else None


def idle_figure(evidence: Evidence) -> str:
    """How many neurons of a layer answer nothing, or always the same; empty where these are not many."""
    layer = most_dead(evidence)
    if layer is not None:
        return dead_figure(evidence, layer)
    latest = evidence.latest
    if latest is None or not len(latest.saturated):
        return ""
    layer = int(latest.saturated.argmax())
    if latest.saturated[layer] < _MANY_SATURATED:
        return ""
    n = latest.spec.sizes[layer + 1]
    full = round(float(latest.saturated[layer]) * n)
    where = "stand where their activation is nearly flat"
    return f"{full:,} of the {n:,} neurons in hidden layer {layer + 1} {where}."


def dead_figure(evidence: Evidence, layer: int) -> str:
    """How many neurons of this hidden layer are active for nothing: a sentence."""
    latest = evidence.latest
    assert latest is not None
    n = latest.spec.sizes[layer + 1]
    dead = round(float(latest.dead[layer]) * n)
    one = evidence.task.example
    return f"{dead:,} of the {n:,} neurons in hidden layer {layer + 1} are active for no {one}."
