"""What is said of two networks: how they were matched, what lies between them, who is right."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.language.grammar import counted
from netviz.network.connections import as_matrix, biases, edge_index
from netviz.panels.two_networks.shown import Compared
from netviz.tasks.task import AnyTask
from netviz.training.compare.answers import A_RIGHT, B_RIGHT, BOTH_WRONG, BothAnswers
from netviz.training.compare.chosen import Chosen
from netviz.training.compare.line import Between, barrier
from netviz.training.compare.matching import Matching
from netviz.training.figures import percent, plain, said, signed, significant
from netviz.viewmodels.naming import name_of
from netviz.viewmodels.scene import Focus

TERMS: Final = (
    "hidden layer", "weight", "bias", "loss", "training examples", "validation", "activation", "barrier",
)  # fmt: skip
LETTERS: Final = "AB"
SAME: Final = (
    "A and B are the same network, so nothing differs. Choose another step, another run or a file for one of "
    "them."
)
_DECIMALS: Final = 3


def of_network(chosen: Chosen, answers: BothAnswers | str, place: int) -> str:
    """One of the two: its shape and step, and how well it answers."""
    words = f"{chosen.spec}, step {chosen.step:,}"
    if isinstance(answers, BothAnswers):
        n, name = len(answers.examples), answers.examples.name
        if answers.of_classes:
            share = answers.right[place] / max(n, 1)
            words += f": {percent(share)} of {n:,} {name} examples right"
        else:
            outputs = (answers.a, answers.b)[place]
            off = np.sqrt(np.square(outputs.astype(np.float64) - answers.examples.answers).mean())
            words += f": typical error {significant(float(off))} on {n:,} {name} examples"
    return f"{words}. {chosen.note}".strip() if chosen.note else f"{words}."


def are_one(matching: Matching) -> bool:
    """Whether the two are the same network."""
    return bool(np.array_equal(matching.a, matching.matched))


def how_matched(matching: Matching) -> str:
    """Which neurons belong together, and how near that brings the two."""
    if are_one(matching):
        return SAME
    n = sum(of_b for _, of_b in matching.widths)
    if not n:
        return "There is no hidden layer, so there is nothing to match."
    own, matched = matching.distances
    moved = matching.n_moved
    words = (
        "A hidden layer’s neurons stand in no order, so B’s were matched to A’s: the best assignment of "
        "incoming and outgoing weights and biases, layer by layer. "
    )
    if moved:
        words += counted(
            moved,
            "{n} of its {all} stands elsewhere than in B; ",
            "{n} of its {all} stand elsewhere than in B; ",
            all=f"{n:,}",
        )
        words += f"B is {significant(matched)} from A that way, {significant(own)} in its own order."
    else:
        words += f"All {n:,} stand where they stood in B; B is {significant(own)} from A."
    a, b = matching.left_over
    for letter, other, count in (("A", "B", a), ("B", "A", b)):
        if count:
            words += counted(
                count,
                " {n} of {letter}’s has no partner: in {other} its weights count as 0.",
                " {n} of {letter}’s have no partner: in {other} their weights count as 0.",
                letter=letter,
                other=other,
            )
    return words


def of_line(line: Between) -> str:
    """Whether there is a barrier between them."""
    words = f"With neurons matched {_barrier(line.t, line.matched)}"
    if np.array_equal(line.own, line.matched):
        words = f"Here {_barrier(line.t, line.own)}"
    else:
        words += f" In B’s own order {_barrier(line.t, line.own)}"
    return (
        f"{words} Mean loss of {line.n_examples:,} training examples at {len(line.t)} networks from A to B; "
        "all weights and biases change in step."
    )


def _barrier(t: NDArray[np.float64], losses: NDArray[np.float64]) -> str:
    top, height = barrier(losses)
    if not np.isfinite(height):
        return "the loss is beyond all numbers on the way."
    if not height:
        return "no point lies above the higher end: there is no barrier."
    at = percent(float(t[top]), 0)
    return f"the highest point lies {significant(height)} above the higher end, {at} of the way: a barrier."


def of_focus(focus: Focus, compared: Compared, matching: Matching) -> str:
    """An edge or a neuron in both networks."""
    spec, task = matching.spec, compared.a.task
    column, index = focus.column, focus.index
    name = name_of(spec.sizes, column, index, task)
    if focus.source is not None:
        source = name_of(spec.sizes, column - 1, focus.source, task)
        at = edge_index(spec, column, focus.source, index)
        return f"Weight from {source} to {name}: {_three(matching.a[at], matching.matched[at])}"
    if column == 0:
        return f"{name[:1].upper()}{name[1:]} is read by both."
    a, b = (float(biases(spec, flat, column - 1)[index]) for flat in (matching.a, matching.matched))
    words = f"{name[:1].upper()}{name[1:]}"
    if column < len(spec.sizes) - 1:
        of_a, of_b = matching.widths[column - 1]
        place = int(matching.places[column - 1][index])
        if index >= of_a:
            words += f" is neuron {column}·{place + 1} of B, and has no partner in A"
        elif place >= of_b:
            words += " of A has no partner in B"
        else:
            words += f" of A, {column}·{place + 1} of B"
    into = [
        as_matrix(spec, flat, column - 1)[:, index].astype(np.float64)
        for flat in (matching.a, matching.matched)
    ]
    far = float(np.linalg.norm(into[1] - into[0]))
    return f"{words}: bias {_three(a, b)} Its incoming weights are {significant(far)} apart."


def _three(a: float, b: float) -> str:
    # Of the numbers as they are written: people subtract them.
    first, second = round(float(a), _DECIMALS), round(float(b), _DECIMALS)
    far = signed(round(second - first, _DECIMALS), _DECIMALS)
    return f"A {plain(float(a), _DECIMALS)}, B {plain(float(b), _DECIMALS)}; B − A = {far}."


def kinds(answers: BothAnswers) -> dict[str, tuple[str, str]]:
    """What there is of examples that are answered differently: words with their number, and tips."""
    found = {kind: len(rows) for kind, rows in answers.kinds().items()}
    if answers.of_classes:
        named = {
            A_RIGHT: ("A right", "A answers what the label says, B something else."),
            B_RIGHT: ("B right", "B answers what the label says, A something else."),
            BOTH_WRONG: (
                "Both wrong",
                "Neither answers what the label says, and they answer differently.",
            ),
        }
    else:
        named = {
            A_RIGHT: ("A nearer", "A’s number is nearer to the right one."),
            B_RIGHT: ("B nearer", "B’s number is nearer to the right one."),
        }
    return {kind: (f"{named[kind][0]}: {n:,}", named[kind][1]) for kind, n in found.items()}


def of_which(answers: BothAnswers) -> str:
    """What the numbers in the buttons are about: not all examples."""
    if not answers.of_classes:
        return "Of the examples answered most differently:"
    a, b = answers.answered
    alike = int(((a == b) & (a != answers.examples.answers)).sum())
    words = "Of the examples answered differently only:"
    return (
        words if not alike else f"{words[:-1]} (the {alike:,} with the same wrong answer are not among them):"
    )


def how_many(answers: BothAnswers) -> str:
    """How many they answer differently, of which examples."""
    n, name = len(answers.examples), answers.examples.name
    listed = sum(map(len, answers.kinds().values()))
    most = "" if answers.of_classes or listed == n else "most "
    return f"{listed:,} of {n:,} {name} examples answered {most}differently"


def of_drawn(a: NDArray[np.floating], b: NDArray[np.floating], task: AnyTask) -> str:
    """What both answer, outputs (n_out,), to what lies before the network in the window."""
    called = "What lies before the network in the window"
    if task.answer.kind != "classes":
        return f"{called}: A answers {said(float(a[0]), 3)}, B {said(float(b[0]), 3)}."
    first, second = (f"{task.answer.name(int(k.argmax()))} with {percent(float(k.max()))}" for k in (a, b))
    return f"{called}: A answers {first}, B {second}."


def of_example(answers: BothAnswers, row: int, task: AnyTask) -> str:
    """What both answer to one of them."""
    right = answers.examples.answers[row].ravel()[0].item()
    where = f"{answers.examples.name.capitalize()} example {row:,}"
    a, b = answers.a[row], answers.b[row]
    if not answers.of_classes:
        numbers = (said(float(right), 3), said(float(a[0]), 3), said(float(b[0]), 3))
        return f"{where}: {numbers[0]} is right, A answers {numbers[1]}, B {numbers[2]}."
    names = [task.answer.name(int(k)) for k in (right, a.argmax(), b.argmax())]
    return (
        f"{where}, labelled {names[0]}: A answers {names[1]} with {percent(float(a.max()))}, "
        f"B {names[2]} with {percent(float(b.max()))}."
    )
