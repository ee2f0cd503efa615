"""What can be done is the same for every task; what it is called is not: whole sentences, with named gaps."""

from __future__ import annotations

from typing import Final

from netviz.tasks.table import USUAL
from netviz.tasks.task import AnyTask

_OTHERS: Final = {
    "file.open": ("Open…", "Open a saved network or run."),
    "file.export_story": (
        "Export the story…",
        "Save the story of this network and this {example}, as a film or a folder of pictures.",
    ),
    "edit.clear": ("Take the {example} away", "Put nothing before the network."),
    "edit.random": ("Random {example}", "Put a random test {example} before the network."),
    "edit.mistake": (
        "Next mistake",
        "Put the next test {example} before the network that it takes for another class.",
    ),
    "room.watch": ("Watch", "Place {examples}, train, and see what the network makes of them."),
    "room.explain": (
        "Explain a step",
        "See why each weight moves: the backward pass on one {example}, stage by stage.",
    ),
    "room.test": ("Test", "See how it answers {examples} that it has never seen, and where it is wrong."),
    "view.edges.auto": (
        "",
        "Show weights while training runs or nothing is there, and contributions a·w once a {example} is.",
    ),
    "view.edges.contribution": (
        "",
        "Always show activation times weight, a·w: what each edge adds for this {example}.",
    ),
    "view.pulses": (
        "Backward pulses while training",
        "Show what each step changes, from the outputs back to the inputs.",
    ),
    "view.left": ("Input panel", "Show or hide the panel with the {example} and the answer."),
    "story.apply_many": (
        "Apply 100 times",
        "Make 100 such steps on this one {example}, each with its own gradient.",
    ),
}
"""By the action's id: title and tip for all tasks but the usual one; an empty title stays as it is."""


def words_for(task: AnyTask, action: str, title: str, tip: str) -> tuple[str, str]:
    """How this action is called, and explained, where this task stands in the window."""
    if task.id == USUAL or action not in _OTHERS:
        return title, tip
    other, explained = (
        words.format(example=task.example, examples=task.examples) for words in _OTHERS[action]
    )
    return other or title, explained
