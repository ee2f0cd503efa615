"""The one sentence below the network in Watch, at rest, where points are read."""

from __future__ import annotations

from netviz.tasks.input import Measures
from netviz.tasks.task import AnyTask
from netviz.viewmodels.words.sentence import Seen


def at_rest(seen: Seen, task: AnyTask) -> str:
    """At most two short ones, true of this picture."""
    one = task.example
    begin = task.filled(task.input.sentences.begin)
    if isinstance(task.input, Measures):
        begin += " in the field"
    if seen.source == "nothing" or seen.answer is None:
        if seen.step == 0 and not seen.elsewhere:
            return f"Start here: {begin[0].lower()}{begin[1:]}. The network has learnt nothing yet."
        return f"{begin}, and it answers at once."
    numbers = task.answer.kind == "numbers"
    name = task.answer.name(seen.answer)
    what = f"{name} = {seen.share}" if numbers else f"{name} ({seen.share})"
    if seen.step == 0 and not seen.elsewhere:
        return f"Untrained, it answers {what}: its weights are random. Press Train, and it learns."
    if numbers:
        whose = (
            "Your cross wants"
            if isinstance(task.input, Measures) and seen.source == "pad"
            else "Right would be"
        )
        wanted = f" {whose} {seen.wanted}." if seen.wanted else ""
        return f"For this {one} it answers {what}.{wanted} Explain a step shows what would bring it nearer."
    if seen.label is not None and seen.label != seen.answer:
        right = task.answer.name(seen.label)
        return f"It answers {what}, and this {one} is {right}. Explain a step shows what would mend that."
    rest = ""
    if seen.accuracy:
        when = "Here" if seen.measured_at == seen.step else f"At step {seen.measured_at:,}"
        rest = (
            f" {when}, it answered {seen.accuracy} of the validation {task.examples} rightly, which it never "
            "trains on."
        )
    return f"It answers {what} for this {one}.{rest}"
