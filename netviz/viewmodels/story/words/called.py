"""How a story calls what it is taught: a digit by its class, another example by its noun, outputs by name."""

from __future__ import annotations

from netviz.language.grammar import a_digit
from netviz.tasks.all_tasks import USUAL
from netviz.tasks.input import Picture
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.numbers import plain


class Called:
    """The nouns of one story."""

    def __init__(self, story: Story) -> None:
        self._task = story.task
        self._label = story.trace.label
        self.digits = self._task.id == USUAL
        self.numbers = story.trace.numbers
        self.example, self.examples = self._task.example, self._task.examples
        self.pixels = isinstance(self._task.input, Picture)

    @property
    def this(self) -> str:
        """`this 3`, `this point`."""
        return f"this {self._label}" if self.digits else f"this {self.example}"

    @property
    def flows(self) -> str:
        """What flows in."""
        return "image" if self.pixels else self.example

    @property
    def right(self) -> str:
        """The right number."""
        return plain(float(self._label))

    def a(self, k: int) -> str:
        """`a 3`; the name of another class."""
        return a_digit(k) if self.digits else self._task.answer.name(k)

    def the(self, k: int) -> str:
        """`the 3`, `output upper`."""
        return f"the {k}" if self.digits else f"output {self._task.answer.name(k)}"


def called(story: Story) -> Called:
    """Its nouns."""
    return Called(story)
