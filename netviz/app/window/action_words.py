"""What can be done is the same for every task; what it is called is not: whole sentences, with named gaps."""

from __future__ import annotations

from typing import Final

from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask

_OF_NO_PICTURES: Final = {
    "file.open": ("Open…", "Open a saved network or run."),
    "edit.paste": ("Paste recipe", "Open the recipe of a run that is on the clipboard."),
    "edit.clear": ("Take the {example} away", "Put nothing before the network."),
    "edit.mistake": (
        "Next mistake",
        "Put the next test {example} before the network that it takes for another class.",
    ),
    "room.watch": ("Watch", "Place {examples}, train, and see what the network makes of them."),
    "room.test": ("Test", "See how it answers {examples} that it has never seen, and where it is wrong."),
}
"""By the action's id: title and tip where no picture is read, which one can draw, paste or look at."""


def words_for(task: AnyTask, action: str, title: str, tip: str) -> tuple[str, str]:
    """How this action is called, and explained, where this task stands in the window."""
    if not isinstance(task.input, Picture):
        title, tip = _OF_NO_PICTURES.get(action, (title, tip))
    return task.filled(title), task.filled(tip)
