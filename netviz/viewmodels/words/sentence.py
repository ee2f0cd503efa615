"""The one sentence below the network in Watch: what is seen at this moment, or what to do first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from netviz.language.grammar import a_digit, counted
from netviz.training.judge import forced_choice
from netviz.viewmodels.probe import Source

ENLARGED: Final = 2.0  # from here on it is said
STROKES: Final = "strokes run back from the outputs to the weights that change most; arrows say how much."
Sweeping = Literal["none", "sweep", "pulse", "accumulated"]


class Seen(NamedTuple):
    """What is on screen.

    `sweep`: how training is drawn at this moment; `told`: the first and the last step of the newest sweep.
    `answer` and `share`: what the network reads and how sure it is; None while nothing is drawn. `accuracy`:
    on the validation digits, as measured last, at step `measured_at`. `rises`: the training loss a while ago
    and now, as figures, where it is higher now. `single`: only one neuron's connections in each layer.
    `pointed`: what is pointed at, in words. `enlarged`: how much larger than usual the network sees what was
    drawn. `crowded`: neurons of a column stand too close to be told apart. `elsewhere`:
    at step 0 it has other weights than a new network: from another program, or of another shape before.
    `doubted`: the ink is taken for no digit at all. `wanted`: the number that would be right.
    `of_number`: a number is drawn, of which the network reads one digit.
    """

    step: int
    training: bool
    sweep: Sweeping = "none"
    told: tuple[int, int] | None = None
    source: Source = "nothing"
    label: int | None = None
    answer: int | None = None
    share: str = ""
    accuracy: str = ""
    measured_at: int = 0
    rises: tuple[str, str] | None = None
    single: bool = False
    pointed: str = ""
    enlarged: float = 1.0
    crowded: bool = False
    elsewhere: bool = False
    doubted: bool = False
    wanted: str = ""
    of_number: bool = False


def sentence(seen: Seen, at_rest: Callable[[Seen], str] | None = None) -> str:
    """At most two short ones, true of this picture; `at_rest` says them of another task than the digits."""
    if seen.pointed:
        return seen.pointed
    if seen.sweep != "none":
        words = _sweep(seen)
    elif seen.training:
        words = _trains(seen)
    else:
        words = (at_rest or _at_rest)(seen)
    if seen.single:
        words += " Drawn: only the edges into one neuron of each layer."
    return words


def _trains(seen: Seen) -> str:
    if seen.rises is not None:
        before, now = seen.rises
        return f"It trains, but its training loss rises: from {before} to {now} in the last steps."
    return "It trains: each step moves the weights that had a part in its loss, the way that lowers it."


def _sweep(seen: Seen) -> str:
    if seen.sweep == "accumulated" or seen.told is None:
        return (
            "Fast: a sweep adds up all steps since the last. Strokes run back from the outputs to the "
            "weights that change most."
        )
    if seen.sweep == "pulse":
        # Which step it is would change before it is read.
        return f"S{STROKES[1:]}"
    first, last = seen.told
    ends = {"first": f"{first + 1:,}", "last": f"{last:,}", "strokes": STROKES}
    return counted(last - first, "Step {last}: {strokes}", "Steps {first} to {last}: {strokes}", **ends)


def _at_rest(seen: Seen) -> str:
    if seen.source == "nothing" or seen.answer is None:
        if seen.elsewhere:
            return "It has made no step here. Draw a digit, and it answers at once."
        if seen.step == 0:
            return "Start here: draw a digit on the pad. The network has learnt nothing yet."
        if seen.crowded:
            return "Draw a digit, and it answers at once. Point at a column of many neurons: a lens opens."
        return f"It has learnt for {_steps(seen.step)}. Draw a digit, and it answers at once."
    if seen.doubted:
        return _doubtful(seen, forced_choice(seen.answer, seen.share))
    what = f"{_it(seen)} as {a_digit(seen.answer)} ({seen.share})"
    if seen.enlarged >= ENLARGED:
        return f"Scaled up {seen.enlarged:.0f} times, as small ink is, it reads {what}. Draw it larger."
    if seen.step == 0 and not seen.elsewhere:
        return (
            f"Untrained, it reads {what}: its weights are random, so that is a guess. Press Train, and it "
            "learns."
        )
    if seen.label is not None and seen.label != seen.answer:
        return f"It reads {what}, and it is {a_digit(seen.label)}. Explain a step shows what would mend that."
    if seen.crowded:
        return f"It reads {what}. Point at a column of many neurons: a lens opens."
    when = "" if seen.measured_at == seen.step else f" At step {seen.measured_at:,}"
    rest = ""
    if seen.accuracy:
        read = f"it read {seen.accuracy} of the validation digits, which it never trains on."
        rest = f"{when or ' At this step'}, {read}"
    return f"It reads {what}.{rest}"


def _doubtful(seen: Seen, choice: str) -> str:
    if seen.enlarged >= ENLARGED:
        return f"{choice} The ink was scaled up {seen.enlarged:.0f} times: draw it larger."
    if seen.step == 0 and not seen.elsewhere:
        return f"{choice} Untrained, it only guesses."
    return choice if seen.label is None else f"{choice} Its label is {seen.label}."


def _it(seen: Seen) -> str:
    if seen.of_number and seen.source == "pad":
        return "the marked digit of your number"
    return "your drawing" if seen.source == "pad" else "this digit"


def _steps(n: int) -> str:
    return counted(n, "one step", "{n} steps")
